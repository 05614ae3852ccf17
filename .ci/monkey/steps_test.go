package main

import (
	"slices"
	"testing"

	"lanyard/editor/command"
)

func TestChordsAsTheDriverReadsThem(t *testing.T) {
	for chord, want := range map[string]string{
		"Ctrl+Shift+S": "ctrl+shift+s", "Enter": "Return", "Ctrl+Alt+Up": "ctrl+alt+Up", "Ctrl+=": "ctrl+=", "Shift+F6": "shift+F6",
		"Ctrl+Shift+Backspace": "ctrl+shift+BackSpace", "Ctrl+\\": "ctrl+\\", "PageUp": "Prior",
	} {
		if got := keyOf(chord); got != want {
			t.Errorf("%s: got %s, want %s", chord, got, want)
		}
	}
}

func TestCalmChordsEditNothing(t *testing.T) {
	table := command.NewTable("linux")
	for _, chord := range calmChords {
		c, ok := table.ByKey(chord)
		if !ok && chord != "Escape" {
			t.Errorf("%s is no command's", chord)
		}
		if c.Run != nil {
			t.Errorf("%s is %s, which edits the text", chord, c.ID)
		}
	}
	chords, titles := chordsOf()
	if !slices.Contains(chords, "Ctrl+B") || !slices.Contains(titles, "Bold") {
		t.Error("the table is not all there")
	}
}
