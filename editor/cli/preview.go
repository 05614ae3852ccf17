package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"lanyard/assets"
	"lanyard/assets/typeset"
	"lanyard/preview/paint"
	"lanyard/store"
	"lanyard/store/atomicfile"
	"lanyard/store/frontmatter"
	"lanyard/store/hugo"
	"lanyard/store/markdown"
	"lanyard/store/page"
	"lanyard/store/photo"
)

const (
	defaultWidth = 900 // of a long picture, in units: pixels with --scale 1
	em           = 16  // units
)

func runPreview(c *call) error {
	if c.has("html") == c.has("png") {
		return usagef("preview needs one of --html FILE and --png FILE")
	}
	for _, o := range []string{"width", "scale"} {
		if c.has("html") && c.has(o) {
			return usagef("--%s is for --png", o)
		}
	}
	if c.has("png") && c.has("embed") {
		return usagef("--embed is for --html")
	}
	width, err := c.whole("width", 200, 4000)
	if err != nil {
		return err
	}
	scale, err := c.whole("scale", 1, 4)
	if err != nil {
		return err
	}
	v, err := c.view(c.args[0])
	if err != nil {
		return err
	}
	if c.has("html") {
		return v.html(c.text("html"))
	}
	return v.png(cmp.Or(width, defaultWidth), cmp.Or(scale, 1), c.text("png"))
}

// view is a post as it will be shown.
type view struct {
	*call
	folder *store.Folder
	post   *store.Post
	from   int // where the body begins
	opt    markdown.Options
	head   paint.Head
	titles map[string]string // of the folder's posts, by what a ref may call them; nil before the first is asked for
}

func (c *call) view(path string) (*view, error) {
	f, p, err := c.open(path)
	if err != nil {
		return nil, err
	}
	from := 0
	if pg, err := page.Parse(p.Text); err == nil {
		from = pg.BodyFrom
	}
	opt := f.Config().Markdown()
	opt.Hugo = c.hugo()(c.ctx)
	if hooks := f.Config().Hooks; len(hooks) > 0 {
		fmt.Fprintln(c.env.Stderr, "lanyard: "+assets.T("preview.hooks", strings.Join(hooks, ", ")))
	}
	v := &view{call: c, folder: f, post: p, from: from, opt: opt}
	if file, err := frontmatter.Open(p.Text); err == nil && file.Page.Format != page.None { // nothing where it cannot be read
		v.head = paint.HeadOf(file.Block, assets.T)
		if covers := store.Covers(file.Block); len(covers) > 0 {
			v.head.Cover = covers[0].Value
		}
	}
	return v, nil
}

// hugo asks for the version of the installed Hugo.
func (c *call) hugo() func(context.Context) string {
	if c.env.Hugo != nil {
		return c.env.Hugo
	}
	return hugo.Version
}

// title gives the title of the post that a ref shortcode names.
func (v *view) title(ref string) string {
	if v.titles == nil {
		v.titles = map[string]string{}
		_ = v.folder.List(v.ctx, func(s store.Summary) bool { // without the list the name stands there
			name := filepath.Base(s.Path)
			if s.Bundle {
				name = filepath.Base(filepath.Dir(s.Path))
			}
			v.titles[strings.TrimSuffix(name, ".md")] = s.Title
			return true
		})
	}
	ref, _, _ = strings.Cut(strings.Trim(ref, "/"), "#")
	return v.titles[strings.TrimSuffix(strings.TrimSuffix(ref[strings.LastIndex(ref, "/")+1:], ".md"), ".html")]
}

// maxEmbedded is how large a picture may be that a page carries within it; a
// larger one stays beside it.
const maxEmbedded = 20 << 20

