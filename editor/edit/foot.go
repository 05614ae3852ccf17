package edit

import (
	"regexp"
	"strconv"
	"strings"

	"lanyard/editor/text"
)

var footnotes = regexp.MustCompile(`\[\^([^\]\s\[]+)\](:?)`)

// note is a footnote's mark, or where its text begins.
type note struct {
	label    string
	from, to int // of [^label] or [^label]:
	def      bool
}

func notes(d text.Doc, floor int) []note {
	body := d.Slice(floor, d.Len())
	var out []note
	for _, m := range footnotes.FindAllStringSubmatchIndex(body, -1) {
		def := m[5] > m[4] && strings.TrimLeft(body[strings.LastIndexByte(body[:m[0]], '\n')+1:m[0]], " >") == ""
		out = append(out, note{body[m[2]:m[3]], floor + m[0], floor + m[1], def})
	}
	return out
}

// Footnote inserts the next number as a footnote's mark behind the main caret, its text at the end of the post, and goes there.
func Footnote(s text.State, env Env) (text.Transaction, bool) {
	d := s.Doc
	at := s.Selection.MainRange().To()
	if at < env.Floor {
		return text.Transaction{}, false
	}
	n, last := 0, -1
	for _, f := range notes(d, env.Floor) {
		if k, err := strconv.Atoi(f.label); err == nil {
			n = max(n, k)
		}
		if f.def {
			last = f.from
		}
	}
	mark := "[^" + strconv.Itoa(n+1) + "]"
	line := d.Lines() - 1
	eol := eolAt(d, line)
	stop := d.Len()
	if rest := strings.TrimRight(d.Slice(env.Floor, stop), " \t\r\n"); rest != "" {
		line = d.LineAt(env.Floor + len(rest))
	}
	from := max(d.LineEnd(line), at)
	sep := eol + eol
	if last >= 0 && d.LineAt(last) == line {
		sep = eol
	}
	ins := sep + mark + ": "
	tail := ""
	if from < stop || d.EOLOf(line) != "" {
		tail = eol
	}
	off := from + len(mark) + len(ins)
	edits := []text.Edit{{From: at, To: at, Insert: mark}, {From: from, To: stop, Insert: ins + tail}}
	s.Selection.Main = 0
	return Transaction(s, env, text.Command, edits, []text.Range{{Anchor: off, Head: off}})
}

// FootnoteJump goes from a footnote's mark to its text and back.
func FootnoteJump(s text.State, env Env) (text.Transaction, bool) {
	d := s.Doc
	off := s.Selection.MainRange().Head
	all := notes(d, env.Floor)
	var at *note
	for i, f := range all {
		if !f.def && f.from <= off && off <= f.to {
			at = &all[i]
		}
	}
	for i, f := range all {
		if at == nil && f.def && f.from <= off && (d.LineAt(f.from) == d.LineAt(off) || off <= d.LineEnd(children(d, d.LineAt(f.from))) && continues(d, d.LineAt(f.from), d.LineAt(off))) {
			at = &all[i]
		}
	}
	if at == nil {
		return text.Transaction{}, false
	}
	for _, f := range all {
		if f.label == at.label && f.def != at.def {
			to := f.to
			if f.def && d.Slice(to, to+1) == " " {
				to++
			}
			return moveTo(s, env, text.Caret(to))
		}
	}
	return text.Transaction{}, false
}

// continues reports whether the lines behind a footnote's text up to line i are indented or empty.
func continues(d text.Doc, def, i int) bool {
	for k := def + 1; k <= i; k++ {
		if l := d.Line(k); strings.TrimSpace(l) != "" && !strings.HasPrefix(l, "    ") && !strings.HasPrefix(l, "\t") {
			return false
		}
	}
	return true
}
