package main

import (
	"fmt"
	"image"
	"slices"
	"time"
)

// questions are asked each of a control that has the keyboard.
var questions = []struct {
	name  string
	ask   func(t *table, h holder) error
	stays bool // it may leave all as it was
}{
	{"Tab", (*table).askTab, true},
	{"the window's keys", (*table).askWindow, true},
	{"the clipboard", (*table).askClipboard, true},
	{"Menu", (*table).askMenu, true},
	{"the arrows", (*table).askArrows, true},
	{"the pointer", (*table).askPointer, false},
	{"Escape", (*table).askEscape, false},
	{"Enter", func(t *table, h holder) error { return t.askAct(h, "Enter") }, false},
	{"Space", func(t *table, h holder) error { return t.askAct(h, "Space") }, false},
}

func (t *table) askAll(n int, h holder) error {
	isThere := false
	for _, q := range questions {
		if !isThere {
			ok, err := t.again(n, h)
			if err != nil {
				return fmt.Errorf("before %s: %w", q.name, err)
			}
			if !ok { // another control has its place now: a field more, say, since a key made one
				t.missed++
				continue
			}
		}
		found := len(t.found)
		if err := t.one(q.name, q.ask, h); err != nil {
			return err
		}
		if len(t.found) > found { // on a busy machine a picture may come late: it has to be wrong again, in a program started anew
			t.found = t.found[:found]
			if err := t.fresh(); err != nil {
				return err
			}
			if ok, err := t.again(n, h); err != nil {
				return err
			} else if ok {
				if err := t.one(q.name, q.ask, h); err != nil {
					return err
				}
			}
		}
		t.quiet()
		isThere = q.stays && t.prog.holder.is(h)
	}
	return nil
}

