package session_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/sched"
	"lanyard/editor/session"
	"lanyard/editor/text"
	"lanyard/editor/workcopy"
	"lanyard/store"
	"lanyard/store/merge"
	"lanyard/store/versions"
	"lanyard/store/watch"
)

// desk is a session without a window: a clock that the test moves, questions that it answers, and what was told.
type desk struct {
	t          *testing.T
	dir, state string
	clock      *sched.Manual
	s          *session.Session
	post       *session.Post // that shows

	questions []ask.Question
	said      []string
	failed    []string
	closed    []string
	conflicts int
	canceled  int
	watchers  chan func(watch.Changes) // of the folder, as they begin
}

var noon = time.Date(2019, 6, 28, 12, 0, 0, 0, time.FixedZone("", 8*3600))

func newDesk(t *testing.T, files map[string]string) *desk {
	t.Helper()
	assets.SetLanguage("en")
	d := &desk{t: t, dir: filepath.Join(t.TempDir(), "content"), state: t.TempDir()}
	for name, text := range files {
		d.write(name, text)
	}
	d.start()
	return d
}

// start begins a session on the folder, as a program does.
func (d *desk) start() {
	d.t.Helper()
	d.clock, d.post, d.questions = sched.NewManual(noon), nil, nil
	clock, watchers := d.clock, make(chan func(watch.Changes), 4)
	d.watchers = watchers
	d.t.Cleanup(func() { clock.Close(5 * time.Second) })
	d.s = session.New(session.Options{
		Sched: d.clock.Scheduler, Log: slog.New(slog.DiscardHandler), StateDir: d.state, Ask: d,
		Hugo: func(context.Context) string { return "0.165.0" },
		Watch: func(ctx context.Context, _ string, _ watch.Options, notify func(watch.Changes)) error {
			watchers <- notify
			<-ctx.Done()
			return nil
		},
		Events: session.Events{
			Folder: func(*store.Folder) {}, Opened: func(*session.Post) {},
			Updated: func(p *session.Post, _ workcopy.Update) {
				if !d.s.Has(p) {
					d.t.Errorf("%s is closed and changes", p.Path())
				}
			},
			Undone: func(*session.Post, any, bool) {}, State: func(*session.Post) {}, Unsaved: func() {}, Saved: func(*session.Post) {},
			Merged: func(_ *session.Post, m merge.Result) { d.conflicts += len(m.Conflicts) },
			Moved:  func(*session.Post, string) {},
			Closed: func(p *session.Post) { d.closed = append(d.closed, filepath.Base(p.Path())) },
			Shows:  func(p *session.Post) bool { return p == d.post },
			Show:   func(p *session.Post) { d.post = p },
			Listed: func(store.Summary, bool) {}, Outside: func(watch.Changes) {}, Photos: func() {}, Compare: func(string, string, string) {},
			Asked: func([]string) {}, Say: func(s string) { d.said = append(d.said, s) },
			Failed: func(what string, err error) { d.failed = append(d.failed, what+" "+err.Error()) },
			Busy:   func() (bool, bool) { return false, false }, Cancel: func() { d.canceled++ },
		},
	})
	d.folder()
}

func (d *desk) folder() {
	d.t.Helper()
	var err error
	d.s.Open(d.dir, func(_ string, e error) { err = e })
	if d.settle(); err != nil {
		d.t.Fatal(err)
	}
}

// killed begins anew after a program that was killed.
func (d *desk) killed() {
	d.t.Helper()
	d.s.Vanish()
	d.start()
}

// Ask is for session.Asker.
func (d *desk) Ask(q ask.Question) {
	d.Close(q.ID)
	d.questions = append(d.questions, q)
}

// Close is for session.Asker.
func (d *desk) Close(id string) bool {
	n := len(d.questions)
	d.questions = slices.DeleteFunc(d.questions, func(q ask.Question) bool { return q.ID == id })
	return len(d.questions) < n
}

// asked names the open questions.
func (d *desk) asked() string {
	var ids []string
	for _, q := range d.questions {
		ids = append(ids, q.ID)
	}
	return strings.Join(ids, " ")
}

// answer chooses an answer by the ID of its text.
func (d *desk) answer(id, label string) {
	d.t.Helper()
	d.choose(id, label)
	d.settle()
}

