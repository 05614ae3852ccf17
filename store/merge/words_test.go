package merge

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestThreeByWord(t *testing.T) {
	for _, c := range []struct {
		name, base, mine, theirs, want string
		conflicts                      int
	}{
		{"other words", "one two three\n", "ONE two three\n", "one two THREE\n", "ONE two THREE\n", 0},
		{"Chinese without spaces", "今天我们去了会场。\n", "昨天我们去了会场。\n", "今天我们去了展厅。\n", "昨天我们去了展厅。\n", 0},
		{"a link and what is typed behind it", "See ![](../img/a.jpg) here\n", "See ![](../img/a.jpg) here, word\n", "See ![](a.jpg) here\n", "See ![](a.jpg) here, word\n", 0},
		{"the same word", "at 12:30\n", "at 13:30\n", "at 14:30\n", "<<<<<<< mine\nat 13:30\n=======\nat 14:30\n>>>>>>> theirs\n", 1},
		{"the same place", "one\n", "one mine\n", "one theirs\n", "<<<<<<< mine\none mine\n=======\none theirs\n>>>>>>> theirs\n", 1},
		{"a line and a word", "a b\nc d\n", "a B\nc d\n", "a b\nx\n", "a B\nx\n", 0},
		{"the same", "a b\n", "a X\n", "a X\n", "a X\n", 0},
	} {
		got := ThreeByWord(c.base, c.mine, c.theirs, sides)
		if got.Text != c.want || len(got.Conflicts) != c.conflicts {
			t.Errorf("%s: got %q with %d conflicts, want %q with %d", c.name, got.Text, len(got.Conflicts), c.want, c.conflicts)
		}
	}
	if got := Three("one two three\n", "ONE two three\n", "one two THREE\n", sides); len(got.Conflicts) != 1 {
		t.Errorf("another program's words in the same line went in without a word: %q", got.Text)
	}
}

// wordy makes texts of few words, so that they have much in common.
func wordy(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(30) {
		b.WriteString([]string{"one", "two", " ", " ", "中", "文", "，", "\n", "\r\n", "x-y", "é"}[r.IntN(11)])
	}
	return b.String()
}

func TestWordEditsGiveTheOtherText(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 20_000 {
		a, b := wordy(r), wordy(r)
		at := -1
		for _, e := range wordEdits(a, b) {
			if e.Start <= at || e.End < e.Start {
				t.Fatalf("%q → %q: edits %+v touch or are not in order", a, b, wordEdits(a, b))
			}
			at = e.End
		}
		if got := apply(a, 0, len(a), wordEdits(a, b)); got != b {
			t.Fatalf("%q → %q: got %q", a, b, got)
		}
		var out strings.Builder
		at = 0
		for _, e := range Edits(a, b) {
			out.WriteString(a[at:e.From] + e.Insert)
			at = e.To
		}
		if got := out.String() + a[at:]; got != b {
			t.Fatalf("%q → %q: edits %+v give %q", a, b, Edits(a, b), got)
		}
	}
}

// One side alone merges to itself, and every word that a side put in stands in the merge.
func TestThreeByWordLosesNothing(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	put := func(s, word string) string {
		at := r.IntN(len(s) + 1)
		for at > 0 && at < len(s) && s[at]&0xC0 == 0x80 {
			at--
		}
		return s[:at] + word + s[at:]
	}
	for range 20_000 {
		base, other := wordy(r), wordy(r)
		if got := ThreeByWord(base, other, base, sides).Text; got != other {
			t.Fatalf("only mine changed %q to %q: got %q", base, other, got)
		}
		if got := ThreeByWord(base, base, other, sides).Text; got != other {
			t.Fatalf("only theirs changed %q to %q: got %q", base, other, got)
		}
		mine, theirs := put(base, "MINE"), put(other, "THEIRS")
		if got := ThreeByWord(base, mine, theirs, sides).Text; !strings.Contains(got, "MINE") || !strings.Contains(got, "THEIRS") {
			t.Fatalf("base %q, mine %q, theirs %q: a word is lost in %q", base, mine, theirs, got)
		}
	}
}

// What stands between two small changes of a long text keeps its place.
func TestEditsAreSmall(t *testing.T) {
	var b strings.Builder
	for i := range 2000 {
		b.WriteString(strings.Repeat("字", i%40) + "\n")
	}
	before := b.String()
	after := "Title\n" + strings.Replace(before[:len(before)-4], "字\n字字\n", "字\n文字\n", 1) + "end\n"
	n := 0
	for _, e := range Edits(before, after) {
		n += e.To - e.From + len(e.Insert)
	}
	if n > 40 {
		t.Errorf("%d bytes change in %d edits", n, len(Edits(before, after)))
	}
}
