package atomicfile_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"lanyard/store/atomicfile"
)

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestWriteKeepsPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	for _, perm := range []fs.FileMode{0o600, 0o644, 0o755, 0o664, 0o200} {
		path := filepath.Join(t.TempDir(), "a.md")
		if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, perm); err != nil {
			t.Fatal(err)
		}
		if err := atomicfile.Write(path, []byte("new"), 0o644); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != perm {
			t.Errorf("got %v, want %v", got, perm)
		}
	}
}

func TestWriteKeepsOwnerWhereItMay(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root to make a file of another owner")
	}
	path := filepath.Join(t.TempDir(), "a.md")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, 12345, 23456); err != nil {
		t.Skip("this user namespace has no other owners: ", err)
	}
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Write(path, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := owner(after), owner(before); got != want {
		t.Errorf("owner: got %s, want %s", got, want)
	}
}

func TestWriteRefusesReadOnlyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.md")
	if err := os.WriteFile(path, []byte("old"), 0o444); err != nil {
		t.Fatal(err)
	}
	err := atomicfile.Write(path, []byte("new"), 0o644)
	if !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v, want fs.ErrPermission", err)
	}
	if got := read(t, path); got != "old" {
		t.Errorf("got %q, want %q", got, "old")
	}
}

func TestWriteFollowsSymlinks(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "real", "deep"), 0o755); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(dir, "real", "a.md")
	if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	// A relative link reached through a linked directory: "../a.md" is
	// meant against real/deep, not against the link's own parent.
	links := map[string]string{
		"link.md":           "real/a.md",
		"again.md":          "link.md",
		"alias":             "real/deep",
		"real/deep/up.md":   "../a.md",
		"absent.md":         "real/new.md",
		"real/deep/gone.md": "../other.md",
	}
	for name, to := range links {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip("no symlinks here: ", err)
		}
	}
	for _, c := range []struct{ link, real string }{
		{"link.md", "real/a.md"},
		{"again.md", "real/a.md"},
		{"alias/up.md", "real/a.md"},
		{"absent.md", "real/new.md"},
		{"alias/gone.md", "real/other.md"},
	} {
		path := filepath.Join(dir, c.link)
		if err := atomicfile.Write(path, []byte(c.link), 0o644); err != nil {
			t.Errorf("%s: %v", c.link, err)
			continue
		}
		if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s is no link any more (%v)", c.link, err)
		}
		if got := read(t, filepath.Join(dir, c.real)); got != c.link {
			t.Errorf("%s: got %q, want %q", c.link, got, c.link)
		}
	}
	loop := filepath.Join(dir, "loop")
	if err := os.Symlink("loop", loop); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Write(loop, nil, 0o644); err == nil {
		t.Error("a loop of links was written to")
	}
}

func TestWriteRefusesWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	sub := filepath.Join(dir, "sub")
	if err := os.Mkdir(sub, 0o755); err != nil {
		t.Fatal(err)
	}
	err := atomicfile.Write(sub, []byte("x"), 0o644)
	if !errors.Is(err, syscall.EISDIR) {
		t.Errorf("got %v, want EISDIR", err)
	}
	if err := atomicfile.Create(sub, []byte("x"), 0o644); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v, want fs.ErrExist", err)
	}
	if err := atomicfile.Write(os.DevNull, []byte("x"), 0o644); err == nil {
		t.Error("a device was written to")
	}
	if names := left(t, dir, "sub"); len(names) > 0 {
		t.Errorf("left %q", names)
	}
}

func TestErrorNamesTheFileOnceAndUnwraps(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no", "such.md")
	for _, f := range []func(string, []byte, fs.FileMode) error{atomicfile.Write, atomicfile.Create} {
		err := f(path, nil, 0o644)
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v, want fs.ErrNotExist", err)
		}
		if n := strings.Count(err.Error(), path); n != 1 {
			t.Errorf("%v names the path %d times, want once", err, n)
		}
		if strings.Contains(err.Error(), ".tmp") {
			t.Errorf("%v names the temporary file", err)
		}
	}
}

func TestWriteTakesLongestNames(t *testing.T) {
	path := filepath.Join(t.TempDir(), strings.Repeat("n", 255))
	for _, text := range []string{"one", "two"} {
		if err := atomicfile.Write(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, path); got != "two" {
		t.Errorf("got %q, want %q", got, "two")
	}
}

func TestCreateRefusesWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.md")
	if err := atomicfile.Create(path, []byte("one"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Create(path, []byte("two"), 0o644); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v, want fs.ErrExist", err)
	}
	if got := read(t, path); got != "one" {
		t.Errorf("got %q, want %q", got, "one")
	}
	link := filepath.Join(dir, "dangling")
	if err := os.Symlink("nowhere", link); err == nil {
		if err := atomicfile.Create(link, nil, 0o644); !errors.Is(err, fs.ErrExist) {
			t.Errorf("dangling link: got %v, want fs.ErrExist", err)
		}
	}
}

func TestOneOfManyCreatesWins(t *testing.T) {
	dir := t.TempDir()
	for round := range 20 {
		path := filepath.Join(dir, fmt.Sprint(round))
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { errs[i] = atomicfile.Create(path, []byte{byte('a' + i)}, 0o644) })
		}
		wg.Wait()
		won := -1
		for i, err := range errs {
			switch {
			case err == nil && won >= 0:
				t.Fatalf("both %d and %d made the file", won, i)
			case err == nil:
				won = i
			case !errors.Is(err, fs.ErrExist):
				t.Fatal(err)
			}
		}
		if won < 0 {
			t.Fatal("nobody made the file")
		}
		if got, want := read(t, path), string(rune('a'+won)); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
}

func TestReadersSeeOldOrNew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.md")
	texts := []string{strings.Repeat("a", 70000), strings.Repeat("b", 90000)}
	if err := atomicfile.Write(path, []byte(texts[0]), 0o644); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 60 {
			if err := atomicfile.Write(path, []byte(texts[i%2]), 0o644); err != nil {
				t.Error(err)
			}
		}
	}()
	for {
		if got := read(t, path); got != texts[0] && got != texts[1] {
			t.Fatalf("read %d bytes, neither old nor new", len(got))
		}
		select {
		case <-done:
			return
		default:
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	path := filepath.Join(b.TempDir(), "a.md")
	data := make([]byte, 15<<10)
	for b.Loop() {
		if err := atomicfile.Write(path, data, 0o644); err != nil {
			b.Fatal(err)
		}
	}
}
