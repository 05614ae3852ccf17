// Package textedit owns the Markdown source widget: keys, pointer, caret and paint. It shows the state of its host and asks the
// host for every change; it keeps nothing of the document but rows. All of it belongs to the UI goroutine.
package textedit

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/typeset"
	"lanyard/editor/gate"
	"lanyard/editor/text"
)

// Host owns the state that the editor shows.
type Host interface {
	// State is the current state.
	State() text.State
	// Dispatch applies a transaction and calls [Editor.Updated] before it returns, as it does for transactions of anybody else.
	Dispatch(tr text.Transaction)
	// Floor is the offset of the first byte that is shown. What lies before, the front matter, has no rows and no caret goes there.
	Floor() int
	// Key runs the command bound to the chord and reports whether there was one that applied. It is asked before the editor's own
	// keys. A chord is written "Ctrl+Alt+Shift+Super+NAME", with the modifiers in this order; NAME is a capital letter, a digit, a
	// punctuation character, or one of Enter, Tab, Backspace, Delete, Insert, Escape, Space, Left, Right, Up, Down, Home, End,
	// PageUp, PageDown, F1 … F12. On macOS Ctrl stands for ⌘ and Super for the control key.
	Key(chord string) bool
}

// Clipboard is a place that text is copied to and taken from. Fyne's own is one.
type Clipboard interface {
	Content() string
	SetContent(string)
}

// Options are what the editor needs of its surroundings. Book and After are required.
type Options struct {
	Book  *typeset.Book
	Style Style
	// After runs f on the UI goroutine later; stop prevents that. The caret's blinking, scrolling while dragging and the layout's
	// idle work run on it.
	After func(d time.Duration, f func()) (stop func())
	// Now is the clock, time.Now where it is nil.
	Now func() time.Time
	// Clipboard is the application's where it is nil.
	Clipboard Clipboard
	// Primary is the X11 primary selection; nil keeps one inside the editor, so that middle click pastes what is selected here.
	Primary Clipboard

	// OnMenu is called for a secondary tap, with the position in canvas units, after the caret was put there.
	OnMenu func(absolute fyne.Position)
	// OnScroll is called when the first visible offset changed other than by typing.
	OnScroll func()
	// OnCaret is called after the main caret moved or the selection changed.
	OnCaret func()
	// OnPick is called for Ctrl+click with the offset under the pointer.
	OnPick func(off int)
	// OnFocus is called when the editor gains or loses the focus.
	OnFocus func(focused bool)
	// OnLeave is called for Tab after Escape: the focus should go on, or back.
	OnLeave func(back bool)
}

// Style is how the text looks. Lengths are Fyne units.
type Style struct {
	Size       float32 // of the em, 15 where it is 0
	LineHeight float32 // in em, 1.6 where it is 0
	Measure    float32 // widest column in em, 42 where it is 0
	Mono       bool    // prose monospaced too
	Lang       string  // of the post, a BCP 47 tag
	Colours    Colours

	// Focus dims every paragraph but the caret's.
	Focus bool
	// Typewriter keeps the caret's row in the middle.
	Typewriter bool
	// Numbers shows line numbers of the file.
	Numbers bool
	// Trailing shows spaces at line ends.
	Trailing bool
}

// Colours of the widget. A fully transparent one draws nothing.
type Colours struct {
	Paper, Ink, Secondary, Accent color.NRGBA
	Selection                     color.NRGBA // with the focus
	SelectionIdle                 color.NRGBA // without
	Line                          color.NRGBA // behind the caret's paragraph
	Match, MatchCurrent           color.NRGBA // search
	Error, Bar                    color.NRGBA // a wave under what is wrong; the scroll bar

	Heading, Code, Link, Literal, Keyword, Comment, Marker color.NRGBA
}

// Editor is the widget. Make one with [New].
type Editor struct {
	widget.BaseWidget

	host Host
	opt  Options
	gate *gate.Gate
}

// New makes an editor that shows the host's state, scrolled to its beginning.
func New(host Host, opt Options) *Editor {
	e := &Editor{host: host, opt: opt}
	e.ExtendBaseWidget(e)
	return e
}

// Updated tells the editor that the host applied a transaction. before is the state it was applied to.
func (e *Editor) Updated(before text.State, tr text.Transaction) {}

// Reset shows the host's state anew, scrolled to its beginning: another post was opened, or Floor changed without a transaction.
func (e *Editor) Reset() {}

// SetStyle changes how the text looks and redraws all of it.
func (e *Editor) SetStyle(s Style) {}

// OffsetAt is the offset nearest to a position in the widget, for drops.
func (e *Editor) OffsetAt(pos fyne.Position) int { return e.host.Floor() }

// LineOffsetAt is the offset of the start of the line, or of the end of the text, between whose rows the position lies: where a
// dropped photo would go.
func (e *Editor) LineOffsetAt(pos fyne.Position) int { return e.host.Floor() }

// PositionOf is the lower left corner of the caret at the offset, in the widget's coordinates, for a menu or a completion.
func (e *Editor) PositionOf(off int) fyne.Position { return fyne.Position{} }

// Reveal scrolls so that the offset is in view, with some rows around it where it was not.
func (e *Editor) Reveal(off int) {}

// RevealTop scrolls so that the offset's row, less the fraction of its paragraph given in [0, 1], is the first in view.
func (e *Editor) RevealTop(off int) {}

// TopOffset is the offset of the first visible row.
func (e *Editor) TopOffset() int { return e.host.Floor() }

// SetDropMark shows a line where a drop would go, before the line that holds off; -1 takes it away.
func (e *Editor) SetDropMark(off int) {}

// SetMatches marks what a search found. Ranges are sorted and in the coordinates of the host's document; later changes move them
// along. current is an index into them, or -1.
func (e *Editor) SetMatches(ranges []text.Range, current int) {}

// Insert replaces every selected range by s, as typing does. All text comes in here.
func (e *Editor) Insert(s string) {}

// Key handles a key press as [Host.Key] writes it. All keys come in here, from behind the composition gate.
func (e *Editor) Key(chord string) {}

// Cut, Copy and Paste exchange text with the clipboard. Without a selection Cut and Copy take the whole line.
func (e *Editor) Cut() {}

// Copy puts the selected text on the clipboard.
func (e *Editor) Copy() {}

// Paste inserts the clipboard's text as it is, but for its line ends, which become the document's.
func (e *Editor) Paste() {}

// SelectAll selects everything from Floor on.
func (e *Editor) SelectAll() {}

// CreateRenderer is called by Fyne.
func (e *Editor) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
