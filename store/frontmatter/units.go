package frontmatter

import "strings"

// A unit is an element of a flow list that stands on a line of its own, with the
// comment behind it.
type unit struct {
	text    string
	comment string // with the blanks before it; empty without one
	to      int    // where the line ends
}

// units divides a list into its units, where every element has a line of its own
// and some have a comment behind them; nil otherwise.
func (f flow) units() []unit {
	if f.comment == 0 || len(f.elems) == 0 {
		return nil
	}
	list := make([]unit, len(f.elems))
	any := false
	for i, e := range f.elems {
		next := f.shut
		if i+1 < len(f.elems) {
			next = f.elems[i+1].from
		}
		at := skipBlanks(f.src, e.to)
		comma := at < next && f.src[at] == ','
		if !comma && i+1 < len(f.elems) {
			return nil
		}
		after := e.to
		if comma {
			after = at + 1
		}
		end := min(lineEnd(f.src, after), next)
		comment := strings.TrimRight(f.src[after:end], " \t")
		if rest := f.src[end:next]; !blank(strings.NewReplacer("\r", "", "\n", "").Replace(rest)) || end == next && i+1 < len(f.elems) {
			return nil
		}
		switch text := strings.TrimLeft(comment, " \t"); {
		case text == "":
			comment = ""
		case text[0] == f.comment:
			any = true
		default:
			return nil
		}
		list[i] = unit{f.src[e.from:e.to], comment, after + len(comment)}
	}
	if !any {
		return nil
	}
	return list
}

// relistUnits is relist for a list of units: each goes with its comment, and keeps
// it where it is given another value.
func (f flow) relistUnits(u []unit, old, want []any, render func(any) string) []Edit {
	from, last := f.elems[0].from, u[len(u)-1]
	line := lineStart(f.src, from)
	gap := f.eol(line) + f.src[line:from]
	if len(u) > 1 {
		gap = f.src[u[0].to:f.elems[1].from]
	} else if line <= f.open { // the only one stands beside the bracket
		gap = " "
	}
	end := skipBlanks(f.src, f.elems[len(u)-1].to)
	closing := end < f.shut && f.src[end] == ','
	came := sources(old, want)
	reused := make([]bool, len(old))
	for _, j := range came {
		if j >= 0 {
			reused[j] = true
		}
	}
	var b strings.Builder
	for i, v := range want {
		x := unit{}
		switch j := came[i]; {
		case j >= 0:
			x = u[j]
		default:
			x.text = render(v)
			if i < len(u) && !reused[i] {
				x.comment = u[i].comment
			}
		}
		b.WriteString(x.text)
		if i+1 < len(want) || closing {
			b.WriteString(",")
		}
		b.WriteString(x.comment)
		if i+1 < len(want) {
			b.WriteString(gap)
		} else if x.comment != "" && last.to == f.shut { // nothing may be commented out
			b.WriteString(f.eol(line))
		}
	}
	return Shift(diff(f.src[from:last.to], b.String()), from)
}
