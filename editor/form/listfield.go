package form

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/editor/field"
	"lanyard/store/frontmatter"
)

// offersMost is how many values are on offer at a time.
const offersMost = 8

// listField edits a list as pills with an entry behind them, and while it has the focus there are values on offer.
//
// Enter, a comma of either width, or leaving the field adds what is typed. Left at the beginning marks pills, which
// Backspace and Delete take out; Down marks what is on offer, which Enter adds.
type listField struct {
	widget.BaseWidget
	r      *row
	items  []any // as the model has them: what is not edited keeps its type
	single bool  // the file has one value and not a list
	pills  []*pill
	entry  *field.Line
	ground *canvas.Rectangle

	mark   int  // marked pill, -1 for none
	in     bool // somebody may type: the field has the keyboard and was not left yet
	absent bool
}

var _ desktop.Mouseable = (*listField)(nil)

func newListField(r *row) *listField {
	l := &listField{r: r, entry: newLine(r.s.f), ground: &canvas.Rectangle{}, mark: -1}
	l.entry.Plain, l.entry.Joint = true, ","
	l.entry.Key, l.entry.Rune, l.entry.Typed = l.key, l.rune, l.typed
	l.entry.Focused = r.s.f.track(l.entry, l.come, l.gone)
	l.ExtendBaseWidget(l)
	return l
}

func (l *listField) show() error {
	v, has := l.r.value()
	items, isList := v.([]any)
	if !isList && has && v != nil && frontmatter.Text(v) != "" {
		items = []any{v}
	}
	l.single = has && !isList && v != nil
	if l.pills != nil && slices.EqualFunc(items, l.items, frontmatter.Equal) {
		return nil
	}
	l.items = slices.Clone(items)
	l.pills = make([]*pill, 0, len(items))
	for i, v := range l.items {
		l.pills = append(l.pills, newPill(frontmatter.Text(v), func() { l.marking(i); l.r.s.f.focus(l.entry) }, func() { l.removeAt(i) }))
	}
	l.mark = -1
	l.offer()
	l.resized()
	return nil
}

// write gives the list to the model: one value stays a value where the file had one, and a key that was not there
// before the focus came goes again when its list is emptied.
func (l *listField) write(items []any) {
	m := l.r.s.f.model
	switch {
	case l.single && len(items) == 1:
		l.r.write(items[0])
	case len(items) == 0 && l.absent && l.r.spec.label != "":
		l.r.fail(m.Unset(l.r.spec.path))
	default:
		l.r.write(items)
	}
	_ = l.show()
}

// add takes each of the values that is not there yet.
func (l *listField) add(values ...string) {
	items := slices.Clone(l.items)
	for _, v := range values {
		v = strings.TrimSpace(v)
		if v != "" && !slices.ContainsFunc(items, func(have any) bool { return frontmatter.Text(have) == v }) {
			items = append(items, v)
		}
	}
	if len(items) != len(l.items) {
		l.write(items)
	}
}

func (l *listField) removeAt(i int) {
	if i < 0 || i >= len(l.items) {
		return
	}
	l.write(slices.Delete(slices.Clone(l.items), i, i+1))
	l.r.s.f.focus(l.entry)
}

// take adds what stands in the entry.
func (l *listField) take() {
	text := l.entry.Text
	if strings.TrimSpace(text) == "" {
		return
	}
	l.entry.Set("")
	l.add(split(text)...)
	l.offer()
}

// split cuts a text where lists are cut: at commas of either width, the enumeration comma, semicolons and line ends.
func split(text string) []string { return strings.FieldsFunc(text, isSeparator) }

func isSeparator(r rune) bool { return strings.ContainsRune(",，、;；\r\n", r) }

func (l *listField) rune(r rune) bool {
	l.marking(-1)
	if !isSeparator(r) {
		return false
	}
	l.take()
	return true
}

// typed follows the entry: what came by paste with separators in it is taken at once.
func (l *listField) typed(text string) {
	if strings.IndexFunc(text, isSeparator) >= 0 {
		l.take()
		return
	}
	l.offer()
	l.resized()
}

func (l *listField) come() {
	_, has := l.r.value()
	l.absent, l.in = !has, true
	l.offer()
	l.r.come()
	l.r.s.f.rest(l.resized) // room to type may be a line of its own
}

func (l *listField) gone() {
	l.in = false
	l.take()
	l.offer()
	l.marking(-1)
	l.r.gone(l.entry)
	l.resized()
}

func (l *listField) key(name fyne.KeyName) bool {
	if l.r.s.f.suggest.key(l, name) {
		return true
	}
	atStart := l.entry.AtStart()
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if strings.TrimSpace(l.entry.Text) == "" {
			return false // nothing to add: on to the next field
		}
		l.take()
		return true
	case fyne.KeyLeft, fyne.KeyRight:
		return l.sideways(name == fyne.KeyRight, atStart)
	case fyne.KeyBackspace, fyne.KeyDelete:
		return l.erase(name == fyne.KeyBackspace, atStart)
	case fyne.KeyEscape:
		if l.mark < 0 {
			return false
		}
		l.marking(-1)
		return true
	}
	return false
}

