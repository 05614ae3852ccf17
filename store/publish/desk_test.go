//go:build unix

package publish_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lanyard/store/git"
	"lanyard/store/publish"
)

// The test binary is what git and ssh start to ask, and what is killed in the middle.
func TestMain(m *testing.M) {
	if socket := os.Getenv(git.AskVariable); socket != "" && len(os.Args) == 2 {
		answer, err := git.HandOver(socket, os.Args[1])
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(answer)
		os.Exit(0)
	}
	if top := os.Getenv("LANYARD_TEST_PUBLISH"); top != "" {
		err := publishIn(context.Background(), top)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func publishIn(ctx context.Context, top string) error {
	r, err := git.Find(ctx, top)
	if err != nil {
		return err
	}
	p, err := publish.Prepare(ctx, r, []publish.Post{{Path: filepath.Join(top, "content", "a", "index.md"), Title: "A"}}, true)
	if err != nil {
		return err
	}
	_, err = p.Run(ctx, p.Message, nil)
	return err
}

// site is a work tree with a post, another file that is staged, one that is changed and one that git does not know, and the other side.
type site struct {
	t           *testing.T
	top, remote string
	repo        *git.Repo
}

func newSite(t *testing.T) *site {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", home)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	for _, v := range []string{"GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"} {
		t.Setenv(v, "Somebody")
	}
	for _, v := range []string{"GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"} {
		t.Setenv(v, "somebody@example.org")
	}
	s := &site{t: t, top: filepath.Join(home, "site"), remote: filepath.Join(home, "remote.git")}
	s.in(home, "init", "--quiet", "--bare", "--initial-branch=main", s.remote)
	s.in(home, "init", "--quiet", "--initial-branch=main", s.top)
	s.write("hugo.toml", "title = 'x'\n")
	s.write("content/a/index.md", "---\ntitle: A\n---\n\none\n\ntwo\n\nthree\n")
	s.write("content/b/index.md", "---\ntitle: B\n---\n\nb\n")
	s.git("add", "-A")
	s.git("commit", "--quiet", "-m", "first")
	s.git("remote", "add", "origin", s.remote)
	s.git("push", "--quiet", "-u", "origin", "main")
	s.find()
	return s
}

// find asks for the repository anew.
func (s *site) find() {
	s.t.Helper()
	var err error
	if s.repo, err = git.Find(s.t.Context(), s.top); err != nil {
		s.t.Fatal(err)
	}
}

// dirty makes changes around the post that publishing must leave alone, and one of the post with a new photo.
func (s *site) dirty() {
	s.write("content/a/index.md", "---\ntitle: A\n---\n\none\n\nmine\n\nthree\n")
	s.write("content/a/-x 你\"好.jpg", "photo")
	s.write("staged.md", "staged\n")
	s.git("add", "staged.md")
	s.write("content/b/index.md", "---\ntitle: B\n---\n\nchanged\n")
	s.write("loose.md", "loose\n")
}

func (s *site) in(dir string, args ...string) string {
	s.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func (s *site) git(args ...string) string {
	s.t.Helper()
	return s.in(s.top, args...)
}

func (s *site) write(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.top, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// hook writes a hook of a repository.
func (s *site) hook(repo, name, script string) {
	s.t.Helper()
	dir := filepath.Join(repo, "hooks")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		s.t.Fatal(err)
	}
}

// theirs commits a text of somebody else to the other side.
func (s *site) theirs(name, text string) {
	s.t.Helper()
	other := filepath.Join(s.t.TempDir(), "other")
	s.in(filepath.Dir(other), "clone", "--quiet", s.remote, other)
	if err := os.MkdirAll(filepath.Dir(filepath.Join(other, name)), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(other, name), []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
	s.in(other, "add", "-A")
	s.in(other, "commit", "--quiet", "-m", "theirs")
	s.in(other, "push", "--quiet")
}

// state is all that publishing might disturb: files, index, branches, and what was begun.
func (s *site) state() string {
	s.t.Helper()
	var b strings.Builder
	b.WriteString(s.files())
	b.WriteString(s.git("status", "--porcelain=v2", "--branch", "--untracked-files=all"))
	b.WriteString(s.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads"))
	b.WriteString("doing " + s.repo.Doing() + "\n")
	return b.String()
}

// files is the work tree.
func (s *site) files() string {
	s.t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(s.top, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == ".git" {
				return filepath.SkipDir
			}
			return nil
		}
		data, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%q %q\n", strings.TrimPrefix(path, s.top), data)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return b.String()
}

func (s *site) posts(names ...string) []publish.Post {
	var out []publish.Post
	for _, n := range names {
		out = append(out, publish.Post{Path: filepath.Join(s.top, "content", n, "index.md"), Title: strings.ToUpper(n)})
	}
	return out
}

// plan prepares the post a.
func (s *site) plan(send bool) *publish.Plan {
	s.t.Helper()
	p, err := publish.Prepare(s.t.Context(), s.repo, s.posts("a"), send)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// run publishes the post a.
func (s *site) run() (publish.Result, error) {
	s.t.Helper()
	return s.plan(true).Run(s.t.Context(), "message", nil)
}

// others fails unless what is not the post's is as dirty made it.
func (s *site) others() {
	s.t.Helper()
	got := s.git("status", "--porcelain", "--untracked-files=all")
	if want := " M content/b/index.md\nA  staged.md\n?? loose.md\n"; got != want {
		s.t.Errorf("around the post: %q, want %q", got, want)
	}
}

func (s *site) word() publish.Word {
	s.t.Helper()
	v, err := publish.Look(s.t.Context(), s.repo, s.top)
	if err != nil {
		s.t.Fatal(err)
	}
	w, err := v.Word(filepath.Join(s.top, "content", "a"))
	if err != nil {
		s.t.Fatal(err)
	}
	return w
}

var errAny = errors.New("any")
