package editor

import (
	"strings"

	"fyne.io/fyne/v2"

	"lanyard/editor/driver"
	"lanyard/editor/edit"
	"lanyard/editor/form"
	"lanyard/editor/text"
	"lanyard/editor/textedit"
	"lanyard/store/frontmatter"
)

// sourceHost is the workbench as the editor widget sees it.
type sourceHost struct{ w *Workbench }

// State is for textedit.Host; without a post it is an empty text.
func (h sourceHost) State() text.State {
	if h.w.active == nil {
		return text.NewState("")
	}
	return h.w.active.Copy.State()
}

// Dispatch is for textedit.Host.
func (h sourceHost) Dispatch(tr text.Transaction) {
	if h.w.active != nil {
		h.w.active.Copy.Dispatch(tr)
	}
}

// Floor is for textedit.Host.
func (h sourceHost) Floor() int {
	if h.w.active == nil {
		return 0
	}
	return h.w.active.Copy.Floor()
}

// Key is for textedit.Host.
func (h sourceHost) Key(chord string) textedit.Answer { return h.w.router.Key(chord) }

func (w *Workbench) newSource() *textedit.Editor {
	return textedit.New(sourceHost{w}, textedit.Options{
		Book: w.env.Book, Style: w.sourceStyle(), After: w.env.Sched.After, Now: w.env.Sched.Now, Go: w.env.Sched.Go, Do: w.env.Sched.Do,
		Clipboard: w.env.App.Clipboard(), Primary: driver.Primary(),
		Type: func(s text.State, typed string) (text.Transaction, bool) {
			if w.active == nil {
				return text.Transaction{}, false
			}
			return edit.Insert(s, w.commandEnv(), typed)
		},
		Column:   edit.Column,
		OnMenu:   w.contextMenu,
		OnScroll: func() { w.sourceScrolled(); w.spelling.changed() },
		OnCaret:  w.caretMoved,
		OnPick:   func(off int) { w.revealPreview(off) },
		OnLeave:  func(back bool) { w.NextPane(back) },
		OnFocus:  func(on bool) { w.keyboard.Moved(w.source, on) },
		OnPress:  w.keyboard.Pressed,
	})
}

func (w *Workbench) caretMoved() {
	w.refreshPlace()
	w.markPreview()
	w.fields.caret(w.active)
	w.outline.caret()
	w.spelling.caret()
}

// SetMetaText shows the front matter as part of the text, or hides it again.
func (w *Workbench) SetMetaText(on bool) {
	if w.active == nil {
		return
	}
	w.active.Copy.ShowMeta(on)
	w.source.Reset()
	if on {
		w.source.Reveal(0)
	}
	w.form.SetOpen(false)
	w.focusSource()
	w.menus.update()
}

// GoTo puts the caret at a line and column of the file, both from 1, the column in bytes.
func (w *Workbench) GoTo(line, col int) {
	if w.active == nil {
		return
	}
	doc := w.active.Copy.State().Doc
	line = min(max(line, 1), doc.Lines()) - 1
	w.GoToOffset(min(doc.LineStart(line)+max(col-1, 0), doc.LineEnd(line)))
}

// GoToOffset puts the caret at an offset of the file, and the keyboard into the text, which comes back where it was hidden. A place in the
// hidden front matter shows it as text.
func (w *Workbench) GoToOffset(off int) {
	p := w.active
	if p == nil {
		return
	}
	if off < p.Copy.Floor() {
		w.SetMetaText(true)
	}
	w.panes.ShowSource()
	p.Copy.Dispatch(text.Transaction{Selection: new(text.Caret(off)), Kind: text.Move, Scroll: true})
	w.source.Reveal(off)
	w.focusSource()
}

// formModel is the open post's front matter as the form sees it.
type formModel struct{ w *Workbench }

// Block is for form.Model.
func (m formModel) Block() *frontmatter.Block {
	if m.w.active == nil {
		return nil
	}
	return m.w.active.Copy.Block()
}

// Set is for form.Model.
func (m formModel) Set(key string, v any) error {
	if m.w.active == nil {
		return nil
	}
	return m.w.active.Copy.Set(form.Path(key), v)
}

// SetRaw is for form.Model.
func (m formModel) SetRaw(key, raw string) error {
	if m.w.active == nil {
		return nil
	}
	return m.w.active.Copy.SetRaw(key, raw)
}

// Unset is for form.Model.
func (m formModel) Unset(key string) error {
	if m.w.active == nil {
		return nil
	}
	return m.w.active.Copy.Unset(form.Path(key))
}

// Complete is for form.Model.
func (m formModel) Complete(key string) []string { return m.w.words[strings.ToLower(key)] }

// Problem is for form.Model.
func (m formModel) Problem() error {
	if m.w.active == nil {
		return nil
	}
	return m.w.active.Copy.Problem()
}

// showText puts the rows that a key has changed on the screen, ahead of the picture of the whole window.
func (w *Workbench) showText() {
	rows, size, ok := w.source.Changed()
	at := w.env.App.Driver().AbsolutePositionForObject(w.source)
	moved := at != w.sourceAt
	w.sourceAt = at
	if ok && !moved && w.source.Visible() {
		w.env.Loop.Show(at.Add(rows), size)
	}
}

// writes is what a field has that text is typed into.
type writes interface {
	fyne.CanvasObject
	CaretPlace() (pos fyne.Position, size fyne.Size)
}

// caretPlace is where the keyboard writes, in units of the window; not ok where it writes nothing, as in a list.
func (w *Workbench) caretPlace() (pos fyne.Position, size fyne.Size, ok bool) {
	field, ok := w.env.Window.Canvas().Focused().(writes)
	if !ok {
		return pos, size, false
	}
	pos, size = field.CaretPlace()
	return w.env.App.Driver().AbsolutePositionForObject(field).Add(pos), size, true
}
