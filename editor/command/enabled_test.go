package command

import (
	"strings"
	"testing"

	"lanyard/editor/edit"
	"lanyard/editor/text"
)

// BenchmarkEnabledIn1MB is what the menus ask after each key.
func BenchmarkEnabledIn1MB(b *testing.B) {
	doc := text.New(strings.Repeat("段落里有一些文字，and some words.\n\n## 标题\n\n- 列表\n- two\n\n", 12_000))
	s := text.State{Doc: doc, Selection: text.Caret(doc.Len() / 2)}
	for _, c := range NewTable("linux").All() {
		if c.Enabled == nil {
			continue
		}
		b.Run(c.ID, func(b *testing.B) {
			for b.Loop() {
				c.Enabled(s, edit.Env{})
			}
		})
	}
}
