package inputmethod

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"lanyard/editor/sched"
)

// fake is an input method that composes: letters are taken, a space commits them in capitals, everything else is left alone while nothing
// is composed.
type fake struct {
	c     *Client
	said  []string // what it was told, without the keys
	held  string
	dead  bool // does not answer
	opens int
}

func (f *fake) call(path, method string, args ...any) ([]any, error) {
	if f.dead {
		return nil, errors.New("no answer")
	}
	_, name, _ := strings.Cut(method, "1.")
	if name == "CreateInputContext" {
		f.opens++
		return []any{fmt.Sprintf("/ic/%d", f.opens)}, nil
	}
	sym, release := args[0].(uint32), args[3].(bool)
	if release {
		return []any{false}, nil
	}
	switch {
	case sym >= 'a' && sym <= 'z':
		f.held += string(rune(sym))
		return []any{true}, nil
	case sym == ' ' && f.held != "":
		f.c.deliver(event{path: path, commit: strings.ToUpper(f.held)})
		f.held = ""
		return []any{true}, nil
	case sym == 0xff08 && f.held != "":
		f.held = f.held[:len(f.held)-1]
		return []any{true}, nil
	}
	return []any{false}, nil
}

func (f *fake) send(path, method string, args ...any) {
	_, name, _ := strings.Cut(method, "1.")
	f.said = append(f.said, strings.TrimSpace(fmt.Sprintln(append([]any{path, name}, args...)...)))
	if name == "Reset" {
		f.held = ""
	}
}

func (f *fake) close() { f.said = append(f.said, "closed") }

// page is a window with one field.
type page struct {
	text  string
	back  []Key
	caret image.Rectangle
}

func (p *page) Commit(s string)                { p.text += s }
func (p *page) Forward(k Key)                  { p.back = append(p.back, k) }
func (p *page) Caret() (image.Rectangle, bool) { return p.caret, !p.caret.Empty() }

func newPage(t *testing.T) (*Client, *fake, *page, *sched.Manual) {
	t.Helper()
	clock := sched.NewManual(time.Unix(1_700_000_000, 0))
	t.Cleanup(func() { clock.Close(5 * time.Second) })
	f, p := &fake{}, &page{caret: image.Rect(10, 20, 12, 44)}
	c := newClient(fcitx(), clock.Scheduler, nil)
	f.c = c
	c.SetHost(p)
	path, err := c.open(f)
	if err != nil {
		t.Fatal(err)
	}
	c.adopt(f, path)
	return c, f, p, clock
}

// typed is what a window does with keys: a key that is not taken writes itself.
func typed(c *Client, p *page, keys string) {
	for _, r := range keys {
		if !c.Press(Key{Sym: uint32(r)}) {
			p.text += string(r)
		}
		c.Press(Key{Sym: uint32(r), Release: true})
	}
}

func settle(t *testing.T, clock *sched.Manual) {
	t.Helper()
	if err := clock.Settle(5 * time.Second); err != nil {
		t.Fatal(err)
	}
}

func TestCommitsStandBeforeWhatIsTypedBehindThem(t *testing.T) {
	c, _, p, clock := newPage(t)
	typed(c, p, "ni ,hao .")
	if p.text != "NI,HAO." {
		t.Errorf("text %q, want %q", p.text, "NI,HAO.")
	}
	settle(t, clock)
	if p.text != "NI,HAO." {
		t.Errorf("text %q after all has settled", p.text)
	}
}

func TestTheCaretIsToldWhenItMoved(t *testing.T) {
	c, f, p, _ := newPage(t)
	typed(c, p, "ab")
	p.caret = p.caret.Add(image.Pt(30, 0))
	typed(c, p, "c")
	want := []string{"/ic/1 FocusIn", "/ic/1 SetCursorRect 10 20 2 24", "/ic/1 SetCursorRect 40 20 2 24"}
	if !slices.Equal(f.said, want) {
		t.Errorf("told %q, want %q", f.said, want)
	}
}

