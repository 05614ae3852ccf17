// Package form owns the widget over the source: the title as a large field, and the other front matter as one summary
// line that opens into fields. It shows a Model and changes it one key at a time; it keeps no value of its own, and
// what is typed but not valid yet stays in its field. Everything in it belongs to the UI goroutine.
package form

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lanyard/editor/field"
	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// Model is the front matter of the open post. Key is a top-level key, or a path into maps with dots between, a dot of
// a key's own name written `\.` (see [Path]). Each call that changes something is one step of the post's history; the
// errors are sentences or name the line, and are shown under the field.
type Model interface {
	// Block returns the front matter as it is now; nil or empty when there is none.
	Block() *frontmatter.Block
	Set(key string, v any) error
	// SetRaw sets the text of a top-level key's value as it stands in the file.
	SetRaw(key, raw string) error
	Unset(key string) error
	// Complete returns the values that the folder's posts have for a list, the most used first.
	Complete(key string) []string
	// Problem tells why the front matter cannot be shown as a form, nil when it can: a *frontmatter.Error or
	// *page.Error whose line counts from the top of the file.
	Problem() error
}

// Options are the ways out of the form. Nil functions are not called.
type Options struct {
	Now      func() time.Time // the clock; time.Now when nil
	Zone     *time.Location   // zone of new dates, the site's; the machine's when nil
	Ways     field.Ways       // out of the controls; undo and redo are among the shortcuts. Escape is not called: Leave is
	Over     field.Ways       // out of what lies over the window for a moment, as the calendar does
	Leave    func()           // Escape: the focus belongs to the source
	GoOn     func()           // Enter in the title: the author goes on in the source; Leave where it is nil
	ShowText func()           // shows the front matter as text in the source
	Opened   func(open bool)  // the fields were opened or folded
	// Rest runs a function once the keyboard has found its place and no button of the pointer is held; nil runs it at once. What comes of
	// leaving a field is done so: it would move what is under the pointer between a press and its release.
	Rest func(f func())
}

// Form is the widget. Make one with [New].
type Form struct {
	widget.BaseWidget
	model Model
	o     Options

	open      bool
	maxHeight float32
	column    float32 // widest the content gets, centred in what is more
	margin    float32 // least space left and right of it

	seen   string // the front matter that shows, valid when known
	format page.Format
	known  bool

	title   *title
	line    *summary
	fields  *fields
	problem *problem
	suggest *suggestions

	visits int                  // grows with each post: what was begun for one is not for the next
	gone   func()               // what leaving the control with the keyboard brings about
	back   func(fyne.Focusable) // enters that control anew where it still has the keyboard
	r      *renderer            // nil until Fyne asks for it
}

// New makes a folded form that shows m.
func New(m Model, o Options) *Form {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Zone == nil {
		o.Zone = time.Local
	}
	f := &Form{model: m, o: o, column: defaultColumn, margin: defaultMargin}
	f.title = newTitle(f)
	f.line = newSummary(f)
	f.fields = newFields(f)
	f.problem = newProblem(f)
	f.suggest = newSuggestions(f)
	f.ExtendBaseWidget(f)
	f.Update()
	return f
}

// Update shows the model as it is now. A field whose value in the model did not change since it was last shown or
// written keeps its text, caret and selection. It costs nothing while the front matter stays the same, so it may be
// called after every change of the post.
func (f *Form) Update() {
	err := f.model.Problem()
	source, format := "", page.None
	if b := f.model.Block(); b != nil && err == nil {
		source, format = b.Source(), b.Format()
	}
	if f.known && f.seen == source && f.format == format && err == nil && !f.problem.Visible() {
		return
	}
	f.seen, f.format, f.known = source, format, err == nil
	f.problem.show(err)
	f.title.show(err == nil)
	if err == nil {
		f.line.show()
		f.fields.stale = true
		if f.open {
			f.fields.show()
		}
	}
	f.arrange()
}

// Floating is what the form shows over all else in the window. Whoever holds the form draws it on top, at the beginning of the canvas's
// content.
func (f *Form) Floating() fyne.CanvasObject { return f.suggest }

// Commit gives what is begun in a field to the model, as leaving the field does. Before the model is that of another post it must be
// called.
func (f *Form) Commit() {
	if f.gone == nil {
		return
	}
	f.gone()
	if c := f.canvas(); c != nil && c.Focused() != nil && f.back != nil {
		f.back(c.Focused()) // more may be typed there
	}
}

// SetModel shows another post: nothing of what was typed for the last one stays.
func (f *Form) SetModel(m Model) {
	f.model = m
	f.visits++
	f.gone, f.back = nil, nil
	f.suggest.end(f.suggest.of)
	f.known = false
	f.title.sent.forget()
	f.fields.forget()
	f.Update()
}

// Focus puts the caret into the title.
func (f *Form) Focus() { f.focus(f.title.entry) }

// Stops are the controls that the keyboard can be in, the title first; none when the front matter is shown as text.
func (f *Form) Stops() []fyne.Focusable {
	if f.problem.Visible() {
		return nil
	}
	out := []fyne.Focusable{f.title.entry}
	if f.open {
		out = append(out, f.fields.stops()...)
	}
	return out
}

