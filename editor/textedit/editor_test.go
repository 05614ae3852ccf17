package textedit

import (
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lanyard/assets/theme"
	"lanyard/assets/typeset"
	"lanyard/assets/typeset/typesettest"
	"lanyard/editor/command"
	"lanyard/editor/edit"
	"lanyard/editor/sched"
	"lanyard/editor/text"
	"lanyard/editor/text/texttest"
)

// A fixture is an editor in a window of the test driver, with a host that keeps state and history.
type fixture struct {
	*Editor
	t       testing.TB
	state   text.State
	history *text.History
	floor   int
	sched   *sched.Manual
	keys    map[string]func()
	clip    register
	window  fyne.Window
}

func (f *fixture) State() text.State { return f.state }
func (f *fixture) Floor() int        { return f.floor }

func (f *fixture) Dispatch(tr text.Transaction) {
	before := f.state
	if tr.Kind != text.Undo && tr.Kind != text.Redo {
		f.history.Record(before, tr)
	}
	f.state = before.Apply(tr)
	f.Updated(before, tr)
}

// table is the commands that the tests' host has besides its own keys, as the window does.
var table = sync.OnceValue(func() *command.Table { return command.NewTable("linux") })

func (f *fixture) Key(chord string) Answer {
	if do := f.keys[chord]; do != nil {
		do()
		return Done
	}
	switch chord {
	case "Ctrl+A":
		f.SelectAll()
		return Done
	case "Ctrl+C":
		f.Copy()
		return Done
	case "Ctrl+X":
		f.Cut()
		return Done
	case "Ctrl+V":
		f.Paste()
		return Done
	}
	c, ok := table().ByKey(chord)
	if !ok || c.Run == nil {
		return NotMine
	}
	tr, ok := c.Run(f.state, edit.Env{Now: f.sched.Now(), Floor: f.floor})
	if !ok {
		return Refused
	}
	tr.Scroll = true
	f.Dispatch(tr)
	return Done
}

// press sends a chord through the editor's one way in.
func (f *fixture) press(chords ...string) {
	for _, c := range chords {
		f.Editor.Key(c)
	}
}

func (f *fixture) set(marked string) {
	f.state = texttest.Parse(marked)
	f.Reset()
}

func (f *fixture) want(marked string) {
	f.t.Helper()
	if got := texttest.Format(f.state); got != marked {
		f.t.Errorf("state %q, want %q", got, marked)
	}
}

// bookOnce is the fonts of the tests, read once.
var bookOnce = sync.OnceValue(typesettest.Book)

func newFixture(t testing.TB, content string, w, h float32) *fixture {
	t.Helper()
	test.NewTempApp(t)
	window := test.NewTempWindow(t, nil)
	f := bareFixture(t, bookOnce(), content)
	f.window = window
	f.window.SetPadded(false)
	f.window.SetContent(f.Editor)
	f.window.Resize(fyne.NewSize(w, h))
	return f
}

// bareFixture is an editor outside any window.
func bareFixture(t testing.TB, book *typeset.Book, content string) *fixture {
	f := &fixture{
		t: t, state: text.NewState(content), keys: map[string]func(){}, history: text.NewHistory(1 << 20),
		sched: sched.NewManual(time.Unix(1_700_000_000, 0)),
	}
	f.Editor = New(f, Options{
		Book: book, Style: Style{Colours: theme.Colours(1)}, After: f.sched.After, Now: f.sched.Now, Clipboard: &f.clip,
	})
	f.view.size = fyne.NewSize(400, 300)
	f.configure()
	f.arrange()
	return f
}

// setScale is what a move to another screen does.
func setScale(w fyne.Window, scale float32) {
	w.Canvas().(interface{ SetScale(float32) }).SetScale(scale)
}

func TestMotionsGoByGraphemeWordRowAndDocument(t *testing.T) {
	f := newFixture(t, "", 400, 300)
	for _, tt := range []struct{ from, keys, want string }{
		{"a|bc", "Right", "ab|c"},
		{"ab|\ncd", "Right", "ab\n|cd"},
		{"ab\r\n|cd", "Left", "ab|\r\ncd"},
		{"e\u0301|x", "Left", "|e\u0301x"},
		{"|hello 世界 x", "Ctrl+Right", "hello| 世界 x"},
		{"a\nb|c", "Up", "a|\nbc"},
		{"|abc\ndef", "Down", "abc\n|def"},
		{"ab|c\n\nxyz", "Down Down", "abc\n\nxy|z"},
		{"ab|c", "Home", "|abc"},
		{"a|bc\nd", "End", "abc|\nd"},
		{"a|bc", "Shift+Right", "a«b»c"},
		{"a|bc", "Shift+End", "a«bc»"},
		{"ab«cd»e", "Left", "ab|cde"},
		{"ab«cd»e", "Right", "abcd|e"},
		{"abc\ndef|", "Ctrl+Home", "|abc\ndef"},
		{"|abc\ndef", "Ctrl+End", "abc\ndef|"},
		{"a|bc", "Up", "|abc"},
		{"a|bc", "Down", "abc|"},
		{"one\nt|wo\n\nthree", "Ctrl+Down", "one\ntwo\n\n|three"},
		{"one\n\nthr|ee", "Ctrl+Up", "one\n\n|three"},
		{"a|b\nc|d", "Right", "ab|\ncd|"},
		{"a|b\nc|d", "Shift+Left", "»a«b\n»c«d"},
	} {
		f.set(tt.from)
		f.press(strings.Fields(tt.keys)...)
		if got := texttest.Format(f.state); got != tt.want {
			t.Errorf("%q, %s: %q, want %q", tt.from, tt.keys, got, tt.want)
		}
	}
}

