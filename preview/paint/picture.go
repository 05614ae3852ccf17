package paint

import (
	"strconv"
	"strings"

	"lanyard/assets/typeset"
	"lanyard/store/markdown"
)

// picture sets one that stands on its own, with its caption, or a box that says
// why there is none.
func (b *builder) picture(in *markdown.Inline, pic Picture, link string) {
	if n := len(b.set.items); n > 0 && b.y > b.set.Before {
		b.y += b.style.em(0.7)
	}
	if pic.State != PictureReady {
		b.noPicture(in, pic)
		b.caption(in.Title)
		return
	}
	w, h := b.fit(pic)
	x := b.x + (b.width-w)/2
	b.set.items = append(b.set.items, &photo{
		x: x, y: b.y, w: w, h: h, dest: in.Dest, link: link, radius: b.style.px(6), from: in.From, to: in.To,
	})
	b.y += h
	b.caption(in.Title)
}

// fit is the size a picture is shown at: no wider than the column, no larger
// than it is, and not so tall that it needs more than a screen.
func (b *builder) fit(pic Picture) (w, h int) {
	pw, ph := float32(max(pic.W, 1)), float32(max(pic.H, 1))
	scale := min(float32(b.width)/pw, max(b.style.Scale, 1), float32(b.style.em(48))/ph)
	return max(int(pw*scale+0.5), 1), max(int(ph*scale+0.5), 1)
}

// sized is a picture at the width that the author asks for, in units or as a share
// of the column; its height follows.
func (b *builder) sized(pic Picture, in *markdown.Inline) Picture {
	want := strings.TrimSuffix(strings.TrimSpace(in.Attr("width")), "px")
	share, percent := strings.CutSuffix(want, "%")
	n, err := strconv.ParseFloat(share, 32)
	if err != nil || n <= 0 || pic.State != PictureReady || pic.W <= 0 {
		return pic
	}
	if percent {
		n = min(n, 100) / 100 * float64(b.width) / float64(max(b.style.Scale, 0.1))
	}
	n = min(n, float64(1<<14))
	pic.W, pic.H = max(int(n), 1), max(int(n*float64(pic.H)/float64(pic.W)), 1)
	return pic
}

func (b *builder) caption(s string) {
	if strings.TrimSpace(s) == "" {
		return
	}
	b.y += b.style.em(0.35)
	lk := b.base
	lk.Size = b.style.Em * 0.85
	lk.ink.Color = b.style.Colours.Secondary
	old := b.align
	b.align = markdown.AlignCenter
	b.label(s, lk)
	b.align = old
}

// noPicture is a box with what was looked for.
func (b *builder) noPicture(in *markdown.Inline, pic Picture) {
	c := &b.style.Colours
	mark := len(b.set.items)
	top := b.y
	pad := b.style.em(0.8)
	b.y += pad
	old := b.align
	b.align = markdown.AlignNone
	b.inset(pad, func() {
		b.width -= pad
		lk := b.base
		lk.Size = b.style.Em * 0.85
		lk.ink.Color = c.Secondary
		title := lk
		title.ink.Color = c.Ink
		if pic.State == PictureMissing {
			title.ink.Color = c.Error
		}
		b.label(b.pictureTitle(in, pic), title)
		path := lk
		path.Mono = true
		path.Size *= 0.95
		text := pic.Path
		if text == "" {
			text = in.Dest
		}
		if text != "" {
			b.label(text, path)
		}
		if pic.Message != "" {
			b.label(pic.Message, lk)
		}
		if pic.State == PictureRemote && b.text != nil && !b.still {
			lk.ink.Color = c.Accent
			l := b.label(b.T("picture.load"), lk)
			b.set.items = append(b.set.items, &button{x: l.X, y: l.Y, w: l.width(), h: l.P.Height(), fetch: in.Dest, from: in.From})
		}
		b.width += pad
	})
	b.align = old
	b.y += pad
	b.insert(mark, &rect{x: b.x, y: top, w: b.width, h: b.y - top, fill: c.Panel, line: c.Hairline, width: b.style.px(1), radius: b.style.px(6)})
	b.set.items = append(b.set.items, &photo{x: b.x, y: top, w: b.width, h: 0, dest: in.Dest, from: in.From, to: in.To, state: pic.State})
}

func (b *builder) pictureTitle(in *markdown.Inline, pic Picture) string {
	switch pic.State {
	case PictureRemote:
		return b.T("picture.remote")
	case PictureRefused:
		return b.T("picture.refused", b.lineOf(in.From))
	}
	return b.T("picture.missing", b.lineOf(in.From))
}

// lineOf is the line of the file of an offset in the block.
func (b *builder) lineOf(off int) int {
	if b.ctx.Doc == nil {
		return 0
	}
	src := b.ctx.Doc.Source
	return 1 + strings.Count(src[:min(max(b.ctx.Start+off, 0), len(src))], "\n")
}

// html shows the part of raw HTML that can be shown, or that the site leaves it
// out.
func (b *builder) html(blk *markdown.Block) {
	if b.unsafe() {
		b.blocks(blk.Children)
		return
	}
	if t := strings.TrimSpace(blk.Text); t == "" || strings.HasPrefix(t, "<!--") && strings.HasSuffix(t, "-->") && strings.Count(t, "-->") == 1 {
		return
	}
	b.box(b.T("html.omitted"), blk.Text, blk)
}

// box is a grey panel with a title and the source.
func (b *builder) box(title, text string, blk *markdown.Block) {
	c := &b.style.Colours
	mark := len(b.set.items)
	top := b.y
	pad := b.style.em(0.7)
	b.y += pad
	b.inset(pad, func() {
		b.width -= pad
		lk := b.base
		lk.Size = b.style.Em * 0.8
		lk.ink.Color = c.Secondary
		b.label(title, lk)
		st := typeset.Style{Size: b.style.Em * 0.8, Mono: true, Lang: b.style.Lang}
		text = strings.TrimRight(firstLines(text, 40), "\n")
		b.lines(text, []typeset.Span{{From: 0, To: len(text), Style: st, Ink: typeset.Ink{Color: c.Secondary}}},
			lineRuns(text, 0, blk.Offset), typeset.Options{LineHeight: 1.5, Base: st})
		b.width += pad
	})
	b.y += pad
	b.insert(mark, &rect{x: b.x, y: top, w: b.width, h: b.y - top, fill: c.Panel, radius: b.style.px(6)})
}
