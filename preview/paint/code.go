package paint

import (
	"image/color"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"lanyard/assets/typeset"
	"lanyard/store/markdown"
)

// maxColoured bounds the bytes of a code block that are coloured.
const maxColoured = 200 << 10

// code sets a block of code on its panel, with a word that copies it.
func (b *builder) code(lang, text string, offset func(int) int) {
	c := &b.style.Colours
	pad := b.style.em(0.85)
	mark := len(b.set.items)
	top := b.y
	shown, rest := text, 0
	if n := strings.Count(text, "\n"); n > maxLines {
		shown, rest = firstLines(text, maxLines), n-maxLines
	}
	st := typeset.Style{Size: b.style.Em * 0.875, Mono: true, Lang: b.style.Lang}
	tokens := colours(lang, shown, c)
	b.y += pad
	b.inset(pad, func() {
		b.width -= pad
		old := b.align
		b.align = markdown.AlignNone
		b.codeLines(shown, tokens, st, offset)
		if rest > 0 {
			lk := b.base
			lk.Size *= 0.85
			lk.ink.Color = c.Secondary
			b.label(b.T("code.rest", rest), lk)
		}
		b.align = old
		b.width += pad
	})
	b.y += pad
	panel := &rect{x: b.x, y: top, w: b.width, h: b.y - top, fill: c.Code, line: c.Hairline, width: b.style.px(1), radius: b.style.px(6)}
	b.insert(mark, panel)
	b.copyButton(top, text)
}

// codeLines sets chunks of lines, so that a long listing is wrapped and drawn
// piece by piece.
func (b *builder) codeLines(text string, tokens []token, st typeset.Style, offset func(int) int) {
	const chunk = 60
	at := 0
	for first := true; at < len(text) || first; first = false {
		part := firstLines(text[at:], chunk)
		end := at + len(part)
		if end < len(text) {
			end++ // the line feed between chunks
		}
		p := strings.TrimSuffix(part, "\r")
		if p == "" {
			p = " "
		}
		var spans []typeset.Span
		for _, t := range tokens {
			from, to := max(t.from-at, 0), min(t.to-at, len(p))
			if from < to {
				spans = append(spans, typeset.Span{From: from, To: to, Style: st, Ink: typeset.Ink{Color: t.color}})
			}
		}
		for len(tokens) > 0 && tokens[0].to <= end {
			tokens = tokens[1:]
		}
		if len(spans) == 0 {
			spans = []typeset.Span{{From: 0, To: len(p), Style: st, Ink: typeset.Ink{Color: b.style.Colours.Ink}}}
		}
		l := b.lines(p, spans, lineRuns(p, at, offset), typeset.Options{LineHeight: 1.55, Base: st, TabWidth: st.Size * 0.6 * 4})
		l.after = "\n"
		at = end
	}
}

// lineRuns maps each line of a chunk to its source.
func lineRuns(p string, at int, offset func(int) int) []run {
	var runs []run
	for i := 0; i <= len(p); {
		n := strings.IndexByte(p[i:], '\n')
		to := len(p)
		if n >= 0 {
			to = i + n + 1
		}
		from := offset(at + i)
		runs = append(runs, run{at: i, to: to, from: from, end: from + to - i})
		if n < 0 {
			break
		}
		i = to
	}
	return runs
}

func firstLines(s string, n int) string {
	at := 0
	for range n {
		i := strings.IndexByte(s[at:], '\n')
		if i < 0 {
			return s
		}
		at += i + 1
	}
	return s[:at-1]
}

// copyButton stands in the upper right corner of a panel.
func (b *builder) copyButton(top int, text string) {
	if b.text == nil || b.still {
		return
	}
	lk := b.base
	lk.Style = typeset.Style{Size: b.style.Em * 0.72, Lang: b.style.Lang}
	lk.ink = typeset.Ink{Color: b.style.Colours.Secondary}
	word := b.T("copy")
	p := b.shaper.Shape(word, []typeset.Span{{From: 0, To: len(word), Style: lk.Style, Ink: lk.ink}}, typeset.Options{LineHeight: 1.5, Base: lk.Style})
	p.Wrap(0)
	w := int(p.Row(0).Width) + b.style.em(1.2)
	h := p.Height() + b.style.em(0.3)
	x := b.x + b.width - w - b.style.em(0.2)
	y := top + b.style.em(0.2)
	l := &Lines{P: p, X: x + b.style.em(0.6), Y: y + b.style.em(0.15), skip: true}
	b.set.items = append(b.set.items, &button{x: x, y: y, w: w, h: h, label: l, copy: text})
}

type token struct {
	from, to int
	color    color.NRGBA
}

// colours finds the tokens of code; nil for a language that is not known.
func colours(lang, text string, c *Colours) []token {
	if lang == "" || lang == "text" || lang == "plain" || len(text) > maxColoured {
		return nil
	}
	lexer := lexers.Get(lang)
	if lexer == nil {
		return nil
	}
	it, err := chroma.Coalesce(lexer).Tokenise(&chroma.TokeniseOptions{State: "root", EnsureLF: false}, text)
	if err != nil {
		return nil
	}
	var out []token
	at := 0
	for t := it(); t != chroma.EOF; t = it() {
		to := min(at+len(t.Value), len(text))
		out = append(out, token{at, to, tokenColour(t.Type, c)})
		at = to
	}
	if at < len(text) {
		out = append(out, token{at, len(text), c.Ink})
	}
	return out
}

func tokenColour(t chroma.TokenType, c *Colours) color.NRGBA {
	switch {
	case t.InCategory(chroma.Comment):
		return c.Comment
	case t == chroma.KeywordType, t == chroma.NameClass, t == chroma.NameBuiltin, t == chroma.NameNamespace:
		return c.Type
	case t.InCategory(chroma.Keyword), t == chroma.OperatorWord:
		return c.Keyword
	case t.InSubCategory(chroma.LiteralString):
		return c.String
	case t.InSubCategory(chroma.LiteralNumber), t == chroma.NameConstant:
		return c.Number
	case t == chroma.NameFunction, t == chroma.NameTag, t == chroma.NameDecorator, t == chroma.NameAttribute:
		return c.Name
	case t == chroma.GenericDeleted:
		return c.Error
	case t == chroma.GenericInserted:
		return c.Success
	}
	return c.Ink
}
