// Package textedit owns the Markdown source widget: keys, pointer, caret and paint. It shows the state of its host and asks the
// host for every change; it keeps nothing of the document but rows and colours. All of it belongs to the UI goroutine.
//
// The widget draws no background: the window's is the paper. Every visible row is one image of exactly its size in device pixels, drawn again only when the row looks different; scrolling
// moves the images. The widget's smallest size never changes, whatever the text, and no key costs more in a long document.
package textedit

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/theme"
	"lanyard/assets/typeset"
	"lanyard/editor/gate"
	"lanyard/editor/layout"
	"lanyard/editor/syntax"
	"lanyard/editor/text"
)

var (
	_ fyne.Widget            = (*Editor)(nil)
	_ fyne.Focusable         = (*Editor)(nil)
	_ fyne.Tabbable          = (*Editor)(nil)
	_ fyne.Shortcutable      = (*Editor)(nil)
	_ fyne.Scrollable        = (*Editor)(nil)
	_ fyne.Draggable         = (*Editor)(nil)
	_ fyne.SecondaryTappable = (*Editor)(nil)
	_ desktop.Keyable        = (*Editor)(nil)
	_ desktop.Mouseable      = (*Editor)(nil)
	_ desktop.Hoverable      = (*Editor)(nil)
	_ desktop.Cursorable     = (*Editor)(nil)
)

// Host owns the state that the editor shows.
type Host interface {
	// State is the current state.
	State() text.State
	// Dispatch applies a transaction and calls [Editor.Updated] before it returns, as it does for transactions of anybody else.
	Dispatch(tr text.Transaction)
	// Floor is the offset of the first byte that is shown. What lies before, the front matter, has no rows and no caret goes there.
	Floor() int
	// Key runs the command bound to the chord. It is asked before the editor's own keys, which are those that move the caret and let go;
	// all that edits is the host's. A chord is written "Ctrl+Alt+Shift+Super+NAME", with the modifiers in this order; NAME is a capital letter, a digit, a
	// punctuation character, or one of Enter, Tab, Backspace, Delete, Insert, Escape, Space, Left, Right, Up, Down, Home, End,
	// PageUp, PageDown, F1 … F12. On macOS Ctrl stands for ⌘ and Super for the control key.
	Key(chord string) Answer
}

// An Answer is what became of a key.
type Answer uint8

const (
	NotMine Answer = iota // nothing is bound to it here: whoever asked may use it
	Refused               // it is bound to a command that has nothing to do now; the key ends here, and the person was told where that helps
	Done                  // its command ran
)

// Clipboard is a place that text is copied to and taken from. Fyne's own is one.
type Clipboard interface {
	Content() string
	SetContent(string)
}

// Options are what the editor needs of its surroundings. Book and After are required.
type Options struct {
	Book  *typeset.Book
	Style Style
	// After runs f on the UI goroutine later; stop prevents that. The caret's blinking, smooth scrolling, scrolling while dragging
	// and idle work run on it.
	After func(d time.Duration, f func()) (stop func())
	// Go runs f beside the UI goroutine, Do runs f on it: the colours of code are found so. Where Go is nil they are found on the UI
	// goroutine, bit by bit, which a language whose rules are slow with some text can hold up.
	Go func(name string, f func(context.Context))
	Do func(f func())
	// Now is the clock, time.Now where it is nil.
	Now func() time.Time
	// Clipboard is the application's where it is nil.
	Clipboard Clipboard
	// Primary is the X11 primary selection. nil keeps one inside the editor: middle click pastes what was last selected here.
	Primary Clipboard
	// Type makes the transaction for typed text, where it reports true: completion of brackets and the like. nil types plainly.
	Type func(s text.State, typed string) (text.Transaction, bool)

	// Column is the selection of the rectangle between two offsets, which dragging with Alt makes; nil selects as without Alt.
	Column func(d text.Doc, anchor, head int) text.Selection

	// OnMenu is called for a secondary tap, with the position in canvas units, after the caret was put there.
	OnMenu func(absolute fyne.Position)
	// OnScroll is called when something else came to the top of the view.
	OnScroll func()
	// OnCaret is called after the selection or the document changed.
	OnCaret func()
	// OnPick is called for Ctrl+click with the offset under the pointer.
	OnPick func(off int)
	// OnFocus is called when the editor gains or loses the focus.
	OnFocus func(focused bool)
	// OnPress is called when a button of the pointer goes down in the editor, and when it is let go.
	OnPress func(down bool)
	// OnLeave is called for Tab after Escape, back with Shift; nil moves the focus on.
	OnLeave func(back bool)
}

