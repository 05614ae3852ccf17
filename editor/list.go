package editor

import (
	"image/color"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/field"
	"lanyard/store"
)

// postList is the left pane: the posts of the folder, newest first, and the search over them.
type postList struct {
	widget.BaseWidget
	open    func(path string) // the author chose a post
	create  func()            // ＋
	context func(path string, at fyne.Position)
	hidden  func() // a control of the list went out of sight
	now     func() time.Time

	pages    []store.Summary
	gather   func([]store.Summary) []store.Summary // the posts of pages; nil while each page is a post
	all      []listed                              // the posts, newest first
	shown    []listed
	query    string
	selected string          // path of the open post
	unsaved  map[string]bool // paths of posts with text that is in no file
	message  string          // instead of the list: loading, nothing here, an error

	list    *focusList
	search  *field.Line
	heading *note
	note    *note
	find    *field.Button
	add     *field.Button
	end     *field.Button // of the search
}

// listed is a post with what the search looks at, folded.
type listed struct {
	store.Summary
	folded string
}

func newPostList(now func() time.Time) *postList {
	l := &postList{now: now}
	l.heading = newNote(theme.SizeNameCaptionText, fyne.TextAlignLeading)
	l.heading.segment.Style.TextStyle.Bold = true
	l.heading.SetText(assets.T("window.posts"))
	l.note = newNote(theme.SizeNameText, fyne.TextAlignLeading)
	l.note.Truncation, l.note.Wrapping = fyne.TextTruncateOff, fyne.TextWrapWord
	l.find = field.NewButton("", "search", field.Quiet, l.ToggleSearch)
	l.add = field.NewButton("", "plus", field.Quiet, func() { l.create() })
	l.end = field.NewButton("", "close", field.Quiet, l.ToggleSearch)
	l.search = l.newSearch()
	l.search.Hide()
	l.end.Hide()
	l.list = newFocusList()
	l.list.Length = func() int { return len(l.shown) }
	l.list.CreateItem = func() fyne.CanvasObject { return newPostRow(l) }
	l.list.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(l.shown) {
			o.(*postRow).set(l.shown[i].Summary, l.isOf(l.shown[i].Summary))
		}
	}
	l.list.HideSeparators = true
	l.list.menu = func(i int, at fyne.Position) {
		if i < len(l.shown) && l.context != nil {
			l.context(l.shown[i].Path, at)
		}
	}
	l.list.typed = func(r rune) { // begins to search
		if !l.search.Visible() {
			l.ToggleSearch()
		} else if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
			c.Focus(l.search)
		}
		l.search.TypedRune(r)
	}
	l.list.OnSelected = func(i widget.ListItemID) { // the row itself shows which post is open
		l.list.UnselectAll()
		if i < len(l.shown) {
			l.open(l.shown[i].Path)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// take gives the controls of the list their ways out.
func (l *postList) take(ways field.Ways, hidden func()) {
	l.hidden = hidden
	l.list.focused = func(on bool) {
		l.Refresh()
		ways.Held(l.list, on)
	}
	for _, b := range []*field.Button{l.find, l.add, l.end} {
		b.Ways = ways
	}
	l.end.Escape = l.ToggleSearch
	l.search.Ways = ways
	l.search.Escape = l.ToggleSearch
}

// Set shows the posts that pages are of. gather puts the languages of a post together; nil where each page is a post.
func (l *postList) Set(pages []store.Summary, gather func([]store.Summary) []store.Summary) {
	l.pages, l.gather = pages, gather
	l.all = l.all[:0]
	for _, p := range l.posts(pages) {
		l.all = append(l.all, listed{Summary: p, folded: fold(p)})
	}
	slices.SortStableFunc(l.all, newestFirst)
	l.message = ""
	if len(l.all) == 0 {
		l.message = assets.T("window.noposts")
	}
	l.filter()
}

func (l *postList) posts(pages []store.Summary) []store.Summary {
	if l.gather == nil {
		return pages
	}
	return l.gather(pages)
}

// Pointed is the path of the post that the keys of the list speak of; empty without one.
func (l *postList) Pointed() string {
	if l.list.at < 0 || l.list.at >= len(l.shown) {
		return ""
	}
	return l.shown[l.list.at].Path
}

// Summaries are the pages of the folder.
func (l *postList) Summaries() []store.Summary { return slices.Clone(l.pages) }

// Update replaces one page, or adds it.
func (l *postList) Update(p store.Summary) {
	l.pages = append(slices.DeleteFunc(l.pages, func(x store.Summary) bool { return x.Path == p.Path }), p)
	l.again(p.Key)
}

// again brings the post of a key up to date.
func (l *postList) again(key string) {
	l.all = slices.DeleteFunc(l.all, func(x listed) bool { return x.Key == key })
	var group []store.Summary
	for _, x := range l.pages {
		if x.Key == key {
			group = append(group, x)
		}
	}
	for _, p := range l.posts(group) {
		l.all = append(l.all, listed{Summary: p, folded: fold(p)})
	}
	slices.SortStableFunc(l.all, newestFirst)
	l.message = ""
	l.filter()
}

// Remove takes a page out of the list.
func (l *postList) Remove(path string) {
	i := slices.IndexFunc(l.pages, func(x store.Summary) bool { return x.Path == path })
	if i < 0 {
		return
	}
	key := l.pages[i].Key
	l.pages = slices.Delete(l.pages, i, i+1)
	l.again(key)
}

// Say shows a sentence instead of the list.
func (l *postList) Say(message string) {
	l.pages, l.all, l.shown, l.message = nil, nil, nil, message
	l.Refresh()
}

// Select marks the open post.
func (l *postList) Select(path string) {
	l.selected = path
	l.highlight()
}

func (l *postList) highlight() {
	for i, p := range l.shown {
		if l.isOf(p.Summary) {
			l.list.Highlight(i) // arrow keys go on from the open post
			break
		}
	}
	l.Refresh()
}

// isOf reports whether the open page is one of the post.
func (l *postList) isOf(p store.Summary) bool {
	return p.Path == l.selected || slices.ContainsFunc(p.Translations, func(t store.Translation) bool { return t.Path == l.selected })
}

// ToggleSearch opens the search field with the focus in it, or closes it and shows all posts again.
func (l *postList) ToggleSearch() {
	c := fyne.CurrentApp().Driver().CanvasForObject(l)
	if l.search.Visible() {
		l.search.Hide()
		l.end.Hide()
		l.search.Set("")
		l.Search("")
		if l.hidden != nil {
			l.hidden()
		}
	} else {
		l.search.Show()
		l.end.Show()
		if c != nil {
			c.Focus(l.search)
		}
	}
	l.Refresh()
}

// Search shows the posts that contain every word of the query in title, path or tags.
func (l *postList) Search(query string) {
	l.query = query
	l.filter()
}

func (l *postList) filter() {
	words := strings.Fields(strings.ToLower(l.query))
	l.shown = l.shown[:0]
	for _, p := range l.all {
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(p.folded, w) }) {
			l.shown = append(l.shown, p)
		}
	}
	heading := assets.T("window.posts")
	if len(words) > 0 {
		heading = assets.T("window.posts.found", len(l.shown), len(l.all))
	}
	l.heading.SetText(heading)
	l.highlight()
}

