package check

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// meta checks the front matter.
func (c *checker) meta() {
	var err error
	c.file, err = frontmatter.Open(c.p.Text)
	if err != nil {
		c.metaProblem(err)
		return
	}
	if c.file.Page.Format == page.None {
		c.add(Finding{
			Severity: Error, Code: CodeNoFront, Line: 1, Col: 1,
			Message: "the post has no front matter, so no title and no date",
			Fix: c.fix("add-front-matter", "Add a front matter", func() ([]frontmatter.Edit, error) {
				e, err := frontmatter.InsertBlock(c.p.Text, page.YAML, frontmatter.Map{
					{Key: "title", Value: ""}, {Key: "date", Value: frontmatter.NewDate(c.o.Now)}, {Key: "draft", Value: true},
				})
				return []frontmatter.Edit{e}, err
			}),
		})
		return
	}
	for _, d := range c.file.Block.Duplicates() {
		line, from := c.metaLine(d.Line)
		f := Finding{
			Severity: Error, Code: CodeDuplicate, Line: line, Col: d.Col, From: from, To: from, Breaks: c.run.templates().Since("0.152.0"),
			Message: fmt.Sprintf("%s (lines %d and %d); Hugo from 0.152 refuses to build", d.Msg, c.fileLine(d.Other), line),
		}
		if d.Case { // Hugo takes the last, as ever
			f.Severity, f.Breaks, f.Reason = Warning, false, "case"
			f.Message = fmt.Sprintf("%s (lines %d and %d) in other letters; Hugo takes the last", d.Msg, c.fileLine(d.Other), line)
		}
		c.add(f)
	}
	c.swallowed()
	c.addresses()
	c.title()
	c.dates()
	c.draft()
	c.terms()
	c.slug()
}

// metaProblem reports front matter that cannot be read, at its place in the file.
func (c *checker) metaProblem(err error) {
	var e *store.Error
	if errors.As(store.MetaError(c.p.Path, err), &e) {
		off := offset(c.p.Text, e.Line, e.Col)
		f := Finding{
			Severity: Error, Code: CodeFrontMatter, Line: max(e.Line, 1), Col: max(e.Col, 1), From: off, To: off, Breaks: true,
			Message: "the front matter cannot be read: " + e.Err.Error(),
		}
		var fe *frontmatter.Error
		if errors.As(err, &fe) && fe.Other > 0 {
			f.Code = CodeDuplicate
		}
		c.add(f)
	}
}

// fileLine turns a line of the block into one of the file.
func (c *checker) fileLine(line int) int {
	first, _ := store.Position(c.p.Text, c.file.Page.MetaFrom)
	return first + line - 1
}

func (c *checker) metaLine(line int) (fileLine, from int) {
	n := c.fileLine(line)
	return n, offset(c.p.Text, n, 1)
}

// entry finds a top-level key, with its value's bytes in the file.
func (c *checker) entry(key string) (e frontmatter.Entry, ok bool) {
	for _, e := range c.file.Block.Entries() {
		if strings.EqualFold(e.Key, key) {
			return e, true
		}
	}
	return e, false
}

// at fills in the place of an entry.
func (c *checker) at(f Finding, e frontmatter.Entry) Finding {
	f.Line, f.Col = c.fileLine(e.Line), e.Col
	f.From, f.To = c.file.Page.MetaFrom+e.From, c.file.Page.MetaFrom+e.To
	f.Name = e.Key
	return f
}

// whole is the place of what is missing from the front matter: its first line.
func (c *checker) whole(f Finding) Finding {
	f.From = c.file.Page.Open
	f.To = f.From
	f.Line, f.Col = store.Position(c.p.Text, f.From)
	return f
}

func (c *checker) title() {
	e, ok := c.entry("title")
	if ok && strings.TrimSpace(frontmatter.Text(e.Value)) != "" || strings.HasPrefix(filepath.Base(c.p.Path), "_index.") { // a section is named by its folder
		return
	}
	f := Finding{Severity: Error, Code: CodeTitle, Message: "the title is empty"}
	if ok {
		c.add(c.at(f, e))
		return
	}
	f.Message = "the post has no title"
	c.add(c.whole(f))
}

// dateKeys are the keys that Hugo reads as dates.
var dateKeys = []string{"date", "publishdate", "pubdate", "lastmod", "modified", "expirydate", "unpublishdate"}

func (c *checker) dates() {
	for _, key := range dateKeys {
		e, ok := c.entry(key)
		switch {
		case ok:
			c.date(key, e)
		case key == "date" && !datedName(c.p) && (c.o.All || c.wantsDate()):
			c.add(c.whole(Finding{
				Severity: Warning, Code: CodeNoDate, Message: "the post has no date",
				Fix: c.set("set-date", "Set the date to now", "date", frontmatter.NewDate(c.o.Now)),
			}))
		}
	}
}

// undated are names of pages that are no posts: whole sites have one of each.
var undated = []string{
	"about", "about-me", "aboutme", "me", "search", "archive", "archives", "links", "link", "friends", "friend", "contact", "now", "uses", "projects", "guestbook",
	"message", "comments", "privacy", "imprint", "impressum", "license", "tags", "categories", "404", "index", "resume", "cv", "faq", "donate", "subscribe",
	"关于", "归档", "搜索", "友链", "留言",
}

