// Package journal owns what was typed and is not in a file yet. Every open post with unsaved text has a journal outside the content
// folder: the text that the post had in its file, and the edits since. After a crash it gives the text back.
//
// A journal is a file of frames, each with its length and checksum. A damaged or half-written frame ends it; everything before
// counts. When it begins anew it does so in another file, and the old one goes when the new one is on the disk. The files of a running program
// are locked, so that a second program does not take them for those of one that crashed.
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

// A Log is the journal of one open post. Append and Mark only touch memory and belong to the UI goroutine, and so does Take. Write, Saved,
// Compact, Drop and Release touch the file and do not wait for the disk; they belong to one worker at a time. Sync and Flush wait for the
// disk, on another worker, and hold up nothing else. All may run at the same time as Append.
type Log struct {
	dir  string
	stem string            // of the names of the files
	fs   atomicfile.Writer // of whole files

	mu      sync.Mutex
	base    Base
	text    func() string // of the base
	pending []byte        // frames not yet written
	since   []byte        // frames since Mark, written or not
	marked  bool
	taken   []byte // frames that a compaction has taken out of pending
	taking  bool   // a compaction is under way
	saves   int    // how often the journal began anew

	disk sync.Mutex // serialises what touches the files; nobody waits for the disk with it
	gen  int        // number of the newest file
	cur  *segment   // the newest file; nil when it has to be made first
	old  []*segment // what cur takes the place of, kept until that is on the disk

	written atomic.Int64 // bytes of edits in cur

	syncing sync.Mutex // one Sync at a time
	flush   func(*os.File) error
}

// A segment is one file of a journal: the base, and frames.
type segment struct {
	f      *os.File // open and locked
	end    int64    // of the whole frames in it
	torn   bool     // something half-written stands behind end
	synced int64    // up to where it is on the disk; 0: not even its name is
	frames []byte   // those behind synced
}

// New begins the journal of a post in dir. Nothing is written before the first Write after an Append. text is called then, on
// another goroutine, and must give the base's text.
func New(dir string, base Base, text func() string) *Log {
	return &Log{dir: dir, stem: stemOf(base.Path), fs: atomicfile.Writer{Unsynced: true}, base: base, text: text, flush: (*os.File).Sync}
}

// stemOf is a name of its own for every journal, so that a new one of the same post never replaces one that was not yet looked at.
func stemOf(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:12]) + "-" + rand.Text()[:10]
}

// file is the path of the gen-th file.
func (l *Log) file(gen int) string {
	return filepath.Join(l.dir, join(l.stem, gen))
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

// Pending reports whether something is not in the file yet.
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

// Write puts what is pending into the file: from then on it outlives a kill of the program. On failure it stays pending.
func (l *Log) Write() error {
	l.disk.Lock()
	defer l.disk.Unlock()
	l.mu.Lock()
	out, base, text := l.pending, l.base, l.text
	l.pending = nil
	l.mu.Unlock()
	if len(out) == 0 {
		return nil
	}
	var err error
	if l.cur == nil {
		err = l.place(base, text(), out)
	} else {
		err = l.append(out)
	}
	if err != nil {
		l.putBack(out)
		return fmt.Errorf("write journal of %q: %w", base.Path, err)
	}
	return nil
}

// Sync brings what was written to the disk, and returns once it is there. Writes go on meanwhile; they need another Sync. On failure all that
// is not certain to be on the disk is pending again.
func (l *Log) Sync() error {
	l.syncing.Lock()
	defer l.syncing.Unlock()
	l.disk.Lock()
	s := l.cur
	if s == nil || s.synced == s.end {
		l.disk.Unlock()
		return nil
	}
	end, frames, named := s.end, len(s.frames), s.synced > 0
	l.disk.Unlock()

	err := l.flush(s.f)
	if err == nil && !named {
		err = l.fs.SyncDir(l.dir)
	}

	l.disk.Lock()
	defer l.disk.Unlock()
	if l.cur != s { // the journal has begun anew, which needs a Sync of its own, or ended
		return nil
	}
	if err != nil {
		l.doubt(s)
		return fmt.Errorf("write journal: %w", err)
	}
	s.synced, s.frames = end, bytes.Clone(s.frames[frames:])
	return remove(l.takeOld())
}

// Flush is Write and Sync.
func (l *Log) Flush() error {
	if err := l.Write(); err != nil {
		return err
	}
	return l.Sync()
}

// doubt has written again what may not be on the disk: after a failed flush the system has forgotten which of it is. Until then what is in the
// file stays, for a kill of the program loses none of it.
func (l *Log) doubt(s *segment) {
	l.putBack(s.frames)
	s.frames = nil
	if s.synced == 0 {
		l.retire()
		return
	}
	s.end = s.synced
}

// putBack makes frames pending again, before those that are. A compaction that is under way has them in its text.
func (l *Log) putBack(frames []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.taking {
		l.taken = append(bytes.Clone(frames), l.taken...)
		return
	}
	l.pending = append(bytes.Clone(frames), l.pending...)
}

// append writes frames behind the others. A write that failed half-way is cut off again, at the latest before the next one, which must not stand
// behind a broken frame.
func (l *Log) append(frames []byte) error {
	s := l.cur
	if s.torn {
		if err := s.f.Truncate(s.end); err != nil {
			return err
		}
		s.torn = false
	}
	if _, err := s.f.WriteAt(frames, s.end); err != nil {
		s.torn = s.f.Truncate(s.end) != nil
		return err
	}
	s.end += int64(len(frames))
	s.frames = append(s.frames, frames...)
	l.written.Add(int64(len(frames)))
	return nil
}

// place begins a new file with the base and frames, which is there at once or not at all. The one before stays until the new one is on the disk:
// until then a start after a loss of power may find either.
func (l *Log) place(base Base, text string, frames []byte) error {
	first, err := baseFrame(base, text, len(frames))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return err
	}
	l.gen++
	file := l.file(l.gen)
	out := append(append([]byte(magic), first...), frames...)
	if err := l.fs.Create(file, out, 0o600); err != nil {
		return err
	}
	f, err := open(file)
	if err != nil {
		return errors.Join(err, os.Remove(file))
	}
	l.retire()
	l.cur = &segment{f: f, end: int64(len(out)), frames: bytes.Clone(frames)}
	l.written.Store(0)
	return nil
}

