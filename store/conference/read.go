package conference

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"lanyard/store/schedule"
)

// ErrNotFile is of a schedule that is a folder, a FIFO or the like.
var ErrNotFile = errors.New("not a file")

// ReadFile reads a schedule that the author named. It is read, not understood.
func ReadFile(name string) (File, error) {
	st, err := os.Stat(name)
	switch {
	case err != nil:
		return File{}, err
	case !st.Mode().IsRegular():
		return File{}, ErrNotFile
	}
	f, err := os.Open(name)
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, schedule.MaxBytes+1))
	if err != nil {
		return File{}, err
	}
	if len(data) > schedule.MaxBytes {
		return File{}, fmt.Errorf("%d MB are too much for a schedule", max(st.Size(), int64(len(data)))>>20)
	}
	return File{Name: filepath.Base(name), Data: data}, nil
}
