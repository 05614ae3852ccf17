package field

import (
	"image/color"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"lanyard/assets/theme"
	"lanyard/assets/typeset"
)

// Look is how much a button asks to be pressed.
type Look uint8

// Normal has a border, Main the accent, Quiet nothing but its text until the pointer is over it.
const (
	Normal Look = iota
	Main
	Quiet
)

// Button is a button with a text, an icon, or both. Make one with [NewButton].
type Button struct {
	control
	Text    string
	Icon    string // one of our icons, as [theme.Icon] names them
	Color   fyne.ThemeColorName
	Look    Look
	Small   bool // text of the size of captions
	Leading bool // the text stands at the left and is cut off where there is no room
	Wrap    bool // a leading text goes on below instead
	On      bool // stays pressed, as the button of an option that is on
}

// NewButton makes a button that runs act.
func NewButton(text, icon string, look Look, act func()) *Button {
	b := &Button{Text: text, Icon: icon, Look: look, Color: fynetheme.ColorNameForeground}
	b.act = act
	b.self = b
	b.ExtendBaseWidget(b)
	return b
}

// SetText changes the text.
func (b *Button) SetText(text string) {
	if b.Text != text {
		b.Text = text
		b.Refresh()
	}
}

// SetOn presses the button or lets it go, without acting.
func (b *Button) SetOn(on bool) {
	if b.On != on {
		b.On = on
		b.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b, ground: &canvas.Rectangle{}, text: &canvas.Text{}, icon: &canvas.Image{}}
	r.Refresh()
	return AtSize(b, r)
}

type buttonRenderer struct {
	b      *Button
	ground *canvas.Rectangle
	text   *canvas.Text
	icon   *canvas.Image
	more   []*canvas.Text // the rows of a text that wraps, after the first
	drawn  string         // the icon and its colour
}

func (*buttonRenderer) Destroy() {}
func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.ground, r.icon, r.text}
	for _, t := range r.more {
		out = append(out, t)
	}
	return out
}

func (b *Button) side() float32 {
	switch {
	case b.Text == "":
		return 7
	case b.Look == Quiet:
		return 8
	}
	return 12
}

func (r *buttonRenderer) MinSize() fyne.Size {
	w := 2 * r.b.side()
	if r.b.Icon != "" {
		w += iconSize
		if r.b.Text != "" {
			w += 7
		}
	}
	if r.b.Leading {
		more := float32(len(r.more)) * r.text.MinSize().Height // as many rows as at the width of the last layout
		return fyne.NewSize(w+40, controlHeight+more)
	}
	if r.b.Text != "" {
		w += r.text.MinSize().Width
	}
	h := float32(controlHeight)
	if r.b.Small {
		h = least
	}
	return fyne.NewSize(w, h)
}

func (r *buttonRenderer) Refresh() {
	b, p := r.b, theme.Current()
	label(r.text, b.Text, b.Look == Main)
	if b.Small {
		r.text.TextSize = fyne.CurrentApp().Settings().Theme().Size(fynetheme.SizeNameCaptionText)
	}
	ink, name := color.Color(p.Ink), b.Color
	r.ground.CornerRadius, r.ground.StrokeWidth = 5, 1
	r.ground.FillColor, r.ground.StrokeColor = p.Paper, p.Hairline
	switch b.Look {
	case Main:
		r.ground.FillColor, r.ground.StrokeColor = p.Accent, p.Accent
		ink, name = p.OnAccent, fynetheme.ColorNameForegroundOnPrimary
	case Quiet:
		r.ground.FillColor, r.ground.StrokeColor = color.Transparent, color.Transparent
	}
	switch {
	case b.off:
		ink, name = p.Faint, fynetheme.ColorNameDisabled
	case b.On:
		r.ground.FillColor, r.ground.StrokeColor = p.Selection, p.Accent
	case b.hovered && b.Look == Quiet:
		r.ground.FillColor = p.Hover
	case b.hovered && b.Look == Normal:
		r.ground.FillColor, r.ground.StrokeColor = p.Button, p.Placeholder
	}
	focusRing(r.ground, b.held, p)
	if b.held && (b.Look == Main || b.On) { // accent on accent would not show
		r.ground.StrokeColor = p.Ink
	}
	r.text.Color = ink
	for _, t := range r.more {
		t.Color = ink
	}
	show(r.icon, b.Icon != "")
	if drawn := b.Icon + " " + string(name); b.Icon != "" && drawn != r.drawn {
		icon(r.icon, b.Icon, name)
		r.drawn = drawn
	}
	r.Layout(b.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	b := r.b
	r.ground.Resize(size)
	content := float32(0)
	if b.Icon != "" {
		content += iconSize
	}
	r.text.Text = b.Text
	text := r.text.MinSize()
	if b.Text != "" {
		if b.Icon != "" {
			content += 7
		}
		content += text.Width
	}
	x := (size.Width - content) / 2
	if b.Leading {
		x = b.side()
	}
	middle := size.Height / 2
	if b.Wrap {
		middle = controlHeight / 2 // of the first row
	}
	if b.Icon != "" {
		r.icon.Move(fyne.NewPos(x, middle-iconSize/2))
		r.icon.Resize(fyne.NewSquareSize(iconSize))
		x += iconSize + 7
	}
	r.text.Move(fyne.NewPos(x, middle-text.Height/2))
	r.text.Resize(text)
	switch room := size.Width - x - b.side(); {
	case b.Leading && b.Wrap:
		r.wrap(x, middle+text.Height/2, room)
	case b.Leading:
		r.text.Text = Fit(b.Text, r.text.TextSize, r.text.TextStyle, room)
	}
}

// wrap breaks the text into rows of a width; the second begins at a place.
func (r *buttonRenderer) wrap(x, y, room float32) {
	ends := rowEnds(r.b.Text, max(room, 40), r.text.TextSize, r.text.TextStyle)
	r.text.Text = r.b.Text[:ends[0]]
	before := len(r.more)
	r.more = r.more[:min(before, len(ends)-1)]
	for i, end := range ends[1:] {
		if i == len(r.more) {
			r.more = append(r.more, &canvas.Text{})
		}
		t := r.more[i]
		t.Text, t.TextSize, t.TextStyle, t.Color = r.b.Text[ends[i]:end], r.text.TextSize, r.text.TextStyle, r.text.Color
		min := t.MinSize()
		t.Move(fyne.NewPos(x, y))
		t.Resize(min)
		y += min.Height
	}
	if len(r.more) != before {
		canvas.Refresh(r.b)
	}
}

// Fit cuts a text that is wider than there is room and puts an ellipsis at its end.
func Fit(text string, size float32, style fyne.TextStyle, room float32) string {
	width := func(s string) float32 { return fyne.MeasureText(s, size, style).Width }
	if width(text) <= room {
		return text
	}
	cuts := []int{0}
	for off := typeset.NextGrapheme(text, 0); off < len(text); off = typeset.NextGrapheme(text, off) {
		cuts = append(cuts, off)
	}
	n := sort.Search(len(cuts), func(i int) bool { return width(text[:cuts[i]]+"…") > room })
	return text[:cuts[max(n-1, 0)]] + "…"
}
