//go:build unix && !linux

package siteserver

import (
	"os/exec"
	"syscall"
)

// group is the server with all that it starts. Nothing here ends it when this program is killed.
type group struct{ cmd *exec.Cmd }

func (g *group) prepare() { g.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func (g *group) started() error { return nil }

func (g *group) stop() error { return syscall.Kill(-g.cmd.Process.Pid, syscall.SIGTERM) }

func (g *group) kill() { _ = syscall.Kill(-g.cmd.Process.Pid, syscall.SIGKILL) } // mostly nobody is left

func (g *group) close() {}
