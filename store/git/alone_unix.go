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

// gone ends what is left of a group that was asked to end and did not listen, such as a hook.
func gone(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // mostly nobody is left
	}
}
