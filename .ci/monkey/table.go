package main

import (
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lanyard/editor/command"
)

// The table of controls asks in the real window what TestEveryControlAnswers asks in the test driver: every control that Tab leads to, in
// every state of the window that keys lead to, is asked what each key and the pointer do. The program's log says which control has the
// keyboard, and where; the pixels say what shows.

// A holder is the control that has the keyboard.
type holder struct {
	kind string
	at   image.Rectangle // in pixels of the window
}

func (h holder) String() string { return fmt.Sprintf("the %s at %v", h.kind, h.at) }

// of reads a line of the log.
func of(e entry) holder {
	var x, y, w, h int
	_, _ = fmt.Sscan(e["at"], &x, &y, &w, &h)
	return holder{e["in"], image.Rect(x, y, x+w, y+h)}
}

// is reports whether it is the same control: what shows beside it may move it by some pixels, and the text and the preview are there once.
func (h holder) is(o holder) bool {
	d := h.at.Min.Sub(o.at.Min)
	return h.kind == o.kind && (takesTab(h) || max(d.X, -d.X) < 5 && max(d.Y, -d.Y) < 5)
}

// rung are the kinds that a ring marks on all sides. The others have a caret, a ring in their middle, or a row of their own that shows it.
var rung = []string{"*field.Button", "*field.Picker", "*form.toggle", "*form.cross", "*form.addButton"}

// acting are the kinds that Enter and Space act on.
var acting = append([]string{"*field.Check"}, rung...)

// What a click gives the keyboard to.
var clicked = []string{"*field.Line", "*field.Area", "*form.toggle", "*textedit.Editor", "*tray.grid"}

// A scene is a state of the window.
type scene struct {
	name  string
	enter func(t *table) error // from the text of the rich post
	least int                  // so many controls are met at least
}

// table asks.
type table struct {
	*monkey
	scene  scene
	found  []string // what is wrong
	asked  int
	missed int            // questions whose control was not there again
	seen   map[string]int // controls met, by scene and kind
	kinds  map[string]int // in how many scenes a kind was met
}

// most is in how many scenes a kind is asked all, one of it in each: to ask each one would take a quarter of an hour.
const most = 3

const richPost = `---
title: Rich
date: 2019-06-28T11:05:00+08:00
draft: true
authors: [Ada]
tags: [go, kubernetes]
summary: |
  Two lines
  of summary.
weight: 3
math: false
aliases: [/old]
---

first line

## 标题

![](nothere.jpg)

## Another

[a link](missing.md)

the end
`

func keys(commands ...string) func(t *table) error {
	return func(t *table) error {
		for _, c := range commands {
			if err := t.hand.all(c); err != nil {
				return err
			}
			if err := t.taken(); err != nil {
				return err
			}
		}
		return nil
	}
}

func palette(id string) func(t *table) error {
	return func(t *table) error { return t.command(command.Command{ID: id}.Title()) }
}

// tray drops so many photos that the tray opens.
func tray(t *table) error {
	list := ""
	for _, p := range t.photos[:5] {
		list += fmt.Sprintf(" %q", p)
	}
	was := t.prog.trays
	if _, err := t.hand.do("drop 500 600%s", list); err != nil {
		return err
	}
	if !t.within(3*time.Second, func() bool { t.follow(); return t.prog.trays > was }) {
		return errors.New("no tray opens")
	}
	return nil
}

// parts of the window that show in most scenes are asked in the one that is theirs.
var parts = map[string]string{
	"*editor.focusList": "the list", "*editor.outline": "the outline", "*textedit.Editor": "the text", "*preview.Preview": "the preview",
}

// scenes are the states that keys lead to.
var scenes = []scene{
	{"the text", keys(), 1},
	{"the preview", keys("key F6"), 1},
	{"the list", keys("key shift+F6"), 2},
	{"the form", keys("key ctrl+shift+f"), 8},
	{"the outline", keys("key ctrl+4"), 1},
	{"the search", keys("key ctrl+f"), 3},
	{"the replacing", keys("key ctrl+h"), 4},
	{"the palette", keys("key ctrl+shift+p"), 1},
	{"the way to a post", keys("key ctrl+p"), 1},
	{"the way to a line", keys("key ctrl+g"), 1},
	{"the keys", keys("key F1"), 1},
	{"the settings", keys("key ctrl+,"), 5},
	{"a new post", keys("key ctrl+n"), 3},
	{"the export", keys("key ctrl+shift+e"), 3},
	{"the findings", keys("key ctrl+shift+c"), 3},
	{"the goal", palette("view.goal"), 1},
	{"the tray", tray, 4},
}

// ask goes through all scenes and fails with all that is wrong.
func (m *monkey) ask(only string) error {
	begin := time.Now()
	t := &table{monkey: m, seen: map[string]int{}, kinds: map[string]int{}}
	if err := t.fresh(); err != nil {
		return err
	}
	for _, s := range scenes {
		if only != "" && !strings.Contains(s.name, only) {
			continue
		}
		t.scene = s
		n, err := t.walk()
		if err == nil && n < s.least { // on a busy machine a Tab may come before the state: once more, from the start
			if err = t.fresh(); err == nil {
				n, err = t.walk()
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, errors.Join(err, m.laws(true)))
		}
		if n < s.least {
			t.complain("Tab leads to %d controls, want at least %d", n, s.least)
		}
	}
	if err := m.laws(true); err != nil {
		return err
	}
	if t.missed > t.asked/10 {
		t.complain("%d questions could not be asked: the control was not there again", t.missed)
	}
	if len(t.found) > 0 {
		return fmt.Errorf("%d wrongs:\n%s", len(t.found), strings.Join(t.found, "\n"))
	}
	fmt.Printf("hand: %d questions to controls of %d kinds in %d states of the window, in %v\n", t.asked, len(t.kinds), len(scenes), time.Since(begin).Round(time.Second))
	return nil
}

