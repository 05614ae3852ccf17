//go:build unix && !darwin

package trash

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// own gives the test a home trash and a folder on the same file system.
func own(t *testing.T) (trash, dir string) {
	t.Helper()
	data := t.TempDir()
	t.Setenv("XDG_DATA_HOME", data)
	return filepath.Join(data, "Trash"), t.TempDir()
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	return path
}

// tree gives every file below dir with its permissions and text.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		info, err := d.Info()
		if err != nil {
			return err
		}
		switch info.Mode().Type() {
		case fs.ModeDir:
			out[rel] = info.Mode().String()
		case fs.ModeSymlink:
			to, err := os.Readlink(path)
			out[rel] = "-> " + to
			return err
		default:
			data, err := os.ReadFile(path)
			out[rel] = fmt.Sprint(info.Mode(), info.ModTime().UnixNano(), string(data))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func mustPut(t *testing.T, path string) Item {
	t.Helper()
	item, err := Put(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%q is still there", path)
	}
	return item
}

func TestABundleGoesToTheTrashAndBack(t *testing.T) {
	trash, dir := own(t)
	post := filepath.Join(dir, "上海 50%", "index.md")
	write(t, post, "text")
	write(t, filepath.Join(dir, "上海 50%", "img", "a.jpg"), "photo")
	if err := os.Symlink("img/a.jpg", filepath.Join(dir, "上海 50%", "cover")); err != nil {
		t.Fatal(err)
	}
	before := tree(t, dir)
	item := mustPut(t, filepath.Dir(post))
	info, err := os.ReadFile(filepath.Join(trash, "info", "上海 50%.trashinfo"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(info), "\n")
	if len(lines) != 4 || lines[0] != "[Trash Info]" || lines[1] != "Path="+dir+"/%E4%B8%8A%E6%B5%B7%2050%25" {
		t.Fatalf("the description says %q", info)
	}
	when, err := time.ParseInLocation("DeletionDate=2006-01-02T15:04:05", lines[2], time.Local)
	if err != nil || time.Since(when).Abs() > time.Minute {
		t.Errorf("deleted %v, %v", when, err)
	}
	for _, sub := range []string{"", "files", "info"} {
		if st, err := os.Stat(filepath.Join(trash, sub)); err != nil || st.Mode().Perm() != 0o700 {
			t.Errorf("%q: %v, %v", sub, st.Mode(), err)
		}
	}
	if err := item.PutBack(); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, tree(t, dir)); d != "" {
		t.Error(d)
	}
	if left := slices.Concat(names(t, filepath.Join(trash, "files")), names(t, filepath.Join(trash, "info"))); len(left) != 0 {
		t.Errorf("left in the trash: %q", left)
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestEqualNamesStayApart(t *testing.T) {
	trash, dir := own(t)
	var items []Item
	for i := range 4 {
		items = append(items, mustPut(t, write(t, filepath.Join(dir, "a.md"), fmt.Sprint(i))))
	}
	if d := cmp.Diff([]string{"a.2.md", "a.3.md", "a.4.md", "a.md"}, names(t, filepath.Join(trash, "files"))); d != "" {
		t.Error(d)
	}
	if err := items[2].PutBack(); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "a.md")); string(got) != "2" {
		t.Errorf("got %q, want %q", got, "2")
	}
}

func TestAnItemWithoutADescriptionIsNotReplaced(t *testing.T) {
	trash, dir := own(t)
	write(t, filepath.Join(trash, "files", "a.md"), "somebody's")
	item := mustPut(t, write(t, filepath.Join(dir, "a.md"), "ours"))
	if got, _ := os.ReadFile(filepath.Join(trash, "files", "a.md")); string(got) != "somebody's" || filepath.Base(item.to) != "a.2.md" {
		t.Errorf("got %q, ours is at %q", got, item.to)
	}
	if d := cmp.Diff([]string{"a.2.md.trashinfo"}, names(t, filepath.Join(trash, "info"))); d != "" {
		t.Error(d)
	}
}

func TestPutBackReplacesNothing(t *testing.T) {
	_, dir := own(t)
	for _, c := range []struct{ path, there string }{
		{"a.md", "a.md"}, {"bundle/index.md", "bundle/other.md"},
	} {
		path := write(t, filepath.Join(dir, c.path), "old")
		victim := filepath.Join(dir, strings.Split(c.path, "/")[0])
		item := mustPut(t, victim)
		write(t, filepath.Join(dir, c.there), "new")
		before := tree(t, dir)
		if err := item.PutBack(); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%q: got %v, want fs.ErrExist", c.path, err)
		}
		if d := cmp.Diff(before, tree(t, dir)); d != "" {
			t.Error(d)
		}
		if err := os.RemoveAll(victim); err != nil {
			t.Fatal(err)
		}
		if err := item.PutBack(); err != nil {
			t.Errorf("%q: after the place is free: %v", c.path, err)
		}
		if got, _ := os.ReadFile(path); string(got) != "old" {
			t.Errorf("%q: got %q", c.path, got)
		}
	}
}