// wantsDate reports a page that sites give a date: no section, no page with a layout or a menu of its own, none such as about, and none among
// pages that mostly have no date.
func (c *checker) wantsDate() bool {
	if strings.HasPrefix(filepath.Base(c.p.Path), "_index.") || slices.Contains(undated, strings.ToLower(slugOf(c.p))) {
		return false
	}
	for _, key := range []string{"layout", "menu", "menus"} {
		if _, ok := c.nonEmpty(key); ok {
			return false
		}
	}
	if e, ok := c.nonEmpty("type"); ok && !slices.Contains([]string{"post", "posts", "blog", "article"}, strings.ToLower(frontmatter.Text(e.Value))) {
		return false
	}
	posts, dated := c.run.cat.Dated(c.ctx, c.p.Path)
	return posts < 3 || 2*dated >= posts-1
}

// datedName reports a file name from which a site may take the date.
func datedName(p *store.Post) bool {
	name := slugOf(p)
	if len(name) < 10 {
		return false
	}
	_, err := time.Parse("2006-01-02", name[:10])
	return err == nil
}

func (c *checker) date(key string, e frontmatter.Entry) {
	text := frontmatter.Text(e.Value)
	if s, ok := e.Value.(string); e.Value == nil || ok && s == "" { // "" is no date for Hugo, too
		if key == "date" && (c.o.All || c.wantsDate()) {
			c.add(c.at(Finding{
				Severity: Warning, Code: CodeNoDate, Message: "the date is empty",
				Fix: c.set("set-date", "Set the date to now", e.Key, frontmatter.NewDate(c.o.Now)),
			}, e))
		}
		return
	}
	d, ok := frontmatter.AsDate(e.Value)
	if n, number := e.Value.(int64); number && n < 631152000 { // before 1990: no time of a post
		c.add(c.at(Finding{
			Severity: Error, Code: CodeBadDate, Reason: "number", Args: []any{e.Key, text},
			Message: fmt.Sprintf("Hugo reads the %s %s as that many seconds since 1970", e.Key, text),
			Fix:     c.dateFix(e, text),
		}, e))
		return
	}
	if !ok {
		c.add(c.at(Finding{
			Severity: Error, Code: CodeBadDate, Args: []any{e.Key, text}, Breaks: c.run.templates().Since("0.136.0"),
			Message: fmt.Sprintf("Hugo does not understand the %s %q", e.Key, text),
			Fix:     c.dateFix(e, text),
		}, e))
		return
	}
	t := d.Time
	if !d.HasZone { // Hugo reads it in the site's zone
		y, mo, day := t.Date()
		h, mi, s := t.Clock()
		t = time.Date(y, mo, day, h, mi, s, t.Nanosecond(), c.f.Config().Location())
	}
	expiry := key == "expirydate" || key == "unpublishdate"
	switch {
	case expiry && !t.After(c.o.Now):
		c.add(c.at(Finding{
			Severity: Warning, Code: CodeExpired, Args: []any{text},
			Message: fmt.Sprintf("the post has expired (%s), so Hugo leaves it out", text),
		}, e))
	case !expiry && key != "lastmod" && key != "modified" && t.After(c.o.Now) && !c.f.Config().BuildFuture:
		c.add(c.at(Finding{
			Severity: Warning, Code: CodeFuture, Args: []any{text},
			Message: fmt.Sprintf("the %s %s lies in the future, so Hugo leaves the post out until then", e.Key, text),
		}, e))
	}
	if d.HasTime && !d.HasZone && c.f.Config().TimeZone == "" {
		const zone = "UTC"
		local := d.Time
		y, mo, day := local.Date()
		h, mi, s := local.Clock()
		here := time.Date(y, mo, day, h, mi, s, 0, c.o.Now.Location())
		c.add(c.at(Finding{
			Severity: Warning, Code: CodeNoOffset, Args: []any{e.Key, zone},
			Message: fmt.Sprintf("the %s has no offset; Hugo reads it as %s", e.Key, zone),
			Fix:     c.set("add-offset", "Add the offset "+here.Format("-07:00"), e.Key, frontmatter.NewDate(here)),
		}, e))
	}
}

// dateFix offers the date that the author most probably meant.
func (c *checker) dateFix(e frontmatter.Entry, text string) *Fix {
	for _, layout := range []string{
		"2006/1/2", "2006-1-2", "2006.1.2", "2006年1月2日", "2006-1-2 15:04", "2006/1/2 15:04", "2006-01-02T15:04",
		"2006-1-2 15:04:05", "2006/1/2 15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02 15:04 -0700", "2006-01-02 15:04 -07:00",
		"Jan 2, 2006", "January 2, 2006", "2 January 2006", "2006年1月2日 15:04", "20060102", "200601021504", "20060102150405",
	} {
		t, err := time.ParseInLocation(layout, strings.TrimSpace(strings.Trim(text, "\u00a0")), c.o.Now.Location())
		if err != nil {
			continue
		}
		return c.set("rewrite-date", "Write it as "+t.Format(time.RFC3339), e.Key, frontmatter.NewDate(t))
	}
	return nil
}

