package check

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"lanyard/store/markdown"
)

var comment = regexp.MustCompile(`(?s)^\s*(?:<!--.*?-->\s*)*$`)

// html looks for raw HTML that the site leaves out, and tells it once a block. Inside {{< a shortcode >}} there is none: Hugo gives that to the
// template as it is.
func (c *checker) html(doc *markdown.Document) {
	var l lost
	var w walk
	w.top = func() {
		if l.count > 0 {
			c.lost(l)
		}
		l = lost{}
	}
	w.inlines = func(at int, list []markdown.Inline) {
		if w.raw == 0 {
			l.tags(at, list)
		}
	}
	opt := doc.Options()
	w.block = func(at int, b *markdown.Block) {
		if b.Kind == markdown.Card && b.Shortcode != nil && b.Shortcode.Omitted(opt) {
			l.add(at+b.From, at+b.To, "{{% "+b.Shortcode.Name+" %}}")
		}
		if w.raw == 0 && b.Kind == markdown.HTML && !comment.MatchString(b.Text) {
			l.add(at+b.From, at+b.To, b.Text)
		}
	}
	w.document(doc)
}

// lost is the raw HTML of one block: the first piece, and how many there are.
type lost struct {
	from, to int
	html     string
	count    int
}

func (l *lost) add(from, to int, html string) {
	if l.count == 0 {
		l.from, l.to, l.html = from, to, html
	}
	l.count++
}

// tags looks for raw HTML between words. <{{% x %}}> may be an address when the shortcode is put in.
func (l *lost) tags(at int, list []markdown.Inline) {
	for i := range list {
		in := &list[i]
		l.tags(at, in.Children)
		if in.Kind == markdown.Embed && in.Shortcode != nil && in.Shortcode.Omitted(markdown.Options{}) {
			l.add(at+in.From, at+in.To, "{{% "+in.Shortcode.Name+" %}}")
		}
		if in.Kind == markdown.Tag && !strings.HasPrefix(in.Name, "/") && !comment.MatchString(in.Text) && !strings.HasPrefix(in.Text, "<{{") {
			l.add(at+in.From, at+in.To, in.Text)
		}
	}
}

func (c *checker) lost(l lost) {
	if c.tally.full(CodeHTML, Warning) {
		return
	}
	html := strings.Join(strings.Fields(l.html), " ")
	if len(html) > 60 {
		cut := 57
		for !utf8.RuneStart(html[cut]) {
			cut--
		}
		html = html[:cut] + "…"
	}
	if l.count > 1 {
		html = fmt.Sprintf("%s (× %d)", html, l.count)
	}
	c.add(c.place(l.from, l.to, Finding{
		Severity: Warning, Code: CodeHTML, Args: []any{html}, Name: html,
		Message: fmt.Sprintf("the site leaves out raw HTML (markup.goldmark.renderer.unsafe is off): %s", html),
	}))
}