func TestKeysThatWriteNothingAreNotShown(t *testing.T) {
	c, f, p, _ := newPage(t)
	p.caret = image.Rectangle{}
	typed(c, p, "ab")
	if p.text != "ab" || f.held != "" {
		t.Errorf("the input method holds %q, the window got %q", f.held, p.text)
	}
}

func TestAnInputMethodThatHangsIsLeftAloneForAWhile(t *testing.T) {
	c, f, p, clock := newPage(t)
	f.dead = true
	typed(c, p, "ab")
	f.dead = false
	typed(c, p, "cd")
	if p.text != "abcd" || f.held != "" {
		t.Errorf("text %q, held %q", p.text, f.held)
	}
	clock.Advance(sulk)
	typed(c, p, "ef ")
	if p.text != "abcdEF" {
		t.Errorf("text %q, want abcdEF", p.text)
	}
}

func TestAnInputMethodThatStartsAgainIsUsedAgain(t *testing.T) {
	c, f, p, clock := newPage(t)
	c.Focus(true)
	typed(c, p, "a")
	none, one := "", ":1.7"
	c.deliver(event{owner: &none})
	settle(t, clock)
	typed(c, p, "b ")
	f.dead = true // it has its name, and does not listen yet
	c.deliver(event{owner: &one})
	settle(t, clock)
	typed(c, p, "c ")
	f.dead, f.held = false, ""
	clock.Advance(retry)
	settle(t, clock)
	typed(c, p, "d ")
	c.deliver(event{path: "/ic/1", commit: "late"}) // of the context that is gone
	settle(t, clock)
	if p.text != "b c D" {
		t.Errorf("text %q, want %q", p.text, "b c D")
	}
	if !slices.Contains(f.said, "/ic/2 FocusIn") {
		t.Errorf("the new context was not told that the window has the keyboard: %q", f.said)
	}
}

func TestAnotherFieldGivesUpWhatIsComposed(t *testing.T) {
	c, f, p, _ := newPage(t)
	typed(c, p, "a")
	c.Reset()
	typed(c, p, "b ")
	if p.text != "B" {
		t.Errorf("text %q, want B", p.text)
	}
	c.Focus(false)
	c.Focus(false)
	c.Close()
	want := []string{"/ic/1 Reset", "/ic/1 FocusOut", "/ic/1 DestroyIC", "closed"}
	if got := f.said[2:]; !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	if c.Press(Key{Sym: 'a'}) {
		t.Error("a key was taken by a context that is closed")
	}
}

func TestKeysCanComeBack(t *testing.T) {
	c, _, p, clock := newPage(t)
	c.deliver(event{path: "/ic/1", key: &Key{Sym: 0xff0d}})
	c.deliver(event{path: "/ic/1", commit: "中文"})
	settle(t, clock)
	if len(p.back) != 1 || p.back[0].Sym != 0xff0d || p.text != "中文" {
		t.Errorf("got %v and %q", p.back, p.text)
	}
}

