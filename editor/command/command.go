// Package command owns the registry of what the editor can do: the one table of commands that keys, menus, palette and help are made from,
// the chords of keys, and the fuzzy search over names.
//
// Commands that act on text have a Run, from editor/edit. Those of the window (save, export, panes) are declared here and carried out by
// the workbench under their ID.
package command

import (
	"lanyard/assets"
	"lanyard/editor/edit"
	"lanyard/editor/text"
)

// Command is a row of the table.
type Command struct {
	ID     string    // such as "edit.undo"
	Keys   []string  // default chords, see [Canonical]; the first one is shown
	Menu   string    // file, edit, insert, format, view, post, help; "" for none
	Group  int       // within a menu; a separator stands between groups
	Source bool      // works only while the source has the focus; its keys mean something else elsewhere
	Hidden bool      // not in the palette: what only a key makes sense of, such as Enter
	Run    edit.Func // nil for a command of the window
	// Enabled reports whether Run would do something; nil for always.
	Enabled func(s text.State, env edit.Env) bool
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
