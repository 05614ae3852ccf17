package paint

import (
	"image/color"
	"strconv"
	"strings"

	"lanyard/assets/typeset"
	"lanyard/store/markdown"
)

// look is how characters are set at some place.
type look struct {
	typeset.Style
	ink  typeset.Ink
	link string
	code bool
	tint color.NRGBA
}

// writer gathers the text of one paragraph.
type writer struct {
	b     *builder
	text  strings.Builder
	spans []typeset.Span
	runs  []run
	tags  []look // what open HTML tags have put aside
	names []string
}

func (w *writer) add(s string, from, to int, lk look) {
	if w.text.Len() == 0 { // behind a picture that parted the paragraph
		rest := strings.TrimLeft(s, " ")
		if to-from == len(s) {
			from += len(s) - len(rest)
		}
		s = rest
	}
	w.addRun(s, run{from: from, end: to, link: lk.link, code: lk.code, tint: lk.tint}, lk, nil)
}

func (w *writer) addRun(s string, r run, lk look, box *typeset.Box) {
	if s == "" {
		return
	}
	r.at = w.text.Len()
	w.text.WriteString(s)
	r.to = w.text.Len()
	w.runs = append(w.runs, r)
	if n := len(w.spans); n > 0 && box == nil && w.spans[n-1].Box == nil && w.spans[n-1].Style == lk.Style && w.spans[n-1].Ink == lk.ink {
		w.spans[n-1].To = r.to
		return
	}
	w.spans = append(w.spans, typeset.Span{From: r.at, To: r.to, Style: lk.Style, Ink: lk.ink, Box: box})
}

// inlines writes a list of them.
func (w *writer) inlines(ins []markdown.Inline, lk look) look {
	for i := range ins {
		lk = w.inline(&ins[i], lk)
	}
	return lk
}

func (w *writer) inline(in *markdown.Inline, lk look) look {
	c := &w.b.style.Colours
	sub := lk
	switch in.Kind {
	case markdown.Text, markdown.Soft, markdown.Break:
		w.add(in.Text, in.From, in.To, lk)
		return lk
	case markdown.Emphasis:
		sub.Italic = true
	case markdown.Strong:
		sub.Bold = true
	case markdown.Strike:
		sub.ink.Strike = true
	case markdown.Insert:
		sub.ink.Underline = true
	case markdown.Mark:
		sub.tint = c.Mark
	case markdown.Subscript:
		sub = raised(sub, -0.22)
	case markdown.Superscript:
		sub = raised(sub, 0.38)
	case markdown.CodeSpan:
		from, to := in.From, in.To
		if d := to - from - len(in.Text); d > 0 && d%2 == 0 {
			from, to = from+d/2, to-d/2
		}
		w.chip(in.Text, from, to, w.b.mono(sub))
		return lk
	case markdown.InlineMath:
		w.chip(in.Text, in.From, in.To, w.b.mono(sub))
		return lk
	case markdown.Link:
		sub.link = refPath(in.Dest)
		sub.ink.Color = c.Accent
	case markdown.Image:
		w.image(in, lk)
		return lk
	case markdown.Tag:
		return w.tag(in, lk)
	case markdown.Embed:
		w.embed(in, lk)
		return lk
	case markdown.NoteRef:
		n := w.b.ctx.Doc.NoteNumber(in.Text)
		sub = raised(sub, 0.38)
		sub.ink.Color = c.Accent
		sub.link = "#fn:" + strconv.Itoa(n)
		w.add(strconv.Itoa(n), in.From, in.To, sub)
		return lk
	case markdown.Task:
		size := float32(w.b.style.em(0.95))
		box := &typeset.Box{W: size, H: size, Ascent: size * 0.84, Key: in}
		w.addRun("\uFFFC", run{from: in.From, end: in.To, task: in, key: in}, lk, box)
		w.add("\u00a0", in.To, in.To, lk)
		return lk
	}
	w.inlines(in.Children, sub)
	return lk
}

// refPath is the post that a link to {{< ref "post" >}} leads to; another
// destination stays as it is.
func refPath(dest string) string {
	if !strings.HasPrefix(dest, "{{<") && !strings.HasPrefix(dest, "{{%") || len(dest) < 6 {
		return dest
	}
	words := strings.Fields(strings.TrimRight(dest[3:], ">%}"))
	if len(words) < 2 || words[0] != "ref" && words[0] != "relref" {
		return dest
	}
	_, path, named := strings.Cut(words[1], "path=")
	if !named {
		path = words[1]
	}
	return strings.Trim(path, "\"`")
}

func raised(lk look, by float32) look {
	lk.ink.Raise += lk.Size * by
	lk.Size *= 0.75
	return lk
}

// mono is the look of code within prose.
func (b *builder) mono(lk look) look {
	lk.Mono = true
	lk.Size *= 0.9
	lk.code = true
	lk.tint = b.style.Colours.Code
	return lk
}

