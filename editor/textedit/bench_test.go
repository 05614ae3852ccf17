package textedit

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lanyard/editor/text"
)

// sample is n bytes of a post, in Chinese with English words or in English.
func sample(lang string, n int) string {
	para := "## 大会背景介绍\n\n2019 年 6 月 24-26 日，**KubeCon** + CloudNativeCon 大会在上海世博中心举行。本次大会是由 CNCF 的 LC3 和 Linux 基金会的 OSS 两个大会合并而成的，" +
		"因此规模空前甚大，估计有超过 40 多个国家，3000 多名开发者参与会议。\n![](scenery1.jpg)\n\n"
	if lang == "en" {
		para = "## A section\n\nThe *quick* brown fox jumps over the **lazy** dog, and `code` follows a [link](http://example.org/) in this paragraph, " +
			"which is long enough to wrap over several rows of the column.\n\n- item one\n- item two with some more text\n\n"
	}
	s := strings.Repeat(para, n/len(para)+1)
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}

// BenchmarkEditor is issue 3's list, for every size in both languages. cpu-µs/op is the figure the budgets are about; painting is
// not in it, drawing rows is.
func BenchmarkEditor(b *testing.B) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range []int{15_000, 100_000, 1_000_000} {
			s := sample(lang, size)
			for _, bm := range []struct {
				name string
				do   func(f *fixture, i int)
			}{
				{"key", func(f *fixture, _ int) { f.TypedRune('m') }},
				{"enter", func(f *fixture, i int) { f.press("Enter") }},
				{"arrow", func(f *fixture, i int) { f.press([]string{"Left", "Right"}[i%2]) }},
				{"pagedown", func(f *fixture, i int) {
					if f.press("PageDown"); f.state.Selection.MainRange().Head > f.state.Doc.Len()-3000 {
						f.press("Ctrl+Home")
					}
				}},
				{"wheel", func(f *fixture, i int) { f.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -19)}) }},
				{"end", func(f *fixture, i int) { f.press([]string{"Ctrl+End", "Ctrl+Home"}[i%2]) }},
				{"paste100K", func(f *fixture, i int) {
					f.clip.s = sample(lang, 100_000)
					f.Paste()
					if tr, ok := f.history.Undo(f.state); ok {
						f.Dispatch(tr)
					}
				}},
				{"open", func(f *fixture, i int) { f.state = text.NewState(s); f.Reset() }},
				{"resize", func(f *fixture, i int) { f.Editor.Resize(fyne.NewSize(500+float32(i%2)*20, 800)) }},
			} {
				b.Run(fmt.Sprintf("%s/%dK/%s", lang, size/1000, bm.name), func(b *testing.B) {
					f := newFixture(b, s, 700, 800)
					f.state.Selection = text.Caret(strings.LastIndex(s[:size/2], "，") + len("，"))
					if lang == "en" {
						f.state.Selection = text.Caret(strings.LastIndex(s[:size/2], " "))
					}
					f.Reveal(f.state.Selection.MainRange().Head)
					if bm.name == "pagedown" || bm.name == "wheel" {
						f.press("Ctrl+Home")
					}
					start := cpu()
					b.ReportAllocs()
					i := 0
					for b.Loop() {
						bm.do(f, i)
						i++
					}
					b.ReportMetric(float64((cpu()-start).Microseconds())/float64(b.N), "cpu-µs/op")
				})
			}
		}
	}
}

// BenchmarkKeyInALongLine is a key in the middle of one line of a megabyte.
func BenchmarkKeyInALongLine(b *testing.B) {
	s := strings.Repeat("没有换行的文字，mixed with English，", 1_000_000/46)
	f := newFixture(b, s, 700, 800)
	f.state.Selection = text.Caret(strings.Index(s[500_000:], "，") + 500_000)
	f.Reveal(f.state.Selection.MainRange().Head)
	start := cpu()
	for b.Loop() {
		f.TypedRune('m')
	}
	b.ReportMetric(float64((cpu()-start).Microseconds())/float64(b.N), "cpu-µs/op")
}
