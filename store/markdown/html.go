package markdown

import (
	"bytes"
	"html"
	"strconv"
	"strings"

	gast "github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

func (opt Options) rendererOptions() []renderer.Option {
	var ro []renderer.Option
	if opt.Unsafe {
		ro = append(ro, ghtml.WithUnsafe())
	}
	if opt.XHTML {
		ro = append(ro, ghtml.WithXHTML())
	}
	if opt.HardWraps {
		ro = append(ro, ghtml.WithHardWraps())
	}
	if !opt.Unsafe && opt.since(142) {
		ro = append(ro, renderer.WithNodeRenderers(util.Prioritized(commentHTML{}, 90)))
	}
	if s := opt.eastAsian(); s != ghtml.EastAsianLineBreaksNone {
		ro = append(ro, ghtml.WithEastAsianLineBreaks(s))
	}
	return ro
}

// Page is the body of src, which begins at byte from, as Hugo puts it into
// .Content, but for what only a site knows: code is not coloured, and shortcodes
// other than figure and highlight are named where they stand. destination, when
// not nil, may change where an image or link leads.
func Page(src string, from int, opt Options, destination func(kind RefKind, dest string) string) string {
	return newEngine(opt).html(src, from, 0, destination)
}

// html is Page for text that stands within depth shortcodes.
func (e *engine) html(src string, from, depth int, destination func(kind RefKind, dest string) string) string {
	d := e.cut(src, from)
	d.depth = depth
	return d.HTML(destination)
}

// HTML is [Page] of the document.
func (d *Document) HTML(destination func(kind RefKind, dest string) string) string {
	opt := d.engine.opt
	md := opt.markdown(pageNotes{}, false)
	md.Parser().AddOptions(parser.WithASTTransformers(util.Prioritized(pageTransformer{opt, destination}, 900)))
	src, codes := d.marked()
	ids := parser.IDs(&pageIDs{kind: opt.IDType, used: idSet{}})
	if opt.since(144) { // the transformer makes them of the rendered text
		ids = baseIDs{opt.IDType}
	}
	ctx := newContext(ids, scope{}, scope{})
	root := md.Parser().Parse(text.NewReader(src), parser.WithContext(ctx))
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, src, root); err != nil { // a bytes.Buffer takes everything
		panic(err)
	}
	page := d.unmark(out.String(), codes, destination)
	if d.dense < len(d.Source) {
		page += "<pre>" + html.EscapeString(d.Source[d.dense:]) + "</pre>\n"
	}
	return page
}

const (
	placeholderMark = "lanyardCUT"
	morePlaceholder = "lanyardMOREs"
)

// placeholder stands for cut i while Markdown is parsed; letters and digits,
// as in Hugo.
func placeholder(i int) string { return placeholderMark + strconv.Itoa(i) + "s" }

// marked is the body with placeholders for what is cut out.
func (d *Document) marked() ([]byte, []*Shortcode) {
	var b bytes.Buffer
	var codes []*Shortcode
	at := d.From
	for _, c := range d.cuts {
		b.WriteString(d.Source[at:c.from])
		at = c.to
		switch c.kind {
		case cutMore:
			b.WriteString("\n\n" + morePlaceholder + "\n\n")
		case cutShortcode:
			b.WriteString(placeholder(len(codes)))
			codes = append(codes, c.code)
		}
	}
	b.WriteString(d.Source[at:d.dense])
	return b.Bytes(), codes
}

// unmark puts the shortcodes back in.
func (d *Document) unmark(out string, codes []*Shortcode, destination func(RefKind, string) string) string {
	out = strings.Replace(out, "<p>"+morePlaceholder+"</p>\n", "", 1)
	if len(codes) == 0 {
		return out
	}
	var b strings.Builder
	for {
		i := strings.Index(out, placeholderMark)
		if i < 0 {
			b.WriteString(out)
			return b.String()
		}
		n, end := placeholderAt(out, i)
		if n < 0 || n >= len(codes) {
			b.WriteString(out[:end])
			out = out[end:]
			continue
		}
		before := out[:i]
		out = out[end:]
		if strings.HasSuffix(before, "<p>") && strings.HasPrefix(out, "</p>") {
			before, out = strings.TrimSuffix(before, "<p>"), strings.TrimPrefix(out, "</p>")
		}
		b.WriteString(before)
		b.WriteString(d.shortcodeHTML(codes[n], destination))
	}
}

