package editor

import (
	"fmt"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets/theme"
	"lanyard/editor/field"
)

// A manner is what a kind of control answers, where kinds differ. What all of them answer stands in the questions below.
type manner struct {
	acts    bool // Enter and Space do what a click does
	types   bool // characters go into it
	click   bool // a click gives it the keyboard
	mark    mark // what shows that it has the keyboard
	stays   bool // Tab stays: it is alone in its layer, or hands the keyboard on
	foreign bool // it is Fyne's own
}

type mark uint8

const (
	ring  mark = iota // a frame in the accent
	caret             // what is typed goes there
	own               // rows, frames of its own: only that something shows is asked
)

// manners are the kinds of controls that there are. A control of a kind that is not here fails the table: say what it answers.
var manners = map[string]manner{
	"*field.Button":     {acts: true},
	"*field.Check":      {acts: true},
	"*field.Picker":     {acts: true},
	"*field.Line":       {types: true, click: true, mark: caret},
	"*field.Area":       {types: true, click: true, mark: caret},
	"*form.toggle":      {acts: true, click: true},
	"*form.cross":       {acts: true},
	"*form.addButton":   {acts: true},
	"*form.summary":     {acts: true},
	"*form.calendar":    {acts: true, mark: own, stays: true},
	"*tray.grid":        {click: true, mark: own},
	"*tray.board":       {click: true, mark: own},
	"*textedit.Editor":  {types: true, click: true, mark: caret},
	"*preview.Preview":  {mark: own}, // a click leads to its place in the text
	"*editor.focusList": {acts: true, mark: own},
	"*editor.outline":   {acts: true, mark: own},
	"*editor.quickList": {stays: true},
	"*widget.PopUpMenu": {mark: own, stays: true, foreign: true},
}

// questioned is a control in a state of the window, to be asked questions.
type questioned struct {
	*keyed
	t     *testing.T
	state state
	name  string
	m     manner
	c     seen
	f     fyne.Focusable
}

// again finds the control in the state anew, with the keyboard in it; false where it is not there any more.
func (a *questioned) again() bool {
	a.f = nil
	a.keyed = a.keyed.again(a.t, a.state)
	return a.find()
}

func (a *questioned) find() bool {
	for _, c := range controls(a.win.Canvas()) {
		if c.named() == a.name {
			a.f = c.o.(fyne.Focusable)
			a.win.Canvas().Focus(a.f)
			a.w.status.Say("")
			a.wait()
			break
		}
	}
	for _, c := range controls(a.win.Canvas()) { // it may have come into view
		if a.f != nil && c.o == a.f.(fyne.CanvasObject) {
			a.c = c
			return a.win.Canvas().Focused() == a.f
		}
	}
	return false
}

// complain fails with what was asked.
func (a *questioned) complain(format string, args ...any) {
	a.t.Helper()
	a.t.Errorf("%s: %s: %s", a.state.name, a.name, fmt.Sprintf(format, args...))
}

// trace is all that can be seen of what a key did.
func (a *questioned) trace() []string {
	a.wait()
	out := append(a.look(), fmt.Sprintf("keyboard %p", a.win.Canvas().Focused()))
	if p, ok := a.win.Canvas().Focused().(interface {
		CaretPlace() (fyne.Position, fyne.Size)
	}); ok {
		at, _ := p.CaretPlace()
		out = append(out, fmt.Sprint("caret ", at))
	}
	walk(a.win.Canvas(), func(s seen) {
		switch o := s.o.(type) {
		case *canvas.Text:
			out = append(out, o.Text)
		case *container.Scroll:
			out = append(out, fmt.Sprint("scrolled ", o.Offset))
		case *field.Check:
			out = append(out, fmt.Sprint("checked ", o.Checked))
		case *field.Button:
			out = append(out, fmt.Sprint("on ", o.On))
		case *canvas.Rectangle:
			if o.StrokeWidth > 0 || o.FillColor != nil {
				out = append(out, fmt.Sprint("frame ", s.area(), o.StrokeColor, o.FillColor))
			}
		}
	})
	if a.w.touching != nil {
		out = append(out, fmt.Sprint("edits ", a.w.touching.view.Edits()))
	}
	return append(out, fmt.Sprint("source ", a.w.source.TopOffset()))
}

