package edit

import (
	"strconv"
	"strings"

	"lanyard/editor/text"
)

// Heading gives the selected lines a heading of the level, or makes them plain again when all have it. Level 0 is plain text.
func Heading(level int) Func {
	return func(s text.State, env Env) (text.Transaction, bool) {
		is := true
		selected(s, func(_ int, line string, _ int) {
			if n, _ := headingOf(line); n != level && strings.TrimSpace(line) != "" {
				is = false
			}
		})
		return eachLine(s, env, func(line string) (int, int, string) {
			it := parseItem(line)
			if strings.TrimSpace(line) == "" && level == 0 {
				return 0, 0, ""
			}
			at := len(it.quote) + len(it.indent)
			_, n := headingOf(line)
			mark := strings.Repeat("#", level) + " "
			if level == 0 || is && strings.TrimSpace(line) != "" {
				mark = ""
			}
			if n == 0 && mark != "" {
				n = it.prefix() - at // a list item becomes a heading
			}
			return at, at + n, mark
		})
	}
}

// headingOf is the level of a heading line, 0 for others, and the length of its marks with the space behind.
func headingOf(line string) (level, n int) {
	it := parseItem(line)
	if it.marker != "" {
		return 0, 0
	}
	t := strings.TrimLeft(it.text, "#")
	level = len(it.text) - len(t)
	body := strings.TrimLeft(t, " \t")
	if level == 0 || level > 6 || (t != "" && body == t) {
		return 0, 0
	}
	return level, len(it.text) - len(body)
}

// HeadingStep makes the selected headings one level deeper (1) or higher (-1).
func HeadingStep(by int) Func {
	return func(s text.State, env Env) (text.Transaction, bool) {
		return eachLine(s, env, func(line string) (int, int, string) {
			level, _ := headingOf(line)
			if level == 0 || level+by < 1 || level+by > 6 {
				return 0, 0, ""
			}
			at := strings.IndexByte(line, '#')
			return at, at + level, strings.Repeat("#", level+by)
		})
	}
}

// eachLine replaces a part of each selected line; f gives offsets in the line.
func eachLine(s text.State, env Env, f func(line string) (from, to int, ins string)) (text.Transaction, bool) {
	var edits []text.Edit
	selected(s, func(_ int, line string, start int) {
		from, to, ins := f(line)
		if start >= env.Floor && line[from:to] != ins {
			edits = append(edits, text.Edit{From: start + from, To: start + to, Insert: ins})
		}
	})
	if len(edits) == 0 {
		return text.Transaction{}, false
	}
	return Transaction(s, env, text.Command, edits, shiftedSelection(s, edits))
}

// Quote puts the selected lines into a quote, or takes them out of it when all are in one.
func Quote(s text.State, env Env) (text.Transaction, bool) {
	is := true
	selected(s, func(_ int, line string, _ int) {
		if strings.TrimSpace(line) != "" && parseItem(line).depth() == 0 {
			is = false
		}
	})
	return eachLine(s, env, func(line string) (int, int, string) {
		if !is {
			if strings.TrimSpace(line) == "" {
				return 0, 0, ">"
			}
			return 0, 0, "> "
		}
		at := strings.IndexByte(line, '>')
		if at < 0 {
			return 0, 0, ""
		}
		n := at + 1
		if strings.HasPrefix(line[n:], " ") {
			n++
		}
		return at, n, ""
	})
}

// The kinds of lists.
const (
	bullets = iota
	numbers
	tasks
)

// List makes list items of the selected lines, or plain lines when all are such items.
func List(s text.State, env Env) (text.Transaction, bool) { return list(s, env, bullets) }

// Numbered is [List] for a numbered list.
func Numbered(s text.State, env Env) (text.Transaction, bool) { return list(s, env, numbers) }

// Task is [List] for tasks.
func Task(s text.State, env Env) (text.Transaction, bool) { return list(s, env, tasks) }

func list(s text.State, env Env, kind int) (text.Transaction, bool) {
	is, any := true, false
	selected(s, func(_ int, line string, _ int) {
		it := parseItem(line)
		if it.marker == "" && it.blank() {
			return
		}
		any = true
		_, ordered := it.number()
		switch {
		case it.marker == "", kind == numbers != ordered, kind == tasks && it.box == "", kind == bullets && it.box != "":
			is = false
		}
	})
	n := map[int]int{} // next number by column
	return eachLine(s, env, func(line string) (int, int, string) {
		it := parseItem(line)
		at := len(it.quote) + len(it.indent)
		if it.marker == "" && it.blank() && any {
			return 0, 0, ""
		}
		to := it.prefix()
		if it.marker == "" {
			_, h := headingOf(line)
			to += h
		}
		if is && any {
			return at, to, ""
		}
		switch kind {
		case numbers:
			n[it.col()]++
			return at, to, strconv.Itoa(n[it.col()]) + ". "
		case tasks:
			box := "[ ] "
			if it.box != "" {
				box = it.box
			}
			marker := "- "
			if it.marker != "" {
				marker = it.marker + it.space
			}
			return at, to, marker + box
		}
		return at, to, "- "
	})
}

