package check

import (
	"regexp"
	"strings"
)

// globber gives a function that matches lower-case slash paths against a pattern
// with *, **, ?, [ab] and {a,b}.
func globber(pattern string) func(string) bool {
	pattern = strings.ToLower(pattern)
	if !strings.ContainsAny(pattern, "*?[{") {
		return func(s string) bool { return s == pattern }
	}
	var b strings.Builder
	b.WriteString(`^(?s:`)
	depth := 0
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case strings.HasPrefix(pattern[i:], "**"):
			b.WriteString(`.*`)
			i++
		case c == '*':
			b.WriteString(`[^/]*`)
		case c == '?':
			b.WriteString(`[^/]`)
		case c == '[':
			end := strings.IndexByte(pattern[i:], ']')
			if end < 2 {
				b.WriteString(`\[`)
				continue
			}
			set := strings.ReplaceAll(pattern[i+1:i+end], `\`, `\\`)
			if rest, ok := strings.CutPrefix(set, "!"); ok {
				set = "^" + rest
			}
			b.WriteString("[" + strings.ReplaceAll(set, "[", `\[`) + "]")
			i += end
		case c == '{':
			b.WriteString(`(?:`)
			depth++
		case c == '}' && depth > 0:
			b.WriteString(`)`)
			depth--
		case c == ',' && depth > 0:
			b.WriteString(`|`)
		default:
			b.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
		}
	}
	b.WriteString(strings.Repeat(")", depth) + `)$`)
	re, err := regexp.Compile(b.String())
	if err != nil {
		return func(s string) bool { return s == pattern }
	}
	return re.MatchString
}
