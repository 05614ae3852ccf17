//go:build ci

package driver

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

// fyneSource is the directory of the Fyne that this program is built with.
func fyneSource(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Version}} {{.Dir}}", fyneModule).Output()
	version, dir, ok := strings.Cut(strings.TrimSpace(string(out)), " ")
	if err != nil || !ok {
		t.Fatalf("where Fyne is: %v %s", err, out)
	}
	if version != fyneVersion {
		t.Fatalf("Fyne %s was linked; look at what %s changed below its public interface (links.go, part.go, x11.go, fonts.go, sched/fyne.go), then at fyneVersion", version, version)
	}
	return dir
}

// TestFyneIsTheOneThatWasLookedAt: a name that is linked to has the signature that our declaration of it assumes.
func TestFyneIsTheOneThatWasLookedAt(t *testing.T) {
	dir := fyneSource(t)
	for _, l := range links {
		decls := declarations(t, filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(l.pkg, fyneModule))))
		if got := decls[l.name]; got != l.decl {
			t.Errorf("%s.%s is %q, want %q", l.pkg, l.name, got, l.decl)
		}
	}
}

// TestEachLinkIsListed: what the sources of this package link to is what the list has, and no more.
func TestEachLinkIsListed(t *testing.T) {
	var want, got []string
	for _, l := range links {
		want = append(want, l.pkg+"."+l.name)
	}
	linkname := regexp.MustCompile(`(?m)^//go:linkname \S+ (\S+)`)
	files, _ := filepath.Glob("*.go")
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range linkname.FindAllSubmatch(b, -1) {
			got = append(got, string(m[1]))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("linked to %q, the list has %q", got, want)
	}
}

// TestATurnOfFynesLoopIsInOrder: input, animations, then the picture. sched's step before a frame and the turns of this package's loop rest
// on it.
func TestATurnOfFynesLoopIsInOrder(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(fyneSource(t), "internal", "driver", "glfw", "loop.go"))
	if err != nil {
		t.Fatal(err)
	}
	_, turn, _ := strings.Cut(string(b), "case <-eventTick.C:")
	last := -1
	for _, step := range []string{"d.pollEvents()", "d.animation.TickAnimations()", "d.drawSingleFrame()"} {
		at := strings.Index(turn, step)
		if at <= last {
			t.Errorf("%s stands at %d of a turn, the step before it at %d", step, at, last)
		}
		last = at
	}
}

// TestAnotherDriverIsLeftAlone: the linked functions take bare pointers, so they must not meet what they were not written for.
func TestAnotherDriverIsLeftAlone(t *testing.T) {
	win := test.NewTempWindow(t, nil)
	if err := fits(test.NewTempApp(t).Driver(), win.Canvas()); err == nil {
		t.Error("Fyne's test driver is taken for the one of a window")
	}
	for _, c := range []struct {
		deps []*debug.Module
		ok   bool
	}{
		{nil, true},
		{[]*debug.Module{{Path: "example.org/other", Version: "v9.0.0"}, {Path: fyneModule, Version: fyneVersion}}, true},
		{[]*debug.Module{{Path: fyneModule, Version: "v2.9.0"}}, false},
		{[]*debug.Module{{Path: fyneModule, Version: fyneVersion, Replace: &debug.Module{Path: "../fyne"}}}, false},
	} {
		if err := versionFits(c.deps); (err == nil) != c.ok {
			t.Errorf("%v: %v, want it to fit: %v", c.deps, err, c.ok)
		}
	}
}

// declarations are the functions, methods and variables of a package's files, whatever their build tags, as linkname names them.
func declarations(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no source in %s: %v", dir, err)
	}
	set, out := token.NewFileSet(), map[string]string{}
	say := func(n any) string {
		var b bytes.Buffer
		if err := printer.Fprint(&b, set, n); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, name := range files {
		f, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				name := d.Name.Name
				if d.Recv != nil {
					name = fmt.Sprintf("(%s).%s", say(d.Recv.List[0].Type), name)
				}
				d.Doc, d.Body = nil, nil
				out[name] = say(d)
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if v, ok := s.(*ast.ValueSpec); ok && len(v.Names) == 1 {
						out[v.Names[0].Name] = "var " + say(v)
					}
				}
			}
		}
	}
	return out
}
