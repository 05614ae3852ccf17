package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"lanyard/assets"
	"lanyard/assets/typeset"
	"lanyard/preview/paint"
	"lanyard/store"
	"lanyard/store/atomicfile"
	"lanyard/store/frontmatter"
	"lanyard/store/markdown"
	"lanyard/store/page"
	"lanyard/store/photo"
)

// defaultWidth of a long picture, in pixels.
const defaultWidth = 900

func runPreview(c *call) error {
	if c.has("html") == c.has("png") {
		return usagef("preview needs one of --html FILE and --png FILE")
	}
	width, err := c.whole("width", 200, 4000)
	if err != nil {
		return err
	}
	if width == 0 {
		width = defaultWidth
	}
	f, p, err := c.open(c.args[0])
	if err != nil {
		return err
	}
	from := 0
	if pg, err := page.Parse(p.Text); err == nil {
		from = pg.BodyFrom
	}
	doc := markdown.Parse(p.Text, from, f.Config().Markdown())
	head := headOf(p)
	if c.has("html") {
		return c.previewHTML(f, p, doc, head, c.text("html"))
	}
	return c.previewPNG(f, p, doc, head, width, c.text("png"))
}

// headOf is what stands above the body; nothing where the front matter cannot be
// read.
func headOf(p *store.Post) paint.Head {
	file, err := frontmatter.Open(p.Text)
	if err != nil || file.Page.Format == page.None {
		return paint.Head{}
	}
	get := func(key string) any { v, _ := file.Block.Get(key); return v }
	h := paint.Head{
		Title: frontmatter.Text(get("title")), Date: frontmatter.Text(get("date")),
		Authors: frontmatter.Strings(get("authors")), Tags: frontmatter.Strings(get("tags")),
	}
	if h.Authors == nil {
		h.Authors = frontmatter.Strings(get("author"))
	}
	if covers := store.Covers(file.Block); len(covers) > 0 {
		h.Cover = covers[0].Value
	}
	return h
}

const pageStyle = `body{max-width:44em;margin:2em auto;padding:0 1em;font:17px/1.7 system-ui,sans-serif;color:#1c1f23;background:#fff}
img{max-width:100%;height:auto}pre,code{background:#f6f7f9}pre{padding:.8em;overflow:auto}blockquote{margin-left:0;padding-left:1em;border-left:3px solid #e3e6ea;color:#5b6470}
table{border-collapse:collapse}td,th{border:1px solid #e3e6ea;padding:.3em .6em}.meta{color:#5b6470}a{color:#1f6feb}`

const darkStyle = `body{color:#e4e6ea;background:#15171b}pre,code{background:#1e2228}a{color:#6cb2ff}td,th,blockquote{border-color:#2b3037}.meta,blockquote{color:#9aa3af}`

// previewHTML writes a page that shows the pictures where they are.
func (c *call) previewHTML(f *store.Folder, p *store.Post, doc *markdown.Document, head paint.Head, out string) error {
	abs, err := filepath.Abs(out)
	if err != nil {
		return store.Wrap("write", out, err)
	}
	local := func(dest string) string {
		t, err := f.Resolve(p.Dir, dest)
		if err != nil || t.Place != store.File || t.Actual != "" {
			return dest
		}
		rel, err := filepath.Rel(filepath.Dir(abs), t.Path)
		if err != nil {
			return dest
		}
		return store.Escape(filepath.ToSlash(rel)) + t.Suffix
	}
	body := doc.HTML(func(kind markdown.RefKind, dest string) string { return local(dest) })
	var b strings.Builder
	style := pageStyle
	if c.has("dark") {
		style += darkStyle
	}
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n"+
		"<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n", html.EscapeString(head.Title), style)
	if head.Title != "" {
		fmt.Fprintf(&b, "<h1>%s</h1>\n", html.EscapeString(head.Title))
	}
	if line := strings.Join(nonEmpty(head.Date, strings.Join(head.Authors, ", "), strings.Join(head.Tags, ", ")), " · "); line != "" {
		fmt.Fprintf(&b, "<p class=\"meta\">%s</p>\n", html.EscapeString(line))
	}
	if head.Cover != "" {
		fmt.Fprintf(&b, "<p><img src=\"%s\" alt=\"\"></p>\n", html.EscapeString(local(head.Cover)))
	}
	b.WriteString(body)
	b.WriteString("</body>\n</html>\n")
	return store.Wrap("write", out, atomicfile.Write(abs, []byte(b.String()), 0o644))
}

func nonEmpty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// previewPNG draws the long picture with the fonts of the system. More than one
// picture is numbered: NAME-1.png, NAME-2.png.
func (c *call) previewPNG(f *store.Folder, p *store.Post, doc *markdown.Document, head paint.Head, width int, out string) error {
	book := typeset.NewBook()
	if err := book.LoadSystem(store.CacheDir(), assets.Language()); err != nil {
		return fmt.Errorf("look for fonts: %w", err)
	}
	style := paint.Style{Em: 17, Scale: 1, Colours: paint.Light(), Lang: assets.Language()}
	if c.has("dark") {
		style.Colours = paint.Dark()
	}
	pics := &pictures{ctx: c.ctx, f: f, dir: p.Dir, known: map[string]paint.Picture{}}
	var pages [][]byte
	err := paint.Page(book, head, doc, pics, paint.Sheet{Style: style, Width: width, Text: assets.T}, func(img *image.RGBA) error {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			return err
		}
		pages = append(pages, b.Bytes())
		return nil
	})
	if err != nil {
		return store.Wrap("draw", p.Path, err)
	}
	ext := filepath.Ext(out)
	var written []string
	for i, data := range pages {
		name := out
		if len(pages) > 1 {
			name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(out, ext), i+1, ext)
		}
		if err := atomicfile.Write(name, data, 0o644); err != nil {
			for _, w := range written {
				os.Remove(w)
			}
			return store.Wrap("write", name, err)
		}
		written = append(written, name)
	}
	for _, w := range written {
		fmt.Fprintln(c.out, w)
	}
	return nil
}

// pictures reads the pictures of a post at once, when they are asked for.
type pictures struct {
	ctx   context.Context
	f     *store.Folder
	dir   string
	known map[string]paint.Picture
}

func (s *pictures) Look(dest string) paint.Picture {
	if p, ok := s.known[dest]; ok {
		return p
	}
	p := s.look(dest)
	s.known[dest] = p
	return p
}

func (s *pictures) look(dest string) paint.Picture {
	t, err := s.f.Resolve(s.dir, dest)
	var e *store.Error
	switch {
	case errors.As(err, &e) && e.Kind == store.NotFound:
		return paint.Picture{State: paint.PictureMissing, Path: dest}
	case err != nil:
		return paint.Picture{State: paint.PictureRefused, Path: dest, Message: err.Error()}
	case t.Place != store.File:
		return paint.Picture{State: paint.PictureRemote, Path: dest}
	case t.Actual != "":
		return paint.Picture{State: paint.PictureMissing, Path: dest}
	}
	w, h, err := photo.Size(t.Path)
	if err != nil {
		return paint.Picture{State: paint.PictureRefused, Path: dest, Message: err.Error()}
	}
	return paint.Picture{State: paint.PictureReady, W: w, H: h, Path: t.Path}
}

func (s *pictures) Image(dest string, w, h int) *image.RGBA {
	p := s.Look(dest)
	if p.State != paint.PictureReady {
		return nil
	}
	img, err := photo.Decode(s.ctx, p.Path, w, h)
	if err != nil {
		s.known[dest] = paint.Picture{State: paint.PictureRefused, Path: dest, Message: err.Error()}
		return nil
	}
	return img
}
