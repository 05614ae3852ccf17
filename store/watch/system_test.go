package watch

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// real runs a watcher on the system's own events.
type real struct {
	root string
	told chan Changes
	end  func()
}

func start(t testing.TB, root string) *real {
	t.Helper()
	r := &real{root: root, told: make(chan Changes, 1000)}
	ctx, stop := context.WithCancel(context.Background())
	ready, done := make(chan struct{}, 100), make(chan struct{})
	go func() {
		defer close(done)
		o := Options{ready: func(int, int) { ready <- struct{}{} }}
		if err := Run(ctx, root, o, func(c Changes) { r.told <- c }); err != nil {
			t.Error(err)
		}
	}()
	r.end = sync.OnceFunc(func() {
		stop()
		<-done
	})
	t.Cleanup(r.end)
	<-ready
	return r
}

// until waits for a batch with the path, or one that is Everything.
func (r *real) until(t testing.TB, path string) {
	t.Helper()
	timeout := time.After(20 * time.Second)
	for {
		select {
		case c := <-r.told:
			if c.Everything || slices.Contains(c.Paths, filepath.Join(r.root, path)) {
				return
			}
		case <-timeout:
			t.Fatalf("nothing about %q", path)
		}
	}
}

func (r *real) write(t testing.TB, name, text string) {
	t.Helper()
	path := filepath.Join(r.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func rename(t testing.TB, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

func TestTheSystemTellsOfPostsAndFolders(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write(t, filepath.Join(root, "a", "sub", "index.md"), "x")
	r := start(t, root)
	r.write(t, "a/sub/index.md", "xy")
	r.until(t, "a/sub/index.md")
	r.write(t, "new/deep/er/index.md", "x")
	r.until(t, "new/deep/er/index.md")
	r.write(t, "new/deep/er/index.md", "xy") // the new folder is watched
	r.until(t, "new/deep/er/index.md")
	rename(t, filepath.Join(root, "new"), filepath.Join(root, "moved"))
	r.until(t, "moved/deep/er/index.md")
	for i := range 3 { // under its new path
		r.write(t, "moved/deep/er/index.md", fmt.Sprint(i))
		r.until(t, "moved/deep/er/index.md")
	}
	rename(t, filepath.Join(root, "moved"), filepath.Join(t.TempDir(), "out"))
	r.until(t, "moved/deep/er/index.md")
	if err := os.RemoveAll(filepath.Join(root, "a")); err != nil {
		t.Fatal(err)
	}
	r.until(t, "a/sub/index.md")
	r.write(t, "a/sub/index.md", "again")
	r.until(t, "a/sub/index.md")
}

func TestAMovedRootIsGoneAndFoundAgain(t *testing.T) {
	t.Parallel()
	for _, up := range []int{0, 1, 2} { // the root itself, its parent, the parent of that
		base := t.TempDir()
		root := filepath.Join(base, "x", "site", "content")
		write(t, filepath.Join(root, "a.md"), "x")
		age(t, root)
		r := start(t, root)
		victim := root
		for range up {
			victim = filepath.Dir(victim)
		}
		rename(t, victim, filepath.Join(base, "away"))
		if c := <-r.told; !c.RootGone {
			t.Fatalf("%d up: told %+v", up, c)
		}
		rename(t, filepath.Join(base, "away"), victim)
		if c := <-r.told; !c.Everything {
			t.Fatalf("%d up: told %+v", up, c)
		}
		r.write(t, "a.md", "xy")
		r.until(t, "a.md")
		r.end()
	}
}

// TestWhatIsToldIsEnough keeps a copy of the tree up to date with nothing but what the watcher tells, while folders and files are made,
// written, moved and removed at random.
func TestWhatIsToldIsEnough(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	root := t.TempDir()
	away := t.TempDir()
	copied := map[string]string{}
	r := start(t, root)
	paths := []string{"a", "b", "a/x", "a/y", "b/x", "a/x/z"}
	for range 6 {
		for range 40 {
			dir := filepath.Join(root, paths[rnd.IntN(len(paths))])
			to := filepath.Join(root, paths[rnd.IntN(len(paths))])
			switch rnd.IntN(6) {
			case 0, 1, 2:
				_ = os.MkdirAll(dir, 0o755)
				_ = os.WriteFile(filepath.Join(dir, fmt.Sprint(rnd.IntN(3), ".md")), fmt.Append(nil, rnd.IntN(1000)), 0o644)
			case 3:
				_ = os.RemoveAll(dir)
			case 4:
				_ = os.Rename(dir, to)
			case 5:
				_ = os.Rename(dir, filepath.Join(away, fmt.Sprint(rnd.Int64())))
			}
		}
		r.write(t, "end.md", fmt.Sprint(rnd.Int64()))
		follow(t, r, copied)
		want := markdownIn(t, root)
		for path, text := range want {
			if copied[path] != text {
				t.Fatalf("%q: got %q, want %q", path, copied[path], text)
			}
		}
		for path := range copied {
			if _, ok := want[path]; !ok {
				t.Fatalf("%q is gone, and nobody told", path)
			}
		}
	}
}

// follow takes changes in until a batch names end.md and a quiet time has passed.
func follow(t *testing.T, r *real, copied map[string]string) {
	t.Helper()
	timeout := time.After(20 * time.Second)
	var settled <-chan time.Time
	for {
		select {
		case c := <-r.told:
			if c.Everything {
				clear(copied)
				for path, text := range markdownIn(t, r.root) {
					copied[path] = text
				}
			}
			for _, path := range c.Paths {
				if !isMarkdown(path) {
					continue
				}
				if data, err := os.ReadFile(path); err == nil {
					copied[path] = string(data)
				} else {
					delete(copied, path)
				}
			}
			if c.Everything || slices.Contains(c.Paths, filepath.Join(r.root, "end.md")) {
				settled = time.After(2 * quiet)
			}
		case <-settled:
			return
		case <-timeout:
			t.Fatal("no end")
		}
	}
}

func markdownIn(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	_ = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			out[path] = string(data)
		}
		return nil
	})
	return out
}

// BenchmarkSetUp watches 10,000 posts of two folders each.
func BenchmarkSetUp(b *testing.B) {
	root := b.TempDir()
	for i := range 10000 {
		dir := filepath.Join(root, fmt.Sprintf("p%05d", i), "images")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(filepath.Dir(dir), "index.md"), []byte("---\ntitle: x\n---\n"), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		start(b, root).end()
	}
}
