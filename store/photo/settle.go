package photo

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A Recorder writes down a step before it is done, for a start after a kill: store/intent.
type Recorder interface {
	Note(what string, v any)
}

// What is noted in [Settings.Record].
const (
	NotePlaced = "placed" // a Placed: the file is about to appear, or to go
	NoteSwap   = "swap"   // a Swap whose names differ
)

func (s Settings) note(what string, v any) {
	if s.Record != nil {
		s.Record.Note(what, v)
	}
}

// Settle brings a placed file to the state that the texts want, whatever a kill left: there when one of them shows it, else withdrawn. A file
// that is no longer what was placed is left alone.
func (p Placed) Settle(state string, wanted bool) error {
	there, err := holds(filepath.Join(p.Dir, p.Name), p.Sum)
	if err != nil || p.Reused || there == wanted {
		return err
	}
	if !wanted {
		return Withdraw(p, state)
	}
	err = Restore(p, state)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrChanged) { // it never was there, or something else is
		return nil
	}
	return err
}

// Settle brings both pictures of a swap to the state that the texts want. When no text shows either of them, one of the two stays.
func (s Swap) Settle(state string, oldWanted, newWanted bool) error {
	if s.OldName == s.NewName {
		return nil // it was replaced in one step
	}
	oldPath, newPath := filepath.Join(s.Dir, s.OldName), filepath.Join(s.Dir, s.NewName)
	oldThere, err := holds(oldPath, s.OldSum)
	if err != nil {
		return err
	}
	newThere, err := holds(newPath, s.NewSum)
	if err != nil {
		return err
	}
	if !oldWanted && !newWanted {
		oldWanted, newWanted = oldThere, newThere && !oldThere
	}
	bring := func(path, name string, sum [32]byte) error {
		b, err := os.ReadFile(version(state, name, sum))
		if errors.Is(err, fs.ErrNotExist) || err == nil && sha256.Sum256(b) != sum {
			return nil // nothing to bring
		}
		if err == nil {
			err = createSame(path, b)
		}
		if errors.Is(err, ErrChanged) { // something else has the name
			return nil
		}
		return err
	}
	if oldWanted && !oldThere {
		if err := bring(oldPath, s.OldName, s.OldSum); err != nil {
			return err
		}
	}
	if newWanted && !newThere {
		if err := bring(newPath, s.NewName, s.NewSum); err != nil {
			return err
		}
	}
	if !oldWanted && oldThere {
		if err := aside(state, oldPath, s.OldName, s.OldSum); err != nil {
			return err
		}
	}
	if !newWanted && newThere && !s.Reused {
		return aside(state, newPath, s.NewName, s.NewSum)
	}
	return nil
}

// holds reports whether a file has that content.
func holds(path string, sum [32]byte) (bool, error) {
	b, err := readPlaced(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrChanged) {
		return false, nil
	}
	return err == nil && sha256.Sum256(b) == sum, err
}

// aside removes a picture after a copy of it is among the versions.
func aside(state, path, name string, sum [32]byte) error {
	b, err := readPlaced(path)
	if err != nil || sha256.Sum256(b) != sum {
		return err
	}
	if err := keep(version(state, name, sum), b); err != nil {
		return err
	}
	return os.Remove(path)
}