func fold(p store.Summary) string {
	return strings.ToLower(strings.Join([]string{p.Title, filepath.Base(p.Path), filepath.Base(filepath.Dir(p.Path)), strings.Join(p.Tags, " "), strings.Join(p.Authors, " ")}, "\n"))
}

func newestFirst(a, b listed) int {
	if c := when(b.Summary).Compare(when(a.Summary)); c != 0 {
		return c
	}
	return strings.Compare(a.Path, b.Path)
}

// when is the date that orders the list: the post's, else the file's.
func when(p store.Summary) time.Time {
	if !p.Date.Time.IsZero() {
		return p.Date.Time
	}
	return p.ModTime
}

// CreateRenderer is for Fyne.
func (l *postList) CreateRenderer() fyne.WidgetRenderer {
	top := container.New(&stackLayout{}, container.New(&listHead{}, l.heading, l.find, l.add), container.New(&listSearch{}, l.search, l.end), newRule())
	body := container.NewStack(l.list, container.New(&stackLayout{}, l.note))
	r := &listRenderer{l: l, background: field.NewGround(panelColor), focus: field.NewGround(func() fyneColor { return palette().Accent }), content: container.New(&headLayout{}, top, body)}
	r.Refresh()
	return field.AtSize(l, r)
}

// listHead is the heading in line with the rows, the buttons at the right.
type listHead struct{}

