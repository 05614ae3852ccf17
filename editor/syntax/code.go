package syntax

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/chroma/v2"

	"lanyard/assets/code"
	"lanyard/editor/text"
)

// Chroma reads some 300 bytes a millisecond. Tokens are therefore found beside the typing, and only for the begin of a long block.
const (
	maxCode      = 32 << 10
	maxCodeLines = 1000
	maxCodeTime  = time.Second
	slice        = time.Millisecond
)

// Work is the search for the tokens of one code block.
type Work struct {
	open     int // the line of the opening fence
	lang     string
	code     []string // the lines, without what belongs to containers
	lines    [][]Span // tokens, offsets in code
	next     chroma.Iterator
	spent    time.Duration
	patience time.Duration // no more than this is spent
	at       int           // bytes of the current line passed
	done     bool
	stale    bool
}

// codeLine colours a line in a fence with the tokens that are known, or asks for them.
func (x *Index) codeLine(i int) {
	r, s := x.row(i)
	var tokens []Span
	if open := x.opening(i); open >= 0 {
		if l := x.lines.at(open); l.code == nil {
			x.ask(open)
		} else if k := i - open - 1; k < len(*l.code) {
			tokens = (*l.code)[k]
		}
	}
	spans := codeSpans(&r, s, tokens)
	x.lines.at(i).spans = &spans
}

// codeSpans puts together a line in a fence.
func codeSpans(r *row, s string, tokens []Span) []Span {
	var all Flags
	if r.quote {
		all |= Quote
	}
	out := make([]Span, 0, len(r.marks)+len(tokens)+1)
	pos := 0
	for _, m := range r.marks {
		out = add(out, Span{pos, m.From, Plain, all})
		out = add(out, Span{m.From, m.To, m.Kind, all})
		pos = m.To
	}
	for _, t := range tokens {
		from, to := min(t.From+r.text, len(s)), min(t.To+r.text, len(s))
		out = add(out, Span{pos, from, CodeBlock, all | Mono})
		out = add(out, Span{max(from, pos), to, t.Kind, all | Mono})
		pos = max(pos, to)
	}
	return add(out, Span{pos, len(s), CodeBlock, all | Mono})
}

// opening is the line of the fence that opens the block of line i; -1 when it is far away or i is in none.
func (x *Index) opening(i int) int {
	for k := i; k >= max(i-maxCodeLines, 0) && k < x.valid; k-- {
		switch x.lines.at(k).kind {
		case rowFenceOpen:
			return k
		case rowCode:
		default:
			return -1
		}
	}
	return -1
}

// moved drops the colours of the code from line i on when its fence was read anew since line begin: it may open elsewhere now, or
// with another language. It gives the end of the lines to colour anew.
func (x *Index) moved(i, begin int) int {
	if x.lines.at(i).kind != rowCode {
		return 0
	}
	if open := x.opening(i); open < begin && (open >= 0 || i == begin+1) {
		return 0
	}
	end := i
	for end < x.valid && end <= i+maxCodeLines && x.lines.at(end).kind == rowCode {
		x.lines.at(end).spans = nil
		end++
	}
	return end
}

func (x *Index) ask(open int) {
	if !slices.Contains(x.want, open) && (x.working == nil || x.working.stale || x.working.open != open) {
		x.want = append(x.want, open)
	}
}

// shiftCode moves what is remembered by line through a change of the lines [first, last].
func (x *Index) shiftCode(first, last, delta int) {
	keep := x.want[:0]
	for _, o := range x.want {
		switch {
		case o > last:
			keep = append(keep, o+delta)
		case o < first:
			keep = append(keep, o)
		}
	}
	x.want = keep
	if w := x.working; w != nil {
		switch end := w.open + len(w.code) + 1; {
		case w.open > last:
			w.open += delta
		case end >= first:
			w.stale = true
		}
	}
}