func TestEditing(t *testing.T) {
	f := newFixture(t, "", 400, 300)
	for _, tt := range []struct{ from, keys, want string }{
		{"a|c", "b", "ab|c"},
		{"a«x»c", "b", "ab|c"},
		{"a|b|c", "x", "ax|bx|c"},
		{"ab|", "Backspace", "a|"},
		{"ab\r\n|c", "Backspace", "ab|c"},
		{"a|\nb", "Delete", "a|b"},
		{"one two|", "Ctrl+Backspace", "one |"},
		{"a\r\nb|", "Enter", "a\r\nb\r\n|"},
		{"    a|", "Shift+Tab", "a|"},
		{"«ab»c", "Ctrl+X", "|c"},
		{"👨‍👩‍👧|", "Backspace", "|"},
	} {
		f.set(tt.from)
		for _, k := range strings.Fields(tt.keys) {
			if len(k) == 1 {
				f.Insert(k)
			} else {
				f.press(k)
			}
		}
		if got := texttest.Format(f.state); got != tt.want {
			t.Errorf("%q, %s: %q, want %q", tt.from, tt.keys, got, tt.want)
		}
	}
}

func TestPasteTakesTheLineEndsOfTheDocument(t *testing.T) {
	f := newFixture(t, "", 400, 300)
	for _, tt := range []struct{ from, clip, want string }{
		{"a\nb|", "x\r\ny\rz", "a\nbx\ny\nz|"},
		{"a\r\nb|", "x\ny", "a\r\nbx\r\ny|"},
		{"|", "  tabs\tand spaces  ", "  tabs\tand spaces  |"},
		{"|", "# \u00e9e\u0301", "# \u00e9e\u0301|"},
		{"a|b|", "x", "ax|bx|"},
	} {
		f.set(tt.from)
		f.clip.s = tt.clip
		f.press("Ctrl+V")
		f.want(tt.want)
	}
	f.set("one\r\nt|wo\r\n")
	f.press("Ctrl+C")
	if f.clip.s != "two\r\n" {
		t.Errorf("without a selection the line is copied, got %q", f.clip.s)
	}
}

func TestHostHasTheFirstWord(t *testing.T) {
	f := newFixture(t, "", 400, 300)
	f.set("ab|")
	var got []string
	for _, k := range []string{"Enter", "Backspace", "Ctrl+Shift+Z", "Ctrl+Z", "F3", "Alt+Up"} {
		f.keys[k] = func() { got = append(got, k) }
	}
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF3})
	f.TypedShortcut(&fyne.ShortcutUndo{})
	f.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: fyne.KeyModifierShift | fyne.KeyModifierControl})
	f.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyUp, Modifier: fyne.KeyModifierAlt})
	f.want("ab|")
	if s := strings.Join(got, " "); s != "Enter Backspace F3 Ctrl+Z Ctrl+Shift+Z Alt+Up" {
		t.Errorf("the host got %s", s)
	}
}

// A key whose command has nothing to do is not given to anything else: what is bound to it would happen by halves.
func TestARefusedKeyEndsThere(t *testing.T) {
	f := newFixture(t, "", 400, 300)
	f.set("|one")
	f.press("Right")
	f.want("o|ne")
	asked := 0
	f.host = refusing{f, &asked}
	f.press("Right", "Enter", "Escape")
	f.want("o|ne")
	if asked != 3 {
		t.Errorf("the host was asked %d times", asked)
	}
}

// refusing is a host that refuses every key.
type refusing struct {
	*fixture
	asked *int
}

func (r refusing) Key(string) Answer { *r.asked++; return Refused }

func TestShiftComesFromKeyDown(t *testing.T) {
	f := newFixture(t, "", 400, 300)
	f.set("a|bc")
	f.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	f.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	f.want("a«b»c")
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	f.want("ab|c")
}

func TestCompositionKeysStayOutOfTheText(t *testing.T) {
	f := newFixture(t, "", 400, 300)
	f.set("ab|")
	for _, k := range []fyne.KeyName{"N", "I", fyne.KeyBackspace, "I", fyne.KeyDown, fyne.KeyReturn} {
		f.TypedKey(&fyne.KeyEvent{Name: k})
		f.sched.Advance(150 * time.Millisecond)
	}
	f.TypedRune('你')
	f.want("ab你|")
	f.TypedKey(&fyne.KeyEvent{Name: "N"})
	f.down(fyne.NewPos(390, 20), desktop.MouseButtonPrimary, 0)
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	f.want("ab|")
}

func TestEscapeThenTabLeaves(t *testing.T) {
	f := newFixture(t, "", 400, 300)
	f.set("a|")
	left := ""
	f.opt.OnLeave = func(back bool) { left += map[bool]string{false: "on ", true: "back "}[back] }
	f.press("Tab")
	f.want("a    |")
	f.press("Escape", "Tab", "Escape", "Shift+Tab", "Escape", "Right", "Tab")
	if left != "on back " {
		t.Errorf("left %q", left)
	}
	f.want("a        |")
}

func TestUndoRestoresTheSelection(t *testing.T) {
	f := newFixture(t, "", 400, 300)
	f.set("one «two» three")
	f.Insert("x")
	f.want("one x| three")
	f.press("Ctrl+End")
	tr, ok := f.history.Undo(f.state)
	if !ok {
		t.Fatal("nothing to undo")
	}
	f.Dispatch(tr)
	f.want("one «two» three")
}