// open opens and locks a file that is in place.
func open(file string) (*os.File, error) {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if err := filelock.Hold(f); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// retire puts the newest file among the old ones: nothing is appended to it any more.
func (l *Log) retire() {
	if l.cur != nil {
		l.old, l.cur = append(l.old, l.cur), nil
	}
}

// takeOld takes the old files out of the Log.
func (l *Log) takeOld() []*segment {
	old := l.old
	l.old = nil
	return old
}

// remove ends files. Each is closed first, for not every system removes an open one.
func remove(segments []*segment) error {
	var errs []error
	for _, s := range segments {
		s.f.Close()
		if err := os.Remove(s.f.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// header is what the first frame says.
type header struct {
	Base
	Rest int `json:",omitempty"` // bytes of the frames that the file began with, behind the first
}

func baseFrame(base Base, text string, rest int) ([]byte, error) {
	head, err := json.Marshal(header{base, rest})
	if err != nil {
		return nil, err
	}
	payload := append([]byte{frameBase}, head...)
	payload = append(payload, '\n')
	payload = append(payload, text...)
	return appendFrame(nil, payload), nil
}

// Saved says that the file now holds the text as it was at the Mark. The journal begins anew from there: with what was typed since,
// or, when that is nothing, with no file at all. After an error everything since is pending, and the next Write tries again.
func (l *Log) Saved(base Base, text func() string) error {
	l.disk.Lock()
	defer l.disk.Unlock()
	l.mu.Lock()
	since := l.since
	l.base, l.text = base, text
	l.pending, l.since, l.marked, l.taken, l.taking = nil, nil, false, nil, false
	l.saves++
	l.mu.Unlock()
	if len(since) == 0 {
		return l.end()
	}
	if err := l.place(base, text(), since); err != nil {
		l.retire() // what is pending does not belong behind its frames
		l.putBack(since)
		return fmt.Errorf("write journal of %q: %w", base.Path, err)
	}
	return nil
}

// end removes all files.
func (l *Log) end() error {
	l.retire()
	return remove(l.takeOld())
}

// Large reports whether the edits in the file outgrew a text of that many bytes so far that a compaction is due.
func (l *Log) Large(text int) bool { return l.written.Load() > int64(4*text+1<<20) }

// Taken is a compaction that Take began.
type Taken struct{ saves int }

// Take begins a compaction: it takes what is pending, all of which the caller's text contains at this moment. No Write may come before the
// end of Compact.
func (l *Log) Take() Taken {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.taken, l.pending, l.taking = append(l.taken, l.pending...), nil, true
	return Taken{l.saves}
}

// Compact begins the journal anew with one text, the one at the moment of Take, in place of all edits until then. On failure what was
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
	err := l.place(base, baseText(), appendFrame(nil, append([]byte{frameText}, text...)))
	l.mu.Lock()
	frames := l.taken
	l.taken, l.taking = nil, false
	l.mu.Unlock()
	if err != nil {
		l.putBack(frames)
		return fmt.Errorf("compact journal of %q: %w", base.Path, err)
	}
	return nil
}

// Drop ends the journal and removes its file: everything is saved, or the author threw it away.
func (l *Log) Drop() error {
	l.disk.Lock()
	defer l.disk.Unlock()
	l.mu.Lock()
	l.pending, l.since, l.marked, l.taken, l.taking = nil, nil, false, nil, false
	l.saves++
	l.mu.Unlock()
	return l.end()
}

// Close brings what is pending to the disk and leaves the file to be found at the next start.
func (l *Log) Close() error {
	err := l.Flush()
	l.Release()
	return err
}

// Release lets go of the files as the end of the program does: what was written stays there to be found, what is pending is lost.
func (l *Log) Release() {
	l.disk.Lock()
	defer l.disk.Unlock()
	l.retire()
	for _, s := range l.takeOld() {
		s.f.Close()
	}
}
