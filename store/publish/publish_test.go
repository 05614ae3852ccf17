//go:build unix

package publish_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"lanyard/store/check"
	"lanyard/store/git"
	"lanyard/store/publish"
)

// TestOnlyThePostIsSent: what is staged, changed or unknown besides is as before, and the other side has the post and nothing else.
func TestOnlyThePostIsSent(t *testing.T) {
	s := newSite(t)
	s.dirty()
	if got := s.word(); got != publish.NotKept {
		t.Errorf("before: %s", got)
	}
	p := s.plan(true)
	if p.Message != "Update: A" || len(p.Files) != 2 || len(p.Stops) > 0 {
		t.Errorf("%q, %v, %v", p.Message, p.Files, p.Stops)
	}
	before := s.files()
	done, err := p.Run(t.Context(), p.Message, nil)
	if err != nil || done.Word != publish.Sent || s.word() != publish.Sent {
		t.Fatalf("%v, %v, %s", done, err, s.word())
	}
	s.others()
	if s.files() != before {
		t.Error("a file of the work tree is another one")
	}
	got := s.in(s.remote, "show", "-z", "--format=%s", "--name-only", "main")
	if want := "Update: A\x00\ncontent/a/-x 你\"好.jpg\x00content/a/index.md\x00"; got != want {
		t.Errorf("the other side got %q, want %q", got, want)
	}
	if !s.plan(true).Nothing() {
		t.Error("there is still something to do")
	}
}

func TestKeptIsNotSent(t *testing.T) {
	s := newSite(t)
	s.dirty()
	done, err := s.plan(false).Run(t.Context(), "message", nil)
	if err != nil || done.Word != publish.Kept || s.word() != publish.Kept {
		t.Fatalf("%v, %v, %s", done, err, s.word())
	}
	s.others()
	if p := s.plan(true); p.Nothing() || len(p.Files) > 0 {
		t.Errorf("sending what is kept is nothing: %v", p.Files)
	}
	if done, err = s.run(); err != nil || done.Word != publish.Sent {
		t.Errorf("%v, %v", done, err)
	}
}

// TestWhatTheOtherSideHasIsTakenOver: fast forward, a merge, and a fast forward that a changed file stands in the way of.
func TestWhatTheOtherSideHasIsTakenOver(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		kept             bool // this side has a commit of its own
	}{
		{"ahead", "content/c/index.md", "theirs\n", false},
		{"ahead in another place of the post", "content/a/index.md", "---\ntitle: A\n---\n\ntheirs\n\ntwo\n\nthree\n", false},
		{"both", "content/c/index.md", "theirs\n", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t)
			s.dirty()
			s.theirs(c.file, c.text)
			s.write("content/a/index.md", "---\ntitle: A\n---\n\none\n\ntwo\n\nthree\n\nmine\n")
			if c.kept {
				if _, err := s.plan(false).Run(t.Context(), "message", nil); err != nil {
					t.Fatal(err)
				}
			}
			done, err := s.run()
			if err != nil || done.Word != publish.Sent {
				t.Fatalf("%v, %v", done, err)
			}
			s.others()
			all := s.in(s.remote, "show", "main:"+c.file) + s.in(s.remote, "show", "main:content/a/index.md")
			for _, want := range []string{"theirs", "mine"} {
				if !strings.Contains(all, want) {
					t.Errorf("the other side lacks %q", want)
				}
			}
		})
	}
}

