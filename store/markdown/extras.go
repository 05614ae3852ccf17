package markdown

import (
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

func (e extraExtension) Extend(m goldmark.Markdown) {
	for char, kinds := range map[byte][]extraKind{
		'~': {{'~', 2, "del", Strike}, {'~', 1, "sub", Subscript}},
		'+': {{'+', 2, "ins", Insert}},
		'=': {{'=', 2, "mark", Mark}},
		'^': {{'^', 1, "sup", Superscript}},
	} {
		var on []extraKind
		for _, k := range kinds {
			if e.has(k.kind) {
				on = append(on, k)
			}
		}
		if len(on) > 0 {
			m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(&extraParser{char, on}, 450)))
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
	char  byte
	kinds []extraKind
}

func (p *extraParser) Trigger() []byte         { return []byte{p.char} }
func (p *extraParser) IsDelimiter(b byte) bool { return b == p.char }
func (p *extraParser) CanOpenCloser(o, c *parser.Delimiter) bool {
	return o.Char == c.Char && o.Length == c.Length
}
func (p *extraParser) CloseBlock(gast.Node, parser.Context) {}

func (p *extraParser) OnMatch(consumes int) gast.Node {
	for _, k := range p.kinds {
		if k.count == consumes {
			return &extraNode{extraKind: k}
		}
	}
	return &extraNode{extraKind: p.kinds[0]}
}

func (p *extraParser) Parse(parent gast.Node, block text.Reader, pc parser.Context) gast.Node {
	before := block.PrecendingCharacter()
	e := effortOn(parent, pc)
	if before == rune(p.char) || e.full() { // within a run, which would be measured anew at each of its marks
		return nil
	}
	line, seg := block.PeekLine()
	d := parser.ScanDelimiter(line, before, 1, p)
	if d == nil {
		return nil
	}
	ok := false
	for _, k := range p.kinds {
		ok = ok || k.count == d.OriginalLength
	}
	if !ok {
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
