package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lanyard/store"
)

// tree writes a text archive-like map of files below a fresh folder.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t testing.TB, path string) (*store.Folder, string) {
	t.Helper()
	f, post, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return f, post
}

func read(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func wantKind(t *testing.T, err error, kind store.Kind, parts ...string) {
	t.Helper()
	e, ok := err.(*store.Error)
	if !ok {
		t.Fatalf("got %T %v, want a *store.Error", err, err)
	}
	if e.Kind != kind {
		t.Errorf("got kind %d of %v, want %d", e.Kind, err, kind)
	}
	for _, p := range parts {
		if !strings.Contains(err.Error(), p) {
			t.Errorf("%v does not say %q", err, p)
		}
	}
}
