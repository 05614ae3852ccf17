package preview

import (
	"strings"
	"unicode/utf8"

	"lanyard/store/markdown"
)

// estimate guesses the height of an entry from its text, in device pixels.
func (c *column) estimate(p *Preview, e *entry) int {
	if e.block == nil || e.hidden {
		return 0
	}
	em := p.style().Em
	g := guess{em: em, width: float32(max(c.text, int(em*4)))}
	return int(g.block(e.block) + em*0.9)
}

type guess struct{ em, width float32 }

func (g guess) block(b *markdown.Block) float32 {
	switch b.Kind {
	case markdown.Note, markdown.LinkDef:
		return -g.em * 0.9
	case markdown.HeadingBlock:
		return g.rows(b.Inlines, 1.4)*g.em*1.9 + g.em
	case markdown.Details:
		return g.em * 1.9
	case markdown.Rule, markdown.More:
		return g.em * 1.4
	case markdown.Code, markdown.Math:
		return float32(strings.Count(b.Text, "\n")+1)*g.em*1.36 + g.em*1.7
	case markdown.HTML:
		return float32(strings.Count(b.Text, "\n")+1)*g.em*1.2 + g.em
	case markdown.Plain:
		return float32(min(len(b.Text), 1<<16)) * g.em * g.em * 0.9 / g.width
	case markdown.Card:
		if b.Shortcode.Name == "figure" {
			return g.width * 0.66
		}
		return g.em * 3
	case markdown.Table:
		return float32(len(b.Children)) * g.em * 2.5
	}
	h := g.rows(b.Inlines, 1) * g.em * 1.7
	h += g.pictures(b.Inlines)
	for _, ch := range b.Children {
		in := g
		in.width = max(g.width-g.em*1.6, g.em*5)
		h += in.block(ch)
		if !b.Tight {
			h += g.em * 0.7
		} else {
			h += g.em * 0.25
		}
	}
	return h
}

// rows guesses how many rows inlines take; a character of Chinese is an em wide,
// another one half of it.
func (g guess) rows(ins []markdown.Inline, size float32) float32 {
	w := g.advance(ins) * size * g.em
	if w == 0 {
		return 0
	}
	return float32(int(w/g.width) + 1)
}

func (g guess) advance(ins []markdown.Inline) float32 {
	w := float32(0)
	for i := range ins {
		in := &ins[i]
		if in.Kind == markdown.Image {
			continue
		}
		n := utf8.RuneCountInString(in.Text)
		wide := (len(in.Text) - n) / 2
		w += float32(wide) + float32(n-wide)*0.52
		w += g.advance(in.Children)
	}
	return w
}

func (g guess) pictures(ins []markdown.Inline) float32 {
	h := float32(0)
	for i := range ins {
		if ins[i].Kind == markdown.Image {
			h += g.width * 0.66
		}
		h += g.pictures(ins[i].Children)
	}
	return h
}
