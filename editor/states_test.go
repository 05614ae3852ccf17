package editor

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/text/texttest"
)

// richPost has every kind of field, findings of which some can be mended, headings, and text enough to scroll.
const richPost = `---
title: T
date: 2019-06-28T11:05:00+08:00
draft: true
authors: [Ada]
tags: [go, kubernetes]
summary: |
  Two lines
  of summary.
weight: 3
math: false
lastmod: 2019-07-01
aliases: [/old]
params:
  deep:
    key: value
cover:
  image: nothere.jpg
---
first line

## 标题

![](nothere.jpg)

## Another

[a link](missing.md)

the end
`

// A state is something that the window can be in, with the controls of it.
type state struct {
	name  string
	enter func(k *keyed)
}

// states are all that the window can be in: what is new in the window belongs here, and then every table of this package holds of it.
func states() []state {
	run := func(ids ...string) func(k *keyed) {
		return func(k *keyed) {
			for _, id := range ids {
				k.Run(id)
			}
		}
	}
	rich := func(k *keyed) {
		k.write("rich/index.md", richPost)
		k.Open("rich/index.md")
	}
	photos := func(k *keyed, n int) {
		names, seeds := numbered(n)
		k.Drop(k.shoot(names, seeds...)...)
	}
	return []state{
		{"a long post", func(k *keyed) { k.Open("other.md") }},
		{"a post", func(*keyed) {}},
		{"the outline", func(k *keyed) { rich(k); k.Run("view.outline") }},
		{"the folded form", rich},
		{"the form", func(k *keyed) { rich(k); k.Run("view.form") }},
		{"a field to be added", func(k *keyed) {
			rich(k)
			k.Run("view.form")
			stops := k.w.form.Stops()
			k.win.Canvas().Focus(stops[len(stops)-1])
			k.Hits(fyne.KeyReturn)
		}},
		{"front matter that is broken", func(k *keyed) {
			k.write("broken/index.md", "---\ntitle: [\n---\ntext\n")
			k.Open("broken/index.md")
		}},
		{"the calendar", func(k *keyed) {
			rich(k)
			k.Run("view.form")
			k.win.Canvas().Focus(k.w.form.Stops()[1])
			k.Hits(fyne.KeyDown)
		}},
		{"the settings", run("file.settings")},
		{"the findings", func(k *keyed) { rich(k); k.Run("post.check") }},
		{"a question", func(k *keyed) {
			k.w.bars.Ask(ask.Question{ID: "x", Tone: ask.Warning, Text: "A question of some length.", Answers: []ask.Answer{{Label: "Yes", Main: true}, {Label: "No"}}})
			k.wait()
		}},
		{"the search", run("edit.find")},
		{"the replacing", run("edit.replace")},
		{"the palette", run("view.palette")},
		{"the way to a post", run("file.goto")},
		{"the way to a line", run("edit.goto.line")},
		{"the keys", run("help.keys")},
		{"the snippets", run("insert.snippet")},
		{"the list's search", func(k *keyed) { k.w.list.ToggleSearch(); k.wait() }},
		{"a new post", run("file.new")},
		{"the goal", run("view.goal")},
		{"the export", run("post.export")},
		{"the earlier versions", func(k *keyed) {
			k.Type("x").Run("file.save").Type("y").Run("file.save").Run("post.versions")
		}},
		{"a comparison", func(k *keyed) { k.w.showDiff("Two texts", "a\nb\n", "a\nc\n"); k.wait() }},
		{"the tray", func(k *keyed) { photos(k, trayFrom) }},
		{"a photo being touched up", func(k *keyed) {
			photos(k, 1)
			k.Caret("![](").Run("insert.photo.edit")
		}},
		{"the first screen", func(k *keyed) { k.w.showWelcome(true); k.wait() }},
		{"a note", func(k *keyed) {
			rel, err := filepath.Rel(k.dir, k.w.activePath())
			if err != nil {
				panic(err)
			}
			k.know(rel)
			k.Run("post.note")
		}},
		{"my schedule", func(k *keyed) {
			rel, err := filepath.Rel(k.dir, k.w.activePath())
			if err != nil {
				panic(err)
			}
			k.know(rel)
			k.Run("post.schedule")
		}},
		{"work under way", func(k *keyed) { k.w.status.Begin("Working"); k.wait() }},
		{"the menu of the text", func(k *keyed) { k.w.contextMenu(fyne.NewPos(400, 300)); k.wait() }},
	}
}

// in is a window in a state.
func in(t *testing.T, s state) *keyed {
	t.Helper()
	k := newKeyed(t, plainBody)
	s.enter(k)
	return k.settle()
}

// again brings the window back into a state, whatever was done in it, or makes another window where that cannot be.
func (k *keyed) again(t *testing.T, s state) *keyed {
	t.Helper()
	w := k.w
	if k.quit || w.session.Quitting() || w.session.Folder() == nil || w.session.Folder().Content != k.dir {
		return in(t, s)
	}
	for o := k.win.Canvas().Overlays().Top(); o != nil; o = k.win.Canvas().Overlays().Top() {
		k.win.Canvas().Overlays().Remove(o)
	}
	for w.Escape() {
		k.wait()
	}
	if w.status.work != nil {
		w.status.work.End()
	}
	if w.list.search.Visible() {
		w.list.ToggleSearch()
	}
	w.showWelcome(false)
	if w.outlineShows() {
		w.ToggleOutline()
	}
	w.panes.state = k.settings.Panes
	w.panes.Refresh()
	k.write("w/index.md", texttest.Parse(plainPost+plainBody).Doc.String())
	k.Open("w/index.md").Run("file.reload")
	k.w.focusSource()
	k.wait()
	s.enter(k)
	return k.settle()
}

// settle waits, and for what follows the keys after a moment.
func (k *keyed) settle() *keyed {
	k.later(outlineDelay)
	return k
}

func TestNoShortcutComesBack(t *testing.T) {
	kinds := map[string]bool{}
	for _, s := range states() {
		t.Run(s.name, func(t *testing.T) {
			k := in(t, s)
			n := 0
			for _, c := range controls(k.win.Canvas()) {
				kinds[kindOf(c.o)] = true
				for _, chord := range []string{"Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X"} {
					k.win.Canvas().Focus(c.o.(fyne.Focusable))
					if k.win.Canvas().Focused() != c.o.(fyne.Focusable) {
						continue // gone with what was done to another one
					}
					n++
					k.chord(chord) // a shortcut that comes back ends the program here
				}
			}
			if n == 0 {
				t.Error("no control was tried")
			}
		})
	}
	if len(kinds) < 10 {
		t.Errorf("only these kinds of controls were met: %v", kinds)
	}
}

func TestCopyingAFindingTakesItsSentence(t *testing.T) {
	k := newKeyed(t, plainBody)
	k.write("rich/index.md", richPost)
	k.Open("rich/index.md").Run("post.check")
	k.chord("Ctrl+C")
	got, first := k.app.Clipboard().Content(), k.w.findings[0]
	if want := assets.T("window.check.line", first.Line, sayFinding(first)); got != want {
		t.Errorf("the clipboard has %q, want %q", got, want)
	}
}
