package paint

import (
	"strings"

	"lanyard/assets/typeset"
	"lanyard/store/markdown"
)

// card shows a shortcode: what it is known to make of its parameters, or its
// name and them.
func (b *builder) card(s *markdown.Shortcode, from, to int) {
	switch {
	case s == nil:
		return
	case s.Name == "figure" && !s.Closing && s.Get("src", -1) != "":
		b.figure(s, from, to, "")
		return
	case (s.Name == "ref" || s.Name == "relref") && !s.Closing:
		in := []markdown.Inline{{Kind: markdown.Embed, Shortcode: s, From: from, To: to}}
		b.paragraph(in, from, to, b.base)
		return
	case s.Name == "highlight" && !s.Closing:
		text := strings.Trim(s.Inner, "\n")
		b.code(strings.ToLower(s.Get("", 0)), text, func(int) int { return from })
		return
	}
	b.named(s, from, to)
}

// omitted reports whether the site leaves out what the shortcode makes.
func (b *builder) omitted(s *markdown.Shortcode) bool {
	return b.ctx.Doc != nil && s.Omitted(b.ctx.Doc.Options())
}

// figure sets a picture with what stands below it, or says that the site leaves it out. around is where the link leads that the figure stands in.
func (b *builder) figure(s *markdown.Shortcode, from, to int, around string) {
	if b.omitted(s) {
		b.box(b.T("html.omitted"), "{{% "+s.Label()+" %}}", &markdown.Block{From: from, To: to})
		return
	}
	f, _ := s.Figure()
	in := &markdown.Inline{Kind: markdown.Image, Dest: f.Src, Text: f.Alt, From: from, To: to}
	if f.Width != "" {
		in.Attrs = []markdown.Attr{{Name: "width", Value: f.Width}}
	}
	link := f.Link
	if link == "" {
		link = around
	}
	b.picture(in, b.sized(b.pics.Look(in.Dest), in), link)
	b.figureCaption(f, from, to)
}

// figureCaption sets the title, bold, and caption and attribution, which are Markdown, below a
// figure.
func (b *builder) figureCaption(f markdown.Figure, from, to int) {
	lk := b.base
	lk.Size = b.style.Em * 0.85
	lk.ink.Color = b.style.Colours.Secondary
	w := &writer{b: b}
	title := lk
	title.Bold = true
	w.add(strings.TrimSpace(f.Title), from, to, title)
	opt := markdown.Options{}
	if b.ctx.Doc != nil {
		opt = b.ctx.Doc.Options()
	}
	if w.text.Len() > 0 && f.Caption+f.Attr != "" {
		w.add(" ", to, to, lk)
	}
	attr := lk
	if f.AttrLink != "" {
		attr.link = f.AttrLink
		attr.ink.Color = b.style.Colours.Accent
	}
	for i, text := range []string{f.Caption, f.Attr} {
		if i == 1 && f.Caption != "" && f.AttrLink != "" { // Hugo's template has white space before the link only
			w.add(" ", to, to, lk)
		}
		for _, blk := range markdown.Parse(text, 0, opt).Blocks {
			w.inlines(blk.Inlines, []look{lk, attr}[i])
		}
	}
	if strings.TrimSpace(w.text.String()) == "" {
		return
	}
	for i := range w.runs { // the caption's places are not those of the post
		w.runs[i].from, w.runs[i].end = from, to
	}
	b.y += b.style.em(0.35)
	old := b.align
	b.align = markdown.AlignCenter
	b.lines(w.text.String(), w.spans, w.runs, typeset.Options{LineHeight: 1.5, Base: lk.Style}).after = "\n\n"
	b.align = old
}

