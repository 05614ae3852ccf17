package arch

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// A room is a row of the table in CONTRIBUTING.md.
type room struct {
	dirs []string // packages; one that ends in /… stands for all below it
	fyne bool
}

var quoted = regexp.MustCompile("`([^`]+)`")

func rooms(t *testing.T) []room {
	t.Helper()
	b, err := os.ReadFile(path.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(b), "\n## Rooms\n")
	table, _, more := strings.Cut(table, "\n## ")
	if !found || !more {
		t.Fatal("CONTRIBUTING.md has no section Rooms")
	}
	var all []room
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) < 5 || !strings.Contains(cells[1], "`") {
			continue
		}
		r := room{fyne: strings.TrimSpace(cells[3]) != ""}
		for _, m := range quoted.FindAllStringSubmatch(cells[1], -1) {
			r.dirs = append(r.dirs, m[1])
		}
		all = append(all, r)
	}
	return all
}

// TestEachPackageHasItsRow: whoever makes a package says in one line of CONTRIBUTING.md what it owns and whether Fyne may come in, and
// whoever removes one takes the line away.
func TestEachPackageHasItsRow(t *testing.T) {
	fyne := map[string]bool{} // by package: Fyne comes in
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		dir := s.dir
		if dir == "." {
			dir = "main.go"
		}
		fyne[dir] = fyne[dir]
		for _, p := range imports(s) {
			fyne[dir] = fyne[dir] || under(p, "fyne.io/fyne/v2")
		}
	}
	rows := map[string]int{}
	for _, r := range rooms(t) {
		for _, name := range r.dirs {
			below, all := strings.CutSuffix(name, "/…")
			met := false
			for dir, has := range fyne {
				if dir != name && !(all && strings.HasPrefix(dir, below+"/")) {
					continue
				}
				met = true
				rows[dir]++
				if has != r.fyne {
					t.Errorf("%s: imports Fyne: %v; its row in CONTRIBUTING.md says %v", dir, has, r.fyne)
				}
			}
			if !met {
				t.Errorf("CONTRIBUTING.md has a row for %s, which is no package", name)
			}
		}
	}
	for dir := range fyne {
		if rows[dir] != 1 {
			t.Errorf("%s has %d rows in the table of CONTRIBUTING.md, want one", dir, rows[dir])
		}
	}
}