func (t *table) complain(format string, args ...any) {
	t.found = append(t.found, t.scene.name+": "+fmt.Sprintf(format, args...))
}

// fresh starts the program anew, on a site that is as new, with the text of the rich post.
func (t *table) fresh() error {
	if t.prog != nil {
		if err := t.laws(true); err != nil {
			return err
		}
		t.prog.kill()
		if err := t.hand.all("gone"); err != nil {
			return err
		}
	}
	for _, dir := range []string{"state", "config/lanyard", "config/fyne"} {
		if err := os.RemoveAll(filepath.Join(t.desk.dir, dir)); err != nil {
			return err
		}
	}
	rich := filepath.Join(t.site.content, "rich", "index.md")
	if err := os.RemoveAll(filepath.Dir(rich)); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(rich), 0o700); err != nil {
		return err
	}
	t.site.ask(rich)
	if err := os.WriteFile(rich, []byte(richPost), 0o600); err != nil {
		return err
	}
	t.runs++
	var err error
	if t.prog, err = launch(t.desk, t.hand, t.binary, filepath.Dir(rich), t.runs); err != nil {
		return err
	}
	t.starved = 0
	t.width = 0
	if err := t.hand.all("log "+t.prog.log+" msg=fonts", "size 1280 900", "still"); err != nil {
		return err
	}
	return nil
}

// taken waits until the window has taken the input so far.
func (t *table) taken() error {
	took, err := t.hand.ping()
	if err != nil {
		if t.prog.gone() {
			return fmt.Errorf("the program ended: %v\n%s", t.prog.exit, tail(t.prog.complaints(), 60))
		}
		return fmt.Errorf("%w%s", err, t.prog.stack())
	}
	if waited := t.waited(); took-waited > times(quickly, crowd()) {
		return fmt.Errorf("the window took %v to answer", took)
	}
	t.follow()
	return nil
}

// press presses keys, one after the other, and waits until each is taken.
func (t *table) press(chords ...string) error {
	for _, c := range chords {
		if _, err := t.monkey.press(c); err != nil {
			return err
		}
		if err := t.taken(); err != nil {
			return fmt.Errorf("%s: %w", c, err)
		}
	}
	return nil
}

// moved waits a moment until the keyboard has gone elsewhere, and reports whether it has. A word of the log is later than the key that it
// is about by a frame.
func (t *table) moved(since int) bool {
	return t.within(400*time.Millisecond, func() bool { t.follow(); return t.prog.moves > since })
}

// home leads back to the text of the rich post, from wherever the window is.
func (t *table) home() error {
	t.others()
	return t.press("Escape", "Escape", "Escape", "Escape")
}

// enter brings the window into the scene, from the text.
func (t *table) enter() error {
	if err := t.home(); err != nil {
		return err
	}
	if err := t.scene.enter(t); err != nil {
		return err
	}
	if t.scene.name != "the text" {
		t.within(time.Second, func() bool { t.follow(); return t.prog.holder.kind != "*textedit.Editor" })
	}
	t.quiet()
	if t.prog.holder.at.Min != (image.Point{}) || takesTab(t.prog.holder) {
		return nil
	}
	return t.press("Tab", "Shift+Tab") // it took the keyboard before it had a place
}

// again enters the scene anew, if need be in a program started anew, and leads to its n-th control. It reports whether that is what it was
// before.
func (t *table) again(n int, want holder) (bool, error) {
	for try := range 2 {
		if try > 0 {
			if err := t.fresh(); err != nil {
				return false, err
			}
		}
		if err := t.enter(); err != nil && (try > 0 || t.prog.gone()) {
			return false, err
		} else if err != nil {
			continue // another post shows, say
		}
		for range n {
			was := t.prog.moves
			if err := t.press("Tab"); err != nil {
				return false, err
			}
			t.moved(was)
		}
		if t.quiet(); t.prog.holder.is(want) {
			return true, nil
		}
	}
	return false, nil
}

// quiet waits until the keyboard rests.
func (t *table) quiet() {
	for range 10 {
		was := t.prog.moves
		if <-time.After(30 * time.Millisecond); !t.movedSince(was) {
			return
		}
	}
}

func (t *table) movedSince(n int) bool { t.follow(); return t.prog.moves > n }

// walk goes from control to control with Tab and asks each; n is how many it met.
func (t *table) walk() (n int, err error) {
	if err := t.enter(); err != nil {
		return 0, err
	}
	var met []holder
	for {
		h := t.prog.holder
		if slices.ContainsFunc(met, h.is) || len(met) > 60 {
			break
		}
		met = append(met, h)
		was := t.prog.moves
		if takesTab(h) {
			break
		}
		if err := t.press("Tab"); err != nil {
			return 0, fmt.Errorf("%v: %w", h, err)
		}
		if !t.moved(was) {
			break
		}
	}
	for i, h := range met {
		key := t.scene.name + h.kind
		if at, isPart := parts[h.kind]; isPart && at != t.scene.name {
			continue
		}
		if t.seen[key]++; t.seen[key] == 1 {
			t.kinds[h.kind]++
		}
		if t.seen[key] > 1 || t.kinds[h.kind] > most {
			continue
		}
		if err := t.askAll(i, h); err != nil {
			return 0, fmt.Errorf("%v: %w", h, err)
		}
	}
	return len(met), nil
}

// takesTab reports whether Tab stands for itself there.
func takesTab(h holder) bool { return h.kind == "*textedit.Editor" || h.kind == "*preview.Preview" }
