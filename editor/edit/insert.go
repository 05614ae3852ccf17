package edit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"lanyard/editor/text"
)

// pairs are the brackets and quotes that complete each other. Equal halves are quotes.
var pairs = [...][2]rune{
	{'(', ')'}, {'[', ']'}, {'{', '}'}, {'"', '"'}, {'（', '）'}, {'【', '】'}, {'《', '》'}, {'〈', '〉'}, {'「', '」'}, {'『', '』'}, {'“', '”'}, {'‘', '’'},
}

// surround are marks that go around a selection when they are typed over it, and are not completed otherwise.
var surround = [...]rune{'*', '_', '~', '`'}

func closing(open rune) (rune, bool) {
	for _, p := range pairs {
		if p[0] == open {
			return p[1], true
		}
	}
	return 0, false
}

func opening(closes rune) (rune, bool) {
	for _, p := range pairs {
		if p[1] == closes {
			return p[0], true
		}
	}
	return 0, false
}

// Insert types text at every caret, in the place of what is selected. A single bracket or quote is completed, put around a selection,
// or stepped over where its closing half stands, as is the pipe of a table's cell.
func Insert(s text.State, env Env, str string) (text.Transaction, bool) {
	r, n := utf8.DecodeRuneInString(str)
	single := n == len(str) && n > 0 && !env.NoPair
	return pieces(s, env, text.Type, func(rg text.Range) piece {
		from, to := rg.From(), rg.To()
		if single && !rg.Empty() {
			if p, ok := around(s.Doc, rg, r); ok {
				return p
			}
		}
		if single && rg.Empty() && r == '|' {
			if p, ok := overPipe(s.Doc, env, from); ok {
				return p
			}
		}
		if single && rg.Empty() {
			if stepsOver(s.Doc, from, r) {
				return piece{from: from, to: from + n, ins: str, anchor: end, head: end}
			}
			if c, ok := closing(r); ok && completes(s.Doc, from, r, c) {
				return piece{from: from, to: from, ins: str + string(c), anchor: n, head: n}
			}
		}
		return piece{from: from, to: to, ins: str, anchor: end, head: end}
	})
}

// around puts a pair around a range and keeps it selected.
func around(d text.Doc, r text.Range, open rune) (piece, bool) {
	c, ok := closing(open)
	for _, m := range surround {
		if m == open {
			c, ok = m, true
		}
	}
	body := d.Slice(r.From(), r.To())
	if !ok || strings.Contains(body, "\n\n") {
		return piece{}, false
	}
	n := utf8.RuneLen(open)
	p := piece{from: r.From(), to: r.To(), ins: string(open) + body + string(c), anchor: n, head: n + len(body)}
	if r.Head < r.Anchor {
		p.anchor, p.head = p.head, p.anchor
	}
	return p, true
}

// stepsOver reports whether typing r before r only moves the caret: when the closing half is there and the line needs no other.
func stepsOver(d text.Doc, off int, r rune) bool {
	open, ok := opening(r)
	if next, _ := d.Rune(off); !ok || next != r {
		return false
	}
	i := d.LineAt(off)
	line := d.Slice(max(d.LineStart(i), off-window), min(d.LineEnd(i), off+window))
	if open == r {
		return strings.Count(line, string(r))%2 == 0
	}
	return strings.Count(line, string(open)) <= strings.Count(line, string(r))
}

// completes reports whether an opening half typed at off gets its closing one: before the end of the line, white space or a closing
// mark, and for a quote not behind a letter, where it ends something.
func completes(d text.Doc, off int, open, closes rune) bool {
	next, n := d.Rune(off)
	if n > 0 && !unicode.IsSpace(next) && !unicode.In(next, unicode.Pe, unicode.Pf) && !strings.ContainsRune(`,.;:!?，。；：！？、"'”’*_~|`+"`", next) {
		return false
	}
	if open == closes {
		before, k := d.RuneBefore(off)
		i := d.LineAt(off)
		quotes := strings.Count(d.Slice(max(d.LineStart(i), off-window), off), string(open))
		return (k == 0 || !text.IsWord(before)) && quotes%2 == 0
	}
	return true
}

// Paste inserts text from the clipboard: an address over selected words makes them a link, as many lines as there are carets are
// dealt out to them, cells from a spreadsheet fill the cells of a table. All else goes in as it is, with the line ends of the place.
func Paste(s text.State, env Env, clip string) (text.Transaction, bool) {
	if clip == "" {
		return text.Transaction{}, false
	}
	if tr, ok := pasteLink(s, env, clip); ok {
		return tr, true
	}
	if tr, ok := pasteCells(s, env, clip); ok {
		return tr, true
	}
	clip = strings.ReplaceAll(clip, "\r\n", "\n")
	lines := strings.Split(strings.TrimSuffix(clip, "\n"), "\n")
	deal := len(s.Selection.Ranges) > 1 && len(lines) == len(s.Selection.Ranges)
	k := 0
	return pieces(s, env, text.Paste, func(r text.Range) piece {
		ins := clip
		if deal {
			ins = lines[k]
			k++
		}
		if strings.Contains(ins, "\n") {
			ins = strings.ReplaceAll(ins, "\n", eolAt(s.Doc, s.Doc.LineAt(r.From())))
		}
		return piece{from: r.From(), to: r.To(), ins: ins, anchor: end, head: end}
	})
}

// isAddress reports whether s is one web or mail address and nothing else.
func isAddress(s string) bool {
	for _, scheme := range []string{"https://", "http://", "ftp://", "mailto:"} {
		if rest, ok := strings.CutPrefix(s, scheme); ok {
			return rest != "" && strings.IndexFunc(s, func(r rune) bool {
				return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("<>\"", r)
			}) < 0
		}
	}
	return false
}

// pasteLink makes links of the selected ranges when the clipboard holds an address.
func pasteLink(s text.State, env Env, clip string) (text.Transaction, bool) {
	url := strings.TrimSpace(clip)
	if !isAddress(url) {
		return text.Transaction{}, false
	}
	inCode := code(s.Doc, env.Floor, s.Doc.LineAt(s.Selection.Ranges[len(s.Selection.Ranges)-1].To()))
	for _, r := range s.Selection.Ranges {
		body := s.Doc.Slice(r.From(), r.To())
		if inCode(s.Doc.LineAt(r.From())) || strings.TrimSpace(body) == "" ||
			strings.ContainsAny(body, "\n[]") || isAddress(strings.TrimSpace(body)) || insideWhole(s.Doc, env.Floor, r.From(), r.To()) {
			return text.Transaction{}, false
		}
	}
	return pieces(s, env, text.Paste, func(r text.Range) piece {
		return piece{from: r.From(), to: r.To(), ins: "[" + s.Doc.Slice(r.From(), r.To()) + "](" + destination(url) + ")", anchor: end, head: end}
	})
}

// destination writes an address so that its brackets do not end the link.
func destination(url string) string {
	depth := 0
	for _, r := range url {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth < 0 {
			break
		}
	}
	if depth != 0 || strings.ContainsAny(url, " \t") {
		return "<" + url + ">"
	}
	return url
}
