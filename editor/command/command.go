// Package command owns what the editor can do: the editing commands, which are pure functions from a state to a transaction, and
// the one table of commands that keys, menus, palette and help are made from.
//
// Commands that act on text have a Run. Those of the window (save, export, panes) are declared here and carried out by the workbench
// under their ID. All offsets are byte offsets into the whole file; nothing before Env.Floor is ever edited.
package command

import (
	"time"

	"lanyard/assets"
	"lanyard/editor/text"
)

// Env is what an editing command may know besides the state. The zero value works.
type Env struct {
	Now    time.Time
	Floor  int  // offset before which nothing may be edited: the end of the front matter, 0 where it is shown as text
	NoPair bool // do not complete brackets and quotes
}

// Func is an editing command. It reports false, and gives an empty transaction, when there is nothing for it to do.
type Func func(s text.State, env Env) (text.Transaction, bool)

// Command is a row of the table.
type Command struct {
	ID     string   // such as "edit.undo"
	Keys   []string // default chords, see [Canonical]; the first one is shown
	Menu   string   // file, edit, insert, format, view, post, help; "" for none
	Group  int      // within a menu; a separator stands between groups
	Source bool     // works only while the source has the focus; its keys mean something else elsewhere
	Hidden bool     // not in the palette: what only a key makes sense of, such as Enter
	Run    Func     // nil for a command of the window
	// Enabled reports whether Run would do something; nil for always.
	Enabled func(s text.State, env Env) bool
}

// Title is the command's name in the language of the program.
func (c Command) Title() string { return assets.T("command." + c.ID) }

// Why is the sentence that says when the command can be used, for one that is disabled; "" where there is none.
func (c Command) Why() string {
	if id := "command." + c.ID + ".why"; assets.Has(id) {
		return assets.T(id)
	}
	return ""
}