// choose is answer without waiting for what comes of it.
func (d *desk) choose(id, label string) {
	d.t.Helper()
	for _, q := range d.questions {
		for _, a := range q.Answers {
			if q.ID == id && a.Label == assets.T(label) {
				if !a.Keep {
					d.Close(id)
				}
				a.Run()
				return
			}
		}
	}
	d.t.Fatalf("nobody asks %s with %s; open are %q", id, label, d.asked())
}

// settle runs all that is under way.
func (d *desk) settle() {
	d.t.Helper()
	if err := d.clock.Settle(20 * time.Second); err != nil {
		d.t.Fatal(err)
	}
}

// later lets time pass, and all that is due in it.
func (d *desk) later(by time.Duration) {
	d.t.Helper()
	for range by / (100 * time.Millisecond) {
		d.clock.Advance(100 * time.Millisecond)
		d.settle()
	}
}

func (d *desk) open(name string) *session.Post {
	d.t.Helper()
	d.s.OpenPost(filepath.Join(d.dir, name), func(context.Context, *store.Post) {}, func(p *session.Post, err error) {
		if err != nil {
			d.t.Fatal(err)
		}
		d.post = p
	})
	d.settle()
	return d.post
}

// typed writes at the end of the post.
func (d *desk) typed(word string) {
	doc := d.post.Copy.State().Doc
	d.post.Copy.Dispatch(text.Transaction{Change: doc.Replace(doc.Len(), doc.Len(), word+"\n"), Kind: text.Type})
}

func (d *desk) save() {
	d.t.Helper()
	d.s.Save(d.post, store.SaveOptions{}, nil)
	d.settle()
}

func (d *desk) write(name, text string) {
	d.t.Helper()
	path := filepath.Join(d.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		d.t.Fatal(err)
	}
}

// theirs is a write of another program that the watcher sees.
func (d *desk) theirs(name, text string) {
	d.t.Helper()
	d.write(name, text)
	d.tell(name)
}

func (d *desk) tell(name string) {
	d.t.Helper()
	tell := <-d.watchers
	tell(watch.Changes{Paths: []string{filepath.Join(d.dir, name)}})
	d.watchers <- tell
	d.settle()
}

func (d *desk) file(name string) string {
	d.t.Helper()
	data, err := os.ReadFile(filepath.Join(d.dir, name))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(data)
}

func (d *desk) text() string { return d.post.Copy.State().Doc.String() }

// has fails unless s has all the words.
func (d *desk) has(what, s string, words ...string) {
	d.t.Helper()
	for _, w := range words {
		if !strings.Contains(s, w) {
			d.t.Errorf("%s lacks %q:\n%s", what, w, s)
		}
	}
}

// versions are the texts that saves replaced, and those that were given up.
func (d *desk) versions(name string) string {
	d.t.Helper()
	kept := versions.New(filepath.Join(d.state, "versions"))
	list, err := kept.List(filepath.Join(d.dir, name))
	if err != nil {
		d.t.Fatal(err)
	}
	var all []string
	for _, v := range list {
		s, err := kept.Load(v)
		if err != nil {
			d.t.Fatal(err)
		}
		all = append(all, s)
	}
	return strings.Join(all, "\n=====\n")
}

const recap = "---\ntitle: Day one\n---\n\nHello\n"

func TestASaveWritesTheTextAndKeepsWhatItReplaced(t *testing.T) {
	d := newDesk(t, map[string]string{"a/index.md": recap})
	d.open("a/index.md")
	d.typed("mine")
	if !d.s.Unsaved()[d.post.Path()] {
		t.Error("the post is not told as unsaved")
	}
	d.save()
	d.has("the file", d.file("a/index.md"), "Hello\nmine\n")
	d.has("the version", d.versions("a/index.md"), recap)
	if len(d.s.Unsaved()) > 0 || d.asked() != "" || len(d.failed) > 0 {
		t.Errorf("unsaved %v, asked %q, failed %v", d.s.Unsaved(), d.asked(), d.failed)
	}
}

