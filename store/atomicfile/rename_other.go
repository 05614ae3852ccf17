//go:build !linux && !darwin && !windows

package atomicfile

import "errors"

// renameNew renames from to to unless something is there.
func renameNew(from, to string) error { return linkNew(from, to) }

// exchange has no system call here.
func exchange(_, _ string) error { return errors.ErrUnsupported }
