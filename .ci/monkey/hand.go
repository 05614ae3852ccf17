package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A hand is xdrive, which takes one command a line and answers each with a line.
type hand struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
	mu  sync.Mutex
}

func newHand(program string, env []string) (*hand, error) {
	h := &hand{cmd: exec.Command(program, "-answers")}
	h.cmd.Env, h.cmd.Stderr, h.cmd.SysProcAttr = env, os.Stderr, &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	in, err := h.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	h.in, h.out = in, bufio.NewScanner(out)
	return h, h.cmd.Start()
}

// do has one command carried out and gives what it printed.
func (h *hand) do(format string, args ...any) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	line := fmt.Sprintf(format, args...)
	if _, err := fmt.Fprintln(h.in, line); err != nil {
		return "", err
	}
	// Each command of xdrive has a limit of its own, well below this one: beyond it the display itself is silent.
	late := time.AfterFunc(3*patience, func() { _ = h.cmd.Process.Signal(syscall.SIGQUIT) }) // it says where it stands
	more := h.out.Scan()
	late.Stop()
	if !more {
		return "", fmt.Errorf("xdrive ended at %q", line)
	}
	answer, rest, _ := strings.Cut(h.out.Text(), " ")
	if answer != "ok" {
		return "", fmt.Errorf("%s: %s", line, rest)
	}
	return rest, nil
}

// all does commands in order, up to the first that fails.
func (h *hand) all(commands ...string) error {
	for _, c := range commands {
		if _, err := h.do("%s", c); err != nil {
			return err
		}
	}
	return nil
}

// ping waits until the window has taken all input so far.
func (h *hand) ping() (time.Duration, error) {
	out, err := h.do("ping")
	if err != nil {
		return 0, err
	}
	ms, err := strconv.Atoi(out)
	return time.Duration(ms) * time.Millisecond, err
}

func (h *hand) close() {
	_ = h.in.Close()
	_ = h.cmd.Wait()
}
