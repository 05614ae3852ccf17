package markdown

import (
	"github.com/yuin/goldmark"
	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// pageNotes writes footnotes as goldmark does, with its nodes and its renderer.
// Goldmark itself goes through all notes for each reference.
type pageNotes struct{}

func (pageNotes) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(util.Prioritized(pageNoteBlocks{noteBlocks{bounded{extension.NewFootnoteBlockParser()}}}, 999)),
		parser.WithInlineParsers(util.Prioritized(noteInlines{}, 101)),
		parser.WithASTTransformers(util.Prioritized(pageNotes{}, 999)),
	)
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(extension.NewFootnoteHTMLRenderer(), 500)))
}

// pageNoteBlocks takes notes out of what they stand in, which then does not count
// them when it is asked whether its parts are separated.
type pageNoteBlocks struct{ noteBlocks }

// notesTaken are the notes of the page, in the order in which they end. They are
// parsed as children of mark, which stands where the first of them stood.
type notesTaken struct {
	all  []*extast.Footnote
	mark *extast.FootnoteList
}

var notesKey = parser.NewContextKey()

func (pageNoteBlocks) Close(node gast.Node, _ text.Reader, pc parser.Context) {
	taken := pc.ComputeIfAbsent(notesKey, func() any { return &notesTaken{} }).(*notesTaken)
	if taken.mark == nil {
		taken.mark = extast.NewFootnoteList()
	}
	if p := taken.mark.Parent(); p == nil || within(p, node) {
		node.Parent().InsertBefore(node.Parent(), node, taken.mark)
	}
	taken.mark.AppendChild(taken.mark, node)
	if f, ok := node.(*extast.Footnote); ok {
		taken.all = append(taken.all, f)
	}
}

// within reports whether n is outer or lies in it.
func within(n, outer gast.Node) bool {
	for ; n != nil; n = n.Parent() {
		if n == outer {
			return true
		}
	}
	return false
}

// Transform numbers the notes in the order of their first reference and puts
// those that have one at the end of the page. Where the first note stood, the
// references within all of them are counted, as goldmark does.
func (pageNotes) Transform(root *gast.Document, _ text.Reader, pc parser.Context) {
	taken, ok := pc.Get(notesKey).(*notesTaken)
	if !ok {
		return
	}
	n := noteNumbers{byLabel: map[string]*extast.Footnote{}}
	for _, f := range taken.all {
		if n.byLabel[string(f.Ref)] == nil {
			n.byLabel[string(f.Ref)] = f
		}
	}
	n.walk(root)
	taken.mark.Parent().RemoveChild(taken.mark.Parent(), taken.mark)
	if len(n.used) == 0 {
		return
	}
	list := extast.NewFootnoteList()
	list.Count = len(n.used)
	for _, f := range n.used {
		list.AppendChild(list, f)
		n.back(f)
	}
	root.AppendChild(root, list)
}

// noteNumbers counts notes and references.
type noteNumbers struct {
	byLabel map[string]*extast.Footnote
	used    []*extast.Footnote
	links   [][]*extast.FootnoteLink // of used
}

// walk replaces the references in a subtree by links.
func (n *noteNumbers) walk(root gast.Node) {
	var refs []*noteRef
	_ = gast.Walk(root, func(node gast.Node, in bool) (gast.WalkStatus, error) {
		if r, ok := node.(*noteRef); ok && in {
			refs = append(refs, r)
		}
		return gast.WalkContinue, nil
	})
	for _, r := range refs {
		f := n.byLabel[r.label]
		if f == nil {
			continue
		}
		if f.Index < 0 {
			n.used = append(n.used, f)
			n.links = append(n.links, nil)
			f.Index = len(n.used)
		}
		l := extast.NewFootnoteLink(f.Index)
		l.RefIndex = len(n.links[f.Index-1])
		n.links[f.Index-1] = append(n.links[f.Index-1], l)
		r.Parent().ReplaceChild(r.Parent(), r, l)
	}
}

// back puts the links from a note to its references behind its text.
func (n *noteNumbers) back(f *extast.Footnote) {
	var end gast.Node = f
	if last := f.LastChild(); last != nil && gast.IsParagraph(last) {
		end = last
	}
	links := n.links[f.Index-1]
	for i, l := range links {
		l.RefCount = len(links)
		b := extast.NewFootnoteBacklink(f.Index)
		b.RefCount, b.RefIndex = len(links), i
		end.AppendChild(end, b)
	}
}
