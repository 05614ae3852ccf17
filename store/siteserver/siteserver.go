// Package siteserver owns the run of a site's own Hugo server, which shows the site as it is going to be: with drafts, the theme and all its
// templates.
//
// The server writes into a folder of the cache, never into the site's public/, listens on this computer alone, and ends with the program, even
// when that is killed (on Linux and Windows). [Run] blocks for as long as the server runs; it starts no goroutine.
package siteserver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// ErrNoHugo: there is no hugo on this computer.
var ErrNoHugo = errors.New("hugo is not installed")

// Options say what is served.
type Options struct {
	Program     string // of Hugo; "hugo" on the PATH without
	Site        string // the site's root
	Destination string // a folder of the cache that gets the pages
	Port        int    // zero takes a free one
	Told        func(Event)
}

// Event is what the server told. It comes on the goroutine of [Run].
type Event struct {
	Line    string   // as Hugo wrote it
	URL     string   // the site's address, where it says that it is served
	Problem *Problem // a build that failed; the pages stay as they were
	Built   bool     // a build has ended well
}

// Problem is a build that failed. Path, Line and Col are where, when Hugo tells.
type Problem struct {
	Path    string
	Line    int // from 1
	Col     int // from 1, in bytes
	Message string
}

func (p *Problem) Error() string {
	if p.Path == "" {
		return p.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.Path, p.Line, p.Col, p.Message)
}

// stopping is how long the server has to end after it was asked to.
const stopping = 3 * time.Second

// attempts is how many free ports are tried: another program may take one between the look and the start.
const attempts = 3

// errPort: the port was taken.
var errPort = errors.New("the port is taken")

// Run serves a site until ctx ends, which is no error. The error is a *[Problem] when the site cannot be built at all, [ErrNoHugo], or what the
// server said last.
func Run(ctx context.Context, o Options) error {
	program := o.Program
	if program == "" {
		program = "hugo"
	}
	program, err := exec.LookPath(program)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoHugo, err)
	}
	flags, err := flagsOf(ctx, program)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(o.Destination, 0o700); err != nil {
		return err
	}
	for range attempts {
		port := o.Port
		if port == 0 {
			if port, err = freePort(ctx); err != nil {
				return err
			}
		}
		err = serve(ctx, program, arguments(flags, o, port), o)
		if !errors.Is(err, errPort) || o.Port != 0 {
			break
		}
	}
	if ctx.Err() != nil {
		return nil //nolint:nilerr // it was asked to end
	}
	return err
}

// arguments are those of hugo server. What only some versions have is given where the help has it.
func arguments(flags map[string]bool, o Options, port int) []string {
	args := []string{
		"server", "--source", o.Site, "--destination", o.Destination, "--bind", "127.0.0.1", "--port", strconv.Itoa(port), "--buildDrafts", "--buildFuture",
	}
	// In memory a large site takes gigabytes. Old versions keep it there unless told otherwise, new ones write to the disk; none writes a lock
	// into the site.
	for _, flag := range []string{"renderToDisk", "noBuildLock"} {
		if flags[flag] {
			args = append(args, "--"+flag)
		}
	}
	return args
}

var flag = regexp.MustCompile(`--([A-Za-z]+)`)

// helpTime is how long hugo may take to print its help.
const helpTime = 20 * time.Second

// flagsOf reads which options this version of Hugo has.
func flagsOf(ctx context.Context, program string) (map[string]bool, error) {
	within, cancel := context.WithTimeout(ctx, helpTime)
	defer cancel()
	cmd := exec.CommandContext(within, program, "server", "--help")
	cmd.Dir = os.TempDir() // not a site, whose configuration it would read
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("ask %q for its options: %w: %s", program, err, strings.TrimSpace(string(out)))
	}
	flags := map[string]bool{}
	for _, m := range flag.FindAllSubmatch(out, -1) {
		flags[string(m[1])] = true
	}
	if !flags["destination"] || !flags["port"] {
		return nil, fmt.Errorf("%q is no Hugo that can serve a site", program)
	}
	return flags, nil
}

func freePort(ctx context.Context) (int, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// serve runs one server to its end.
func serve(ctx context.Context, program string, args []string, o Options) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	// The signal of a parent's death comes when the thread ends that started the child, so that this goroutine keeps it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = o.Site
	cmd.Stdout, cmd.Stderr = w, w
	g := &group{cmd: cmd}
	g.prepare()
	var last *time.Timer
	cmd.Cancel = func() error {
		last = time.AfterFunc(stopping, g.kill)
		return g.stop()
	}
	err = cmd.Start()
	w.Close()
	if err != nil {
		return err
	}
	if err := g.started(); err != nil {
		g.kill()
		return errors.Join(err, cmd.Wait())
	}
	l := &listener{told: o.Told}
	said := l.read(r)
	err = cmd.Wait()
	if last != nil {
		last.Stop()
	}
	g.kill() // what it may have started
	g.close()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case l.portTaken:
		return errPort
	case l.problem != nil:
		return l.problem
	case err != nil:
		return fmt.Errorf("hugo ended: %w: %s", err, said)
	}
	return errors.New("hugo ended: " + said)
}

// listener reads what the server writes.
type listener struct {
	told      func(Event)
	problem   *Problem
	portTaken bool
	failed    bool // the build that is under way
}

// maxLine bounds a line of Hugo's, in bytes.
const maxLine = 1 << 20

// read tells of each line until there is no more, and gives the last one that says something.
func (l *listener) read(r *os.File) string {
	last := ""
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		line := strings.TrimRight(lines.Text(), " \r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		last = line
		e := Event{Line: line, URL: served(line), Problem: ProblemIn(line)}
		switch {
		case e.Problem != nil:
			l.problem, l.failed = e.Problem, true
		case strings.HasPrefix(line, "Change detected"):
			l.failed = false
		case strings.HasPrefix(line, "Total in "): // said of a build that failed, too
			e.Built = !l.failed
		}
		l.portTaken = l.portTaken || strings.Contains(line, "address already in use") || strings.Contains(line, "server startup failed")
		if l.told != nil {
			l.told(e)
		}
	}
	return last
}

var servedAt = regexp.MustCompile(`^Web Server is available at (?:https?:)?(//\S+)`)

// served is the address in the line that tells it.
func served(line string) string {
	if m := servedAt.FindStringSubmatch(line); m != nil {
		return "http:" + m[1]
	}
	return ""
}

var (
	failure = regexp.MustCompile(`(?i)^(?:Error:|ERROR)\s+(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\s+)?(.*)`)
	place   = regexp.MustCompile(`"([^"]+?):(\d+):(\d+)": (.*)`)
)

// ProblemIn reads a line of Hugo's that says why a build failed; nil for all others.
func ProblemIn(line string) *Problem {
	m := failure.FindStringSubmatch(line)
	if m == nil {
		return nil
	}
	p := &Problem{Message: strings.TrimSpace(m[1])}
	if at := place.FindStringSubmatch(p.Message); at != nil {
		p.Path, p.Message = at[1], at[4]
		p.Line, _ = strconv.Atoi(at[2]) // digits
		p.Col, _ = strconv.Atoi(at[3])
	}
	return p
}
