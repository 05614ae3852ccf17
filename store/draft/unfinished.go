package draft

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"lanyard/store/atomicfile"
	"lanyard/store/photo"
)

// Unfinished is what an author has begun in the window and neither done nor given up.
type Unfinished struct {
	Titles map[string]string `json:"titles,omitempty"` // of new posts, by the folder that they go into
	Drawn  map[string]Drawn  `json:"drawn,omitempty"`  // into photos, by their path
}

// Drawn is what was drawn into a photo and not applied.
type Drawn struct {
	Edits         photo.Edits
	Width, Height int // pixels of the photo that it was drawn into
}

const unfinished = "unfinished" + suffix

// PutUnfinished keeps u in place of an older one. Like [Put] it does not wait for the disk.
func PutUnfinished(dir string, u Unfinished) error {
	return write(dir, filepath.Join(dir, unfinished), u)
}

// SyncUnfinished brings what was put to the disk; see [Sync].
func SyncUnfinished(dir string) error { return sync(dir, filepath.Join(dir, unfinished)) }

// ReadUnfinished gives what [PutUnfinished] kept. A damaged file is begun anew.
func ReadUnfinished(dir string) (Unfinished, error) {
	var u Unfinished
	err := read(filepath.Join(dir, unfinished), &u)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.Is(err, fs.ErrNotExist) || errors.As(err, &syntax) || errors.As(err, &kind) {
		return Unfinished{}, nil
	}
	return u, err
}

// sync flushes a file of ours and its folder. None is no error.
func sync(dir, file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0) // Windows flushes only what is open for writing
	if err == nil {
		defer f.Close()
		err = f.Sync()
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := (atomicfile.Writer{}).SyncDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
