package photo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lanyard/store/atomicfile"
)

// Swap is a stored picture that was written anew: by a redaction, or by cleaning. Both contents are kept in the state directory, so
// that Undo and Redo can go back and forth; the names differ when the format changed.
type Swap struct {
	Dir              string
	OldName, NewName string
	OldSum, NewSum   [32]byte
	Reused           bool // a file with the new content was there under NewName before: it stays whatever happens
}

func version(state, name string, sum [32]byte) string {
	return filepath.Join(state, "versions", hex.EncodeToString(sum[:16])+strings.ToLower(filepath.Ext(name)))
}

// Undo puts the old picture back.
func (s Swap) Undo(state string) error {
	return s.move(state, s.NewName, s.OldName, s.NewSum, s.OldSum)
}

// Redo puts the new picture back.
func (s Swap) Redo(state string) error {
	return s.move(state, s.OldName, s.NewName, s.OldSum, s.NewSum)
}

// move replaces the file from, which must be what sum says, by the kept version of to. The new file is there before the old one goes.
func (s Swap) move(state, from, to string, sum, want [32]byte) error {
	path := filepath.Join(s.Dir, from)
	now, err := readPlaced(path)
	if err != nil {
		return err
	}
	if sha256.Sum256(now) == want && from == to {
		return nil
	}
	if sha256.Sum256(now) != sum {
		return fmt.Errorf("replace photo %q: %w", path, ErrChanged)
	}
	b, err := os.ReadFile(version(state, to, want))
	if err != nil {
		return err
	}
	if sha256.Sum256(b) != want {
		return fmt.Errorf("replace photo %q: the copy in the state directory is damaged", to)
	}
	if from == to {
		return changed(atomicfile.Replace(path, sum, b))
	}
	if err := createSame(filepath.Join(s.Dir, to), b); err != nil {
		return err
	}
	if s.Reused && from == s.NewName {
		return nil
	}
	return changed(atomicfile.Take(path, sum))
}

// changed says in this package's terms that a file was not replaced or removed because it is another one by now.
func changed(err error) error {
	if errors.Is(err, atomicfile.ErrChanged) {
		return fmt.Errorf("%w (%w)", ErrChanged, err)
	}
	return err
}

// createSame makes a file; one with the same content that is there already will do.
func createSame(path string, b []byte) error {
	err := atomicfile.Create(path, b, 0o644)
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if old, rerr := readPlaced(path); rerr == nil && bytes.Equal(old, b) {
		return nil
	}
	return fmt.Errorf("replace photo %q: %w", path, ErrChanged)
}

// replace keeps both versions in the state directory and then puts st in the place of the picture that src is. It needs a state directory:
// what cannot be undone is not done.
func (s *source) replace(dir, name string, st stored, set Settings) (Swap, error) {
	if ext := st.format.Ext(); !st.format.named(name) {
		w := Swap{Dir: dir, OldName: name, NewName: name, OldSum: sha256.Sum256(s.data), NewSum: sha256.Sum256(st.data)}
		if set.State == "" {
			return w, errNoState
		}
		if err := keep(version(set.State, name, w.OldSum), s.data); err != nil {
			return w, err
		}
		to, reused, err := place(atomicfile.Writer{}, dir, strings.TrimSuffix(name, filepath.Ext(name))+ext, st.data, func(to string) {
			w.NewName = to
			set.note(NoteSwap, w)
		})
		if err != nil {
			return w, err
		}
		if w.NewName, w.Reused = to, reused; reused {
			set.note(NoteSwap, w)
		}
		if err := keep(version(set.State, to, w.NewSum), st.data); err != nil {
			if !reused {
				err = errors.Join(err, os.Remove(filepath.Join(dir, to)))
			}
			return w, err
		}
		if err := changed(atomicfile.Take(filepath.Join(dir, name), w.OldSum)); err != nil {
			if !reused {
				err = errors.Join(err, os.Remove(filepath.Join(dir, to)))
			}
			return w, err
		}
		return w, nil
	}
	return swapIn(dir, name, s.data, st.data, set)
}

var errNoState = errors.New("replace photo: no state directory to keep the old one in")

// swapIn is replace under the same name.
func swapIn(dir, name string, old, data []byte, set Settings) (Swap, error) {
	w := Swap{Dir: dir, OldName: name, NewName: name, OldSum: sha256.Sum256(old), NewSum: sha256.Sum256(data)}
	if set.State == "" {
		return w, errNoState
	}
	for sum, b := range map[[32]byte][]byte{w.OldSum: old, w.NewSum: data} {
		if err := keep(version(set.State, name, sum), b); err != nil {
			return w, err
		}
	}
	return w, changed(atomicfile.Replace(filepath.Join(dir, name), w.OldSum, data))
}

// carry takes what the ledger knows of the old file over to the new one.
func (w Swap) carry(state string, hash uint64) error {
	c, ok := Captures(state, w.Dir)[w.OldName]
	if !ok {
		return nil
	}
	c.Name, c.Sum = w.NewName, hex.EncodeToString(w.NewSum[:])
	if hash != 0 {
		c.Hash = hash
	}
	return record(state, w.Dir, []Capture{c}, w.OldName)
}
