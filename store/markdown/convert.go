package markdown

import (
	"bytes"
	"sort"
	"strings"

	gast "github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// converter turns the tree of one region into blocks. Positions in src and raw
// are the region's; top is where the current top-level block starts.
type converter struct {
	engine *engine
	base   int    // file offset of the region
	raw    string // the region as written
	src    []byte // the region with its cuts masked
	cuts   []cut  // file offsets
	top    int
	info   *topInfo
	inNote int
	depth  int // of shortcodes within shortcodes
}

// topLevel converts the children of the document. Together they cover all of
// the region but white space.
func (c *converter) topLevel(root gast.Node) (blocks []*Block, starts []int) {
	var nodes []gast.Node
	var at []int
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		pos := startOf(n)
		if pos == unknown { // a table of empty cells: the line after what stands before it
			pos = c.gapAfter(at, nodes)
		}
		pos = c.lineStart(pos)
		if len(at) > 0 && pos < at[len(at)-1] {
			pos = at[len(at)-1]
		}
		nodes, at = append(nodes, n), append(at, pos)
	}
	for i, n := range nodes {
		end := len(c.raw)
		if i+1 < len(nodes) {
			end = at[i+1]
		}
		c.top, c.info = at[i], &topInfo{}
		c.info.brackets = bytes.IndexByte(c.src[at[i]:end], '[') >= 0
		b := c.block(n, end)
		if b == nil {
			continue
		}
		b.From, b.To = 0, c.trimEnd(at[i], end)-at[i]
		b.top = c.info
		c.cutRefs(at[i], end)
		sortRefs(b.top.refs)
		blocks, starts = append(blocks, b), append(starts, at[i]+c.base)
	}
	return blocks, starts
}

// gapAfter is where the first text after the last of nodes begins.
func (c *converter) gapAfter(at []int, nodes []gast.Node) int {
	pos := 0
	if n := len(at); n > 0 {
		pos = at[n-1]
		if lines := nodes[n-1].Lines(); lines != nil && lines.Len() > 0 {
			pos = max(pos, lines.At(lines.Len()-1).Stop)
		} else if i := bytes.IndexByte(c.src[pos:], '\n'); i >= 0 {
			pos += i + 1
		}
	}
	for pos < len(c.src) && isSpace(c.src[pos]) {
		pos++
	}
	return pos
}

func (c *converter) lineStart(pos int) int {
	pos = min(max(pos, 0), len(c.src))
	return bytes.LastIndexByte(c.src[:pos], '\n') + 1
}

func (c *converter) trimEnd(from, to int) int {
	for to > from && isSpace(c.raw[to-1]) {
		to--
	}
	return to
}

// unknown is the place of a node that goldmark gives none.
const unknown = 1 << 60

// startOf is the smallest source position in the subtree of a block.
func startOf(n gast.Node) int {
	pos := unknown
	if n.Type() == gast.TypeBlock {
		// a table says where the paragraph began that it was made of, of which lines may be left
		if p := n.Pos(); p >= 0 && n.Kind() != extast.KindTable && n.Kind() != extast.KindTableHeader {
			pos = p
		}
		if _, ok := n.(*extast.DefinitionList); !ok && n.Lines() != nil && n.Lines().Len() > 0 {
			pos = min(pos, n.Lines().At(0).Start)
		}
		for c := n.FirstChild(); c != nil && c.Type() == gast.TypeBlock; c = c.NextSibling() {
			p := startOf(c)
			pos = min(pos, p)
			if p < unknown { // a cell without text has no place
				break
			}
		}
	}
	return pos
}

