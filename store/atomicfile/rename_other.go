//go:build !linux && !darwin && !windows

package atomicfile

// renameNew renames from to to unless something is there.
func renameNew(from, to string) error { return linkNew(from, to) }