// one asks one question.
func (t *table) one(name string, ask func(*table, holder) error, h holder) error {
	t.asked++
	if err := ask(t, h); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// picture is a number for what a part of the window shows.
func (t *table) picture(r image.Rectangle) (string, error) {
	return t.hand.do("sum %d %d %d %d", r.Min.X, r.Min.Y, r.Dx(), r.Dy())
}

// rest waits until a part of the window shows the same for a moment.
func (t *table) rest(r image.Rectangle) error {
	last := ""
	for range 20 {
		now, err := t.picture(r)
		if err != nil || now == last {
			return err
		}
		last = now
		<-time.After(40 * time.Millisecond)
	}
	return nil
}

// changes waits until a part of the window shows something else, and reports whether it does.
func (t *table) changes(r image.Rectangle, from string) (bool, error) {
	var err error
	ok := t.within(700*time.Millisecond, func() bool {
		var now string
		now, err = t.picture(r)
		return err != nil || now != from
	})
	return ok, err
}

// pane is the window without the status bar, whose sentences come and go by themselves.
var pane = image.Rect(0, 0, 1280, 900-30)

// askTab: the mark of the keyboard shows, whole, and goes with Tab; Shift+Tab leads back.
func (t *table) askTab(h holder) error {
	if takesTab(h) {
		return nil
	}
	const rim = 5
	sides := []image.Rectangle{h.at.Inset(-rim)}
	if slices.Contains(rung, h.kind) {
		o := h.at.Inset(-rim)
		sides = []image.Rectangle{
			image.Rect(o.Min.X, o.Min.Y, o.Max.X, o.Min.Y+2*rim), image.Rect(o.Min.X, o.Max.Y-2*rim, o.Max.X, o.Max.Y),
			image.Rect(o.Min.X, o.Min.Y, o.Min.X+2*rim, o.Max.Y), image.Rect(o.Max.X-2*rim, o.Min.Y, o.Max.X, o.Max.Y),
		}
	}
	with := make([]string, len(sides))
	if err := t.rest(h.at.Inset(-rim)); err != nil {
		return err
	}
	for i, r := range sides {
		var err error
		if with[i], err = t.picture(r); err != nil {
			return err
		}
	}
	was := t.prog.moves
	if err := t.press("Tab"); err != nil {
		return err
	}
	if !t.moved(was) || t.prog.holder.is(h) {
		return nil // it is alone: the walk has counted
	}
	for i, r := range sides {
		ok, err := t.changes(r, with[i])
		if err != nil {
			return err
		}
		if !ok {
			t.complain("%v: the mark of the keyboard does not show whole: %v is the same without it", h, r)
		}
	}
	next := t.prog.holder
	if takesTab(next) {
		return nil
	}
	was = t.prog.moves
	if err := t.press("Shift+Tab"); err != nil {
		return err
	}
	if t.moved(was); t.prog.holder.kind != h.kind {
		t.complain("%v: Shift+Tab after Tab leads to %v", h, t.prog.holder)
	}
	return nil
}

// askClipboard: the program lives, and keys go on.
func (t *table) askClipboard(h holder) error {
	return t.goesOn(h, t.press("Ctrl+A", "Ctrl+C", "Ctrl+X", "Ctrl+V"))
}

// askMenu: with its menu open and closed again the keyboard is where it was.
func (t *table) askMenu(h holder) error {
	if err := t.press("Menu"); err != nil {
		return err
	}
	return t.goesOn(h, t.press("Escape"))
}

func (t *table) askArrows(h holder) error {
	return t.goesOn(h, t.press("Down", "Up", "Right", "Left", "Home", "End", "PageDown", "PageUp"))
}

// goesOn fails unless keys do something still: the palette opens.
func (t *table) goesOn(h holder, err error) error {
	if err != nil {
		return err
	}
	was := t.prog.moves
	if err := t.press("Ctrl+Shift+P"); err != nil {
		return err
	}
	if !t.moved(was) {
		t.complain("%v: afterwards no key does anything", h)
	}
	was = t.prog.moves
	if err := t.press("Escape"); err != nil {
		return err
	}
	t.moved(was)
	return nil
}

// askPointer: the wheel over it, a click and two.
func (t *table) askPointer(h holder) error {
	c := h.at.Min.Add(h.at.Size().Div(2))
	for _, do := range []string{"wheel %d %d 1", "wheel %d %d -1", "click %d %d"} {
		if _, err := t.hand.do(do, c.X, c.Y); err != nil {
			return err
		}
		if err := t.taken(); err != nil {
			return err
		}
	}
	t.quiet()
	if got := t.prog.holder; slices.Contains(clicked, h.kind) && got.kind != h.kind {
		t.complain("%v: a click on it gives the keyboard to %v", h, got)
	}
	if _, err := t.hand.do("click %d %d", c.X, c.Y); err != nil {
		return err
	}
	if err := t.taken(); err != nil {
		return err
	}
	t.others()
	return t.press("Escape")
}

// askWindow: the window's keys work there.
func (t *table) askWindow(h holder) error { return t.goesOn(h, nil) }

// askEscape: Escape leads somewhere, in the end to the text.
func (t *table) askEscape(h holder) error {
	if h.kind == "*textedit.Editor" {
		return t.press("Escape")
	}
	was := t.prog.moves
	if err := t.press("Escape", "Escape", "Escape"); err != nil {
		return err
	}
	if !t.moved(was) {
		t.complain("%v: Escape leads nowhere", h)
	}
	return nil
}

// askAct: a key does something that shows, where there is something to do.
func (t *table) askAct(h holder, key string) error {
	if err := t.rest(pane); err != nil {
		return err
	}
	before, err := t.picture(pane)
	if err != nil {
		return err
	}
	if err := t.press(key); err != nil {
		return err
	}
	ok, err := t.changes(pane, before)
	if err == nil && !ok && slices.Contains(acting, h.kind) {
		t.complain("%v: %s does nothing that shows", h, key)
	}
	t.others()
	return err
}
