package preview

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/store/markdown"
)

const targets = "# T\n\nA [one](https://e.org/1) and [two](https://e.org/2).\n\n- [ ] task\n\n```go\nx\n```\n\n" +
	"<details>\n<summary>More</summary>\n\nInside [hidden](https://e.org/3).\n\n</details>\n\nLast [three](https://e.org/4).\n"

func (r *rig) unsafe(src string) {
	r.SetDocument(markdown.Parse(src, 0, markdown.Options{Unsafe: true}), r.meta())
}

func (r *rig) key(name fyne.KeyName) { r.TypedKey(&fyne.KeyEvent{Name: name}) }

func TestTabGoesThroughWhatCanBeClicked(t *testing.T) {
	r := newRig(t, 500, 600)
	r.unsafe(targets)
	r.FocusGained()
	for r.AcceptsTab() {
		r.key(fyne.KeyTab)
		if !r.ring.Visible() {
			t.Error("no frame around what is aimed at")
		}
		r.key(fyne.KeyReturn)
	}
	want := "https://e.org/1 https://e.org/2 https://e.org/4"
	got := strings.Join(r.links, " ")
	if !strings.HasPrefix(got, "https://e.org/1 https://e.org/2") || !strings.HasSuffix(got, "https://e.org/4") {
		t.Errorf("followed %s, want %s", got, want)
	}
	if strings.Join(r.tasks, " ") != fmt.Sprint(strings.Index(targets, "[ ]"), true) {
		t.Errorf("ticked %v", r.tasks)
	}
	if r.copied != "x" {
		t.Errorf("copied %q", r.copied)
	}
	if len(r.links) != 4 { // details were opened on the way
		t.Errorf("followed %q", r.links)
	}
	r.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	n := 1
	for r.AcceptsTab() {
		r.key(fyne.KeyTab)
		n++
	}
	if n != 7 {
		t.Errorf("%d targets backwards, want 7", n)
	}
}

func TestDetailsOpenAndClose(t *testing.T) {
	for name, src := range map[string]string{
		"Markdown within":  targets,
		"all of it HTML":   "before\n\n<details><summary>More</summary><p>Inside it</p></details>\n\nafter\n",
		"without a title":  "before\n\n<details>\n<p>Inside it</p>\n</details>\n\nafter\n",
		"within a list":    "- before\n- <details><summary>More</summary>Inside</details>\n\nafter\n",
		"open from within": "before\n\n<details>\n<summary>More</summary>\n\n<details>\n<summary>Deeper</summary>\n\nInside\n\n</details>\n\n</details>\n",
	} {
		r := newRig(t, 500, 900)
		r.unsafe(src)
		visible := func() bool {
			r.SelectAll()
			text := r.SelectedText()
			r.clearSelection()
			return strings.Contains(text, "Inside")
		}
		if visible() {
			t.Errorf("%s: shown before a click", name)
		}
		height := r.column.total()
		r.FocusGained()
		for range 9 { // the details open those within them
			r.key(fyne.KeyTab)
			if tg, ok := r.aimed(); ok && tg.Hit.Fold != nil && !r.isOpen(tg.Hit.Fold) {
				r.key(fyne.KeyReturn)
			}
		}
		if !visible() {
			t.Errorf("%s: not shown after a click", name)
		}
		if r.column.total() <= height {
			t.Errorf("%s: the page did not grow", name)
		}
		r.loseAim()
		r.column.scroll = 0
		for range 9 {
			r.key(fyne.KeyTab)
			if tg, ok := r.aimed(); ok && tg.Hit.Fold != nil && r.isOpen(tg.Hit.Fold) {
				r.key(fyne.KeySpace)
			}
		}
		if visible() || r.column.total() != height {
			t.Errorf("%s: still shown after another click; height %d, before %d", name, r.column.total(), height)
		}
	}
}

func TestHTMLAligns(t *testing.T) {
	r := newRig(t, 500, 900)
	r.unsafe("<center>mid</center>\n\n<div align=\"right\">\n\nend\n\n</div>\n\nplain\n\n<p style=\"text-align: right\">own</p>\n")
	x := map[string]int{}
	for i := range r.column.entries {
		for _, l := range r.column.setEntry(r.Preview, i).Lines() {
			x[l.P.Text()] = l.X
		}
	}
	if x["mid"] < 100 || x["end"] < 300 || x["plain"] != 0 || x["own"] < 300 {
		t.Errorf("%v", x)
	}
}