// TestAKillLosesNothingOlderThanASecond: whatever the author answers, the text is somewhere.
func TestAKillLosesNothingOlderThanASecond(t *testing.T) {
	begin := func(t *testing.T) *desk {
		d := newDesk(t, map[string]string{"a/index.md": recap})
		d.open("a/index.md")
		d.typed("before")
		d.later(time.Second)
		d.killed()
		if d.asked() != "recovered" {
			t.Fatalf("asked %q", d.asked())
		}
		return d
	}
	t.Run("restored", func(t *testing.T) {
		d := begin(t)
		d.answer("recovered", "window.recovered.restore")
		d.has("the text", d.text(), "Hello\nbefore\n")
		if d.killed(); d.asked() != "recovered" { // not saved yet
			t.Errorf("after one more kill: asked %q", d.asked())
		}
	})
	t.Run("restored into what was typed since", func(t *testing.T) {
		d := begin(t)
		d.open("a/index.md")
		d.typed("since")
		d.answer("recovered", "window.recovered.restore")
		d.has("the text", d.text(), "before", "since")
	})
	t.Run("restored over another program's", func(t *testing.T) {
		d := begin(t)
		d.theirs("a/index.md", strings.Replace(recap, "title: Day one", "title: Day 1", 1))
		d.answer("recovered", "window.recovered.restore")
		d.has("the text", d.text(), "title: Day 1", "before")
	})
	t.Run("restored without its file", func(t *testing.T) {
		d := begin(t)
		if err := os.RemoveAll(filepath.Join(d.dir, "a")); err != nil {
			t.Fatal(err)
		}
		d.answer("recovered", "window.recovered.restore")
		d.has("the text", d.text(), "Hello\nbefore\n")
	})
	t.Run("given up", func(t *testing.T) {
		d := begin(t)
		d.answer("recovered", "window.recovered.discard")
		d.has("the versions", d.versions("a/index.md"), "Hello\nbefore\n")
		if d.killed(); d.asked() != "" {
			t.Errorf("asked %q", d.asked())
		}
	})
	t.Run("put off", func(t *testing.T) {
		d := begin(t)
		q := d.questions[0]
		d.Close(q.ID)
		q.Closed()
		if !d.s.Unsaved()[filepath.Join(d.dir, "a", "index.md")] {
			t.Error("the post is not told as unsaved")
		}
		if d.killed(); d.asked() != "recovered" {
			t.Errorf("asked %q", d.asked())
		}
	})
}

// TestTwoWritersAreTold: a save over what another program wrote writes nothing and asks; no answer loses either text.
func TestTwoWritersAreTold(t *testing.T) {
	theirs := strings.Replace(recap, "Hello", "Hello from elsewhere", 1)
	begin := func(t *testing.T) *desk {
		d := newDesk(t, map[string]string{"a/index.md": recap})
		d.open("a/index.md")
		d.typed("mine")
		d.write("a/index.md", theirs) // the watcher is late
		d.save()
		if d.asked() != "conflict" || d.file("a/index.md") != theirs {
			t.Fatalf("asked %q; the file is %q", d.asked(), d.file("a/index.md"))
		}
		return d
	}
	t.Run("mine", func(t *testing.T) {
		d := begin(t)
		d.answer("conflict", "window.conflict.mine")
		d.has("the file", d.file("a/index.md"), "Hello\nmine\n")
		d.has("the versions", d.versions("a/index.md"), theirs)
	})
	t.Run("theirs", func(t *testing.T) {
		d := begin(t)
		d.choose("conflict", "window.conflict.theirs")
		d.typed("meanwhile")
		d.settle()
		d.has("the text", d.text(), "Hello from elsewhere\n", "meanwhile")
		d.has("the versions", d.versions("a/index.md"), "Hello\nmine\n")
	})
	t.Run("both", func(t *testing.T) {
		d := begin(t)
		d.choose("conflict", "window.conflict.merge")
		d.typed("meanwhile")
		d.settle()
		d.has("the text", d.text(), "Hello from elsewhere\n", "mine\n", "meanwhile\n")
		d.save()
		d.has("the file", d.file("a/index.md"), "Hello from elsewhere\n", "mine\n", "meanwhile\n")
	})
}

