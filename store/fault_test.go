//go:build unix

package store_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"lanyard/store"
	"lanyard/store/atomicfile"
	"lanyard/store/journal"
)

// mountSmall mounts an empty file system of 128 KB.
func mountSmall(t *testing.T) string {
	t.Helper()
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		t.Skip("mounting a small file system needs root on Linux; the faults are injected in store/atomicfile and store/journal")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no mount permitted: %v %s", err, out)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill writes a file until the disk is full.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = io.WriteString(f, strings.Repeat("x", 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

// onlyIn fails for what is in dir beside the names.
func onlyIn(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.Contains(" "+strings.Join(names, " ")+" ", " "+e.Name()+" ") {
			t.Errorf("left over: %q (temporary: %v)", e.Name(), atomicfile.IsTemp(e.Name()))
		}
	}
}

func TestAFullDiskKeepsOldAndNewText(t *testing.T) {
	disk := mountSmall(t)
	path := filepath.Join(disk, "a.md")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	p := load(t, path)
	state := filepath.Join(disk, "journal")
	log := journal.New(state, journal.Base{Path: path, Sum: p.Stamp.Sum}, func() string { return "old" })
	log.Append([]journal.Edit{{From: 3, To: 3, Insert: " one"}})
	if err := log.Flush(); err != nil {
		t.Fatal(err)
	}
	fill(t, filepath.Join(disk, "ballast"))
	text := strings.Repeat("new ", 2000)
	log.Append([]journal.Edit{{From: 0, To: 7, Insert: text}})
	for range 3 { // again and again, as the window does
		if err := log.Flush(); !errors.Is(err, syscall.ENOSPC) || !log.Pending() {
			t.Fatalf("journal: got %v, pending: %v", err, log.Pending())
		}
		_, err := store.Save(p, text, store.SaveOptions{})
		wantKind(t, err, store.NoSpace, "a.md")
		if !errors.Is(err, syscall.ENOSPC) || read(t, path) != "old" {
			t.Fatalf("got %v; the file holds %q", err, read(t, path))
		}
		taken := log.Take()
		if err := log.Compact(text, taken); !errors.Is(err, syscall.ENOSPC) || !log.Pending() {
			t.Fatalf("compaction: got %v, pending: %v", err, log.Pending())
		}
	}
	onlyIn(t, disk, "a.md", "ballast", "journal")
	if entries, _ := os.ReadDir(state); len(entries) != 1 {
		t.Errorf("%d files of the journal", len(entries))
	}
	if err := os.Remove(filepath.Join(disk, "ballast")); err != nil {
		t.Fatal(err)
	}
	if err := log.Flush(); err != nil || log.Pending() {
		t.Fatalf("journal, once there is room: %v", err)
	}
	log.Release()
	found, err := journal.Pending(state, disk)
	if err != nil || len(found) != 1 || found[0].Text != text || found[0].Damaged {
		t.Fatalf("got %d journals, %v", len(found), err)
	}
	if _, err := store.Save(p, text, store.SaveOptions{}); err != nil || read(t, path) != text {
		t.Fatalf("save, once there is room: %v", err)
	}
}

func TestAReadOnlyFileSystem(t *testing.T) {
	disk := mountSmall(t)
	path := filepath.Join(disk, "a.md")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	remount := func(mode string) {
		t.Helper()
		if out, err := exec.Command("mount", "-o", "remount,"+mode, disk).CombinedOutput(); err != nil {
			t.Skipf("no remount permitted: %v %s", err, out)
		}
	}
	remount("ro")
	p := load(t, path)
	if p.Writable {
		t.Error("it says that it can be written")
	}
	_, err := store.Save(p, "new", store.SaveOptions{})
	wantKind(t, err, store.ReadOnly, "a.md")
	_, err = store.New(store.NewOptions{Title: "x", Dir: disk})
	wantKind(t, err, store.ReadOnly)
	remount("rw")
	if _, err := store.Save(p, "new", store.SaveOptions{}); err != nil || read(t, path) != "new" {
		t.Errorf("once it can be written: %v", err)
	}
}

