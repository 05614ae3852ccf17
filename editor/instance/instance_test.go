package instance

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMain makes the test binary a second program when it is asked to: it holds the folder, prints what it is asked to show, and ends
// with its standard input.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == "hold" {
		os.Exit(hold(os.Args[2], os.Args[3]))
	}
	os.Exit(m.Run())
}

func hold(state, folder string) int {
	i, err := Acquire(state, folder)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		defer stop()
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	}()
	fmt.Println("held")
	if err := i.Serve(ctx, func(paths []string) { fmt.Println(strings.Join(paths, "|")) }); err != nil {
		fmt.Println(err)
		return 1
	}
	if i.Close() != nil {
		return 1
	}
	return 0
}

type program struct {
	cmd   *exec.Cmd
	lines *bufio.Scanner
	end   func()
}

func start(t *testing.T, state, folder string, env ...string) *program {
	t.Helper()
	cmd := exec.Command(os.Args[0], "hold", state, folder)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &program{cmd: cmd, lines: bufio.NewScanner(out)}
	p.end = func() {
		in.Close()
		_ = cmd.Wait()
	}
	t.Cleanup(p.end)
	if got := p.line(); got != "held" {
		t.Fatalf("the other program says %q", got)
	}
	return p
}

func (p *program) line() string {
	p.lines.Scan()
	return p.lines.Text()
}

// places gives a state directory and a folder, and directories for sockets of the test's own.
func places(t *testing.T) (state, folder string) {
	t.Helper()
	short, err := os.MkdirTemp("", "i")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(short) })
	state, folder = t.TempDir(), t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", short)
	t.Setenv("TMPDIR", short)
	return state, folder
}

func TestASecondProgramHandsOver(t *testing.T) {
	state, folder := places(t)
	p := start(t, state, folder)
	if _, err := Acquire(state, folder); !errors.Is(err, ErrHeld) {
		t.Fatalf("got %v, want ErrHeld", err)
	}
	post := filepath.Join(folder, "a\xff 文", "index.md")
	for _, c := range []struct {
		paths []string
		want  string
	}{{[]string{post, filepath.Join(folder, "b.md")}, post + "|" + filepath.Join(folder, "b.md")}, {nil, ""}} {
		handled, err := Ask(state, folder, c.paths)
		if err != nil || !handled {
			t.Fatalf("got %v, %v", handled, err)
		}
		if got := p.line(); got != c.want {
			t.Errorf("the other program shows %q, want %q", got, c.want)
		}
	}
	p.end()
	if handled, err := Ask(state, folder, nil); handled || err != nil {
		t.Errorf("after its end: got %v, %v", handled, err)
	}
	i, err := Acquire(state, folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := i.Close(); err != nil {
		t.Error(err)
	}
}

func TestOneFolderHasOneNameWhateverTheWay(t *testing.T) {
	state, folder := places(t)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(folder, link); err != nil {
		t.Skip("no symbolic links:", err)
	}
	i, err := Acquire(state, folder)
	if err != nil {
		t.Fatal(err)
	}
	defer i.Close()
	for _, way := range []string{link, folder + "/", filepath.Join(folder, "..", filepath.Base(folder))} {
		if _, err := Acquire(state, way); !errors.Is(err, ErrHeld) {
			t.Errorf("%q: got %v, want ErrHeld", way, err)
		}
	}
	other, err := Acquire(state, t.TempDir())
	if err != nil {
		t.Fatal("another folder:", err)
	}
	other.Close()
}

func TestAKilledProgramHindersNobody(t *testing.T) {
	state, folder := places(t)
	p := start(t, state, folder)
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.end()
	if handled, err := Ask(state, folder, []string{folder}); handled || err != nil {
		t.Errorf("got %v, %v", handled, err)
	}
	next := start(t, state, folder)
	if handled, err := Ask(state, folder, nil); !handled || err != nil {
		t.Errorf("the next program: got %v, %v", handled, err)
	}
	next.line()
}

func TestProgramsWithOtherEnvironmentsFindEachOther(t *testing.T) {
	state, folder := places(t)
	start(t, state, folder, "XDG_RUNTIME_DIR=")
	if handled, err := Ask(state, folder, nil); !handled || err != nil {
		t.Errorf("got %v, %v", handled, err)
	}
}

func TestALongRuntimeDirectoryIsNotUsed(t *testing.T) {
	state, folder := places(t)
	long := filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), strings.Repeat("x", 90))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", long)
	i, err := Acquire(state, folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := i.Close(); err != nil {
		t.Error(err)
	}
}

func TestASocketThatOthersCanReachIsNotTrusted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps the profile from other users")
	}
	_, _ = places(t)
	run := os.Getenv("XDG_RUNTIME_DIR")
	if err := os.Mkdir(filepath.Join(run, "lanyard"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(run, "lanyard"), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", run)
	dir, err := socketDir()
	if err != nil {
		t.Fatal(err)
	}
	if dir == filepath.Join(run, "lanyard") || !ours(dir) {
		t.Errorf("uses %q, which everybody can enter", dir)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if again, err := socketDir(); err != nil || again == dir || !ours(again) {
		t.Errorf("got %q, %v", again, err)
	}
}

func TestStrangersAreNotAnswered(t *testing.T) {
	for _, bad := range []string{"", "\x01", "\xff\xff\xff\xff", "\x05\x00\x00\x00hello", "\x10\x00\x00\x00" + hello + "\x00x", "\x0e\x00\x00\x00LANYARD-OPEN-2"} {
		if paths, err := readRequest(strings.NewReader(bad)); err == nil {
			t.Errorf("%q: got %q", bad, paths)
		}
	}
	want := []string{filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")}
	data, err := request(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := readRequest(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if _, err := request([]string{strings.Repeat("x", maxRequest)}); err == nil {
		t.Error("a request of a megabyte was made")
	}
}

func TestServeEndsWithItsContextAndWithClose(t *testing.T) {
	state, folder := places(t)
	i, err := Acquire(state, folder)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- i.Serve(ctx, func([]string) {}) }()
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	go func() { done <- i.Serve(context.Background(), func([]string) {}) }()
	if err := i.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; err != nil {
		t.Error("after Close:", err)
	}
}

func FuzzReadRequest(f *testing.F) {
	seed, _ := request([]string{"/a", "/b"})
	f.Add(seed)
	f.Fuzz(func(t *testing.T, data []byte) {
		paths, err := readRequest(bytes.NewReader(data))
		if err != nil && paths != nil {
			t.Fatal("paths beside an error")
		}
	})
}
