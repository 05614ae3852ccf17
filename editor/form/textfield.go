package form

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"lanyard/assets"
	"lanyard/editor/field"
	"lanyard/store/frontmatter"
)

// textEntry is a field of one line or of several.
type textEntry interface {
	fyne.CanvasObject
	fyne.Focusable
	Set(text string)
}

// textField edits a string, or, as a raw field, the text of a value as it stands in the file.
type textField struct {
	r      *row
	entry  textEntry
	sent   memory
	busy   bool // a change of ours is under way
	absent bool // the key was not in the file when the focus came
}

func newTextField(r *row, multiline bool) *textField {
	t := &textField{r: r}
	come := func() {
		_, has := r.value()
		t.absent = !has
		r.come()
	}
	if multiline {
		e := newArea(r.s.f)
		e.Typed, e.Focused = t.typed, r.s.f.track(e, come, func() { r.gone(e) })
		t.entry = e
	} else {
		e := newLine(r.s.f)
		e.Typed, e.Focused = t.typed, r.s.f.track(e, come, func() { r.gone(e) })
		t.entry = e
	}
	return t
}

// newRawField makes the field for a value that has no control of its own.
func newRawField(r *row) *textField {
	t := newTextField(r, r.spec.kind == rawKind)
	switch e := t.entry.(type) {
	case *field.Line:
		e.Mono = true
	case *field.Area:
		e.Mono, e.Fixed = true, r.spec.fixed
		e.Refused = func() { r.fail(sentenceError{assets.T("form.raw.table")}) }
	}
	return t
}

func (t *textField) show() error {
	if t.busy {
		return nil
	}
	if text := t.text(); t.sent.news(text) {
		t.entry.Set(text)
		t.r.typed = nil
	}
	return nil
}

func (t *textField) text() string {
	if t.r.spec.kind.raw() {
		if b := t.r.s.f.model.Block(); b != nil {
			return b.Raw(t.r.spec.key)
		}
		return ""
	}
	v, _ := t.r.value()
	return frontmatter.Text(v)
}

func (t *textField) typed(text string) {
	m := t.r.s.f.model
	t.busy = true
	var err error
	switch {
	case t.r.spec.kind == wordKind && frontmatter.KindOf(t.r.spec.key) == frontmatter.NumberKind && !isNumber(text):
		err = sentenceError{assets.T("form.number.bad")}
	case t.r.spec.kind.raw():
		err = m.SetRaw(t.r.spec.key, text)
	case text == "" && t.absent && t.r.spec.label != "":
		err = m.Unset(t.r.spec.path)
	default:
		err = m.Set(t.r.spec.path, text)
	}
	t.busy = false
	// What the model made of it is what the field stands for now: a text that was refused is not in the file, and one
	// with a space at its end may be there without it; both stay as they are typed.
	t.sent = memory{t.text(), true}
	t.r.fail(err)
	t.r.s.resized()
}

// isNumber reports whether Hugo takes a text as a number.
func isNumber(text string) bool {
	_, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	return err == nil
}

func (t *textField) heightFor(width float32) float32 {
	if e, ok := t.entry.(*field.Area); ok {
		return e.HeightFor(width)
	}
	return rowHeight
}

func (t *textField) object() fyne.CanvasObject { return t.entry }
func (t *textField) recolour()                 { t.entry.Refresh() }
func (t *textField) first() fyne.Focusable     { return t.entry }
func (t *textField) all() []fyne.Focusable     { return []fyne.Focusable{t.entry} }

// switchField edits true and false.
type switchField struct {
	toggle *toggle
	r      *row
}

func newSwitchField(r *row) *switchField {
	s := &switchField{r: r}
	s.toggle = newToggle(r.s.f, func(on bool) { r.write(on); _ = s.show() })
	s.toggle.focused = r.track(s.toggle)
	return s
}

func (s *switchField) show() error {
	v, _ := s.r.value()
	on, _ := v.(bool)
	s.toggle.set(on, caption(s.r.spec, on))
	return nil
}

func (s *switchField) object() fyne.CanvasObject { return s.toggle }
func (s *switchField) recolour()                 { s.toggle.Refresh() }
func (s *switchField) heightFor(float32) float32 { return rowHeight }
func (s *switchField) first() fyne.Focusable     { return s.toggle }
func (s *switchField) all() []fyne.Focusable     { return []fyne.Focusable{s.toggle} }

// caption says what a switch stands for.
func caption(s spec, on bool) string {
	state := ".off"
	if on {
		state = ".on"
	}
	if s.label == "form.field.draft" {
		return assets.T("form.draft" + state)
	}
	return assets.T("form.switch" + state)
}