func TestAnUnmountedFolder(t *testing.T) {
	disk := mountSmall(t)
	site := filepath.Join(disk, "site")
	if err := os.Mkdir(site, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(site, "a.md")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	p := load(t, path)
	away := t.TempDir()
	if out, err := exec.Command("mount", "--move", disk, away).CombinedOutput(); err != nil {
		t.Skipf("no move of a mount permitted: %v %s", err, out)
	}
	_, err := store.Save(p, "new", store.SaveOptions{})
	wantKind(t, err, store.Gone, "a.md")
	onlyIn(t, disk)
	if out, err := exec.Command("mount", "--move", away, disk).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	if _, err := store.Save(p, "new", store.SaveOptions{}); err != nil || read(t, path) != "new" {
		t.Errorf("once it is back: %v", err)
	}
}

// TestAsAUserWithoutRights runs the tests of permissions, which root does not see, as nobody.
func TestAsAUserWithoutRights(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("they run by themselves")
	}
	const nobody = 65534
	dir, err := os.MkdirTemp("", "nobody")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	program, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "program"), program, 0o755), os.Chmod(filepath.Join(dir, "program"), 0o755),
		os.Mkdir(filepath.Join(dir, "tmp"), 0o755), os.Chown(filepath.Join(dir, "tmp"), nobody, nobody), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(dir, "program"), "-test.v", "-test.run", "^(TestReadOnlyFolder|TestPermissionsTakenAwayWhileOpen)$")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Join(dir, "tmp"), "HOME="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("no other user permitted:", err)
	}
	if err != nil || bytes.Count(out, []byte("--- PASS")) != 2 {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestPermissionsTakenAwayWhileOpen(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere; see TestAsAUserWithoutRights")
	}
	dir := tree(t, map[string]string{"b/index.md": "old"})
	bundle := filepath.Join(dir, "b")
	p := load(t, bundle)
	for _, c := range []struct {
		path       string
		mode, back os.FileMode
	}{{p.Path, 0o444, 0o644}, {p.Path, 0, 0o644}, {bundle, 0o555, 0o755}, {bundle, 0, 0o755}} {
		if err := os.Chmod(c.path, c.mode); err != nil {
			t.Fatal(err)
		}
		_, err := store.Save(p, "new", store.SaveOptions{})
		wantKind(t, err, store.Denied, "index.md")
		if err := os.Chmod(c.path, c.back); err != nil {
			t.Fatal(err)
		}
		if got := read(t, p.Path); got != "old" {
			t.Fatalf("mode %v of %q: the file holds %q", c.mode, c.path, got)
		}
		onlyIn(t, bundle, "index.md")
	}
	if _, err := store.Save(p, "new", store.SaveOptions{}); err != nil || read(t, p.Path) != "new" {
		t.Errorf("once it is permitted: %v", err)
	}
}

func TestAFolderRemovedWhileOpen(t *testing.T) {
	dir := tree(t, map[string]string{"site/b/index.md": "old"})
	p := load(t, filepath.Join(dir, "site", "b"))
	away := filepath.Join(dir, "away")
	if err := os.Rename(filepath.Join(dir, "site"), away); err != nil {
		t.Fatal(err)
	}
	_, err := store.Save(p, "new", store.SaveOptions{})
	wantKind(t, err, store.Gone, "index.md")
	if err := os.WriteFile(filepath.Join(dir, "site"), nil, 0o644); err != nil { // a file in its place
		t.Fatal(err)
	}
	for _, force := range []bool{false, true} {
		if _, err = store.Save(p, "new", store.SaveOptions{Force: force}); err == nil {
			t.Error("saved below a file")
		}
	}
	if err := os.Remove(filepath.Join(dir, "site")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(away, filepath.Join(dir, "site")); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Save(p, "new", store.SaveOptions{}); err != nil || read(t, p.Path) != "new" {
		t.Errorf("once it is back: %v", err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "site")); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Save(p, "newer", store.SaveOptions{Force: true}); err != nil || read(t, p.Path) != "newer" {
		t.Errorf("made again: %v", err)
	}
}
