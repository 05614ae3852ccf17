package stats_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
	"lanyard/store/stats"
)

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, dir string) *store.Folder {
	t.Helper()
	f, _, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestCountsProseByMonthDayAndTag(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.md"), "---\ntitle: A\ndate: 2019-06-25T23:30:00-07:00\ntags: [Ｇｏ, Cloud Native]\n---\n# One\n\n- 云原生 [two](https://example.org/x)\n\n```\ncode\n```\n")
	write(t, filepath.Join(dir, "b.md"), "+++\ntitle = 'B'\ndate = 2019-06-01\ndraft = true\ntags = ['go', 'GO', '']\n+++\nfive words are in this\n")
	write(t, filepath.Join(dir, "c.md"), "---\ntags: [go]\n---\nundated\n")
	write(t, filepath.Join(dir, "bad.md"), "---\ntitle: [\n---\n")
	write(t, filepath.Join(dir, "latin.md"), "---\ntitle: L\n---\ncaf\xe9\n")
	got, err := stats.Read(t.Context(), open(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Unread) != 2 {
		t.Errorf("got %v unread, want bad.md and latin.md", got.Unread)
	}
	got.Unread = nil
	a, b := stats.Tally{Posts: 1, Words: 5}, stats.Tally{Posts: 1, Drafts: 1, Words: 5}
	want := stats.Figures{
		Tally: stats.Tally{Posts: 3, Drafts: 1, Words: 11}, Undated: 1,
		Months: []stats.Named{{Name: "2019-06", Tally: stats.Tally{Posts: 2, Drafts: 1, Words: 10}}},
		Days:   []stats.Named{{Name: "2019-06-01", Tally: b}, {Name: "2019-06-25", Tally: a}},
		Tags:   []stats.Named{{Name: "go", Tally: stats.Tally{Posts: 3, Drafts: 1, Words: 11}}, {Name: "Cloud Native", Tally: a}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestMonthsAndUndatedPostsAddUpToAll: each page is counted in one month and on one day, or has no date.
func TestMonthsAndUndatedPostsAddUpToAll(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "hugo.toml"), "defaultContentLanguage = 'en'\n[languages.en]\n[languages.zh]\n")
	for i := range 60 {
		date := fmt.Sprintf("date: 20%02d-%02d-%02d\n", 10+i%7, 1+i%12, 1+i%28)
		if i%9 == 0 {
			date = ""
		}
		bundle := filepath.Join(dir, "content", "posts", fmt.Sprint(i))
		write(t, filepath.Join(bundle, "index.md"), "---\n"+date+"---\none two\n")
		write(t, filepath.Join(bundle, "p.jpg"), "")
		if i%4 == 0 {
			write(t, filepath.Join(bundle, "index.zh.md"), "---\n"+date+"---\n云\n")
		}
	}
	got, err := stats.Read(t.Context(), open(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	if want := (stats.Tally{Posts: 60, Words: 135, Photos: 60}); got.Tally != want {
		t.Errorf("got %+v, want %+v", got.Tally, want)
	}
	for what, list := range map[string][]stats.Named{"months": got.Months, "days": got.Days} {
		posts := got.Undated
		for i, n := range list {
			posts += n.Posts
			if i > 0 && list[i-1].Name >= n.Name {
				t.Errorf("%s: %s stands before %s", what, list[i-1].Name, n.Name)
			}
		}
		if posts != got.Posts {
			t.Errorf("%s and posts without a date are %d, want %d", what, posts, got.Posts)
		}
	}
}

func TestCountingEndsWithItsContext(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.md"), "text\n")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := stats.Read(ctx, open(t, dir)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want it canceled", err)
	}
}