func (l *listField) sideways(right, atStart bool) bool {
	step := -1
	if right {
		step = 1
	}
	switch {
	case l.mark >= 0 && right && l.mark == len(l.pills)-1:
		l.marking(-1)
	case l.mark >= 0:
		l.marking(max(l.mark+step, 0))
	case !right && atStart && len(l.pills) > 0:
		l.marking(len(l.pills) - 1)
	default:
		return false
	}
	return true
}

func (l *listField) erase(back, atStart bool) bool {
	switch {
	case l.mark >= 0:
		at := l.mark
		l.removeAt(at)
		if len(l.pills) > 0 {
			l.marking(min(at, len(l.pills)-1))
		}
	case back && atStart && l.entry.Text == "" && len(l.pills) > 0:
		l.removeAt(len(l.pills) - 1)
	default:
		return false
	}
	return true
}

func (l *listField) marking(i int) {
	l.mark = i
	for j, p := range l.pills {
		p.mark(j == i)
	}
}

// pick adds a value on offer in place of what is typed.
func (l *listField) pick(text string) {
	l.entry.Set("")
	l.add(text)
	l.offer()
	l.resized()
	l.r.s.f.focus(l.entry)
}

// offer finds what can be added: what the folder's posts have, begins with or contains what is typed, and is not in
// the list yet.
func (l *listField) offer() {
	var offers []*pill
	defer func() { l.r.s.f.suggest.offer(l, offers) }()
	if !l.in {
		return
	}
	typed := strings.ToLower(strings.TrimSpace(l.entry.Text))
	have := map[string]bool{}
	for _, v := range l.items {
		have[frontmatter.Text(v)] = true
	}
	var begins, contains []string
	for _, v := range l.r.s.f.model.Complete(l.r.spec.key) {
		low := strings.ToLower(v)
		switch {
		case have[v] || low == typed:
		case strings.HasPrefix(low, typed):
			begins = append(begins, v)
		case strings.Contains(low, typed):
			contains = append(contains, v)
		}
	}
	all := append(begins, contains...)
	for _, v := range all[:min(len(all), offersMost)] {
		offers = append(offers, newPill(v, func() { l.pick(v) }, nil))
	}
}

// anchor is for suggesting.
func (l *listField) anchor() []fyne.CanvasObject { return []fyne.CanvasObject{l.r.box, l} }

func (l *listField) resized() {
	l.Refresh()
	l.r.s.resized()
}

// MouseDown moves the caret into the entry, wherever in the field the pointer is.
func (l *listField) MouseDown(*desktop.MouseEvent) { l.r.s.f.focus(l.entry) }

// MouseUp is called by Fyne.
func (l *listField) MouseUp(*desktop.MouseEvent) {}

func (l *listField) object() fyne.CanvasObject { return l }
func (l *listField) recolour()                 { l.Refresh() }

func (l *listField) first() fyne.Focusable { return l.entry }
func (l *listField) all() []fyne.Focusable { return []fyne.Focusable{l.entry} }

const listPad = 5

func (l *listField) heightFor(width float32) float32 {
	return max(flow(l.parts(), nil, width-2*listPad, 4, false)+4, rowHeight)
}

// parts is what flows: pills and entry.
func (l *listField) parts() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, p := range l.pills {
		all = append(all, p)
	}
	return append(all, listEntry{l.entry, l})
}

// listEntry is the entry in the flow, as high as a pill.
type listEntry struct {
	*field.Line
	l *listField
}

// MinSize leaves room for typing only while somebody may type, so that a full line of pills does not carry an empty one.
func (e listEntry) MinSize() fyne.Size {
	if e.l.in || e.Text != "" {
		return fyne.NewSize(72, pillHeight)
	}
	return fyne.NewSize(sliver, pillHeight)
}

// CreateRenderer is called by Fyne.
func (l *listField) CreateRenderer() fyne.WidgetRenderer { return &listRenderer{l} }

type listRenderer struct{ l *listField }

func (*listRenderer) Destroy() {}
func (r *listRenderer) Objects() []fyne.CanvasObject {
	objs := []fyne.CanvasObject{r.l.ground}
	for _, p := range r.l.pills {
		objs = append(objs, p)
	}
	return append(objs, r.l.entry)
}
func (r *listRenderer) MinSize() fyne.Size { return fyne.NewSize(leastWidth/2, rowHeight) }

func (r *listRenderer) Refresh() {
	field.PaintGround(r.l.ground, r.l.entry.Held())
	for _, p := range r.l.pills {
		p.Refresh()
	}
	r.l.entry.Refresh()
	r.Layout(r.l.Size())
}

func (r *listRenderer) Layout(size fyne.Size) {
	l := r.l
	l.ground.Resize(size)
	parts := l.parts()
	w := size.Width - 2*listPad
	var entry fyne.CanvasObject
	for _, o := range parts {
		if e, ok := o.(listEntry); ok {
			entry = e
		}
	}
	flow(parts, entry, w, 4, true)
	for _, o := range parts {
		o.Move(o.Position().AddXY(listPad, 2))
	}
}
