package form

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/assets/theme"
	"lanyard/editor/field"
	"lanyard/store/frontmatter"
)

// titleScale is the title's text size as a multiple of the theme's.
const titleScale = 1.75

// fadeWidth is how much of a title that is too long fades out at the right.
const fadeWidth = 36

// memory is the text that a field last got from the model or gave to it. A field is filled anew only when the model
// differs from it, so that an update never touches what is being typed.
type memory struct {
	text  string
	valid bool
}

// news reports whether text is not what is remembered, and remembers it.
func (m *memory) news(text string) bool {
	if m.valid && m.text == text {
		return false
	}
	m.text, m.valid = text, true
	return true
}

func (m *memory) forget() { *m = memory{} }

// title is the large field without a border.
type title struct {
	f     *Form
	entry *field.Line
	fade  *canvas.LinearGradient
	box   *fyne.Container
	sent  memory
	busy  bool // a change of ours is under way
	why   *sentence
}

func newTitle(f *Form) *title {
	t := &title{f: f, entry: newLine(f), why: newSentence(widget.DangerImportance)}
	t.entry.Bold, t.entry.Scale, t.entry.Plain = true, titleScale, true
	t.entry.PlaceHolder = assets.T("form.title")
	t.entry.Typed = t.typed
	t.entry.Key = func(name fyne.KeyName) bool {
		switch name {
		case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
			f.goOn()
			return true
		}
		return false
	}
	t.entry.Focused = func(bool) { t.showFade() }
	t.fade = canvas.NewHorizontalGradient(color.Transparent, color.Transparent)
	t.box = container.New(titleLayout{t}, t.entry, t.fade)
	return t
}

func (t *title) show(usable bool) {
	t.entry.SetEnabled(usable)
	if !usable {
		return
	}
	if !t.busy && t.sent.news(t.text()) {
		t.entry.Set(t.text())
		t.why.say("")
	}
	t.showFade()
}

func (t *title) text() string {
	v, _ := t.f.value("title")
	return frontmatter.Text(v)
}

func (t *title) typed(text string) {
	t.busy = true
	err := t.f.model.Set("title", text)
	t.busy = false
	t.sent = memory{t.text(), true}
	if why := explain(err); why != t.why.Text {
		t.why.say(why)
		t.f.arrange()
	}
}

// showFade lets a title that does not fit fade out, unless it is being edited and moves by itself. The gradient is
// never hidden but coloured, because Fyne does not paint one again that was hidden.
func (t *title) showFade() {
	clear := theme.Current().Paper
	end := clear
	clear.A = 0
	if !t.faded() {
		end = clear
	}
	if t.fade.StartColor != color.Color(clear) || t.fade.EndColor != color.Color(end) {
		t.fade.StartColor, t.fade.EndColor = clear, end
		t.fade.Refresh()
	}
}

func (t *title) faded() bool { return !t.entry.Held() && t.entry.Overflows() }

func (t *title) recolour() {
	t.entry.Refresh()
	t.showFade()
}

type titleLayout struct{ t *title }

func (l titleLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastWidth/2, l.t.entry.MinSize().Height)
}

func (l titleLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	objs[0].Resize(size)
	objs[0].Move(fyne.NewPos(0, 0))
	objs[1].Resize(fyne.NewSize(fadeWidth, size.Height))
	objs[1].Move(fyne.NewPos(size.Width-fadeWidth, 0))
	l.t.showFade()
}
