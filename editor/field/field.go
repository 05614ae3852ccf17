// Package field owns the text fields of the window: one line, and several. Both stand behind the composition gate, leave undo to the
// post and hand Escape, Enter and shortcuts they have no use for to whoever holds them. Everything in it belongs to the UI goroutine.
package field
