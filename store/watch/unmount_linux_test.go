package watch

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

func TestAnUnmountedRootIsGone(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("mounting a file system needs root")
	}
	root := t.TempDir()
	mount := func() {
		t.Helper()
		if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", root).CombinedOutput(); err != nil {
			t.Skipf("no mount permitted: %v %s", err, out)
		}
	}
	mount()
	write(t, filepath.Join(root, "a.md"), "x")
	age(t, root)
	r := start(t, root)
	if err := syscall.Unmount(root, 0); err != nil {
		t.Fatal("a watched folder cannot be unmounted:", err)
	}
	if c := <-r.told; !c.RootGone {
		t.Fatalf("told %+v", c)
	}
	mount()
	write(t, filepath.Join(root, "a.md"), "x")
	if c := <-r.told; !c.Everything {
		t.Fatalf("told %+v", c)
	}
	r.end()
	if err := syscall.Unmount(root, 0); err != nil {
		t.Error(err)
	}
}
