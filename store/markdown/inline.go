package markdown

import (
	"bytes"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	emojiast "github.com/yuin/goldmark-emoji/ast"
	gast "github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// inlines converts the inline children of a block.
func (c *converter) inlines(b *Block, n gast.Node) {
	pos := b.From + c.top
	if n.Lines() != nil && n.Lines().Len() > 0 {
		pos = n.Lines().At(0).Start
	}
	b.Inlines, _ = c.list(n, pos)
}

// list converts the children of n, which begin near pos, and gives where the
// last of them ends.
func (c *converter) list(n gast.Node, pos int) ([]Inline, int) {
	count := 0
	for ch := n.FirstChild(); ch != nil; ch = ch.NextSibling() {
		count++
		if t, ok := ch.(*gast.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			count++
		}
	}
	if count == 0 {
		return nil, pos
	}
	out := make([]Inline, 0, count)
	for ch := n.FirstChild(); ch != nil; ch = ch.NextSibling() {
		out, pos = c.inline(out, ch, pos)
	}
	return out, pos
}

func (c *converter) at(from, to int) (int, int) { return from - c.top, to - c.top }

// inline appends what n says to out and gives where it ends.
func (c *converter) inline(out []Inline, n gast.Node, pos int) ([]Inline, int) {
	in := Inline{}
	switch n := n.(type) {
	case *gast.Text:
		return c.text(out, n)
	case *gast.String:
		return c.substitute(out, n, pos)
	case *gast.Emphasis:
		in.Kind = Emphasis
		if n.Level == 2 {
			in.Kind = Strong
		}
		pos = c.wrapped(&in, n, n.Level)
	case *extast.Strikethrough:
		in.Kind = Strike
		pos = c.wrapped(&in, n, c.run2(n.Pos(), '~'))
	case *extraNode:
		in.Kind = n.kind
		pos = c.wrapped(&in, n, n.count)
	case *gast.CodeSpan:
		pos = c.codeSpan(&in, n)
	case *gast.Link:
		pos = c.link(&in, n, n.Destination, n.Title, n.Reference)
	case *gast.Image:
		pos = c.link(&in, n, n.Destination, n.Title, n.Reference)
	case *gast.AutoLink:
		pos = c.autoLink(&in, n)
	case *gast.RawHTML:
		pos = c.rawHTML(&in, n)
	case *emojiast.Emoji:
		from := max(n.Pos(), 0)
		pos = min(from+len(n.ShortName)+2, len(c.src))
		in.Text = ":" + string(n.ShortName) + ":"
		if n.Value != nil && len(n.Value.Unicode) > 0 {
			in.Text = string(n.Value.Unicode)
		}
		in.From, in.To = c.at(from, pos)
	case *extast.TaskCheckBox:
		in.Kind, in.Checked = Task, n.IsChecked
		from := max(n.Pos(), pos)
		if i := bytes.IndexByte(c.src[from:], '['); i >= 0 && i < 8 {
			from += i
		}
		pos = min(from+3, len(c.src))
		in.From, in.To = c.at(from, pos)
	case *noteRef:
		in.Kind, in.Text = NoteRef, n.label
		in.From, in.To = c.at(n.Pos(), n.to)
		pos = n.to
		if c.inNote == 0 {
			c.info.noteRefs = append(c.info.noteRefs, n.label)
		}
	case *mathInline:
		in.Kind = InlineMath
		in.From, in.To = c.at(n.seg.Start, n.seg.Stop)
		in.Text = c.plainText(n.seg.Start, n.seg.Stop)
		pos = n.seg.Stop
	default:
		var kids []Inline
		kids, pos = c.list(n, pos)
		return append(out, kids...), pos
	}
	return append(out, in), pos
}

// run2 counts the bytes ch at pos.
func (c *converter) run2(pos int, ch byte) int {
	n := 0
	for pos+n >= 0 && pos+n < len(c.src) && c.src[pos+n] == ch && n < 2 {
		n++
	}
	return max(n, 1)
}

// wrapped converts what stands between delimiters of n bytes.
func (c *converter) wrapped(in *Inline, n gast.Node, width int) int {
	start := n.Pos() + width
	kids, end := c.list(n, start)
	from := n.Pos()
	if len(kids) > 0 {
		from = kids[0].From + c.top - width
	}
	end = min(end+width, len(c.src))
	in.Children = kids
	in.From, in.To = c.at(max(from, 0), end)
	return end
}

// text converts a run of characters, parted where a shortcode was cut out or
// where the bytes shown are not those written.
func (c *converter) text(out []Inline, n *gast.Text) ([]Inline, int) {
	from, to := n.Segment.Start, n.Segment.Stop
	at := from
	for _, k := range c.cutsFrom(from) {
		kf, kt := max(k.from-c.base, at), min(k.to-c.base, to)
		if kf >= to {
			break
		}
		if kt <= at || kf >= kt {
			continue
		}
		out = c.decoded(out, at, kf, n.IsRaw())
		if k.kind != cutHidden {
			out = append(out, c.embed(k))
		}
		at = kt
	}
	out = c.decoded(out, at, to, n.IsRaw())
	end := to
	if n.SoftLineBreak() || n.HardLineBreak() {
		nl := to
		for nl < len(c.src) && c.src[nl] != '\n' {
			nl++
		}
		end = min(nl+1, len(c.src))
		in := Inline{Kind: Soft, Text: " "}
		if n.HardLineBreak() || c.engine.opt.HardWraps {
			in.Kind, in.Text = Break, "\n"
		} else if c.joins(n, to) {
			in.Text = ""
		}
		in.From, in.To = c.at(to, end)
		out = append(out, in)
	}
	return out, end
}

// joins reports whether the line feed after n disappears between East Asian
// characters, as the site may ask for.
func (c *converter) joins(n *gast.Text, to int) bool {
	style := c.engine.opt.eastAsian()
	if style == 0 {
		return false
	}
	next := n.NextSibling()
	t, ok := next.(*gast.Text)
	if !ok || t.Segment.Start >= len(c.src) {
		return false
	}
	before, _ := utf8.DecodeLastRune(c.src[:to])
	after, _ := utf8.DecodeRune(c.src[t.Segment.Start:])
	b, a := util.IsEastAsianWideRune(before), util.IsEastAsianWideRune(after)
	if strings.EqualFold(c.engine.opt.EastAsianStyle, "css3draft") {
		return b || a
	}
	return b && a
}

// decoded appends the text of raw[from:to], parted at escapes and entities.
func (c *converter) decoded(out []Inline, from, to int, raw bool) []Inline {
	add := func(a, b int, s string) {
		if s == "" {
			return
		}
		f, t := c.at(a, b)
		out = append(out, Inline{Kind: Text, Text: s, From: f, To: t})
	}
	if from >= to {
		return out
	}
	s := c.raw[from:to]
	if raw || strings.IndexByte(s, '\\') < 0 && strings.IndexByte(s, '&') < 0 && utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		add(from, to, strings.ToValidUTF8(s, "\uFFFD"))
		return out
	}
	out = slices.Grow(out, 2*(strings.Count(s, "\\")+strings.Count(s, "&")))
	at := from
	for i := from; i < to; {
		switch ch := c.raw[i]; {
		case ch == '\\' && i+1 < to && util.IsPunct(c.raw[i+1]):
			add(at, i, c.raw[at:i])
			add(i, i+2, c.raw[i+1:i+2])
			i += 2
			at = i
		case ch == '\\' && i+1 < to && c.raw[i+1] == ' ' && c.engine.opt.EscapedSpace:
			add(at, i, c.raw[at:i])
			i += 2
			at = i
		case ch == '&':
			n, v := entity(c.raw[i:to])
			if n == 0 {
				i++
				continue
			}
			add(at, i, c.raw[at:i])
			add(i, i+n, v)
			i += n
			at = i
		case ch == 0:
			add(at, i, c.raw[at:i])
			add(i, i+1, "\uFFFD")
			i++
			at = i
		case ch >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(c.raw[i:to])
			if r == utf8.RuneError && n == 1 {
				add(at, i, c.raw[at:i])
				add(i, i+1, "\uFFFD")
				at = i + 1
			}
			i += n
		default:
			i++
		}
	}
	add(at, to, c.raw[at:to])
	return out
}

