package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A Recorder writes down a step before it is done, for a start after a kill: store/intent.
type Recorder interface {
	Note(what string, v any)
}

// What is noted of a post that becomes a bundle.
const (
	NoteBundle = "bundle" // a BundleNote
	NoteCopy   = "copy"   // a CopyNote
	NoteCommit = "commit" // by the caller: the bundle stays, whatever else the operation wanted
)

// BundleNote says that a page is about to move into a folder.
type BundleNote struct {
	From, To         string
	OldText, NewText string
	Dirs             []string // that are made for it, the innermost first
}

// CopyNote says that a file is about to be copied to a place where there was none.
type CopyNote struct {
	From, To string
	Dirs     []string // that are made for it, the innermost first
}

// note tells the record of the move.
func (m *mover) note(what string, v any) {
	if m.record != nil {
		m.record.Note(what, v)
	}
}

// missingDirs are dir and the folders around it that do not exist, the innermost first.
func missingDirs(dir string) []string {
	var out []string
	for d := filepath.Clean(dir); ; d = filepath.Dir(d) {
		if _, err := os.Lstat(d); !errors.Is(err, fs.ErrNotExist) || d == filepath.Dir(d) {
			return out
		}
		out = append(out, d)
	}
}
