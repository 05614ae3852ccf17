//go:build !unix

package store

import "os"

func writable(path string) bool {
	st, err := os.Stat(path)
	return err == nil && (st.IsDir() || st.Mode().Perm()&0o200 != 0)
}
