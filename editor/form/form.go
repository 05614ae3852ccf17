// Package form owns the widget over the source: the title as a large field, and the other front matter as one summary
// line that opens into fields. It shows a Model and changes it one key at a time; it keeps no value of its own, and
// what is typed but not valid yet stays in its field. Everything in it belongs to the UI goroutine.
package form

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lanyard/store/frontmatter"
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
	Now      func() time.Time         // the clock; time.Now when nil
	Zone     *time.Location           // zone of new dates, the site's; the machine's when nil
	Forward  func(fyne.Shortcut) bool // gets each shortcut that a field has no use for, undo and redo among them
	Leave    func()                   // Enter in the title, Escape: the focus belongs to the source
	ShowText func()                   // shows the front matter as text in the source
	Opened   func(open bool)          // the fields were opened or folded
}

// Form is the widget. Make one with [New].
type Form struct {
	widget.BaseWidget
	model Model
	o     Options
	open  bool
	title *widget.Entry
}

// New makes a folded form that shows m.
func New(m Model, o Options) *Form {
	f := &Form{model: m, o: o, title: widget.NewEntry()}
	f.ExtendBaseWidget(f)
	f.Update()
	return f
}

// Update shows the model as it is now. A field whose value did not change keeps its text, caret and selection.
func (f *Form) Update() {
	if b := f.model.Block(); b != nil {
		v, _ := b.Get("title")
		f.title.SetText(frontmatter.Text(v))
	}
}

// SetModel shows another post.
func (f *Form) SetModel(m Model) {
	f.model = m
	f.Update()
}

// Focus puts the caret into the title.
func (f *Form) Focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil {
		c.Focus(f.title)
	}
}

// FocusKey opens the fields and focuses the one of a top-level key; false when there is none.
func (f *Form) FocusKey(key string) bool { return false }

// IsOpen reports whether the fields show.
func (f *Form) IsOpen() bool { return f.open }

// SetOpen opens the fields or folds them to the summary line. Folding while a field has the focus leaves the form.
func (f *Form) SetOpen(open bool) { f.open = open }

// SetMaxHeight bounds the height of the opened form, in Fyne units; above it the fields scroll. 0 is half the window.
func (f *Form) SetMaxHeight(h float32) {}

// CreateRenderer is called by Fyne.
func (f *Form) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewVBox(f.title))
}

// Path splits a key as Model takes it: at dots, `\.` standing for a dot of a name.
func Path(key string) []string { return nil }