// Style is how the text looks. Lengths are Fyne units.
type Style struct {
	Size       float32 // of the em, 15 where it is 0
	LineHeight float32 // in em, 1.6 where it is 0
	Measure    float32 // widest column in em, 42 where it is 0
	Mono       bool    // prose monospaced too
	Lang       string  // of the post, a BCP 47 tag
	Colours    theme.Palette

	Focus      bool // dims every paragraph but the caret's
	Typewriter bool // keeps the caret's row in the middle
	Numbers    bool // shows line numbers of the file
	Trailing   bool // shows spaces at line ends, and full-width ones anywhere
	Guide      bool // shows where the column ends
}

func (s Style) withDefaults() Style {
	if s.Size <= 0 {
		s.Size = 15
	}
	if s.LineHeight <= 0 {
		s.LineHeight = 1.6
	}
	if s.Measure <= 0 {
		s.Measure = 42
	}
	return s
}

// Editor is the widget. Make one with [New].
type Editor struct {
	widget.BaseWidget

	host  Host
	opt   Options
	style Style
	gate  *gate.Gate

	doc text.Doc // that syn and lay are for; the host's state may be newer until it calls Updated or Reset
	syn *syntax.Index

	doubleTilde bool // see SetDoubleTilde
	shaper      *typeset.Shaper
	raster      *typeset.Rasterizer
	lay         *layout.Layout
	book        uint64 // revision of the book that the rows were shaped with

	view   view
	scene  scene
	input  input
	idle   idle
	carets []caretState // beside the selection's ranges; nil when another than the editor's own motion made them

	dropMark  int // offset, or -1
	matches   []text.Range
	current   int          // match
	wrong     []text.Range // misspelt words
	blockAt   int          // begin of the paragraph that focus mode leaves bright
	blockTo   int
	toReveal  int  // offset that Reveal was asked for before the editor had a size, or -1
	rescaling bool // a change of scale is on its way
	own       bool // a transaction of the editor's own motion is being dispatched
}

// caretState is what a motion remembers of a caret.
type caretState struct {
	upstream bool    // at the end of the upper row, where a row wraps
	hasGoal  bool    // the column that vertical motion goes for
	goal     float32 // device pixels
}

// New makes an editor that shows the host's state, scrolled to its beginning.
func New(host Host, opt Options) *Editor {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Primary == nil {
		opt.Primary = &register{}
	}
	e := &Editor{
		host:     host,
		opt:      opt,
		style:    opt.Style.withDefaults(),
		shaper:   typeset.NewShaper(opt.Book),
		raster:   typeset.NewRasterizer(8 << 20),
		dropMark: -1,
		toReveal: -1,
		current:  -1,
	}
	e.gate = gate.New(opt.Now, func(r rune) { e.Insert(string(r)) }, func(k gate.Key) { e.Key(chordOf(k.Name, k.Mods)) })
	e.view.scale = 1
	e.ExtendBaseWidget(e)
	e.scene.init()
	e.configure()
	e.Reset()
	return e
}

// register is a clipboard of the editor's own.
type register struct{ s string }

func (r *register) Content() string     { return r.s }
func (r *register) SetContent(s string) { r.s = s }

