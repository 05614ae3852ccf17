package editor

import (
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/field"
	"lanyard/editor/text"
	"lanyard/editor/workcopy"
	"lanyard/store/markdown"
	jot "lanyard/store/note" // the window has a note of its own
	"lanyard/store/schedule"
)

// capture is the line at the foot of the window for what is said right now: Enter puts it into the section of the talk that is on, while
// caret and view of the text stay. What was typed stays in the line until then, whatever closes it.
type capture struct {
	widget.BaseWidget
	captureNeeds
	line   *field.Line
	where  *note
	offer  *note
	box    *fyne.Container
	s      *schedule.Schedule
	target *workcopy.Copy   // the post that the line was opened for
	on     schedule.Session // the talk that was on at minute; its ID is empty between talks
	minute time.Time
	cycle  cycle
}

// captureNeeds is what the line asks of the window.
type captureNeeds struct {
	canvas   func() fyne.Canvas
	now      func() time.Time
	copy     func() *workcopy.Copy // of the post that shows; nil without one
	options  func() markdown.Options
	schedule func(path string, use func(*schedule.Schedule))
	resize   func() // the line came or went
	back     func() // gives the keyboard to the one that had it before
	say      func(string)
	fail     func(what string, err error)
	ways     field.Ways
}

// cycle is what the arrows go through: the offers for a mark.
type cycle struct {
	before string // what stands before the mark
	mark   byte
	offers []string
	at     int // -1 before the first was taken
}

func newCapture(needs captureNeeds) *capture {
	c := &capture{captureNeeds: needs, where: newNote(theme.SizeNameCaptionText, fyne.TextAlignLeading), offer: newNote(theme.SizeNameCaptionText, fyne.TextAlignTrailing)}
	c.line = field.NewLine(needs.now)
	c.line.Ways = needs.ways
	c.line.OnSubmitted = func(string) { c.submit() }
	c.line.Typed = func(string) { c.cycle = cycle{}; c.show() }
	c.line.Key = c.key
	c.box = container.New(captureLayout{}, field.NewGround(func() fyneColor { return panelColor() }), field.NewGround(hairlineColor), c.where, c.line, c.offer)
	c.ExtendBaseWidget(c)
	c.Hide()
	return c
}

// CreateRenderer is for Fyne.
func (c *capture) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.box) }

// Open shows the line for the post that shows, once its schedule is known.
func (c *capture) Open() {
	target := c.copy()
	if target == nil {
		return
	}
	c.schedule(target.Post().Path, func(s *schedule.Schedule) {
		if c.copy() != target {
			return // another post shows by now
		}
		c.s, c.target, c.cycle, c.minute = s, target, cycle{}, time.Time{}
		c.line.SetPlaceHolder(assets.T("window.note.hint"))
		c.Show()
		c.show()
		c.resize()
		c.canvas().Focus(c.line)
	})
}

// Close takes the line away, with what was typed for the next time, and reports whether it was open.
func (c *capture) Close() bool {
	if !c.Visible() {
		return false
	}
	c.Hide()
	c.s, c.target = nil, nil
	c.resize()
	return true
}

// Follow closes a line whose post shows no more.
func (c *capture) Follow() {
	if c.Visible() && c.copy() != c.target {
		c.Close()
	}
}

// show tells where the note would go, and what is offered for a mark.
func (c *capture) show() {
	if c.s == nil {
		return
	}
	typed, named := jot.Directed(c.s, c.line.Text)
	title := assets.T("window.note.hallway")
	if on := c.talk(); on.ID != "" {
		title = on.Title.In(assets.Language())
	}
	for _, x := range c.s.Sessions {
		if named != "" && x.ID == named {
			title = x.Title.In(assets.Language())
		}
	}
	c.where.SetText(c.now().In(c.s.Zone).Format("15:04") + " " + assets.Dot + " " + title)
	offers := c.cycle.offers
	if offers == nil && (named == "" || typed != "") {
		_, offers = jot.Offers(c.s, c.line.Text, c.talk().ID)
	}
	if len(offers) == 0 {
		c.offer.SetText("")
		return
	}
	c.offer.SetText(assets.T("window.note.offer", offers[max(c.cycle.at, 0)], len(offers)))
}

// talk is the one that is on; the text is looked at once a minute.
func (c *capture) talk() schedule.Session {
	if m := c.now().Truncate(time.Minute); !m.Equal(c.minute) {
		c.minute = m
		c.on, _ = jot.Talk(c.target.State().Doc.String(), c.s, m, c.options())
	}
	return c.on
}

