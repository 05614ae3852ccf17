package markdown

import (
	"bytes"
	"sort"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	emoji "github.com/yuin/goldmark-emoji"
	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

const (
	// maxDepth bounds how deep blocks nest; deeper quotes and lists are text.
	maxDepth = 64
	// maxMarks bounds the bytes of one paragraph that could mean something. A
	// wilder one is shown as it is written, since goldmark would take minutes.
	maxMarks = 20000
	// maxColumns and maxCells bound a table.
	maxColumns = 1000
	maxCells   = 1000000
)

// engine is goldmark set up for one site.
type engine struct {
	opt   Options
	model goldmark.Markdown // with our own footnotes, which know of other regions
}

func newEngine(opt Options) *engine {
	return &engine{opt: opt, model: opt.markdown(&noteExtension{}, true)}
}

// markdown sets goldmark up as Hugo does, with the extension given for notes.
// In goldmark 1.8.7 a quotation mark left open in one paragraph lets a stray
// one be curled in any later paragraph, since the typographer is never told that
// a block ends. The model forgets it at the end of the block, so that blocks do
// not depend on each other.
func (opt Options) markdown(notes goldmark.Extender, perBlock bool) goldmark.Markdown {
	var ext []goldmark.Extender
	add := func(on bool, e goldmark.Extender) {
		if on {
			ext = append(ext, e)
		}
	}
	add(!opt.NoTable, extension.Table)
	add(!opt.NoStrikethrough, strikeExtension{opt})
	add(!opt.NoLinkify && opt.since(linkTrimmed), extension.Linkify)
	add(!opt.NoLinkify && !opt.since(linkTrimmed), looseLinks{})
	add(!opt.NoTaskList, extension.TaskList)
	add(!opt.NoTypographer, quoteExtension{opt, perBlock})
	add(!opt.NoDefinitionList, extension.DefinitionList)
	add(!opt.NoFootnote, notes)
	add(opt.Passthrough, &mathExtension{block: opt.PassthroughBlock, inline: opt.PassthroughInline})
	add(opt.Emoji, emoji.Emoji)
	add(opt.BlockAttribute, attributeExtension{})
	add(true, extraExtension{opt})

	po := []parser.Option{
		parser.WithBlockParsers(opt.blockParsers()...),
		parser.WithInlineParsers(opt.inlineParsers()...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(plainTransformer{}, 50), util.Prioritized(definitions{}, 60))...),
	}
	if !opt.NoTitleAttribute {
		po = append(po, parser.WithAttribute())
	}
	if !opt.NoAutoHeadingID {
		po = append(po, parser.WithAutoHeadingID())
	}
	if opt.EscapedSpace {
		po = append(po, parser.WithEscapedSpace())
	}
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(po...)),
		goldmark.WithRendererOptions(opt.rendererOptions()...),
		goldmark.WithExtensions(ext...),
	)
}

func (opt Options) eastAsian() html.EastAsianLineBreaks {
	switch {
	case !opt.EastAsianLineBreaks:
		return html.EastAsianLineBreaksNone
	case strings.EqualFold(opt.EastAsianStyle, "css3draft"):
		return html.EastAsianLineBreaksCSS3Draft
	}
	return html.EastAsianLineBreaksSimple
}

// substitutions are the typographer's marks the site has changed.
func (opt Options) substitutions() []extension.TypographerOption {
	names := map[string]extension.TypographicPunctuation{
		"leftsinglequote": extension.LeftSingleQuote, "rightsinglequote": extension.RightSingleQuote,
		"leftdoublequote": extension.LeftDoubleQuote, "rightdoublequote": extension.RightDoubleQuote,
		"endash": extension.EnDash, "emdash": extension.EmDash, "ellipsis": extension.Ellipsis,
		"leftanglequote": extension.LeftAngleQuote, "rightanglequote": extension.RightAngleQuote,
		"apostrophe": extension.Apostrophe,
	}
	subs := map[extension.TypographicPunctuation][]byte{}
	for k, v := range opt.Marks {
		if p, ok := names[strings.ToLower(k)]; ok {
			if v == "" {
				subs[p] = nil
				continue
			}
			subs[p] = []byte(v)
		}
	}
	if len(subs) == 0 {
		return nil
	}
	return []extension.TypographerOption{extension.WithTypographicSubstitutions(subs)}
}

// since reports whether the Hugo that is wanted is at least 0.minor.
func (opt Options) since(minor int) bool {
	v := strings.TrimPrefix(opt.Hugo, "v")
	if v == "" {
		return true
	}
	parts := strings.SplitN(v, ".", 3)
	if len(parts) < 2 {
		return true
	}
	if parts[0] != "0" {
		return true
	}
	n, err := strconv.Atoi(parts[1])
	return err != nil || n >= minor
}

// plainNode is a paragraph that is not looked into.
type plainNode struct{ gast.BaseBlock }

var kindPlain = gast.NewNodeKind("LanyardPlain")

func (*plainNode) Kind() gast.NodeKind { return kindPlain }
func (*plainNode) IsRaw() bool         { return true }
func (n *plainNode) Dump(source []byte, level int) {
	gast.DumpHelper(n, source, level, nil, nil)
}

type plainTransformer struct{}

