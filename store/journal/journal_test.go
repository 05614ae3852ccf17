package journal

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func apply(text string, edits []Edit) string {
	for i := len(edits) - 1; i >= 0; i-- {
		e := edits[i]
		text = text[:e.From] + e.Insert + text[e.To:]
	}
	return text
}

func base(path string) Base {
	return Base{Path: path, Sum: [32]byte{1, 2, 3}, Time: time.Date(2019, 6, 28, 3, 5, 0, 0, time.UTC)}
}

func begin(t *testing.T, text string) (*Log, string, string) {
	t.Helper()
	dir, root := t.TempDir(), t.TempDir()
	l := New(dir, base(filepath.Join(root, "a", "index.md")), func() string { return text })
	t.Cleanup(func() { l.Close() })
	return l, dir, root
}

func pending(t *testing.T, dir, root string) []Recovered {
	t.Helper()
	r, err := Pending(dir, root)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func randomEdits(r *rand.Rand, text string) []Edit {
	var cuts []int
	for range 2 * (1 + r.IntN(2)) {
		cuts = append(cuts, r.IntN(len(text)+1))
	}
	slices.Sort(cuts)
	var out []Edit
	for i := 0; i+1 < len(cuts); i += 2 {
		out = append(out, Edit{cuts[i], cuts[i+1], strings.Repeat("文", r.IntN(4))})
	}
	return out
}

func TestACrashGivesBackEveryFlushedEdit(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	text := strings.Repeat("开源 and friends\n", 20)
	l, dir, root := begin(t, text)
	now, flushed := text, text
	for i := range 400 {
		edits := randomEdits(r, now)
		l.Append(edits)
		now = apply(now, edits)
		switch {
		case i%7 == 0:
			if err := l.Flush(); err != nil {
				t.Fatal(err)
			}
			flushed = now
		case i%97 == 0:
			taken := l.Take()
			if err := l.Compact(now, taken); err != nil {
				t.Fatal(err)
			}
			flushed = now
		}
	}
	if got := pending(t, dir, root); len(got) != 0 {
		t.Fatalf("a running program's journal was offered: %d", len(got))
	}
	l.Release() // the program is gone
	got := pending(t, dir, root)
	if len(got) != 1 || got[0].Text != flushed || got[0].BaseText != text || got[0].Damaged {
		t.Fatalf("got %d journals, want the flushed text", len(got))
	}
	if got[0].Base != base(filepath.Join(root, "a", "index.md")) {
		t.Errorf("base is %+v", got[0].Base)
	}
}

func TestADamagedJournalGivesEverythingBeforeTheDamage(t *testing.T) {
	l, dir, root := begin(t, "0123456789")
	states := []string{"0123456789"}
	var ends []int64
	for i := range 8 {
		e := []Edit{{From: i, To: i + 1, Insert: fmt.Sprintf("<%d>", i)}}
		l.Append(e)
		if err := l.Flush(); err != nil {
			t.Fatal(err)
		}
		states = append(states, apply(states[i], e))
		info, _ := l.cur.f.Stat()
		ends = append(ends, info.Size())
	}
	file := l.cur.f.Name()
	l.Release()
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for cut := int64(0); cut < int64(len(whole)); cut++ {
		if err := os.WriteFile(file, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := Pending(dir, root)
		n := 0
		for n < len(ends) && ends[n] <= cut {
			n++
		}
		if n == 0 {
			if len(got) != 0 && got[0].Text != states[0] {
				t.Fatalf("cut at %d: got %q, %v", cut, got[0].Text, err)
			}
			continue
		}
		if err != nil || len(got) != 1 || got[0].Text != states[n] {
			t.Fatalf("cut at %d: got %v, %v; want %q", cut, got, err, states[n])
		}
	}
	for i := range whole { // a flipped byte
		for _, bit := range []byte{0x01, 0x20, 0x80} {
			broken := bytes.Clone(whole)
			broken[i] ^= bit
			if err := os.WriteFile(file, broken, 0o600); err != nil {
				t.Fatal(err)
			}
			n := 0
			for n < len(ends) && ends[n] <= int64(i) {
				n++
			}
			got, err := Pending(dir, root)
			switch {
			case n == 0 && len(got) == 0: // nothing before it
				if _, e := os.Stat(file); e != nil {
					t.Fatalf("byte %d flipped: the journal was removed (%v)", i, err)
				}
			case err != nil || len(got) != 1 || got[0].Text != states[n] || !got[0].Damaged:
				t.Fatalf("byte %d flipped: got %v, %v; want %q", i, got, err, states[n])
			}
		}
	}
}

func TestASaveEndsTheJournalAndKeepsWhatWasTypedMeanwhile(t *testing.T) {
	l, dir, root := begin(t, "one")
	l.Append([]Edit{{3, 3, " two"}})
	if err := l.Flush(); err != nil {
		t.Fatal(err)
	}
	l.Mark()
	l.Append([]Edit{{7, 7, " three"}})
	b := base(filepath.Join(root, "a", "index.md"))
	if err := l.Saved(b, func() string { return "one two" }); err != nil {
		t.Fatal(err)
	}
	l.Release()
	got := pending(t, dir, root)
	if len(got) != 1 || got[0].BaseText != "one two" || got[0].Text != "one two three" {
		t.Fatalf("got %+v", got)
	}

	l2, dir, root := begin(t, "one")
	l2.Append([]Edit{{3, 3, " two"}})
	if err := l2.Flush(); err != nil {
		t.Fatal(err)
	}
	l2.Mark()
	if err := l2.Saved(b, func() string { return "one two" }); err != nil {
		t.Fatal(err)
	}
	if names, _ := os.ReadDir(dir); len(names) != 0 {
		t.Errorf("a saved post left %v", names)
	}
	if got := pending(t, dir, root); len(got) != 0 {
		t.Errorf("a saved post is offered: %v", got)
	}
}

func TestNothingUnsavedIsNothingOffered(t *testing.T) {
	l, dir, root := begin(t, "abc")
	l.Append([]Edit{{0, 0, "x"}})
	l.Append([]Edit{{0, 1, ""}})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if got := pending(t, dir, root); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	if names, _ := os.ReadDir(dir); len(names) != 0 {
		t.Errorf("a journal that says nothing stays: %v", names)
	}
}

func TestASaveBeforeTheFirstWriteKeepsWhatWasTypedMeanwhile(t *testing.T) {
	_, dir, root := begin(t, "")
	dir = filepath.Join(dir, "not", "there")
	l := New(dir, base(filepath.Join(root, "a", "index.md")), func() string { return "one" })
	l.Append([]Edit{{3, 3, " two"}})
	l.Mark()
	l.Append([]Edit{{7, 7, " three"}})
	if err := l.Saved(l.base, func() string { return "one two" }); err != nil {
		t.Fatal(err)
	}
	l.Release()
	if got := pending(t, dir, root); len(got) != 1 || got[0].Text != "one two three" {
		t.Errorf("got %+v", got)
	}
}

func TestAFullDiskKeepsTheEditsPending(t *testing.T) {
	l, dir, _ := begin(t, "abc")
	l.Append([]Edit{{0, 0, "x"}})
	if err := os.WriteFile(filepath.Join(dir, "blocked"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l.dir = filepath.Join(dir, "blocked") // a folder that cannot be made
	if err := l.Flush(); err == nil {
		t.Fatal("wrote into a file as if it were a folder")
	}
	if !l.Pending() {
		t.Error("the edit is lost")
	}
	l.dir = dir
	if err := l.Flush(); err != nil || l.Pending() {
		t.Errorf("after the cause is gone: %v", err)
	}
}

func TestOnlyTheFoldersOwnPostsAreOffered(t *testing.T) {
	l, dir, _ := begin(t, "abc")
	l.Append([]Edit{{0, 0, "x"}})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if got := pending(t, dir, t.TempDir()); len(got) != 0 {
		t.Errorf("another folder's post is offered: %v", got)
	}
}

func FuzzParse(f *testing.F) {
	first, _ := baseFrame(Base{Path: "/a.md"}, "hello", 0)
	f.Add(append([]byte(magic), first...))
	l := New(f.TempDir(), Base{Path: "/a.md"}, func() string { return "hello" })
	l.Append([]Edit{{0, 1, "J"}, {4, 5, "y"}})
	f.Add(append(append([]byte(magic), first...), l.pending...))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := parse(data)
		if err != nil && !errors.Is(err, errNoBase) {
			t.Fatal(err)
		}
		if err != nil && r.Text != "" {
			t.Fatal("text beside an error")
		}
	})
}

func BenchmarkAppendOneKey(b *testing.B) {
	l := New(b.TempDir(), Base{}, func() string { return "" })
	b.ReportAllocs()
	for i := range b.N {
		l.Append([]Edit{{i, i, "文"}})
		if i%1000 == 0 {
			l.pending = l.pending[:0]
		}
	}
}
