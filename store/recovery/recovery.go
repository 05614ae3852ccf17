// Package recovery finishes or takes back what a killed program left half done in a content folder: a page on its way into a bundle, posts
// that were moved or changed together, photos that no text links, pictures that were renamed and whose references were not. It goes by the
// records of store/intent, so it touches only what the program itself was about to make.
//
// A photo is to be there when a text shows it: one of the pages beside it, unsaved text that a journal holds, or a text that is open. As long
// as unsaved text waits for its author, nothing is decided and the record stays.
package recovery

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lanyard/store"
	"lanyard/store/act"
	"lanyard/store/atomicfile"
	"lanyard/store/intent"
	"lanyard/store/journal"
	"lanyard/store/photo"
)

// NoteWrites is what an operation notes that saves several pages together: a list of Write, before the first of them. Once one page is
// written, the others are to follow.
const NoteWrites = "writes"

// A Write is a page that is about to be saved.
type Write struct {
	Path string
	Was  [32]byte // SHA-256 of what it holds before
	Text string   // what it will hold
}

// Result is what Settle did.
type Result struct {
	Moved   map[string]string // pages that are in a bundle now, where unsaved text of theirs may still name the old path
	Changed []string          // folders in which photos came or went
	Kept    int               // records of this folder that wait for unsaved text
}

// Settle puts in order what killed programs left in the content at root and below it. state is the state directory; "" has no records. open
// gives the texts of open posts by their paths; nil where there are none. It blocks on the disk. What cannot be put in order now is reported
// and tried again the next time.
func Settle(state, root string, open map[string]string) (Result, error) {
	r := Result{Moved: map[string]string{}}
	left, err := intent.Find(intent.Dir(state))
	if len(left) == 0 {
		return r, err
	}
	errs := []error{err}
	unsaved, err := journal.Pending(filepath.Join(state, "journal"), root)
	errs = append(errs, err)
	s := settler{state: state, open: open, unsaved: unsaved, result: &r}
	for _, l := range left {
		o := read(l.Notes)
		switch {
		case !o.below(root):
			l.Keep()
			continue
		case s.settle(o) && len(s.errs) == 0:
			errs = append(errs, l.Done())
		default:
			r.Kept++
			l.Keep()
		}
		errs = append(errs, s.errs...)
		s.errs = nil
	}
	return r, errors.Join(errs...)
}

// operation is what a record says.
type operation struct {
	bundle    *store.BundleNote
	copies    []store.CopyNote
	placed    []photo.Placed
	swaps     []photo.Swap
	writes    []Write
	act       *act.Act
	committed bool
}

func read(notes []intent.Note) operation {
	var o operation
	for _, n := range notes {
		switch n.What {
		case store.NoteBundle:
			o.bundle = take[*store.BundleNote](n)
		case store.NoteCopy:
			o.copies = append(o.copies, take[store.CopyNote](n))
		case store.NoteCommit:
			o.committed = true
		case photo.NotePlaced:
			o.placed = append(o.placed, take[photo.Placed](n))
		case photo.NoteSwap:
			o.swaps = append(o.swaps, take[photo.Swap](n))
		case NoteWrites:
			o.writes = take[[]Write](n)
		case act.Note:
			o.act = take[*act.Act](n)
		}
	}
	return o
}

// take reads a note; one that cannot be read is empty, and speaks of no file.
func take[T any](n intent.Note) (v T) {
	_ = n.Take(&v)
	return v
}

// below reports whether all that the operation speaks of is in root.
func (o *operation) below(root string) bool {
	var paths []string
	if o.bundle != nil {
		paths = append(paths, o.bundle.From, o.bundle.To)
	}
	for _, c := range o.copies {
		paths = append(paths, c.To)
	}
	for _, p := range o.placed {
		paths = append(paths, filepath.Join(p.Dir, p.Name))
	}
	for _, s := range o.swaps {
		paths = append(paths, filepath.Join(s.Dir, s.OldName), filepath.Join(s.Dir, s.NewName))
	}
	for _, w := range o.writes {
		paths = append(paths, w.Path)
	}
	if o.act != nil {
		paths = append(paths, o.act.Paths()...)
	}
	return len(paths) > 0 && !slices.ContainsFunc(paths, func(p string) bool { return !filepath.IsAbs(p) || !store.Within(root, p) })
}

