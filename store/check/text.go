package check

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/markdown"
	"lanyard/store/page"
)

// Options say how a post is checked.
type Options struct {
	Now      time.Time // when the post is to be published; its zone is offered for dates without one. Zero means the present
	NoPhotos bool      // leave out what needs a look into the photos
}

type checker struct {
	ctx   context.Context
	f     *store.Folder
	p     *store.Post
	o     Options
	file  *frontmatter.File
	found []Finding
}

func (c *checker) add(f Finding) {
	if f.Path == "" {
		f.Path = c.p.Path
	}
	c.found = append(c.found, f)
}

// Text is Post for a text that may differ from what the disk has: p as it is being
// edited.
func Text(ctx context.Context, f *store.Folder, p *store.Post, o Options) ([]Finding, error) {
	u := References(f, pages(f, p)...)
	own := *u
	own.Findings = slices.DeleteFunc(slices.Clone(u.Findings), func(x Finding) bool { return x.Path != p.Path })
	return WithUses(ctx, f, p, &own, o)
}

// WithUses is Text for a caller that has the references of the post's bundle.
func WithUses(ctx context.Context, f *store.Folder, p *store.Post, u *Uses, o Options) ([]Finding, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	c := &checker{ctx: ctx, f: f, p: p, o: o}
	c.meta()
	c.found = append(c.found, u.Findings...)
	c.files(u)
	c.body()
	c.conflicts()
	if !o.NoPhotos {
		c.photos(u)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	sortFindings(c.found)
	return c.found, nil
}

// pages lists all pages of the post's bundle, p itself as it is given: a photo
// used in one language only is used.
func pages(f *store.Folder, p *store.Post) []*store.Post {
	list := []*store.Post{p}
	if !p.Bundle {
		return list
	}
	for _, path := range store.Pages(p.Dir) {
		if path == p.Path {
			continue
		}
		if q, err := f.Load(path); err == nil {
			list = append(list, q)
		}
	}
	return list
}

// Fatal reports a finding that stops an export: a reference that leads nowhere.
func Fatal(f Finding) bool {
	switch f.Code {
	case CodeMissing, CodeOutside, CodeUnsafe, CodeNotFile, CodeCase:
		return true
	}
	return false
}

// files reports what the names of the files and the kind of the post bring with
// them.
func (c *checker) files(u *Uses) {
	for _, path := range u.Unused {
		if store.IsMarkdown(path) {
			continue // a page resource: only the theme knows
		}
		c.add(Finding{
			Path: path, Severity: Warning, Code: CodeUnused, Name: filepath.Base(path),
			Message: "nothing in the post refers to this file, yet Hugo publishes it",
		})
	}
	for _, path := range u.Files {
		if name := filepath.Base(path); badName(name) {
			c.add(Finding{
				Path: path, Severity: Warning, Code: CodeName, Name: name,
				Message: fmt.Sprintf("the name %q breaks in addresses: it has a space, #, %%, ? or an upper-case extension", name),
			})
		}
	}
	for _, path := range append(slices.Clone(u.Files), u.Unused...) {
		switch ext := strings.ToLower(filepath.Ext(path)); ext {
		case ".heic", ".heif", ".tif", ".tiff", ".bmp":
			kind := strings.ToUpper(ext[1:])
			c.add(Finding{
				Path: path, Severity: Error, Code: CodeHEIC, Name: filepath.Base(path), Args: []any{kind},
				Message: fmt.Sprintf("browsers do not show %s pictures", kind),
			})
		}
	}
	if c.p.Bundle || strings.HasPrefix(filepath.Base(c.p.Path), "_index.") {
		return
	}
	for _, use := range u.All {
		if use.Post == c.p && use.Ref && use.Image && !use.Target.Static && !strings.HasPrefix(use.Dest, "../") {
			f := finding(use, CodeNoBundle, "a picture beside a single file is not found on its page; the post should be a folder with index.md")
			f.Severity = Warning
			f.Fix = &Fix{Code: "make-bundle", Label: "Make it a folder"}
			c.add(f)
			return
		}
	}
}

func badName(name string) bool {
	if strings.ContainsAny(name, " #%?&\"'<>:|*\\") {
		return true
	}
	if ext := filepath.Ext(name); ext != strings.ToLower(ext) {
		return true
	}
	return strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || !unicode.IsGraphic(r) })
}

var (
	todo    = regexp.MustCompile(`\b(?:TODO|FIXME|TBD|TBC)\b|待补|待完善|待填|待确认|待续写|（待[^）]{0,6}）`)
	comment = regexp.MustCompile(`(?s)^\s*(?:<!--.*?-->\s*)*$`)
)

