package form

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/assets/theme"
	"lanyard/editor/field"
)

// adder is the last line: a button, and after it is pressed an entry for the name of a new key, with the names on
// offer that Hugo and most themes know.
type adder struct {
	s      *fields
	box    *adderBox
	button *addButton
	entry  *field.Line
	why    *sentence
	asking bool
	in     bool // the entry has the keyboard
}

func newAdder(s *fields) *adder {
	a := &adder{s: s, entry: newLine(s.f), why: newSentence(widget.DangerImportance)}
	a.entry.PlaceHolder = assets.T("form.key")
	a.entry.Hide()
	a.button = newAddButton(s.f, assets.T("form.add"), func() { a.ask(true) })
	a.entry.Key = a.key
	a.entry.Typed = func(string) {
		a.say("")
		a.offer()
	}
	come := func() { s.f.rest(func() { s.reveal(a.box) }) }
	a.entry.Focused = s.f.track(a.entry, func() { a.in = true; a.offer(); come() }, a.gone)
	a.button.focused = s.f.track(a.button, come, func() {})
	a.box = &adderBox{a: a}
	a.box.ExtendBaseWidget(a.box)
	return a
}

func (a *adder) reset() {
	a.open(false)
	a.entry.Set("")
	a.why.say("")
	a.s.f.suggest.end(a)
}

// open shows the entry, or the button in its place.
func (a *adder) open(on bool) {
	a.asking = on
	show(a.entry, on)
	show(a.button, !on)
}

// say shows a sentence below the entry, or takes it away.
func (a *adder) say(text string) {
	if a.why.Text != text {
		a.why.say(text)
		a.s.resized()
	}
}

// gone is called when the entry was left: one without a name closes again.
func (a *adder) gone() {
	a.in = false
	a.offer()
	if strings.TrimSpace(a.entry.Text) == "" && a.asking {
		a.open(false)
		a.s.resized()
	}
}

// ask opens and closes the entry.
func (a *adder) ask(on bool) {
	a.open(on)
	a.s.resized()
	if on {
		a.s.f.focus(a.entry)
	} else {
		a.s.f.focus(a.button)
	}
}

func (a *adder) key(name fyne.KeyName) bool {
	if a.s.f.suggest.key(a, name) {
		return true
	}
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		a.take(a.entry.Text)
	case fyne.KeyEscape:
		a.reset()
		a.ask(false)
	default:
		return false
	}
	return true
}

var errKey = errors.New("no name for a key")

// checkKey refuses names that no front matter can have plainly.
func checkKey(key string) error {
	if key == "" || strings.ContainsAny(key, ":#{}[]\"'\n\t,&*!|>%@`=") || strings.HasPrefix(key, "-") {
		return errKey
	}
	return nil
}

func (a *adder) take(key string) {
	key = strings.TrimSpace(key)
	err := checkKey(key)
	switch {
	case key == "":
		a.ask(false)
		return
	case err != nil:
		a.why.say(assets.T("form.key.bad", key))
	case a.has(key):
		a.reset()
		a.s.f.Update()
		a.s.f.FocusKey(key)
		return
	default:
		if err = a.s.add(key); err == nil {
			a.reset()
			a.s.resized()
			a.s.f.FocusKey(key)
			if r := a.s.rowOf(key); r != nil { // what the field begins with gives way to what is typed
				if e, ok := r.control.first().(*field.Line); ok {
					e.SelectAll()
				}
			}
			return
		}
		a.why.say(explain(err))
	}
	a.s.resized()
}

func (a *adder) has(key string) bool {
	_, has := a.s.f.value(top(key))
	return has || a.s.rowOf(key) != nil
}

// common are keys worth offering, roughly by how often posts have them.
func common() []string {
	return []string{"description", "lastmod", "weight", "aliases", "series", "publishDate", "expiryDate", "math", "toc", "comments", "image"}
}

