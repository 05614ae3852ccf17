package markdown

import (
	"bytes"
	"regexp"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// What older releases of goldmark read otherwise, for sites that an older Hugo builds.
const (
	// commonMark031 is the minor version of Hugo that took up goldmark 1.7.0, and with it version 0.31 of CommonMark: symbols count as punctuation
	// beside a delimiter, <source> begins no block, and a comment may have two hyphens in it.
	commonMark031 = 123
	// taskFirst is the one with goldmark 1.6.0, where [ ] is a box only at the beginning of an item.
	taskFirst = 120
	// linkTrimmed is the one with goldmark 1.8.6, where a bracket that nothing opened is no part of a bare address, whatever follows it.
	linkTrimmed = 166
)

// lettersOnly shows the characters on both sides of a delimiter as goldmark took them before CommonMark 0.31: a symbol such as → is like a letter.
type lettersOnly struct{ text.Reader }

// asLetter gives a character of as many bytes that is neither a symbol, punctuation nor a letter in place of a symbol.
func asLetter(r rune) rune {
	if r < utf8.RuneSelf || !unicode.IsSymbol(r) {
		return r
	}
	return [...]rune{2: '\u0301', 3: '\u20d0', 4: '\U0001d165'}[utf8.RuneLen(r)]
}

func (r lettersOnly) PrecendingCharacter() rune { return asLetter(r.Reader.PrecendingCharacter()) }

// PeekLine gives the line up to some bytes behind the delimiter that it begins with; parsers of delimiters look no further.
func (r lettersOnly) PeekLine() ([]byte, text.Segment) {
	line, seg := r.Reader.PeekLine()
	at := 0
	for at < len(line) && line[at] == line[0] {
		at++
	}
	after, n := utf8.DecodeRune(line[at:])
	other := asLetter(after)
	if other == after || n < 2 { // at the end of the text, and at a byte that is no character
		return line, seg
	}
	const enough = 16
	out := bytes.Clone(line[:min(len(line), at+n+enough)])
	utf8.EncodeRune(out[at:], other)
	return out, seg
}

// delimited is the reader for a parser of delimiters.
func (opt Options) delimited(r text.Reader) text.Reader {
	if opt.since(commonMark031) {
		return r
	}
	return lettersOnly{r}
}

// sourceBlock lets <source> begin a block of raw HTML, also within a paragraph.
type sourceBlock struct{ parser.BlockParser }

var sourceTag = regexp.MustCompile(`(?i)^ {0,3}</? *source(?: .*|>.*|/>.*|)(?:\r\n|\n)?$`)

func (s sourceBlock) Open(parent gast.Node, r text.Reader, pc parser.Context) (gast.Node, parser.State) {
	line, seg := r.PeekLine()
	if !sourceTag.Match(line) {
		return s.BlockParser.Open(parent, r, pc)
	}
	n := gast.NewHTMLBlock(gast.HTMLBlockType6)
	r.AdvanceToEOL()
	n.Lines().Append(seg)
	return n, parser.NoChildren
}

// shortComments takes no comment with two hyphens in it for raw HTML.
type shortComments struct{ parser.InlineParser }

func (s shortComments) Parse(parent gast.Node, block text.Reader, pc parser.Context) gast.Node {
	line, _ := block.PeekLine()
	if rest, ok := bytes.CutPrefix(line, []byte("<!--")); ok && !bytes.HasPrefix(rest, []byte("-->")) {
		i := bytes.Index(rest, []byte("--"))
		if i >= 0 && !bytes.HasPrefix(rest[i:], []byte("-->")) || bytes.HasPrefix(rest, []byte(">")) || bytes.HasPrefix(rest, []byte("->")) {
			return nil
		}
	}
	return s.InlineParser.Parse(parent, block, pc)
}

// lateTask takes [ ] and [x] for a box wherever they stand in the first paragraph of an item.
type lateTask struct{}

var taskBox = regexp.MustCompile(`^\[([\sxX])\]\s*`)

func (lateTask) Trigger() []byte { return []byte{'['} }

func (lateTask) Parse(parent gast.Node, block text.Reader, _ parser.Context) gast.Node {
	item, ok := parent.Parent().(*gast.ListItem)
	if !ok || item.FirstChild() != parent {
		return nil
	}
	line, _ := block.PeekLine()
	if len(line) < 3 || line[2] != ']' {
		return nil
	}
	m := taskBox.FindIndex(line)
	if m == nil {
		return nil
	}
	block.Advance(m[1])
	return extast.NewTaskCheckBox(line[1] == 'x' || line[1] == 'X')
}

// bareAddress is what goldmark takes for an address in plain text, and bareWWW one without a protocol (extension/linkify.go).
var (
	bareAddress = regexp.MustCompile(`^(?:http|https|ftp)://[-a-zA-Z0-9@:%._\+~#=]{1,256}\.[a-z]+(?::\d+)?(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=\(\);,'">\^{}\[\]` + "`" + `]*)?`)
	bareWWW     = regexp.MustCompile(`^www\.[-a-zA-Z0-9@:%._\+~#=]{1,256}\.[a-z]+(?:[/#?][-a-zA-Z0-9@:%_\+.~#!?&/=\(\);,'">\^{}\[\]` + "`" + `]*)?`)
)

// looseLinks leaves to a bare address the brackets that stand before other punctuation at its end.
type looseLinks struct{}

func (looseLinks) Extend(m goldmark.Markdown) {
	p := extension.NewLinkifyParser(extension.WithLinkifyURLRegexp(bareAddress), extension.WithLinkifyWWWRegexp(bareWWW))
	m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(looseLink{p}, 999)))
}

type looseLink struct{ parser.InlineParser }

func (l looseLink) Parse(parent gast.Node, block text.Reader, pc parser.Context) gast.Node {
	n := l.InlineParser.Parse(parent, block, pc)
	a, ok := n.(*gast.AutoLink)
	if !ok || a.AutoLinkType != gast.AutoLinkURL {
		return n
	}
	label := a.Label(block.Source())
	rest, seg := block.PeekLine()
	if len(rest) == 0 || rest[0] != ')' {
		return n
	}
	line := block.Source()[seg.Start-len(label) : seg.Stop]
	m := bareAddress.FindIndex(line)
	if m == nil {
		m = bareWWW.FindIndex(line)
	}
	if m == nil || line[m[1]-1] == ')' { // goldmark weighed brackets at the very end only
		return n
	}
	whole := bytes.TrimRight(line[:m[1]], "?!.,:*_~")
	if len(whole) <= len(label) {
		return n
	}
	out := gast.NewAutoLink(gast.AutoLinkURL, gast.NewTextSegment(text.NewSegment(seg.Start-len(label), seg.Start-len(label)+len(whole))))
	out.Protocol = a.Protocol
	block.Advance(len(whole) - len(label))
	return out
}