// key presses a key without modifiers as the window delivers it.
func (a *questioned) key(name fyne.KeyName) {
	a.clock.Advance(700 * time.Millisecond)
	f := a.win.Canvas().Focused()
	if f == nil {
		a.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
	} else {
		f.TypedKey(&fyne.KeyEvent{Name: name})
		if name == fyne.KeySpace {
			f.TypedRune(' ')
		}
	}
	a.wait()
}

// tab is Tab, or with Shift, as Fyne's window does it.
func (a *questioned) tab(back bool) {
	c := a.win.Canvas()
	if t, ok := c.Focused().(fyne.Tabbable); ok && t.AcceptsTab() {
		c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	} else if back {
		c.FocusPrevious()
	} else {
		c.FocusNext()
	}
	a.wait()
}

// TestEveryControlAnswers asks every control that there is in every state of the window what a person asks it with a key or the pointer.
func TestEveryControlAnswers(t *testing.T) {
	kinds, done := map[string]bool{}, map[string]bool{}
	k := newKeyed(t, plainBody)
	for _, s := range states() {
		k = k.again(t, s)
		for _, c := range controls(k.win.Canvas()) {
			kind := kindOf(c.o)
			m, known := manners[kind]
			if !known {
				t.Fatalf("%s: a %s is a new kind of control: say in manners what it answers", s.name, kind)
			}
			kinds[kind] = true
			name := c.named()
			if key := kind + name; done[key] || testing.Short() && done[kind+s.name[:3]] {
				continue
			} else {
				done[key], done[kind+s.name[:3]] = true, true
			}
			a := &questioned{keyed: k, t: t, state: s, name: name, m: m}
			for _, q := range questions {
				if !a.again() {
					if q.name == "focus" && !m.stays {
						a.complain("it does not take the keyboard")
					}
					continue
				}
				q.ask(a)
			}
			k = a.keyed
		}
	}
	for kind := range manners {
		if !kinds[kind] {
			t.Errorf("no %s was met: the table holds of nothing there", kind)
		}
	}
}

// questions are asked each of a control that has the keyboard, in a state that is as new.
var questions = []struct {
	name string
	ask  func(a *questioned)
}{
	{"focus", askMark},
	{"tab", askTab},
	{"enter", askEnter},
	{"escape", askEscape},
	{"arrows", askArrows},
	{"clipboard", askClipboard},
	{"menu", askMenu},
	{"wheel", askWheel},
	{"click", askClick},
	{"window", askWindow},
}

// accents are the frames and bars in the accent that can be seen now.
func (a *questioned) accents() map[string]seen {
	p := theme.Current()
	is := func(c color.Color) bool {
		n, ok := c.(color.NRGBA)
		if n.A > 0x40 {
			n.A = 0xff
		}
		return ok && (n == p.Accent || n == p.Ink)
	}
	out := map[string]seen{}
	walk(a.win.Canvas(), func(s seen) {
		switch o := s.o.(type) {
		case *canvas.Rectangle:
			if (o.StrokeWidth >= 1 && is(o.StrokeColor) || is(o.FillColor)) && !s.shows().empty() {
				out[fmt.Sprintf("%p %v %v %v", o, s.area(), o.StrokeColor, o.StrokeWidth)] = s
			}
		case *canvas.Image:
			if o.Visible() && !s.shows().empty() {
				out[fmt.Sprintf("%p %v", o, s.area())] = s
			}
		}
	})
	return out
}

// askMark: what shows that it has the keyboard is there, whole, and comes into view.
func askMark(a *questioned) {
	if a.m.foreign {
		return
	}
	with := a.accents()
	area, shown := a.c.area(), a.c.shows()
	if clip := a.c.clip; area.y2-area.y <= clip.y2-clip.y && (shown.y > area.y+1 || shown.y2 < area.y2-1) {
		a.complain("it has the keyboard and only %v of %v is in sight", shown, area)
	}
	a.win.Canvas().Focus(nil)
	without := a.accents()
	a.wait()
	var marks []seen
	for o, s := range with {
		if _, was := without[o]; !was {
			marks = append(marks, s)
		}
	}
	if len(marks) == 0 && !a.m.stays {
		a.complain("nothing shows that it has the keyboard")
	}
	for _, s := range marks {
		if a.m.mark == own {
			continue
		}
		if got, want := s.shows(), s.area(); got.x > want.x+1 || got.y > want.y+1 || got.x2 < want.x2-1 || got.y2 < want.y2-1 {
			a.complain("of the mark %v only %v shows", want, got)
		}
	}
}