func (c *checker) draft() {
	e, ok := c.entry("draft")
	draft := ok && isDraft(e)
	switch {
	case draft && !hugoTrue(e) && !c.f.Config().BuildDrafts:
		f := Finding{
			Severity: Warning, Code: CodeDraft, Reason: "word", Args: []any{frontmatter.Text(e.Value)},
			Message: fmt.Sprintf("Hugo from 0.152 does not take %q for true, and publishes the post", frontmatter.Text(e.Value)),
			Fix:     c.set("write-true", "Write true", e.Key, true),
		}
		if c.run.templates().Since("0.152.0") {
			f.Severity = Error
		}
		c.add(c.at(f, e))
	case draft && !c.f.Config().BuildDrafts:
		c.add(c.at(Finding{
			Severity: Warning, Code: CodeDraft, Message: "the post is a draft, so Hugo leaves it out",
			Fix: c.set("publish", "Set draft to false", e.Key, false),
		}, e))
	}
	if e, ok := c.entry("published"); ok && strings.EqualFold(frontmatter.Text(e.Value), "false") {
		f := Finding{Severity: Warning, Code: CodeDraft, Reason: "published", Message: "published: false makes a draft in old Hugo and an error in new Hugo"}
		if c.run.templates().Since("0.136.0") { // it is read as a date there
			f.Severity, f.Breaks = Error, true
		}
		c.add(c.at(f, e))
	}
	_, summary := c.nonEmpty("summary")
	_, description := c.nonEmpty("description")
	if c.o.All && !summary && !description && !strings.Contains(c.p.Text[c.file.Page.BodyFrom:], "<!--more-->") {
		f := Finding{Severity: Info, Code: CodeNoSummary, Message: "the post has no summary; Hugo takes its first 70 words"}
		if e, ok := c.entry("summary"); ok {
			c.add(c.at(f, e))
		} else {
			c.add(c.whole(f))
		}
	}
}

// isDraft reports whether the author means the post to be a draft, which takes yes and on for true.
func isDraft(e frontmatter.Entry) bool {
	on, _ := frontmatter.Bool(e.Value)
	return on
}

// hugoTrue reports whether every Hugo takes the value for true. Its YAML reader before 0.152 knew yes, y and on too.
func hugoTrue(e frontmatter.Entry) bool {
	switch strings.ToLower(frontmatter.Text(e.Value)) {
	case "yes", "y", "on":
		return false
	}
	return true
}

func (c *checker) nonEmpty(key string) (frontmatter.Entry, bool) {
	e, ok := c.entry(key)
	return e, ok && strings.TrimSpace(frontmatter.Text(e.Value)) != ""
}

// terms looks for # in what becomes the address of a term.
func (c *checker) terms() {
	for _, key := range c.f.Config().TaxonomyKeys() {
		e, ok := c.entry(key)
		if !ok {
			continue
		}
		for _, term := range frontmatter.Strings(e.Value) {
			if strings.Contains(term, "#") {
				f := c.at(Finding{
					Severity: Warning, Code: CodeHash, Args: []any{term},
					Message: fmt.Sprintf("the # of %q breaks the link to its page in %s", term, e.Key),
				}, e)
				f.Name = term
				c.add(f)
			}
		}
	}
}

func (c *checker) slug() {
	if e, ok := c.entry("slug"); ok {
		if text := frontmatter.Text(e.Value); strings.Contains(text, "#") {
			f := c.at(Finding{
				Severity: Error, Code: CodeHash, Args: []any{text},
				Message: fmt.Sprintf("the # of the slug %q breaks links to the post", text),
				Fix:     c.set("clean-slug", "Remove the #", e.Key, strings.ReplaceAll(text, "#", "")),
			}, e)
			f.Name = text
			c.add(f)
		}
	} else if strings.Contains(slugOf(c.p), "#") {
		c.add(Finding{
			Severity: Error, Code: CodeHash, Args: []any{slugOf(c.p)}, Name: slugOf(c.p),
			Message: fmt.Sprintf("the # of the name %q breaks links to the post", slugOf(c.p)),
		})
	}
	c.twice()
}

// set is the fix that gives a key a value; nil where the front matter cannot be
// patched.
func (c *checker) set(code, label, key string, v any) *Fix {
	return c.fix(code, label, func() ([]frontmatter.Edit, error) { return c.file.Set([]string{key}, v) })
}

func (c *checker) fix(code, label string, make func() ([]frontmatter.Edit, error)) *Fix {
	edits, err := make()
	if err != nil || len(edits) == 0 {
		return nil
	}
	return &Fix{Code: code, Label: label, Edits: edits}
}

// offset is the inverse of store.Position, held inside the text.
func offset(text string, line, col int) int {
	at := 0
	for ; line > 1; line-- {
		i := strings.IndexByte(text[at:], '\n')
		if i < 0 {
			return len(text)
		}
		at += i + 1
	}
	return min(at+max(col-1, 0), len(text))
}