// settler settles one record after the other.
type settler struct {
	state   string
	open    map[string]string
	unsaved []journal.Recovered
	result  *Result
	errs    []error // of the record at hand
}

func (s *settler) failed(err error) {
	if err != nil {
		s.errs = append(s.errs, err)
	}
}

// settle reports whether the operation is done with.
func (s *settler) settle(o operation) bool {
	done := true
	s.forward(o.writes)
	if o.act != nil {
		s.failed(o.act.Resume(s.state))
	}
	for _, p := range o.placed {
		t := s.texts(p.Dir)
		done = done && t.final
		s.failed(p.Settle(s.state, t.show(p.Name)))
		s.changed(p.Dir)
	}
	for _, w := range slices.Backward(o.swaps) {
		t := s.texts(w.Dir)
		done = done && t.final
		s.failed(w.Settle(s.state, t.show(w.OldName), t.show(w.NewName)))
		s.changed(w.Dir)
	}
	if o.bundle != nil && filepath.IsAbs(o.bundle.From) {
		done = s.settleBundle(o) && done
	}
	return done
}

func (s *settler) changed(dir string) {
	if !slices.Contains(s.result.Changed, dir) {
		s.result.Changed = append(s.result.Changed, dir)
	}
	_ = atomicfile.Sweep(dir) // what cannot be removed is hidden
}

// forward saves the rest of pages that belong together, once one of them was saved.
func (s *settler) forward(writes []Write) {
	begun := slices.ContainsFunc(writes, func(w Write) bool {
		now := sha256.Sum256([]byte(w.Text))
		return now != w.Was && holds(w.Path, now)
	})
	for _, w := range writes {
		if begun && holds(w.Path, w.Was) {
			s.failed(atomicfile.Replace(w.Path, w.Was, []byte(w.Text)))
		}
	}
}

func holds(path string, sum [32]byte) bool {
	data, err := readFile(path)
	return err == nil && sha256.Sum256(data) == sum
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// settleBundle brings a page that was on its way into a bundle to one end: back, unless the bundle was wanted by itself or was written in.
func (s *settler) settleBundle(o operation) (done bool) {
	b := *o.bundle
	old, now := sha256.Sum256([]byte(b.OldText)), sha256.Sum256([]byte(b.NewText))
	ours := holds(b.To, old) || holds(b.To, now)
	switch from, to := exists(b.From), exists(b.To); {
	case from && to && ours && !o.committed: // made anew, and the old one not removed yet
		s.failed(os.Remove(b.To))
		s.clear(o)
	case from && !to:
		s.clear(o)
	case !from && to && !o.committed && ours:
		s.failed(s.back(b))
		s.clear(o)
	case !from && to:
		if old != now && holds(b.To, old) {
			s.failed(atomicfile.Replace(b.To, old, []byte(b.NewText)))
		}
		if slices.ContainsFunc(s.unsaved, func(r journal.Recovered) bool { return r.Path == b.From }) {
			s.result.Moved[b.From] = b.To
			return false
		}
	}
	return true
}

// back moves a page out of its bundle again.
func (s *settler) back(b store.BundleNote) error {
	old, now := sha256.Sum256([]byte(b.OldText)), sha256.Sum256([]byte(b.NewText))
	if old != now && holds(b.To, now) {
		if err := atomicfile.Replace(b.To, now, []byte(b.OldText)); err != nil {
			return err
		}
	}
	return atomicfile.Carry(b.To, b.From, old)
}

// clear removes the copies that were made for a bundle that is none, and the folders.
func (s *settler) clear(o operation) {
	if len(s.errs) > 0 {
		return
	}
	dirs := o.bundle.Dirs
	for _, c := range slices.Backward(o.copies) {
		if beginsAs(c.To, c.From) {
			s.failed(os.Remove(c.To))
		}
		dirs = append(slices.Clone(c.Dirs), dirs...)
	}
	for _, d := range dirs {
		_ = atomicfile.Sweep(d)
		_ = os.Remove(d) // only when it is empty
	}
}

// beginsAs reports whether a file is a copy of another one, whole or as far as it came.
func beginsAs(path, of string) bool {
	part, err := readFile(path)
	if err != nil {
		return false
	}
	whole, err := readFile(of)
	return err == nil && strings.HasPrefix(string(whole), string(part))
}
