package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lanyard/editor/cli"
)

// TestTwoLoopsOfSetLoseNothing: two loops set different keys of one post. Before
// saves were compared in the moment of the exchange, one in eight was lost.
func TestTwoLoopsOfSetLoseNothing(t *testing.T) {
	each := 150
	if testing.Short() {
		each = 40
	}
	t.Setenv("LANYARD_STATE", t.TempDir())
	dir := t.TempDir()
	path := filepath.Join(dir, "index.md")
	if err := os.WriteFile(path, []byte("---\ntitle: T\n---\n\ntext\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	for _, loop := range []string{"a", "b"} {
		both.Go(func() {
			for i := range each {
				var errs bytes.Buffer
				if code := cli.Main([]string{"set", path, fmt.Sprint(loop, i), "v"}, cli.Env{Stdout: &errs, Stderr: &errs}); code != 0 {
					t.Errorf("exit code %d: %s", code, errs.String())
				}
			}
		})
	}
	both.Wait()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, loop := range []string{"a", "b"} {
		for i := range each {
			if key := fmt.Sprintf("\n%s%d: ", loop, i); !strings.Contains(string(data), key) {
				t.Errorf("%q is lost", strings.TrimSpace(key))
			}
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left %v, %v", entries, err)
	}
}
