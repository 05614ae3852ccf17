// Package arch holds the rules of the code's shape that a compiler does not check. CONTRIBUTING.md says why each stands.
package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// A source is one parsed Go file of the project.
type source struct {
	path string // slash separated, from the root
	dir  string
	test bool
	file *ast.File
	set  *token.FileSet
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	set := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if rel != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") {
			return nil
		}
		f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(rel))
		all = append(all, source{path: rel, dir: dir, test: strings.HasSuffix(rel, "_test.go"), file: f, set: set})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 10 {
		t.Fatalf("found %d Go files below %s: the rules would hold of nothing", len(all), root)
	}
	return all
}

func imports(s source) []string {
	var out []string
	for _, i := range s.file.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		out = append(out, p)
	}
	return out
}

func under(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }

func TestImportsPointOneWay(t *testing.T) {
	for _, s := range sources(t) {
		for _, p := range imports(s) {
			switch {
			case under(s.dir, "store") && (under(p, "lanyard/editor") || under(p, "lanyard/preview")):
				t.Errorf("%s imports %s: the store knows nothing of the window", s.path, p)
			case under(s.dir, "preview") && under(p, "lanyard/editor"):
				t.Errorf("%s imports %s: the preview knows nothing of the editor", s.path, p)
			case under(s.dir, "assets") && (under(p, "lanyard/editor") || under(p, "lanyard/preview") || under(p, "lanyard/store")):
				t.Errorf("%s imports %s: assets are below everything", s.path, p)
			}
		}
	}
}

// only says where a library may be imported, so that it can be replaced in one place.
var only = map[string][]string{
	"fyne.io/fyne":                           {".", "editor", "editor/textedit", "editor/form", "editor/dialog", "editor/sched", "editor/driver", "editor/field", "editor/tray", "preview", "assets/theme"},
	"github.com/go-gl":                       {"editor/driver"},
	"github.com/godbus/dbus":                 {"editor/dialog", "editor/inputmethod", "editor/desktop"},
	"github.com/yuin/goldmark":               {"store/markdown"},
	"github.com/alecthomas/chroma/v2/lexers": {"assets/code"}, // its own search takes half a millisecond for each byte of a name
	"github.com/sqweek/dialog":               {"editor/dialog", "editor/dialog/gtkpicker"},
	"github.com/gen2brain":                   {"store/photo"},
	"github.com/jdeng/goheif":                {"store/photo"},
	"github.com/go-text/typesetting":         {"assets/typeset", "assets/theme", "editor/text", "editor/driver"},
	"github.com/fsnotify/fsnotify":           {"store"},
}

func TestLibrariesStayInTheirPlace(t *testing.T) {
	for _, s := range sources(t) {
		for _, p := range imports(s) {
			for lib, dirs := range only {
				if !under(p, lib) && !strings.HasPrefix(p, lib+"/") {
					continue
				}
				ok := slices.Contains(dirs, s.dir)
				for _, d := range dirs { // packages below store/photo and assets/typeset belong to them
					ok = ok || ((strings.HasPrefix(d, "store") || d == "assets/typeset") && strings.HasPrefix(s.dir, d+"/"))
				}
				if !ok {
					t.Errorf("%s imports %s, which belongs in %v", s.path, p, dirs)
				}
			}
		}
	}
}

// calls yields every call of pkg.Name in s.
func calls(s source, yield func(pkg, name string, at token.Position)) {
	ast.Inspect(s.file, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if sel, ok := c.Fun.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok {
				yield(id.Name, sel.Sel.Name, s.set.Position(c.Pos()))
			}
		}
		return true
	})
}

func TestOnlyOneDoorToTheUIGoroutine(t *testing.T) {
	for _, s := range sources(t) {
		calls(s, func(pkg, name string, at token.Position) {
			if pkg == "fyne" && (name == "Do" || name == "DoAndWait") && s.path != "editor/sched/fyne.go" {
				t.Errorf("%s:%d calls fyne.%s: use editor/sched", s.path, at.Line, name)
			}
		})
	}
}

func TestNothingSleeps(t *testing.T) {
	for _, s := range sources(t) {
		calls(s, func(pkg, name string, at token.Position) {
			if pkg == "time" && name == "Sleep" {
				t.Errorf("%s:%d sleeps: wait for an event or use the scheduler's clock", s.path, at.Line)
			}
		})
	}
}

// goroutines names the places outside editor/sched that start goroutines, each of which ends before the function that started it
// returns, or with the value that owns it.
var goroutines = []string{"editor/sched", "store", "store/watch", "store/photo", "store/export", "store/check", "store/git", "store/library", "editor/cli", "assets/typeset", "editor/dialog", "editor/instance", "."}

