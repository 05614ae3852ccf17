package editor

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/editor/ask"
	"lanyard/editor/field"
)

// bars are shown on top of the source, the newest first.
type bars struct {
	widget.BaseWidget
	items []ask.Question
	box   *fyne.Container
	after func() // when the height changed

	side func(width float32) float32 // space left of the source's text
	ways field.Ways
}

func newBars(side func(width float32) float32, ways field.Ways, after func()) *bars {
	b := &bars{box: container.New(&stackLayout{}), after: after, side: side, ways: ways}
	b.ExtendBaseWidget(b)
	return b
}

// Ask adds or replaces a bar.
func (b *bars) Ask(n ask.Question) {
	b.items = slices.DeleteFunc(b.items, func(x ask.Question) bool { return x.ID == n.ID })
	b.items = append([]ask.Question{n}, b.items...)
	b.rebuild()
}

// Close removes the bar with that id and reports whether there was one.
func (b *bars) Close(id string) bool {
	n := len(b.items)
	b.items = slices.DeleteFunc(b.items, func(x ask.Question) bool { return x.ID == id })
	if len(b.items) == n {
		return false
	}
	b.rebuild()
	return true
}

// CloseTop closes the newest bar as the author does with Escape, and reports whether there was one.
func (b *bars) CloseTop() bool {
	if len(b.items) == 0 {
		return false
	}
	b.dismiss(b.items[0])
	return true
}

// Clear removes the bars of the post that was shown, without asking.
func (b *bars) Clear() {
	b.items = slices.DeleteFunc(b.items, func(x ask.Question) bool { return !x.Sticky })
	b.rebuild()
}

// Find gives the bar with that id, for tests and for what must not be asked twice.
func (b *bars) Find(id string) (ask.Question, bool) {
	i := slices.IndexFunc(b.items, func(x ask.Question) bool { return x.ID == id })
	if i < 0 {
		return ask.Question{}, false
	}
	return b.items[i], true
}

// Choose runs the action with that label of the bar with that id.
func (b *bars) Choose(id, label string) bool {
	n, ok := b.Find(id)
	if !ok {
		return false
	}
	for _, a := range n.Answers {
		if a.Label == label {
			b.choose(id, a)
			return true
		}
	}
	return false
}

func (b *bars) choose(id string, a ask.Answer) {
	if !a.Keep {
		b.Close(id)
	}
	if a.Run != nil {
		a.Run()
	}
}

func (b *bars) rebuild() {
	b.box.RemoveAll()
	for _, n := range b.items {
		b.box.Add(b.draw(n))
	}
	b.Refresh()
	if b.after != nil {
		b.after()
	}
}

func (b *bars) draw(n ask.Question) fyne.CanvasObject {
	text := field.NewSentence(n.Text)
	if hasHan(n.Text) { // Fyne breaks Chinese only at spaces
		text.Wrapping = fyne.TextWrapBreak
	}
	l := &barLayout{text: n.Text, side: b.side}
	objects := []fyne.CanvasObject{
		field.NewGround(func() fyneColor { return toneTint(n.Tone) }), field.NewGround(func() fyneColor { return theme.Color(toneColor(n.Tone)) }),
		field.NewGround(hairlineColor), widget.NewIcon(theme.NewColoredResource(toneIcon(n.Tone), toneColor(n.Tone))), text,
	}
	for _, a := range n.Answers {
		look := field.Normal
		if a.Main {
			look = field.Main
		}
		objects = append(objects, b.control(n, field.NewButton(a.Label, "", look, func() { b.choose(n.ID, a) })))
	}
	objects = append(objects, b.control(n, field.NewButton("", "close", field.Quiet, func() { b.dismiss(n) })))
	return container.New(l, objects...)
}

// control makes a button one of a bar, whose sentence Copy copies.
func (b *bars) control(n ask.Question, c *field.Button) *field.Button {
	c.Ways, c.Says = b.ways, func() string { return n.Text }
	return c
}

// dismiss closes a bar as its cross does.
func (b *bars) dismiss(n ask.Question) {
	if b.Close(n.ID) && n.Closed != nil {
		n.Closed()
	}
}

// Asks reports whether a bar waits for an answer.
func (b *bars) Asks() bool {
	return slices.ContainsFunc(b.items, func(n ask.Question) bool { return len(n.Answers) > 0 })
}

