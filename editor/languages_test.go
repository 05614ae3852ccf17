package editor

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func newPolyglot(t *testing.T) *author {
	t.Helper()
	a := newAuthor(t, map[string]string{
		"../hugo.toml":        "defaultContentLanguage = 'en'\n[languages.en]\nlanguageName = 'English'\nweight = 1\n[languages.zh]\nlanguageName = '中文'\nweight = 2\n[languages.es]\nweight = 3\n",
		"posts/a/index.md":    "---\ntitle: A\ndate: 2019-06-01\n---\nEnglish.\n",
		"posts/a/index.zh.md": "---\ntitle: 甲\ndate: 2019-06-01\n---\n中文。\n",
		"posts/b/index.md":    "---\ntitle: B\ndate: 2019-05-01\n---\n",
	})
	return a
}

func TestTheListShowsAPostOnceWithItsLanguages(t *testing.T) {
	a := newPolyglot(t)
	if n := len(a.w.list.shown); n != 2 {
		t.Fatalf("the list has %d rows, want 2", n)
	}
	row := a.w.list.shown[0].Summary
	if got := describe(row, startTime); filepath.Base(row.Path) != "index.md" || !strings.HasSuffix(got, "en zh") {
		t.Errorf("the first row is %s: %s", row.Path, got)
	}
	a.Open("posts/a/index.zh.md")
	if !a.w.list.isOf(row) {
		t.Error("with the Chinese page open, the post is not marked in the list")
	}
}

func TestSwitchingTheLanguageOfAPost(t *testing.T) {
	a := newPolyglot(t)
	a.Open("posts/a/index.md")
	a.clock.Advance(time.Second)
	a.wait()
	if got := a.w.status.right.Text(); !strings.Contains(got, "English") {
		t.Errorf("the status says %q", got)
	}
	a.Type("x").Run("post.language")
	if got := a.w.activePath(); filepath.Base(got) != "index.zh.md" {
		t.Errorf("%s is open", got)
	}
	a.clock.Advance(time.Second)
	a.wait()
	if got := a.w.status.right.Text(); !strings.Contains(got, "中文") {
		t.Errorf("the status says %q", got)
	}
	a.Run("post.language")
	if got := a.w.activePath(); filepath.Base(got) != "index.md" || !a.w.active.Copy.Dirty() {
		t.Errorf("%s is open, unsaved %v", got, a.w.active.Copy.Dirty())
	}
	a.Open("posts/b/index.md")
	if a.w.Enabled("post.language") {
		t.Error("a post in one language has no next one")
	}
}

func TestTranslatingAPost(t *testing.T) {
	a := newPolyglot(t)
	a.Open("posts/a/index.md").Caret("English.").Type(" More.").Run("post.translate")
	if got := a.w.activePath(); filepath.Base(got) != "index.es.md" || !strings.Contains(a.Text(), "English. More.") || !strings.Contains(a.Text(), "draft: true") {
		t.Errorf("%s is open, with %q", got, a.Text())
	}
	if n := len(a.w.list.shown); n != 2 {
		t.Errorf("the list has %d rows, want 2", n)
	}
	if a.w.Enabled("post.translate") {
		t.Error("a post in all languages cannot be translated")
	}
	a.Open("posts/b/index.md").Run("post.translate")
	if n := len(a.w.quick.shown); n != 2 {
		t.Fatalf("%d languages are offered", n)
	}
	a.w.quick.choose(0)
	a.wait()
	if got := a.w.activePath(); filepath.Base(got) != "index.zh.md" {
		t.Errorf("%s is open", got)
	}
}
