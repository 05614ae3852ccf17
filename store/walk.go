package store

import (
	"io/fs"
	"os"
)

// A Walk opens many files of a folder, one after another: what lies above them stays open meanwhile. It belongs to one goroutine.
type Walk struct{ files beneath }

// Walk begins one; Close ends it.
func (f *Folder) Walk() *Walk { return &Walk{files: f.walk()} }

// Open opens a regular file inside the boundary as [Folder.OpenFile] does. real is its path without symbolic links where that is known, else empty.
func (w *Walk) Open(path, real string) (*os.File, fs.FileInfo, error) {
	return w.files.file(path, real)
}

// Close ends the walk. Files that it opened stay open.
func (w *Walk) Close() { w.files.Close() }
