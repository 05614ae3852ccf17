package markdown

import (
	"os"
	"strings"
	"testing"
	"time"
)

func hostile() map[string]string {
	var table strings.Builder
	table.WriteString("|a|b|c|\n|-|-|-|\n")
	for table.Len() < 5<<20 {
		table.WriteString("|cell *one*|two `x`|[l](u)|\n")
	}
	r := strings.Repeat
	return map[string]string{
		"quotes":       r(">", 10000) + " a",
		"quotes lines": r(r("> ", 500)+"a\n", 200),
		"lists":        r("- ", 10000) + "a",
		"deep list": func() string {
			var b strings.Builder
			for i := range 2000 {
				b.WriteString(r(" ", i*2) + "- a\n")
			}
			return b.String()
		}(),
		"asterisks":     r("*", 1000000),
		"asterisks a":   r("*a ", 300000),
		"asterisks ab":  r("*a_ ", 300000),
		"brackets":      r("[", 300000),
		"brackets pair": r("[a](", 100000),
		"images":        r("![", 100000),
		"backticks":     r("`a``", 100000),
		"tags":          r("<a ", 100000),
		"comments":      r("<!-- ", 100000),
		"entities":      r("&amp;", 200000),
		"quotation":     r("\"a' ", 200000),
		"table":         table.String(),
		"wide table":    r("|a", 20000) + "\n" + r("|-", 20000) + "\n" + r("|\n", 2000),
		"defs":          r("[a]: b\n", 100000) + r("[a]", 5000),
		"defs cyclic":   r("[a]: [b]\n[b]: [a]\n\n", 5000),
		"notes":         r("[^a] ", 4000) + "\n\n[^a]: [^a]\n",
		"many notes": func() string {
			var b strings.Builder
			for i := range 3000 {
				s := string(rune('a'+i%26)) + r("x", i%50)
				b.WriteString("[^" + s + "]\n\n[^" + s + "]: t\n\n")
			}
			return b.String()
		}(),
		"shortcodes":   r("{{< a >}}", 50000),
		"nested codes": r("{{< a >}}", 3000) + r("{{< /a >}}", 3000),
		"open codes":   r("{{< a ", 50000),
		"open strings": r("{{< a \"", 20000),
		"deflist":      r("a\n: b\n\n", 50000),
		"html":         r("<div>\n", 100000),
		"autolinks":    r("http://a.b ", 50000),
		"underscores":  r("a_b_", 200000),
		"escapes":      r("\\*", 300000),
		"nul":          r("\x00", 100000),
		"bad utf8":     r("\xff\xfe", 100000),
		"cr":           r("\r", 200000),
		"fences":       r("```\n", 100001),
		"setext":       r("a\n", 100000) + "===",
		"attributes":   r("# a {#b .c d=e ", 20000),
	}
}

// TestHostileTextIsBounded: whatever a post holds, it is parsed in seconds.
func TestHostileTextIsBounded(t *testing.T) {
	for name, src := range hostile() {
		if os.Getenv("LANYARD_SLOW") == "" {
			src = src[:len(src)/4]
		}
		start := time.Now()
		d := Parse(src, 0, Options{Unsafe: true})
		d.References()
		d.Headings()
		d.Footnotes()
		took := time.Since(start)
		t.Logf("%-14s %8d bytes %6d blocks %v", name, len(src), len(d.Blocks), took)
		if took > 8*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}
