// Package atomicfile owns how a file is replaced: at every instant, whatever
// fails and wherever the process is killed, the path holds the whole old
// content or the whole new one.
package atomicfile

import (
	"errors"
	"io/fs"
)

// FS is the layer below a Writer; tests put faults into it.
type FS interface{}

// Writer writes files through FS. The zero Writer uses the operating system.
type Writer struct{ FS FS }

// Write replaces the file at path by data.
func Write(path string, data []byte, perm fs.FileMode) error { return Writer{}.Write(path, data, perm) }

// Create makes the file at path and fails with fs.ErrExist when something is there.
func Create(path string, data []byte, perm fs.FileMode) error {
	return Writer{}.Create(path, data, perm)
}

// Write is the function Write on w's layer.
func (w Writer) Write(path string, data []byte, perm fs.FileMode) error {
	return errors.ErrUnsupported
}

// Create is the function Create on w's layer.
func (w Writer) Create(path string, data []byte, perm fs.FileMode) error {
	return errors.ErrUnsupported
}