// MinSize is for fyne.Layout.
func (*listHead) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(listWidthMin, 40) }

// Layout is for fyne.Layout; the objects are heading and buttons.
func (*listHead) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x := size.Width - 5
	for i := len(o) - 1; i > 0; i-- {
		m := o[i].MinSize()
		x -= m.Width
		o[i].Resize(m)
		o[i].Move(fyne.NewPos(x, (size.Height-m.Height)/2))
	}
	left, h := edgeSpace-theme.InnerPadding(), o[0].MinSize().Height
	o[0].Move(fyne.NewPos(left, (size.Height-h)/2))
	o[0].Resize(fyne.NewSize(x-left, h))
}

// listSearch is the search field and the cross that ends it, with space around them, and nothing while they are hidden.
type listSearch struct{}

// MinSize is for fyne.Layout.
func (*listSearch) MinSize(o []fyne.CanvasObject) fyne.Size {
	if !o[0].Visible() {
		return fyne.NewSize(listWidthMin, 0)
	}
	return o[0].MinSize().AddWidthHeight(16, 8)
}

// Layout is for fyne.Layout.
func (*listSearch) Layout(o []fyne.CanvasObject, size fyne.Size) {
	end := o[1].MinSize().Width
	o[0].Move(fyne.NewPos(8, 0))
	o[0].Resize(size.SubtractWidthHeight(8+end+6, 8))
	o[1].Move(fyne.NewPos(size.Width-end-5, (size.Height-8-o[1].MinSize().Height)/2))
	o[1].Resize(o[1].MinSize())
}

// headLayout gives the first object its height at the top and the last the rest, a hairline below the head.
type headLayout struct{}

// MinSize is for fyne.Layout.
func (*headLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout is for fyne.Layout.
func (*headLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(size.Width, o[0].MinSize().Height))
	h := o[0].MinSize().Height
	o[1].Move(fyne.NewPos(0, h))
	o[1].Resize(fyne.NewSize(size.Width, max(size.Height-h, 0)))
}

// MinSize does not depend on the posts.
func (l *postList) MinSize() fyne.Size { return fyne.NewSize(listWidthMin, 80) }

type listRenderer struct {
	l          *postList
	background *field.Ground
	focus      *field.Ground // the line that shows that the keyboard is here
	content    *fyne.Container
}

func (r *listRenderer) Destroy()           {}
func (r *listRenderer) MinSize() fyne.Size { return r.l.MinSize() }
func (r *listRenderer) Layout(s fyne.Size) {
	r.background.Resize(s)
	r.content.Resize(s)
	r.focus.Resize(fyne.NewSize(s.Width, 2))
}

func (r *listRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.background, r.content, r.focus}
}

func (r *listRenderer) Refresh() {
	r.l.note.SetText(r.l.message)
	if r.l.message == "" && r.l.query != "" && len(r.l.shown) == 0 {
		r.l.note.SetText(assets.T("window.nomatch"))
	}
	r.focus.Hidden = !r.l.list.held
	r.content.Resize(r.l.Size())
	r.focus.Refresh()
	r.background.Refresh()
	r.content.Refresh()
}

// postRow is one post: its title, and below it what state it is in.
type postRow struct {
	widget.BaseWidget
	list  *postList
	path  string
	title *widget.Label
	meta  *note
	icon  *canvas.Rectangle
	tint  *canvas.Rectangle
}

const postRowHeight = 52

var _ fyne.SecondaryTappable = (*postRow)(nil)

