package syntax

import (
	"testing"

	"lanyard/editor/text"
	"lanyard/store/hostiletest"
)

// TestTimeGrowsWithTheText: no text takes more than its length to colour from its beginning to its end, and to colour anew while somebody types
// in it.
func TestTimeGrowsWithTheText(t *testing.T) {
	hostiletest.Law(t, 3000, func(s string) {
		doc := text.New(s)
		x := New(doc)
		for i := range doc.Lines() {
			x.Line(i)
		}
		for i := range 7 {
			at := doc.LineStart(doc.LineAt(doc.Len() * i / 6))
			c := doc.Replace(at, at, []string{"x", "\n\n"}[i%2])
			doc = c.Apply(doc)
			from, to := x.Update(c, doc)
			for k := from; k < min(to, from+100); k++ {
				x.Line(k)
			}
		}
	})
}
