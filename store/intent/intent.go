// Package intent owns the record of what the program is doing to a content folder in several steps. A record lies in the state directory and
// is locked while its program lives; one that nobody holds tells the next start what was left half done, see store/recovery.
//
// A record is for a program that is killed, not for a power cut: it is not flushed to the disk, so it costs next to nothing. One that cannot
// be written hinders nothing.
package intent

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"lanyard/store/filelock"
)

const (
	suffix = ".intent"
	// maxRecord bounds what is read of one record, and of one line.
	maxRecord = 256 << 20
)

// A Note is one step, written down before it is done.
type Note struct {
	What string
	Data json.RawMessage
}

// Take reads what was noted into v.
func (n Note) Take(v any) error { return json.Unmarshal(n.Data, v) }

// A Log is the record of one operation. Nothing is written before the first note. A nil Log records nothing. Its methods may be called from
// any goroutine.
type Log struct {
	mu   sync.Mutex
	dir  string
	f    *os.File
	over bool
}

// New makes the record of an operation that is about to begin, in the directory dir; nil where dir is empty.
func New(dir string) *Log {
	if dir == "" {
		return nil
	}
	return &Log{dir: dir}
}

// Dir is where records lie below a state directory; "" for "".
func Dir(state string) string {
	if state == "" {
		return ""
	}
	return filepath.Join(state, "intents")
}

// Note writes down a step that is about to be done. After End or Release it does nothing.
func (l *Log) Note(what string, v any) {
	if l == nil {
		return
	}
	data, err := json.Marshal(v)
	if err != nil {
		return
	}
	line, err := json.Marshal(Note{what, data})
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over || l.f == nil && l.create() != nil {
		return
	}
	_, _ = l.f.Write(append(line, '\n')) // see the package's comment
}

// create makes the file under a name that is no record's, locks it, and only then gives it its name: whoever finds it finds it held.
func (l *Log) create() error {
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(l.dir, rand.Text()+suffix)
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	if err = filelock.Hold(f); err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		f.Close()
		return errors.Join(err, os.Remove(path+".new"))
	}
	l.f = f
	return nil
}

// End says that the operation is done, or taken back: there is nothing to be recovered.
func (l *Log) End() {
	if f := l.close(); f != "" {
		_ = os.Remove(f) // a record of what was done whole is harmless
	}
}

// Release lets go of the record, as the end of the program does: whoever looks next finds it.
func (l *Log) Release() { l.close() }

// close gives the path of the file that was closed; "" when there was none.
func (l *Log) close() string {
	if l == nil {
		return ""
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	if l.f == nil {
		return ""
	}
	name := strings.TrimSuffix(l.f.Name(), ".new")
	l.f.Close()
	l.f = nil
	return name
}

// Left is the record of a program that ended, or let go of it, before it was done.
type Left struct {
	Notes []Note // in order; a half-written last one is left out
	f     *os.File
	path  string
}

// Find gives the records in dir that no program holds. The caller holds them until Done or Keep.
func Find(dir string) ([]*Left, error) {
	entries, err := os.ReadDir(dir)
	if dir == "" || errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []*Left
	var errs []error
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.HasSuffix(strings.TrimSuffix(e.Name(), ".new"), suffix) {
			continue
		}
		l, err := find(filepath.Join(dir, e.Name()))
		if l != nil {
			out = append(out, l)
		}
		errs = append(errs, err)
	}
	return out, errors.Join(errs...)
}

// find opens one record; nil when it is held, gone, or empty, in which case it goes.
func find(path string) (*Left, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return nil, err
	}
	if filelock.Hold(f) != nil {
		f.Close()
		return nil, nil
	}
	l := &Left{f: f, path: path, Notes: notes(f)}
	if len(l.Notes) == 0 {
		return nil, l.Done()
	}
	return l, nil
}

// notes reads as far as the lines are whole.
func notes(r io.Reader) []Note {
	var out []Note
	in := bufio.NewReader(io.LimitReader(r, maxRecord))
	for {
		line, err := in.ReadBytes('\n')
		var n Note
		if err != nil || json.Unmarshal(bytes.TrimSpace(line), &n) != nil {
			return out
		}
		out = append(out, n)
	}
}

// Done removes the record.
func (l *Left) Done() error {
	err := os.Remove(l.path)
	l.f.Close()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Keep leaves the record for the next time.
func (l *Left) Keep() { l.f.Close() }
