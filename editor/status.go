package editor

import (
	"context"
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/field"
)

// statusBar is the line at the bottom: what happened and the counts on the left, the caret and the findings on the right.
type statusBar struct {
	widget.BaseWidget
	statusNeeds
	left    *note
	right   *note
	check   *field.Button
	cancel  *field.Button
	said    string // what happened last; shown for a while, or until the text changes
	state   string
	count   counted
	work    *progress
	running []*progress // with some that have ended
	forget  func()
	content *fyne.Container
}

// sayFor is how long a message stands before the state of the post shows again.
const sayFor = 8 * time.Second

// statusNeeds is what the bar asks of the window.
type statusNeeds struct {
	after  func(d time.Duration, f func()) (stop func())
	button func(text string, act func()) *field.Button
	find   func()                 // a click on the findings
	ctx    func() context.Context // of all long work
	goal   func() string          // of the day; "" for none
	open   func() bool            // a post is open
}

func newStatusBar(needs statusNeeds) *statusBar {
	s := &statusBar{statusNeeds: needs, left: newNote(theme.SizeNameCaptionText, fyne.TextAlignLeading), right: newNote(theme.SizeNameCaptionText, fyne.TextAlignTrailing)}
	s.cancel = s.button(assets.T("window.cancel"), func() {
		if s.work != nil {
			s.work.cancel()
			s.show()
		}
	})
	s.cancel.Small = true
	s.cancel.Hide()
	s.check = s.button("", s.find)
	s.check.Small = true
	s.check.Hide()
	s.content = container.New(&statusLayout{}, field.NewGround(func() fyneColor { return panelColor() }), field.NewGround(hairlineColor), s.left, s.cancel, s.right, s.check)
	s.ExtendBaseWidget(s)
	return s
}

const statusHeight = 28

// statusLayout: background, hairline, left, cancel, right, check.
type statusLayout struct{}

// MinSize is for fyne.Layout.
func (*statusLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, statusHeight) }

// Layout is for fyne.Layout.
func (*statusLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	o[1].Resize(fyne.NewSize(size.Width, 1))
	left, cancel, right, check := o[2], o[3], o[4], o[5]
	place := func(c fyne.CanvasObject, x, width float32) {
		h := c.MinSize().Height
		c.Resize(fyne.NewSize(max(width, 0), h))
		c.Move(fyne.NewPos(x, (size.Height-h)/2))
	}
	pad := theme.InnerPadding()
	end := size.Width - edgeSpace + pad
	if check.Visible() {
		width := check.MinSize().Width
		end = size.Width - edgeSpace + pad - width
		place(check, end, width)
	}
	half := end * 0.55
	start, width := edgeSpace-pad, half
	if cancel.Visible() {
		place(cancel, start, cancel.MinSize().Width)
		start += cancel.MinSize().Width
	}
	place(left, start, width-start)
	place(right, half, end-half)
}

// edgeSpace is how far what stands at the window's sides is from them: the list's heading and rows, the status.
const edgeSpace = 12

// Say shows what merely happened.
func (s *statusBar) Say(message string) {
	s.said = message
	s.show()
	if s.forget != nil {
		s.forget()
	}
	s.forget = s.after(sayFor, func() {
		s.said = ""
		s.show()
	})
}

// Forget takes what was said away: something has happened since.
func (s *statusBar) Forget() {
	if s.said != "" {
		s.said = ""
		s.show()
	}
}

// SetState shows whether the text is in the file.
func (s *statusBar) SetState(state string) {
	s.state = state
	s.show()
}

// SetCount shows how much text there is.
func (s *statusBar) SetCount(c counted) {
	s.count = c
	s.show()
}

// SetPlace shows where the caret is.
func (s *statusBar) SetPlace(place string) { s.right.SetText(place) }

// SetFindings shows how many findings the last check had; none hides it.
func (s *statusBar) SetFindings(text string) {
	if text == "" {
		s.check.Hide()
	} else {
		s.check.SetText(text)
		s.check.Show()
	}
	s.content.Refresh()
}

