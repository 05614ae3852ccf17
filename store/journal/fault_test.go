package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"lanyard/store/atomicfile"
)

// faulty fails now and then: in what makes a file, in what puts it into place, and after all is done, in the flushing of the folder.
type faulty struct {
	atomicfile.OS
	r  *rand.Rand
	on bool
}

func (f *faulty) fails() bool { return f.on && f.r.IntN(3) == 0 }

func (f *faulty) Create(path string, perm fs.FileMode) (atomicfile.File, error) {
	if f.fails() {
		return nil, syscall.ENOSPC
	}
	return f.OS.Create(path, perm)
}

func (f *faulty) Move(from, to string, replace bool) error {
	if f.fails() {
		return syscall.EIO
	}
	return f.OS.Move(from, to, replace)
}

func (f *faulty) SyncDir(dir string) error {
	if f.fails() {
		return syscall.EIO
	}
	return f.OS.SyncDir(dir)
}

// TestWhateverFailsTheFileGivesWhatWasWrittenLast drives a journal through everything that a window does with it, in any order that its
// doc allows, while the disk fails. What was reported as written is on the disk, and what is there is one of the texts there were.
func TestWhateverFailsTheFileGivesWhatWasWrittenLast(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	rounds := 60
	if testing.Short() {
		rounds = 20
	}
	for round := range rounds {
		stormJournal(t, rand.New(rand.NewPCG(r.Uint64(), uint64(round))))
	}
}

func stormJournal(t *testing.T, r *rand.Rand) {
	t.Helper()
	layer := &faulty{r: r}
	saved := strings.Repeat("开源 and friends\n", 5)
	l, dir, _ := begin(t, saved)
	l.fs.FS = layer
	l.flush = func(f *os.File) error {
		if layer.fails() {
			return syscall.EIO
		}
		return nil
	}
	now := saved    // the text in the window
	file := saved   // the text in the post's file
	written := ""   // what the journal's file gives for certain; empty: nothing is certain
	marked := false // a save is under way
	var snapshot string
	var taken *Taken
	var takenText string
	ok := func(err error, text string) {
		if err == nil {
			written = text
		} else if !layer.on {
			t.Fatal(err)
		}
	}
	for range 120 {
		layer.on = r.IntN(2) == 0
		switch r.IntN(10) {
		case 0, 1, 2, 3:
			e := randomEdits(r, now)
			l.Append(e)
			now = apply(now, e)
		case 4:
			if taken == nil { // the worker does one after the other
				ok(l.Write(), now)
			}
		case 9: // whatever becomes of it, what was written stays there for a kill
			if err := l.Sync(); err != nil && !layer.on {
				t.Fatal(err)
			}
		case 5:
			if !marked {
				l.Mark()
				marked, snapshot = true, now
			}
		case 6:
			if marked && r.IntN(4) == 0 {
				l.Unmark()
				marked = false
			} else if marked {
				marked, file = false, snapshot
				base, text := l.base, snapshot
				err := l.Saved(base, func() string { return text })
				ok(err, now)
				if err != nil {
					written = "" // the old journal and the new file hold it together
				}
			}
		case 7:
			if taken == nil {
				took := l.Take()
				taken, takenText = &took, now
			}
		case 8:
			if taken != nil {
				stale := taken.saves != l.saves
				err := l.Compact(takenText, *taken)
				if !stale {
					ok(err, takenText)
				}
				taken = nil
			}
		}
		check(t, dir, file, written, now)
	}
	layer.on = false
	if taken != nil {
		if err := l.Compact(takenText, *taken); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Flush(); err != nil {
		t.Fatal(err)
	}
	check(t, dir, file, now, now)
}

// check reads the journal as a start after a crash would.
func check(t *testing.T, dir, file, written, now string) {
	t.Helper()
	got := file // without a journal the file is all there is
	if r, ok := stored(t, dir); ok {
		if r.Damaged {
			t.Fatal("damaged")
		}
		got = r.Text
	}
	if written != "" && got != written {
		t.Fatalf("the journal gives\n%q\nbut this was written:\n%q\nnow:\n%q", got, written, now)
	}
}

// stored is what the files of the one journal in dir say, whoever holds them.
func stored(t *testing.T, dir string) (Recovered, bool) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	var files []string
	stems := map[string]bool{}
	for _, e := range entries { // a journal has fewer than ten here
		if stem, _, ok := split(e.Name()); ok {
			files, stems[stem] = append(files, filepath.Join(dir, e.Name())), true
		}
	}
	if len(stems) > 1 {
		t.Fatalf("%d journals", len(stems))
	}
	slices.SortFunc(files, func(a, b string) int {
		_, x, _ := split(filepath.Base(a))
		_, y, _ := split(filepath.Base(b))
		return x - y
	})
	if len(files) == 0 {
		return Recovered{}, false
	}
	r, _, err := load(files, func(file string) (Recovered, error) {
		data, err := os.ReadFile(file)
		if err != nil {
			return Recovered{}, err
		}
		r, err := parse(data)
		if err == nil && r.Text == r.BaseText {
			r.BaseText = r.Text + "?" // so that load does not discard it
		}
		return r, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, true
}

func TestACompactionThatASaveOvertookDoesNothing(t *testing.T) {
	l, dir, _ := begin(t, "one")
	l.Append([]Edit{{3, 3, " two"}})
	taken := l.Take()
	l.Mark()
	l.Append([]Edit{{7, 7, " three"}})
	if err := l.Saved(l.base, func() string { return "one two" }); err != nil {
		t.Fatal(err)
	}
	if err := l.Compact("one two", taken); err != nil {
		t.Fatal(err)
	}
	check(t, dir, "one two", "one two three", "")
	taken = l.Take()
	if err := l.Drop(); err != nil {
		t.Fatal(err)
	}
	if err := l.Compact("one two three", taken); err != nil {
		t.Fatal(err)
	}
	if names, _ := os.ReadDir(dir); len(names) != 0 {
		t.Errorf("a journal that was dropped is back: %v", names)
	}
}

func TestTheJournalDoesNotGrowWithoutBound(t *testing.T) {
	text := strings.Repeat("x", 8000)
	l, dir, _ := begin(t, text)
	largest := int64(0)
	for i := range 400 {
		now := fmt.Sprintf("%08000d", i)
		l.Append([]Edit{{0, 8000, now}})
		var err error
		if l.Large(len(now)) {
			err = l.Compact(now, l.Take())
		} else {
			err = l.Write()
		}
		if err != nil {
			t.Fatal(err)
		}
		if i%7 == 0 {
			if err := l.Sync(); err != nil {
				t.Fatal(err)
			}
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) > 2 {
			t.Fatalf("%v, %v", entries, err)
		}
		size := int64(0)
		for _, e := range entries {
			info, err := e.Info()
			if err != nil {
				t.Fatal(err)
			}
			size += info.Size()
		}
		largest = max(largest, size)
	}
	if most := 2 * int64(2*8000+4*8000+1<<20+16000); largest > most {
		t.Errorf("grew to %d bytes, want at most %d", largest, most)
	}
	check(t, dir, "", fmt.Sprintf("%08000d", 399), "")
}

func TestTemporaryFilesOfKilledProgramsGo(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, ".lanyard-0000.tmp")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(path, long, long); err != nil {
		t.Fatal(err)
	}
	pending(t, dir, dir)
	if _, err := os.Stat(path); err == nil {
		t.Error("it stays")
	}
}
