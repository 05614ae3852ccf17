package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	emoji "github.com/yuin/goldmark-emoji/ast"
	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
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
	if d.engine.opt.NoAutoHeadingID || h.ID == "" {
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
	if id := sanitized(text, kind); id != "" {
		return id
	}
	return "heading"
}

// sanitized leaves of a text what an identifier may have.
func sanitized(text, kind string) string {
	text = strings.TrimSpace(text)
	if kind == "blackfriday" {
		return blackfridayAnchor(text)
	}
	if kind == "github-ascii" {
		text = withoutAccents(text)
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
	return b.String()
}

// withoutAccents leaves the letters under accents, as Hugo does before it drops what is not ASCII.
func withoutAccents(s string) string {
	out, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
	if err != nil {
		return s
	}
	return out
}

// fragment is what Hugo takes the identifier of a heading or a defined term from, since 0.144: of each part of it the text, with what escapes
// and entities leave of themselves, and of what lies within marks only the first piece; of a heading of several lines the last.
func fragment(n gast.Node, src []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		fragmentOf(&b, c, src)
	}
	s := string(util.ResolveEntityNames([]byte(b.String())))
	if h, ok := n.(*gast.Heading); ok && h.Lines().Len() > 1 {
		s = s[strings.LastIndexByte(s, '\n')+1:]
	}
	return s
}

func fragmentOf(b *strings.Builder, n gast.Node, src []byte) {
	top := n.Parent()
	for ; n != nil; n = n.FirstChild() {
		switch n := n.(type) {
		case *gast.RawHTML:
			b.WriteString(strings.TrimSpace(stripTags(string(n.Segments.Value(src)))))
			return
		case *gast.String:
			b.Write(n.Value)
			return
		case *gast.Text:
			b.Write(n.Segment.Value(src))
			if n.Parent() != top {
				b.Write(marksBehind(n, src))
			}
			if n.HardLineBreak() || n.SoftLineBreak() {
				b.WriteByte('\n')
			}
			return
		case *emoji.Emoji:
			b.Write(n.ShortName)
			return
		}
	}
}

// marksBehind are the marks behind a text that turned out to be text themselves: Hugo's goldmark adds them to it.
func marksBehind(n *gast.Text, src []byte) []byte {
	next, ok := n.NextSibling().(*gast.Text)
	if !ok || next.Segment.Start != n.Segment.Stop {
		return nil
	}
	s := next.Segment.Value(src)
	return s[:len(s)-len(bytes.TrimLeft(s, "*_~"))]
}

// stripTags leaves out what stands between < and >.
func stripTags(s string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "<")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		if _, s, ok = strings.Cut(rest, ">"); !ok {
			return b.String()
		}
	}
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