func newPostRow(l *postList) *postRow {
	r := &postRow{list: l, title: widget.NewLabel(""), meta: newNote(theme.SizeNameCaptionText, fyne.TextAlignLeading), icon: canvas.NewRectangle(nil), tint: canvas.NewRectangle(nil)}
	r.title.Truncation = fyne.TextTruncateEllipsis
	r.tint.CornerRadius = 6
	r.icon.CornerRadius = 2
	r.icon.StrokeWidth = 1.5
	r.ExtendBaseWidget(r)
	return r
}

func (r *postRow) set(p store.Summary, selected bool) {
	r.path = p.Path
	title := p.Title
	if title == "" {
		title = nameOf(p.Path, p.Bundle)
	}
	unsaved := r.list.unsaved[p.Path]
	if unsaved {
		title = unsavedMark + title
	}
	r.title.TextStyle.Bold = selected
	r.title.SetText(title)
	if p.Err != nil {
		r.meta.SetError(describe(p, r.list.now()))
	} else {
		meta := describe(p, r.list.now())
		if unsaved {
			meta = strings.Trim(assets.T("window.unsaved")+" "+assets.Dot+" "+meta, " "+assets.Dot)
		}
		r.meta.SetText(meta)
	}
	r.tint.Hidden = !selected
	r.tint.FillColor = chipColor()
	r.tint.Refresh()
	r.icon.StrokeColor, r.icon.FillColor = secondaryColor(), secondaryColor()
	if p.Draft {
		r.icon.FillColor = color.Transparent
	}
	r.icon.Refresh()
}

// unsavedMark stands before the title of a post with text that is in no file, wherever it is named.
const unsavedMark = "• "

// nameOf is what a post without a title is called: its folder, or its file.
func nameOf(path string, bundle bool) string {
	if bundle {
		return filepath.Base(filepath.Dir(path))
	}
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
}

// describe is the second line of a row.
func describe(p store.Summary, now time.Time) string {
	if p.Err != nil {
		return ask.Explain(p.Err)
	}
	var parts []string
	if p.Draft {
		parts = append(parts, assets.T("window.draft"))
	}
	if t := when(p); !t.IsZero() {
		parts = append(parts, day(t, now))
	}
	if p.Photos > 0 {
		parts = append(parts, assets.N("window.photos", p.Photos))
	}
	if len(p.Translations) > 0 {
		codes := make([]string, len(p.Translations))
		for i, t := range p.Translations {
			codes[i] = t.Lang
		}
		parts = append(parts, strings.Join(codes, " "))
	}
	return strings.Join(parts, " "+assets.Dot+" ")
}

// day is a date as the list says it.
func day(t, now time.Time) string {
	y, m, d := t.Date()
	ny, nm, nd := now.In(t.Location()).Date()
	if y == ny && m == nm && d == nd {
		return assets.T("window.today")
	}
	return assets.T("window.day", d, assets.T("window.month."+m.String()[:3]), y, int(m))
}

// TappedSecondary opens the menu of the post.
func (r *postRow) TappedSecondary(e *fyne.PointEvent) {
	if r.list.context != nil {
		r.list.context(r.path, e.AbsolutePosition)
	}
}

// Tapped opens the post.
func (r *postRow) Tapped(*fyne.PointEvent) { r.list.open(r.path) }

// CreateRenderer is for Fyne.
func (r *postRow) CreateRenderer() fyne.WidgetRenderer { return &postRowRenderer{r: r} }

type postRowRenderer struct{ r *postRow }

func (x *postRowRenderer) Destroy()           {}
func (x *postRowRenderer) MinSize() fyne.Size { return fyne.NewSize(80, postRowHeight) }
func (x *postRowRenderer) Refresh()           { x.r.title.Refresh(); x.r.meta.Refresh(); x.r.icon.Refresh() }

func (x *postRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{x.r.tint, x.r.icon, x.r.title, x.r.meta}
}

