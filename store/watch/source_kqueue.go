//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package watch

import (
	"errors"
	"os"
	"sync/atomic"
)

// maxOpen bounds the files that are watched: kqueue needs a descriptor for each file and folder.
const maxOpen = 2000

var errMany = errors.New("more files than can be watched")

func openSource() (*source, error) {
	s, err := fsnotifySource()
	if err != nil {
		return nil, err
	}
	var count atomic.Int64
	add := s.add
	s.add = func(dir string) error {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		if n := int64(len(entries) + 1); count.Add(n) > maxOpen {
			count.Add(-n)
			return errMany
		}
		return add(dir)
	}
	return s, nil
}
