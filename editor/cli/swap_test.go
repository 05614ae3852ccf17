package cli_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"lanyard/editor/cli"
)

// swapping makes a site in which a photo, a text file and a page are all the time
// swapped for links that lead to secrets outside of it, and for FIFOs.
//
// settle ends that and leaves the files of the site there.
func swapping(t *testing.T) (dir string, swaps *atomic.Int64, settle func()) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	post := "---\ntitle: in\ndate: 2026-03-22\nsummary: s\n---\n\n![photo](pic.jpg)\n\n[notes](notes.txt)\n"
	bundle := filepath.Join(dir, "site", "content", "a")
	for name, data := range map[string][]byte{
		"site/hugo.toml": nil, "site/content/a/index.md": []byte(post), "site/content/a/pic.jpg": picture(0, false, ""),
		"site/content/a/notes.txt": []byte("in"), "secret/pic.jpg": picture(6, true, ""), "secret/notes.txt": []byte("SECRET"),
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "try")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	swaps = new(atomic.Int64)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { // what it puts there changes from turn to turn
		var err error
		for i := 0; (ctx.Err() == nil || i%2 == 0) && err == nil; i++ {
			for name, in := range map[string][]byte{"pic.jpg": picture(0, false, ""), "notes.txt": []byte("in")} {
				next := filepath.Join(dir, "next")
				switch {
				case i%2 == 0:
					err = errors.Join(err, os.WriteFile(next, in, 0o644))
				case canFIFO && i%16 == 1:
					err = errors.Join(err, makeFIFO(next))
				default:
					err = errors.Join(err, os.Symlink("../../../secret/"+name, next))
				}
				err = errors.Join(err, os.Rename(next, filepath.Join(bundle, name)))
			}
			swaps.Add(1)
		}
		done <- err
	}()
	settle = sync.OnceFunc(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(settle)
	return dir, swaps, settle
}

var embeddedPicture = regexp.MustCompile(`base64,([A-Za-z0-9+/=]+)`)

// leaks reports whether data, or what is packed in it, holds one of the secrets.
func leaks(data []byte) bool {
	scan := picture(6, false, "")
	if bytes.Contains(data, scan[len(scan)-100:]) || bytes.Contains(data, []byte("SECRET")) {
		return true
	}
	for _, m := range embeddedPicture.FindAllSubmatch(data, -1) {
		if b, err := base64.StdEncoding.DecodeString(string(m[1])); err == nil && leaks(b) {
			return true
		}
	}
	if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		for _, f := range z.File {
			if r, err := f.Open(); err == nil {
				if b, err := io.ReadAll(r); err == nil && leaks(b) {
					return true
				}
			}
		}
	}
	return false
}

// leaksIn reports whether a file below dir does.
func leaksIn(t *testing.T, dir string) (found bool) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && !d.Type().IsRegular() {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		found = found || leaks(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestNoCommandReadsWhatIsSwappedIn runs every command that reads a post's files
// while links that lead out are swapped in. Nothing of the secrets is in what they
// print, write or keep, none of them waits for a FIFO, and the secrets stay as they
// are.
func TestNoCommandReadsWhatIsSwappedIn(t *testing.T) {
	least := int64(300)
	if testing.Short() {
		least = 64
	}
	dir, swaps, settle := swapping(t)
	post := filepath.Join(dir, "site", "content", "a", "index.md")
	src := filepath.Join(t.TempDir(), "mine.jpg")
	if err := os.WriteFile(src, picture(2, false, ""), 0o644); err != nil {
		t.Fatal(err)
	}
	commands := map[string][]string{
		"export":    {"export", post, "--to", "hugo", "--out", "OUT"},
		"zip":       {"export", post, "--to", "hugo", "--zip", "--out", "OUT/x.zip"},
		"check":     {"check", post},
		"preview":   {"preview", post, "--html", "OUT/x.html", "--embed"},
		"clean":     {"photo", "clean", post},
		"photo add": {"photo", "add", post, src},
	}
	run := func(t *testing.T, args []string) (code int, leaked bool) {
		out := t.TempDir()
		t.Setenv("LANYARD_STATE", filepath.Join(out, "state"))
		args = slices.Clone(args)
		for i, a := range args {
			args[i] = strings.ReplaceAll(a, "OUT", out)
		}
		var said bytes.Buffer
		code = cli.Main(args, cli.Env{Stdout: &said, Stderr: &said, Hugo: func(context.Context) string { return "" }})
		return code, leaks(said.Bytes()) || leaksIn(t, out) || args[0] == "check" && strings.Contains(said.String(), "gps")
	}
	for name, args := range commands {
		t.Run(name, func(t *testing.T) {
			leaked, runs := 0, 0
			for end := swaps.Load() + least; swaps.Load() < end || runs < int(least); runs++ {
				if _, bad := run(t, args); bad {
					leaked++
				}
			}
			if leaked > 0 {
				t.Errorf("%d of %d runs leaked", leaked, runs)
			}
		})
	}
	settle()
	for name, args := range commands {
		if code, _ := run(t, args); code != 0 {
			t.Errorf("%s with everything in its place: exit code %d", name, code)
		}
	}
	got, err := os.ReadFile(filepath.Join(dir, "secret", "pic.jpg"))
	if err != nil || !bytes.Equal(got, picture(6, true, "")) {
		t.Errorf("the secret is another one now: %v", err)
	}
	if entries, err := os.ReadDir(filepath.Join(dir, "secret")); err != nil || len(entries) != 2 {
		t.Errorf("beside the secrets: %v, %v", entries, err)
	}
}