// TestAPostFollowsItsFile: while nothing is unsaved in it. The same bytes written again are nothing, and a file that is gone is asked about.
func TestAPostFollowsItsFile(t *testing.T) {
	d := newDesk(t, map[string]string{"a/index.md": recap})
	d.open("a/index.md")
	d.theirs("a/index.md", recap)
	if len(d.said) > 0 {
		t.Errorf("said %q", d.said)
	}
	d.theirs("a/index.md", recap+"theirs\n")
	d.has("the text", d.text(), "theirs\n")
	if d.post.Copy.Dirty() || d.asked() != "" {
		t.Errorf("dirty %v, asked %q", d.post.Copy.Dirty(), d.asked())
	}
	if err := os.Remove(filepath.Join(d.dir, "a", "index.md")); err != nil {
		t.Fatal(err)
	}
	if d.tell("a/index.md"); d.asked() != "gone" || !d.post.Copy.Dirty() {
		t.Errorf("asked %q, dirty %v", d.asked(), d.post.Copy.Dirty())
	}
	d.answer("gone", "window.gone.recreate")
	d.has("the file", d.file("a/index.md"), "theirs\n")
}

// TestWordsTypedWhileAFileBecomesAFolderStay, with a save before it and without, and a kill at the end.
func TestWordsTypedWhileAFileBecomesAFolderStay(t *testing.T) {
	for _, dirty := range []bool{false, true} {
		d := newDesk(t, map[string]string{"single.md": recap + "\n![](img/a.png)\n"})
		d.open("single.md")
		if dirty {
			d.typed("unsaved")
		}
		turns := 0
		d.clock.Tell = func(string, time.Duration) {
			if turns++; turns < 20 {
				d.typed("word" + string(rune('a'+turns)))
			}
		}
		made := false
		d.s.MakeBundle(d.post, func() { made = true })
		d.typed("first")
		d.settle()
		d.clock.Tell = nil
		if !made || filepath.Base(d.post.Path()) != "index.md" || d.s.At(d.post.Path()) != d.post {
			t.Fatalf("made %v: %s", made, d.post.Path())
		}
		words := []string{"first"}
		for i := 1; i < turns && i < 20; i++ {
			words = append(words, "word"+string(rune('a'+i)))
		}
		d.has("the text", d.text(), words...)
		d.later(time.Second)
		d.killed()
		d.answer("recovered", "window.recovered.restore")
		d.has("after a kill the text", d.text(), words...)
		if _, err := os.Stat(filepath.Join(d.dir, "single.md")); err == nil {
			t.Error("the single file is still there")
		}
	}
}

// TestAPostThatIsLeftIsKept: nothing is asked, and it comes back when it is opened again or when its folder is.
func TestAPostThatIsLeftIsKept(t *testing.T) {
	d := newDesk(t, map[string]string{"a/index.md": recap, "b/index.md": recap})
	left := d.open("a/index.md")
	d.typed("mine")
	d.s.Leave(left, func() { d.s.Forget(left) })
	if d.settle(); d.asked() != "" || d.s.At(left.Path()) != nil || !d.s.Unsaved()[left.Path()] {
		t.Fatalf("asked %q, open %v, unsaved %v", d.asked(), d.s.At(left.Path()), d.s.Unsaved())
	}
	if d.open("a/index.md"); d.asked() != "recovered" {
		t.Fatalf("opened again, asked %q", d.asked())
	}
	d.answer("recovered", "window.recovered.restore")
	d.has("the text", d.text(), "mine\n")
	d.s.LeaveAll(d.s.CloseFolder)
	d.settle()
	d.post = nil
	if d.folder(); d.asked() != "recovered" {
		t.Errorf("the folder opened again, asked %q", d.asked())
	}
}

// TestAPostThatDoesNotShowIsClosed once nothing in it is unsaved or under way.
func TestAPostThatDoesNotShowIsClosed(t *testing.T) {
	d := newDesk(t, map[string]string{"a/index.md": recap})
	p := d.open("a/index.md")
	release := p.Work.Hold()
	d.post = nil
	if d.s.Retire(p); len(d.closed) > 0 {
		t.Errorf("closed while something is under way: %v", d.closed)
	}
	if release(); !slices.Equal(d.closed, []string{"index.md"}) {
		t.Errorf("closed %v", d.closed)
	}
	if p = d.open("a/index.md"); p == nil || len(d.s.Posts()) != 1 {
		t.Fatalf("%d posts are open", len(d.s.Posts()))
	}
	d.typed("mine")
	d.post = nil
	if d.s.Retire(p); len(d.s.Posts()) != 1 {
		t.Error("a post with unsaved text is closed")
	}
}

