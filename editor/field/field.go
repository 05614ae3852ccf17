// Package field owns what the window's questions are made of: text fields of one line and of several, buttons, switches and choices.
// The text fields stand behind the composition gate and leave undo to the post; Escape, and shortcuts that a control has no use for, go
// to whoever holds it. Everything in it belongs to the UI goroutine.
package field
