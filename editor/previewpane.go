package editor

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"path/filepath"
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/assets"
	"lanyard/assets/theme"
	"lanyard/editor/ask"
	"lanyard/editor/field"
	"lanyard/editor/text"
	"lanyard/preview"
	"lanyard/preview/paint"
	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/markdown"
	"lanyard/store/photo"
)

func (w *Workbench) newPreview() *preview.Preview {
	p := preview.New(preview.Options{
		Book:       w.env.Book,
		CacheBytes: 24 << 20, // of decoded pictures: some screens' worth, of the 400 MB that a post with 200 photos may take
		Load:       w.loadPicture,
		Size:       photo.Opener(w.site.open).Size,
		Looked:     w.pictureLooked,
		Fetch:      fetchPicture,
		Explain:    ask.Explain,
		Go:         w.env.Sched.Go,
		Do:         w.env.Sched.Do,
		Title:      w.titleOfRef,
		OnScroll:   w.previewScrolled,
		OnPick:     w.pickInPreview,
		OnMenu:     w.previewMenu,
		Key:        w.previewKey,
		Forward:    func(s fyne.Shortcut) { w.router.Forward(s) },
		OnTask:     w.tick,
		OnLink:     w.follow,
		OnHover:    w.hoverLink,
		OnCopy:     w.copyFromPreview,
		OnFocus:    func(on bool) { w.keyboard.Moved(w.preview, on) },
		OnPress:    w.keyboard.Pressed,
		OnLeave:    w.leaveControl,
	})
	p.SetSettings(w.previewSettings())
	w.env.Sched.Go("trim pictures", func(context.Context) { w.trimPictures() })
	w.askHugo()
	return p
}

// previewKey takes F1 to F12, but for F10 with Shift, which is the key of the preview's menu.
func (w *Workbench) previewKey(name fyne.KeyName) bool {
	if name == fyne.KeyF10 && field.AsksMenu(name) {
		w.preview.TypedKey(&fyne.KeyEvent{Name: desktop.KeyMenu})
		return true
	}
	return w.router.Function(name)
}

func (w *Workbench) copyFromPreview(s string) {
	w.env.App.Clipboard().SetContent(s)
	w.status.Say(assets.T("preview.copied"))
}

// hoverLink shows where the link under the pointer leads, as long as it is there.
func (w *Workbench) hoverLink(dest string) {
	switch {
	case dest != "":
		w.status.Say(dest)
	case w.status.said == w.hovered:
		w.status.Say("")
	}
	w.hovered = dest
}

// askHugo learns which Hugo will make the page, and shows the post anew where that matters.
func (w *Workbench) askHugo() {
	if w.env.Hugo == nil {
		return
	}
	w.env.Sched.Go("hugo version", func(ctx context.Context) {
		version := w.env.Hugo(ctx)
		w.env.Sched.Do(func() {
			w.hugo = version
			w.source.SetDoubleTilde(!w.markdownOptions().SingleTilde())
			w.parse()
		})
	})
}

// installedHugo gives the version that askHugo learnt, for another goroutine; empty where it is not known.
func (w *Workbench) installedHugo() func(context.Context) string {
	version := w.hugo
	return func(context.Context) string { return version }
}

func (w *Workbench) restylePreview() { w.preview.SetSettings(w.previewSettings()) }

func (w *Workbench) previewSettings() preview.Settings {
	p := theme.Current()
	return preview.Settings{Size: previewSize * w.settings.Zoom, Lang: w.lang(), Colours: paint.Colours{
		Paper: p.Paper, Panel: p.Panel, Ink: p.Ink, Secondary: p.Secondary, Hairline: p.Hairline, Accent: p.Accent, Selection: p.Selection,
		Warning: p.Warning, Error: p.Error, Success: p.Success, Code: p.Code, Mark: p.Match, Current: p.Accent,
		Keyword: p.Syntax.Keyword, String: p.Syntax.String, Number: p.Syntax.Number, Comment: p.Syntax.Comment, Name: p.Syntax.Name, Type: p.Syntax.Type,
	}}
}

func (w *Workbench) clearPreview() {
	w.preview.SetDocument(markdown.Parse("", 0, markdown.Default()), preview.Meta{})
	w.status.SetCount(counted{})
}

// showBlocks hands a parsed text, or the first part of a long one, to the preview.
func (w *Workbench) showBlocks(p *openPost, d *markdown.Document, part bool) {
	w.preview.SetDocument(d, preview.Meta{
		Head: w.pageHead(p), Resolve: w.resolver(p, d.Source),
	})
	w.markPreview()
	if !part {
		w.followText(p, d.Source)
	}
}

