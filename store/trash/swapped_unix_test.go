//go:build unix

package trash

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A copy to another file system takes the very file that was looked at.
func TestWhatIsSwappedInIsNotCopied(t *testing.T) {
	dir := t.TempDir()
	from, to, secret := filepath.Join(dir, "post.md"), filepath.Join(dir, "copy"), filepath.Join(t.TempDir(), "secret")
	for _, path := range []string{from, secret} {
		if err := os.WriteFile(path, []byte(path), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Lstat(from)
	if err != nil {
		t.Fatal(err)
	}
	for name, swap := range map[string]func() error{
		"a link": func() error { return os.Symlink(secret, from) },
		"a FIFO": func() error { return syscall.Mkfifo(from, 0o600) },
	} {
		if err := os.Remove(from); err != nil {
			t.Fatal(err)
		}
		if err := swap(); err != nil {
			t.Fatal(err)
		}
		if err := copyFile(from, to, info); err == nil {
			t.Errorf("%s was copied", name)
		}
		if _, err := os.Lstat(to); err == nil {
			t.Errorf("%s left something", name)
		}
	}
}
