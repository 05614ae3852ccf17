package workcopy

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"lanyard/editor/text"
	"lanyard/store"
	"lanyard/store/frontmatter"
)

const post = "---\ntitle: \"开源\"   # kept\ntags: [a, b]\ndraft: false\n---\n\n## 背景\n\nText and 文字.\n"

func open(t *testing.T, s string) (*Copy, *time.Time) {
	t.Helper()
	clock := time.Date(2019, 6, 28, 3, 5, 0, 0, time.UTC)
	return New(&store.Post{Path: "/p/index.md", Text: s}, func() time.Time { return clock }), &clock
}

func body(c *Copy) string { return c.State().Doc.String() }

func (c *Copy) insert(at int, s string) {
	c.Dispatch(text.Transaction{Change: c.State().Doc.Replace(at, at, s), Kind: text.Type})
}

// After any steps the copy's idea of the body's beginning is the parser's, no caret stands in the hidden front matter, and undoing
// everything gives the file's bytes back.
func TestRandomStepsKeepTheShapeAndUndoToTheFile(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	starts := []string{post, strings.ReplaceAll(post, "\n", "\r\n"), "\ufeff" + post, "No front matter.\n\nMore.\n", "+++\ntitle = 'x'\n+++\nBody\n", "---\ntitle: [\n---\nBroken\n", ""}
	pieces := []string{"x", "文", "\n", "---\n", "---", "title: y\n", "\r\n", "+++\n", " ", "{"}
	for _, start := range starts {
		for range 40 {
			c, clock := open(t, start)
			for range 25 {
				*clock = clock.Add(time.Duration(r.IntN(1500)) * time.Millisecond)
				step(t, r, c, pieces)
				check(t, c)
			}
			for c.Undo() {
				check(t, c)
			}
			if got := body(c); got != start || c.Dirty() {
				t.Fatalf("undoing everything gave %q, dirty %v; want %q", got, c.Dirty(), start)
			}
		}
	}
}

func step(t *testing.T, r *rand.Rand, c *Copy, pieces []string) {
	t.Helper()
	doc := c.State().Doc
	switch r.IntN(7) {
	case 0:
		if err := c.Set([]string{[]string{"title", "slug", "mood"}[r.IntN(3)]}, pieces[r.IntN(len(pieces))]+"v"); err != nil && c.Problem() == nil {
			t.Logf("set: %v", err)
		}
	case 1:
		c.Undo()
	case 2:
		c.Redo()
	case 3: // a deletion in the visible text
		from := c.Floor() + r.IntN(doc.Len()-c.Floor()+1)
		to := min(from+r.IntN(6), doc.Len())
		c.Dispatch(text.Transaction{Change: doc.Replace(from, to, ""), Kind: text.Delete})
	case 4:
		c.ShowMeta(r.IntN(2) == 0)
	default:
		c.insert(c.Floor()+r.IntN(doc.Len()-c.Floor()+1), pieces[r.IntN(len(pieces))])
	}
}

func check(t *testing.T, c *Copy) {
	t.Helper()
	s := body(c)
	f, err := frontmatter.Open(s)
	if (err == nil) != (c.Problem() == nil) {
		t.Fatalf("%q: problem is %v, the parser says %v", s, c.Problem(), err)
	}
	if f.Page.BodyFrom != c.BodyFrom() {
		t.Fatalf("%q: body from %d, the parser says %d", s, c.BodyFrom(), f.Page.BodyFrom)
	}
	for _, r := range c.State().Selection.Ranges {
		if r.From() < c.Floor() || r.To() > len(s) {
			t.Fatalf("%q: range %+v outside [%d, %d]", s, r, c.Floor(), len(s))
		}
	}
}

func TestUndoDoesNotReachAcrossASave(t *testing.T) {
	c, _ := open(t, post)
	end := c.State().Doc.Len()
	c.insert(end, "a")
	snap := c.Snapshot()
	c.insert(end+1, "b")
	saved := *c.Post()
	saved.Text = post + "a"
	c.Saved(snap, &saved)
	if !c.Dirty() {
		t.Error("what was typed during the save counts as saved")
	}
	c.Undo()
	if got := body(c); got != post+"a" || c.Dirty() {
		t.Errorf("got %q, dirty %v", got, c.Dirty())
	}
	c.Undo()
	if got := body(c); got != post || !c.Dirty() {
		t.Errorf("got %q, dirty %v", got, c.Dirty())
	}
	c.Redo()
	if c.Dirty() {
		t.Error("redo to the saved text is dirty")
	}
}

func TestABrokenFrontMatterIsNeverPatched(t *testing.T) {
	c, _ := open(t, "---\ntitle: a: b\n---\nBody\n")
	if err := c.Set([]string{"title"}, "x"); err == nil {
		t.Error("patched")
	}
	if line, _ := c.ProblemAt(); line != 2 {
		t.Errorf("the problem is in line %d, want 2", line)
	}
	c.Dispatch(text.Transaction{Change: c.State().Doc.Replace(len("---\ntitle: a"), len("---\ntitle: a: b"), ""), Kind: text.Delete})
	if c.Problem() != nil || c.Floor() == 0 {
		t.Errorf("mended, but %v", c.Problem())
	}
}

func TestAFrontMatterIsBegunWhereThereIsNone(t *testing.T) {
	c, _ := open(t, "\ufeffAn item\r\n")
	if err := c.Set([]string{"title"}, "Hello"); err != nil {
		t.Fatal(err)
	}
	if got := body(c); !strings.HasPrefix(got, "\ufeff---\r\ntitle: ") || !strings.HasSuffix(got, "---\r\nAn item\r\n") {
		t.Errorf("got %q", got)
	}
	c.Undo()
	if got := body(c); got != "\ufeffAn item\r\n" {
		t.Errorf("undo gave %q", got)
	}
}