func (s *statusBar) show() {
	text := s.state
	if s.said != "" {
		text = s.said
	}
	if s.work != nil {
		text = s.work.line()
	}
	if c := s.count.String(); c != "" && s.work == nil && s.open() {
		if text != "" {
			text += " " + assets.Dot + " "
		}
		text += c
		if g := s.goal(); g != "" {
			text += " " + assets.Dot + " " + g
		}
	}
	s.left.SetText(text)
}

// A progress is long work that the author can cancel.
type progress struct {
	bar    *statusBar
	ctx    context.Context
	cancel context.CancelFunc
	text   string
}

// Begin shows long work. One at a time has the line; a later one takes it over.
func (s *statusBar) Begin(text string) *progress {
	ctx, cancel := context.WithCancel(s.ctx())
	p := &progress{bar: s, ctx: ctx, cancel: cancel, text: text}
	s.work = p
	s.running = append(slices.DeleteFunc(s.running, func(r *progress) bool { return r.ctx.Err() != nil }), p)
	s.cancel.Show()
	s.content.Refresh()
	s.show()
	return p
}

// CancelAll cancels all long work.
func (s *statusBar) CancelAll() {
	for _, p := range s.running {
		p.cancel()
	}
	s.show()
}

// line is what the status bar says of the work. One that was cancelled ends at its next safe place, and says so until then.
func (p *progress) line() string {
	if p.ctx.Err() != nil {
		return assets.T("window.cancelling")
	}
	return p.text
}

// Say changes the line.
func (p *progress) Say(text string) {
	p.text = text
	p.bar.show()
}

// End takes the line away.
func (p *progress) End() {
	p.cancel()
	if p.bar.work == p {
		p.bar.work = nil
		p.bar.cancel.Hide()
		p.bar.content.Refresh()
		p.bar.show()
	}
}

// CreateRenderer is for Fyne.
func (s *statusBar) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.content) }

// refreshState shows whether the open post is in its file: in the status bar, in the title and in the list.
func (w *Workbench) refreshState() {
	title := assets.T("app.name")
	state := ""
	if p := w.active; p != nil {
		name := w.titleOf(p)
		title = name + " — " + title
		switch {
		case p.Copy.Dirty():
			title = unsavedMark + title
			state = assets.T("window.unsaved")
		case p.Saving():
			state = assets.T("window.saving")
		default:
			state = assets.T("window.saved")
			if at := p.Copy.Post().Stamp.ModTime; !at.IsZero() {
				state = assets.T("window.saved.at", moment(at, w.now()))
			}
		}
	}
	if w.env.Window.Title() != title {
		w.env.Window.SetTitle(title)
	}
	w.status.SetState(state)
	w.markUnsaved()
	w.refreshPlace()
}

// markUnsaved marks the posts in the list that have text that is in no file: of this session, closed or not, and of one before.
func (w *Workbench) markUnsaved() {
	unsaved := w.session.Unsaved()
	if !maps.Equal(unsaved, w.list.unsaved) {
		w.list.unsaved = unsaved
		w.list.Refresh()
	}
}

// moment is a time as the status says it: the hour today, else the day.
func moment(t, now time.Time) string {
	t = t.In(now.Location())
	y, m, d := t.Date()
	if ny, nm, nd := now.Date(); y == ny && m == nm && d == nd {
		return t.Format("15:04")
	}
	return day(t, now)
}

// refreshPlace follows the caret, and brings the menus up to date with what can be done now.
func (w *Workbench) refreshPlace() {
	if w.active == nil {
		w.glance.now()
	} else {
		w.glance.ask()
	}
}

// showPlace shows the caret's line and column in the file, and the heading it stands under.
func (w *Workbench) showPlace() {
	if w.active == nil {
		w.status.SetPlace("")
		return
	}
	doc := w.active.Copy.State().Doc
	head := w.active.Copy.State().Selection.MainRange().Head
	line := doc.LineAt(head)
	col := len([]rune(doc.Slice(doc.LineStart(line), head)))
	place := assets.T("window.place", line+1, col+1)
	if h := w.headingAt(head); h != "" {
		place += " " + assets.Dot + " " + h
	}
	if lang := (pageLanguages{w}).shown(); lang != "" {
		place += " " + assets.Dot + " " + lang
	}
	w.status.SetPlace(place)
}
