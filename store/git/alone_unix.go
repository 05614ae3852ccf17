//go:build unix

package git

import (
	"os/exec"
	"syscall"
	"time"
)

// alone gives a command a process group of its own, which ends as a whole: hooks and helpers too. It has no terminal to ask at.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 2 * time.Second
}
