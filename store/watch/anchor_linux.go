package watch

import (
	"encoding/binary"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// newAnchor watches the folders on the way to root for what happens to themselves, not to what is in them, so that it wakes nobody up in
// between. fsnotify has no such watch. The goroutine that it starts ends with close.
func newAnchor(root string) *anchor {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil
	}
	f := os.NewFile(uintptr(fd), "inotify")
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		real = root
	}
	for dir := real; ; dir = filepath.Dir(dir) {
		// A folder that may be entered but not read cannot be watched, and only its owner can move it.
		_, err := unix.InotifyAddWatch(fd, dir, unix.IN_DELETE_SELF|unix.IN_MOVE_SELF|unix.IN_ONLYDIR)
		if err != nil && dir == real {
			f.Close()
			return nil
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	moved, done := make(chan struct{}, 1), make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 64*(unix.SizeofInotifyEvent+unix.NAME_MAX+1))
		for {
			n, err := f.Read(buf)
			if err != nil {
				return
			}
			if !selfMoved(buf[:n]) {
				continue
			}
			select {
			case moved <- struct{}{}:
			default: // one is waiting
			}
		}
	}()
	return &anchor{moved: moved, close: func() {
		f.Close()
		<-done
	}}
}

// selfMoved reports whether one of the events is more than the end of a watch.
func selfMoved(events []byte) bool {
	for len(events) >= unix.SizeofInotifyEvent {
		mask := binary.NativeEndian.Uint32(events[4:])
		if mask&(unix.IN_DELETE_SELF|unix.IN_MOVE_SELF|unix.IN_UNMOUNT) != 0 {
			return true
		}
		size := unix.SizeofInotifyEvent + int(binary.NativeEndian.Uint32(events[12:]))
		if size > len(events) {
			return false
		}
		events = events[size:]
	}
	return false
}