// chip writes text with some room on both sides for its tint.
func (w *writer) chip(s string, from, to int, lk look) {
	w.pad(from, lk)
	w.add(s, from, to, lk)
	w.pad(to, lk)
}

func (w *writer) pad(at int, lk look) {
	lk.Size *= 0.4
	w.addRun("\u00a0", run{from: at, end: at, tint: lk.tint, pad: true}, lk, nil)
}

// embed writes a shortcode that stands within a sentence.
func (w *writer) embed(in *markdown.Inline, lk look) {
	s := in.Shortcode
	if s == nil || s.Closing {
		return
	}
	if s.Name == "ref" || s.Name == "relref" {
		text := s.Get("path", 0)
		if w.b.ctx.Title != nil {
			if t := w.b.ctx.Title(text); t != "" {
				text = t
			}
		}
		lk.ink.Color = w.b.style.Colours.Accent
		lk.link = s.Get("path", 0)
		w.add(text, in.From, in.To, lk)
		return
	}
	if _, ok := s.Figure(); ok && !w.b.omitted(s) { // a block for a browser, too: it ends the line
		w.b.flushParagraph(w)
		w.b.figure(s, in.From, in.To, lk.link)
		return
	}
	chip := w.b.mono(lk)
	chip.ink.Color = w.b.style.Colours.Secondary
	w.chip(s.Label(), in.From, in.To, chip)
	if len(s.Blocks) > 0 {
		w.add(" ", in.To, in.To, lk)
		for _, blk := range s.Blocks {
			w.inlines(blk.Inlines, lk)
		}
	}
}

// tag applies an HTML tag to what follows it, or shows it where the site leaves
// it out.
func (w *writer) tag(in *markdown.Inline, lk look) look {
	if strings.HasPrefix(in.Text, "<!--") || strings.HasPrefix(in.Text, "<?") {
		return lk
	}
	if !w.b.unsafe() {
		chip := w.b.mono(lk)
		chip.ink.Color = w.b.style.Colours.Secondary
		w.chip(in.Text, in.From, in.To, chip)
		return lk
	}
	if name, closing := strings.CutPrefix(in.Name, "/"); closing {
		for i := len(w.names) - 1; i >= 0; i-- {
			if w.names[i] == name {
				if lk.code && !w.tags[i].code {
					w.pad(in.From, lk)
				}
				lk = w.tags[i]
				w.names, w.tags = w.names[:i], w.tags[:i]
				break
			}
		}
		return lk
	}
	open := lk
	c := &w.b.style.Colours
	switch in.Name {
	case "br":
		w.add("\n", in.From, in.To, lk)
		return lk
	case "img":
		img := markdown.Inline{Kind: markdown.Image, Dest: in.Attr("src"), Text: in.Attr("alt"), Title: in.Attr("title"), From: in.From, To: in.To, Attrs: in.Attrs}
		w.image(&img, lk)
		return lk
	case "b", "strong":
		lk.Bold = true
	case "i", "em", "cite", "dfn", "var":
		lk.Italic = true
	case "u", "ins":
		lk.ink.Underline = true
	case "s", "del", "strike":
		lk.ink.Strike = true
	case "code", "kbd", "samp", "tt":
		lk = w.b.mono(lk)
		w.pad(in.To, lk)
	case "mark":
		lk.tint = c.Mark
	case "sub":
		lk = raised(lk, -0.22)
	case "sup":
		lk = raised(lk, 0.38)
	case "small":
		lk.Size *= 0.85
	case "big":
		lk.Size *= 1.2
	case "a":
		lk.link = in.Attr("href")
		lk.ink.Color = c.Accent
	case "summary":
		lk.Bold = true
	default:
	}
	w.names, w.tags = append(w.names, in.Name), append(w.tags, open)
	return lk
}

// image writes a small picture into the line; large ones end the paragraph.
func (w *writer) image(in *markdown.Inline, lk look) {
	pic := w.b.sized(w.b.pics.Look(in.Dest), in)
	if pic.State == PictureReady && !w.b.large(pic) {
		scale := min(w.b.style.Scale, float32(w.b.width)/float32(max(pic.W, 1)))
		iw, ih := float32(pic.W)*scale, float32(pic.H)*scale
		key := &photo{dest: in.Dest, link: lk.link, from: in.From, to: in.To, w: max(int(iw), 1), h: max(int(ih), 1)}
		w.addRun("\uFFFC", run{from: in.From, end: in.To, link: lk.link, key: key}, lk, &typeset.Box{W: iw, H: ih, Ascent: ih * 0.85, Key: key})
		return
	}
	w.b.flushParagraph(w)
	w.b.picture(in, pic, lk.link)
}

// large reports whether a picture stands on its own rather than in the line.
func (b *builder) large(p Picture) bool {
	return float32(p.H)*b.style.Scale > b.style.Em*3.2 || float32(p.W)*b.style.Scale > float32(b.width)*0.6
}