// body checks the Markdown.
func (c *checker) body() {
	from := 0
	pg, err := page.Parse(c.p.Text)
	if err == nil {
		from = pg.BodyFrom
		c.delimiter(pg)
	}
	opt := c.f.Config().Markdown()
	doc := markdown.Parse(c.p.Text, from, opt)
	c.alts(doc)
	c.stars(doc)
	w := walk{
		inlines: func(at int, list []markdown.Inline) {
			c.marks(at, list)
			if !opt.Unsafe {
				c.tags(at, list)
			}
		},
		block: func(at int, b *markdown.Block) {
			if b.Kind == markdown.HTML && !opt.Unsafe && !comment.MatchString(b.Text) {
				c.lost(at+b.From, at+b.To, b.Text)
			}
		},
	}
	w.document(doc)
}

// place makes a finding at bytes of the file.
func (c *checker) place(from, to int, f Finding) Finding {
	f.From, f.To = from, to
	f.Line, f.Col = store.Position(c.p.Text, from)
	return f
}

// delimiter looks for front matter that ends earlier than its author means.
func (c *checker) delimiter(pg page.Page) {
	d := pg.Format.Delimiter()
	if d == "" || pg.MetaTo+len(d) > len(c.p.Text) {
		return
	}
	rest := c.p.Text[pg.MetaTo+len(d):]
	line, _, _ := strings.Cut(rest, "\n")
	if strings.TrimSpace(line) != "" {
		c.add(c.place(pg.MetaTo, pg.MetaTo+len(d)+len(line), Finding{
			Severity: Error, Code: CodeDelimiter, Message: fmt.Sprintf("the line that ends the front matter has more than %s, which becomes text of the page", d),
		}))
		return
	}
	lines := strings.SplitAfter(c.p.Text[pg.BodyFrom:], "\n")
	at, keys := pg.BodyFrom, 0
	for _, l := range lines {
		t := strings.TrimRight(l, "\r\n \t")
		if strings.HasPrefix(l, d) && keys > 0 {
			c.add(c.place(pg.MetaTo, pg.MetaTo+len(d), Finding{
				Severity: Warning, Code: CodeDelimiter,
				Message: fmt.Sprintf("the front matter ends at this line; the keys below it, up to the next %s, are text of the page", d),
			}))
			return
		}
		if !keyLine.MatchString(t) {
			return
		}
		keys++
		at += len(l)
	}
}

var keyLine = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*\s*[:=](\s|$)`)

func (c *checker) alts(doc *markdown.Document) {
	for _, r := range doc.References() {
		if !r.Image || r.Kind == markdown.RefDefinition || strings.TrimSpace(r.Alt) != "" {
			continue
		}
		if r.Kind == markdown.RefShortcode && (r.Name != "figure" || r.Title != "") {
			continue
		}
		c.add(Finding{
			Severity: Warning, Code: CodeAlt, Line: r.Line, Col: r.Col, From: r.NodeFrom, To: r.NodeTo, Name: r.Dest,
			Args: []any{r.Dest}, Message: fmt.Sprintf("the image %q has no alternative text", r.Dest),
		})
	}
}

// marks looks for notes of the author to himself.
func (c *checker) marks(at int, list []markdown.Inline) {
	for i := range list {
		in := &list[i]
		c.marks(at, in.Children)
		if in.Kind != markdown.Text {
			continue
		}
		for _, m := range todo.FindAllStringIndex(in.Text, -1) {
			from, to := at+in.From, at+in.To
			if len(in.Text) == in.To-in.From {
				from, to = from+m[0], from+m[1]
			}
			word := in.Text[m[0]:m[1]]
			c.add(c.place(from, to, Finding{
				Severity: Warning, Code: CodeTodo, Name: word, Args: []any{word}, Message: fmt.Sprintf("%q is still in the text", word),
			}))
		}
	}
}

// tags looks for raw HTML between words.
func (c *checker) tags(at int, list []markdown.Inline) {
	for i := range list {
		in := &list[i]
		c.tags(at, in.Children)
		if in.Kind == markdown.Tag && !strings.HasPrefix(in.Name, "/") && !comment.MatchString(in.Text) {
			c.lost(at+in.From, at+in.To, in.Text)
		}
	}
}

func (c *checker) lost(from, to int, html string) {
	html = strings.Join(strings.Fields(html), " ")
	if len(html) > 60 {
		cut := 57
		for !utf8.RuneStart(html[cut]) {
			cut--
		}
		html = html[:cut] + "…"
	}
	c.add(c.place(from, to, Finding{
		Severity: Warning, Code: CodeHTML, Args: []any{html}, Name: html,
		Message: fmt.Sprintf("the site leaves out raw HTML (markup.goldmark.renderer.unsafe is off): %s", html),
	}))
}