// resolver finds the files that a text of the post names, never outside the site.
func (w *Workbench) resolver(p *openPost, text string) func(string) (string, error) {
	post := *p.Copy.Post()
	post.Text = text
	site := w.session.Folder().Resolver(&post)
	return func(dest string) (string, error) {
		t, err := site.Picture(dest)
		switch {
		case err != nil:
		case t.Place != store.File:
			err = errNoFile
		case t.Actual != "": // on the site's computer, which minds case, it is not found
			err = store.Fail("find", t.Path, store.NotFound, fs.ErrNotExist)
		}
		return t.Path, err
	}
}

var errNoFile = errors.New("names no file of the site")

// headOf is the head of the page as the front matter has it.
func headOf(b *frontmatter.Block) paint.Head {
	head := paint.HeadOf(b, assets.T)
	if b == nil {
		return head
	}
	if covers := store.Covers(b); len(covers) > 0 {
		head.Cover = covers[0].Value
	}
	return head
}

// pageHead is the head of an open post's page.
func (w *Workbench) pageHead(p *openPost) paint.Head {
	head := headOf(p.Copy.Block())
	head.Note = w.hooksNote()
	return head
}

// hooksNote says that the site's own templates may show things otherwise; empty without such.
func (w *Workbench) hooksNote() string {
	if w.session.Folder() == nil || len(w.session.Folder().Config().Hooks) == 0 {
		return ""
	}
	return assets.T("preview.hooks", strings.Join(w.session.Folder().Config().Hooks, ", "))
}

// reloadPictures reads the pictures of the open post again.
func (w *Workbench) reloadPictures() {
	w.preview.Reload()
}

// tick changes a task's box in the source. from is the offset of its "[ ]".
func (w *Workbench) tick(from int, done bool) {
	p := w.active
	if p == nil {
		return
	}
	doc := p.Copy.State().Doc
	if from < 0 || from+3 > doc.Len() || doc.Slice(from, from+1) != "[" || doc.Slice(from+2, from+3) != "]" {
		return // the text has changed since it was drawn
	}
	mark := " "
	if done {
		mark = "x"
	}
	p.Copy.Dispatch(text.Transaction{Change: doc.Replace(from+1, from+2, mark), Kind: text.Command})
}

// follow opens what a link of the preview names: a heading, another post, or an address in the browser.
func (w *Workbench) follow(dest string) {
	if anchor, ok := strings.CutPrefix(dest, "#"); ok {
		w.followHeading(anchor)
		return
	}
	u, err := url.Parse(dest)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "mailto") {
		if err := w.env.App.OpenURL(u); err != nil {
			w.fail(assets.T("window.link.failed", dest), err)
		}
		return
	}
	if w.active == nil {
		return
	}
	path, err := w.resolver(w.active, w.active.Copy.State().Doc.String())(dest)
	if err == nil && store.IsMarkdown(path) {
		w.OpenPost(path, nil)
		return
	}
	if path := w.postOf(dest); path != "" {
		w.OpenPost(path, nil)
		return
	}
	w.status.Say(dest)
}

func (w *Workbench) followHeading(anchor string) {
	if id, err := url.PathUnescape(anchor); err == nil {
		anchor = id
	}
	for _, h := range w.headings() {
		if h.ID == anchor {
			w.preview.Reveal(h.From, 0)
			return
		}
	}
}

// postOf finds the post that a ref or a relative address names by its folder's or file's name.
func (w *Workbench) postOf(ref string) string {
	ref, _, _ = strings.Cut(strings.Trim(ref, "/"), "#")
	name := filepath.Base(filepath.FromSlash(strings.TrimSuffix(strings.TrimSuffix(ref, "/index.md"), ".md")))
	for _, p := range w.list.pages {
		if nameOf(p.Path, p.Bundle) == name || p.Slug != "" && p.Slug == name {
			return p.Path
		}
	}
	return ""
}

func (w *Workbench) titleOfRef(ref string) string {
	path := w.postOf(ref)
	for _, p := range w.list.pages {
		if p.Path == path && path != "" {
			return p.Title
		}
	}
	return ""
}

// headings are those of the newest parsed text.
func (w *Workbench) headings() []markdown.Heading {
	if w.parser.prev == nil {
		return nil
	}
	return w.parser.prev.Headings()
}

// headingAt is the heading above an offset as it stands in the source, "" above the first.
func (w *Workbench) headingAt(off int) string {
	if w.active == nil {
		return ""
	}
	doc, headings := w.active.Copy.State().Doc, w.headings()
	n := sort.Search(len(headings), func(i int) bool { return headings[i].From > off || headings[i].From >= doc.Len() })
	if n == 0 {
		return ""
	}
	return strings.TrimSpace(doc.Line(doc.LineAt(headings[n-1].From)))
}
