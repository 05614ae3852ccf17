package frontmatter

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// yamlScalar writes a value that is no collection. A string takes the quotes
// style says, or double ones where it cannot be written so; in says that it
// stands inside a flow collection.
func yamlScalar(v any, style Style, in bool) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return yamlFloat(v)
	case Date:
		if raw := v.String(); bareYAMLDate(raw) {
			return raw
		}
		return yamlString(v.String(), style, in)
	case string:
		return yamlString(v, style, in)
	default:
		return "" // a collection: the callers write those
	}
}

// bareYAMLDate reports whether raw, unquoted, is read as a date.
func bareYAMLDate(raw string) bool {
	_, ok := plainDate(raw)
	return ok
}

func yamlFloat(v float64) string {
	switch {
	case math.IsNaN(v):
		return ".nan"
	case math.IsInf(v, 1):
		return ".inf"
	case math.IsInf(v, -1):
		return "-.inf"
	}
	return withPoint(strconv.FormatFloat(v, 'g', -1, 64))
}

// withPoint makes a number one that does not read as an integer.
func withPoint(s string) string {
	if !strings.ContainsAny(s, ".e") {
		return s + ".0"
	}
	return s
}

func yamlString(s string, style Style, in bool) string {
	switch {
	case style == SingleQuoted && singleSafe(s):
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	case style == Plain && plainSafe(s, in):
		return s
	default:
		return yamlDouble(s)
	}
}

// singleSafe reports whether s can stand between single quotes on one line.
func singleSafe(s string) bool {
	for _, r := range s {
		if !yamlPrintable(r) || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return false
		}
	}
	return true
}

// plainSafe reports whether s, without quotes, reads back as the string s
// everywhere: as YAML 1.1 and 1.2 and by the readers that Hugo has used. It is
// stricter than the standards.
func plainSafe(s string, in bool) bool {
	if s == "" || !singleSafe(s) || numberLike(s) || wordLike(s) {
		return false
	}
	if strings.ContainsRune("-?:,[]{}#&*!|>'\"%@`=<~. ", rune(s[0])) || strings.HasSuffix(s, ":") {
		return false
	}
	if strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.Contains(s, "\t") {
		return false
	}
	if in && (strings.ContainsAny(s, ",[]{}?\"'") || strings.Contains(s, ":")) {
		return false
	}
	runes := []rune(s)
	return !unicode.IsSpace(runes[0]) && !unicode.IsSpace(runes[len(runes)-1])
}

// wordLike reports whether s is a word that YAML 1.1 or 1.2 reads as no
// string.
func wordLike(s string) bool {
	switch strings.ToLower(s) {
	case "y", "yes", "n", "no", "on", "off", "true", "false", "null", "nil", "none", "nan", "inf", "infinity":
		return true
	}
	return false
}

// numberLike reports whether s could be a number or a date in some form: 012,
// 1_000, 0x1F, 12:30:45, 1e3, 2019-06-28.
func numberLike(s string) bool {
	if c := strings.TrimLeft(s, "+-."); c == "" || c[0] < '0' || c[0] > '9' {
		return false
	}
	return strings.Trim(s, "0123456789abcdefABCDEFxXoO_.,:+-TtZz ") == ""
}

// yamlDouble writes s between double quotes on one line, with the escapes that
// every reader knows.
func yamlDouble(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < 0x100 && (!yamlPrintable(r) || r == 0x85):
			fmt.Fprintf(&b, `\x%02X`, r)
		case !yamlPrintable(r) || r == 0x2028 || r == 0x2029:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// yamlBlock writes s as a literal or folded scalar: a header and lines that
// begin with pad. ok is false where the form cannot hold s.
func yamlBlock(s string, style Style, pad, comment string) (lines []string, ok bool) {
	text := strings.TrimRight(s, "\n")
	if text == "" || strings.HasPrefix(s, " ") || strings.HasPrefix(s, "\n") || strings.Contains(s, "\r") {
		return nil, false
	}
	for _, line := range strings.Split(text, "\n") {
		if !singleSafe(strings.ReplaceAll(line, "\t", " ")) || line != "" && strings.Trim(line, " \t") == "" {
			return nil, false
		}
		if style == Folded && (strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")) {
			return nil, false
		}
	}
	header := "|"
	if style == Folded {
		header = ">"
		text = strings.ReplaceAll(text, "\n", "\n\n")
		// A blank line was doubled too; n line ends in a row are n+1 written.
		for strings.Contains(text, "\n\n\n\n") {
			text = strings.ReplaceAll(text, "\n\n\n\n", "\n\n\n")
		}
	}
	switch n := len(s) - len(strings.TrimRight(s, "\n")); n {
	case 0:
		header += "-"
	case 1:
	default:
		header += "+"
		text += strings.Repeat("\n", n-1)
	}
	lines = strings.Split(text, "\n")
	for i, l := range lines {
		if l != "" {
			lines[i] = pad + l
		}
	}
	return append([]string{header + comment}, lines...), true
}
