package live

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"lanyard/store/markdown"
)

// A Version is by what a page is known to hold a post as it is now.
type Version struct {
	Title  string
	Pieces []string // texts of the post that nothing stands between on its page, as a person writes them
}

// least is how many letters a piece has at least: less is found on any page.
const least = 4

// VersionOf takes the pieces from a post's body: its visible text, cut wherever a generator or a theme puts something in.
func VersionOf(title string, doc *markdown.Document) Version {
	v := Version{Title: title}
	c := cutter{emoji: regexp.MustCompile(`:[a-z0-9_+-]+:`)}
	for _, b := range doc.Blocks {
		c.block(b)
	}
	v.Pieces = c.pieces
	return v
}

// cutter gathers pieces.
type cutter struct {
	emoji  *regexp.Regexp
	piece  strings.Builder
	pieces []string
}

func (c *cutter) block(b *markdown.Block) {
	switch b.Kind {
	case markdown.Code, markdown.HTML, markdown.LinkDef, markdown.More, markdown.Card, markdown.Math, markdown.Plain:
		return // shown in other words, by scripts, or not at all
	}
	c.inlines(b.Inlines)
	c.cut()
	for _, child := range b.Children {
		c.block(child)
	}
}

func (c *cutter) inlines(list []markdown.Inline) {
	for i := range list {
		switch in := &list[i]; in.Kind {
		case markdown.Text:
			c.text(in.Text)
		case markdown.Soft:
			c.piece.WriteString(in.Text)
		case markdown.CodeSpan:
			c.piece.WriteString(in.Text)
		case markdown.Break:
			c.piece.WriteByte(' ')
		case markdown.Emphasis, markdown.Strong, markdown.Strike, markdown.Link:
			c.inlines(in.Children)
		default: // a picture, a shortcode, a formula, the number of a note
			c.cut()
		}
	}
}

// text writes a run of text, cut at what a site may show as a small picture.
func (c *cutter) text(s string) {
	for {
		at := c.emoji.FindStringIndex(s)
		if at == nil {
			c.piece.WriteString(s)
			return
		}
		c.piece.WriteString(s[:at[0]])
		c.cut()
		s = s[at[1]:]
	}
}

func (c *cutter) cut() {
	s := strings.TrimSpace(c.piece.String())
	c.piece.Reset()
	if len([]rune(fold(s))) >= least {
		c.pieces = append(c.pieces, s)
	}
}

// fold leaves letters and digits alone: typographers and themes change quotes, dashes and spaces.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, norm.NFC.String(s))
}

// lacks is the first piece that a page's text has not; empty when it has all.
func (v Version) lacks(page string) string {
	if !strings.Contains(page, fold(v.Title)) {
		return v.Title
	}
	for _, p := range v.Pieces {
		if !strings.Contains(page, fold(p)) {
			return p
		}
	}
	return ""
}
