package editor

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lanyard/editor/ask"
	"lanyard/store"
	"lanyard/store/siteserver"
)

// siteDesk is what a real site has around it: a server that does what the test says, and a UI goroutine that is the test's.
type siteDesk struct {
	*realSite
	opened  []string // in the browser
	said    string
	failed  []string
	bar     *ask.Question
	jumped  string
	work    func(context.Context)
	told    func(siteserver.Event)
	end     error // of the server
	options siteserver.Options
}

func newSiteDesk(t *testing.T) *siteDesk {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"hugo.toml": "baseURL = \"https://example.org/blog/\"\n", "content/posts/a/index.md": "---\ntitle: A\n---\n"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	f, _, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Load(filepath.Join(dir, "content", "posts", "a", "index.md"))
	if err != nil {
		t.Fatal(err)
	}
	d := &siteDesk{}
	d.realSite = &realSite{realSiteNeeds: realSiteNeeds{
		folder: func() *store.Folder { return f }, post: func() *store.Post { return p }, cache: t.TempDir(),
		start: func(_ string, f func(context.Context)) { d.work = f },
		do:    func(f func()) { f() },
		serve: func(ctx context.Context, o siteserver.Options) error { d.options, d.told = o, o.Told; return d.end },
		browse: func(u *url.URL) error {
			d.opened = append(d.opened, u.String())
			return nil
		},
		say:  func(s string) { d.said = s },
		fail: func(what string, _ error) { d.failed = append(d.failed, what) },
		ask:  func(q ask.Question) { d.bar = &q },
		close: func(string) bool {
			had := d.bar != nil
			d.bar = nil
			return had
		},
		jump: func(path string, line, _ int) { d.jumped = filepath.Base(path) + strings.Repeat("+", line) },
	}}
	return d
}

// serving starts a site whose server runs until the test ends it.
func serving(t *testing.T) *siteDesk {
	t.Helper()
	d := newSiteDesk(t)
	running := make(chan struct{})
	d.serve = func(ctx context.Context, o siteserver.Options) error {
		d.options, d.told = o, o.Told
		close(running)
		<-ctx.Done()
		return nil
	}
	d.Show()
	ended := make(chan struct{})
	go func() { defer close(ended); d.work(t.Context()) }()
	<-running
	t.Cleanup(func() { d.Stop(); <-ended })
	return d
}

func TestTheRealSiteIsOpenedAtThePostThatShows(t *testing.T) {
	d := serving(t)
	if !d.Can() || !d.Runs() || len(d.opened) > 0 {
		t.Fatalf("before it is served: %+v", d.opened)
	}
	if !strings.HasPrefix(d.options.Destination, d.cache) || d.options.Site != d.folder().Site {
		t.Errorf("it serves %+v", d.options)
	}
	d.told(siteserver.Event{Line: "x", URL: "http://localhost:4000/blog/"})
	d.told(siteserver.Event{Line: "x", URL: "http://localhost:4000/blog/"}) // a new Hugo says it after each build
	if len(d.opened) != 1 || d.opened[0] != "http://localhost:4000/blog/posts/a/" {
		t.Errorf("opened %q", d.opened)
	}
	d.Show()
	if len(d.opened) != 2 {
		t.Errorf("asked for again: opened %q", d.opened)
	}
	d.Stop()
	if d.Runs() {
		t.Error("it still runs")
	}
	d.told(siteserver.Event{URL: "http://localhost:4000/blog/", Problem: &siteserver.Problem{Message: "late"}})
	if len(d.opened) != 2 || d.bar != nil {
		t.Error("what came late was heard")
	}
}

func TestABuildThatFailsLeadsToItsLine(t *testing.T) {
	d := serving(t)
	d.told(siteserver.Event{URL: "http://localhost:4000/"})
	d.told(siteserver.Event{Problem: &siteserver.Problem{Path: "/s/a/index.md", Line: 3, Col: 1, Message: "no template"}})
	if d.bar == nil || len(d.bar.Answers) != 1 || !strings.Contains(d.bar.Text, "no template") {
		t.Fatalf("the bar is %+v", d.bar)
	}
	if d.bar.Answers[0].Run(); d.jumped != "index.md+++" {
		t.Errorf("it leads to %q", d.jumped)
	}
	d.told(siteserver.Event{Line: "Total in 2 ms", Built: true})
	if d.bar != nil {
		t.Error("the bar stays when the site is built again")
	}
	d.told(siteserver.Event{Problem: &siteserver.Problem{Path: "/s/layouts/x.html", Line: 3, Col: 1, Message: "no such thing"}})
	if d.bar == nil || len(d.bar.Answers) != 0 {
		t.Errorf("a template is no post to be opened: %+v", d.bar)
	}
}

func TestARealSiteWithoutHugo(t *testing.T) {
	d := newSiteDesk(t)
	d.end = siteserver.ErrNoHugo
	d.Show()
	d.work(t.Context())
	if d.bar == nil || d.Runs() {
		t.Errorf("bar %+v, runs %v", d.bar, d.Runs())
	}
	d.Show() // it can be tried again
	if !d.Runs() {
		t.Error("it is not tried again")
	}
}
