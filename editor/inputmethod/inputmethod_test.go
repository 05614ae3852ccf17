package inputmethod

import (
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

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
	c := newClient(f, clock.Scheduler, nil)
	f.c = c
	c.SetHost(p)
	if err := c.start(); err != nil {
		t.Fatal(err)
	}
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
