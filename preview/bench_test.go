package preview

import (
	"fmt"
	"strings"
	"testing"

	"lanyard/store/markdown"
)

func sized(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "## 第 %d 节 Section\n\n本次大会是由两个大会合并而成的，因此规模空前甚大，第 %d 段 with **bold** and [link](https://example.org/%d) 估计有超过四十多个国家。\n\n", i, i, i)
		if i%10 == 0 {
			b.WriteString("- one\n- two\n\n```go\nfunc f() {}\n```\n\n")
		}
	}
	return b.String()
}

// BenchmarkKeyToBlocks is one key: parse what changed, take the blocks over, set
// and draw what is visible.
func BenchmarkKeyToBlocks(b *testing.B) {
	for _, n := range []int{15 << 10, 100 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("%dKB", n>>10), func(b *testing.B) {
			r := newRig(b, 600, 800)
			src := sized(n)
			d := r.set(src)
			at := len(src)/2 + strings.Index(src[len(src)/2:], "with")
			r.Reveal(at, 0.5)
			b.ResetTimer()
			for i := range b.N {
				if i%2 == 0 {
					src = src[:at] + "x" + src[at:]
				} else {
					src = src[:at] + src[at+1:]
				}
				d = markdown.Update(d, src, 0, markdown.Options{})
				r.SetDocument(d, r.meta())
			}
		})
	}
}

// BenchmarkUpdate is the part of a key that runs beside the UI goroutine.
func BenchmarkUpdate(b *testing.B) {
	for _, n := range []int{15 << 10, 100 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("%dKB", n>>10), func(b *testing.B) {
			src := sized(n)
			d := markdown.Parse(src, 0, markdown.Options{})
			at := len(src)/2 + strings.Index(src[len(src)/2:], "with")
			b.ResetTimer()
			for i := range b.N {
				if i%2 == 0 {
					src = src[:at] + "x" + src[at:]
				} else {
					src = src[:at] + src[at+1:]
				}
				d = markdown.Update(d, src, 0, markdown.Options{})
			}
		})
	}
}

// BenchmarkFirstScreen is a post appearing, parse included, as the window does it:
// of a long one its first part.
func BenchmarkFirstScreen(b *testing.B) {
	for _, n := range []int{15 << 10, 100 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("%dKB", n>>10), func(b *testing.B) {
			src := sized(n)
			r := newRig(b, 600, 800)
			b.ResetTimer()
			for range b.N {
				r.SetDocument(markdown.Parse(src[:markdown.FirstPart(src, 0)], 0, markdown.Options{}), r.meta())
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	for _, n := range []int{15 << 10, 100 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("%dKB", n>>10), func(b *testing.B) {
			src := sized(n)
			for range b.N {
				markdown.Parse(src, 0, markdown.Options{})
			}
		})
	}
}

// BenchmarkScrollStep scrolls a post of 1 MB with 200 pictures, whose pixels are
// there.
func BenchmarkScrollStep(b *testing.B) {
	r := newRig(b, 600, 800)
	var src strings.Builder
	parts := strings.SplitAfter(sized(1<<20), "\n\n")
	for i, p := range parts {
		src.WriteString(p)
		if i%(len(parts)/200) == 0 {
			fmt.Fprintf(&src, "![](p%d.jpg)\n\n", i)
		}
	}
	r.set(src.String())
	b.ResetTimer()
	dir := 60
	for range b.N {
		old := r.column.scroll
		r.scrollBy(dir)
		if r.column.scroll == old {
			dir = -dir
		}
		b.StopTimer()
		r.work()
		b.StartTimer()
	}
}
