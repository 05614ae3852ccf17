package editor

import (
	"context"
	"errors"
	"image"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"lanyard/assets"
	"lanyard/assets/theme"
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
		Book: w.env.Book,
		Load: func(ctx context.Context, path string, width, height int) (*image.RGBA, error) {
			return w.pool.Decode(ctx, path, width, height)
		},
		Size:     photo.Size,
		Go:       w.env.Sched.Go,
		Do:       w.env.Sched.Do,
		Title:    w.titleOfRef,
		OnScroll: w.previewScrolled,
		OnPick:   w.GoToOffset,
		OnTask:   w.tick,
		OnLink:   w.follow,
		OnHover: func(dest string) {
			if dest != "" {
				w.status.Say(dest)
			}
		},
		OnCopy: func(s string) { w.env.App.Clipboard().SetContent(s) },
	})
	p.SetSettings(w.previewSettings())
	return p
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

// showBlocks hands a parsed text to the preview.
func (w *Workbench) showBlocks(p *openPost, d *markdown.Document) {
	w.preview.SetDocument(d, preview.Meta{Head: headOf(p.copy.Block()), Resolve: w.resolver(p.copy.Post().Dir)})
	w.markPreview()
}

// resolver finds the files that a post names, never outside the site.
func (w *Workbench) resolver(dir string) func(string) (string, error) {
	folder := w.folder
	return func(dest string) (string, error) {
		t, err := folder.Resolve(dir, dest)
		if err == nil && t.Place != store.File {
			err = errNoFile
		}
		return t.Path, err
	}
}

var errNoFile = errors.New("names no file of the site")

// headOf is the head of the page as the front matter has it.
func headOf(b *frontmatter.Block) paint.Head {
	if b == nil {
		return paint.Head{}
	}
	value := func(keys ...string) any {
		for _, k := range keys {
			if v, ok := b.Get(strings.Split(k, ".")...); ok {
				return v
			}
		}
		return nil
	}
	head := paint.Head{
		Title: frontmatter.Text(value("title")), Authors: frontmatter.Strings(value("authors", "author")), Tags: frontmatter.Strings(value("tags")),
	}
	if d, ok := frontmatter.AsDate(value("date")); ok {
		head.Date = longDay(d.Time)
	}
	for _, key := range []string{"cover.image", "cover", "image", "featured_image", "thumbnail", "banner"} {
		if s, ok := value(key).(string); ok && s != "" {
			head.Cover = s
			break
		}
	}
	return head
}

func longDay(t time.Time) string {
	y, m, d := t.Date()
	return assets.T("window.longday", d, assets.T("window.longmonth."+m.String()[:3]), y, int(m))
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
	doc := p.copy.State().Doc
	if from < 0 || from+3 > doc.Len() || doc.Slice(from, from+1) != "[" || doc.Slice(from+2, from+3) != "]" {
		return // the text has changed since it was drawn
	}
	mark := " "
	if done {
		mark = "x"
	}
	p.copy.Dispatch(text.Transaction{Change: doc.Replace(from+1, from+2, mark), Kind: text.Command})
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
	path, err := w.resolver(w.active.copy.Post().Dir)(dest)
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
	for _, p := range w.list.all {
		if nameOf(p.Path, p.Bundle) == name || p.Slug != "" && p.Slug == name {
			return p.Path
		}
	}
	return ""
}

func (w *Workbench) titleOfRef(ref string) string {
	path := w.postOf(ref)
	for _, p := range w.list.all {
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
	doc := w.active.copy.State().Doc
	found := ""
	for _, h := range w.headings() {
		if h.From > off || h.From >= doc.Len() {
			break
		}
		found = strings.TrimSpace(doc.Line(doc.LineAt(h.From)))
	}
	return found
}

// scrollSync keeps source and preview at the same place without fighting the hand: the side that the author moves leads, and what the
// other side reports for a moment is the echo.
type scrollSync struct {
	leader side
	until  time.Time
}

type side uint8

const (
	sideSource side = iota + 1
	sidePreview
)

// echo is how long the other side's reports are taken for the echo of the leader's.
const echo = 250 * time.Millisecond

func (w *Workbench) leads(s side) bool {
	if !w.settings.Sync || w.active == nil {
		return false
	}
	now := w.now()
	if w.sync.leader != s && now.Before(w.sync.until) {
		return false
	}
	w.sync = scrollSync{leader: s, until: now.Add(echo)}
	return true
}

func (w *Workbench) sourceScrolled() {
	if w.leads(sideSource) && w.panes.Shows(panePreview) {
		w.preview.Reveal(w.source.TopOffset(), 0)
	}
}

func (w *Workbench) previewScrolled(off int) {
	if w.leads(sidePreview) && w.panes.Shows(paneSource) {
		w.source.RevealTop(off)
	}
}

// revealPreview shows the place of an offset in the preview.
func (w *Workbench) revealPreview(off int) {
	if !w.panes.Shows(panePreview) {
		w.panes.Toggle(panePreview)
	}
	w.preview.Reveal(off, 0.3)
	w.preview.Mark(off, off)
}

// markPreview marks the block under the caret.
func (w *Workbench) markPreview() {
	if w.active != nil {
		r := w.active.copy.State().Selection.MainRange()
		w.preview.Mark(r.From(), r.To())
	}
}
