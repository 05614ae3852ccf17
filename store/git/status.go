package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A Status is what git says of a work tree, or of some names of it.
type Status struct {
	Head     string // the commit; empty before the first one
	Branch   string // empty where none is checked out
	Upstream string // the branch that it follows, such as origin/main; empty for none
	// Ahead and Behind count the commits that only this side has, and only the other one had when it was last asked. Known is false where that
	// is not known: without an upstream, or before it was ever asked.
	Ahead, Behind int
	Known         bool
	Changes       []Change // in git's order
}

// A Change is a file that is not as in the last commit.
type Change struct {
	Name      string // with slashes, from the top
	Old       string // of a renamed one
	Untracked bool
	Ignored   bool
	Conflict  bool // a merge could not put the sides together
	Staged    bool // git's index has another version than the last commit
	Deleted   bool // it is not in the work tree
	Submodule bool
}

// Status asks about some names, of folders or files, or about all when there are none.
func (r *Repo) Status(ctx context.Context, names ...string) (*Status, error) {
	args := []string{"status", "--porcelain=v2", "-z", "--branch", "--untracked-files=all", "--ignored=matching", "--no-renames", "--"}
	out, err := r.look(ctx, append(args, names...)...)
	if err != nil {
		return nil, err
	}
	return parseStatus(out)
}

// parseStatus reads git status --porcelain=v2 -z --branch.
func parseStatus(out []byte) (*Status, error) {
	s := &Status{}
	fields := strings.Split(string(out), "\x00")
	for i := 0; i < len(fields); i++ {
		line := fields[i]
		kind, rest, _ := strings.Cut(line, " ")
		bad := func() error { return &Error{Op: "status", Err: fmt.Errorf("unexpected answer %q", line)} }
		switch kind {
		case "":
		case "#":
			s.header(rest)
		case "1", "u", "2":
			n := map[string]int{"1": 8, "u": 10, "2": 9}[kind]
			parts := strings.SplitN(rest, " ", n)
			if len(parts) < n || len(parts[0]) != 2 {
				return nil, bad()
			}
			c := Change{
				Name: parts[n-1], Conflict: kind == "u", Staged: parts[0][0] != '.', Deleted: parts[0][1] == 'D' || parts[0] == "D.",
				Submodule: strings.HasPrefix(parts[1], "S"),
			}
			if kind == "2" {
				if i++; i == len(fields) {
					return nil, bad()
				}
				c.Old = fields[i]
			}
			s.Changes = append(s.Changes, c)
		case "?", "!":
			s.Changes = append(s.Changes, Change{Name: rest, Untracked: kind == "?", Ignored: kind == "!"})
		default:
			return nil, bad()
		}
	}
	return s, nil
}

func (s *Status) header(line string) {
	key, value, _ := strings.Cut(line, " ")
	switch key {
	case "branch.oid":
		if value != "(initial)" {
			s.Head = value
		}
	case "branch.head":
		if value != "(detached)" {
			s.Branch = value
		}
	case "branch.upstream":
		s.Upstream = value
	case "branch.ab":
		ahead, behind, _ := strings.Cut(value, " ")
		a, err1 := strconv.Atoi(strings.TrimPrefix(ahead, "+"))
		b, err2 := strconv.Atoi(strings.TrimPrefix(behind, "-"))
		if err1 == nil && err2 == nil {
			s.Ahead, s.Behind, s.Known = a, b, true
		}
	}
}

// Unsent names the files that commits of this side alone change: the other side has them otherwise, or not at all.
func (r *Repo) Unsent(ctx context.Context, s *Status, names ...string) ([]string, error) {
	if !s.Known || s.Ahead == 0 {
		return nil, nil
	}
	args := []string{"log", "--format=", "--name-only", "--no-renames", "-m", "-z", s.Upstream + ".." + s.Head, "--"}
	out, err := r.look(ctx, append(args, names...)...)
	if err != nil {
		return nil, err
	}
	return split(out), nil
}

// Tracked names the files of the last commit.
func (r *Repo) Tracked(ctx context.Context, s *Status, names ...string) ([]string, error) {
	if s.Head == "" {
		return nil, nil
	}
	out, err := r.look(ctx, append([]string{"ls-tree", "-r", "-z", "--name-only", "--full-tree", s.Head, "--"}, names...)...)
	if err != nil {
		return nil, err
	}
	return split(out), nil
}

// split takes a list of names apart, each of them once.
func split(out []byte) []string {
	var names []string
	seen := map[string]bool{}
	for _, n := range bytes.Split(out, []byte{0}) {
		if name := strings.TrimLeft(string(n), "\n"); name != "" && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

// Content is what a commit has under a name; nil where it has nothing.
func (r *Repo) Content(ctx context.Context, commit, name string) ([]byte, error) {
	if commit == "" {
		return nil, nil
	}
	out, err := r.look(ctx, "cat-file", "blob", commit+":"+name)
	var ge *Error
	if errors.As(err, &ge) && ctx.Err() == nil {
		return nil, nil //nolint:nilerr // git says "not there" and "not a file" alike
	}
	return out, err
}

// Object identifies what the last commit has under a name, a file or a folder: equal content has an equal one. Empty where there is nothing.
func (r *Repo) Object(ctx context.Context, s *Status, name string) (string, error) {
	if s.Head == "" {
		return "", nil
	}
	out, err := r.look(ctx, "ls-tree", "-z", "--full-tree", "--object-only", s.Head, "--", name)
	return strings.Trim(string(out), "\x00\n"), err
}
