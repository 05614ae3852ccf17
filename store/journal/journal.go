// Package journal owns what was typed and is not in a file yet. Every open post with unsaved text has a journal outside the content
// folder: the text that the post had in its file, and the edits since. After a crash it gives the text back.
//
// A journal is a sequence of frames, each with its length and checksum. A damaged or half-written frame ends it; everything before
// counts. The file of a running program is locked, so that a second program does not take it for one that crashed.
package journal

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"lanyard/store/atomicfile"
	"lanyard/store/filelock"
)

// Edit replaces the bytes [From, To) of the text by Insert. Edits of one call are sorted, do not overlap, and speak of the text
// before all of them.
type Edit struct {
	From, To int
	Insert   string
}

// Base is the text that the edits start from: what the post's file held.
type Base struct {
	Path string   // of the post; may name a file that does not exist yet
	Sum  [32]byte // SHA-256 of the file; zero when there was none
	Time time.Time
}

const (
	magic     = "LANYARD-JOURNAL-1\n"
	suffix    = ".journal"
	frameHead = 8 // length and checksum, little endian

	frameBase = 'B' // a line of JSON (Base) and the text
	frameEdit = 'E' // edits
	frameText = 'T' // the text as it was then, in place of all edits before

	// maxFrame bounds what a damaged length can make a reader allocate; posts are at most 50 MB.
	maxFrame = 256 << 20
)

var table = crc32.MakeTable(crc32.Castagnoli)

// A Log is the journal of one open post. Append and Mark only touch memory and belong to the UI goroutine, and so does Take; Flush, Saved, Compact and
// Drop block on the disk and belong to one worker at a time. They may run at the same time as Append.
type Log struct {
	dir, file string
	fs        atomicfile.Writer // of the whole file

	mu      sync.Mutex
	base    Base
	text    func() string // of the base
	pending []byte        // frames not yet written
	since   []byte        // frames since Mark, written or not
	marked  bool
	saves   int // how often the journal began anew

	disk    sync.Mutex   // serialises what blocks
	f       *os.File     // open and locked; nil when the file has to be opened or made first
	placed  bool         // the file is there, with the base and all frames that are not pending
	torn    bool         // something half-written stands behind end
	end     int64        // of the whole frames in the file
	written atomic.Int64 // bytes of edits in the file
}

// New begins the journal of a post in dir. Nothing is written before the first Flush after an Append. text is called then, on
// another goroutine, and must give the base's text.
func New(dir string, base Base, text func() string) *Log {
	return &Log{dir: dir, file: filepath.Join(dir, nameOf(base.Path)), base: base, text: text}
}

// nameOf is a name of its own for every journal, so that a new one of the same post never replaces one that was not yet looked at.
func nameOf(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:12]) + "-" + rand.Text()[:10] + suffix
}

// Append notes edits. It costs as much as copying what they insert.
func (l *Log) Append(edits []Edit) {
	if len(edits) == 0 {
		return
	}
	payload := make([]byte, 0, 64)
	payload = append(payload, frameEdit)
	payload = binary.AppendUvarint(payload, uint64(len(edits)))
	for _, e := range edits {
		payload = binary.AppendUvarint(payload, uint64(e.From))
		payload = binary.AppendUvarint(payload, uint64(e.To))
		payload = binary.AppendUvarint(payload, uint64(len(e.Insert)))
		payload = append(payload, e.Insert...)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending = appendFrame(l.pending, payload)
	if l.marked {
		l.since = appendFrame(l.since, payload)
	}
}

func appendFrame(out, payload []byte) []byte {
	out = binary.LittleEndian.AppendUint32(out, uint32(len(payload)))
	out = binary.LittleEndian.AppendUint32(out, crc32.Checksum(payload, table))
	return append(out, payload...)
}

// Pending reports whether something is not on the disk yet.
func (l *Log) Pending() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.pending) > 0
}

// Mark says that a save begins with the text as it is now; see [Log.Saved].
func (l *Log) Mark() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.marked, l.since = true, nil
}

// Unmark says that the save failed.
func (l *Log) Unmark() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.marked, l.since = false, nil
}

// Flush puts what is pending on the disk and returns once it is there. On failure it stays pending.
func (l *Log) Flush() error {
	l.disk.Lock()
	defer l.disk.Unlock()
	l.mu.Lock()
	out, base, text := l.pending, l.base, l.text
	l.pending = nil
	l.mu.Unlock()
	if len(out) == 0 {
		return nil
	}
	err := l.write(out, base, text)
	if err != nil {
		l.mu.Lock()
		l.pending = append(out, l.pending...)
		l.mu.Unlock()
		return fmt.Errorf("write journal of %q: %w", base.Path, err)
	}
	return nil
}

