package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/store/frontmatter"
)

// summaryLines is how many lines the summary takes at most; what does not fit is counted with the rest.
const summaryLines = 2

// summary is the line that stands for the folded fields. A click or Enter opens them, at the field that was clicked.
type summary struct {
	widget.BaseWidget
	f     *Form
	segs  []segment
	rest  int // fields that have no segment
	held  bool
	hover bool
}

// segment is one piece of the line.
type segment struct {
	text string
	key  string // the field that a click leads to
	look look
	glue bool // stays on the line of the piece before it
}

type look uint8

const (
	plainLook look = iota
	dimLook
	pillLook
)

var (
	_ fyne.Focusable     = (*summary)(nil)
	_ fyne.Shortcutable  = (*summary)(nil)
	_ fyne.Tappable      = (*summary)(nil)
	_ desktop.Hoverable  = (*summary)(nil)
	_ desktop.Cursorable = (*summary)(nil)
)

func newSummary(f *Form) *summary {
	s := &summary{f: f}
	s.ExtendBaseWidget(s)
	return s
}

func (s *summary) show() {
	s.segs, s.rest = nil, 0
	if s.f.open {
		s.segs = []segment{{text: assets.T("form.fields"), look: dimLook}}
		s.Refresh()
		return
	}
	draft := false
	var all []spec
	for _, sp := range specs(s.f.model.Block()) {
		if sp.label == "form.field.draft" {
			draft, _ = s.bool(sp)
		}
		all = append(all, sp)
	}
	s.addDate(all, draft)
	for _, sp := range all {
		switch sp.label {
		case "form.field.authors":
			s.addNames(sp)
		case "form.field.tags", "form.field.categories":
			s.addPills(sp)
		case "form.field.date", "form.field.draft":
		default:
			if sp.present {
				s.rest++
			}
		}
	}
	s.Refresh()
}

func (s *summary) bool(sp spec) (value, ok bool) {
	v, _ := s.f.value(sp.path)
	value, ok = v.(bool)
	return value, ok
}

func (s *summary) addDate(all []spec, draft bool) {
	for _, sp := range all {
		if sp.label != "form.field.date" {
			continue
		}
		v, _ := s.f.value(sp.path)
		text := frontmatter.Text(v)
		if d, ok := frontmatter.AsDate(v); ok {
			p := partsOf(d)
			text = p.day
			for _, more := range []string{p.clock, p.zone} {
				if more != "" {
					text += " " + more
				}
			}
		}
		if text == "" {
			text = assets.T("form.no_date")
		}
		s.segs = append(s.segs, segment{text: text, key: sp.key, look: dimLook})
	}
	state := "form.state.published"
	if draft {
		state = "form.state.draft"
	}
	s.segs = append(s.segs, segment{text: assets.Dot, look: dimLook, glue: true, key: "draft"},
		segment{text: assets.T(state), look: dimLook, glue: true, key: "draft"})
}

func (s *summary) addNames(sp spec) {
	v, _ := s.f.value(sp.path)
	text := ""
	for i, n := range frontmatter.Strings(v) {
		if i > 0 {
			text += assets.T("form.comma")
		}
		text += n
	}
	if text != "" {
		s.segs = append(s.segs, segment{text: assets.T(sp.label), key: sp.key, look: dimLook}, segment{text: text, key: sp.key, glue: true})
	}
}

func (s *summary) addPills(sp spec) {
	v, _ := s.f.value(sp.path)
	names := frontmatter.Strings(v)
	for i, n := range names {
		if i == 0 {
			s.segs = append(s.segs, segment{text: assets.T(sp.label), key: sp.key, look: dimLook})
		}
		s.segs = append(s.segs, segment{text: n, key: sp.key, look: pillLook, glue: i == 0})
	}
}

// Cursor is called by Fyne.
func (s *summary) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Tapped is called by Fyne.
func (s *summary) Tapped(ev *fyne.PointEvent) {
	if s.f.open {
		s.f.SetOpen(false)
		return
	}
	key := ""
	s.place(s.Size().Width, func(g segment, x, y, w float32) {
		if ev.Position.X >= x-4 && ev.Position.X < x+w+4 && ev.Position.Y >= y && ev.Position.Y < y+lineHeight {
			key = g.key
		}
	})
	s.unfold(key)
}

func (s *summary) unfold(key string) {
	s.f.SetOpen(true)
	if key == "" || !s.f.FocusKey(key) {
		s.f.focus(s.f.fields.rows[0].control.first())
	}
}

// TypedKey is called by Fyne.
func (s *summary) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if s.f.open {
			s.f.SetOpen(false)
		} else {
			s.unfold("")
		}
	case fyne.KeyDown, fyne.KeyRight:
		s.unfold("")
	case fyne.KeyUp:
		s.f.Focus()
	case fyne.KeyEscape:
		s.f.escape()
	default:
		s.f.o.Ways.Function(ev.Name)
	}
}

// TypedRune is called by Fyne.
func (s *summary) TypedRune(rune) {}

// TypedShortcut is called by Fyne.
func (s *summary) TypedShortcut(sc fyne.Shortcut) { s.f.o.Ways.Shortcut(sc) }

// FocusGained is called by Fyne.
func (s *summary) FocusGained() { s.hold(true) }

// FocusLost is called by Fyne.
func (s *summary) FocusLost() { s.hold(false) }

func (s *summary) hold(on bool) {
	s.set(on, s.hover)
	s.f.o.Ways.Hold(s, on)
}

// MouseIn is called by Fyne.
func (s *summary) MouseIn(*desktop.MouseEvent) { s.set(s.held, true) }

// MouseOut is called by Fyne.
func (s *summary) MouseOut() { s.set(s.held, false) }

// MouseMoved is called by Fyne.
func (s *summary) MouseMoved(*desktop.MouseEvent) {}

func (s *summary) set(held, hover bool) {
	if s.held != held || s.hover != hover {
		s.held, s.hover = held, hover
		s.Refresh()
	}
}