func TestSignalsOfAnotherShapeAreNotHeard(t *testing.T) {
	ibusText := func(fields ...any) any {
		return dbus.MakeVariantWithSignature(fields, dbus.ParseSignatureMust("(sa{sv}sv)"))
	}
	for _, tt := range []struct {
		name string
		body []any
		want string
	}{
		{"CommitString", []any{"中"}, "commit 中"},
		{"CommitString", []any{7}, ""},
		{"CommitString", nil, ""},
		{"CommitText", []any{ibusText("IBusText", map[string]dbus.Variant{}, "中", dbus.MakeVariant(""))}, "commit 中"},
		{"CommitText", []any{ibusText("IBusText")}, ""},
		{"CommitText", []any{dbus.MakeVariant("中")}, ""},
		{"CommitText", []any{"中"}, ""},
		{"ForwardKey", []any{uint32(0xff0d), uint32(4), true}, "key 65293 4 true"},
		{"ForwardKey", []any{uint32(1), uint32(2)}, ""},
		{"ForwardKeyEvent", []any{uint32(0xff0d), uint32(28), uint32(1<<30 | 4)}, "key 65293 4 true"},
		{"ForwardKeyEvent", []any{"a", "b", "c"}, ""},
		{"NameOwnerChanged", []any{"org.fcitx.Fcitx5", ":1.2", ""}, "owner "},
		{"NameOwnerChanged", []any{"org.example", ":1.2", ""}, ""},
		{"NameOwnerChanged", []any{"org.fcitx.Fcitx5", ":1.2", 3}, ""},
		{"Another", []any{"中"}, ""},
	} {
		got := ""
		if e, ok := heard(tt.name, "org.fcitx.Fcitx5", tt.body); ok {
			switch {
			case e.key != nil:
				got = fmt.Sprint("key ", e.key.Sym, e.key.State, e.key.Release)
			case e.owner != nil:
				got = "owner " + *e.owner
			default:
				got = "commit " + e.commit
			}
		}
		if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(tt.want, " ", "") {
			t.Errorf("%s %v: %q, want %q", tt.name, tt.body, got, tt.want)
		}
	}
}

func TestTheBusOfIBusIsInItsFile(t *testing.T) {
	id, err := os.ReadFile("/etc/machine-id")
	if err != nil {
		t.Skip("no machine-id here")
	}
	if other, err := os.ReadFile("/var/lib/dbus/machine-id"); err == nil {
		id = other
	}
	dir := t.TempDir()
	for name, value := range map[string]string{"XDG_CONFIG_HOME": dir, "HOME": dir, "DISPLAY": ":7.0", "WAYLAND_DISPLAY": "", "IBUS_ADDRESS": ""} {
		t.Setenv(name, value)
	}
	if got := busOfIBus(); got != "" {
		t.Errorf("without a file: %q", got)
	}
	path := filepath.Join(dir, "ibus", "bus", strings.TrimSpace(string(id))+"-unix-7")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("# made by ibus-daemon\nIBUS_ADDRESS=unix:abstract=/x,guid=1\nIBUS_DAEMON_PID=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, want := busOfIBus(), "unix:abstract=/x,guid=1"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	t.Setenv("IBUS_ADDRESS", "unix:path=/y")
	if got := busOfIBus(); got != "unix:path=/y" {
		t.Errorf("got %q of the environment", got)
	}
}

func TestKeysInIBusWords(t *testing.T) {
	got := ibus().key(Key{Sym: 'a', Code: 38, State: 1, Release: true}, time.Time{})
	if want := []any{uint32('a'), uint32(30), uint32(1 | 1<<30)}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A connection that has ended is dialled again until it answers.
func TestALostBusIsDialledAgain(t *testing.T) {
	c, f, p, clock := newPage(t)
	next := &fake{c: c}
	tries := 0
	c.dialect.connect = func(context.Context, *Client) (bus, string, error) {
		if tries++; tries < 3 {
			return nil, "", errors.New("not yet")
		}
		path, err := c.open(next)
		return next, path, err
	}
	c.Focus(true)
	c.deliver(event{lost: f})
	settle(t, clock)
	typed(c, p, "a ")
	for range 3 {
		clock.Advance(retry)
		settle(t, clock)
	}
	typed(c, p, "b ")
	c.deliver(event{lost: f}) // long gone
	settle(t, clock)
	typed(c, p, "c ")
	if p.text != "a BC" || tries != 3 {
		t.Errorf("text %q after %d tries, want %q after 3", p.text, tries, "a BC")
	}
	c.deliver(event{lost: next})
	c.Close()
	settle(t, clock)
	clock.Advance(retry)
	settle(t, clock)
	if tries != 3 {
		t.Error("dialled after it was closed")
	}
}
