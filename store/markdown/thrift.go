package markdown

import (
	"bytes"

	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Some parsers of goldmark look again and again at the same bytes of a wild
// paragraph. Each is wrapped here so that it gives up in time: what it is not
// asked about stays text. No paragraph that somebody wrote by hand comes near the
// bounds.
const (
	maxQuotes     = 64   // quotation marks in a run
	maxDelimiters = 2000 // of emphasis in a paragraph: each that closes looks through all that are open
	maxOpen       = 500  // of them, those that seem to be open
	maxDefs       = 200  // definitions of links that goldmark takes out of a paragraph at a time
)

// inlineParsers are goldmark's.
func (opt Options) inlineParsers() []util.PrioritizedValue {
	raw := parser.NewRawHTMLParser()
	if !opt.since(commonMark031) {
		raw = shortComments{raw}
	}
	list := []util.PrioritizedValue{
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(linkParser{parser.NewLinkParser()}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(raw, 400),
		util.Prioritized(emphasisParser{opt}, 500),
	}
	if !opt.NoTaskList && !opt.since(taskFirst) {
		list = append(list, util.Prioritized(lateTask{}, -1)) // before that of the extension
	}
	return list
}

// blockParsers are goldmark's.
func (opt Options) blockParsers() []util.PrioritizedValue {
	raw := parser.NewHTMLBlockParser()
	if !opt.since(commonMark031) {
		raw = sourceBlock{raw}
	}
	return []util.PrioritizedValue{
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(bounded{parser.NewListParser()}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(bounded{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(raw, 900),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
}

// bounded refuses to open a container that lies too deep.
type bounded struct{ parser.BlockParser }

func (b bounded) Open(parent gast.Node, r text.Reader, pc parser.Context) (gast.Node, parser.State) {
	if len(pc.OpenedBlocks()) >= maxDepth {
		return nil, parser.NoChildren
	}
	return b.BlockParser.Open(parent, r, pc)
}

// effort is what was spent on the block that is being parsed.
type effort struct {
	block      gast.Node
	delimiters int
	open       [128]int  // those that seem to be open, by character
	seen       [128]bool // whether one could open
	opened     int       // the sum of open
	lost       int       // bytes that were looked at in vain
}

var effortKey = parser.NewContextKey()

func effortOn(block gast.Node, pc parser.Context) *effort {
	e := pc.ComputeIfAbsent(effortKey, func() any { return &effort{} }).(*effort)
	if e.block != block {
		*e = effort{block: block}
	}
	return e
}

// linkParser does not look for the ends of destinations that were looked for in
// vain too often.
type linkParser struct{ parser.InlineParser }

func (p linkParser) Parse(parent gast.Node, block text.Reader, pc parser.Context) gast.Node {
	line, _ := block.PeekLine()
	if line[0] != ']' || len(line) < 2 || line[1] != '(' {
		return p.InlineParser.Parse(parent, block, pc)
	}
	e := effortOn(parent, pc)
	if e.lost > maxLost {
		return nil
	}
	n := p.InlineParser.Parse(parent, block, pc)
	if n == nil {
		e.lost += destinationLen(line[2:])
	}
	return n
}

// CloseBlock is for goldmark.
func (p linkParser) CloseBlock(parent gast.Node, block text.Reader, pc parser.Context) {
	p.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}

// destinationLen is how far goldmark reads for the destination of a link.
func destinationLen(line []byte) int {
	rest := bytes.TrimLeft(line, " \t")
	if len(rest) > 0 && rest[0] == '<' {
		return len(rest)
	}
	if i := bytes.IndexAny(rest, " \t\r\n"); i >= 0 {
		return i
	}
	return len(rest)
}

// emphasisParser is goldmark's, but that a mark which can open nothing any more
// and close nothing is text at once.
type emphasisParser struct{ opt Options }

func (emphasisParser) Trigger() []byte         { return []byte{'*', '_'} }
func (emphasisParser) IsDelimiter(b byte) bool { return b == '*' || b == '_' }
func (emphasisParser) CanOpenCloser(o, c *parser.Delimiter) bool {
	return o.Char == c.Char
}
func (emphasisParser) OnMatch(consumes int) gast.Node { return gast.NewEmphasis(consumes) }

func (p emphasisParser) Parse(parent gast.Node, block text.Reader, pc parser.Context) gast.Node {
	block = p.opt.delimited(block)
	line, seg := block.PeekLine()
	d := parser.ScanDelimiter(line, block.PrecendingCharacter(), 1, p)
	if d == nil {
		return nil
	}
	d.Segment = seg.WithStop(seg.Start + d.OriginalLength)
	block.Advance(d.OriginalLength)
	if !effortOn(parent, pc).takes(d) {
		return gast.NewTextSegment(d.Segment)
	}
	pc.PushDelimiter(d)
	return d
}

// takes reports whether a delimiter may mean something, and counts it. What is
// counted as open is nearly what goldmark will find to be so.
func (e *effort) takes(d *parser.Delimiter) bool {
	if !d.CanOpen && (!d.CanClose || !e.seen[d.Char]) || e.delimiters >= maxDelimiters {
		return false
	}
	switch {
	case d.CanClose && e.open[d.Char] > 0:
		e.open[d.Char]--
		e.opened--
	case d.CanOpen && e.opened >= maxOpen:
		return false
	case d.CanOpen:
		e.open[d.Char]++
		e.opened++
	}
	e.seen[d.Char] = e.seen[d.Char] || d.CanOpen
	e.delimiters++
	return true
}

// strikeParser is bounded as emphasis is, and does not measure what is left of a
// run at each of its marks.
type strikeParser struct{ parser.InlineParser }

func (p strikeParser) Parse(parent gast.Node, block text.Reader, pc parser.Context) gast.Node {
	e := effortOn(parent, pc)
	if block.PrecendingCharacter() == '~' || e.full() {
		return nil
	}
	n := p.InlineParser.Parse(parent, block, pc)
	if d, ok := n.(*parser.Delimiter); ok {
		e.takes(d)
	}
	return n
}

// full reports that no delimiter will be taken any more.
func (e *effort) full() bool { return e.delimiters >= maxDelimiters || e.opened >= maxOpen }

// quoteParser leaves long runs of quotation marks as they are: the typographer
// measures what is left of a run at each of its marks.
type quoteParser struct {
	opt Options
	parser.InlineParser
}

func (q quoteParser) Parse(parent gast.Node, block text.Reader, pc parser.Context) gast.Node {
	line, _ := block.PeekLine()
	if c := line[0]; c == '\'' || c == '"' {
		if len(line) > maxQuotes && len(bytes.TrimLeft(line[:maxQuotes], string(c))) == 0 {
			return nil
		}
		block = q.opt.delimited(block)
	}
	return q.InlineParser.Parse(parent, block, pc)
}

// definitions takes the definitions of links out of a paragraph that has many of
// them, some at a time: goldmark moves what is left of the paragraph for each.
type definitions struct{}

func (definitions) Transform(node *gast.Paragraph, r text.Reader, pc parser.Context) {
	lines := node.Lines()
	at := 0
	for lines.Len()-at > 2*maxDefs {
		n := definitionLines(lines, at, r.Source())
		if n == 0 {
			break
		}
		part := gast.NewParagraph()
		part.SetBlankPreviousLines(at == 0 && node.HasBlankPreviousLines())
		part.Lines().AppendAll(lines.Sliced(at, at+n))
		part.SetPos(lines.At(at).Start)
		node.Parent().InsertBefore(node.Parent(), node, part)
		parser.LinkReferenceParagraphTransformer.Transform(part, r, pc)
		if part.Parent() == nil {
			at += n
			continue
		}
		at += n - part.Lines().Len() // the text begins here
		part.Parent().RemoveChild(part.Parent(), part)
		break
	}
	if at > 0 {
		rest := text.NewSegments()
		rest.AppendAll(lines.Sliced(at, lines.Len()))
		node.SetLines(rest)
		node.SetPos(rest.At(0).Start)
	}
}

// definitionLines counts lines from line at on that are definitions, and before
// one that begins another, 0 where that is not certain.
func definitionLines(lines *text.Segments, at int, src []byte) int {
	simple := func(i int) bool {
		seg := lines.At(i)
		line := src[seg.Start:seg.Stop]
		return len(line) > 4 && line[0] == '[' && bytes.Contains(line, []byte("]:")) && !bytes.ContainsAny(line, `"'(`)
	}
	n := 0
	for n < maxDefs && simple(at+n) {
		n++
	}
	if n > 0 && !simple(at+n) {
		n-- // its title may follow
	}
	return n
}