// Answer runs the main action of the newest bar that has one, else its first, and reports whether there was one.
func (b *bars) Answer() bool {
	for _, n := range b.items {
		if len(n.Answers) == 0 {
			continue
		}
		i := max(slices.IndexFunc(n.Answers, func(a ask.Answer) bool { return a.Main }), 0)
		b.choose(n.ID, n.Answers[i])
		return true
	}
	return false
}

// barLayout puts a bar's sentence in line with the text of the source, and its buttons beside it where one line has room for both, else
// below. The objects are ground, edge, hairline, icon, text, the actions, and the cross.
type barLayout struct {
	text  string
	side  func(width float32) float32
	width float32
}

const (
	barIcon  = 17
	barGap   = 8
	barSpace = 6 // above and below
)

// MinSize is for fyne.Layout: the height at the width of the last layout.
func (l *barLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(bodyWidthMin, l.arrange(o, max(l.width, bodyWidthMin)))
}

// Layout is for fyne.Layout.
func (l *barLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	height := l.arrange(o, size.Width)
	o[0].Resize(fyne.NewSize(size.Width, height))
	o[1].Resize(fyne.NewSize(3, height))
	o[2].Move(fyne.NewPos(0, height-1))
	o[2].Resize(fyne.NewSize(size.Width, 1))
}

func (l *barLayout) arrange(o []fyne.CanvasObject, width float32) float32 {
	side := l.side(width)
	pad := theme.InnerPadding()
	text, actions, cross := o[4], o[5:len(o)-1], o[len(o)-1]
	left := side + barIcon + barGap
	crossSize := cross.MinSize()
	right := width - max(side-crossSize.Width/2+4, 4) - crossSize.Width
	buttons := float32(0)
	for _, a := range actions {
		buttons += a.MinSize().Width + barGap
	}
	needs := fyne.MeasureText(l.text, theme.TextSize(), fyne.TextStyle{}).Width
	beside := left+needs+buttons+2*barGap <= right
	room := right - left - barGap
	if beside {
		room -= buttons
	}
	text.Resize(fyne.NewSize(room+2*pad, text.MinSize().Height))
	textHeight := max(text.MinSize().Height, controlMin)
	text.Move(fyne.NewPos(left-pad, barSpace+(textHeight-text.MinSize().Height)/2))
	text.Resize(fyne.NewSize(room+2*pad, text.MinSize().Height))
	line := theme.TextSize() * 1.45
	o[3].Resize(fyne.NewSquareSize(barIcon))
	o[3].Move(fyne.NewPos(side, text.Position().Y+pad+(line-barIcon)/2))
	cross.Resize(crossSize)
	cross.Move(fyne.NewPos(right, barSpace))
	x, y, height := left+room+barGap, float32(barSpace), textHeight+2*barSpace
	if !beside && len(actions) > 0 {
		x, y = left, barSpace+textHeight
	}
	for _, a := range actions {
		size := a.MinSize()
		if !beside && x > left && x+size.Width > width-barGap {
			x, y = left, y+size.Height+barGap/2
		}
		a.Resize(size)
		a.Move(fyne.NewPos(x, y))
		x += size.Width + barGap
		height = max(height, y+size.Height+barSpace)
		if !beside {
			height = max(height, y+size.Height+barSpace+2)
		}
	}
	return height
}

// controlMin is the least height of what a hand hits, in Fyne units.
const controlMin = 30

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func toneTint(t ask.Tone) fyneColor {
	p := palette()
	switch t {
	case ask.Warning:
		return p.WarningTint
	case ask.Error:
		return p.ErrorTint
	}
	return p.InfoTint
}

func toneIcon(t ask.Tone) fyne.Resource {
	switch t {
	case ask.Warning:
		return theme.WarningIcon()
	case ask.Error:
		return theme.ErrorIcon()
	}
	return theme.InfoIcon()
}

func toneColor(t ask.Tone) fyne.ThemeColorName {
	switch t {
	case ask.Warning:
		return theme.ColorNameWarning
	case ask.Error:
		return theme.ColorNameError
	}
	return theme.ColorNamePrimary
}

// CreateRenderer is for Fyne.
func (b *bars) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.box) }