// Reset shows the host's state anew, scrolled to its beginning: another post was opened, or Floor changed without a transaction.
func (e *Editor) Reset() {
	st := e.host.State()
	e.doc = st.Doc
	e.syn = syntax.New(st.Doc)
	e.syn.SetDoubleTilde(e.doubleTilde)
	e.lay.Reset(st.Doc, e.host.Floor())
	e.wrong = nil
	e.matches, e.current, e.dropMark, e.toReveal, e.carets = nil, -1, -1, -1, nil
	e.view.place = layout.Place{Off: e.host.Floor(), Y: -e.view.px(topPad)}
	e.gate.Close()
	e.stopScrolling()
	e.focusBlock()
	e.arrange()
	e.restartBlink()
	e.scheduleIdle()
}

// Updated tells the editor that the host applied a transaction. before is the state it was applied to.
func (e *Editor) Updated(before text.State, tr text.Transaction) {
	after := e.host.State()
	if !tr.Change.Empty() {
		e.follow(tr.Change, after.Doc)
	}
	if !e.own {
		e.carets = nil
	}
	e.focusBlock()
	if tr.Scroll {
		e.revealCaret()
	}
	e.arrange()
	e.restartBlink()
	e.scheduleIdle()
	if e.opt.OnCaret != nil {
		e.opt.OnCaret()
	}
}

// follow takes rows, colours and marks through a change.
func (e *Editor) follow(c text.Change, doc text.Doc) {
	floor := e.host.Floor()
	e.doc = doc
	e.followWrong(c)
	e.lay.Update(c, doc, floor)
	if from, to := e.syn.Update(c, doc); from < to {
		e.lay.Restyle(doc.LineStart(from), doc.LineEnd(to-1))
	}
	if e.view.gutter != e.gutter() {
		e.recolumn()
		e.scene.numbers.forget()
	}
	e.view.place.Off = max(floor, c.Map(e.view.place.Off, -1))
	if e.dropMark >= 0 {
		e.dropMark = c.Map(e.dropMark, 1)
	}
	if len(e.matches) > 0 {
		moved, current := e.matches[:0], -1
		for i, m := range e.matches {
			m = text.Range{Anchor: c.Map(m.Anchor, 1), Head: c.Map(m.Head, -1)}
			if m.Anchor >= m.Head {
				continue // deleted
			}
			if i == e.current {
				current = len(moved)
			}
			moved = append(moved, m)
		}
		e.current = current
		e.matches = moved
	}
}

// SetStyle changes how the text looks and redraws all of it. The text at the top of the view stays there.
func (e *Editor) SetStyle(s Style) {
	e.style = s.withDefaults()
	e.configure()
	e.focusBlock()
	e.arrange()
	e.scheduleIdle()
}

// SetDoubleTilde shows what stands between single tildes as struck out, or not: Hugo before 0.128 takes only two tildes for that.
func (e *Editor) SetDoubleTilde(on bool) {
	if e.doubleTilde = on; e.syn.SetDoubleTilde(on) {
		e.recolour(0, e.doc.Lines())
	}
}

// FontsChanged sets the text anew when the book has got faces since. Call it after [typeset.Book.LoadSystem].
func (e *Editor) FontsChanged() {
	if e.opt.Book.Revision() != e.book {
		e.configure()
		e.arrange()
		e.scheduleIdle()
	}
}

// SetDropMark shows a line where a drop would go, before the line that holds off; -1 takes it away.
func (e *Editor) SetDropMark(off int) {
	if off != e.dropMark {
		e.dropMark = off
		e.arrange()
	}
}

// SetMatches marks what a search found. Ranges are sorted and in the coordinates of the host's document; later changes move them
// along. current is an index into them, or -1.
func (e *Editor) SetMatches(ranges []text.Range, current int) {
	e.matches = append(e.matches[:0], ranges...)
	for i, m := range e.matches {
		e.matches[i] = text.Range{Anchor: m.From(), Head: m.To()}
	}
	e.current = current
	e.arrange()
}

// CreateRenderer is called by Fyne.
func (e *Editor) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	return &renderer{e}
}
