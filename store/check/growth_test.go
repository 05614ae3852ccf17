package check_test

import (
	"os"
	"path/filepath"
	"testing"

	"lanyard/store"
	"lanyard/store/check"
	"lanyard/store/hostiletest"
)

// TestTimeGrowsWithTheText: no post takes more than its length to check.
func TestTimeGrowsWithTheText(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "post")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "index.md")
	if err := os.WriteFile(path, []byte("---\ntitle: x\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, _, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	hostiletest.Law(t, 3000, func(text string) {
		q := *p
		q.Text = text
		if _, err := check.Text(t.Context(), f, &q, check.Options{}); err != nil {
			t.Fatal(err)
		}
	})
}
