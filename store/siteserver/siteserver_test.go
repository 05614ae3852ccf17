package siteserver_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
	"lanyard/store/siteserver"
)

// runVariable makes the test binary serve a site until it is killed.
const runVariable = "LANYARD_TEST_SERVE"

func TestMain(m *testing.M) {
	if site := os.Getenv(runVariable); site != "" {
		err := siteserver.Run(context.Background(), siteserver.Options{
			Site: site, Destination: filepath.Join(filepath.Dir(site), "pages"), Told: func(e siteserver.Event) {
				if e.URL != "" {
					fmt.Println(e.URL)
				}
			},
		})
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// site makes a small one with a draft and a public/ of the author's.
func site(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("hugo"); err != nil {
		t.Skip("hugo is not installed")
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(dir, "site")
	for name, text := range map[string]string{
		"config.toml":                  "baseURL = \"https://example.org/blog/\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\"]\n",
		"layouts/_default/single.html": "<title>{{ .Title }}</title>{{ .Content }}",
		"layouts/_default/list.html":   "<title>{{ .Title }}</title>",
		"layouts/index.html":           "<title>{{ .Title }}</title>",
		"content/posts/a/index.md":     "---\ntitle: A draft\ndraft: true\ndate: 2100-01-01\n---\n\nText.\n",
		"public/index.html":            "the author's",
	} {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// tree is every file of a folder with what is in it.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	m := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		m[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// enough ends a test that would wait for ever.
func enough(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), time.Minute)
}

func TestASiteIsServedAndNotTouched(t *testing.T) {
	dir := site(t)
	before := tree(t, dir)
	ctx, cancel := enough(t)
	defer cancel()
	address, page := "", ""
	err := siteserver.Run(ctx, siteserver.Options{Site: dir, Destination: filepath.Join(t.TempDir(), "pages"), Told: func(e siteserver.Event) {
		if e.URL == "" {
			return
		}
		address = e.URL
		res, err := http.Get(e.URL + "posts/a/")
		if err != nil {
			t.Error(err)
		} else {
			data, _ := io.ReadAll(res.Body)
			res.Body.Close()
			page = string(data)
		}
		cancel()
	}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(address, "/blog/") || !strings.Contains(page, "A draft") {
		t.Errorf("served at %q; the page of a draft of the year 2100 is %q", address, page)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("the site has changed:\n%s", diff)
	}
	if listens(t, address) {
		t.Error("the server is still there")
	}
}

// listens reports whether somebody listens at an address.
func listens(t *testing.T, address string) bool {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", u.Port()))
	if err == nil {
		conn.Close()
	}
	return err == nil
}

func TestABuildThatFailsSaysWhere(t *testing.T) {
	dir := site(t)
	post := filepath.Join(dir, "content", "posts", "a", "index.md")
	write(t, post, "---\ntitle: A\n---\n\nText.\n\n {{< nothing >}}\n")
	ctx, cancel := enough(t)
	defer cancel()
	var found *siteserver.Problem
	err := siteserver.Run(ctx, siteserver.Options{Site: dir, Destination: t.TempDir(), Told: func(e siteserver.Event) {
		if e.Problem != nil {
			found = e.Problem
			cancel() // a new Hugo waits for the author to mend it
		}
	}})
	var p *siteserver.Problem
	if err != nil && !errors.As(err, &p) {
		t.Error(err)
	}
	if found == nil || found.Path != post || found.Line != 7 || found.Col != 2 || !strings.Contains(found.Message, `"nothing"`) {
		t.Errorf("the problem is %+v, want one of %s:7:2", found, post)
	}
}

func TestAServerGoesOnAfterABuildThatFails(t *testing.T) {
	dir := site(t)
	post := filepath.Join(dir, "content", "posts", "a", "index.md")
	ctx, cancel := enough(t)
	defer cancel()
	broken, mended := false, false
	err := siteserver.Run(ctx, siteserver.Options{Site: dir, Destination: t.TempDir(), Told: func(e siteserver.Event) {
		switch {
		case strings.HasPrefix(e.Line, "Press Ctrl+C"): // from here on it watches
			write(t, post, "---\ntitle: A\n---\n\n{{< nothing >}}\n")
		case e.Problem != nil && !broken:
			broken = true
			write(t, post, "---\ntitle: A\n---\n\nMended.\n")
		case broken && e.Built:
			mended = true
			cancel()
		}
	}})
	if err != nil || !broken || !mended {
		t.Errorf("broken: %v, and the server went on: %v; %v", broken, mended, err)
	}
}

func TestNoServerOutlivesAKilledProgram(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "windows" {
		t.Skip("only Linux and Windows end a child with its parent")
	}
	dir := site(t)
	for i := range 5 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), runVariable+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		address, err := bufio.NewReader(out).ReadString('\n')
		address = strings.TrimSpace(address)
		if err != nil || !listens(t, address) {
			t.Errorf("run %d: served at %q, %v", i, address, err)
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if err == nil {
			gone(t, address)
		}
	}
}

// gone waits until nobody listens any more.
func gone(t *testing.T, address string) {
	t.Helper()
	tick, end := time.NewTicker(10*time.Millisecond), time.NewTimer(10*time.Second)
	defer tick.Stop()
	defer end.Stop()
	for listens(t, address) {
		select {
		case <-tick.C:
		case <-end.C:
			t.Errorf("%s is still served", address)
			return
		}
	}
}

func TestWithoutHugo(t *testing.T) {
	err := siteserver.Run(t.Context(), siteserver.Options{Program: "hugo-that-is-not-there", Site: t.TempDir(), Destination: t.TempDir()})
	if !errors.Is(err, siteserver.ErrNoHugo) {
		t.Errorf("got %v", err)
	}
	if runtime.GOOS != "windows" {
		other := filepath.Join(t.TempDir(), "hugo")
		write(t, other, "#!/bin/sh\necho I am another program\n")
		if err := os.Chmod(other, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := siteserver.Run(t.Context(), siteserver.Options{Program: other, Site: t.TempDir(), Destination: t.TempDir()}); err == nil || !strings.Contains(err.Error(), "no Hugo") {
			t.Errorf("another program of that name: %v", err)
		}
	}
}

func TestProblemsInLines(t *testing.T) {
	for line, want := range map[string]*siteserver.Problem{
		`Error: Error building site: "/s/content/a/index.md:7:1": failed to extract shortcode: template for shortcode "nope" not found`: {Path: "/s/content/a/index.md", Line: 7, Col: 1, Message: `failed to extract shortcode: template for shortcode "nope" not found`},
		`ERROR 2026/11/27 16:55:10 Rebuild failed: "/s/a.md:17:10": failed`:                                                             {Path: "/s/a.md", Line: 17, Col: 10, Message: "failed"},
		`ERROR Rebuild failed: assemble: failed to create page from pageMetaSource /posts/a: "C:\s\index.md:7:1": failed`:               {Path: `C:\s\index.md`, Line: 7, Col: 1, Message: "failed"},
		`Error: module "gone" not found; either add it as a Hugo Module or store it in "/s/themes".: module does not exist`:             {Message: `module "gone" not found; either add it as a Hugo Module or store it in "/s/themes".: module does not exist`},
		`Built in 5 ms`: nil,
		`Watching for changes in /s/{content,layouts}`: nil,
		`Source changed WRITE "/s/errors/index.md"`:    nil,
	} {
		if diff := cmp.Diff(want, siteserver.ProblemIn(line)); diff != "" {
			t.Errorf("%s:\n%s", line, diff)
		}
	}
}

func TestDoubtsAreSaidBeforeABuildFails(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "config.toml"), "theme = [\"gone\", \"empty\"]\n")
	write(t, filepath.Join(dir, "content", "a.md"), "---\ntitle: A\n---\n")
	write(t, filepath.Join(dir, "netlify.toml"), "[build.environment]\nHUGO_VERSION = \"0.160.1\"\n")
	if err := os.MkdirAll(filepath.Join(dir, "themes", "empty"), 0o777); err != nil {
		t.Fatal(err)
	}
	f, _, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range siteserver.Doubts(t.Context(), f, "0.111.3") {
		got = append(got, d.String())
	}
	want := []string{
		`the theme or module "gone" is not in the site's folder; Hugo may want to fetch it`,
		`the theme's folder "empty" is empty; "git submodule update --init" fetches it`,
		`the site is built with Hugo 0.160.1 elsewhere, and here is 0.111.3`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := siteserver.Doubts(t.Context(), f, "0.160.0"); len(got) != 2 {
		t.Errorf("with the version that the site asks for: %v", got)
	}
}
