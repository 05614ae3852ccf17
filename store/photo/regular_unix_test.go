//go:build unix

package photo

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestSpecialFilesAreNamedAtOnce: a name of the post may lead to anything. None of it is waited for or read; the test would hang.
func TestSpecialFilesAreNamedAtOnce(t *testing.T) {
	dir, err := os.MkdirTemp("", "photo") // short: the name of a socket has at most some hundred bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.Mkdir(at("folder.jpg"), 0o755), syscall.Mkfifo(at("pipe.jpg"), 0o644)); err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("unix", at("socket.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	for link, to := range map[string]string{
		"zero.jpg": "/dev/zero", "null.jpg": "/dev/null", "tty.jpg": "/dev/tty", "linked-pipe.jpg": "pipe.jpg", "linked-folder.jpg": "folder.jpg",
	} {
		if err := os.Symlink(to, at(link)); err != nil {
			t.Fatal(err)
		}
	}
	post, settings := post(t)
	pool := NewPool(1, 0)
	for name, want := range map[string]What{
		"folder.jpg": WhatFolder, "linked-folder.jpg": WhatFolder, "pipe.jpg": WhatPipe, "linked-pipe.jpg": WhatPipe, "socket.jpg": WhatSocket,
		"zero.jpg": WhatDevice, "null.jpg": WhatDevice, "tty.jpg": WhatDevice,
	} {
		for what, f := range map[string]func() error{
			"Size":   func() error { _, _, err := Size(at(name)); return err },
			"Look":   func() error { _, err := Look(t.Context(), at(name)); return err },
			"Decode": func() error { _, err := pool.Decode(t.Context(), at(name), 64, 64); return err },
			"Thumb":  func() error { _, err := pool.Thumb(t.Context(), at(name), t.TempDir(), 64); return err },
			"Import": func() error { _, err := pool.Import(t.Context(), at(name), post, settings); return err },
			"Stage":  func() error { _, err := pool.Stage(t.Context(), at(name), post, t.TempDir(), 0, settings); return err },
			"Clean":  func() error { _, err := Clean(t.Context(), dir, name, settings); return err },
		} {
			var e *Error
			if err := f(); !errors.As(err, &e) || e.Kind != KindUnsupported || e.Actual != want || e.Path != at(name) {
				t.Errorf("%s of %s: got %v, want it named as %s", what, name, err, want)
			}
		}
	}
	if left, err := os.ReadDir(post); err != nil || len(left) > 0 {
		t.Errorf("left in the post: %v, %v", left, err)
	}
}

// TestAPipeThatCameInBetweenIsNotWaitedFor opens as readFile does, without the look before.
func TestAPipeThatCameInBetweenIsNotWaitedFor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe.jpg")
	if err := syscall.Mkfifo(path, 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDONLY|openAtOnce, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil || regular("look at", path, st.Mode()) == nil {
		t.Errorf("%v, %v: taken for a file", st, err)
	}
}

// TestAStoredPhotoThatBecameAPipeIsNotWaitedFor: the ledger knows the photo, but what is there in its place is something else.
func TestAStoredPhotoThatBecameAPipeIsNotWaitedFor(t *testing.T) {
	dir, settings := post(t)
	src := write(t, t.TempDir(), "hall.jpg", phone(160, 120, 1, 1, nil))
	first, err := Import(t.Context(), src, dir, settings)
	if err != nil {
		t.Fatal(err)
	}
	stored := filepath.Join(dir, first.Name)
	for what, put := range map[string]func() error{
		"pipe": func() error { return syscall.Mkfifo(stored, 0o644) }, "device": func() error { return os.Symlink("/dev/zero", stored) },
	} {
		if err := errors.Join(os.Remove(stored), put()); err != nil {
			t.Fatal(err)
		}
		if r, err := Import(t.Context(), src, dir, settings); err != nil || r.Name == first.Name || r.Reused {
			t.Errorf("%s: %+v, %v", what, r, err)
		} else if err := Withdraw(r.Undo, settings.State); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if err := Withdraw(first.Undo, settings.State); !errors.Is(err, ErrChanged) {
			t.Errorf("%s: withdrawn with %v", what, err)
		}
		if err := (Swap{Dir: dir, OldName: first.Name, NewName: first.Name}).Undo(settings.State); !errors.Is(err, ErrChanged) {
			t.Errorf("%s: undone with %v", what, err)
		}
	}
}