// TestQuittingAsksOnlyWhereTextCannotBeKept: everything typed is in the journal, so the program ends at once; where the journal cannot be
// written, one question is asked, and quitting can be asked for again.
func TestQuittingAsksOnlyWhereTextCannotBeKept(t *testing.T) {
	d := newDesk(t, map[string]string{"a/index.md": recap})
	d.open("a/index.md")
	d.typed("mine")
	ended := false
	d.s.Quit(func() { ended = true; d.s.End() })
	if d.settle(); !ended || d.asked() != "" {
		t.Fatalf("ended %v, asked %q", ended, d.asked())
	}
	d.start()
	if d.asked() != "recovered" {
		t.Fatalf("asked %q", d.asked())
	}
	d.answer("recovered", "window.recovered.discard")

	dir := filepath.Join(d.state, "journal")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil { // nothing can be written below a file
		t.Fatal(err)
	}
	d.open("a/index.md")
	d.typed("nowhere")
	ended = false
	quit := func() bool { return d.s.Quit(func() { ended = true }) }
	quit()
	if d.settle(); ended || !strings.Contains(d.asked(), "leave") {
		t.Fatalf("ended %v, asked %q", ended, d.asked())
	}
	if !quit() {
		t.Error("quitting cannot be asked for again")
	}
	d.settle()
	d.answer("leave", "window.leave.save")
	if d.later(time.Second); !ended {
		t.Error("the program does not end")
	}
	d.has("the file", d.file("a/index.md"), "nowhere")
}

// TestQuittingWaitsForWhatIsUnderWay, then cancels it, then ends all the same.
func TestQuittingWaitsForWhatIsUnderWay(t *testing.T) {
	d := newDesk(t, map[string]string{"a/index.md": recap})
	p := d.open("a/index.md")
	release := p.Work.Hold()
	ended := false
	d.s.Quit(func() { ended = true })
	if d.later(session.QuitGrace - time.Second); ended || d.canceled > 0 {
		t.Errorf("after 9 s: ended %v, canceled %v", ended, d.canceled > 0)
	}
	if d.later(2 * time.Second); ended || d.canceled == 0 {
		t.Errorf("after 11 s: ended %v, canceled %v", ended, d.canceled > 0)
	}
	if d.later(session.QuitGrace); !ended {
		t.Error("after 21 s it has not ended")
	}
	release()
}

// TestNothingComesForAClosedPost: a look at its file that began while another post was left ends before the folder is closed, and what comes
// later finds nobody.
func TestNothingComesForAClosedPost(t *testing.T) {
	d := newDesk(t, map[string]string{"a/index.md": recap, "b/index.md": recap})
	p := d.open("a/index.md")
	d.open("b/index.md")
	d.typed("mine")
	d.s.LeaveAll(d.s.CloseFolder)
	d.write("a/index.md", recap+"theirs\n")
	tell := <-d.watchers
	tell(watch.Changes{Paths: []string{p.Path()}})
	d.later(time.Second)
	if len(d.closed) != 2 || d.s.Has(p) {
		t.Errorf("closed %v", d.closed)
	}
	from := p.Copy.Now()
	p.Copy.Join(from, "late", session.ByWord())
	if d.folder(); d.asked() != "recovered" {
		t.Errorf("asked %q", d.asked())
	}
}

// The posts of the list are what the installed Hugo makes of them.
func TestPostsAreReadAsHugoReadsThem(t *testing.T) {
	d := newDesk(t, map[string]string{"a.md": "---\ntitle: A\ndraft: yes\n---\n", "b.md": "---\ntitle: B\ndraft: true\n---\n"})
	for name, draft := range map[string]bool{"a.md": false, "b.md": true} {
		if s := d.s.Folder().Summary(filepath.Join(d.dir, name)); s.Err != nil || s.Draft != draft {
			t.Errorf("%s: draft %v, %v", name, s.Draft, s.Err)
		}
	}
}