func (x *postRowRenderer) Layout(s fyne.Size) {
	r, pad := x.r, theme.InnerPadding()
	const icon = 9
	titleHeight := r.title.MinSize().Height
	metaHeight := r.meta.MinSize().Height
	gap := (s.Height - (titleHeight - 2*pad) - (metaHeight - 2*pad) - 3) / 2 // labels bring their padding; the rows of text stand 3 apart
	left := float32(12 + icon)
	r.tint.Move(fyne.NewPos(4, 2))
	r.tint.Resize(fyne.NewSize(s.Width-8, s.Height-4))
	r.title.Move(fyne.NewPos(left, gap-pad))
	r.title.Resize(fyne.NewSize(s.Width-left, titleHeight))
	r.meta.Move(fyne.NewPos(left, gap+titleHeight-2*pad+3-pad))
	r.meta.Resize(fyne.NewSize(s.Width-left, metaHeight))
	r.icon.Move(fyne.NewPos(edgeSpace, gap+(titleHeight-2*pad-icon)/2+1)) // letters stand a little below the middle of their line
	r.icon.Resize(fyne.NewSize(icon, icon))
}

// focusList is Fyne's list with Enter, Escape and a focus that can be seen.
type focusList struct {
	widget.List
	at      int // the row that the keys speak of
	held    bool
	focused func(bool)
	leave   func()                  // Escape
	key     func(fyne.KeyName) bool // gets each key first; true when it was used
	typed   func(rune)              // a character: the list itself has no use for one
	menu    func(row int, at fyne.Position)
}

func newFocusList() *focusList {
	l := &focusList{}
	l.OnHighlighted = func(i widget.ListItemID) { l.at = i }
	l.ExtendBaseWidget(l)
	return l
}

// TypedRune is called by Fyne.
func (l *focusList) TypedRune(r rune) {
	if l.typed != nil {
		l.typed(r)
	}
}

// choose makes the keys speak of another row.
func (l *focusList) choose(i int) {
	if n := l.Length(); n > 0 {
		l.Highlight(min(max(i, 0), n-1))
	}
}

// FocusGained is called by Fyne.
func (l *focusList) FocusGained() { l.hold(true); l.List.FocusGained() }

// FocusLost is called by Fyne.
func (l *focusList) FocusLost() { l.List.FocusLost(); l.hold(false) }

func (l *focusList) hold(on bool) {
	l.held = on
	if l.focused != nil {
		l.focused(on)
	}
}

// TypedKey is called by Fyne.
func (l *focusList) TypedKey(e *fyne.KeyEvent) {
	page := max(int(l.Size().Height/postRowHeight)-1, 1)
	switch {
	case field.AsksMenu(e.Name):
		if l.menu != nil {
			y := float32(l.at+1)*(postRowHeight+theme.Padding()) - l.GetScrollOffset()
			l.menu(l.at, fyne.CurrentApp().Driver().AbsolutePositionForObject(l).AddXY(edgeSpace, min(max(y, 0), l.Size().Height)))
		}
		return
	case l.key != nil && l.key(e.Name):
		return
	}
	switch e.Name {
	case fyne.KeyHome:
		l.choose(0)
	case fyne.KeyEnd:
		l.choose(l.Length() - 1)
	case fyne.KeyPageUp:
		l.choose(l.at - page)
	case fyne.KeyPageDown:
		l.choose(l.at + page)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	case fyne.KeyEscape:
		if l.leave != nil {
			l.leave()
		}
	default:
		l.List.TypedKey(e)
	}
}

// newSearch makes the search field: Escape closes it, arrows go to the list, Enter opens the first match.
func (l *postList) newSearch() *field.Line {
	e := field.NewLine(l.now)
	e.PlaceHolder = assets.T("window.search")
	e.Typed = l.Search
	e.Key = func(k fyne.KeyName) bool {
		if k != fyne.KeyDown && k != fyne.KeyUp {
			return false
		}
		if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil {
			c.Focus(l.list)
		}
		return true
	}
	e.OnSubmitted = func(string) {
		if len(l.shown) > 0 {
			l.open(l.shown[0].Path)
		}
	}
	return e
}
