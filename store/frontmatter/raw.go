package frontmatter

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"lanyard/store/page"
)

// Raw returns the text of a top-level key's value as a person may edit it:
// lines after the first lose the indentation that the place gives them, and
// line ends are \n. It is "" when the key is absent.
func (b *Block) Raw(key string) string {
	p, _, _ := b.root.find(key)
	if p == nil || p.val.table != nil {
		return ""
	}
	text := strings.ReplaceAll(b.src[p.val.start:p.val.to], "\r\n", "\n")
	return dedent(text, b.rawIndent(p))
}

// rawIndent returns how many spaces of indentation belong to the place of a
// value and not to its text.
func (b *Block) rawIndent(p *pair) int {
	if b.format != page.YAML {
		return 0
	}
	if line := lineStart(b.src, p.val.start); line > p.keyFrom {
		if gap := b.src[line:p.val.start]; strings.Trim(gap, " ") == "" {
			return len(gap)
		}
	}
	return 0
}

// dedent takes up to n spaces from the beginning of every line but the first.
func dedent(text string, n int) string {
	if n == 0 {
		return text
	}
	lines := strings.Split(text, "\n")
	for i := 1; i < len(lines); i++ {
		l := lines[i]
		lines[i] = l[min(n, len(l)-len(strings.TrimLeft(l, " "))):]
	}
	return strings.Join(lines, "\n")
}

// indent puts n spaces before every line but the first and blank ones.
func indent(text string, n int) string {
	pad := strings.Repeat(" ", n)
	lines := strings.Split(text, "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" {
			lines[i] = pad + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// SetRaw returns the edits that make the text of a top-level key's value be
// raw, as Raw returns it; the key is added when it is absent. Raw text that
// would end the block, or change or add another key, is refused.
func (b *Block) SetRaw(key, raw string) ([]Edit, error) {
	p, err := b.target([]string{key})
	if err != nil {
		return nil, err
	}
	raw = strings.ReplaceAll(raw, "\r\n", "\n")
	if !utf8.ValidString(raw) {
		return nil, fmt.Errorf("set %q: not UTF-8", key)
	}
	if p != nil {
		if p.val.table != nil {
			return nil, &Error{Line: p.line, Col: p.col, Msg: fmt.Sprintf("%q is a table over several lines; edit it in the text", key)}
		}
		if b.Raw(key) == raw {
			return nil, nil
		}
	}
	return b.choose(b.lang.raw(b, key, raw), []string{key}, anyValue{}, true)
}

// anyValue stands for "whatever it reads as" in choose.
type anyValue struct{}
