// Package preview owns the pane that shows a post as the site will show it: the
// objects of the blocks near the viewport, scrolling, selection, and what a click
// means. It is a Fyne widget; everything of it belongs to the UI goroutine, but
// for the pictures, which are loaded through functions that are handed in.
package preview

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/assets/typeset"
	"lanyard/preview/paint"
	"lanyard/store/markdown"
)

var (
	_ fyne.Widget        = (*Preview)(nil)
	_ fyne.Focusable     = (*Preview)(nil)
	_ fyne.Shortcutable  = (*Preview)(nil)
	_ fyne.Scrollable    = (*Preview)(nil)
	_ fyne.Draggable     = (*Preview)(nil)
	_ desktop.Mouseable  = (*Preview)(nil)
	_ desktop.Hoverable  = (*Preview)(nil)
	_ desktop.Cursorable = (*Preview)(nil)
)

// Options are what the preview needs from the window. The functions On… are
// called on the UI goroutine and may be nil.
type Options struct {
	Book *typeset.Book
	// Load decodes a picture, upright and at most w × h device pixels large.
	Load func(ctx context.Context, path string, w, h int) (*image.RGBA, error)
	// Size reads the upright size of a picture from its header.
	Size func(path string) (w, h int, err error)
	// Looked tells each time that the file of a picture is looked at, whether it is there or not, with its path: should it change, appear or
	// vanish, Reload shows it. Called on the UI goroutine; may be nil.
	Looked func(path string)
	// Fetch gets a remote picture after a click on it; nil forbids it.
	Fetch func(ctx context.Context, url string) (image.Image, error)
	// Explain says an error to the person; nil takes its own words.
	Explain func(error) string
	// Go runs f beside the UI goroutine, Do runs f on it.
	Go func(name string, f func(ctx context.Context))
	Do func(f func())
	// Title gives the title of the post that a ref shortcode names.
	Title func(ref string) string
	// CacheBytes bounds the pictures kept decoded; 0 means 96 MB.
	CacheBytes int

	OnScroll func()                    // the person scrolled
	OnPick   func(off int)             // a click on text
	OnTask   func(from int, done bool) // a tick box, at the file offset of its "[ ]", shall become done
	OnLink   func(dest string)         // a click on a link that leads elsewhere than to this page
	OnHover  func(dest string)         // "" when the pointer leaves the link
	OnCopy   func(text string)         // text for the clipboard
	// OnMenu asks for the menu of the file offset under the pointer (-1 for none), at a place of the canvas.
	OnMenu  func(off int, at fyne.Position)
	Key     func(fyne.KeyName) bool // gets each key first; true when it was used
	Forward func(fyne.Shortcut)     // gets each shortcut that the preview has no use for
	OnFocus func(focused bool)
	OnLeave func()          // Escape, where there is nothing to let go
	OnPress func(down bool) // a button of the pointer went down in the preview, or was let go
}

// Meta is what the front matter says, and how a destination is found.
type Meta struct {
	paint.Head
	// Resolve turns a destination into the path of a file, or says why not. It
	// must refuse what lies outside of the site, and addresses of other hosts.
	Resolve func(dest string) (path string, err error)
}

// Settings say how the page looks. Size is the em in Fyne units; 0 means 16.
type Settings struct {
	Size    float32
	Colours paint.Colours
	Lang    string
}

// Preview is the widget. It leaves the background to the window, whose colour is that of the paper: an area of that size is a third of what
// a picture costs in software OpenGL.
type Preview struct {
	widget.BaseWidget
	opt      Options
	settings Settings
	meta     Meta
	doc      *markdown.Document

	scale    float32
	size     fyne.Size
	revision uint64
	setter   *paint.Setter
	painter  *paint.Painter
	pics     *pictures
	codes    *highlights

	column column
	sel    selection
	ptr    pointer
	aim    aim
	shift  bool                     // is held down
	folds  map[*markdown.Block]bool // details that were clicked, and whether they are open
	marked [2]int                   // file offsets of the block under the caret; equal for none

	bar     *canvas.Rectangle // beside the marked block
	thumb   *canvas.Rectangle
	focus   *canvas.Rectangle
	ring    *canvas.Rectangle   // around what the keys point at
	wides   []*canvas.Rectangle // below tables wider than the page
	objects []fyne.CanvasObject
	focused bool
}

// New makes the widget. Nothing is shown before SetDocument.
func New(opt Options) *Preview {
	if opt.CacheBytes == 0 {
		opt.CacheBytes = 96 << 20
	}
	p := &Preview{opt: opt, scale: 1, settings: Settings{Size: 16, Colours: paint.Light()}}
	p.pics, p.codes = newPictures(p), newHighlights(p)
	p.bar, p.thumb = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	p.focus, p.ring = canvas.NewRectangle(nil), newRing()
	p.folds = map[*markdown.Block]bool{}
	p.thumb.CornerRadius = 3
	p.restyle()
	p.ExtendBaseWidget(p)
	return p
}