// entity reads a character reference at the beginning of s and gives its length.
func entity(s string) (int, string) {
	end := strings.IndexByte(s[:min(len(s), 40)], ';')
	if end < 2 {
		return 0, ""
	}
	if s[1] == '#' {
		v := string(util.ResolveNumericReferences([]byte(s[:end+1])))
		if v == s[:end+1] {
			return 0, ""
		}
		return end + 1, v
	}
	e, ok := util.LookUpHTML5EntityByName(s[1:end])
	if !ok {
		return 0, ""
	}
	return end + 1, string(e.Characters)
}

// substitute converts what the typographer put in place of source characters.
func (c *converter) substitute(out []Inline, n *gast.String, pos int) ([]Inline, int) {
	s := string(n.Value)
	if n.IsCode() {
		s = html.UnescapeString(s)
	}
	width := 0
	for i := pos; i < min(pos+4, len(c.src)) && width == 0; i++ {
		rest := c.src[i:]
		for _, mark := range []string{"---", "...", "--", "<<", ">>", "'", `"`} {
			if bytes.HasPrefix(rest, []byte(mark)) {
				pos, width = i, len(mark)
				break
			}
		}
	}
	in := Inline{Kind: Text, Text: s}
	in.From, in.To = c.at(pos, pos+width)
	return append(out, in), pos + width
}