// block converts one block that ends before end. The result is nil when nothing
// of it is left.
func (c *converter) block(n gast.Node, end int) *Block {
	pos := startOf(n)
	if pos == unknown {
		pos = c.top
	}
	b := &Block{From: pos - c.top, To: c.trimEnd(min(pos, end), end) - c.top}
	switch n := n.(type) {
	case *gast.Paragraph, *gast.TextBlock:
		_, b.Tight = n.(*gast.TextBlock)
		c.paragraph(b, n)
	case *gast.Heading:
		b.Kind, b.Level = HeadingBlock, n.Level
		c.inlines(b, n)
		c.headingID(b, n)
	case *gast.ThematicBreak:
		b.Kind = Rule
	case *gast.Blockquote:
		b.Kind = Quote
		c.children(b, n, end)
		markAlert(b)
	case *gast.List:
		b.Kind, b.Ordered, b.Tight = List, n.IsOrdered(), n.IsTight
		if b.Ordered {
			b.Level = n.Start
		}
		c.children(b, n, end)
	case *gast.ListItem:
		b.Kind = Item
		c.children(b, n, end)
	case *gast.CodeBlock:
		b.Kind = Code
		c.textOf(b, n.Lines())
		trimCode(b)
	case *gast.FencedCodeBlock:
		b.Kind, b.Fenced = Code, true
		if n.Info != nil {
			b.Info = c.plainText(n.Info.Segment.Start, n.Info.Segment.Stop)
		}
		c.textOf(b, n.Lines())
	case *gast.HTMLBlock:
		b.Kind = HTML
		lines := n.Lines()
		if n.HasClosure() {
			lines = text.NewSegments()
			lines.AppendAll(n.Lines().Sliced(0, n.Lines().Len()))
			lines.Append(n.ClosureLine)
		}
		c.textOf(b, lines)
		c.htmlBlock(b)
	case *gast.LinkReferenceDefinition:
		c.linkDef(b, n)
	default:
		return c.extended(b, n, end)
	}
	return b
}

func (c *converter) extended(b *Block, n gast.Node, end int) *Block {
	switch n := n.(type) {
	case *extast.Table:
		b.Kind = Table
		for _, a := range n.Alignments {
			b.Aligns = append(b.Aligns, alignOf(a))
		}
		c.children(b, n, end)
	case *extast.TableHeader, *extast.TableRow:
		b.Kind = Row
		c.children(b, n, end)
	case *extast.TableCell:
		b.Kind = Cell
		c.inlines(b, n)
	case *extast.DefinitionList:
		b.Kind = Definition
		c.children(b, n, end)
	case *extast.DefinitionTerm:
		b.Kind = Term
		c.inlines(b, n)
	case *extast.DefinitionDescription:
		b.Kind, b.Tight = Describe, n.IsTight
		c.children(b, n, end)
	case *extast.Footnote:
		b.Kind, b.Info = Note, noteLabel(n)
		c.info.noteDefs = append(c.info.noteDefs, b)
		c.inNote++
		c.children(b, n, end)
		c.inNote--
	case *mathBlock:
		b.Kind = Math
		c.textOf(b, n.Lines())
	case *attributeNode:
		return nil
	case *plainNode:
		b.Kind = Plain
		c.textOf(b, n.Lines())
	default:
		b.Kind = Plain
		b.Text = c.raw[b.From+c.top : b.To+c.top]
	}
	return b
}

func noteLabel(n gast.Node) string {
	if f, ok := n.(*extast.Footnote); ok {
		return string(f.Ref)
	}
	return ""
}

func alignOf(a extast.Alignment) Align {
	switch a {
	case extast.AlignLeft:
		return AlignLeft
	case extast.AlignCenter:
		return AlignCenter
	case extast.AlignRight:
		return AlignRight
	}
	return AlignNone
}

func (c *converter) children(b *Block, n gast.Node, end int) {
	for ch := n.FirstChild(); ch != nil; ch = ch.NextSibling() {
		to := end
		if next := ch.NextSibling(); next != nil {
			if p := startOf(next); p < to {
				to = max(p, c.top)
			}
		}
		if one := c.block(ch, to); one != nil {
			b.Children = append(b.Children, one)
		}
	}
}

// paragraph converts one, which may be a shortcode or the summary's divider.
func (c *converter) paragraph(b *Block, n gast.Node) {
	c.inlines(b, n)
	if len(b.Inlines) != 1 || b.Inlines[0].Kind != Embed {
		return
	}
	in := b.Inlines[0]
	b.Inlines = nil
	if in.Shortcode == nil {
		b.Kind = More
		return
	}
	b.Kind, b.Shortcode = Card, in.Shortcode
}

func (c *converter) headingID(b *Block, n *gast.Heading) {
	c.info.headings = append(c.info.headings, b)
	if v, ok := n.AttributeString("id"); ok {
		if id, ok := v.([]byte); ok {
			b.ID = string(id)
		}
	}
	if rest, auto := strings.CutPrefix(b.ID, autoMark); auto {
		b.ID = rest
		if c.engine.opt.since(144) {
			b.ID = ""
			if text := fragment(n, c.src); text != "" {
				b.ID = anchor(text, c.engine.opt.IDType)
			}
		}
	} else {
		b.OwnID = b.ID != ""
	}
}