// offer shows the names that begin as what is typed.
func (a *adder) offer() {
	var offers []*pill
	typed := strings.ToLower(strings.TrimSpace(a.entry.Text))
	for _, key := range common() {
		if a.in && strings.HasPrefix(strings.ToLower(key), typed) && !a.has(key) {
			offers = append(offers, newPill(key, func() { a.take(key) }, nil))
		}
	}
	a.s.f.suggest.offer(a, offers)
}

// anchor is for suggesting.
func (a *adder) anchor() []fyne.CanvasObject { return []fyne.CanvasObject{a.box, a.entry} }

type adderBox struct {
	widget.BaseWidget
	a *adder
}

func (b *adderBox) heightFor(width float32) float32 {
	if !b.a.asking {
		return rowHeight
	}
	return rowHeight + b.a.why.heightFor(max(width-labelWidth(width)-labelGap, 60))
}

func pills(all []*pill) []fyne.CanvasObject {
	objs := make([]fyne.CanvasObject, 0, len(all))
	for _, p := range all {
		objs = append(objs, p)
	}
	return objs
}

func (b *adderBox) CreateRenderer() fyne.WidgetRenderer { return adderRenderer{b.a} }

type adderRenderer struct{ a *adder }

func (adderRenderer) Destroy()           {}
func (adderRenderer) MinSize() fyne.Size { return fyne.NewSize(leastWidth/2, rowHeight) }
func (r adderRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.a.button, r.a.entry, r.a.why}
}

func (r adderRenderer) Refresh() {
	r.a.button.Refresh()
	r.a.entry.Refresh()
	r.Layout(r.a.box.Size())
	canvas.Refresh(r.a.box)
}

func (r adderRenderer) Layout(size fyne.Size) {
	a := r.a
	at := labelWidth(size.Width) + labelGap
	a.button.Move(fyne.NewPos(-ringRoom, (rowHeight-28)/2))
	a.button.Resize(fyne.NewSize(a.button.MinSize().Width, 28))
	a.entry.Move(fyne.NewPos(at, 0))
	w := max(size.Width-at, 60)
	a.entry.Resize(fyne.NewSize(min(w, 220), rowHeight))
	a.why.Move(fyne.NewPos(at-6, rowHeight))
	a.why.Resize(fyne.NewSize(w, a.why.heightFor(w)))
}

// addButton is a quiet button with a plus and a text.
type addButton struct {
	cross
	text *canvas.Text
}

var _ desktop.Hoverable = (*addButton)(nil)

func newAddButton(f *Form, text string, act func()) *addButton {
	b := &addButton{text: canvas.NewText(text, theme.Current().Secondary)}
	b.form, b.act, b.self = f, act, b
	b.icon = canvas.NewImageFromResource(theme.Icon("plus"))
	b.disc = &canvas.Rectangle{}
	b.disc.CornerRadius = 5
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is called by Fyne.
func (b *addButton) CreateRenderer() fyne.WidgetRenderer {
	return addRenderer{crossRenderer{&b.cross}, b}
}

type addRenderer struct {
	crossRenderer
	b *addButton
}

func (r addRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.disc, r.b.icon, r.b.text}
}

func (r addRenderer) MinSize() fyne.Size {
	r.b.text.TextSize = smallText()
	return fyne.NewSize(r.b.text.MinSize().Width+30, 28)
}

func (r addRenderer) Refresh() {
	r.b.text.TextSize, r.b.text.Color = smallText(), theme.Current().Secondary
	r.b.text.Refresh()
	r.crossRenderer.Refresh()
}

func (r addRenderer) Layout(size fyne.Size) {
	r.crossRenderer.Layout(size)
	r.b.icon.Move(fyne.NewPos(6, (size.Height-15)/2))
	min := r.b.text.MinSize()
	r.b.text.Move(fyne.NewPos(25, (size.Height-min.Height)/2))
	r.b.text.Resize(min)
}