func TestPutBackMakesTheFolderAgain(t *testing.T) {
	_, dir := own(t)
	path := write(t, filepath.Join(dir, "posts", "a.md"), "text")
	item := mustPut(t, path)
	if err := os.Remove(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	if err := item.PutBack(); err != nil {
		t.Fatal(err)
	}
}

func TestAnEmptiedTrashIsAnError(t *testing.T) {
	trash, dir := own(t)
	item := mustPut(t, write(t, filepath.Join(dir, "a.md"), "text"))
	if err := os.RemoveAll(trash); err != nil {
		t.Fatal(err)
	}
	if err := item.PutBack(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want fs.ErrNotExist", err)
	}
	if _, err := Put(filepath.Join(dir, "none.md")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want fs.ErrNotExist", err)
	}
}

func TestAFailedPutLeavesTheFileAndNoDescription(t *testing.T) {
	trash, dir := own(t)
	path := write(t, filepath.Join(dir, "a.md"), "text")
	mustPut(t, write(t, filepath.Join(dir, "b.md"), "text"))
	if err := os.RemoveAll(filepath.Join(trash, "files")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(trash, "files"), "a file in its place")
	if _, err := Put(path); err == nil {
		t.Fatal("moved into a file")
	}
	if got, _ := os.ReadFile(path); string(got) != "text" {
		t.Errorf("got %q", got)
	}
	if d := cmp.Diff([]string{"b.md.trashinfo"}, names(t, filepath.Join(trash, "info"))); d != "" {
		t.Error(d)
	}
}

func TestALinkGoesItselfAndAHiddenLongNameToo(t *testing.T) {
	_, dir := own(t)
	target := write(t, filepath.Join(dir, "target.md"), "text")
	link := filepath.Join(dir, "link.md")
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	mustPut(t, link)
	if _, err := os.Stat(target); err != nil {
		t.Error("the link's target went too")
	}
	long := filepath.Join(dir, strings.Repeat("文", 84)+".md")
	for range 2 {
		item := mustPut(t, write(t, long, "text"))
		if n := len(filepath.Base(item.info)); n > 255 {
			t.Errorf("a name of %d bytes", n)
		}
	}
}

func TestAnotherFileSystemHasItsOwnTrash(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("mounting a file system needs root")
	}
	_, _ = own(t)
	mount := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount).CombinedOutput(); err != nil {
		t.Skipf("no mount permitted: %v %s", err, out)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(mount, 0); err != nil {
			t.Error(err)
		}
	})
	uid := fmt.Sprint(os.Getuid())
	check := func(want string) {
		t.Helper()
		path := write(t, filepath.Join(mount, "site", "a b.md"), "text")
		item := mustPut(t, path)
		if got := filepath.Dir(filepath.Dir(item.to)); got != filepath.Join(mount, want) {
			t.Errorf("went to %q, want %q", got, want)
		}
		info, _ := os.ReadFile(item.info)
		if !strings.Contains(string(info), "\nPath=site/a%20b.md\n") {
			t.Errorf("the description says %q", info)
		}
		if err := item.PutBack(); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(path); string(got) != "text" {
			t.Errorf("got %q", got)
		}
	}
	check(".Trash-" + uid)
	shared := filepath.Join(mount, ".Trash")
	if err := os.Mkdir(shared, 0o777); err != nil {
		t.Fatal(err)
	}
	check(".Trash-" + uid) // no sticky bit: not to be trusted
	if err := os.Chmod(shared, 0o777|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	check(filepath.Join(".Trash", uid))

	if err := os.RemoveAll(shared); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(mount, ".Trash-"+uid)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(t.TempDir(), filepath.Join(mount, ".Trash-"+uid)); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(mount, "site", "img", "x"), "photo") // a trash that is a link is not used: the home trash takes a copy
	before := tree(t, filepath.Join(mount, "site"))
	item := mustPut(t, filepath.Join(mount, "site"))
	if strings.HasPrefix(item.to, mount) {
		t.Errorf("went to %q", item.to)
	}
	if err := item.PutBack(); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, tree(t, filepath.Join(mount, "site"))); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{".Trash-" + uid, "site"}, names(t, mount)); d != "" {
		t.Error("left over:", d)
	}
}

func TestCopiesAreWholeOrNot(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "from", "index.md"), "text")
	write(t, filepath.Join(dir, "from", "img", "a.jpg"), "photo")
	before := tree(t, filepath.Join(dir, "from"))
	if err := copyOver(filepath.Join(dir, "from"), filepath.Join(dir, "to")); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, tree(t, filepath.Join(dir, "to"))); d != "" {
		t.Error(d)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "to", "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := copyOver(filepath.Join(dir, "to"), filepath.Join(dir, "again")); err == nil {
		t.Error("copied a pipe")
	}
	write(t, filepath.Join(dir, "there"), "x")
	if err := copyOver(filepath.Join(dir, "to", "index.md"), filepath.Join(dir, "there")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v, want fs.ErrExist", err)
	}
	if d := cmp.Diff([]string{"there", "to"}, names(t, dir)); d != "" {
		t.Error("left over:", d)
	}
}

func TestEscapedPathsReadBack(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 200 {
		path := make([]byte, r.IntN(40))
		for i := range path {
			path[i] = byte(1 + r.IntN(255))
		}
		got, err := url.PathUnescape(escape(string(path)))
		if err != nil || got != string(path) {
			t.Fatalf("%q: got %q, %v", path, got, err)
		}
	}
}
