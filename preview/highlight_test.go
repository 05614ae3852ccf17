package preview

import (
	"math/rand/v2"
	"strings"
	"testing"

	"lanyard/preview/paint"
	"lanyard/store/markdown"
)

func TestLongCodeIsColouredBesideTheUIGoroutine(t *testing.T) {
	r := newRig(t, 500, 600)
	code := strings.Repeat("func f() { return }\n", 40)
	src := "```go\n" + code + "```\n"
	d := r.set(src)
	if len(r.jobs) != 1 || len(r.codes.known) != 0 {
		t.Fatalf("%d jobs, %d coloured", len(r.jobs), len(r.codes.known))
	}
	keyword := r.settings.Colours.Keyword
	has := func() bool {
		for _, s := range r.column.entries[1].strips {
			for i := 0; i < len(s.pix.Pix); i += 4 {
				if s.pix.Pix[i] == keyword.R && s.pix.Pix[i+1] == keyword.G && s.pix.Pix[i+2] == keyword.B {
					return true
				}
			}
		}
		return false
	}
	if has() {
		t.Error("coloured at once")
	}
	r.work()
	if !has() {
		t.Error("not coloured when the colours came")
	}
	// the next version has colours from the start
	src = strings.Replace(src, "f()", "fx()", 1)
	r.SetDocument(markdown.Update(d, src, 0, markdown.Options{}), r.meta())
	if !has() {
		t.Error("the colours went while typing")
	}
	r.work()
}

func TestMovedTokensAreInOrder(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	for range 2000 {
		var tokens []paint.Token
		n := 0
		for range rnd.IntN(8) {
			from := n + rnd.IntN(4)
			n = from + 1 + rnd.IntN(5)
			tokens = append(tokens, paint.Token{From: from, To: n})
		}
		n += rnd.IntN(3)
		from := rnd.IntN(n + 1)
		to := from + rnd.IntN(n-from+1)
		ins := rnd.IntN(5)
		shift := ins - (to - from)
		last := 0
		for _, tk := range moved(tokens, from, to, shift) {
			if tk.From < last || tk.To <= tk.From || tk.To > n+shift {
				t.Fatalf("%v: replacing [%d,%d) of %d by %d bytes gives %v", tokens, from, to, n, ins, moved(tokens, from, to, shift))
			}
			last = tk.To
		}
	}
}