// TaskDone ticks the selected tasks, or unticks them when all are done.
func TaskDone(s text.State, env Env) (text.Transaction, bool) {
	done := true
	selected(s, func(_ int, line string, _ int) {
		if it := parseItem(line); it.box != "" && it.box[1] == ' ' {
			done = false
		}
	})
	return eachLine(s, env, func(line string) (int, int, string) {
		it := parseItem(line)
		if it.box == "" {
			return 0, 0, ""
		}
		at := it.prefix() - len(it.box) + 1
		if done {
			return at, at + 1, " "
		}
		return at, at + 1, "x"
	})
}

// insertBlock puts lines into the text as a block of their own: below the caret's line, or in its place when that is empty. caret is
// an offset in body.
func insertBlock(s text.State, env Env, body string, anchor, head int) (text.Transaction, bool) {
	return pieces(s, env, text.Command, func(r text.Range) piece {
		d := s.Doc
		i, line, start := lineOf(d, r.To())
		eol := eolAt(d, i)
		ins := strings.ReplaceAll(body, "\n", eol)
		grow := func(k int) int { return k + strings.Count(body[:k], "\n")*(len(eol)-1) }
		p := piece{from: start, to: start + len(line), anchor: grow(anchor), head: grow(head)}
		if strings.TrimSpace(line) != "" {
			p.from = p.to
			p.anchor, p.head = p.anchor+2*len(eol), p.head+2*len(eol)
			ins = eol + eol + ins
		} else if i > d.LineAt(env.Floor) && strings.TrimSpace(d.Line(i-1)) != "" {
			p.anchor, p.head = p.anchor+len(eol), p.head+len(eol)
			ins = eol + ins
		}
		if i+1 < d.Lines() && strings.TrimSpace(d.Line(i+1)) != "" {
			ins += eol
		} else if rest, ok := strings.CutSuffix(ins, eol); ok && i+1 < d.Lines() && max(p.anchor, p.head) <= len(rest) {
			ins = rest // the empty line that is there is enough
		}
		p.ins = ins
		return p
	})
}

// Rule inserts a horizontal rule and an empty line behind it.
func Rule(s text.State, env Env) (text.Transaction, bool) {
	return insertBlock(s, env, "---\n\n", 5, 5)
}

// CodeBlock puts the selected lines into a code block, or inserts an empty one with the caret where the language goes.
func CodeBlock(s text.State, env Env) (text.Transaction, bool) {
	if s.Selection.MainRange().Empty() {
		return insertBlock(s, env, "```\n\n```", 3, 3)
	}
	var edits []text.Edit
	var ranges []text.Range
	shift := 0
	for _, b := range blocks(s) {
		from, to := max(s.Doc.LineStart(b.from), env.Floor), s.Doc.LineEnd(b.to)
		ticks := "```"
		for strings.Contains(s.Doc.Slice(from, to), ticks) {
			ticks += "`"
		}
		eol := eolAt(s.Doc, b.from)
		edits = append(edits, text.Edit{From: from, To: from, Insert: ticks + eol}, text.Edit{From: to, To: to, Insert: eol + ticks})
		ranges = append(ranges, text.Range{Anchor: from + shift + len(ticks), Head: from + shift + len(ticks)})
		shift += 2 * (len(ticks) + len(eol))
	}
	return Transaction(s, env, text.Command, edits, ranges)
}

// more is the mark of the summary's end; Hugo wants these very bytes.
const more = "<!--more-->"

// More inserts the summary's end on a line of its own, once in a post.
func More(s text.State, env Env) (text.Transaction, bool) {
	if strings.Contains(s.Doc.Slice(env.Floor, s.Doc.Len()), more) {
		return text.Transaction{}, false
	}
	s.Selection = text.Caret(s.Selection.MainRange().Head)
	return insertBlock(s, env, more+"\n", len(more)+1, len(more)+1)
}

// Date inserts the day as 2006-01-02.
func Date(s text.State, env Env) (text.Transaction, bool) {
	return insertText(s, env, env.Now.Format("2006-01-02"))
}

// Time inserts the hour and minute as 15:04.
func Time(s text.State, env Env) (text.Transaction, bool) {
	return insertText(s, env, env.Now.Format("15:04"))
}

func insertText(s text.State, env Env, ins string) (text.Transaction, bool) {
	return pieces(s, env, text.Command, func(r text.Range) piece {
		return piece{from: r.From(), to: r.To(), ins: ins, anchor: end, head: end}
	})
}
