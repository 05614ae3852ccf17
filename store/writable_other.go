//go:build !unix

package store

import (
	"io/fs"
	"os"
)

func writable(path string) bool {
	st, err := os.Stat(path)
	return err == nil && (st.IsDir() || st.Mode().Perm()&0o200 != 0)
}

// linked is known where the system tells with the file's other data.
func linked(fs.FileInfo) bool { return false }
