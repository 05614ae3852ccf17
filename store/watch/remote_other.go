//go:build !linux && !darwin && !freebsd && !dragonfly && !windows

package watch

// isRemote does not know.
func isRemote(string) bool { return false }
