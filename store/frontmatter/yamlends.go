package frontmatter

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// scalar finds the end of a scalar and its value.
func (y *yamlIndex) scalar(n *yaml.Node, out *node, indent int) *Error {
	out.to = -1
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		out.style = DoubleQuoted
		out.to = endDouble(y.src, out.from)
	case n.Style&yaml.SingleQuotedStyle != 0:
		out.style = SingleQuoted
		out.to = endSingle(y.src, out.from)
	case n.Style&yaml.LiteralStyle != 0:
		out.style = Literal
		out.to = y.endBlockScalar(out.from, indent)
	case n.Style&yaml.FoldedStyle != 0:
		out.style = Folded
		out.to = y.endBlockScalar(out.from, indent)
	case n.Value == "":
		// Nothing is written. After an anchor or a tag the place is their
		// end, wherever skipProperties looked on.
		if out.from > out.start {
			out.from = out.start + len(strings.TrimRight(y.withoutComments(out.start, out.from), " \t\r\n"))
		}
		out.to = out.from
	default:
		out.to = endPlain(y.src, out.from, n.Value)
	}
	if out.to < out.from {
		return y.fail(out.from, "a value that cannot be located")
	}
	out.val = yamlValue(n, out.style)
	return nil
}

// withoutComments returns src[from:to] up to a comment in it.
func (y *yamlIndex) withoutComments(from, to int) string {
	s := y.src[from:to]
	if i := strings.Index(s, " #"); i >= 0 {
		s = s[:i]
	}
	return s
}

// yamlValue returns what a scalar means.
func yamlValue(n *yaml.Node, style Style) any {
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool", "!!int", "!!float":
		var v any
		if n.Decode(&v) != nil {
			return n.Value
		}
		switch v := v.(type) {
		case bool:
			return v
		case int:
			return int64(v)
		case int64:
			return v
		case uint64:
			return float64(v)
		case float64:
			return v
		}
		return n.Value
	case "!!str", "!!timestamp":
		if style == Plain {
			if d, ok := plainDate(n.Value); ok {
				return d
			}
		}
	}
	return n.Value
}

func endDouble(src string, at int) int {
	if at >= len(src) || src[at] != '"' {
		return -1
	}
	for i := at + 1; i < len(src); i++ {
		switch src[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

func endSingle(src string, at int) int {
	if at >= len(src) || src[at] != '\'' {
		return -1
	}
	for i := at + 1; i < len(src); i++ {
		if src[i] == '\'' {
			if i+1 < len(src) && src[i+1] == '\'' {
				i++
				continue
			}
			return i + 1
		}
	}
	return -1
}

// endPlain finds where the plain scalar at at, which reads as value, ends:
// white space in it may be folded line ends.
func endPlain(src string, at int, value string) int {
	if strings.HasPrefix(src[at:], value) {
		return at + len(value)
	}
	space := func(s string, i int) int {
		for i < len(s) {
			n := yamlBreak(s, i)
			if n == 0 && s[i] != ' ' && s[i] != '\t' {
				break
			}
			i += max(n, 1)
		}
		return i
	}
	i := at
	for j := 0; j < len(value); {
		if k := space(value, j); k > j {
			m := space(src, i)
			if m == i {
				return -1
			}
			i, j = m, k
			continue
		}
		if i >= len(src) || src[i] != value[j] {
			return -1
		}
		i++
		j++
	}
	return i
}

// endBlockScalar finds the end of the last line of a literal or folded
// scalar; the blank lines after it belong to it when its header says keep.
func (y *yamlIndex) endBlockScalar(at, indent int) int {
	end := y.lineEnd(at)
	header := y.src[at:end]
	if i := strings.Index(header, " #"); i >= 0 {
		header = header[:i]
	}
	keep := strings.Contains(header, "+")
	body := -1
	if i := strings.IndexAny(header, "123456789"); i >= 0 {
		body = max(indent, 0) + int(header[i]-'0')
	}
	last := at + len(strings.TrimRight(header, " \t"))
	for i := end; i < len(y.src); {
		i += yamlBreak(y.src, i)
		if i >= len(y.src) {
			break
		}
		text := i
		for text < len(y.src) && y.src[text] == ' ' {
			text++
		}
		end = y.lineEnd(i)
		if text == end {
			if keep {
				last = end
			}
			i = end
			continue
		}
		if body < 0 {
			body = max(text-i, indent+1, 1)
		}
		if text-i < body {
			break
		}
		last, i = end, end
	}
	return last
}
