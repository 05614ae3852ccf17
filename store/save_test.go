package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
)

func load(t *testing.T, path string) *store.Post {
	t.Helper()
	p, err := store.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLoadRefuses(t *testing.T) {
	dir := tree(t, map[string]string{
		"nul.md": "ab\ncd\x00", "latin.md": "é\ncaf\xe9", "utf16.md": "\xff\xfea\x00", "x.txt": "", "folder.md/x": "", "empty/x": "",
	})
	for name, c := range map[string]struct {
		kind store.Kind
		says string
	}{
		"nul.md": {store.Binary, ":2:3:"}, "latin.md": {store.NotUTF8, ":2:4:"}, "utf16.md": {store.NotUTF8, "UTF-16"},
		"x.txt": {store.NotPost, "x.txt"}, "gone.md": {store.NotFound, "gone.md"}, "empty": {store.NotPost, "index.md"},
		"folder.md": {store.NotPost, "folder.md"},
	} {
		_, err := store.Load(filepath.Join(dir, name))
		wantKind(t, err, c.kind, c.says)
	}
	big := filepath.Join(dir, "big.md")
	if err := os.WriteFile(big, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(big, store.MaxSize+1); err != nil {
		t.Fatal(err)
	}
	_, err := store.Load(big)
	wantKind(t, err, store.TooLarge, "big.md", "50 MB")
}

func TestSaveKeepsEveryByteAndThePermissions(t *testing.T) {
	text := "\ufeff---\r\ntitle: x\r\n---\r\nä\r\n\n"
	dir := tree(t, map[string]string{"a.md": text})
	path := filepath.Join(dir, "a.md")
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	p := load(t, path)
	if p.Text != text {
		t.Fatalf("got %q", p.Text)
	}
	q, err := store.Save(p, text+"more", store.SaveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, path); got != text+"more" || q.Text != got {
		t.Errorf("got %q", got)
	}
	if st, _ := os.Stat(path); st.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v", st.Mode())
	}
	if _, err := store.Save(q, text, store.SaveOptions{}); err != nil {
		t.Errorf("saving again: %v", err)
	}
}

func TestSaveRefusesAChangedFile(t *testing.T) {
	dir := tree(t, map[string]string{"a.md": "one"})
	path := filepath.Join(dir, "a.md")
	p := load(t, path)

	// A touch is no change.
	if err := os.Chtimes(path, time.Time{}, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	p, err := store.Save(p, "two", store.SaveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = store.Save(p, "mine", store.SaveOptions{})
	wantKind(t, err, store.Changed, "a.md")
	if !errors.Is(err, store.ErrChanged) || read(t, path) != "theirs" {
		t.Errorf("got %v and %q", err, read(t, path))
	}
	// What is there already need not be written, whoever wrote it.
	if _, err := store.Save(p, "theirs", store.SaveOptions{}); err != nil {
		t.Error(err)
	}
	if _, err := store.Save(p, "mine", store.SaveOptions{Force: true}); err != nil || read(t, path) != "mine" {
		t.Errorf("forced: %v", err)
	}
}

func TestSaveOfAVanishedFile(t *testing.T) {
	dir := tree(t, map[string]string{"b/index.md": "one"})
	p := load(t, filepath.Join(dir, "b"))
	if err := os.RemoveAll(filepath.Join(dir, "b")); err != nil {
		t.Fatal(err)
	}
	_, err := store.Save(p, "two", store.SaveOptions{})
	wantKind(t, err, store.Gone, "index.md")
	if _, err := store.Save(p, "two", store.SaveOptions{Force: true}); err != nil || read(t, p.Path) != "two" {
		t.Errorf("forced: %v", err)
	}
}

func TestSaveRefusesWhatCouldNotBeOpenedAgain(t *testing.T) {
	dir := tree(t, map[string]string{"a.md": "one"})
	p := load(t, filepath.Join(dir, "a.md"))
	_, err := store.Save(p, "a\x00", store.SaveOptions{})
	wantKind(t, err, store.Binary, "save")
	_, err = store.Save(p, "a\xff", store.SaveOptions{})
	wantKind(t, err, store.NotUTF8)
	if read(t, p.Path) != "one" {
		t.Error("it was written")
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	dir := tree(t, map[string]string{"ro/a/index.md": "one"})
	for _, d := range []string{"ro/a", "ro"} {
		if err := os.Chmod(filepath.Join(dir, d), 0o555); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(filepath.Join(dir, d), 0o755) })
	}
	p := load(t, filepath.Join(dir, "ro", "a"))
	if p.Writable {
		t.Error("it says that it can be written")
	}
	_, err := store.Save(p, "two", store.SaveOptions{})
	wantKind(t, err, store.Denied, "index.md")
	_, err = store.New(store.NewOptions{Title: "x", Dir: filepath.Join(dir, "ro")})
	wantKind(t, err, store.Denied, "ro")
}

func TestNewNeverOverwrites(t *testing.T) {
	dir := t.TempDir()
	o := store.NewOptions{Title: "Hello World", Dir: filepath.Join(dir, "deep", "er"), Date: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)}
	var got []string
	for range 3 {
		path, err := store.New(o)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, filepath.Base(filepath.Dir(path)))
	}
	if !equal(got, []string{"hello-world", "hello-world-2", "hello-world-3"}) {
		t.Errorf("got %v", got)
	}
	o.Slug = "hello-world"
	_, err := store.New(o)
	wantKind(t, err, store.Exists, "hello-world")
	if !errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
	o.Slug, o.Dir = "../x", filepath.Join(dir, "new")
	_, err = store.New(o)
	wantKind(t, err, store.BadName)
	if _, err := os.Stat(o.Dir); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder was left behind")
	}
}

