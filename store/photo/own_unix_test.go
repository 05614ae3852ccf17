//go:build unix

package photo

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// Originals say where and by whom they were taken: nobody else reads them, whatever the umask and whatever the directory was before.
func TestOriginalsAreForTheirOwnerAlone(t *testing.T) {
	defer unix.Umask(unix.Umask(0))
	for _, before := range []os.FileMode{0, 0o755} {
		dir, s := post(t)
		s.Originals = filepath.Join(t.TempDir(), "state", "originals")
		if before != 0 {
			if err := os.MkdirAll(s.Originals, before); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Import(t.Context(), write(t, t.TempDir(), "IMG_0001.jpg", phone(300, 200, 1, 5, nil)), dir, s); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]os.FileMode{s.Originals: 0o700, filepath.Join(s.Originals, "IMG_0001.jpg"): 0o600} {
			st, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if got := st.Mode().Perm(); got != want {
				t.Errorf("%s is %o, want %o", filepath.Base(path), got, want)
			}
		}
	}
}
