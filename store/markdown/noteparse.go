package markdown

import (
	"bytes"

	"github.com/yuin/goldmark"
	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// noteExtension reads footnotes with goldmark's rules but leaves them where they
// stand: a region of the document cannot know their numbers.
type noteExtension struct{}

func (*noteExtension) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(util.Prioritized(noteBlocks{bounded{extension.NewFootnoteBlockParser()}}, 999)),
		parser.WithInlineParsers(util.Prioritized(noteInlines{}, 101)),
	)
}

// noteBlocks opens footnotes as goldmark does and remembers their labels.
type noteBlocks struct{ bounded }

func (b noteBlocks) Open(parent gast.Node, r text.Reader, pc parser.Context) (gast.Node, parser.State) {
	n, state := b.bounded.Open(parent, r, pc)
	if n == nil {
		return nil, state
	}
	if ctx, ok := pc.(*context); ok {
		ctx.notes[noteLabel(n)] = true
	}
	return n, state
}

// Close leaves the note in its place.
func (noteBlocks) Close(gast.Node, text.Reader, parser.Context) {}

type noteRef struct {
	gast.BaseInline
	label string
	to    int
}

var kindNoteRef = gast.NewNodeKind("LanyardNoteRef")

func (*noteRef) Kind() gast.NodeKind { return kindNoteRef }
func (n *noteRef) Dump(source []byte, level int) {
	gast.DumpHelper(n, source, level, map[string]string{"Label": n.label}, nil)
}

type noteInlines struct{}

func (noteInlines) Trigger() []byte { return []byte{'!', '['} }

func (noteInlines) Parse(parent gast.Node, block text.Reader, pc parser.Context) gast.Node {
	line, seg := block.PeekLine()
	pos := 1
	if len(line) > 0 && line[0] == '!' {
		pos++
	}
	if pos+1 >= len(line) || line[pos-1] != '[' || line[pos] != '^' {
		return nil
	}
	pos++
	label := line[pos:min(len(line), pos+999)]
	end := bytes.IndexByte(label, ']')
	if end < 0 || bytes.IndexByte(label[:end], '[') >= 0 {
		return nil
	}
	ctx, ok := pc.(*context)
	if !ok || !ctx.note(string(label[:end])) {
		return nil
	}
	n := &noteRef{label: string(label[:end]), to: seg.Start + pos + end + 1 - seg.Padding}
	block.Advance(pos + end + 1)
	at := seg.Start
	if line[0] == '!' {
		parent.AppendChild(parent, gast.NewTextSegment(text.NewSegment(at, at+1)))
		at++
	}
	n.SetPos(at)
	return n
}
