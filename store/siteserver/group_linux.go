package siteserver

import (
	"os/exec"
	"syscall"
)

// group is the server with all that it starts. It ends with this program, however that ends.
type group struct{ cmd *exec.Cmd }

func (g *group) prepare() {
	g.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func (g *group) started() error { return nil }

func (g *group) stop() error { return syscall.Kill(-g.cmd.Process.Pid, syscall.SIGTERM) }

func (g *group) kill() { _ = syscall.Kill(-g.cmd.Process.Pid, syscall.SIGKILL) } // mostly nobody is left

func (g *group) close() {}
