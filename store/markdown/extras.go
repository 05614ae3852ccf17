package markdown

import (
	"strings"

	"github.com/yuin/goldmark"
	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// extraExtension is Hugo's "extras" (≥ 0.126): ~~deleted~~ ++inserted++
// ==marked== ~sub~ ^super^, and the nodes of ours that HTML needs.
type extraExtension struct{ opt Options }

type extraKind struct {
	char  byte
	count int
	tag   string
	kind  InlineKind
}

type extraNode struct {
	gast.BaseInline
	extraKind
}

var kindExtra = gast.NewNodeKind("LanyardExtra")

func (*extraNode) Kind() gast.NodeKind { return kindExtra }
func (n *extraNode) Dump(source []byte, level int) {
	gast.DumpHelper(n, source, level, nil, nil)
}

// extras are what there is, with the priority that Hugo gives each: "delete" comes before goldmark's strikethrough, which is 500, and takes its
// two tildes; "subscript" comes after it and gets a single tilde only where strikethrough leaves it.
var extras = []struct {
	extraKind
	priority int
}{
	{extraKind{'~', 2, "del", Strike}, 400},
	{extraKind{'+', 2, "ins", Insert}, 501},
	{extraKind{'=', 2, "mark", Mark}, 550},
	{extraKind{'^', 1, "sup", Superscript}, 600},
	{extraKind{'~', 1, "sub", Subscript}, 602},
}

func (e extraExtension) Extend(m goldmark.Markdown) {
	for _, x := range extras {
		if e.opt.since(126) && e.has(x.kind) {
			m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(&extraParser{opt: e.opt, extraKind: x.extraKind}, x.priority)))
		}
	}
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(extraHTML{}, 90)))
}

func (e extraExtension) has(k InlineKind) bool {
	switch k {
	case Strike:
		return e.opt.Delete
	case Subscript:
		return e.opt.Subscript
	case Insert:
		return e.opt.Insert
	case Mark:
		return e.opt.Mark
	}
	return e.opt.Superscript
}

type extraParser struct {
	opt Options
	extraKind
	long bool // runs of more than two marks count too
}

func (p *extraParser) Trigger() []byte         { return []byte{p.char} }
func (p *extraParser) IsDelimiter(b byte) bool { return b == p.char }
func (p *extraParser) CanOpenCloser(o, c *parser.Delimiter) bool {
	return o.Char == c.Char
}
func (p *extraParser) CloseBlock(gast.Node, parser.Context) {}
func (p *extraParser) OnMatch(int) gast.Node                { return &extraNode{extraKind: p.extraKind} }

func (p *extraParser) Parse(parent gast.Node, block text.Reader, pc parser.Context) gast.Node {
	block = p.opt.delimited(block)
	before := block.PrecendingCharacter()
	e := effortOn(parent, pc)
	if before == rune(p.char) || e.full() { // within a run, which would be measured anew at each of its marks
		return nil
	}
	line, seg := block.PeekLine()
	if p.kind == Superscript && len(line) > 1 && strings.IndexByte("+-'", line[1]) >= 0 { // 2^-1^ and x^'^, which are no words
		line = append([]byte{line[0], 'z'}, line[2:]...)
	}
	d := parser.ScanDelimiter(line, before, p.count, p)
	if d == nil || d.OriginalLength > 2 && !p.long {
		return nil
	}
	d.Segment = seg.WithStop(seg.Start + d.OriginalLength)
	block.Advance(d.OriginalLength)
	e.takes(d)
	pc.PushDelimiter(d)
	return d
}

type extraHTML struct{}

func (extraHTML) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindExtra, func(w util.BufWriter, _ []byte, n gast.Node, in bool) (gast.WalkStatus, error) {
		if in {
			_, _ = w.WriteString("<" + n.(*extraNode).tag + ">")
		} else {
			_, _ = w.WriteString("</" + n.(*extraNode).tag + ">")
		}
		return gast.WalkContinue, nil
	})
	reg.Register(kindPlain, func(w util.BufWriter, src []byte, n gast.Node, in bool) (gast.WalkStatus, error) {
		if in {
			_, _ = w.WriteString("<p>")
			_, _ = w.Write(util.EscapeHTML(n.Lines().Value(src)))
			_, _ = w.WriteString("</p>\n")
		}
		return gast.WalkSkipChildren, nil
	})
}
