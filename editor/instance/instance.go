// Package instance owns the rule that one program has a folder: the first one that opens it, until it ends. Another that is asked to
// open the folder hands over what it was asked to show.
//
// Who holds a folder is decided by a lock that the system takes away from a program that ends, however it ends; so nothing that a crash
// leaves behind is in anybody's way. Requests go over a socket in a directory of the user's own, whose place stands in the locked file.
// The package starts no goroutine: the caller runs [Instance.Serve] on one of its own.
package instance

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"
)

// ErrHeld: another program that is running has the folder.
var ErrHeld = errors.New("another program has this folder open")

// ErrSilent: another program has the folder, but does not answer. It may be stopped or busy.
var ErrSilent = errors.New("the program that has this folder open does not answer")

const (
	lockTries  = 5                     // of Acquire, for the moment in which an Ask looks at the lock
	retryDelay = 10 * time.Millisecond // between two looks at a lock
	askTime    = 3 * time.Second       // for the whole of an Ask
	replyTime  = 2 * time.Second       // for one request, on the side of Serve
)

// An Instance is the hold on one folder.
type Instance struct {
	lock     *os.File
	listener *net.UnixListener
}

// Acquire takes the hold on folder for this process, until [Instance.Close] or its end. stateDir is the program's state directory: only
// programs with the same one know of each other. The error is ErrHeld when another running program has the folder; see [Ask].
func Acquire(stateDir, folder string) (*Instance, error) {
	lock, err := takeLock(stateDir, folder)
	if err != nil {
		return nil, fmt.Errorf("hold folder %q: %w", folder, err)
	}
	i := &Instance{lock: lock}
	if err := i.listen(filepath.Base(lock.Name())); err != nil {
		i.Close()
		return nil, fmt.Errorf("hold folder %q: %w", folder, err)
	}
	return i, nil
}

// takeLock opens and locks the folder's lock file. An Ask of another program may have it for a moment.
func takeLock(stateDir, folder string) (*os.File, error) {
	dir := filepath.Join(stateDir, "instance")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, nameOf(stateDir, folder)), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		err = lockFile(f)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, ErrHeld) || try == lockTries {
			f.Close()
			return nil, err
		}
		<-time.After(retryDelay)
	}
}

// nameOf is the same for all ways to write one folder, and short: a socket's path has little more than 100 bytes.
func nameOf(stateDir, folder string) string {
	sum := sha256.Sum256([]byte(canonical(stateDir) + "\x00" + canonical(folder)))
	return hex.EncodeToString(sum[:10])
}

func canonical(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return path
}

// listen opens the socket and writes its place into the locked file. A socket of that name was left by a program that is gone: the lock
// is ours.
func (i *Instance) listen(name string) error {
	dir, err := socketDir()
	if err != nil {
		return err
	}
	path := filepath.Join(dir, name)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return err
	}
	i.listener = l
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	if err := i.lock.Truncate(0); err != nil {
		return err
	}
	_, err = i.lock.WriteAt([]byte(path+"\n"), 0)
	return err
}

// Serve answers other programs until ctx ends or the instance is closed, one after the other, on the calling goroutine. show receives the
// absolute paths that another program was asked to open, possibly none, and should only pass them on.
func (i *Instance) Serve(ctx context.Context, show func(paths []string)) error {
	if err := i.listener.SetDeadline(time.Time{}); err != nil { // a Serve before may have ended
		return nil
	}
	stop := context.AfterFunc(ctx, func() { i.listener.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	for {
		conn, err := i.listener.AcceptUnix()
		switch {
		case ctx.Err() != nil:
			if err == nil {
				conn.Close()
			}
			return nil
		case errors.Is(err, net.ErrClosed):
			return nil
		case err != nil:
			return fmt.Errorf("answer other programs: %w", err)
		}
		answer(conn, show)
	}
}

// answer reads one request. One that is broken gets no reply, and the other side goes its own way.
func answer(conn *net.UnixConn, show func([]string)) {
	defer conn.Close()
	if conn.SetDeadline(time.Now().Add(replyTime)) != nil {
		return
	}
	paths, err := readRequest(conn)
	if err != nil {
		return
	}
	show(paths)
	_, _ = io.WriteString(conn, reply) // the other side sees by itself when this fails
}

// Close gives the folder free and removes the socket.
func (i *Instance) Close() error {
	var err error
	if i.listener != nil {
		err = i.listener.Close() // removes it
	}
	return errors.Join(err, i.lock.Close())
}

// Ask hands paths, made absolute, to the program that has the folder; none only bring up its window. handled is false without an error
// when no running program has the folder. The error is ErrSilent when one has it and does not answer within a few seconds.
func Ask(stateDir, folder string, paths []string) (handled bool, err error) {
	request, err := request(paths)
	if err != nil {
		return false, fmt.Errorf("hand over %q: %w", folder, err)
	}
	file := filepath.Join(stateDir, "instance", nameOf(stateDir, folder))
	end := time.Now().Add(askTime)
	for {
		if place, err := os.ReadFile(file); err != nil {
			if errors.Is(err, os.ErrNotExist) {
				return false, nil
			}
			return false, fmt.Errorf("hand over %q: %w", folder, err)
		} else if send(string(place), request, end) {
			return true, nil
		}
		if free, err := isFree(file); err != nil || free {
			if err != nil {
				err = fmt.Errorf("hand over %q: %w", folder, err)
			}
			return false, err
		}
		if !time.Now().Add(retryDelay).Before(end) {
			return false, fmt.Errorf("hand over %q: %w", folder, ErrSilent)
		}
		<-time.After(retryDelay) // it is just starting, or just ending
	}
}

// isFree reports whether no running program holds the lock.
func isFree(file string) (bool, error) {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return errors.Is(err, os.ErrNotExist), nil
	}
	defer f.Close()
	switch err := lockFile(f); {
	case err == nil:
		return true, nil
	case errors.Is(err, ErrHeld):
		return false, nil
	default:
		return false, err
	}
}

// send reports whether the program behind the socket took the request.
func send(place string, request []byte, end time.Time) bool {
	if len(place) < 2 || place[len(place)-1] != '\n' {
		return false // not written yet
	}
	path := place[:len(place)-1]
	if !ours(filepath.Dir(path)) || !ours(path) {
		return false
	}
	conn, err := net.DialTimeout("unix", path, time.Until(end))
	if err != nil {
		return false
	}
	defer conn.Close()
	if conn.SetDeadline(end) != nil {
		return false
	}
	if _, err := conn.Write(request); err != nil {
		return false
	}
	got := make([]byte, len(reply))
	_, err = io.ReadFull(conn, got)
	return err == nil && string(got) == reply
}
