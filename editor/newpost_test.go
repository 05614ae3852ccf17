package editor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lanyard/assets"
)

// newPost opens the sheet for a new post and types a title.
func (a *author) newPost(t *testing.T, title string) *newPostSheet {
	t.Helper()
	n := askNewPost(a.w)
	a.wait()
	for _, r := range title {
		n.title.TypedRune(r)
	}
	a.wait()
	return n
}

func TestANewPostSaysWhereItGoes(t *testing.T) {
	a := newAuthor(t, map[string]string{
		"posts/a/index.md": "---\ntitle: 'A'\ndate: 2019-06-01T10:00:00+08:00\ntags: [x]\nkind: note\n---\n",
		"talks/b/index.md": "---\ntitle: B\ndate: 2018-06-01T10:00:00+08:00\n---\n",
	})
	n := a.newPost(t, "On the river")
	if got := n.where.Text(); !strings.Contains(got, "posts as on-the-river") || !strings.Contains(got, assets.T("window.new.habits")) {
		t.Errorf("the sheet says %q", got)
	}
	n.section.Pick(1)
	a.wait()
	if got := n.where.Text(); !strings.Contains(got, "talks as on-the-river") {
		t.Errorf("with the other section it says %q", got)
	}
	n.section.Pick(0)
	a.wait()
	n.title.OnSubmitted(n.title.Text)
	a.wait()
	want := filepath.Join(a.dir, "posts/on-the-river/index.md")
	if a.w.activePath() != want || a.w.sheet.IsOpen() {
		t.Errorf("%s is open, sheet %v", a.w.activePath(), a.w.sheet.IsOpen())
	}
	got := a.Text()
	if from, to := "---\ntitle: 'On the river'\ndate: 2019-06-28T12:", "+08:00\ntags: []\nkind: \"\"\n---\n\n"; !strings.HasPrefix(got, from) || !strings.HasSuffix(got, to) {
		t.Errorf("it holds %q", got)
	}
}

func TestANewPostFollowsTheSectionOfTheOpenOne(t *testing.T) {
	a := newAuthor(t, map[string]string{
		"posts/a/index.md": "---\ntitle: A\ndate: 2019-06-01T10:00:00+08:00\n---\n",
		"talks/b/index.md": "---\ntitle: B\ndate: 2018-06-01T10:00:00+08:00\n---\n",
	})
	a.Open("talks/b/index.md")
	n := a.newPost(t, "")
	if got := n.where.Text(); !strings.Contains(got, "talks") {
		t.Errorf("the sheet says %q", got)
	}
	n.create() // without a title nothing is made
	a.wait()
	if !a.w.sheet.IsOpen() {
		t.Error("a post without a title was made")
	}
	if entries, _ := os.ReadDir(filepath.Join(a.dir, "talks")); len(entries) != 1 {
		t.Errorf("there are %d posts", len(entries))
	}
}
