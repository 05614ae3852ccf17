package markdown

import (
	"bytes"

	"github.com/yuin/goldmark"
	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// mathExtension keeps what stands between the site's passthrough delimiters
// (Hugo ≥ 0.122) away from Markdown.
type mathExtension struct{ block, inline [][2]string }

var (
	kindMath      = gast.NewNodeKind("LanyardMath")
	kindMathBlock = gast.NewNodeKind("LanyardMathBlock")
)

type mathInline struct {
	gast.BaseInline
	seg text.Segment
}

func (*mathInline) Kind() gast.NodeKind { return kindMath }
func (n *mathInline) Dump(source []byte, level int) {
	gast.DumpHelper(n, source, level, nil, nil)
}

type mathBlock struct {
	gast.BaseBlock
	closer []byte
	closed bool
}

func (*mathBlock) Kind() gast.NodeKind { return kindMathBlock }
func (*mathBlock) IsRaw() bool         { return true }
func (n *mathBlock) Dump(source []byte, level int) {
	gast.DumpHelper(n, source, level, nil, nil)
}

func (e *mathExtension) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithInlineParsers(util.Prioritized(&mathInlines{pairs: append(append([][2]string{}, e.block...), e.inline...)}, 99)),
		parser.WithBlockParsers(util.Prioritized(&mathBlocks{pairs: e.block}, 99)),
	)
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(mathHTML{}, 90)))
}

func triggers(pairs [][2]string) []byte {
	var out []byte
	for _, p := range pairs {
		if p[0] != "" && bytes.IndexByte(out, p[0][0]) < 0 {
			out = append(out, p[0][0])
		}
	}
	if out == nil {
		out = []byte{'$'}
	}
	return out
}

func opener(pairs [][2]string, line []byte) (open, closer string) {
	for _, p := range pairs {
		if p[0] != "" && p[1] != "" && len(p[0]) > len(open) && bytes.HasPrefix(line, []byte(p[0])) {
			open, closer = p[0], p[1]
		}
	}
	return open, closer
}

type mathInlines struct{ pairs [][2]string }

func (p *mathInlines) Trigger() []byte { return triggers(p.pairs) }

// unclosed says for each closing delimiter in which line it was looked for in
// vain, by where the line ends, so that it is not looked for again.
type unclosed map[string]int

var unclosedKey = parser.NewContextKey()

func (p *mathInlines) Parse(_ gast.Node, block text.Reader, pc parser.Context) gast.Node {
	line, seg := block.PeekLine()
	open, closer := opener(p.pairs, line)
	if open == "" {
		return nil
	}
	vain := pc.ComputeIfAbsent(unclosedKey, func() any { return unclosed{} }).(unclosed)
	if vain[closer] == seg.Stop {
		return nil
	}
	at := len(open)
	for {
		i := bytes.Index(line[at:], []byte(closer))
		if i < 0 {
			vain[closer] = seg.Stop
			return nil
		}
		at += i
		if line[at-1] != '\\' || closer[0] == '\\' {
			break
		}
		at++
	}
	if at == len(open) {
		return nil
	}
	end := at + len(closer)
	block.Advance(end)
	n := &mathInline{seg: text.NewSegment(seg.Start, seg.Start+end)}
	n.SetPos(seg.Start)
	return n
}

type mathBlocks struct{ pairs [][2]string }

func (p *mathBlocks) Trigger() []byte { return triggers(p.pairs) }

func (p *mathBlocks) Open(_ gast.Node, r text.Reader, pc parser.Context) (gast.Node, parser.State) {
	line, seg := r.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, parser.NoChildren
	}
	open, closer := opener(p.pairs, line[pos:])
	if open == "" {
		return nil, parser.NoChildren
	}
	n := &mathBlock{closer: []byte(closer)}
	rest := line[pos+len(open):]
	if i := bytes.Index(rest, n.closer); i >= 0 {
		if !blank(rest[i+len(closer):]) {
			return nil, parser.NoChildren
		}
		n.closed = true
	}
	n.Lines().Append(text.NewSegment(seg.Start+pos, seg.Stop))
	r.Advance(seg.Len() - 1)
	return n, parser.NoChildren
}

func (p *mathBlocks) Continue(node gast.Node, r text.Reader, _ parser.Context) parser.State {
	n := node.(*mathBlock)
	if n.closed {
		return parser.Close
	}
	line, seg := r.PeekLine()
	n.closed = bytes.Contains(line, n.closer)
	n.Lines().Append(seg)
	r.Advance(max(seg.Len()-1, 0))
	return parser.Continue | parser.NoChildren
}

func (*mathBlocks) Close(gast.Node, text.Reader, parser.Context) {}
func (*mathBlocks) CanInterruptParagraph() bool                  { return true }
func (*mathBlocks) CanAcceptIndentedLine() bool                  { return false }

// mathHTML writes the source, as Hugo does without a render hook.
type mathHTML struct{}

func (mathHTML) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindMath, func(w util.BufWriter, src []byte, n gast.Node, in bool) (gast.WalkStatus, error) {
		if in {
			_, _ = w.Write(util.EscapeHTML(n.(*mathInline).seg.Value(src)))
		}
		return gast.WalkSkipChildren, nil
	})
	reg.Register(kindMathBlock, func(w util.BufWriter, src []byte, n gast.Node, in bool) (gast.WalkStatus, error) {
		if in {
			_, _ = w.Write(util.EscapeHTML(n.Lines().Value(src)))
		}
		return gast.WalkSkipChildren, nil
	})
}
