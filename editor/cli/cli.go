// Package cli owns the commands of Lanyard that need no window. It reads and
// writes through package store and never shows anything but text.
//
// A command does all of what was asked or writes nothing; only adding photos
// takes each photo by itself. Everything runs on the caller's goroutine, save for
// what the packages below start and end; an interrupt cancels the command, which
// then removes what it had begun.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"lanyard/assets/typeset"
	"lanyard/store"
)

// The exit codes, DESIGN §4.
const (
	exitDone  = 0
	exitFound = 1 // the work found something wrong
	exitUsage = 2
	exitIO    = 3
)

// Env is what a run of the command line gets from its process.
type Env struct {
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Version string
	Window  func(paths []string) int // opens the window and returns the exit code
	Now     func() time.Time         // nil means time.Now
	// Fonts are those that come with the program, asked for when something is
	// drawn; nil leaves those of the system.
	Fonts func() []typeset.Font
	Hugo  func(context.Context) string // version of the installed Hugo; nil means hugo.Version
}

// Main runs what args, without the program's name, ask for and returns the exit
// code. Without a command the window opens on the paths given.
func Main(args []string, env Env) int {
	if env.Now == nil {
		env.Now = time.Now
	}
	if code, done := asksFor(args, env); done {
		return code
	}
	name, rest := "", args
	if len(args) > 0 {
		name, rest = args[0], args[1:]
	}
	switch name {
	case "-h", "--help", "-help":
		name = "help"
	case "--version", "-version", "-v":
		name = "version"
	}
	cmd, rest := find(name, rest)
	if cmd == nil {
		return window(args, env)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	out := &sticky{w: env.Stdout}
	c := &call{ctx: ctx, env: env, cmd: cmd, out: out}
	err := c.parse(rest)
	if err == nil && c.has("help") {
		c.usage(out)
	} else if err == nil {
		err = cmd.run(c)
	}
	if err == nil && out.err != nil && !errors.Is(out.err, syscall.EPIPE) {
		err = store.Wrap("write to", "standard output", out.err)
	}
	return c.report(err)
}

func window(args []string, env Env) int {
	for _, a := range args {
		if strings.HasPrefix(a, "-") && a != "-" {
			fmt.Fprintf(env.Stderr, "lanyard: unknown option %q; \"lanyard help\" lists the commands\n", a)
			return exitUsage
		}
	}
	for _, a := range args { // a mistyped command is not a missing folder
		if _, err := os.Stat(a); err != nil {
			if !strings.ContainsAny(a, `/\.`) && a == args[0] {
				fmt.Fprintf(env.Stderr, "lanyard: %q is no command and no folder; \"lanyard help\" lists the commands\n", a)
				return exitUsage
			}
			fmt.Fprintf(env.Stderr, "lanyard: %v\n", store.Wrap("open", a, err))
			return exitIO
		}
	}
	return env.Window(args)
}

// call is one run of one command.
type call struct {
	swept map[string]bool // folders without temporary files of killed programs
	ctx   context.Context
	env   Env
	cmd   *command
	out   io.Writer
	args  []string
	flags map[string][]string
}

// usageError is wrong usage: exit code 2.
type usageError struct{ msg string }

func (e *usageError) Error() string { return e.msg }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// errFound ends a command whose findings are printed already: exit code 1.
var errFound = errors.New("something was found")

// report prints an error and gives its exit code. A joined error is a line for
// each of its parts.
func (c *call) report(err error) int {
	if err == nil {
		return exitDone
	}
	code := exitDone
	for _, e := range parts(err) {
		code = max(code, c.reportOne(e))
	}
	return code
}

func parts(err error) []error {
	if j, ok := err.(interface{ Unwrap() []error }); ok {
		var out []error
		for _, e := range j.Unwrap() {
			out = append(out, parts(e)...)
		}
		return out
	}
	return []error{err}
}

func (c *call) reportOne(err error) int {
	if errors.Is(err, errFound) {
		return exitFound
	}
	var u *usageError
	if errors.As(err, &u) {
		fmt.Fprintf(c.env.Stderr, "lanyard: %v\n", err)
		fmt.Fprintf(c.env.Stderr, "usage: %s\n", c.cmd.synopsis())
		return exitUsage
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(c.env.Stderr, "lanyard: interrupted")
		return exitIO
	}
	fmt.Fprintf(c.env.Stderr, "lanyard: %v\n", err)
	return codeOf(err)
}

// codeOf tells what the author can mend in the content from what the system did
// not do.
func codeOf(err error) int {
	var e *store.Error
	if !errors.As(err, &e) {
		return exitIO
	}
	switch e.Kind {
	case store.NotFound, store.Denied, store.ReadOnly, store.NoSpace, store.Other:
		return exitIO
	}
	return exitFound
}

// sticky remembers the first error of writing.
type sticky struct {
	w   io.Writer
	err error
}

func (s *sticky) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(p)
	s.err = err
	return n, err
}

// shown is a path as a person wants to read it: relative where that is shorter
// and does not climb.
func shown(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(wd, path)
	if err != nil || !filepath.IsLocal(rel) {
		return path
	}
	return rel
}

// printed is shown for a line of text: a name with a control character is quoted.
func printed(path string) string { return store.Printable(shown(path)) }

// open opens the folder around a post and loads it.
func (c *call) open(path string) (*store.Folder, *store.Post, error) {
	f, file, err := c.openStore(path)
	if err != nil {
		return nil, nil, err
	}
	if file == "" {
		return nil, nil, store.Fail("open", path, store.NotPost, errors.New("a folder without an index.md, so no post"))
	}
	c.sweep(filepath.Dir(file))
	p, err := f.Load(file)
	return f, p, err
}
