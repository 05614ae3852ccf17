//go:build !windows && !darwin && !freebsd && !netbsd && !openbsd && !dragonfly

package watch

func openSource() (*source, error) { return fsnotifySource() }