// FocusKey opens the fields and focuses the one of a top-level key; false when there is none.
func (f *Form) FocusKey(key string) bool {
	if strings.EqualFold(key, "title") {
		f.Focus()
		return true
	}
	if f.model.Problem() != nil {
		return false
	}
	f.fields.fresh()
	r := f.fields.rowOf(key)
	if r == nil {
		return false
	}
	f.SetOpen(true)
	if r = f.fields.rowOf(key); r == nil { // who was told that it is open has shown another post
		return false
	}
	f.focus(r.control.first())
	return true
}

// IsOpen reports whether the fields show.
func (f *Form) IsOpen() bool { return f.open }

// SetOpen opens the fields or folds them to the summary line. Folding while a field has the focus gives the focus to
// the source; what is typed in the field stays in it.
func (f *Form) SetOpen(open bool) {
	if f.open == open {
		return
	}
	inside := f.holdsFocus()
	f.open = open
	if open {
		f.fields.fresh()
	}
	f.line.show()
	f.arrange()
	if !open && inside {
		f.leave()
	}
	if f.o.Opened != nil {
		f.o.Opened(open)
	}
}

// SetMaxHeight bounds the height of the opened form, in Fyne units; above it the fields scroll. 0 is half the window.
func (f *Form) SetMaxHeight(h float32) {
	f.maxHeight = h
	f.arrange()
}

// SetColumn sets how wide the content gets at most and the least margin on both sides, so that it stands in line with
// the text below. The defaults are those of the source: 42 em of 15 and 24.
func (f *Form) SetColumn(width, margin float32) {
	f.column, f.margin = width, margin
	f.arrange()
}

// Path splits a key as Model takes it: at dots, `\.` standing for a dot of a name.
func Path(key string) []string {
	var parts []string
	var b strings.Builder
	for i := 0; i < len(key); i++ {
		switch {
		case key[i] == '\\' && i+1 < len(key) && key[i+1] == '.':
			b.WriteByte('.')
			i++
		case key[i] == '.':
			parts = append(parts, b.String())
			b.Reset()
		default:
			b.WriteByte(key[i])
		}
	}
	return append(parts, b.String())
}

// top makes the path of a top-level key.
func top(key string) string { return strings.ReplaceAll(key, ".", `\.`) }

// value returns what the model has at a path as [Path] splits it.
func (f *Form) value(path string) (any, bool) {
	b := f.model.Block()
	if b == nil {
		return nil, false
	}
	return b.Get(Path(path)...)
}

func (f *Form) canvas() fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(f)
}

func (f *Form) focus(o fyne.Focusable) {
	if c := f.canvas(); c != nil && o != nil {
		c.Focus(o)
	}
}

// next gives the focus to the next field.
func (f *Form) next() {
	if c := f.canvas(); c != nil {
		c.FocusNext()
	}
}

func (f *Form) rest(do func()) {
	if f.o.Rest == nil {
		do()
		return
	}
	f.o.Rest(do)
}

// track follows the keyboard into a control and out of it. come is called as it comes, gone once the control is truly left: a click on
// what takes no keyboard only seems to leave it.
func (f *Form) track(e fyne.Focusable, come, gone func()) func(on bool) {
	in, visit := false, 0
	leave := func() {
		if in && visit == f.visits {
			gone()
		}
		in = false
	}
	var enter func()
	enter = func() {
		in, visit = true, f.visits
		f.gone = leave
		f.back = func(focused fyne.Focusable) {
			if focused == e {
				enter()
			}
		}
		come()
	}
	return func(on bool) {
		switch {
		case on && in && visit == f.visits:
		case on:
			enter()
		case f.o.Rest == nil:
			leave()
		default:
			f.rest(func() {
				if c := f.canvas(); c == nil || c.Focused() != e {
					leave()
				}
			})
		}
	}
}

// holdsFocus reports whether a field below the title has the focus.
func (f *Form) holdsFocus() bool {
	c := f.canvas()
	return c != nil && c.Focused() != nil && f.fields.holds(c.Focused())
}

// steer goes to the control before or behind for an arrow, and reports whether the key was one.
func (f *Form) steer(name fyne.KeyName) bool {
	c := f.canvas()
	if c == nil {
		return false
	}
	switch name {
	case fyne.KeyUp, fyne.KeyLeft:
		c.FocusPrevious()
	case fyne.KeyDown, fyne.KeyRight:
		c.FocusNext()
	default:
		return false
	}
	return true
}

// leave gives the focus to the source.
func (f *Form) leave() {
	if f.o.Leave != nil {
		f.o.Leave()
	} else if c := f.canvas(); c != nil {
		c.Unfocus()
	}
}

// goOn is Enter or Down in the title.
func (f *Form) goOn() {
	if f.o.GoOn != nil {
		f.o.GoOn()
	} else {
		f.leave()
	}
}

// escape is Escape in any part of the form: the fields fold, and the focus goes to the source.
func (f *Form) escape() {
	if of := f.suggest.of; of != nil && f.suggest.Visible() {
		f.suggest.end(of)
		return
	}
	if f.open {
		f.SetOpen(false)
		return
	}
	f.leave()
}

// ways are those out of a control of the form.
func (f *Form) ways() field.Ways {
	w := f.o.Ways
	w.Escape = f.escape
	return w
}