// forgetCode drops the tokens of the code blocks that a change of the lines [first, last] reaches, and asks for them again. It gives
// the end of the lines to colour anew.
func (x *Index) forgetCode(first, last int) int {
	to := 0
	for _, i := range []int{first - 1, first, last, last + 1} {
		if i < 0 || i >= x.valid {
			continue
		}
		open := x.opening(i)
		if open < 0 {
			continue
		}
		x.lines.at(open).code = nil
		x.ask(open)
		if open >= first { // the language may be another one
			for k := open + 1; k < x.valid && x.lines.at(k).kind == rowCode; k++ {
				x.lines.at(k).spans = nil
				to = k + 1
			}
		}
	}
	return to
}

// typed gives the spans of a line in a fence after an edit in it, by moving its tokens: they stay in place until Work finds better
// ones.
func (x *Index) typed(e text.Edit, i int) *[]Span {
	l := x.lines.at(i)
	if l.kind != rowCode || l.spans == nil || strings.ContainsAny(e.Insert, "\r\n") {
		return nil
	}
	start := x.doc.LineStart(i)
	if e.To > x.doc.LineEnd(i) {
		return nil
	}
	from, to, n := e.From-start, e.To-start, len(e.Insert)
	place := func(p int, end bool) int {
		switch {
		case p < from || (p == from && !end):
			return p
		case p <= to:
			return from + n
		}
		return p + n - (to - from)
	}
	out := make([]Span, 0, len(*l.spans))
	pos := 0
	for _, s := range *l.spans {
		s.From, s.To = pos, max(pos, place(s.To, true))
		pos = s.To
		out = add(out, s)
	}
	if len(out) == 0 {
		return nil
	}
	out[len(out)-1].To = x.doc.LineEnd(i) - start + n - (to - from)
	return &out
}

// Work gives the next code block whose tokens were asked for by a Line, nil when there is none or one is being worked on. The
// caller runs Do, on any goroutine, and hands the Work back to Done on the Index's own.
func (x *Index) Work() *Work {
	if x.working != nil && !x.working.stale {
		return nil
	}
	x.working = nil
	for len(x.want) > 0 {
		open := x.want[0]
		x.want = x.want[1:]
		if open >= x.valid || x.lines.at(open).kind != rowFenceOpen {
			continue
		}
		w := x.block(open)
		x.working = w
		return w
	}
	return nil
}

// block collects a code block.
func (x *Index) block(open int) *Work {
	r, s := x.row(open)
	w := &Work{patience: x.patience, open: open, lang: language(s[r.text:])}
	if !known(w.lang) {
		return w
	}
	x.read(open + maxCodeLines + 1)
	st := x.lines.at(open).after
	size, i := 0, open+1
	x.doc.AllLines(i, func(s string) bool {
		if i >= x.valid || x.lines.at(i).kind != rowCode || i > open+maxCodeLines || size+len(s) > maxCode {
			return false
		}
		r := read(st, s, "", false)
		w.code = append(w.code, strings.Clone(s[r.text:]))
		size += len(s)
		i++
		return true
	})
	return w
}

// language is the name in the info string of a fence.
func language(info string) string {
	info = strings.TrimSpace(info)
	if i := strings.IndexAny(info, " \t{,"); i >= 0 {
		info = info[:i]
	}
	return strings.ToLower(strings.TrimPrefix(info, "."))
}

// known reports whether there is a lexer that says more than plain text.
func known(lang string) bool {
	switch lang {
	case "", "text", "plain", "plaintext", "txt", "no-highlight", "nohighlight", "none", "output", "log":
		return false
	}
	return code.Lexer(lang) != nil
}

// Do finds the tokens. It stops early when ctx ends or the block takes too long; what was found by then counts.
func (w *Work) Do(ctx context.Context) {
	for !w.done && ctx.Err() == nil {
		w.slice()
	}
}

