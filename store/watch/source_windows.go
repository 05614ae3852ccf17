package watch

import (
	"encoding/binary"
	"errors"
	"path/filepath"
	"sync"
	"unicode/utf16"
	"unsafe"

	"github.com/fsnotify/fsnotify"
	"golang.org/x/sys/windows"
)

// openSource watches the whole tree through one handle on the root. fsnotify would open each folder, with a buffer of its own, and Windows lets
// nobody rename a folder in which another one is open.
func openSource() (*source, error) {
	events, errs, done := make(chan fsnotify.Event), make(chan error), make(chan struct{})
	stop, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		return nil, err
	}
	s := &tree{events: events, errs: errs, done: done, stop: stop}
	return &source{events: events, errs: errs, add: s.add, remove: func(string) {}, close: s.close}, nil
}

// tree is the one watch. Its goroutine starts with the first folder that is added, the root, and ends with close.
type tree struct {
	events chan fsnotify.Event
	errs   chan error
	done   chan struct{}
	stop   windows.Handle

	mu      sync.Mutex
	root    string
	closed  bool
	running sync.WaitGroup
}

var errClosed = errors.New("closed")

func (t *tree) add(dir string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return errClosed
	}
	if t.root != "" {
		return nil // it lies below the root
	}
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return err
	}
	h, err := windows.CreateFile(name, windows.FILE_LIST_DIRECTORY,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE, nil,
		windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS|windows.FILE_FLAG_OVERLAPPED, 0)
	if err != nil {
		return err
	}
	ready, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		return errors.Join(err, windows.CloseHandle(h))
	}
	r := &reader{tree: t, dir: dir, handle: h, overlapped: &windows.Overlapped{HEvent: ready}, buf: make([]byte, 64<<10)}
	if err := r.request(); err != nil {
		return errors.Join(err, windows.CloseHandle(ready), windows.CloseHandle(h))
	}
	t.root = dir
	t.running.Go(r.run)
	return nil
}

func (t *tree) close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return nil
	}
	t.closed = true
	close(t.done)
	err := windows.SetEvent(t.stop)
	t.running.Wait()
	return errors.Join(err, windows.CloseHandle(t.stop))
}

// reader is the watch while it runs. The kernel writes into buf between a request and its completion.
type reader struct {
	*tree
	dir        string
	handle     windows.Handle
	overlapped *windows.Overlapped
	buf        []byte
}

func (r *reader) request() error {
	const what = windows.FILE_NOTIFY_CHANGE_FILE_NAME | windows.FILE_NOTIFY_CHANGE_DIR_NAME | windows.FILE_NOTIFY_CHANGE_LAST_WRITE |
		windows.FILE_NOTIFY_CHANGE_SIZE | windows.FILE_NOTIFY_CHANGE_ATTRIBUTES
	return windows.ReadDirectoryChanges(r.handle, &r.buf[0], uint32(len(r.buf)), true, what, nil, r.overlapped, 0)
}

func (r *reader) run() {
	defer func() {
		_ = windows.CloseHandle(r.handle)
		_ = windows.CloseHandle(r.overlapped.HEvent)
	}()
	for {
		var n uint32
		which, err := windows.WaitForMultipleObjects([]windows.Handle{r.stop, r.overlapped.HEvent}, false, windows.INFINITE)
		if err != nil || which == windows.WAIT_OBJECT_0 {
			_ = windows.CancelIoEx(r.handle, r.overlapped)
			_ = windows.GetOverlappedResult(r.handle, r.overlapped, &n, true) // until then the kernel may write into buf
			return
		}
		err = windows.GetOverlappedResult(r.handle, r.overlapped, &n, false)
		var events []fsnotify.Event
		if err == nil && n > 0 {
			events = parseEvents(r.dir, r.buf[:n])
		}
		if err != nil && !errors.Is(err, windows.ERROR_NOTIFY_ENUM_DIR) {
			r.send(fsnotify.Event{Name: r.dir, Op: fsnotify.Remove}) // the root was removed, or its drive
			return
		}
		overflow := n == 0 // the kernel threw events away
		_ = windows.ResetEvent(r.overlapped.HEvent)
		if err := r.request(); err != nil {
			r.send(fsnotify.Event{Name: r.dir, Op: fsnotify.Remove})
			return
		}
		for _, e := range events {
			if !r.send(e) {
				break
			}
		}
		if overflow {
			select {
			case r.errs <- fsnotify.ErrEventOverflow:
			case <-r.done:
			}
		}
	}
}

// send reports whether the event was taken, not the watch closed.
func (r *reader) send(e fsnotify.Event) bool {
	select {
	case r.events <- e:
		return true
	case <-r.done:
		return false
	}
}

// parseEvents reads a chain of FILE_NOTIFY_INFORMATION: the offset of the next, the action, the length of the name in bytes, the name.
func parseEvents(dir string, data []byte) []fsnotify.Event {
	const head = int(unsafe.Offsetof(windows.FileNotifyInformation{}.FileName))
	var out []fsnotify.Event
	for len(data) >= head {
		next, action := binary.LittleEndian.Uint32(data), binary.LittleEndian.Uint32(data[4:])
		size := int(binary.LittleEndian.Uint32(data[8:]))
		if size > len(data)-head {
			break
		}
		units := make([]uint16, size/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(data[head+2*i:])
		}
		e := fsnotify.Event{Name: filepath.Join(dir, string(utf16.Decode(units)))}
		switch action {
		case windows.FILE_ACTION_ADDED, windows.FILE_ACTION_RENAMED_NEW_NAME:
			e.Op = fsnotify.Create
		case windows.FILE_ACTION_REMOVED:
			e.Op = fsnotify.Remove
		case windows.FILE_ACTION_RENAMED_OLD_NAME:
			e.Op = fsnotify.Rename
		default:
			e.Op = fsnotify.Write
		}
		out = append(out, e)
		if next == 0 || int(next) > len(data) {
			break
		}
		data = data[next:]
	}
	return out
}