func (c *converter) codeSpan(in *Inline, n *gast.CodeSpan) int {
	in.Kind = CodeSpan
	from := n.Pos()
	var b strings.Builder
	end := from
	for ch := n.FirstChild(); ch != nil; ch = ch.NextSibling() {
		if t, ok := ch.(*gast.Text); ok {
			v := c.plainText(t.Segment.Start, t.Segment.Stop)
			if strings.HasSuffix(v, "\n") {
				v = strings.TrimSuffix(strings.TrimSuffix(v, "\n"), "\r") + " "
			}
			b.WriteString(v)
			end = t.Segment.Stop
		}
	}
	in.Text = strings.ToValidUTF8(b.String(), "\uFFFD")
	ticks := 0
	for from+ticks < len(c.src) && c.src[from+ticks] == '`' {
		ticks++
	}
	for end < len(c.src) && c.src[end] != '`' {
		end++
	}
	end = min(end+ticks, len(c.src))
	in.From, in.To = c.at(from, end)
	return end
}

func (c *converter) autoLink(in *Inline, n *gast.AutoLink) int {
	label := n.Label(c.src)
	from := n.Pos()
	if i := bytes.Index(c.src[max(from, 0):], label); i >= 0 {
		from += i
	}
	to := from + len(label)
	in.Kind, in.Auto, in.Dest = Link, true, string(n.URL(c.src))
	if n.AutoLinkType == gast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(in.Dest), "mailto:") {
		in.Dest = "mailto:" + in.Dest
	}
	if bytes.HasPrefix(label, []byte("www.")) {
		in.Dest = c.engine.opt.protocol() + "://" + string(label)
	}
	f, t := c.at(from, to)
	in.DestFrom, in.DestTo = f, t
	in.Children = []Inline{{Kind: Text, Text: strings.ToValidUTF8(string(label), "\uFFFD"), From: f, To: t}}
	if from > 0 && c.src[from-1] == '<' && to < len(c.src) && c.src[to] == '>' {
		from, to = from-1, to+1
	}
	in.From, in.To = c.at(from, to)
	c.info.refs = append(c.info.refs, Reference{
		Kind: RefLink, Dest: in.Dest, Auto: true, From: f, To: t, NodeFrom: in.From, NodeTo: in.To,
	})
	return to
}

func (opt Options) protocol() string {
	if opt.LinkifyProtocol != "" {
		return opt.LinkifyProtocol
	}
	return "https"
}

// link converts a link or an image and finds where its destination stands.
func (c *converter) link(in *Inline, n gast.Node, dest, title []byte, label *gast.ReferenceLink) int {
	byLabel := label != nil
	open := 1
	in.Kind = Link
	if n.Kind() == gast.KindImage {
		in.Kind, open = Image, 2
	}
	kids, end := c.list(n, n.Pos()+open)
	end = max(end, n.Pos()+open)
	in.Title = decode(string(title))
	in.Dest = decode(string(dest))
	in.Children = kids
	if in.Kind == Image {
		in.Text = PlainText(kids)
	}
	end = c.closing(end, ']') + 1
	ref := Reference{Kind: RefLink, Dest: in.Dest, Title: in.Title}
	if in.Kind == Image {
		ref.Kind, ref.Image, ref.Alt = RefImage, true, in.Text
	}
	switch {
	case byLabel:
		if label.Type != gast.ReferenceLinkShortcut && end < len(c.src) && c.src[end] == '[' {
			end = c.closing(end+1, ']') + 1
		}
	case end < len(c.src) && c.src[end] == '(':
		i := bytes.Index(c.src[end:], dest)
		if i >= 0 {
			from := end + i
			if len(dest) == 0 {
				from = end + 1
				if from < len(c.src) && c.src[from] == '<' {
					from++
				}
			}
			in.Dest = decode(c.raw[from : from+len(dest)])
			in.DestFrom, in.DestTo = c.at(from, from+len(dest))
			end = from + len(dest)
			if len(title) > 0 {
				if j := bytes.Index(c.src[end:], title); j >= 0 {
					end += j + len(title) + 1
				}
			}
		}
		end = c.closing(end, ')') + 1
	}
	end = min(end, len(c.src))
	in.From, in.To = c.at(n.Pos(), end)
	if !byLabel && !strings.HasPrefix(in.Dest, "{{") {
		ref.Dest, ref.From, ref.To, ref.NodeFrom, ref.NodeTo = in.Dest, in.DestFrom, in.DestTo, in.From, in.To
		c.info.refs = append(c.info.refs, ref)
	}
	return end
}

// closing finds the next byte ch that is not escaped, at or after pos.
func (c *converter) closing(pos int, ch byte) int {
	for i := pos; i < len(c.src); i++ {
		if c.src[i] == '\\' {
			i++
			continue
		}
		if c.src[i] == ch {
			return i
		}
	}
	return len(c.src) - 1
}
