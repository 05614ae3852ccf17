package recovery

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
	"lanyard/store/intent"
	"lanyard/store/journal"
	"lanyard/store/photo"
)

// site is a content folder, a state directory, and the record of a program that was killed.
type site struct {
	t              *testing.T
	content, state string
	log            *intent.Log
}

func newSite(t *testing.T, files map[string]string) *site {
	t.Helper()
	dir := t.TempDir()
	s := &site{t: t, content: filepath.Join(dir, "content"), state: filepath.Join(dir, "state")}
	s.log = intent.New(intent.Dir(s.state))
	for name, text := range files {
		s.write(name, text)
	}
	return s
}

func (s *site) path(name string) string { return filepath.Join(s.content, filepath.FromSlash(name)) }

func (s *site) write(name, text string) {
	s.t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(s.path(name)), 0o755), os.WriteFile(s.path(name), []byte(text), 0o644)); err != nil {
		s.t.Fatal(err)
	}
}

// place is a photo that the killed program put into the bundle a.
func (s *site) place(name, data string) {
	s.t.Helper()
	s.log.Note(photo.NotePlaced, photo.Placed{Dir: s.path("a"), Name: name, Sum: sha256.Sum256([]byte(data))})
	s.write("a/"+name, data)
}

// swap is a picture that it wrote anew; both are among the versions by then.
func (s *site) swap(old, oldData, now, newData string) photo.Swap {
	s.t.Helper()
	w := photo.Swap{Dir: s.path("a"), OldName: old, NewName: now, OldSum: sha256.Sum256([]byte(oldData)), NewSum: sha256.Sum256([]byte(newData))}
	s.log.Note(photo.NoteSwap, w)
	for name, data := range map[string]string{old: oldData, now: newData} { // as Clean keeps them
		s.write("a/"+name, data)
		one := photo.Swap{Dir: w.Dir, OldName: name, NewName: "none", OldSum: sha256.Sum256([]byte(data)), NewSum: sha256.Sum256(nil)}
		s.write("a/none", "")
		if err := one.Settle(s.state, false, true); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := os.Remove(s.path("a/none")); err != nil {
		s.t.Fatal(err)
	}
	return w
}

// unsaved is text of a page that a journal holds.
func (s *site) unsaved(page, base, text string) {
	s.t.Helper()
	l := journal.New(filepath.Join(s.state, "journal"), journal.Base{Path: s.path(page), Time: time.Unix(1e9, 0)}, func() string { return base })
	l.Append([]journal.Edit{{From: 0, To: len(base), Insert: text}})
	if err := l.Flush(); err != nil {
		s.t.Fatal(err)
	}
	l.Release()
}

func (s *site) settle(open map[string]string) Result {
	s.t.Helper()
	s.log.Release()
	r, err := Settle(s.state, s.content, open)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// has fails unless the content is these files.
func (s *site) has(want map[string]string) {
	s.t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(s.content, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(s.content, path)
		if err == nil && !d.IsDir() {
			var data []byte
			data, err = os.ReadFile(path)
			got[filepath.ToSlash(rel)] = string(data)
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		s.t.Errorf("(-want +got)\n%s", d)
	}
}

func (s *site) records(want int) {
	s.t.Helper()
	if entries, _ := os.ReadDir(intent.Dir(s.state)); len(entries) != want {
		s.t.Errorf("%d records are left, want %d", len(entries), want)
	}
}

func TestAPhotoStaysWhereATextShowsIt(t *testing.T) {
	s := newSite(t, map[string]string{"a/index.md": "![](one.jpg) and two-2.jpg", "a/index.zh.md": `{{< figure src="three%20x.jpg" >}}`, "a/mine.jpg": "mine"})
	for name, data := range map[string]string{"one.jpg": "1", "two.jpg": "2", "three x.jpg": "3", "four.jpg": "4"} {
		s.place(name, data)
	}
	s.log.Note(photo.NotePlaced, photo.Placed{Dir: s.path("a"), Name: "never.jpg", Sum: sha256.Sum256([]byte("x"))})
	s.write("a/four.jpg", "another program's")
	if r := s.settle(nil); r.Kept != 0 || !slices.Contains(r.Changed, s.path("a")) {
		t.Errorf("%+v", r)
	}
	s.has(map[string]string{
		"a/index.md": "![](one.jpg) and two-2.jpg", "a/index.zh.md": `{{< figure src="three%20x.jpg" >}}`, "a/mine.jpg": "mine",
		"a/one.jpg": "1", "a/three x.jpg": "3", "a/four.jpg": "another program's",
	})
	s.records(0)
}

func TestUnsavedTextKeepsItsPhotosUntilItIsDecided(t *testing.T) {
	s := newSite(t, map[string]string{"a/index.md": "![](saved.jpg)"})
	s.place("unsaved.jpg", "1")
	s.place("saved.jpg", "2")
	if err := photo.Withdraw(photo.Placed{Dir: s.path("a"), Name: "saved.jpg", Sum: sha256.Sum256([]byte("2"))}, s.state); err != nil { // as undo does
		t.Fatal(err)
	}
	s.unsaved("a/index.md", "![](saved.jpg)", "![](unsaved.jpg)")
	all := map[string]string{"a/index.md": "![](saved.jpg)", "a/saved.jpg": "2", "a/unsaved.jpg": "1"}
	for range 2 {
		if r := s.settle(nil); r.Kept != 1 {
			t.Errorf("%+v", r)
		}
		s.has(all)
	}
	found, err := journal.Pending(filepath.Join(s.state, "journal"), s.content)
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	// The author takes the text back: it is open now, and not saved.
	if err := found[0].Discard(); err != nil {
		t.Fatal(err)
	}
	if r := s.settle(map[string]string{s.path("a/index.md"): "![](unsaved.jpg)"}); r.Kept != 1 {
		t.Errorf("%+v", r)
	}
	s.has(all)
	s.write("a/index.md", "![](unsaved.jpg)")
	if r := s.settle(map[string]string{s.path("a/index.md"): "![](unsaved.jpg)"}); r.Kept != 0 {
		t.Errorf("%+v", r)
	}
	s.has(map[string]string{"a/index.md": "![](unsaved.jpg)", "a/unsaved.jpg": "1"})
	s.records(0)
}

func TestARenamedPictureIsWhatTheTextsSay(t *testing.T) {
	for _, c := range []struct {
		name, text, unsaved string
		gone                string // before the kill
		want                []string
	}{
		{"before the old one went", "![](x.bmp)", "", "", []string{"x.bmp"}},
		{"after the old one went", "![](x.bmp)", "", "x.bmp", []string{"x.bmp"}},
		{"after the text followed", "![](x.png)", "", "x.bmp", []string{"x.png"}},
		{"while the text is not saved", "![](x.bmp)", "![](x.png)", "x.bmp", []string{"x.bmp", "x.png"}},
		{"a picture that nothing shows, both there", "", "", "", []string{"x.bmp"}},
		{"a picture that nothing shows, one there", "", "", "x.bmp", []string{"x.png"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, map[string]string{"a/index.md": c.text})
			s.swap("x.bmp", "old", "x.png", "new")
			s.write("a/x.bmp", "old")
			s.write("a/x.png", "new")
			if c.gone != "" {
				if err := os.Remove(s.path("a/" + c.gone)); err != nil {
					t.Fatal(err)
				}
			}
			if c.unsaved != "" {
				s.unsaved("a/index.md", c.text, c.unsaved)
			}
			s.settle(nil)
			want := map[string]string{"a/index.md": c.text}
			for _, name := range c.want {
				want["a/"+name] = map[string]string{"x.bmp": "old", "x.png": "new"}[name]
			}
			s.has(want)
		})
	}
}

func TestAPictureThatWasThereBeforeStays(t *testing.T) {
	s := newSite(t, map[string]string{"a/index.md": "![](x.bmp)", "a/x.png": "new", "a/x.bmp": "old"})
	w := photo.Swap{Dir: s.path("a"), OldName: "x.bmp", NewName: "x.png", OldSum: sha256.Sum256([]byte("old")), NewSum: sha256.Sum256([]byte("new")), Reused: true}
	s.log.Note(photo.NoteSwap, w)
	s.settle(nil)
	s.has(map[string]string{"a/index.md": "![](x.bmp)", "a/x.png": "new", "a/x.bmp": "old"})
}

func TestPagesThatBelongTogetherAreSavedTogether(t *testing.T) {
	for _, c := range []struct{ first, second, wantFirst, wantSecond string }{
		{"old 1", "old 2", "old 1", "old 2"},
		{"new 1", "old 2", "new 1", "new 2"},
		{"new 1", "new 2", "new 1", "new 2"},
		{"new 1", "another program's", "new 1", "another program's"},
	} {
		s := newSite(t, map[string]string{"a/index.md": c.first, "a/index.zh.md": c.second})
		s.log.Note(NoteWrites, []Write{
			{Path: s.path("a/index.md"), Was: sha256.Sum256([]byte("old 1")), Text: "new 1"},
			{Path: s.path("a/index.zh.md"), Was: sha256.Sum256([]byte("old 2")), Text: "new 2"},
		})
		s.settle(nil)
		s.has(map[string]string{"a/index.md": c.wantFirst, "a/index.zh.md": c.wantSecond})
	}
}

// discard throws away what is unsaved, as the author does who does not take it back.
func (s *site) discard() {
	s.t.Helper()
	pending, err := journal.Pending(filepath.Join(s.state, "journal"), s.content)
	if err != nil || len(pending) == 0 {
		s.t.Fatalf("%d unsaved texts, %v", len(pending), err)
	}
	for _, r := range pending {
		if err := r.Discard(); err != nil {
			s.t.Error(err)
		}
	}
}

// killedAt is a record that ends the program at its nth note.
type killedAt struct {
	log *intent.Log
	n   int
}

func (k *killedAt) Note(what string, v any) {
	if k.n--; k.n < 0 {
		panic("killed")
	}
	k.log.Note(what, v)
}

// TestAMoveIntoABundleGoesOnOrBack: what .ci/kill tries at every system call, here at every note, with what the window wants of it.
func TestAMoveIntoABundleGoesOnOrBack(t *testing.T) {
	const text, moved = "![](img/x.png) ![](../y.png)", "![](img/x.png) ![](y.png)"
	files := map[string]string{"posts/a.md": text, "posts/img/x.png": "x", "y.png": "y"}
	bundle := map[string]string{"posts/a/index.md": moved, "posts/a/img/x.png": "x", "posts/a/y.png": "y", "posts/img/x.png": "x", "y.png": "y"}
	begin := func(t *testing.T, n int) (s *site, killed bool) {
		s = newSite(t, files)
		if err := os.WriteFile(filepath.Join(filepath.Dir(s.content), "hugo.toml"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		f, _, err := store.Open(filepath.Dir(s.content))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { killed = recover() != nil }()
		if _, err := f.ToBundleRecorded(s.path("posts/a.md"), &killedAt{s.log, n}); err != nil {
			t.Fatal(err)
		}
		return s, false
	}
	n := 0
	for ; ; n++ {
		s, killed := begin(t, n)
		s.settle(nil)
		s.has(files) // it was part of something that did not come to its end
		if _, err := os.Stat(s.path("posts/a")); err == nil {
			t.Errorf("after %d notes a folder is left", n)
		}
		s.records(0)
		if !killed {
			break
		}
	}
	if n < 3 {
		t.Errorf("only %d notes", n)
	}

	s, _ := begin(t, n)
	s.log.Note(store.NoteCommit, nil) // the author wanted the bundle
	s.write("posts/a/index.md", text) // killed before the references were rewritten
	s.unsaved("posts/a.md", text, text+" typed")
	r := s.settle(nil)
	s.has(bundle)
	if d := cmp.Diff(r.Moved, map[string]string{s.path("posts/a.md"): s.path("posts/a/index.md")}); d != "" || r.Kept != 1 {
		t.Errorf("kept %d, moved: %s", r.Kept, d)
	}
	s.discard()
	if r := s.settle(nil); r.Kept != 0 || len(r.Moved) != 0 {
		t.Errorf("%+v", r)
	}
	s.has(bundle)

	s, _ = begin(t, n)
	s.write("posts/a/index.md", moved+" and a photo")
	written := maps.Clone(bundle)
	written["posts/a/index.md"] += " and a photo"
	s.settle(nil)
	s.has(written)
	s.records(0)
}

func TestOnlyThisFolderIsTouched(t *testing.T) {
	s := newSite(t, map[string]string{"a/index.md": ""})
	s.place("one.jpg", "1")
	s.log.Release()
	if r, err := Settle(s.state, s.path("b"), nil); err != nil || len(r.Changed) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
	s.has(map[string]string{"a/index.md": "", "a/one.jpg": "1"})
	s.records(1)
	if r, err := Settle("", s.content, nil); err != nil || len(r.Changed) != 0 {
		t.Errorf("without a state: %+v, %v", r, err)
	}
	s.settle(nil)
	s.has(map[string]string{"a/index.md": ""})
}

func TestARecordOfNonsenseHarmsNothing(t *testing.T) {
	s := newSite(t, map[string]string{"a/index.md": "text", "a/x.jpg": "x"})
	for _, what := range []string{photo.NotePlaced, photo.NoteSwap, store.NoteBundle, store.NoteCopy, NoteWrites, "unknown"} {
		s.log.Note(what, "nonsense")
		s.log.Note(what, nil)
		s.log.Note(what, map[string]any{"Dir": "a", "From": "../x", "To": "/", "Name": ".."})
	}
	s.log.Release()
	if _, err := Settle(s.state, s.content, nil); err != nil {
		t.Log(err)
	}
	s.has(map[string]string{"a/index.md": "text", "a/x.jpg": "x"})
}

func TestShows(t *testing.T) {
	for text, want := range map[string]bool{
		"![](a.jpg)": true, "a.jpg": true, `<img src="./a.jpg?x">`: true, "图a.jpg。": true, "![](img/a.jpg#f)": true,
		"![](aa.jpg)": false, "![](a.jpg2)": false, "![](x-a.jpg)": false, "![](a_.jpg)": false, "": false, "![](a.jpeg)": false, "aa.jpg a.jpg": true,
	} {
		if got := Shows(text, "a.jpg"); got != want {
			t.Errorf("%q shows a.jpg: %v", text, got)
		}
	}
	if !Shows("![](two%20words.jpg)", "two words.jpg") || !strings.Contains(store.Escape("two words.jpg"), "%20") {
		t.Error("an escaped name is not seen")
	}
}