// write appends frames, making the file with its base first where there is none. A write that failed half-way is cut off again, at the latest
// before the next one, which must not stand behind a broken frame.
func (l *Log) write(out []byte, base Base, text func() string) error {
	if !l.placed {
		return l.place(base, text(), out)
	}
	if l.f == nil {
		if err := l.open(); err != nil {
			return err
		}
	}
	if l.torn {
		if err := l.f.Truncate(l.end); err != nil {
			return err
		}
		l.torn = false
	}
	_, err := l.f.WriteAt(out, l.end)
	if err == nil {
		err = l.f.Sync()
	}
	if err != nil {
		l.torn = l.f.Truncate(l.end) != nil
		return err
	}
	l.end += int64(len(out))
	l.written.Add(int64(len(out)))
	return nil
}

// place puts a new file with the base and frames into place, at once or not at all. The old one is closed first, since not every system
// replaces an open file; after an error it is still the journal.
func (l *Log) place(base Base, text string, frames []byte) error {
	first, err := baseFrame(base, text)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return err
	}
	l.close()
	out := append(append([]byte(magic), first...), frames...)
	if err := l.fs.Write(l.file, out, 0o600); err != nil {
		// It may be in place, when only flushing its folder failed; what is appended must suit the file that is there.
		if now, e := os.ReadFile(l.file); e != nil || !bytes.Equal(now, out) {
			return err
		}
	}
	l.placed, l.torn = true, false
	l.end = int64(len(out))
	l.written.Store(0)
	// All is on the disk. Should the file not open, the next write tries again.
	_ = l.open()
	return nil
}

// open opens and locks the file that is in place.
func (l *Log) open() error {
	f, err := os.OpenFile(l.file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := filelock.Hold(f); err != nil {
		f.Close()
		return err
	}
	l.f = f
	return nil
}

func baseFrame(base Base, text string) ([]byte, error) {
	head, err := json.Marshal(base)
	if err != nil {
		return nil, err
	}
	payload := append([]byte{frameBase}, head...)
	payload = append(payload, '\n')
	payload = append(payload, text...)
	return appendFrame(nil, payload), nil
}

// Saved says that the file now holds the text as it was at the Mark. The journal begins anew from there: with what was typed since,
// or, when that is nothing, with no file at all. After an error everything since is pending, and the next Flush tries again.
func (l *Log) Saved(base Base, text func() string) error {
	l.disk.Lock()
	defer l.disk.Unlock()
	l.mu.Lock()
	since := l.since
	l.base, l.text = base, text
	l.pending, l.since, l.marked = nil, nil, false
	l.saves++
	l.mu.Unlock()
	if len(since) == 0 {
		return l.remove()
	}
	if err := l.place(base, text(), since); err != nil {
		l.mu.Lock()
		l.pending = append(since, l.pending...)
		l.placed = false // the edits that are pending do not belong behind the frames of the old file
		l.mu.Unlock()
		return fmt.Errorf("write journal of %q: %w", base.Path, err)
	}
	return nil
}

// remove ends the file.
func (l *Log) remove() error {
	l.close()
	l.placed = false
	if err := os.Remove(l.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Large reports whether the edits in the file outgrew a text of that many bytes so far that a compaction is due.
func (l *Log) Large(text int) bool { return l.written.Load() > int64(4*text+1<<20) }

// Taken is what Take took out of a Log.
type Taken struct {
	frames []byte
	saves  int
}

// Take begins a compaction: it takes what is pending, all of which the caller's text contains at this moment.
func (l *Log) Take() Taken {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := Taken{l.pending, l.saves}
	l.pending = nil
	return t
}

// Compact writes the journal anew with one text, the one at the moment of Take, in place of all edits until then. On failure what was
// taken is pending again. When a save ended between the two there is nothing to do: the journal began anew with all of that.
func (l *Log) Compact(text string, taken Taken) error {
	l.disk.Lock()
	defer l.disk.Unlock()
	l.mu.Lock()
	base, baseText, stale := l.base, l.text, taken.saves != l.saves
	l.mu.Unlock()
	if stale {
		return nil
	}
	if err := l.place(base, baseText(), appendFrame(nil, append([]byte{frameText}, text...))); err != nil {
		l.mu.Lock()
		l.pending = append(taken.frames, l.pending...)
		l.mu.Unlock()
		return fmt.Errorf("compact journal of %q: %w", base.Path, err)
	}
	return nil
}

// Drop ends the journal and removes its file: everything is saved, or the author threw it away.
func (l *Log) Drop() error {
	l.disk.Lock()
	defer l.disk.Unlock()
	l.mu.Lock()
	l.pending, l.since, l.marked = nil, nil, false
	l.saves++
	l.mu.Unlock()
	return l.remove()
}

// Close writes what is pending and leaves the file to be found at the next start.
func (l *Log) Close() error {
	err := l.Flush()
	l.disk.Lock()
	defer l.disk.Unlock()
	l.close()
	return err
}

// Release lets go of the file as the end of the program does: what is on the disk stays there to be found, what is pending is lost.
func (l *Log) Release() {
	l.disk.Lock()
	defer l.disk.Unlock()
	l.close()
}

func (l *Log) close() {
	if l.f != nil {
		l.f.Close()
		l.f = nil
	}
}
