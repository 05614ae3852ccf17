package frontmatter

import (
	"regexp"
	"strings"

	"lanyard/store/page"
)

// A Gap is an empty item of a YAML list that is not indented, on the line [From, To) of the block. goccy, which reads YAML for Hugo since 0.152,
// takes the Keys that follow it for keys of that item; the readers before it, and ours, for keys of their own.
type Gap struct {
	From, To int
	Keys     []string // as they are spelled, without quotes; one at least
}

var (
	emptyItem = regexp.MustCompile(`^([ ]*)-[ \t]*(?:#.*)?$`)
	mapKey    = regexp.MustCompile(`^([ ]*)((?:"[^"]*"|'[^']*'|[^\s#"'\-\[\]{},&*!|>%@` + "`" + `:][^:#]*?))[ \t]*:(?:[ \t]|$)`)
)

// Gaps lists those of the block, from the top.
func (b *Block) Gaps() []Gap {
	if b.format != page.YAML {
		return nil
	}
	var gaps []Gap
	lines := strings.SplitAfter(b.src, "\n")
	at := 0
	for i, l := range lines {
		start := at
		at += len(l)
		if !strings.HasPrefix(strings.TrimLeft(l, " "), "-") {
			continue
		}
		item := emptyItem.FindStringSubmatch(strings.TrimRight(l, "\r\n"))
		if item == nil {
			continue
		}
		if keys := keysAfter(lines[i+1:], item[1]); len(keys) > 0 && !b.inText(start) {
			gaps = append(gaps, Gap{From: start, To: at, Keys: keys})
		}
	}
	return gaps
}

// keysAfter lists the keys that directly follow a line at an indentation.
func keysAfter(lines []string, indent string) []string {
	var keys []string
	for _, l := range lines {
		l = strings.TrimRight(l, "\r\n")
		trimmed := strings.TrimLeft(l, " ")
		if trimmed == "" || trimmed[0] == '#' {
			continue
		}
		depth := len(l) - len(trimmed)
		m := mapKey.FindStringSubmatch(l)
		switch {
		case depth > len(indent) || depth == len(indent) && strings.HasPrefix(trimmed, "-") && len(keys) > 0:
			if len(keys) == 0 {
				return nil // the item is not empty
			}
		case depth < len(indent) || m == nil:
			return keys
		default:
			keys = append(keys, strings.Trim(m[2], `"'`))
		}
	}
	return keys
}

// inText reports whether a byte is in a text of several lines.
func (b *Block) inText(at int) bool {
	for _, e := range b.Entries() {
		if s, ok := e.Value.(string); ok && strings.Contains(s, "\n") && e.From <= at && at < e.To {
			return true
		}
	}
	return false
}
