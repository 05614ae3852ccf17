package find

import (
	"strings"
	"testing"

	"lanyard/editor/text"
)

// english is 1 MB without a Chinese letter, where case folding costs the most.
func english() text.State {
	return text.NewState(strings.Repeat("Over the last two years we have been working on the Service Mesh, and this time several sessions were about it.\n\n- one\n- two\n\n", 8000))
}

// BenchmarkReplaceGroupsIn1MB replaces by what a regular expression has captured, with and without case, in Chinese and in English
// text. Issue 6 allows 100 ms.
func BenchmarkReplaceGroupsIn1MB(b *testing.B) {
	for name, c := range map[string]struct {
		s          text.State
		expr, with string
		same       bool // case counts
	}{
		"fold":            {large(), `s(\w+)e`, "网格$1", false},
		"case":            {large(), `S(\w+)e`, "网格$1", true},
		"begin of line":   {large(), `^- (.*)$`, "* $1", false},
		"word":            {large(), `\bservice (\w+)\b`, "$1 Service", false},
		"absent":          {large(), `(\w+)@(\w+)`, "$2 at $1", false},
		"english fold":    {english(), `service (\w+)`, "$1 Service", false},
		"english words":   {english(), `(\w+), (\w+)`, "$2, $1", false},
		"english lines":   {english(), `(\w+)\s+mesh`, "$1 Mesh", false},
		"english anyword": {english(), `(\w+)\s(\w+)`, "$2 $1", false},
	} {
		b.Run(name, func(b *testing.B) {
			f, err := Compile(Query{Text: c.expr, Regexp: true, Case: c.same})
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for b.Loop() {
				found := f.All(c.s.Doc)
				n = len(found)
				tr, _ := f.Replace(c.s, env, found, c.with)
				c.s.Apply(tr)
			}
			b.ReportMetric(float64(n), "matches")
		})
	}
}
