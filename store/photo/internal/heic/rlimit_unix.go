//go:build unix && !freebsd && !dragonfly

package heic

import "syscall"

func setLimit(what int, bound uint64) error {
	return syscall.Setrlimit(what, &syscall.Rlimit{Cur: bound, Max: bound})
}
