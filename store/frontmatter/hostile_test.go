package frontmatter_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// numbered repeats a pattern with numbers until it has n bytes.
func numbered(pattern string, n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, pattern, i)
	}
	return b.String()
}

func TestHostileBlocksEndSoon(t *testing.T) {
	const n, m = 250 << 10, 63 << 10
	for name, c := range map[string]struct {
		f   page.Format
		src string
	}{
		"yaml keys":     {page.YAML, numbered("k%d: v\n", n)},
		"yaml brackets": {page.YAML, "a: " + strings.Repeat("[", n)},
		"yaml braces":   {page.YAML, "a: " + strings.Repeat("{a: ", n/4)},
		"yaml nesting":  {page.YAML, "a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "\n"},
		"yaml dashes":   {page.YAML, "a:\n" + strings.Repeat("- ", n/2)},
		"yaml anchors":  {page.YAML, numbered("k%[1]d: &a%[1]d [x]\n", n)},
		"yaml comments": {page.YAML, strings.Repeat("# c\n", n/4)},
		"yaml list":     {page.YAML, "a:\n" + numbered("  - item%d\n", n)},
		"toml keys":     {page.TOML, numbered("k%d = 1\n", m)},
		"toml tables":   {page.TOML, numbered("[t%d]\n", m)},
		"toml dotted":   {page.TOML, numbered("a%d.b.c.d = 1\n", m)},
		"toml brackets": {page.TOML, "a = " + strings.Repeat("[", m)},
		"toml lists":    {page.TOML, numbered("[[t]]\na = %d\n", m)},
		"json brackets": {page.JSON, "{\"a\": " + strings.Repeat("[", n)},
		"json keys":     {page.JSON, "{" + numbered("\"k%d\": 1,\n", n) + "\"z\": 1}"},
		"json nesting":  {page.JSON, "{\"a\": " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "}"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			b, err := frontmatter.Parse(c.f, c.src)
			if err == nil {
				b.Duplicates()
				if _, err := b.Set([]string{"title"}, "x"); err != nil {
					t.Error(err)
				}
			}
			if d := time.Since(start); d > 20*time.Second {
				t.Errorf("took %v", d)
			} else {
				t.Log(d)
			}
		})
	}
	if _, err := frontmatter.Parse(page.YAML, strings.Repeat("# c\n", 1<<20)); err == nil {
		t.Error("4 MB were indexed")
	}
}
