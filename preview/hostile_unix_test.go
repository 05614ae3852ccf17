//go:build unix

package preview

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lanyard/preview/paint"
	"lanyard/store/markdown"
	"lanyard/store/photo"
)

// TestPipesAndDevicesAreNamedNotWaitedFor: what stands under a picture's name may have become anything since it was looked up. The test would
// hang.
func TestPipesAndDevicesAreNamedNotWaitedFor(t *testing.T) {
	dir, err := os.MkdirTemp("", "preview") // short: the name of a socket has at most some hundred bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	at := func(name string) string { return filepath.Join(dir, name) }
	err = errors.Join(
		os.Mkdir(at("folder.jpg"), 0o755), syscall.Mkfifo(at("pipe.jpg"), 0o644),
		os.Symlink("/dev/zero", at("zero.jpg")), os.Symlink("/dev/tty", at("tty.jpg")),
	)
	if err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("unix", at("socket.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	for name, want := range map[string]string{
		"folder.jpg": "a folder", "pipe.jpg": "a named pipe", "zero.jpg": "a device", "tty.jpg": "a device", "socket.jpg": "a socket",
	} {
		r := newRig(t, 500, 600)
		r.opt.Size, r.opt.Load = photo.Size, photo.Decode
		d := markdown.Parse("![]("+name+")\n", 0, markdown.Options{})
		r.SetDocument(d, Meta{Resolve: func(dest string) (string, error) { return at(dest), nil }})
		r.work()
		if p := r.pics.Look(name); p.State != paint.PictureRefused || !strings.Contains(p.Message, want) {
			t.Errorf("%s: %+v, want it refused as %s", name, p, want)
		}
	}
}