// failures are the bad days. What is prepared stops, or what is run fails; the state is that of before, or with kept that of the commit.
var failures = []struct {
	name  string
	setup func(s *site)
	stop  string // what the plan says
	err   error  // what the run says
	says  string // part of its text
	kept  bool
}{
	{name: "no branch", setup: func(s *site) { s.git("checkout", "--quiet", "--detach") }, stop: "no branch is checked out"},
	{name: "no upstream", setup: func(s *site) { s.git("branch", "--unset-upstream") }, stop: "follows no other one"},
	{name: "a merge in progress", setup: func(s *site) {
		s.git("stash", "--quiet")
		s.git("checkout", "--quiet", "-b", "x")
		s.write("content/a/index.md", "x\n")
		s.git("commit", "--quiet", "-am", "x")
		s.git("checkout", "--quiet", "main")
		s.write("content/a/index.md", "y\n")
		s.git("commit", "--quiet", "-am", "y")
		_ = exec.Command("git", "-C", s.top, "merge", "x").Run()
	}, stop: "a merge was begun"},
	{name: "a conflict", setup: func(s *site) {
		s.theirs("content/a/index.md", "---\ntitle: A\n---\n\none\n\ntheirs\n\nthree\n")
	}, err: git.ErrConflict, says: "content/a/index.md", kept: true},
	{name: "the other side refuses", setup: func(s *site) { s.hook(s.remote, "pre-receive", "echo no entry >&2; exit 1\n") }, err: git.ErrRejected, says: "no entry", kept: true},
	{name: "another program's lock", setup: func(s *site) { s.writeLock() }, err: git.ErrLocked, says: "index.lock"},
	{name: "a hook refuses", setup: func(s *site) { s.hook(filepath.Join(s.top, ".git"), "pre-commit", "echo not today >&2; exit 1\n") }, err: errAny, says: "not today"},
	{name: "the other side is gone", setup: func(s *site) {
		if err := os.RemoveAll(s.remote); err != nil {
			s.t.Fatal(err)
		}
	}, err: errAny, says: "nothing was done"},
	{name: "no such host", setup: func(s *site) {
		s.git("config", "core.sshCommand", "echo nobody knows the host >&2; exit 255; :")
		s.git("remote", "set-url", "origin", "ssh://nowhere.invalid/x.git")
	}, err: errAny, says: "nobody knows the host"},
	{name: "too large", setup: func(s *site) {
		if err := os.Truncate(s.repo.Path("content/a/-x 你\"好.jpg"), 101<<20); err != nil {
			s.t.Fatal(err)
		}
	}, stop: "hosts refuse more than 100"},
	{name: "ignored", setup: func(s *site) {
		s.git("rm", "--quiet", "--cached", "-r", "content/a")
		s.git("commit", "--quiet", "-m", "gone")
		s.write(".git/info/exclude", "content/a/\n")
	}, stop: "left out by a rule"},
}

func (s *site) writeLock() { s.write(".git/index.lock", "") }

func TestABadDayLeavesEverythingAsItWas(t *testing.T) {
	for _, c := range failures {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t)
			s.dirty()
			c.setup(s)
			before, files := s.state(), s.files()
			p := s.plan(true)
			if stops := strings.Join(p.Stops, "\n"); c.stop == "" && stops != "" || !strings.Contains(stops, c.stop) {
				t.Errorf("stops: %q, want %q", stops, c.stop)
			}
			_, err := p.Run(t.Context(), "message", nil)
			switch {
			case err == nil:
				t.Fatal("it went through")
			case c.stop != "" && !errors.Is(err, publish.ErrStopped), c.err != nil && c.err != errAny && !errors.Is(err, c.err), !strings.Contains(err.Error(), c.says):
				t.Errorf("it says %v", err)
			}
			if s.files() != files {
				t.Errorf("a file of the work tree is another one:\n%s\n%s", files, s.files())
			}
			if c.kept {
				if s.others(); s.word() != publish.Kept || s.repo.Doing() != "" {
					t.Errorf("the post is %s, doing %q", s.word(), s.repo.Doing())
				}
			} else if after := s.state(); after != before {
				t.Errorf("before:\n%s\nafter:\n%s", before, after)
			}
			if c.err == git.ErrLocked {
				if _, err := os.Stat(filepath.Join(s.top, ".git", "index.lock")); err != nil {
					t.Error("the lock is gone")
				}
			}
		})
	}
}

func TestWithoutGitOrRepository(t *testing.T) {
	dir := t.TempDir()
	if _, err := exec.LookPath("git"); err == nil {
		if _, err := git.Find(t.Context(), dir); !errors.Is(err, git.ErrNoRepo) {
			t.Errorf("without a repository: %v", err)
		}
	}
	t.Setenv("PATH", dir)
	if _, err := git.Find(t.Context(), dir); !errors.Is(err, git.ErrNoGit) {
		t.Errorf("without git: %v", err)
	}
}

