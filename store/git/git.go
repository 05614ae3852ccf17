// Package git owns the way to the git program: what it says of a repository, and the few things that publishing does to one.
//
// Everything is git's own doing, so that hooks, LFS, submodules, worktrees, sparse checkouts, signing and line endings work as on the command
// line: arguments are lists that no shell reads, names are literal, the exit code decides, and what git wrote on its standard error is kept
// whole. Nothing here adds all, forces, rebases or deletes another program's lock. All calls block; any goroutine may make them.
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// What a caller decides on.
var (
	ErrNoGit    = errors.New("git is not installed")
	ErrNoRepo   = errors.New("no Git repository")
	ErrLocked   = errors.New("another program works on the repository")
	ErrConflict = errors.New("both sides changed the same lines")
	ErrRejected = errors.New("the other side did not take it")
)

// An Error is a git that failed.
type Error struct {
	Op     string // the subcommand
	Stderr string // what it said, whole
	Err    error
}

func (e *Error) Error() string {
	if said := strings.TrimSpace(e.Stderr); said != "" {
		if errors.Is(e.Err, ErrConflict) {
			return fmt.Sprintf("git %s: %v: %s", e.Op, e.Err, said)
		}
		return "git " + e.Op + ": " + said
	}
	return fmt.Sprintf("git %s: %v", e.Op, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// How long git may take: to look, and to talk to another computer or run hooks.
const (
	lookTime = 20 * time.Second
	workTime = 10 * time.Minute
)

// A Repo is the work tree that a folder lies in.
type Repo struct {
	Top string // the work tree's own folder, without symbolic links
	Dir string // where git keeps the repository's files, of this work tree
	// Ask answers what git and ssh want to know, such as a password or whether a host is the right one; false for no answer. It runs on
	// another goroutine. Nil: they get no answer, and say what they miss.
	Ask func(ctx context.Context, prompt string) (answer string, ok bool)
}

// Find gives the repository of a folder or of a file's folder. The error is [ErrNoGit] or [ErrNoRepo], or says what is wrong with it.
func Find(ctx context.Context, path string) (*Repo, error) {
	if st, err := os.Stat(path); err != nil {
		return nil, err
	} else if !st.IsDir() {
		path = filepath.Dir(path)
	}
	r := &Repo{Top: path}
	out, err := r.look(ctx, "rev-parse", "--show-toplevel", "--absolute-git-dir")
	if err != nil {
		var ge *Error
		if errors.As(err, &ge) && repositoryless(path) {
			return nil, fmt.Errorf("%w around %q", ErrNoRepo, path)
		}
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(string(out), "\n"), "\n")
	if len(lines) != 2 {
		return nil, &Error{Op: "rev-parse", Err: fmt.Errorf("unexpected answer %q", out)}
	}
	r.Top, r.Dir = filepath.FromSlash(lines[0]), filepath.FromSlash(lines[1])
	return r, nil
}

// repositoryless reports that no folder above path has a .git: git has no exit code for it.
func repositoryless(path string) bool {
	path, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	for {
		if _, err := os.Lstat(filepath.Join(path, ".git")); err == nil {
			return false
		}
		up := filepath.Dir(path)
		if up == path {
			return true
		}
		path = up
	}
}

// Rel is a path as git names it: with slashes, from the top. It must lie in the work tree.
func (r *Repo) Rel(path string) (string, error) {
	real, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(r.Top, filepath.Join(real, filepath.Base(path)))
	if err != nil || !filepath.IsLocal(rel) {
		return "", fmt.Errorf("%q is not in the repository %q", path, r.Top)
	}
	return filepath.ToSlash(rel), nil
}

// Path is the place on the disk of a name of git's.
func (r *Repo) Path(name string) string { return filepath.Join(r.Top, filepath.FromSlash(name)) }

// look runs a git that only reads: it takes no lock, so that it disturbs nobody.
func (r *Repo) look(ctx context.Context, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	return r.run(ctx, nil, []string{"GIT_OPTIONAL_LOCKS=0"}, args...)
}

// work runs a git that changes something, or talks to another computer. names, where given, are what it is about.
func (r *Repo) work(ctx context.Context, names []string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, workTime)
	defer cancel()
	var in []byte
	if names != nil {
		args = append(args, "--pathspec-from-file=-", "--pathspec-file-nul")
		in = []byte(strings.Join(names, "\x00"))
	}
	var env []string
	if r.Ask != nil {
		asked, stop, err := r.answers(ctx)
		if err != nil {
			return nil, err
		}
		defer stop()
		env = asked
	}
	return r.run(ctx, in, env, args...)
}

func (r *Repo) run(ctx context.Context, in []byte, env []string, args ...string) ([]byte, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, ErrNoGit
	}
	cmd := exec.CommandContext(ctx, program, append([]string{"--literal-pathspecs", "-C", r.Top}, args...)...)
	cmd.Env = append(r.environment(), env...)
	cmd.Stdin = bytes.NewReader(in)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	alone(cmd)
	err = cmd.Run()
	if err == nil {
		return out.Bytes(), nil
	}
	if ctx.Err() != nil {
		gone(cmd)
		err = ctx.Err()
		if errors.Is(err, context.DeadlineExceeded) {
			err = errors.New("it took too long")
		}
	}
	return out.Bytes(), &Error{Op: args[0], Stderr: said.String(), Err: err}
}

// environment is the program's own, but for what would lead git elsewhere: a program started from a hook of another repository has such.
func (r *Repo) environment() []string {
	env := []string{"GIT_TERMINAL_PROMPT=0"}
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_COMMON_DIR",
			"GIT_TERMINAL_PROMPT", "GIT_OPTIONAL_LOCKS", "GIT_LITERAL_PATHSPECS", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR",
			"GIT_ASKPASS", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE":
			continue
		}
		env = append(env, v)
	}
	return append(env, "GIT_EDITOR=true", "GIT_ASKPASS=false", "SSH_ASKPASS=false", "SSH_ASKPASS_REQUIRE=force")
}

// locked reports that an index.lock hindered a command, and how old it is.
func (r *Repo) locked() (age time.Duration, ok bool) {
	st, err := os.Stat(filepath.Join(r.Dir, "index.lock"))
	if err != nil {
		return 0, false
	}
	return max(0, time.Since(st.ModTime())), true
}

// lockWait is how long another program's lock is waited for.
const lockWait = 2 * time.Second

// unlocked waits until no other program works on the index. A lock is never taken away: who holds it may be at work.
func (r *Repo) unlocked(ctx context.Context) error {
	tick := time.NewTicker(lockWait / 20)
	defer tick.Stop()
	for begin := time.Now(); ; {
		age, locked := r.locked()
		if !locked {
			return nil
		}
		if time.Since(begin) > lockWait {
			return fmt.Errorf("%w: %q is there, since %v; when no git runs any more, delete it", ErrLocked, filepath.Join(r.Dir, "index.lock"), age.Round(time.Second))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Doing names what was begun in the work tree and not ended, such as "merge"; empty when nothing is.
func (r *Repo) Doing() string {
	for _, x := range []struct{ file, name string }{
		{"MERGE_HEAD", "merge"},
		{"rebase-merge", "rebase"},
		{"rebase-apply", "rebase"},
		{"CHERRY_PICK_HEAD", "cherry-pick"},
		{"REVERT_HEAD", "revert"},
		{"BISECT_LOG", "bisect"},
	} {
		if _, err := os.Lstat(filepath.Join(r.Dir, x.file)); !errors.Is(err, fs.ErrNotExist) {
			return x.name
		}
	}
	return ""
}