// slice works for about a millisecond. Lexers are regular expressions of many authors, run on what somebody typed: a panic in one of
// them ends the block's colours, nothing else.
func (w *Work) slice() {
	begin := time.Now()
	defer func() {
		if recover() != nil {
			w.done = true
		}
		w.spent += time.Since(begin)
		if w.spent > w.patience {
			w.done = true
		}
	}()
	if w.next == nil {
		if len(w.code) == 0 {
			w.done = true
			return
		}
		it, err := code.Lexer(w.lang).Tokenise(&chroma.TokeniseOptions{State: "root"}, strings.Join(w.code, "\n")+"\n")
		if err != nil {
			w.done = true
			return
		}
		w.next, w.lines = it, make([][]Span, 1, len(w.code))
	}
	for time.Since(begin) < slice {
		for range 16 {
			t := w.next()
			if t == chroma.EOF || !w.take(t) {
				w.done = true
				return
			}
		}
	}
}

// take puts a token into its lines and reports false behind the last one, or when the lexer changed the text.
func (w *Work) take(t chroma.Token) bool {
	kind := kindOf(t.Type)
	for part := range strings.SplitAfterSeq(t.Value, "\n") {
		if part == "" {
			continue
		}
		i := len(w.lines) - 1
		if i >= len(w.code) {
			return false
		}
		body := strings.TrimSuffix(part, "\n")
		if !strings.HasPrefix(w.code[i][w.at:], body) {
			return false
		}
		if kind != CodeBlock && body != "" {
			w.lines[i] = append(w.lines[i], Span{From: w.at, To: w.at + len(body), Kind: kind})
		}
		w.at += len(body)
		if body != part {
			if w.at != len(w.code[i]) {
				return false
			}
			w.lines, w.at = append(w.lines, nil), 0
		}
	}
	return true
}

// kindOf maps a lexer's token to ours. Plain names and punctuation have none.
func kindOf(t chroma.TokenType) Kind {
	switch {
	case t.InCategory(chroma.Comment):
		return CodeComment
	case t.InCategory(chroma.Keyword) || t == chroma.GenericDeleted:
		return Keyword
	case t == chroma.NameFunction || t == chroma.NameFunctionMagic:
		return Function
	case t == chroma.NameTag:
		return Tag
	case t == chroma.NameAttribute || t == chroma.NameProperty || t == chroma.NameDecorator:
		return Attribute
	case t == chroma.NameBuiltin || t == chroma.NameBuiltinPseudo || t == chroma.NameClass || t == chroma.NameConstant ||
		t == chroma.NameException || t == chroma.NameNamespace || t.InSubCategory(chroma.NameVariable):
		return Name
	case t.InSubCategory(chroma.LiteralNumber):
		return Number
	case t.InCategory(chroma.Literal) || t == chroma.GenericInserted:
		return String
	case t.InCategory(chroma.Operator):
		return Operator
	}
	return CodeBlock
}

// Done takes what a Work found and reports the lines [from, to) that look different now; none when the block was edited meanwhile.
func (x *Index) Done(w *Work) (from, to int) {
	if w == nil || x.working != w {
		return 0, 0
	}
	x.working = nil
	if w.stale || w.open >= x.valid || x.lines.at(w.open).kind != rowFenceOpen {
		return 0, 0
	}
	found := w.lines
	if len(found) > len(w.code) {
		found = found[:len(w.code)]
	}
	x.lines.at(w.open).code = &found
	for i := w.open + 1; i < x.valid && x.lines.at(i).kind == rowCode && i <= w.open+maxCodeLines+1; i++ {
		l := x.lines.at(i)
		if l.spans == nil {
			continue
		}
		old := *l.spans
		x.codeLine(i)
		if !slices.Equal(old, *x.lines.at(i).spans) {
			if to == 0 {
				from = i
			}
			to = i + 1
		}
	}
	return from, to
}

// Idle does about a millisecond of the work that Line put off and reports the lines [from, to) that look different now, and whether
// there is more to do. The first block of a language takes some milliseconds more. It is for callers that have no other goroutine
// to run [Work.Do] on.
func (x *Index) Idle() (from, to int, more bool) {
	w := x.working
	if w == nil || w.stale {
		w = x.Work()
	}
	if w == nil {
		return 0, 0, false
	}
	w.slice()
	if w.done {
		from, to = x.Done(w)
	}
	return from, to, x.working != nil || len(x.want) > 0
}