// TestTheFirstCommitAndOddWorkTrees: a branch without a commit, a shallow clone, a second work tree and a submodule are as good as any other.
func TestTheFirstCommitAndOddWorkTrees(t *testing.T) {
	kept := func(t *testing.T, s *site, top string, send bool) {
		t.Helper()
		r, err := git.Find(t.Context(), top)
		if err != nil {
			t.Fatal(err)
		}
		p, err := publish.Prepare(t.Context(), r, []publish.Post{{Path: filepath.Join(top, "content", "a", "index.md")}}, send)
		if err != nil {
			t.Fatal(err)
		}
		if done, err := p.Run(t.Context(), "message", nil); err != nil || done.Commit == "" {
			t.Errorf("%v, %v, %v", done, err, p.Stops)
		}
	}
	put := func(t *testing.T, top string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Join(top, "content", "a"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(top, "content", "a", "index.md"), []byte(fmt.Sprintln("x", t.Name())), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("unborn", func(t *testing.T) {
		s := newSite(t)
		top := filepath.Join(t.TempDir(), "new")
		s.in(s.top, "init", "--quiet", top)
		put(t, top)
		kept(t, s, top, false)
	})
	t.Run("shallow", func(t *testing.T) {
		s := newSite(t)
		s.theirs("content/c/index.md", "c\n")
		top := filepath.Join(t.TempDir(), "shallow")
		s.in(s.top, "clone", "--quiet", "--depth=1", "file://"+s.remote, top)
		put(t, top)
		kept(t, s, top, true)
	})
	t.Run("work tree", func(t *testing.T) {
		s := newSite(t)
		top := filepath.Join(t.TempDir(), "second")
		s.git("worktree", "add", "--quiet", "-b", "second", top)
		put(t, top)
		kept(t, s, top, false)
		if s.git("status", "--porcelain") != "" {
			t.Error("the first work tree has changes")
		}
	})
	t.Run("submodule", func(t *testing.T) {
		s := newSite(t)
		s.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", s.remote, "sub")
		top := filepath.Join(s.top, "sub")
		s.in(top, "checkout", "--quiet", "-B", "main", "--track", "origin/main")
		put(t, top)
		kept(t, s, top, true)
	})
	t.Run("line ends", func(t *testing.T) {
		s := newSite(t)
		s.git("config", "core.autocrlf", "true")
		s.write("content/a/index.md", "---\r\ntitle: A\r\n---\r\n\r\nmine\r\n")
		if done, err := s.run(); err != nil || done.Word != publish.Sent {
			t.Fatalf("%v, %v", done, err)
		}
		if got := s.in(s.remote, "show", "main:content/a/index.md"); strings.Contains(got, "\r") {
			t.Errorf("git has %q", got)
		}
	})
}

// TestAHangingHookEndsWithTheRun, with all that it started, also when it does not listen.
func TestAHangingHookEndsWithTheRun(t *testing.T) {
	s := newSite(t)
	s.dirty()
	pid := filepath.Join(t.TempDir(), "pid")
	s.hook(filepath.Join(s.top, ".git"), "pre-commit", "trap '' TERM\necho $$ > '"+pid+".new' && mv '"+pid+".new' '"+pid+"'\nsleep 100 & wait\n")
	before := s.state()
	ctx, cancel := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	wait.Go(func() {
		for ctx.Err() == nil {
			if _, err := os.Stat(pid); err == nil {
				cancel()
			}
		}
	})
	_, err := s.plan(true).Run(ctx, "message", nil)
	cancel()
	wait.Wait()
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it says %v", err)
	}
	if after := s.state(); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	data, err := os.ReadFile(pid)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if _, err := fmt.Sscan(string(data), &n); err != nil {
		t.Fatal(err)
	}
	if running(n) {
		t.Errorf("the hook %d is still there", n)
	}
}

// running reports whether a process does something still. One that is dead and waits for its parent does not.
func running(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, state, _ := strings.Cut(string(data), ") ")
	return !strings.HasPrefix(state, "Z")
}

// TestQuestionsAreHandedOver: git's question for a name and ssh's for a host come here, and no answer ends in an error, not in a wait.
func TestQuestionsAreHandedOver(t *testing.T) {
	s := newSite(t)
	s.dirty()
	before := s.state()
	var got string
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name, secret, ok := r.BasicAuth(); ok {
			got = name + ":" + secret
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="x"`)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	defer host.Close()
	s.git("remote", "set-url", "origin", host.URL+"/x.git")
	ask := func(answer string, ok bool) (prompts string, err error) {
		var mu sync.Mutex
		s.repo.Ask = func(_ context.Context, prompt string) (string, bool) {
			mu.Lock()
			defer mu.Unlock()
			prompts += prompt + "\n"
			return answer, ok
		}
		_, err = s.run()
		return prompts, err
	}
	if prompts, err := ask("me", true); err == nil || got != "me:me" || !strings.Contains(prompts, "Username for") || !strings.Contains(prompts, "Password for") {
		t.Errorf("asked %q; the host got %q: %v", prompts, got, err)
	}
	if prompts, err := ask("", false); err == nil || !strings.Contains(prompts, "Username for") {
		t.Errorf("refused: asked %q: %v", prompts, err)
	}
	s.git("remote", "set-url", "origin", "ssh://nowhere.invalid/x.git")
	s.git("config", "core.sshCommand", `if [ "$("$SSH_ASKPASS" "Are you sure (yes/no)?")" != yes ]; then echo unknown host >&2; exit 255; fi; echo known >&2; exit 1; :`)
	if prompts, err := ask("no", true); err == nil || !strings.Contains(prompts, "Are you sure") || !strings.Contains(err.Error(), "unknown host") {
		t.Errorf("an unknown host: asked %q: %v", prompts, err)
	}
	if _, err := ask("yes", true); err == nil || !strings.Contains(err.Error(), "known") || strings.Contains(err.Error(), "unknown") {
		t.Errorf("a known host: %v", err)
	}
	s.git("remote", "set-url", "origin", s.remote)
	s.git("config", "--unset", "core.sshCommand")
	if after := s.state(); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

// TestTheNetworkMayGoHalfWay: what was kept stays kept, and is sent the next time.
func TestTheNetworkMayGoHalfWay(t *testing.T) {
	s := newSite(t)
	s.dirty()
	_, err := s.plan(true).Run(t.Context(), "message", func(step publish.Step) {
		if step == publish.Keeping {
			if err := os.Rename(s.remote, s.remote+".gone"); err != nil {
				t.Error(err)
			}
		}
	})
	if err == nil || !strings.Contains(err.Error(), "kept on this computer, not sent") || s.word() != publish.Kept {
		t.Errorf("%v, %s", err, s.word())
	}
	if err := os.Rename(s.remote+".gone", s.remote); err != nil {
		t.Fatal(err)
	}
	if done, err := s.run(); err != nil || done.Word != publish.Sent {
		t.Errorf("%v, %v", done, err)
	}
	s.others()
}

// TestACheckStopsIt: drafts, dates in the future and errors do, warnings are told.
func TestACheckStopsIt(t *testing.T) {
	s := newSite(t)
	s.dirty()
	before := s.state()
	for _, c := range []struct {
		finding check.Finding
		stops   bool
	}{
		{check.Finding{Path: "a", Severity: check.Warning, Code: check.CodeDraft}, true},
		{check.Finding{Path: "a", Severity: check.Warning, Code: check.CodeFuture}, true},
		{check.Finding{Path: "a", Severity: check.Error, Code: check.CodeMissing}, true},
		{check.Finding{Path: "a", Severity: check.Error, Code: check.CodeConflict}, true},
		{check.Finding{Path: "a", Severity: check.Warning, Code: check.CodeAlt}, false},
		{check.Finding{Path: "a", Severity: check.Info, Code: check.CodeAlt}, false},
	} {
		posts := s.posts("a")
		posts[0].Found = []check.Finding{c.finding}
		p, err := publish.Prepare(t.Context(), s.repo, posts, true)
		if err != nil {
			t.Fatal(err)
		}
		if (len(p.Stops) > 0) != c.stops || len(p.Warns) > 0 != (!c.stops && c.finding.Severity == check.Warning) {
			t.Errorf("%v: stops %v, warnings %v", c.finding, p.Stops, p.Warns)
		}
		if c.stops {
			if _, err := p.Run(t.Context(), "message", nil); !errors.Is(err, publish.ErrStopped) || s.state() != before {
				t.Errorf("%v: it ran: %v", c.finding, err)
			}
		}
	}
}

// TestAKillLeavesTheOldOrTheNew at any moment of a publishing.
func TestAKillLeavesTheOldOrTheNew(t *testing.T) {
	kills := 16
	if testing.Short() {
		kills = 4
	}
	for i := range kills {
		s := newSite(t)
		s.theirs("content/c/index.md", "c\n")
		s.dirty()
		files := s.files()
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "LANYARD_TEST_PUBLISH="+s.top)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(time.Duration(i)*400*time.Millisecond/time.Duration(kills), func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		kill.Stop()
		for deadline := time.Now().Add(20 * time.Second); busy(s.top) && time.Now().Before(deadline); { // git ends what it is at
		}
		if got := strings.Replace(s.files(), "\"/content/c/index.md\" \"c\\n\"\n", "", 1); got != files {
			t.Fatalf("kill %d: the work tree is\n%s\nwant\n%s", i, got, files)
		}
		if doing := s.repo.Doing(); doing != "" {
			t.Errorf("kill %d: a %s is not ended", i, doing)
		}
		staged := s.git("diff", "--cached", "--name-only")
		if staged != "staged.md\n" {
			t.Errorf("kill %d: staged is %q", i, staged)
		}
		if done, err := s.run(); err != nil || done.Word != publish.Sent { // and it goes on as if nothing had been
			t.Errorf("kill %d: afterwards %v, %v", i, done, err)
		}
		s.others()
	}
}

// busy reports whether a git still works below a folder.
func busy(top string) bool {
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join("/proc", e.Name(), "cmdline"))
		if err == nil && strings.Contains(string(data), top) && strings.HasPrefix(string(data), "/") && strings.Contains(string(data), "git\x00") && running(atoi(e.Name())) {
			return true
		}
	}
	_, err := os.Stat(filepath.Join(top, ".git", "index.lock"))
	return err == nil
}

func atoi(s string) int {
	n := 0
	_, _ = fmt.Sscan(s, &n)
	return n
}