// textOf sets Text from lines of the source, padding of tabs as spaces.
func (c *converter) textOf(b *Block, lines *text.Segments) {
	var out strings.Builder
	for i := range lines.Len() {
		seg := lines.At(i)
		for range seg.Padding {
			out.WriteByte(' ')
		}
		b.textAt = append(b.textAt, span{out.Len(), seg.Start - c.top, seg.Stop - c.top})
		line := c.plainText(seg.Start, seg.Stop)
		if rest, ok := strings.CutSuffix(line, "\r\n"); ok {
			line = rest + "\n"
		}
		out.WriteString(line)
		if seg.ForceNewline && (seg.Stop == seg.Start || c.raw[seg.Stop-1] != '\n') {
			out.WriteByte('\n')
		}
	}
	b.Text = out.String()
	if lines.Len() > 0 && b.Kind != HTML {
		b.Text = strings.TrimSuffix(b.Text, "\n")
	}
}

func trimCode(b *Block) { b.Text = strings.TrimRight(b.Text, "\n") }

// cutsFrom are the cuts that end behind a position of the region.
func (c *converter) cutsFrom(pos int) []cut {
	return c.cuts[sort.Search(len(c.cuts), func(i int) bool { return c.cuts[i].to-c.base > pos }):]
}

// plainText is the source between two positions as it is shown where nothing is
// interpreted: all of it but the comment marks of escaped shortcodes.
func (c *converter) plainText(from, to int) string {
	var b strings.Builder
	at := from
	for _, k := range c.cutsFrom(from) {
		if k.kind != cutHidden {
			continue
		}
		if k.from-c.base >= to {
			break
		}
		b.WriteString(c.raw[at:max(at, k.from-c.base)])
		at = min(k.to-c.base, to)
	}
	if at == from {
		return c.raw[from:to]
	}
	b.WriteString(c.raw[at:to])
	return b.String()
}

func (c *converter) linkDef(b *Block, n *gast.LinkReferenceDefinition) {
	b.Kind, b.Info = LinkDef, string(n.Label)
	label := util.ToLinkReference(n.Label)
	c.info.defs = append(c.info.defs, labelled{label, linkDef{string(n.Destination), string(n.Title)}})
	from := b.From + c.top
	at := bytes.Index(c.src[from:], []byte("]:"))
	if at < 0 {
		return
	}
	at += from + 2
	i := bytes.Index(c.src[at:], n.Destination)
	if i < 0 {
		return
	}
	c.info.refs = append(c.info.refs, Reference{
		Kind: RefDefinition, Name: string(n.Label), Dest: decode(string(n.Destination)), Title: decode(string(n.Title)),
		From: at + i - c.top, To: at + i + len(n.Destination) - c.top, NodeFrom: b.From, NodeTo: b.To,
	})
}

// markAlert recognises "> [!NOTE]", which Hugo hands to render hooks and GitHub
// shows in colour.
func markAlert(b *Block) {
	if len(b.Children) == 0 || b.Children[0].Kind != Paragraph {
		return
	}
	p := b.Children[0]
	first := ""
	const longest = 40 // bytes; the names have at most nine
	for i := 0; i < len(p.Inlines) && p.Inlines[i].Kind == Text && len(first) <= longest; i++ {
		first += p.Inlines[i].Text
	}
	if !strings.HasPrefix(first, "[!") || !strings.HasSuffix(strings.TrimSpace(first), "]") {
		return
	}
	name := strings.ToLower(strings.TrimSuffix(strings.TrimSpace(first[2:]), "]"))
	switch name {
	case "note", "tip", "important", "warning", "caution":
		b.Info = name
	}
}

// splitInfo parts the info string of a fence into language and options.
func splitInfo(info string) (lang, options string) {
	info = strings.TrimSpace(info)
	i := strings.IndexAny(info, " \t{,")
	if i < 0 {
		return strings.ToLower(info), ""
	}
	return strings.ToLower(info[:i]), strings.Trim(strings.TrimSpace(info[i:]), "{}")
}

// decode resolves backslash escapes and entities.
func decode(s string) string {
	if strings.IndexByte(s, '\\') < 0 && strings.IndexByte(s, '&') < 0 {
		return s
	}
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations([]byte(s)))))
}
