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
	"strconv"
	"strings"

	"lanyard/store/atomicfile"
)

// creator makes new files; tests put a disk that fills up in its place.
type creator interface {
	Create(path string, data []byte, perm fs.FileMode) error
}

// maxTries bounds the search for a free name.
const maxTries = 10_000

// place puts data into dir under name or, when other content has that name, under name-2, name-3, …; a file with the same content is
// reused, whatever it is called. before, where given, hears each name before the file is made under it.
func place(disk creator, dir, name string, data []byte, before func(name string)) (stored string, reused bool, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", false, err
	}
	taken := make(map[string]bool, len(entries))
	for _, e := range entries {
		taken[fold(e.Name())] = true
	}
	if same := sameContent(dir, entries, filepath.Ext(name), data); same != "" {
		return same, true, nil
	}
	ext := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	for i := 1; i <= maxTries; i++ {
		if i > 1 {
			name = stem + "-" + strconv.Itoa(i) + ext
		}
		if taken[fold(name)] {
			continue
		}
		if before != nil {
			before(name)
		}
		err := disk.Create(filepath.Join(dir, name), data, 0o644)
		if err == nil {
			return name, false, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", false, err
		}
	}
	return "", false, fmt.Errorf("import photo %q: no free name in %q", name, dir)
}

// sameContent finds a file of the same kind with the same bytes.
func sameContent(dir string, entries []fs.DirEntry, ext string, data []byte) string {
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.EqualFold(filepath.Ext(e.Name()), ext) || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if st, err := e.Info(); err != nil || st.Size() != int64(len(data)) {
			continue
		}
		if b, err := readPlaced(filepath.Join(dir, e.Name())); err == nil && bytes.Equal(b, data) {
			return e.Name()
		}
	}
	return ""
}

// Placed names one file that an import put into a folder. Undo moves it out with [Withdraw], redo back with [Restore].
type Placed struct {
	Dir, Name string
	Sum       [32]byte // SHA-256 of the stored file
	Reused    bool     // the file was there before the import: Withdraw and Restore leave it alone
}

// ErrChanged is wrapped by what Withdraw, Restore and the functions of a [Swap] say when a file is not what they left there.
var ErrChanged = errors.New("the file was changed by another program")

// readPlaced reads a file that was placed. What is no regular file any more was changed, and is not waited for.
func readPlaced(path string) ([]byte, error) {
	b, _, err := readFile("look at", path)
	var e *Error
	if errors.As(err, &e) {
		return nil, fmt.Errorf("%w: %w", ErrChanged, err)
	}
	return b, err
}

func (p Placed) kept(state string) string {
	return filepath.Join(state, "withdrawn", hex.EncodeToString(p.Sum[:16])+strings.ToLower(filepath.Ext(p.Name)))
}

// Withdraw moves a placed file to the state directory. A file that is no longer what was placed is left where it is, with ErrChanged; one
// that is gone already is no error.
func Withdraw(p Placed, state string) error {
	if p.Reused {
		return nil
	}
	path := filepath.Join(p.Dir, p.Name)
	b, err := readPlaced(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if sha256.Sum256(b) != p.Sum {
		return fmt.Errorf("withdraw photo %q: %w", path, ErrChanged)
	}
	if err := keep(p.kept(state), b); err != nil {
		return err
	}
	if err := atomicfile.Take(path, p.Sum); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return changed(err)
	}
	return nil
}

// Restore puts a withdrawn file back. The same file already there is no error; another one under its name is, with ErrChanged. The copy in
// the state directory stays, for the next undo.
func Restore(p Placed, state string) error {
	if p.Reused {
		return nil
	}
	b, err := os.ReadFile(p.kept(state))
	if err != nil {
		return err
	}
	if sha256.Sum256(b) != p.Sum {
		return fmt.Errorf("restore photo %q: the copy in the state directory is damaged", p.Name)
	}
	path := filepath.Join(p.Dir, p.Name)
	err = atomicfile.Create(path, b, 0o644)
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if old, rerr := readPlaced(path); rerr == nil && bytes.Equal(old, b) {
		return nil
	}
	return fmt.Errorf("restore photo %q: %w", path, ErrChanged)
}

// keep writes a file of the state directory whose name says its content.
func keep(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, b) {
		return nil
	}
	return atomicfile.Write(path, b, 0o600)
}