func (plainTransformer) Transform(node *gast.Paragraph, r text.Reader, _ parser.Context) {
	marks, defs := 0, 0
	for i := range node.Lines().Len() {
		seg := node.Lines().At(i)
		line := r.Source()[seg.Start:seg.Stop]
		if len(line) > 3 && line[0] == '[' {
			defs++
		}
		if len(line) > 64 || marks > 0 {
			for _, c := range line {
				if c == '*' || c == '_' || c == '[' || c == ']' || c == '~' || c == '`' || c == '<' || c == '!' {
					marks++
				}
			}
		}
	}
	columns := 0
	if n := node.Lines().Len(); n > 1 {
		seg := node.Lines().At(1)
		columns = bytes.Count(r.Source()[seg.Start:seg.Stop], []byte("|"))
		if columns > 0 && n > 16 { // rows of a table are looked into one by one
			marks /= n
		}
		columns = max(columns, columns*n/(maxCells/maxColumns))
	}
	if marks <= maxMarks && defs <= maxMarks/4 && columns <= maxColumns || node.Parent() == nil {
		return
	}
	n := &plainNode{}
	n.SetLines(node.Lines())
	node.Parent().ReplaceChild(node.Parent(), node, n)
}

// context is goldmark's, with what the regions before and after the parsed one
// define. The definition that stands first wins.
type context struct {
	parser.Context
	before, after scope
	notes         map[string]bool
}

// newContext is the context of a text that stands between others.
func newContext(ids parser.IDs, before, after scope) *context {
	return &context{Context: parser.NewContext(parser.WithIDs(ids)), before: before, after: after, notes: map[string]bool{}}
}

func (c *context) note(label string) bool {
	return c.notes[label] || c.before.notes[label] || c.after.notes[label]
}

type foreignRef struct {
	label string
	def   linkDef
}

func (r foreignRef) String() string      { return r.label }
func (r foreignRef) Label() []byte       { return []byte(r.label) }
func (r foreignRef) Destination() []byte { return []byte(r.def.dest) }
func (r foreignRef) Title() []byte       { return []byte(r.def.title) }

func (c *context) Reference(label string) (parser.Reference, bool) {
	if d, ok := c.before.defs[label]; ok {
		return foreignRef{label, d}, true
	}
	if r, ok := c.Context.Reference(label); ok {
		return r, true
	}
	if d, ok := c.after.defs[label]; ok {
		return foreignRef{label, d}, true
	}
	return nil, false
}

// baseIDs answers the base of a heading's identifier, marked as automatic.
type baseIDs struct{ kind string }

const autoMark = "\x00"

func (g baseIDs) Generate(value []byte, _ gast.NodeKind) []byte {
	return []byte(autoMark + anchor(string(value), g.kind))
}
func (baseIDs) Put([]byte) {}

// pageIDs are Hugo's identifiers of a whole page.
type pageIDs struct {
	kind string
	used idSet
}

func (g *pageIDs) Generate(value []byte, kind gast.NodeKind) []byte {
	if kind == extast.KindDefinitionTerm && sanitized(string(value), g.kind) == "" {
		return []byte(g.used.unique("term"))
	}
	return []byte(g.used.unique(anchor(string(value), g.kind)))
}
func (g *pageIDs) Put(value []byte) { g.used.put(string(value)) }

// region parses src[from:to] of the document as if it stood alone between
// regions that define before and after.
func (e *engine) region(d *Document, from, to int, before, after scope) (blocks []*Block, starts []int) {
	c := converter{engine: e, base: from, raw: d.Source[from:to], cuts: cutsIn(d.cuts, from, to)}
	if d.masked != nil {
		c.src = d.masked[from-d.From : to-d.From]
	} else {
		c.src = []byte(c.raw)
	}
	return c.run(before, after)
}

// scope is what a region of the document defines for the others; the zero value
// defines nothing.
type scope struct {
	defs  map[string]linkDef
	notes map[string]bool
}

func cutsIn(cuts []cut, from, to int) []cut {
	lo := sort.Search(len(cuts), func(i int) bool { return cuts[i].to > from })
	hi := lo + sort.Search(len(cuts)-lo, func(i int) bool { return cuts[lo+i].from >= to })
	return cuts[lo:hi]
}

// run parses and converts.
func (c *converter) run(before, after scope) (blocks []*Block, starts []int) {
	ctx := newContext(baseIDs{c.engine.opt.IDType}, before, after)
	root := c.engine.model.Parser().Parse(text.NewReader(c.src), parser.WithContext(ctx))
	return c.topLevel(root)
}

func blank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }

// strikeExtension is goldmark's Strikethrough with its parser wrapped.
type strikeExtension struct{ opt Options }

func (e strikeExtension) Extend(m goldmark.Markdown) {
	var p parser.InlineParser = strikeParser{extension.NewStrikethroughParser()}
	if !e.opt.SingleTilde() {
		p = &extraParser{e.opt, extraKind{'~', 2, "del", Strike}, true}
	}
	m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(p, 500)))
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500)))
}

// quoteExtension is the typographer. With perBlock it forgets open quotation
// marks where a block ends.
type quoteExtension struct {
	opt      Options
	perBlock bool
}

func (e quoteExtension) Extend(m goldmark.Markdown) {
	q := quoteParser{e.opt, extension.NewTypographerParser(e.opt.substitutions()...)}
	if e.perBlock {
		m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(blockQuotes{q}, 9999)))
		return
	}
	m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(q, 9999)))
}

type blockQuotes struct{ quoteParser }

func (q blockQuotes) CloseBlock(parent gast.Node, _ text.Reader, pc parser.Context) {
	if c, ok := q.InlineParser.(interface {
		CloseBlock(gast.Node, parser.Context)
	}); ok {
		c.CloseBlock(parent, pc)
	}
}
