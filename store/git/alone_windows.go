package git

import (
	"os/exec"
	"syscall"
	"time"
)

// alone keeps a console from flashing up.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true}
	cmd.WaitDelay = 2 * time.Second
}

// gone has nothing to do: the command itself was ended.
func gone(*exec.Cmd) {}
