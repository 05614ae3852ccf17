package texttest

import (
	"math/rand"
	"strings"
	"testing"
	"time"
)

// Rand is a random source whose seed is told when the test fails.
func Rand(t testing.TB) *rand.Rand {
	seed := time.Now().UnixNano()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	return rand.New(rand.NewSource(seed))
}

// words and breaks are what random Markdown is made of.
var words = []string{"中文", "大会", "word", "a", "，", "。", "“", "”", "（", "）", "：", "10%", " ", " ", "-", "1.", "`x`", "[l](u)", "é", "👍"}

var breaks = []string{"\n", "\n\n", "\n- ", "\n  - ", "\n1. ", "\n> ", "\n## ", "\n```\n", "\r\n", "\n| a | b |\n|---|---|\n| c | d |\n", "\n[^1]: ", "[^1]", "**b**", "*i*"}

// Markdown makes text of n random pieces, with line ends and block markers among them where blocks is set.
func Markdown(r *rand.Rand, n int, blocks bool) string {
	var b strings.Builder
	for range n {
		if blocks && r.Intn(4) == 0 {
			b.WriteString(breaks[r.Intn(len(breaks))])
		} else {
			b.WriteString(words[r.Intn(len(words))])
		}
	}
	return b.String()
}
