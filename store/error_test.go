package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"lanyard/store"
)

func TestWrapTellsKindsApartAndNamesThePathOnce(t *testing.T) {
	for err, kind := range map[error]store.Kind{
		&fs.PathError{Op: "open", Path: "/x", Err: syscall.ENOENT}:  store.NotFound,
		&fs.PathError{Op: "open", Path: "/x", Err: syscall.EACCES}:  store.Denied,
		fmt.Errorf("write %q: %w", "/x", syscall.ENOSPC):            store.NoSpace,
		&fs.PathError{Op: "open", Path: "/x", Err: syscall.EROFS}:   store.ReadOnly,
		&fs.PathError{Op: "mkdir", Path: "/x", Err: syscall.EEXIST}: store.Exists,
		store.ErrChanged:       store.Changed,
		store.ErrOutside:       store.Outside,
		errors.New("anything"): store.Other,
	} {
		got := store.Wrap("save", "/x", err)
		wantKind(t, got, kind)
		if want := fmt.Sprintf("save %q: %v", "/x", store.Bare(err)); got.Error() != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if !errors.Is(got, store.Bare(err)) || store.Wrap("again", "/y", got) != got {
			t.Errorf("%v is wrapped twice or loses its cause", got)
		}
	}
	if store.Wrap("save", "/x", nil) != nil {
		t.Error("no error became one")
	}
}
