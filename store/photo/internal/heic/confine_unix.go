//go:build unix

package heic

import (
	"os/exec"
	"syscall"
)

// cpuSeconds bounds the child's processor time.
const cpuSeconds = 120

// confine limits this process's private memory and processor time, and forbids core dumps. Go reserves address space generously, so the
// limit is on data, not on addresses. Under the race detector its shadow of the whole memory counts as data, so there only the time is
// limited.
func confine(bytes uint64) error {
	for _, l := range []struct {
		what  int
		bound uint64
	}{{syscall.RLIMIT_DATA, bytes}, {syscall.RLIMIT_CPU, cpuSeconds}, {syscall.RLIMIT_CORE, 0}} {
		if raced && l.what == syscall.RLIMIT_DATA {
			continue
		}
		if err := setLimit(l.what, l.bound); err != nil {
			return err
		}
	}
	return nil
}

func hide(*exec.Cmd) {}
