package tray

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/field"
)

// detail is the side of the tray that speaks of the current photo: facts, what is wrong, its texts, what can be done.
type detail struct {
	widget.BaseWidget
	tray    *Tray
	of      *Item
	name    *line
	facts   *line
	problem *field.Sentence
	alt     *field.Line
	caption *field.Line
	left    *field.Button
	right   *field.Button
	out     *field.Button
	insert  *field.Button
	box     *fyne.Container
}

func newDetail(t *Tray) *detail {
	d := &detail{tray: t, problem: field.NewSentence("")}
	d.name = newLine(fynetheme.SizeNameText, true, inkColor)
	d.facts = newLine(fynetheme.SizeNameCaptionText, false, secondaryColor)
	d.problem.SizeName = fynetheme.SizeNameCaptionText
	d.alt = d.entry(func(i *Item, s string) { i.Alt = s }, func() { t.o.Focus(d.caption) })
	d.caption = d.entry(func(i *Item, s string) { i.Caption = s }, func() { d.step(1, d.alt) })
	d.alt.SetPlaceHolder(assets.T("tray.alt"))
	d.caption.SetPlaceHolder(assets.T("tray.caption"))
	d.left = t.button("", "turn-left", func() { t.TurnBy(d.of, -1) })
	d.right = t.button("", "turn-right", func() { t.TurnBy(d.of, 1) })
	d.out = t.button("", "", func() { t.LeaveOut(d.of) })
	d.insert = t.button(assets.T("tray.insertone"), "", func() { t.Insert(d.of) })
	d.insert.Look = field.Normal
	tools := container.NewBorder(nil, nil, container.NewHBox(d.left, d.right, d.out), d.insert)
	d.box = container.New(&detailLayout{}, d.name, d.facts, d.problem, d.alt, d.caption, tools)
	d.ExtendBaseWidget(d)
	return d
}

// entry makes a field whose up and down go to the same field of the photo before or after.
func (d *detail) entry(set func(*Item, string), enter func()) *field.Line {
	e := field.NewLine(d.tray.o.Now)
	e.Typed = func(s string) {
		if d.of != nil {
			set(d.of, s)
			d.tray.o.Edited()
		}
	}
	e.OnSubmitted = func(string) { enter() }
	e.Ways = d.tray.o.Ways
	e.Escape, e.Forward = d.tray.FocusGrid, d.tray.shortcut
	e.Key = func(k fyne.KeyName) bool {
		switch k {
		case fyne.KeyUp:
			d.step(-1, e)
		case fyne.KeyDown:
			d.step(1, e)
		default:
			return false
		}
		return true
	}
	return e
}

// step goes to the photo before or after the current one and puts the keyboard into a field.
func (d *detail) step(by int, into *field.Line) {
	if to := d.tray.grid.current + by; to >= 0 && to < len(d.tray.items) {
		d.tray.grid.choose(to)
	}
	d.tray.o.Focus(into)
}

// update shows the current photo as it is now.
func (d *detail) update() {
	i := d.tray.Current()
	d.of = i
	if i == nil {
		return
	}
	d.name.set(i.Name)
	facts := i.Facts
	if !i.Taken.IsZero() {
		if facts != "" {
			facts = " " + assets.Dot + " " + facts
		}
		facts = i.Taken.Format("2006-01-02 15:04") + facts
	}
	d.facts.set(facts)
	text, how := "", widget.LowImportance
	switch {
	case i.Problem != "":
		text, how = i.Problem, widget.DangerImportance
	case i.State == Placed:
		text, how = assets.T("tray.placed"), widget.SuccessImportance
	case i.Reused:
		text = assets.T("tray.placed.reused")
	case i.Near != "":
		text, how = assets.T("tray.near", i.Near), widget.WarningImportance
	}
	if d.problem.Importance != how {
		d.problem.Importance = how
		d.problem.Refresh()
	}
	setText(d.problem, text)
	show(d.problem, text != "")
	d.alt.Set(i.Alt)
	d.caption.Set(i.Caption)
	out := assets.T("tray.leaveout")
	if i.Out {
		out = assets.T("tray.takein")
	}
	free := i.State != Placed && !d.tray.waiting
	set(d.left, "", free)
	set(d.right, "", free)
	set(d.out, out, free)
	set(d.insert, d.insert.Text, free && i.State == Ready)
	d.box.Refresh()
}

// CreateRenderer is for Fyne.
func (d *detail) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.box) }

// MinSize does not depend on the photo.
func (d *detail) MinSize() fyne.Size { return fyne.NewSize(240, minHeight-headHeight) }

// detailLayout: name, facts, problem, two fields, tools.
type detailLayout struct{}

// MinSize is for fyne.Layout.
func (*detailLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(240, minHeight-headHeight)
}

// Layout is for fyne.Layout.
func (*detailLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const inset, between = 12, 6
	width := size.Width - 2*inset
	y := float32(2)
	put := func(c fyne.CanvasObject, height, gap float32) {
		c.Move(fyne.NewPos(inset, y))
		c.Resize(fyne.NewSize(width, height))
		y += height + gap
	}
	put(o[0], o[0].MinSize().Height, 1)
	put(o[1], o[1].MinSize().Height, 6)
	tools, fields := o[5].MinSize().Height, o[3].MinSize().Height
	if problem := o[2]; problem.Visible() {
		problem.Resize(fyne.NewSize(width+12, 1)) // a label has its own padding, and knows its height at its width
		room := size.Height - y - tools - 2*(fields+between) - 6
		h := min(problem.MinSize().Height, max(room, 20)+12)
		problem.Move(fyne.NewPos(inset-6, y-8))
		problem.Resize(fyne.NewSize(width+12, h))
		y += h - 12
	}
	put(o[3], fields, between)
	put(o[4], fields, between+2)
	o[5].Move(fyne.NewPos(inset-6, y)) // its first button has padding of its own
	o[5].Resize(fyne.NewSize(width+6, tools))
}
