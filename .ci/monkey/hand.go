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
	cmd     *exec.Cmd
	in      io.WriteCloser
	answers chan string // closed when xdrive has ended
	limit   time.Duration
	mu      sync.Mutex
}

// atMost is how long xdrive may take for one command: what it waits for, and the typing on a busy machine.
const atMost = 2 * patience

func newHand(program string, env []string) (*hand, error) {
	h := &hand{cmd: exec.Command(program, "-answers"), answers: make(chan string, 1), limit: atMost}
	h.cmd.Env, h.cmd.Stderr, h.cmd.SysProcAttr = env, os.Stderr, &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	in, err := h.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	h.in = in
	if err := h.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(h.answers)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			h.answers <- lines.Text()
		}
	}()
	return h, nil
}

// do has one command carried out and gives what it printed. An xdrive that does not answer is ended, and says where it stood.
func (h *hand) do(format string, args ...any) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	line := fmt.Sprintf(format, args...)
	if _, err := fmt.Fprintln(h.in, line); err != nil {
		return "", err
	}
	select {
	case text, ok := <-h.answers:
		if !ok {
			return "", fmt.Errorf("xdrive ended at %q", line)
		}
		answer, rest, _ := strings.Cut(text, " ")
		if answer != "ok" {
			return "", fmt.Errorf("%s: %s", line, rest)
		}
		return rest, nil
	case <-time.After(h.limit):
		_ = h.cmd.Process.Signal(syscall.SIGQUIT) // Go's runtime writes the stacks of all goroutines
		return "", fmt.Errorf("xdrive did not answer %q within %v", line, h.limit)
	}
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
	select {
	case <-h.answers: // closed
	case <-time.After(time.Second):
		_ = h.cmd.Process.Kill()
	}
	_ = h.cmd.Wait()
}