// key takes the arrows, which go through what is offered.
func (c *capture) key(name fyne.KeyName) bool {
	step := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1}[name]
	if step == 0 || c.s == nil {
		return false
	}
	if c.cycle.offers == nil {
		from, offers := jot.Offers(c.s, c.line.Text, c.talk().ID)
		if len(offers) == 0 {
			return false
		}
		c.cycle = cycle{before: c.line.Text[:from], mark: c.line.Text[from], offers: offers, at: -1}
	}
	switch n := len(c.cycle.offers); {
	case c.cycle.at < 0 && step < 0:
		c.cycle.at = n - 1
	default:
		c.cycle.at = (c.cycle.at + step + n) % n
	}
	value := c.cycle.offers[c.cycle.at]
	if c.cycle.mark == '#' { // it stays to be seen, and is taken out when the note is written
		value = "#" + value
	}
	c.line.Set(c.cycle.before + value)
	c.show()
	return true
}

// submit writes the note. Caret and view stay: the change is one step of the history that selects nothing and scrolls nowhere.
func (c *capture) submit() {
	target := c.copy()
	if target == nil || target != c.target {
		c.Open() // it was opened for another post
		return
	}
	typed, named := jot.Directed(c.s, c.line.Text)
	state := target.State()
	e, where, err := jot.Append(state.Doc.String(), c.s, c.now(), typed, jot.Options{Lang: assets.Language(), Session: named, Markdown: c.options()})
	switch {
	case errors.Is(err, jot.ErrEmpty):
		c.leave()
		return
	case errors.Is(err, jot.ErrNoTalk):
		c.say(assets.T("window.note.nosection"))
		return
	case err != nil:
		c.fail(assets.T("window.note.failed"), err)
		return
	}
	change, err := text.NewChange(state.Doc.Len(), text.Edit(e))
	if err != nil {
		c.fail(assets.T("window.note.failed"), err)
		return
	}
	target.Dispatch(text.Transaction{Change: change, Selection: new(kept(state.Selection, change)), Kind: text.Command})
	c.line.Set("")
	c.say(assets.T("window.note.done", where.At.Format("15:04"), where.Title))
	c.leave()
}

// leave closes the line and gives the keyboard back.
func (c *capture) leave() {
	c.Close()
	c.back()
}

// kept is a selection that stays where it is: a caret at which something is inserted stays before it, so that typing goes on there.
func kept(s text.Selection, change text.Change) text.Selection {
	ranges := make([]text.Range, len(s.Ranges))
	for i, r := range s.Ranges {
		ranges[i] = text.Range{Anchor: change.Map(r.Anchor, -1), Head: change.Map(r.Head, -1)}
	}
	return text.Select(ranges, s.Main)
}

// captureLayout: ground, hairline, where the note goes, the field, what is offered.
type captureLayout struct{}

const captureSpace = 5 // above and below the field

// MinSize is for fyne.Layout.
func (captureLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(bodyWidthMin, o[3].MinSize().Height+2*captureSpace)
}

// Layout is for fyne.Layout.
func (captureLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	o[1].Resize(fyne.NewSize(size.Width, 1))
	side := min(size.Width/4, 280)
	middle := func(c fyne.CanvasObject, x, width float32) {
		h := c.MinSize().Height
		c.Move(fyne.NewPos(x, (size.Height-h)/2))
		c.Resize(fyne.NewSize(width, h))
	}
	middle(o[2], edgeSpace-theme.InnerPadding(), side)
	middle(o[4], size.Width-side-edgeSpace+theme.InnerPadding(), side)
	middle(o[3], edgeSpace+side, size.Width-2*side-2*edgeSpace)
}

func (w *Workbench) newCapture() *capture {
	return newCapture(captureNeeds{
		canvas: w.env.Window.Canvas, now: w.now, options: w.markdownOptions, schedule: w.sessions.Of, back: w.keyboard.Back, fail: w.fail, ways: w.ways(),
		copy:   w.activeCopy,
		resize: func() { w.keyboard.Ask(); w.root.Objects[0].Refresh() },
		say:    func(s string) { w.status.Say(s) },
	})
}

// activeCopy is the text of the post that shows; nil without one.
func (w *Workbench) activeCopy() *workcopy.Copy {
	if w.active == nil {
		return nil
	}
	return w.active.Copy
}
