package edit_test

import (
	"strings"
	"testing"
	"time"

	"lanyard/editor/command"
	"lanyard/editor/text"
)

// TestHostileTextTakesNoCommandLong runs each command in the middle of a large text made to hurt.
func TestHostileTextTakesNoCommandLong(t *testing.T) {
	for name, s := range map[string]string{
		"one line":   strings.Repeat("由于最近两年 ", 2500),
		"stars":      strings.Repeat("**a** ", 7500),
		"literal":    strings.Repeat("**“a”**b ", 4000),
		"ticks":      strings.Repeat("`a` ", 12500),
		"numbers":    strings.Repeat("1. a\n", 10000),
		"nested":     strings.Repeat("- a\n  - b\n", 5000),
		"quotes":     strings.Repeat("> ", 25000),
		"table":      "| a | b |\n|---|---|\n" + strings.Repeat("| c | d |\n", 5000),
		"pipes":      strings.Repeat("|", 25000) + "\n" + strings.Repeat("|-", 25000),
		"fences":     strings.Repeat("```\n", 12500),
		"paragraph":  strings.Repeat("a *b*\n", 7500),
		"footnotes":  strings.Repeat("[^1]: a\n", 5000),
		"headings":   strings.Repeat("# a\n", 5000),
		"links":      strings.Repeat("[a](b) ", 5000),
		"spaces":     strings.Repeat(" ", 50000),
		"lines":      strings.Repeat("\n", 15000),
		"joiners":    strings.Repeat("\u200d", 15000),
		"one letter": strings.Repeat("a", 50000),
	} {
		st := text.NewState(s)
		at := st.Doc.LineStart(st.Doc.Lines()/2) + min(st.Doc.LineEnd(st.Doc.Lines()/2)-st.Doc.LineStart(st.Doc.Lines()/2), 20_000)
		for at > 0 && at < st.Doc.Len() && st.Doc.Byte(at)&0xC0 == 0x80 {
			at--
		}
		for _, sel := range []text.Selection{text.Caret(at), text.Single(max(at-3000, 0), at)} {
			st.Selection = sel
			for _, c := range command.NewTable("linux").All() {
				if c.Run == nil {
					continue
				}
				begin := time.Now()
				tr, ok := c.Run(st, env)
				if ok {
					st.Apply(tr)
				}
				if d := time.Since(begin); d > 10*time.Second {
					t.Errorf("%s in %s: %v", c.ID, name, d)
				}
			}
		}
	}
}
