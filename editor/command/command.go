// Package command owns what the editor can do: the editing commands, which are pure functions from a state to a transaction, and
// the one table of commands that keys, menus, palette and help are made from.
package command

import (
	"time"

	"lanyard/editor/text"
)

// Env is what an editing command may know besides the state.
type Env struct {
	Now    time.Time
	Floor  int  // offset before which nothing may be edited: the end of the front matter, 0 where it is shown as text
	NoPair bool // do not complete brackets and quotes
}

// Func is an editing command. It reports false, and gives an empty transaction, when there is nothing for it to do.
type Func func(s text.State, env Env) (text.Transaction, bool)

// Command is a row of the table. Its name is the text "command.ID", what it does "command.ID.help", why it is disabled
// "command.ID.why".
type Command struct {
	ID    string
	Keys  []string // default chords such as "Mod+Shift+P"; Mod is Ctrl, on macOS ⌘
	Menu  string   // file, edit, insert, format, view, post, help; "" for none
	Group int      // within a menu; a separator stands between groups
	Run   Func     // nil for a command of the window, which the workbench runs by its ID
	// Enabled reports whether the command can be run; nil for always.
	Enabled func(s text.State, env Env) bool
}