func TestGoroutinesStartInFewPlaces(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || slices.Contains(goroutines, s.dir) || strings.HasPrefix(s.dir, "store/photo/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok {
				t.Errorf("%s:%d starts a goroutine: use editor/sched", s.path, s.set.Position(g.Pos()).Line)
			}
			return true
		})
	}
}

// writers may create files without store/atomicfile: they write only what a crash may cost (a cache, a journal that checks its own
// records, files inside a directory that is renamed into place as a whole).
var writers = []string{"store/atomicfile", "store/export", "store/photo", "store/journal", "store/versions"}

func TestTheAuthorsFilesAreReplacedSafely(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || slices.Contains(writers, s.dir) || strings.HasPrefix(s.dir, "store/photo/") || s.dir == "editor/dialog/gtkpicker" {
			continue
		}
		calls(s, func(pkg, name string, at token.Position) {
			if pkg == "os" && (name == "WriteFile" || name == "Create") {
				t.Errorf("%s:%d calls os.%s: use store/atomicfile", s.path, at.Line, name)
			}
		})
	}
}

// byName are the files below store that open something by its name, each with what that is. None of it is a file of a site: such a one is
// opened below a root (store.Folder.OpenFile), so that a link or a FIFO that another program swaps in leads nowhere and holds up nothing.
var byName = map[string]string{
	"store/atomicfile/temp_unix.go": "a temporary file of our own, and its folder", "store/atomicfile/os_unix.go": "a folder, to flush it",
	"store/atomicfile/lock_unix.go": "a folder, to lock it", "store/watch/watcher.go": "a folder, to list its names", "store/export/todir.go": "a folder, to flush it",
	"store/journal/recover.go": "state", "store/draft/draft.go": "state", "store/versions/versions.go": "state", "store/photo/settle.go": "state",
	"store/photo/thumb.go": "the cache", "store/photo/stage.go": "state", "store/photo/swap.go": "state", "store/photo/place.go": "state",
	"editor/cli/schedule.go": "what the author named on the command line", "store/photo/state.go": "state", "store/conference/conference.go": "state", "store/live/seen.go": "state", "store/conference/read.go": "a schedule that the author chose", "store/git/send.go": "git's index", "store/library/library.go": "the cache", "store/trash/trash_windows.go": "a record of the system's bin",
}

func TestASitesFilesAreNotOpenedByName(t *testing.T) {
	used := map[string]bool{}
	for _, s := range sources(t) {
		if s.test || !under(s.dir, "store") && s.dir != "editor/cli" {
			continue
		}
		calls(s, func(pkg, name string, at token.Position) {
			if pkg != "os" || name != "Open" && name != "ReadFile" && name != "DirFS" {
				return
			}
			if used[s.path] = true; byName[s.path] == "" {
				t.Errorf("%s:%d calls os.%s: open a site's files below a root (store.Folder.OpenFile), or say in byName what it is", s.path, at.Line, name)
			}
		})
	}
	for path := range byName {
		if !used[path] {
			t.Errorf("%s opens nothing by its name any more: take it off byName", path)
		}
	}
}

func TestPackagesSayWhatTheyOwn(t *testing.T) {
	doc := map[string]bool{}
	banned := []string{"util", "utils", "common", "helpers", "types", "models", "misc"}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		doc[s.dir] = doc[s.dir] || s.file.Doc != nil
		if slices.Contains(banned, s.file.Name.Name) {
			t.Errorf("%s: package %s is named after nothing", s.path, s.file.Name.Name)
		}
	}
	for dir, ok := range doc {
		if !ok {
			t.Errorf("%s has no package comment", dir)
		}
	}
}

func TestTheTopLevelIsThePrescribedOne(t *testing.T) {
	want := []string{
		"main.go", "editor", "preview", "store", "assets", "FyneApp.toml", "go.mod", "go.sum", "README.md", "Makefile", "LICENSE",
		"NOTICE", "CHANGELOG.md", "CONTRIBUTING.md", ".gitignore", ".ci", ".git",
	}
	made := []string{"bin", "lanyard"} // by make, ignored by git
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(want, e.Name()) && !slices.Contains(made, e.Name()) {
			t.Errorf("%s stands at the top level", e.Name())
		}
	}
}

// A shortcut that a command gives back to the control it came from never ends. Fyne hands shortcuts to controls; in our code only a
// control that is made of one of Fyne's passes them down to that.
func TestNoShortcutIsGivenBack(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := c.Fun.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "TypedShortcut" {
				return true
			}
			if below, ok := sel.X.(*ast.SelectorExpr); ok && below.Sel.Name == "Entry" {
				return true
			}
			t.Errorf("%s:%d calls TypedShortcut: let the control do it (field.Clip), or give the shortcut to Forward", s.path, s.set.Position(c.Pos()).Line)
			return true
		})
	}
}
