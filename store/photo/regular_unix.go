//go:build unix

package photo

import "syscall"

// openAtOnce keeps the opening of a pipe or a device from waiting for its other end.
const openAtOnce = syscall.O_NONBLOCK