// askTab: Tab leads to another control that shows, and Shift+Tab back.
func askTab(a *questioned) {
	a.tab(false)
	a.alive(a.name + ", Tab")
	to := a.win.Canvas().Focused()
	if a.m.stays || a.w.quick.popup != nil {
		return // it is alone, or the palette's field, which steers the rows
	}
	if _, takes := a.f.(fyne.Tabbable); takes { // the text and the preview have a use for Tab
		return
	}
	if to == a.f {
		a.complain("Tab stays")
	}
	for _, c := range controls(a.win.Canvas()) {
		if c.o == to.(fyne.CanvasObject) && c.shows().empty() {
			a.complain("Tab leads to %s, out of sight", c.named())
		}
	}
	if _, takes := to.(fyne.Tabbable); takes {
		return
	}
	a.tab(true)
	if back := a.win.Canvas().Focused(); back != a.f && manners[kindOf(to)].stays == false {
		a.complain("Shift+Tab after Tab leads to a %s", kindOf(back))
	}
}

// quiet are controls for which Enter has nothing to do, with the reason.
func (a *questioned) quiet() bool {
	if b, ok := a.f.(*field.Button); ok && b.On {
		return true // one of several, and chosen
	}
	if l, ok := a.f.(*field.Line); ok && l.Text == "" {
		return true // nothing to submit
	}
	return strings.HasPrefix(a.name, `the button "" chevron`) // of a search for nothing
}

// askEnter: Enter does something, and where the control acts Space does the same.
func askEnter(a *questioned) {
	before := a.trace()
	a.key(fyne.KeyReturn)
	after := a.trace()
	a.alive(a.name + ", Enter")
	if slices.Equal(before, after) && !a.quiet() && (a.m.acts || a.m.types) {
		a.complain("Enter does nothing")
	}
	if !a.again() {
		return
	}
	before = a.trace()
	a.key(fyne.KeySpace)
	spaced := a.trace()
	a.alive(a.name + ", Space")
	if slices.Equal(before, spaced) && !a.quiet() && (a.m.acts || a.m.types) {
		a.complain("Space does nothing")
	}
}

// askEscape: Escape closes something, or leads back to the text.
func askEscape(a *questioned) {
	text := a.Text()
	before := a.trace()
	for range 3 { // a suggestion, a selection, then the thing itself
		a.key(fyne.KeyEscape)
	}
	a.alive(a.name + ", Escape")
	if a.w.active != nil && a.Text() != text {
		a.complain("Escape changes the text")
	}
	if home := a.f == a.w.homeKeys(); slices.Equal(before, a.trace()) && !home {
		a.complain("Escape does nothing")
	}
}

// askArrows: an arrow moves something, where there is something to move to.
func askArrows(a *questioned) {
	moved := false
	for _, name := range []fyne.KeyName{fyne.KeyDown, fyne.KeyRight, fyne.KeyUp, fyne.KeyLeft} {
		before := a.trace()
		a.key(name)
		a.alive(a.name + ", " + string(name))
		moved = moved || !slices.Equal(before, a.trace())
		if a.win.Canvas().Focused() != a.f && !a.again() {
			return
		}
	}
	empty := false
	if l, ok := a.f.(*field.Line); ok {
		empty = l.Text == ""
	}
	if b, ok := a.f.(*field.Button); ok && len(a.w.together(b)) < 2 {
		empty = true // alone
	}
	if !moved && !empty {
		a.complain("no arrow does anything")
	}
}