// named is the card of a shortcode with its inside below.
func (b *builder) named(s *markdown.Shortcode, from, to int) {
	c := &b.style.Colours
	mark := len(b.set.items)
	top := b.y
	pad := b.style.em(0.7)
	b.y += pad
	b.inset(pad, func() {
		b.width -= pad
		lk := b.base
		lk.Size = b.style.Em * 0.85
		lk.ink.Color = c.Secondary
		name := lk
		name.Bold = true
		head := s.Name
		if s.Closing {
			head = "/" + head
		}
		rest := strings.TrimPrefix(s.Label(), head)
		text := head + rest
		l := b.lines(text, []typeset.Span{
			{From: 0, To: len(head), Style: name.Style, Ink: name.ink},
			{From: len(head), To: len(text), Style: lk.Style, Ink: lk.ink},
		}[:1+min(len(rest), 1)], []run{{at: 0, to: len(text), from: from, end: to, link: address(s)}}, typeset.Options{LineHeight: 1.5, Base: lk.Style})
		l.skip = true
		if len(s.Blocks) > 0 {
			b.y += b.style.em(0.4)
			b.blocks(s.Blocks)
		} else if strings.TrimSpace(s.Inner) != "" {
			text := strings.Trim(firstLines(s.Inner, 40), "\r\n")
			st := typeset.Style{Size: b.style.Em * 0.8, Mono: true, Lang: b.style.Lang}
			b.lines(text, []typeset.Span{{From: 0, To: len(text), Style: st, Ink: lk.ink}}, []run{{at: 0, to: len(text), from: from, end: to}},
				typeset.Options{LineHeight: 1.5, Base: st})
		}
		b.width += pad
	})
	b.y += pad
	b.insert(mark, &rect{x: b.x, y: top, w: b.width, h: b.y - top, fill: c.Panel, line: c.Hairline, width: b.style.px(1), radius: b.style.px(6)})
}

// address is where the thing that a shortcode embeds can be seen.
func address(s *markdown.Shortcode) string {
	id := s.Get("id", 0)
	if id == "" || s.Closing {
		return ""
	}
	switch s.Name {
	case "youtube":
		return "https://www.youtube.com/watch?v=" + id
	case "vimeo":
		return "https://vimeo.com/" + id
	case "bilibili":
		return "https://www.bilibili.com/video/" + id
	case "gist":
		return "https://gist.github.com/" + id + "/" + s.Get("", 1)
	}
	return ""
}

// Head sets what the site shows above the body; nil when there is nothing.
func (s *Setter) Head(h Head, width int) *Set {
	if h.Empty() {
		return nil
	}
	b := s.begin(Context{}, width)
	c := &s.style.Colours
	if h.Title != "" {
		lk := b.base
		lk.Size *= 2
		lk.Bold = true
		b.lines(h.Title, []typeset.Span{{From: 0, To: len(h.Title), Style: lk.Style, Ink: lk.ink}},
			[]run{{at: 0, to: len(h.Title), from: -1, end: -1}}, typeset.Options{LineHeight: 1.3, Base: lk.Style})
	}
	var parts []string
	if len(h.Authors) > 0 {
		parts = append(parts, strings.Join(h.Authors, ", "))
	}
	if h.Date != "" {
		parts = append(parts, h.Date)
	}
	if len(h.Tags) > 0 {
		parts = append(parts, strings.Join(h.Tags, ", "))
	}
	if len(parts) > 0 {
		b.y += s.style.em(0.45)
		lk := b.base
		lk.Size *= 0.9
		lk.ink.Color = c.Secondary
		line := strings.Join(parts, " · ")
		b.lines(line, []typeset.Span{{From: 0, To: len(line), Style: lk.Style, Ink: lk.ink}},
			[]run{{at: 0, to: len(line), from: -1, end: -1}}, typeset.Options{LineHeight: 1.5, Base: lk.Style})
	}
	if h.Cover != "" {
		in := &markdown.Inline{Kind: markdown.Image, Dest: h.Cover, From: -1, To: -1}
		b.y += s.style.em(0.3)
		b.picture(in, s.pics.Look(h.Cover), "")
	}
	if h.Note != "" {
		b.y += s.style.em(0.5)
		lk := b.base
		lk.Size *= 0.8
		lk.ink.Color = c.Secondary
		b.label(h.Note, lk)
	}
	b.y += s.style.em(0.6)
	b.set.Height = b.y
	return b.set
}
