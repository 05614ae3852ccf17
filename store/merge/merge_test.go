package merge

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var sides = Labels{Mine: "mine", Theirs: "theirs"}

func TestThree(t *testing.T) {
	const base = "a\nb\nc\nd\ne\n"
	for _, c := range []struct {
		name, mine, theirs, want string
		conflicts                int
	}{
		{"nothing", base, base, base, 0},
		{"only mine", "a\nB\nc\nd\ne\n", base, "a\nB\nc\nd\ne\n", 0},
		{"only theirs", base, "a\nb\nc\nd\nE\n", "a\nb\nc\nd\nE\n", 0},
		{"apart", "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n", 0},
		{"the same", "a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\n", 0},
		{"the same line", "a\nX\nc\nd\ne\n", "a\nY\nc\nd\ne\n", "a\n<<<<<<< mine\nX\n=======\nY\n>>>>>>> theirs\nc\nd\ne\n", 1},
		{"deleted and changed", "a\nc\nd\ne\n", "a\nY\nc\nd\ne\n", "a\n<<<<<<< mine\n=======\nY\n>>>>>>> theirs\nc\nd\ne\n", 1},
		{"both append", base + "mine\n", base + "theirs\n", base + "<<<<<<< mine\nmine\n=======\ntheirs\n>>>>>>> theirs\n", 1},
		{"no line end", "a\nb\nc\nd\ne\nx", base, "a\nb\nc\nd\ne\nx", 0},
	} {
		got := Three(base, c.mine, c.theirs, sides)
		if d := cmp.Diff(c.want, got.Text); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
		if len(got.Conflicts) != c.conflicts {
			t.Errorf("%s: got %d conflicts, want %d", c.name, len(got.Conflicts), c.conflicts)
		}
		for _, r := range got.Conflicts {
			if part := got.Text[r.From:r.To]; !strings.HasPrefix(part, markMine) || !strings.HasSuffix(part, "theirs\n") {
				t.Errorf("%s: conflict is %q", c.name, part)
			}
		}
	}
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(12) {
		b.WriteString([]string{"a", "b", "一", "", "二 x"}[r.IntN(5)] + "\n")
	}
	return b.String()
}

// Every line that a side added or kept is in the merge; one side alone merges to itself.
func TestThreeLosesNothing(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 3000 {
		base, mine, theirs := randomText(r), randomText(r), randomText(r)
		if got := Three(base, mine, base, sides).Text; got != mine {
			t.Fatalf("only mine changed %q to %q: got %q", base, mine, got)
		}
		if got := Three(base, base, theirs, sides).Text; got != theirs {
			t.Fatalf("only theirs changed %q to %q: got %q", base, theirs, got)
		}
		if got := Three(base, mine, mine, sides); got.Text != mine || got.Conflicts != nil {
			t.Fatalf("both changed %q to %q: got %+v", base, mine, got)
		}
		got := Three(base, mine, theirs, sides).Text
		for _, l := range Lines(base, mine, 0) {
			if l.Op == Insert && !strings.Contains(got, l.Text) {
				t.Fatalf("base %q, mine %q, theirs %q: %q is not in %q", base, mine, theirs, l.Text, got)
			}
		}
		for _, l := range Lines(base, theirs, 0) {
			if l.Op == Insert && !strings.Contains(got, l.Text) {
				t.Fatalf("base %q, mine %q, theirs %q: %q is not in %q", base, mine, theirs, l.Text, got)
			}
		}
	}
}

func TestChangeIsTheEditAndKeepsRunesWhole(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 5000 {
		a, b := randomText(r), randomText(r)
		e, ok := Change(a, b)
		if !ok {
			if a != b {
				t.Fatalf("no change between %q and %q", a, b)
			}
			continue
		}
		if got := a[:e.From] + e.Insert + a[e.To:]; got != b {
			t.Fatalf("%q → %q: got %q", a, b, got)
		}
		if strings.ToValidUTF8(e.Insert, "?") != e.Insert || strings.ToValidUTF8(a[e.From:e.To], "?") != a[e.From:e.To] {
			t.Fatalf("%q → %q cuts a rune: %+v", a, b, e)
		}
	}
}

func TestLinesShowWhatDiffersWithContext(t *testing.T) {
	got := Lines("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\n4\nfive\n6\n7\n", 1)
	want := []Line{
		{Op: Skip, Count: 3},
		{Op: Equal, Old: 4, New: 4, Text: "4"},
		{Op: Delete, Old: 5, Text: "5"},
		{Op: Insert, New: 5, Text: "five"},
		{Op: Equal, Old: 6, New: 6, Text: "6"},
		{Op: Equal, Old: 7, New: 7, Text: "7"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func FuzzThree(f *testing.F) {
	f.Add("a\n", "b\n", "c")
	f.Add("", "\r\n", "x\r\ny")
	f.Fuzz(func(t *testing.T, base, mine, theirs string) {
		r := Three(base, mine, theirs, sides)
		for _, c := range r.Conflicts {
			if c.From < 0 || c.To > len(r.Text) || c.From >= c.To {
				t.Fatalf("conflict %v outside %d bytes", c, len(r.Text))
			}
		}
		if got := Three(base, mine, base, sides).Text; got != mine {
			t.Fatalf("only mine: got %q", got)
		}
	})
}
