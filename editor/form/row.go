package form

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/assets/theme"
)

// control is the part of a row that shows and changes the value.
type control interface {
	// object is what is drawn.
	object() fyne.CanvasObject
	// recolour takes the colours of a theme that changed.
	recolour()
	// show reads the model again; the error is a value in the file that the control cannot take.
	show() error
	// heightFor is the height it needs at a width.
	heightFor(width float32) float32
	// first is what gets the focus, all everything that can have it.
	first() fyne.Focusable
	all() []fyne.Focusable
}

// row is a label, a control, and a red line and a sentence when the value is wrong.
type row struct {
	s       *fields
	spec    spec
	box     *rowBox
	label   *label
	control control
	remove  *cross
	under   *canvas.Rectangle
	why     *sentence

	inFile error // the value in the file is wrong
	typed  error // what was typed is wrong and not in the file
	held   bool  // has the focus
}

func newRow(s *fields, sp spec) *row {
	r := &row{s: s, spec: sp, why: newSentence(widget.DangerImportance), under: canvas.NewRectangle(theme.Current().Error)}
	r.under.Hide()
	r.label = newLabel(r)
	r.remove = newIconButton(s.f, "close", r.unset)
	r.remove.focused = s.f.track(r.remove, r.come, func() { r.gone(r.remove) })
	r.control = newControl(r)
	r.box = &rowBox{r: r}
	r.box.ExtendBaseWidget(r.box)
	return r
}

// keeps reports whether the row can go on showing a field. While somebody writes in it a value that becomes a line longer is no reason to
// take it away.
func (r *row) keeps(sp spec) bool {
	same := r.spec.kind == sp.kind || r.held && r.spec.kind.raw() && sp.kind.raw()
	return strings.EqualFold(r.spec.path, sp.path) && same && r.spec.fixed == sp.fixed
}

func newControl(r *row) control {
	switch r.spec.kind {
	case dateKind:
		return newDateField(r)
	case switchKind:
		return newSwitchField(r)
	case listKind:
		return newListField(r)
	case rawKind, wordKind:
		return newRawField(r)
	case longKind:
		return newTextField(r, true)
	}
	return newTextField(r, false)
}

// name is what the label says.
func (r *row) name() string {
	if r.spec.label != "" {
		return assets.T(r.spec.label)
	}
	return r.spec.key
}

func (r *row) show() {
	r.inFile = r.control.show()
	show(r.remove, r.spec.present && r.spec.label == "")
	r.label.Refresh()
	r.tell()
}

// value is what the model has for the row.
func (r *row) value() (any, bool) { return r.s.f.value(r.spec.path) }

// write gives a value to the model. Nothing that failed is in the file; the control keeps it.
func (r *row) write(v any) {
	r.fail(r.s.f.model.Set(r.spec.path, v))
}

// fail remembers why what was typed was not taken; nil that it was.
func (r *row) fail(err error) {
	r.typed = err
	if err == nil {
		r.inFile = nil
	}
	r.tell()
}

// unset takes the key out of the file.
func (r *row) unset() {
	next := r.control.first()
	if err := r.s.f.model.Unset(top(r.spec.key)); err != nil {
		r.fail(err)
		return
	}
	r.s.f.Update()
	if r.s.rowOf(r.spec.key) == nil {
		next = r.s.adder.button
	}
	r.s.f.focus(next)
}

// come is called when the keyboard comes to a control of the row. The row scrolls into sight once no press is under way, which would find
// something else at its release.
func (r *row) come() {
	r.held = true
	r.tell()
	r.s.f.rest(func() { r.s.reveal(r.box) })
}

// gone is called when a control of the row was left. The sentence waits until then: half a date is no mistake.
func (r *row) gone(left fyne.Focusable) {
	c := r.s.f.canvas()
	r.held = c != nil && c.Focused() != left && slices.Contains(r.control.all(), c.Focused())
	r.tell()
}

// track follows the keyboard into a control of the row that does nothing more when it comes or goes.
func (r *row) track(e fyne.Focusable) func(on bool) {
	return r.s.f.track(e, r.come, func() { r.gone(e) })
}

func (r *row) tell() {
	err := r.typed
	if err == nil {
		err = r.inFile
	}
	show(r.under, err != nil)
	text := ""
	if err != nil && (!r.held || r.typed == nil) {
		text = explain(err)
		if r.spec.kind.raw() {
			text = explainRaw(err)
		}
	}
	if text != r.why.Text {
		r.why.say(text)
		r.s.resized()
	}
}

func (r *row) recolour() {
	r.under.FillColor = theme.Current().Error
	r.label.Refresh()
	r.control.recolour()
}

// rowBox is the row as a widget, so that its height follows its width.
type rowBox struct {
	widget.BaseWidget
	r *row
}

func (b *rowBox) CreateRenderer() fyne.WidgetRenderer { return rowRenderer{b.r} }

func (b *rowBox) heightFor(width float32) float32 {
	w := b.r.controlWidth(width)
	return max(b.r.control.heightFor(w), rowHeight) + b.r.why.heightFor(w+12)
}

// labelWidth is the width of the labels in a form of a width.
func labelWidth(width float32) float32 {
	if width < narrow {
		return labelThin
	}
	return labelWide
}

func (r *row) controlWidth(width float32) float32 {
	w := width - labelWidth(width) - labelGap
	if r.remove.Visible() {
		w -= crossSize + 2
	}
	return max(w, 60)
}

type rowRenderer struct{ r *row }

func (rowRenderer) Destroy() {}
func (r rowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.r.label, r.r.control.object(), r.r.remove, r.r.under, r.r.why}
}
func (r rowRenderer) MinSize() fyne.Size { return fyne.NewSize(leastWidth/2, rowHeight) }

func (r rowRenderer) Refresh() {
	r.Layout(r.r.box.Size())
	r.r.under.Refresh()
}

func (r rowRenderer) Layout(size fyne.Size) {
	row := r.r
	at := labelWidth(size.Width) + labelGap
	w := row.controlWidth(size.Width)
	h := max(row.control.heightFor(w), rowHeight)
	row.label.Move(fyne.NewPos(0, 0))
	row.label.Resize(fyne.NewSize(at-labelGap, rowHeight))
	row.control.object().Move(fyne.NewPos(at, 0))
	row.control.object().Resize(fyne.NewSize(w, h))
	row.remove.Resize(fyne.NewSquareSize(crossSize))
	row.remove.Move(fyne.NewPos(size.Width-crossSize, (rowHeight-crossSize)/2))
	row.under.Move(fyne.NewPos(at+2, h-2))
	row.under.Resize(fyne.NewSize(w-4, 2))
	row.why.Move(fyne.NewPos(at-6, h))
	row.why.Resize(fyne.NewSize(w+12, row.why.heightFor(w+12)))
}
