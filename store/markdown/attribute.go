package markdown

import (
	"github.com/yuin/goldmark"
	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// attributeExtension reads the line "{.class #id}" below a block, where the site
// allows it (markup.goldmark.parser.attribute.block).
type attributeExtension struct{}

// attributeNode is such a line; it is never shown.
type attributeNode struct{ gast.BaseBlock }

var kindAttribute = gast.NewNodeKind("LanyardAttribute")

func (*attributeNode) Kind() gast.NodeKind { return kindAttribute }
func (*attributeNode) IsRaw() bool         { return true }
func (n *attributeNode) Dump(source []byte, level int) {
	gast.DumpHelper(n, source, level, nil, nil)
}

func (attributeExtension) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(util.Prioritized(attributeParser{}, 100)),
		parser.WithASTTransformers(util.Prioritized(attributeParser{}, 100)),
	)
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(attributeParser{}, 100)))
}

type attributeParser struct{}

func (attributeParser) Trigger() []byte { return []byte{'{'} }

func (attributeParser) Open(_ gast.Node, r text.Reader, _ parser.Context) (gast.Node, parser.State) {
	line, seg := r.Position()
	attrs, ok := parser.ParseAttributes(r)
	if ok {
		rest, _ := r.PeekLine()
		ok = blank(rest)
	}
	if !ok {
		r.SetPosition(line, seg)
		return nil, parser.NoChildren
	}
	n := &attributeNode{}
	for _, a := range attrs {
		n.SetAttribute(a.Name, a.Value)
	}
	return n, parser.NoChildren
}

func (attributeParser) Continue(gast.Node, text.Reader, parser.Context) parser.State {
	return parser.Close
}
func (attributeParser) Close(gast.Node, text.Reader, parser.Context) {}
func (attributeParser) CanInterruptParagraph() bool                  { return true }
func (attributeParser) CanAcceptIndentedLine() bool                  { return false }

// Transform hands the attributes to the block above, if no empty line parts
// them.
func (attributeParser) Transform(root *gast.Document, _ text.Reader, _ parser.Context) {
	_ = gast.Walk(root, func(n gast.Node, in bool) (gast.WalkStatus, error) {
		if in && n.Kind() == kindAttribute && n.PreviousSibling() != nil && !n.HasBlankPreviousLines() {
			for _, a := range n.Attributes() {
				if _, has := n.PreviousSibling().Attribute(a.Name); !has {
					n.PreviousSibling().SetAttribute(a.Name, a.Value)
				}
			}
		}
		return gast.WalkContinue, nil
	})
}

func (attributeParser) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindAttribute, func(util.BufWriter, []byte, gast.Node, bool) (gast.WalkStatus, error) {
		return gast.WalkSkipChildren, nil
	})
}