// html writes a page that stands alone: the pictures are where they are, or with
// --embed in the page.
func (v *view) html(out string) error {
	abs, err := filepath.Abs(out)
	if err != nil {
		return store.Wrap("write", out, err)
	}
	site := v.folder.Resolver(v.post)
	destination := func(kind markdown.RefKind, dest string) string {
		t, err := site.Picture(dest)
		if err != nil || t.Place != store.File || t.Actual != "" {
			return dest
		}
		if kind == markdown.RefImage && v.has("embed") {
			if data := v.embedded(t.Path); data != "" {
				return data
			}
		}
		rel, err := filepath.Rel(filepath.Dir(abs), t.Path)
		if err != nil {
			return dest
		}
		return store.Escape(filepath.ToSlash(rel)) + t.Suffix
	}
	// a page may show one picture, or lead to one place, ten thousand times
	type name struct {
		kind markdown.RefKind
		dest string
	}
	known := map[name]string{}
	once := func(kind markdown.RefKind, dest string) string {
		to, ok := known[name{kind, dest}]
		if !ok {
			to = destination(kind, dest)
			known[name{kind, dest}] = to
		}
		return to
	}
	page := paint.HTMLPage(v.head, markdown.Page(v.post.Text, v.from, v.opt, once), v.has("dark"), v.language(), once)
	return store.Wrap("write", out, atomicfile.Write(abs, []byte(page), 0o644))
}

// language is that of the site, and the author's where there is none.
func (v *view) language() string {
	if l := v.folder.Config().DefaultLanguage; l != "" {
		return l
	}
	return assets.Language()
}

// embedded gives a picture as an address that holds it, without its private data;
// empty for what is no picture that a browser shows.
func (v *view) embedded(path string) string {
	data, err := v.folder.ReadFile(path, maxEmbedded)
	if err != nil {
		return ""
	}
	if data, _, err = photo.Strip(data); err != nil {
		return ""
	}
	kind := http.DetectContentType(data)
	switch { // of what Strip lets pass
	case strings.HasPrefix(kind, "text/"):
		kind = "image/svg+xml"
	case kind == "application/octet-stream":
		kind = "image/avif"
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)
}

// png draws the long picture, width units wide, with the fonts of the program
// and of the system. More than one picture is numbered: NAME-1.png, NAME-2.png.
func (v *view) png(width, scale int, out string) error {
	var fonts []typeset.Font
	if v.env.Fonts != nil {
		fonts = v.env.Fonts()
	}
	book := typeset.NewBook(fonts...)
	if err := book.LoadSystem(store.CacheDir(), assets.Language()); err != nil {
		return fmt.Errorf("look for fonts: %w", err)
	}
	style := paint.Style{Em: float32(em * scale), Scale: float32(scale), Colours: paint.Light(), Lang: assets.Language()}
	if v.has("dark") {
		style.Colours = paint.Dark()
	}
	pics := &pictures{ctx: v.ctx, files: v.folder.OpenFile, site: v.folder.Resolver(v.post), known: map[string]paint.Picture{}}
	sheet := paint.Sheet{Style: style, Width: width * scale, Text: assets.T, Title: v.title}
	var pages [][]byte
	err := paint.Page(book, v.head, markdown.Parse(v.post.Text, v.from, v.opt), pics, sheet, func(img *image.RGBA) error {
		if err := v.ctx.Err(); err != nil {
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
		return store.Wrap("draw", v.post.Path, err)
	}
	return v.writePages(pages, out)
}

// writePages writes all or none.
func (v *view) writePages(pages [][]byte, out string) error {
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
		fmt.Fprintln(v.out, store.Printable(w))
	}
	return nil
}

// pictures reads the pictures of a post at once, when they are asked for.
type pictures struct {
	ctx   context.Context
	files photo.Opener
	site  *store.Resolver
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
	t, err := s.site.Picture(dest)
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
	w, h, err := s.files.Size(t.Path)
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
	img, err := s.files.Decode(s.ctx, p.Path, w, h)
	if err != nil {
		s.known[dest] = paint.Picture{State: paint.PictureRefused, Path: dest, Message: err.Error()}
		return nil
	}
	return img
}