// placeholderAt reads the number of the placeholder at out[i:], -1 for none, and
// gives where it ends.
func placeholderAt(out string, i int) (n, end int) {
	end = i + len(placeholderMark)
	from := end
	for end < len(out) && out[end] >= '0' && out[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(out[from:end])
	if err != nil || end == len(out) || out[end] != 's' {
		return -1, end
	}
	return n, end + 1
}

func (d *Document) shortcodeHTML(s *Shortcode, destination func(RefKind, string) string) string {
	esc := html.EscapeString
	switch {
	case s.Closing:
		return ""
	case s.Omitted(d.engine.opt):
		return rawOmitted
	case s.Name == "figure":
		f, _ := s.Figure()
		return d.figureHTML(f, destination)
	case s.Name == "highlight":
		return "<pre><code>" + esc(strings.Trim(s.Inner, "\n")) + "</code></pre>"
	case s.Name == "ref" || s.Name == "relref":
		return esc(s.Get("path", 0))
	}
	inner := ""
	if s.Inner != "" {
		if rawInner(s.Name) || d.depth >= maxShortcodes {
			inner = "<pre>" + esc(strings.Trim(s.Inner, "\n")) + "</pre>"
		} else {
			inner = d.engine.html(s.Inner, 0, d.depth+1, destination)
		}
	}
	return "<div class=\"shortcode\"><code>" + esc(s.Label()) + "</code>" + inner + "</div>"
}

// Label names the shortcode and its parameters in one line.
func (s *Shortcode) Label() string {
	var b strings.Builder
	if s.Closing {
		b.WriteByte('/')
	}
	b.WriteString(s.Name)
	for _, p := range s.Params {
		b.WriteByte(' ')
		if p.Key != "" {
			b.WriteString(p.Key + "=")
		}
		b.WriteString(p.Value)
	}
	return b.String()
}

// pageTransformer applies what Hugo does to addresses.
type pageTransformer struct {
	opt         Options
	destination func(RefKind, string) string
}

func (t pageTransformer) Transform(root *gast.Document, r text.Reader, _ parser.Context) {
	ids := &pageIDs{kind: t.opt.IDType, used: idSet{}}
	_ = gast.Walk(root, func(n gast.Node, in bool) (gast.WalkStatus, error) {
		if !in {
			return gast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *gast.Heading:
			t.renderedID(n, r.Source(), ids)
		case *extast.DefinitionTerm:
			t.termID(n, r.Source(), ids)
		case *gast.AutoLink:
			if bytes.HasPrefix(n.Label(r.Source()), []byte("www.")) {
				n.Protocol = []byte(t.opt.protocol())
			}
		case *gast.Image:
			n.Destination = t.moved(RefImage, n.Destination)
			if p := n.Parent(); t.opt.NoImageParagraph && p.Kind() == gast.KindParagraph && p.ChildCount() == 1 {
				for _, a := range p.Attributes() {
					n.SetAttribute(a.Name, a.Value)
				}
				p.Parent().ReplaceChild(p.Parent(), p, n)
			}
		case *gast.Link:
			n.Destination = t.moved(RefLink, n.Destination)
		}
		return gast.WalkContinue, nil
	})
}

// moved asks where a destination leads.
func (t pageTransformer) moved(kind RefKind, dest []byte) []byte {
	if t.destination == nil {
		return dest
	}
	plain := decode(string(dest))
	if to := t.destination(kind, plain); to != plain {
		return []byte(to)
	}
	return dest
}

// renderedID replaces an automatic identifier by that of the heading's visible
// text.
func (t pageTransformer) renderedID(n *gast.Heading, src []byte, ids *pageIDs) {
	v, ok := n.AttributeString("id")
	id, isBytes := v.([]byte)
	if !ok || !isBytes {
		return
	}
	if !bytes.HasPrefix(id, []byte(autoMark)) {
		ids.Put(id)
		return
	}
	text := fragment(n, src)
	if text == "" {
		all := n.Attributes()
		n.RemoveAttributes()
		for _, a := range all {
			if string(a.Name) != "id" {
				n.SetAttribute(a.Name, a.Value)
			}
		}
		return
	}
	n.SetAttributeString("id", ids.Generate([]byte(text), gast.KindHeading))
}

// termID gives a defined term its identifier, where the site wants that.
func (t pageTransformer) termID(n *extast.DefinitionTerm, src []byte, ids *pageIDs) {
	if _, ok := n.AttributeString("id"); ok || !t.opt.TermID || !t.opt.since(144) {
		return
	}
	if text := fragment(n, src); text != "" {
		n.SetAttributeString("id", ids.Generate([]byte(text), extast.KindDefinitionTerm))
	}
}

// commentHTML renders raw HTML of a page that leaves it out: a comment leaves no trace, since Hugo 0.142.
type commentHTML struct{}

const rawOmitted = "<!-- raw HTML omitted -->"

func isComment(b []byte) bool { return bytes.HasPrefix(b, []byte("<!--")) && len(b) > 4 }

func (commentHTML) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(gast.KindHTMLBlock, func(w util.BufWriter, src []byte, node gast.Node, in bool) (gast.WalkStatus, error) {
		n := node.(*gast.HTMLBlock)
		if n.Lines().Len() > 0 {
			if line := n.Lines().At(0); (in || n.HasClosure()) && !isComment(line.Value(src)) {
				_, _ = w.WriteString(rawOmitted + "\n")
			}
		}
		return gast.WalkContinue, nil
	})
	reg.Register(gast.KindRawHTML, func(w util.BufWriter, src []byte, node gast.Node, in bool) (gast.WalkStatus, error) {
		if s := node.(*gast.RawHTML).Segments; in && s.Len() > 0 && !isComment(src[s.At(0).Start:s.At(0).Stop]) {
			_, _ = w.WriteString(rawOmitted)
		}
		return gast.WalkSkipChildren, nil
	})
}
