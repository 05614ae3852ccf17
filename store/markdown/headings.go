package markdown

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Heading is an entry of the outline.
type Heading struct {
	Level int
	Text  string // as shown
	ID    string // the anchor on the page; empty when the site gives none
	From  int    // file offset
	Block int    // index of the top-level block it lies in
}

// Headings is the outline of the document.
func (d *Document) Headings() []Heading { return d.ids() }

func (d *Document) findHeadings() []Heading {
	var out []Heading
	used := idSet{}
	for i, b := range d.Blocks {
		if b.top == nil {
			continue
		}
		for _, h := range b.top.headings {
			out = append(out, Heading{
				Level: h.Level, Text: strings.TrimSpace(PlainText(h.Inlines)),
				ID: d.uniqueID(h, used), From: d.Starts[i] + h.From, Block: i,
			})
		}
	}
	return out
}

func (d *Document) uniqueID(h *Block, used idSet) string {
	if h.OwnID {
		used.put(h.ID)
		return h.ID
	}
	if d.engine.opt.NoAutoHeadingID {
		return ""
	}
	return used.unique(h.ID)
}

// idSet holds the identifiers of a page, each with the number to try next when
// it is wanted again: those before it are taken.
type idSet map[string]int

func (s idSet) put(id string) {
	if s[id] == 0 {
		s[id] = 1
	}
}

// unique gives base, with the first number that makes it another identifier than
// those before, and remembers it.
func (s idSet) unique(base string) string {
	n := s[base]
	if n == 0 {
		s[base] = 1
		return base
	}
	for ; ; n++ {
		id := base + "-" + strconv.Itoa(n)
		if s[id] == 0 {
			s[base], s[id] = n+1, 1
			return id
		}
	}
}

// anchor is Hugo's rule for the base of a heading's automatic identifier.
func anchor(text, kind string) string {
	text = strings.TrimSpace(text)
	if kind == "blackfriday" {
		return blackfridayAnchor(text)
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case kind == "github-ascii" && r >= utf8.RuneSelf:
		case r == ' ' || r == '-':
			b.WriteByte('-')
		case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	if b.Len() == 0 {
		return "heading"
	}
	return b.String()
}

func blackfridayAnchor(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		} else {
			gap = true
		}
	}
	if b.Len() == 0 {
		return "heading"
	}
	return b.String()
}

// PlainText is the visible text of inlines; a picture is its alternative text.
func PlainText(ins []Inline) string {
	var b strings.Builder
	plain(&b, ins)
	return b.String()
}

func plain(b *strings.Builder, ins []Inline) {
	for i := range ins {
		switch in := &ins[i]; in.Kind {
		case Text, CodeSpan, Image, InlineMath, Soft:
			b.WriteString(in.Text)
		case Break:
			b.WriteByte('\n')
		default:
			plain(b, in.Children)
		}
	}
}
