package intent

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

type step struct{ Name string }

func names(t *testing.T, left []*Left) string {
	t.Helper()
	var out []string
	for _, l := range left {
		for _, n := range l.Notes {
			var s step
			if err := n.Take(&s); err != nil {
				t.Fatal(err)
			}
			out = append(out, n.What+":"+s.Name)
		}
	}
	return strings.Join(out, " ")
}

func find1(t *testing.T, dir string) []*Left {
	t.Helper()
	left, err := Find(dir)
	if err != nil {
		t.Fatal(err)
	}
	return left
}

func files(t *testing.T, dir string) int {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return len(entries)
}

func TestOnlyWhatNobodyHoldsIsFound(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "intents")
	done, going, let := New(dir), New(dir), New(dir)
	if files(t, dir) != 0 {
		t.Error("a record without a note is there")
	}
	for _, l := range []*Log{done, going, let} {
		l.Note("place", step{"a"})
		l.Note("place", step{"b"})
	}
	done.End()
	let.Release()
	let.Note("place", step{"too late"})
	left := find1(t, dir)
	if got := names(t, left); got != "place:a place:b" {
		t.Errorf("found %q", got)
	}
	if again := find1(t, dir); len(again) != 0 {
		t.Error("found twice at once")
	}
	left[0].Keep()
	left = find1(t, dir)
	if got := names(t, left); got != "place:a place:b" {
		t.Errorf("kept, and found %q", got)
	}
	if err := left[0].Done(); err != nil {
		t.Fatal(err)
	}
	if again := find1(t, dir); len(again) != 0 {
		t.Errorf("done, and found %q", names(t, again))
	}
	going.End()
	if n := files(t, dir); n != 0 {
		t.Errorf("%d files are left", n)
	}
}

func TestWithoutAStateNothingIsRecorded(t *testing.T) {
	l := New(Dir(""))
	l.Note("place", step{"a"})
	l.Release()
	l.End()
	if left, err := Find(Dir("")); left != nil || err != nil {
		t.Errorf("found %v, %v", left, err)
	}
	file := filepath.Join(t.TempDir(), "no folder")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l = New(file)
	l.Note("place", step{"a"})
	l.End()
}

func TestAHalfWrittenNoteIsLeftOut(t *testing.T) {
	dir := t.TempDir()
	l := New(dir)
	l.Note("place", step{"a"})
	l.Release()
	entries, _ := os.ReadDir(dir)
	path := filepath.Join(dir, entries[0].Name())
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	whole := len(data)
	for n := range whole {
		if err := os.WriteFile(path, append(data[:whole:whole], data[:n]...), 0o600); err != nil {
			t.Fatal(err)
		}
		left := find1(t, dir)
		if got := names(t, left); got != "place:a" {
			t.Fatalf("after %d bytes of a second note: %q", n, got)
		}
		left[0].Keep()
	}
	if err := os.WriteFile(path, data[:whole-1], 0o600); err != nil {
		t.Fatal(err)
	}
	if left := find1(t, dir); len(left) != 0 || files(t, dir) != 0 {
		t.Errorf("a record of nothing is left: %q", names(t, left))
	}
}

func TestNotesOfManyGoroutinesAreWhole(t *testing.T) {
	dir := t.TempDir()
	l := New(dir)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() { l.Note("place", step{strings.Repeat(fmt.Sprint(i%10), 5000)}) })
	}
	all.Wait()
	l.Release()
	if left := find1(t, dir); len(left) != 1 || len(left[0].Notes) != 20 {
		t.Errorf("found %d records", len(left))
	}
}

// TestAKilledProgramLetsGo: the record of a living program is not found, that of a killed one is.
func TestAKilledProgramLetsGo(t *testing.T) {
	if dir := os.Getenv("LANYARD_INTENT_DIR"); dir != "" {
		l := New(dir)
		l.Note("place", step{"a"})
		fmt.Println("noted")
		_, _ = io.Copy(io.Discard, os.Stdin)
		return
	}
	dir := t.TempDir()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run", "^TestAKilledProgramLetsGo$")
	cmd.Env = append(os.Environ(), "LANYARD_INTENT_DIR="+dir)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "noted\n" {
		t.Fatalf("%q, %v", line, err)
	}
	if left := find1(t, dir); len(left) != 0 {
		t.Error("found while its program lives")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if got := names(t, find1(t, dir)); got != "place:a" {
		t.Errorf("after the kill: %q", got)
	}
}

func FuzzNotes(f *testing.F) {
	f.Add([]byte(`{"What":"place","Data":{"Name":"a"}}` + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, n := range notes(strings.NewReader(string(data))) {
			var s step
			_ = n.Take(&s)
		}
	})
}
