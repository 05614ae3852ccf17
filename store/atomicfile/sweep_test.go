package atomicfile_test

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/atomicfile"
)

func TestSweepRemovesWhatKilledProgramsLeft(t *testing.T) {
	dir := t.TempDir()
	long := time.Now().Add(-25 * time.Hour)
	for name, age := range map[string]time.Time{
		".lanyard-old.tmp": long, ".lanyard-young.tmp": time.Now(), "old.tmp": long, ".lanyard-old.md": long, ".lanyard-old.kept": long, "index.md": long,
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, age, age); err != nil {
			t.Fatal(err)
		}
	}
	if err := atomicfile.Sweep(dir); err != nil {
		t.Fatal(err)
	}
	want := []string{".lanyard-old.kept", ".lanyard-old.md", "index.md", "old.tmp"}
	if runtime.GOOS == "windows" { // which cannot tell whether the program lives
		want = append([]string{".lanyard-young.tmp"}, want...)
	}
	if d := cmp.Diff(want, left(t, dir, "")); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if err := atomicfile.Sweep(filepath.Join(dir, "none")); err != nil {
		t.Error(err)
	}
}

// slowFS waits in the middle of a write until it is let go.
type slowFS struct {
	atomicfile.OS
	reached, go_ chan struct{}
}

func (s slowFS) Create(path string, perm os.FileMode) (atomicfile.File, error) {
	f, err := s.OS.Create(path, perm)
	return slowFile{f, s}, err
}

type slowFile struct {
	atomicfile.File
	fs slowFS
}

func (f slowFile) Close() error { // whole, and not in place yet
	err := f.File.Close()
	f.fs.reached <- struct{}{}
	<-f.fs.go_
	return err
}

func TestSweepLeavesWhatIsBeingWritten(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "index.md")
	slow := slowFS{reached: make(chan struct{}), go_: make(chan struct{})}
	done := make(chan error)
	go func() { done <- atomicfile.Writer{FS: slow}.Create(path, []byte("new"), 0o644) }()
	<-slow.reached
	for range 3 {
		if err := atomicfile.Sweep(dir); err != nil {
			t.Error(err)
		}
	}
	if got := left(t, dir, ""); len(got) != 1 {
		t.Errorf("there is %v while it is being written", got)
	}
	close(slow.go_)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if d := cmp.Diff([]string{"index.md"}, left(t, dir, "")); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestSweepWhileOthersWrite: sweeps at every moment take nothing from writes and exchanges that go on beside them.
func TestSweepWhileOthersWrite(t *testing.T) {
	dir := t.TempDir()
	ends, stop := make(chan error), make(chan struct{})
	go func() {
		var err error
		for {
			select {
			case <-stop:
				ends <- err
				return
			default:
				if e := atomicfile.Sweep(dir); e != nil {
					err = e
				}
			}
		}
	}()
	path := filepath.Join(dir, "a.md")
	text := []byte("0")
	if err := atomicfile.Create(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		next := fmt.Append(nil, i, " text")
		if err := atomicfile.Replace(path, sha256.Sum256(text), next); err != nil {
			t.Fatalf("replace %d: %v", i, err)
		}
		text = next
		other := filepath.Join(dir, "b.md")
		if err := atomicfile.Create(other, text, 0o644); err != nil {
			t.Fatalf("create %d: %v", i, err)
		}
		if err := atomicfile.Take(other, sha256.Sum256(text)); err != nil {
			t.Fatalf("take %d: %v", i, err)
		}
	}
	close(stop)
	if err := <-ends; err != nil {
		t.Error(err)
	}
	if d := cmp.Diff([]string{"a.md"}, left(t, dir, "")); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestSweepAfterAKill kills a program in the middle of a write.
func TestSweepAfterAKill(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows cannot tell whether the program lives: the file's age counts")
	}
	dir := t.TempDir()
	if os.Getenv("LANYARD_SWEEP_DIR") != "" {
		slow := slowFS{reached: make(chan struct{}), go_: make(chan struct{})}
		go func() { <-slow.reached; fmt.Println("reached") }()
		t.Fatal(atomicfile.Writer{FS: slow}.Create(filepath.Join(os.Getenv("LANYARD_SWEEP_DIR"), "a.md"), []byte("new"), 0o644))
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run", "^TestSweepAfterAKill$")
	cmd.Env = append(os.Environ(), "LANYARD_SWEEP_DIR="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "reached\n" {
		t.Fatalf("%q, %v", line, err)
	}
	if err := atomicfile.Sweep(dir); err != nil || len(left(t, dir, "")) != 1 {
		t.Errorf("while it lives: %v, %v", left(t, dir, ""), err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait()
	if err := atomicfile.Sweep(dir); err != nil || len(left(t, dir, "")) != 0 {
		t.Errorf("after it was killed: %v, %v", left(t, dir, ""), err)
	}
}
