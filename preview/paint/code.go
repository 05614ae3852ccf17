package paint

import (
	"image/color"
	"strings"
	"time"

	"github.com/alecthomas/chroma/v2"

	"lanyard/assets/code"
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
	tokens := b.tokens(lang, shown)
	piece := &codePiece{lang: lang, text: shown, style: st}
	b.set.codes = append(b.set.codes, piece)
	b.y += pad
	b.inset(pad, func() {
		b.width -= pad
		old := b.align
		b.align = markdown.AlignNone
		b.codeLines(piece, tokens, offset)
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
	b.copyButton(top, text, offset(0))
}

// codePiece is a listing whose colours may come later.
type codePiece struct {
	lang, text string
	style      typeset.Style
	lines      []*Lines
	ats        []int // where they begin in text
}

// codeLines sets chunks of lines, so that a long listing is wrapped and drawn
// piece by piece.
func (b *builder) codeLines(piece *codePiece, tokens []Token, offset func(int) int) {
	const chunk = 60
	text, st := piece.text, piece.style
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
		spans, rest := codeSpans(tokens, at, p, st, &b.style.Colours)
		tokens = rest
		l := b.lines(p, spans, lineRuns(p, at, offset), typeset.Options{LineHeight: 1.55, Base: st, TabWidth: st.Size * 0.6 * 4})
		l.after = "\n"
		piece.lines, piece.ats = append(piece.lines, l), append(piece.ats, at)
		at = end
	}
}

// codeSpans are the spans of the chunk p, which begins at byte at, and the
// tokens that reach beyond it.
func codeSpans(tokens []Token, at int, p string, st typeset.Style, c *Colours) ([]typeset.Span, []Token) {
	var spans []typeset.Span
	pos := 0
	add := func(to int, ink color.NRGBA) {
		if to > pos {
			spans = append(spans, typeset.Span{From: pos, To: to, Style: st, Ink: typeset.Ink{Color: ink}})
			pos = to
		}
	}
	for i, t := range tokens {
		if t.From-at >= len(p) {
			tokens = tokens[i:]
			break
		}
		add(min(max(t.From-at, 0), len(p)), c.Ink)
		add(min(t.To-at, len(p)), t.Kind.colour(c))
	}
	add(len(p), c.Ink)
	for len(tokens) > 0 && tokens[0].To <= at+len(p) {
		tokens = tokens[1:]
	}
	return spans, tokens
}

// Recolour gives the listings of s with this text their colours. It reports
// whether there was one.
func (s *Set) Recolour(lang, text string, tokens []Token, c *Colours) bool {
	found := false
	for _, piece := range s.codes {
		if piece.lang != lang || piece.text != text {
			continue
		}
		found = true
		rest := tokens
		for i, l := range piece.lines {
			var spans []typeset.Span
			spans, rest = codeSpans(rest, piece.ats[i], l.P.Text(), piece.style, c)
			l.P.SetInks(spans)
		}
	}
	return found
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
func (b *builder) copyButton(top int, text string, from int) {
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
	b.set.items = append(b.set.items, &button{x: x, y: y, w: w, h: h, label: l, copy: text, from: from})
}

// Token is a stretch of code of one kind.
type Token struct {
	From, To int
	Kind     TokenKind
}

// TokenKind decides the colour of a token.
type TokenKind uint8

// The kinds of tokens.
const (
	TokenPlain TokenKind = iota
	TokenComment
	TokenKeyword
	TokenType
	TokenString
	TokenNumber
	TokenName
	TokenDeleted
	TokenInserted
)

func (k TokenKind) colour(c *Colours) color.NRGBA {
	switch k {
	case TokenComment:
		return c.Comment
	case TokenKeyword:
		return c.Keyword
	case TokenType:
		return c.Type
	case TokenString:
		return c.String
	case TokenNumber:
		return c.Number
	case TokenName:
		return c.Name
	case TokenDeleted:
		return c.Error
	case TokenInserted:
		return c.Success
	}
	return c.Ink
}

// maxColouring bounds the time that the colours of one listing may take.
const maxColouring = time.Second

// Highlight finds the tokens of code, without the plain ones; nil for a language
// that is not known. It takes about 5 µs a byte, ends after a second with what it
// has, and may be called on any goroutine. Lexers are regular expressions of many
// authors, run on what somebody typed: a panic in one of them ends the colours of
// the listing, nothing else.
func Highlight(lang, text string) (found []Token) {
	if !Coloured(lang, text) {
		return nil
	}
	defer func() { _ = recover() }()
	it, err := chroma.Coalesce(code.Lexer(lang)).Tokenise(&chroma.TokeniseOptions{State: "root", EnsureLF: false}, text)
	if err != nil {
		return nil
	}
	at, begin := 0, time.Now()
	for t := it(); t != chroma.EOF && time.Since(begin) < maxColouring; t = it() {
		to := min(at+len(t.Value), len(text))
		if k := tokenKind(t.Type); k != TokenPlain && to > at {
			found = append(found, Token{at, to, k})
		}
		at = to
	}
	return found
}

// Coloured reports whether code in this language has colours at all.
func Coloured(lang, text string) bool {
	return lang != "" && lang != "text" && lang != "plain" && len(text) <= maxColoured && code.Lexer(lang) != nil
}

func tokenKind(t chroma.TokenType) TokenKind {
	switch {
	case t.InCategory(chroma.Comment):
		return TokenComment
	case t == chroma.KeywordType, t == chroma.NameClass, t == chroma.NameBuiltin, t == chroma.NameNamespace:
		return TokenType
	case t.InCategory(chroma.Keyword), t == chroma.OperatorWord:
		return TokenKeyword
	case t.InSubCategory(chroma.LiteralString):
		return TokenString
	case t.InSubCategory(chroma.LiteralNumber), t == chroma.NameConstant:
		return TokenNumber
	case t == chroma.NameFunction, t == chroma.NameTag, t == chroma.NameDecorator, t == chroma.NameAttribute:
		return TokenName
	case t == chroma.GenericDeleted:
		return TokenDeleted
	case t == chroma.GenericInserted:
		return TokenInserted
	}
	return TokenPlain
}
