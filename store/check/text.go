package check

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/markdown"
	"lanyard/store/page"
)

type checker struct {
	ctx   context.Context
	run   *Run
	f     *store.Folder
	p     *store.Post
	o     Options
	file  *frontmatter.File
	found []Finding
	lines lineIndex
	code  spans // where code stands in the file
	tally tally
	tried tries
}

func (c *checker) add(f Finding) {
	if f.Path == "" {
		f.Path = c.p.Path
	}
	c.found = append(c.found, f)
}

// Fatal reports a finding that stops an export: a reference that leads nowhere, and what would stop the build of the site.
func Fatal(f Finding) bool {
	if f.Breaks {
		return true
	}
	switch f.Code {
	case CodeMissing:
		return f.Severity == Error
	case CodeOutside, CodeUnsafe, CodeNotFile, CodeCase:
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
	c.pageFiles(u)
	if c.p.Bundle || strings.HasPrefix(filepath.Base(c.p.Path), "_index.") {
		return
	}
	for _, use := range u.All {
		if use.Post == c.p && use.Ref && use.Image && !use.Target.Static && !use.Target.ByURL && filepath.Dir(use.File()) == c.p.Dir {
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

// body checks the Markdown.
func (c *checker) body(u *Uses) {
	if pg, err := page.Parse(c.p.Text); err == nil {
		c.delimiter(pg)
	}
	doc := u.document(c.p)
	from := doc.From
	c.alts(doc)
	c.stars(doc)
	walk := walk{inlines: c.marks}
	walk.document(doc)
	if !doc.Options().Unsafe {
		c.html(doc)
	}
	c.code = newSpans(codeBlocks(doc))
	c.conflicts()
	c.shortcodes(from)
	c.writing(doc, from)
}

// place makes a finding at bytes of the file.
func (c *checker) place(from, to int, f Finding) Finding {
	f.From, f.To = from, to
	f.Line, f.Col = c.lines.position(from)
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
	keys := 0
	for l := range strings.SplitAfterSeq(c.p.Text[pg.BodyFrom:], "\n") {
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
	}
}

var keyLine = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*\s*[:=](\s|$)`)

func (c *checker) alts(doc *markdown.Document) {
	omitted := htmlOmitted(doc)
	for _, r := range doc.References() {
		if !r.Image || r.Kind == markdown.RefDefinition || r.Kind == markdown.RefHTML && omitted || strings.TrimSpace(r.Alt) != "" {
			continue
		}
		if r.Kind == markdown.RefShortcode && r.Name != "figure" || c.tally.full(CodeAlt, Warning) {
			continue
		}
		c.add(Finding{
			Severity: Warning, Code: CodeAlt, Line: r.Line, Col: r.Col, From: r.NodeFrom, To: r.NodeTo, Name: r.Dest,
			Args: []any{r.Dest}, Message: fmt.Sprintf("the image %q has no alternative text", r.Dest),
		})
	}
}
