package git

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// AskVariable names the socket in the environment of a program that git or ssh started to ask. Such a program, which is this one, hands its
// question over with [HandOver].
const AskVariable = "LANYARD_ASKPASS"

const (
	maxPrompt = 4096 // bytes of a question
	askTime   = 5 * time.Minute
)

// answers makes git and ssh ask by starting this program, and answers what that hands over, until stop. Nobody else can reach the socket, and
// nothing of an answer is kept.
func (r *Repo) answers(ctx context.Context) (env []string, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp("", "lanyard-ask-") // 0700
	if err != nil {
		return nil, nil, err
	}
	socket := filepath.Join(dir, "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	group.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			r.answer(ctx, conn)
		}
	})
	stop = func() {
		cancel()
		_ = l.Close()
		group.Wait()
		_ = os.RemoveAll(dir)
	}
	return []string{AskVariable + "=" + socket, "GIT_ASKPASS=" + self, "SSH_ASKPASS=" + self}, stop, nil
}

func (r *Repo) answer(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(askTime))
	prompt, err := bufio.NewReader(io.LimitReader(conn, maxPrompt)).ReadString(0)
	if err != nil {
		return
	}
	if answer, ok := r.Ask(ctx, strings.TrimSuffix(prompt, "\x00")); ok {
		_, _ = io.WriteString(conn, answer+"\x00")
	}
}

// HandOver gives a question to the program that waits at the socket, and returns its answer. The error says that there is none.
func HandOver(socket, prompt string) (string, error) {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(askTime))
	if len(prompt) > maxPrompt-1 {
		prompt = prompt[:maxPrompt-1]
	}
	if _, err := io.WriteString(conn, strings.ReplaceAll(prompt, "\x00", "")+"\x00"); err != nil {
		return "", err
	}
	answer, err := bufio.NewReader(conn).ReadString(0)
	if err != nil {
		return "", errors.New("no answer")
	}
	return strings.TrimSuffix(answer, "\x00"), nil
}