func TestSlug(t *testing.T) {
	long := strings.Repeat("长", 100)
	for title, want := range map[string]string{
		"KubeCon 上海 2019":                "kubecon-上海-2019",
		"C++ & C#: what's new?":          "c-c-whats-new",
		"  --UPPER Case_Name.v1.2-- ":    "upper-case_name.v1.2",
		"开源，社区与朋友们 -2019 KubeCon + Open": "开源社区与朋友们-2019-kubecon-open",
		"！？": "post", "": "post", "...": "post", "CON": "con-1", "index": "index-1", "com1": "com1-1",
		"a/b\\c": "a-b-c", "é": "é", "e\u0301": "é", "日本語で": "日本語で", "😀 party": "party",
		long: strings.Repeat("长", 40),
	} {
		if got := store.Slug(title, nil); got != want {
			t.Errorf("Slug(%q) = %q, want %q", title, got, want)
		}
	}
	taken := map[string]bool{"a": true, "a-2": true}
	if got := store.Slug("A", func(s string) bool { return taken[s] }); got != "a-3" {
		t.Errorf("got %q", got)
	}
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"a", "../..", "#", "con", "\x00", "长" + strings.Repeat("x", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, title string) {
		got := store.Slug(title, nil)
		if err := store.CheckName(got); err != nil || strings.ContainsAny(got, "#%?/\\ \t\n") || len(got) > 130 || strings.HasPrefix(got, ".") {
			t.Errorf("Slug(%q) = %q, %v", title, got, err)
		}
		if again := store.Slug(got, nil); again != got && !strings.HasSuffix(got, "-1") {
			t.Errorf("Slug(%q) = %q, and of that %q", title, got, again)
		}
	})
}

// TestAForcedSaveGivesWhatItReplaces: nothing goes that the caller was not shown.
func TestAForcedSaveGivesWhatItReplaces(t *testing.T) {
	dir := tree(t, map[string]string{"a.md": "one"})
	path := filepath.Join(dir, "a.md")
	p := load(t, path)
	if err := os.WriteFile(path, []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	var shown []string
	opts := store.SaveOptions{Force: true, Replaced: func(theirs *store.Post) {
		shown = append(shown, theirs.Text)
		if len(shown) < 3 { // another program is quicker, twice
			if err := os.WriteFile(path, []byte("theirs again "+strings.Repeat("!", len(shown))), 0o644); err != nil {
				t.Error(err)
			}
		}
	}}
	if _, err := store.Save(p, "mine", opts); err != nil || read(t, path) != "mine" {
		t.Errorf("got %v and %q", err, read(t, path))
	}
	if diff := cmp.Diff([]string{"theirs", "theirs again !", "theirs again !!"}, shown); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestProgramsThatEditOnePostLoseNothing: two add lines to the same post as fast
// as they can.
func TestProgramsThatEditOnePostLoseNothing(t *testing.T) {
	each := 200
	if testing.Short() {
		each = 50
	}
	dir := tree(t, map[string]string{"a.md": "begin\n"})
	path := filepath.Join(dir, "a.md")
	var both sync.WaitGroup
	for _, name := range []string{"a", "b"} {
		f, _, err := store.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		both.Go(func() {
			for i := range each {
				p, err := f.Load(path)
				if err == nil {
					_, err = f.Edit(t.Context(), p, func(p *store.Post) (string, error) {
						return fmt.Sprintf("%s%s %d\n", p.Text, name, i), nil
					})
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	both.Wait()
	if got := strings.Count(read(t, path), "\n"); got != 1+2*each {
		t.Errorf("%d of %d lines", got, 1+2*each)
	}
}

func TestASaveSaysThatHardLinksPart(t *testing.T) {
	dir := t.TempDir()
	path, other := filepath.Join(dir, "a.md"), filepath.Join(dir, "b.md")
	if err := os.WriteFile(path, []byte("one"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(path, other); err != nil {
		t.Skip("no hard links here")
	}
	p, err := store.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	q, err := store.Save(p, "two", store.SaveOptions{})
	if err != nil || runtime.GOOS != "windows" && !q.Parted {
		t.Errorf("parted %v, %v", q.Parted, err)
	}
	if q, err = store.Save(q, "three", store.SaveOptions{}); err != nil || q.Parted {
		t.Errorf("the next save: parted %v, %v", q.Parted, err)
	}
}
