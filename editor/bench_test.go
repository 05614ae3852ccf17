package editor

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// prose is Chinese Markdown of about so many bytes, with what a post holds.
func prose(bytes int) string {
	sentences := []string{
		"大会第一天的主题演讲从早上九点开始，会场里坐满了来自世界各地的开发者。", "今年的议题比往年更多，**云原生安全**与可观测性是大家讨论得最热烈的方向。",
		"我们在展台前和维护者聊了很久，关于 `SPIFFE` 与服务网格如何配合。", "更多细节可以在[项目主页](https://example.org/project)找到，文档写得相当好。",
	}
	var b strings.Builder
	b.WriteString("---\ntitle: 测量\ndate: 2019-06-28\ntags: [kubecon, wasm]\n---\n\n")
	for n := 0; b.Len() < bytes; n++ {
		switch n % 8 {
		case 0:
			fmt.Fprintf(&b, "## 第 %d 节\n\n", n/8)
		case 3:
			fmt.Fprintf(&b, "- %s\n- %s\n\n", sentences[n/8%4], sentences[(n/8+1)%4])
		case 5:
			fmt.Fprintf(&b, "```go\nfmt.Println(%d)\n```\n\n", n)
		default:
			for k := range 3 + n%3 {
				b.WriteString(sentences[(n*7+k)%4])
			}
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

// BenchmarkKey is one key through the whole window without painting: the editor, the working copy, the journal, the status and the menus
// (ns/op), and what comes back to the UI goroutine when the text is parsed (after-ns/op). The second one is once a parse, not once a key.
func BenchmarkKey(b *testing.B) {
	for _, size := range []struct {
		name  string
		bytes int
	}{{"15KB", 15 << 10}, {"100KB", 100 << 10}, {"1MB", 1 << 20}} {
		b.Run(size.name, func(b *testing.B) {
			a := newAuthor(b, map[string]string{"post.md": prose(size.bytes)})
			a.Open("post.md").Caret("## 第 2 节\n\n")
			a.w.focusSource()
			after := time.Duration(0)
			b.ReportAllocs()
			for b.Loop() {
				a.w.source.TypedRune('m')
				b.StopTimer()
				a.clock.Advance(40 * time.Millisecond)
				from := time.Now()
				a.wait()
				after += time.Since(from)
				b.StartTimer()
			}
			b.ReportMetric(float64(after.Nanoseconds())/float64(b.N), "after-ns/op")
		})
	}
}