func (p *Preview) style() paint.Style {
	return paint.Style{Em: p.settings.Size * p.scale, Scale: p.scale, Colours: p.settings.Colours, Lang: p.settings.Lang}
}

// sentence gives a sentence of the preview's catalogue.
func sentence(id string, args ...any) string { return assets.T("preview."+id, args...) }

// restyle begins anew with the present style and forgets what is set.
func (p *Preview) restyle() {
	p.takeStyle()
	p.column.forget(p)
}

// takeStyle draws with the present style from now on.
func (p *Preview) takeStyle() {
	st := p.style()
	if p.setter == nil || p.opt.Book.Revision() != p.revision {
		p.revision = p.opt.Book.Revision()
		p.setter = paint.NewSetter(p.opt.Book, st, p.pics, assets.T)
		p.setter.SetHighlighter(p.codes.tokens)
		p.painter = paint.NewPainter(st, p.pics)
	}
	p.setter.SetStyle(st)
	p.painter.Style = st
	c := st.Colours
	bar := c.Current
	bar.A = 0x90
	p.bar.FillColor = bar
	thumb := c.Secondary
	thumb.A = 0x60
	p.thumb.FillColor = thumb
	focus := c.Accent
	focus.A = 0x90
	p.focus.FillColor = focus
	p.ring.StrokeColor = c.Accent
}

// SetSettings changes how the page looks. It also takes up fonts that have come
// since.
func (p *Preview) SetSettings(s Settings) {
	if s.Size <= 0 {
		s.Size = 16
	}
	if s == p.settings && p.opt.Book.Revision() == p.revision {
		return
	}
	was := p.settings
	was.Colours = s.Colours
	if was == s && p.opt.Book.Revision() == p.revision { // what stands where stays, to the pixel
		p.settings = s
		p.takeStyle()
		p.column.dropAll()
	} else {
		off, into := p.anchor()
		p.settings = s
		p.restyle()
		p.column.measure(p)
		p.column.estimateAll(p)
		p.restore(off, into)
	}
	p.thumb.Refresh()
	p.bar.Refresh()
	p.show()
}

// SetDocument shows another version of the post, or another post. Blocks that
// are the same values as before keep what was made of them, and the text at the top
// of the pane stays where it is. A post that has no block in common with the one
// before is shown from its beginning.
func (p *Preview) SetDocument(doc *markdown.Document, meta Meta) {
	sameHead := p.meta.Head.Equal(meta.Head)
	p.meta = meta
	p.pics.renew()
	p.column.update(p, doc, sameHead)
	p.show()
}

// Reload looks at all pictures again: files of the post came, went or changed.
func (p *Preview) Reload() {
	p.pics.forget()
	off, into := p.anchor()
	p.column.forget(p)
	p.restore(off, into)
	p.show()
}

// ScrollTop goes to the beginning, for another post.
func (p *Preview) ScrollTop() {
	p.column.scroll = 0
	p.sel = selection{}
	p.show()
}

// Mark draws a bar beside the block that holds the file offsets from and to;
// equal and negative offsets mark nothing.
func (p *Preview) Mark(from, to int) {
	p.marked = [2]int{from, to}
	p.placeMark()
}

// MinSize is constant: the text never moves the panes.
func (p *Preview) MinSize() fyne.Size {
	p.ExtendBaseWidget(p)
	return fyne.NewSize(120, 80)
}

// CreateRenderer is for Fyne.
func (p *Preview) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	return &renderer{p}
}

type renderer struct{ p *Preview }

func (r *renderer) Destroy()                     {}
func (r *renderer) MinSize() fyne.Size           { return fyne.NewSize(120, 80) }
func (r *renderer) Objects() []fyne.CanvasObject { return r.p.objects }

// Layout is for Fyne: the pane has a new size, or came to a screen with another
// scale.
func (r *renderer) Layout(size fyne.Size) {
	p := r.p
	scale := p.scale
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil && c.Scale() > 0 {
		scale = c.Scale()
	}
	if size == p.size && scale == p.scale {
		return
	}
	off, into := p.anchor()
	old := p.column.width
	p.size = size
	if scale != p.scale {
		p.scale = scale
		p.restyle()
	}
	p.column.measure(p)
	if p.column.width != old {
		p.column.forget(p)
	}
	p.restore(off, into)
	p.show()
}

// Refresh is for Fyne: fonts may have come.
func (r *renderer) Refresh() {
	p := r.p
	if p.opt.Book.Revision() != p.revision {
		off, into := p.anchor()
		p.restyle()
		p.restore(off, into)
		p.show()
	}
	canvas.Refresh(p)
}