// askClipboard: each of the four does something or says that there is nothing.
func askClipboard(a *questioned) {
	if a.m.foreign {
		return
	}
	a.app.Clipboard().SetContent("pasted")
	for _, chord := range []string{"Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X"} {
		a.w.status.Say("")
		a.win.Canvas().Focus(a.f)
		a.wait()
		before := a.trace()
		a.chord(chord)
		if after := a.trace(); slices.Equal(before, after) && !a.selectsAll(chord) {
			a.complain("%s does nothing and says nothing", chord)
		}
		a.alive(a.name + ", " + chord)
		if a.win.Canvas().Focused() != a.f && !a.again() {
			return
		}
	}
}

// selectsAll reports whether selecting all again, or copying what is on the clipboard, leaves no trace.
func (a *questioned) selectsAll(chord string) bool {
	return a.m.types && (chord == "Ctrl+A" || chord == "Ctrl+C") || kindOf(a.f) == "*preview.Preview"
}

// askMenu: where the other button has a menu, the Menu key has it.
func askMenu(a *questioned) {
	if _, ok := a.f.(fyne.SecondaryTappable); !ok || a.m.foreign {
		return
	}
	n := len(a.win.Canvas().Overlays().List())
	if kindOf(a.f) == "*textedit.Editor" {
		a.w.source.Key("Menu")
		a.wait()
	} else {
		a.key(desktop.KeyMenu)
	}
	if len(a.win.Canvas().Overlays().List()) == n {
		a.complain("the Menu key opens none")
		return
	}
	a.alive(a.name + ", Menu")
	if _, ok := a.win.Canvas().Focused().(*widget.PopUpMenu); !ok {
		a.complain("with its menu open the keyboard is in %s", kindOf(a.win.Canvas().Focused()))
	}
}

// askWheel: the wheel over it scrolls what it stands in.
func askWheel(a *questioned) {
	if _, self := a.f.(fyne.Scrollable); self {
		return
	}
	var outer *container.Scroll
	for _, o := range a.c.ancestry {
		if s, ok := o.(*container.Scroll); ok && s.Content.MinSize().Height > s.Size().Height+1 {
			outer = s
		}
	}
	if outer == nil {
		return
	}
	a.find()
	s, ok := (&hand{k: a.keyed}).under(a.c.middle(), func(o fyne.CanvasObject) bool { _, is := o.(fyne.Scrollable); return is })
	if !ok {
		a.complain("nothing under the pointer scrolls")
		return
	}
	was := outer.Offset
	dy := float32(-30)
	if was.Y > 0 {
		dy = 30
	}
	s.o.(fyne.Scrollable).Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)})
	a.wait()
	if outer.Offset == was {
		a.complain("the wheel over it scrolls nothing: a %s takes it", kindOf(s.o))
	}
}

// askClick: a click at its middle hits it, and the keyboard works after one and after two.
func askClick(a *questioned) {
	h := &hand{k: a.keyed}
	if hit, ok := h.under(a.c.middle(), takesClicks); !ok || hit.o != a.c.o && !slices.Contains(hit.ancestry, a.c.o) {
		a.complain("a click at its middle hits a %s", kindOf(hit.o))
		return
	}
	a.win.Canvas().Focus(nil)
	at := a.c.middle()
	h.Click(at, desktop.MouseButtonPrimary)
	a.alive(a.name + ", a click")
	if got := a.win.Canvas().Focused(); a.m.click && got != a.f && a.state.name != "the first screen" {
		a.complain("a click on it gives the keyboard to a %s", kindOf(got))
	}
	h.Click(at, desktop.MouseButtonPrimary)
	a.settle().alive(a.name + ", two clicks")
}

// askWindow: the keys of the window work from there.
func askWindow(a *questioned) {
	if a.win.Canvas().Overlays().Top() != nil {
		return // it lies over the window, and has the keys until it is closed
	}
	if a.chord("Ctrl+Shift+P"); a.win.Canvas().Overlays().Top() == nil {
		a.complain("Ctrl+Shift+P does not open the palette")
	}
	if !a.again() {
		return
	}
	before := a.win.Canvas().Focused()
	if a.key(fyne.KeyF6); a.win.Canvas().Focused() == before && a.w.active != nil && !a.w.welcome.Visible() && a.w.touching == nil {
		a.complain("F6 does not leave it")
	}
}
