package git

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Commit makes a commit of the names, folders or files, as they are in the work tree, and of nothing else: what is staged besides stays staged.
// Hooks run. When it fails the repository is as it was.
func (r *Repo) Commit(ctx context.Context, message string, names []string) error {
	if err := r.unlocked(ctx); err != nil {
		return err
	}
	index, before, err := r.index(ctx)
	if err != nil {
		return err
	}
	s, err := r.Status(ctx, names...)
	if err != nil {
		return err
	}
	var fresh []string
	for _, c := range s.Changes {
		if c.Untracked {
			fresh = append(fresh, c.Name)
		}
	}
	if len(fresh) > 0 { // git commits only what it has heard of
		if _, err := r.work(ctx, fresh, "add", "--intent-to-add"); err != nil {
			return r.lockError(err)
		}
	}
	after, _ := os.ReadFile(index)
	if _, err := r.work(ctx, names, "commit", "--only", "--quiet", "--cleanup=strip", "-m", message); err != nil {
		return errors.Join(r.lockError(err), r.restore(index, before, after))
	}
	return nil
}

// index gives the file of git's index and what is in it; nothing before the first add.
func (r *Repo) index(ctx context.Context) (path string, data []byte, err error) {
	out, err := r.look(ctx, "rev-parse", "--git-path", "index")
	if err != nil {
		return "", nil, err
	}
	path = filepath.FromSlash(strings.TrimRight(string(out), "\n"))
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.Top, path)
	}
	data, err = os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return path, data, err
}

// restore puts the index back as it was before, unless another program, or a hook, has changed it since after was read.
func (r *Repo) restore(index string, before, after []byte) error {
	if bytes.Equal(before, after) {
		return nil
	}
	lock, err := os.OpenFile(index+".lock", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	undo := func(err error) error { return errors.Join(err, lock.Close(), os.Remove(index+".lock")) }
	if now, err := os.ReadFile(index); err != nil || !bytes.Equal(now, after) {
		return undo(err)
	}
	if before == nil {
		return undo(os.Remove(index))
	}
	if _, err := lock.Write(before); err != nil {
		return undo(err)
	}
	if err := lock.Close(); err != nil {
		return err
	}
	return os.Rename(index+".lock", index)
}

// lockError tells a foreign lock from other failures.
func (r *Repo) lockError(err error) error {
	var ge *Error
	if _, locked := r.locked(); locked && errors.As(err, &ge) && strings.Contains(ge.Stderr, "index.lock") {
		return errors.Join(ErrLocked, err)
	}
	return err
}

// Fetch asks the other side for what is new. Nothing of the work tree changes.
func (r *Repo) Fetch(ctx context.Context, s *Status) error {
	remote, _, err := r.target(ctx, s)
	if err != nil {
		return err
	}
	_, err = r.work(ctx, nil, "fetch", "--quiet", "--", remote)
	return err
}

// target is the remote that a branch follows, and the ref there.
func (r *Repo) target(ctx context.Context, s *Status) (remote, ref string, err error) {
	get := func(key string) (string, error) {
		out, err := r.look(ctx, "config", "--get", "branch."+s.Branch+"."+key)
		return strings.TrimRight(string(out), "\n"), err
	}
	if remote, err = get("remote"); err != nil {
		return "", "", err
	}
	ref, err = get("merge")
	return remote, ref, err
}

// FastForward takes over what the other side has more. It changes nothing when this side has commits of its own, or when files that are not
// committed stand in the way: false then.
func (r *Repo) FastForward(ctx context.Context, s *Status) (bool, error) {
	if err := r.unlocked(ctx); err != nil {
		return false, err
	}
	_, err := r.work(ctx, nil, "merge", "--ff-only", "--quiet", s.Upstream)
	var exit *exec.ExitError
	if errors.As(err, &exit) && ctx.Err() == nil {
		return false, nil
	}
	return err == nil, err
}

// Merge joins the commits of both sides. It is worked out beside the work tree, which then goes forward to it: nothing is ever half merged, and
// what is staged stays staged. With [ErrConflict], and when files that are not committed stand in the way, everything is as it was before it.
func (r *Repo) Merge(ctx context.Context, s *Status) error {
	if err := r.unlocked(ctx); err != nil {
		return err
	}
	out, err := r.work(ctx, nil, "merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", s.Head, s.Upstream)
	fields := strings.Split(strings.TrimRight(string(out), "\x00"), "\x00")
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() == 1 && ctx.Err() == nil:
		return &Error{Op: "merge", Stderr: strings.Join(split([]byte(strings.Join(fields[1:], "\x00"))), ", "), Err: ErrConflict}
	case errors.As(err, &exit) && exit.ExitCode() == 129: // a git before 2.38 knows no such option
		return r.mergeHere(ctx, s)
	case err != nil:
		return err
	}
	out, err = r.work(ctx, nil, "commit-tree", "-p", s.Head, "-p", s.Upstream, "-m", "Merge "+s.Upstream, fields[0])
	if err != nil {
		return err
	}
	_, err = r.work(ctx, nil, "merge", "--ff-only", "--quiet", strings.TrimSpace(string(out)))
	return err
}

// mergeHere is Merge in the work tree, where a conflict is taken back.
func (r *Repo) mergeHere(ctx context.Context, s *Status) error {
	_, err := r.work(ctx, nil, "merge", "--no-edit", "--quiet", s.Upstream)
	if err == nil || r.Doing() != "merge" { // it did not begin
		return err
	}
	conflicts, _ := r.look(ctx, "diff", "--name-only", "--diff-filter=U", "-z")
	if _, aborted := r.work(context.WithoutCancel(ctx), nil, "merge", "--abort"); aborted != nil { // also when it was called off
		return errors.Join(err, aborted)
	}
	if names := split(conflicts); len(names) > 0 {
		return &Error{Op: "merge", Stderr: strings.Join(names, ", "), Err: ErrConflict}
	}
	return err
}

// Push sends the commits of the branch to the one that it follows. [ErrRejected] when the other side has more commits, or a rule against it.
func (r *Repo) Push(ctx context.Context, s *Status) error {
	remote, ref, err := r.target(ctx, s)
	if err != nil {
		return err
	}
	out, err := r.work(ctx, nil, "push", "--porcelain", "--", remote, "refs/heads/"+s.Branch+":"+ref)
	var ge *Error
	if errors.As(err, &ge) && bytes.Contains(out, []byte("\n!\t")) { // a line of the ref, with why
		ge.Err = ErrRejected
		if strings.TrimSpace(ge.Stderr) == "" {
			ge.Stderr = string(out)
		}
	}
	return err
}
