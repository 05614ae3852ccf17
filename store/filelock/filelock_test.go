package filelock

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestALockEndsWithItsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x")
	open := func() *os.File {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	a, b := open(), open()
	if err := Hold(a); err != nil {
		t.Fatal(err)
	}
	if err := Hold(b); !errors.Is(err, ErrHeld) {
		t.Errorf("held twice: %v", err)
	}
	a.Close()
	if err := Hold(b); err != nil {
		t.Errorf("the lock outlived its file: %v", err)
	}
}
