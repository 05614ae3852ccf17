package editor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"path/filepath"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/store"
	"lanyard/store/siteserver"
)

// realSite shows the site in the browser as its own Hugo builds it. The server is started once, and ends with the window, on
// request, or when the site of another folder is to be shown.
type realSite struct {
	realSiteNeeds
	site    string // the root of the site that is served; empty while none is
	address string // once it is served
	end     context.CancelFunc
}

// realSiteNeeds is what it asks of the window.
type realSiteNeeds struct {
	folder func() *store.Folder
	post   func() *store.Post // that shows; nil without one
	start  func(name string, f func(context.Context))
	do     func(func()) // queues a function for the UI goroutine
	serve  func(context.Context, siteserver.Options) error
	cache  string // the folder of the cache; empty for none
	browse func(*url.URL) error
	say    func(string)
	fail   func(what string, err error)
	ask    func(ask.Question)
	close  func(id string) bool             // of a question
	jump   func(path string, line, col int) // opens a post there
}

// barSite is the question about a build that failed.
const barSite = "site"

// Can reports whether a site is open, and a cache to put its pages into.
func (r *realSite) Can() bool {
	f := r.folder()
	return f != nil && f.Site != "" && r.cache != ""
}

// Runs reports whether a server was started.
func (r *realSite) Runs() bool { return r.site != "" }

// Show opens the page of the post that shows in the browser, or the home page without one. It starts the server first where none runs.
func (r *realSite) Show() {
	f := r.folder()
	if r.Runs() && r.site != f.Site {
		r.Stop()
	}
	switch {
	case r.address != "":
		r.open()
	case r.Runs():
		r.say(assets.T("window.site.starting"))
	default:
		r.run(f)
	}
}

// Stop ends the server.
func (r *realSite) Stop() {
	if r.Runs() {
		r.end()
		r.site, r.address, r.end = "", "", nil
		r.close(barSite)
		r.say(assets.T("window.site.stopped"))
	}
}

func (r *realSite) run(f *store.Folder) {
	r.site = f.Site
	r.say(assets.T("window.site.starting"))
	sum := sha256.Sum256([]byte(f.Site))
	o := siteserver.Options{Site: f.Site, Destination: filepath.Join(r.cache, "sites", hex.EncodeToString(sum[:12]))}
	ctx, cancel := context.WithCancel(context.Background())
	r.end = cancel
	// What comes of a server that was stopped is nobody's any more.
	still := func(f func()) {
		r.do(func() {
			if ctx.Err() == nil {
				f()
			}
		})
	}
	o.Told = func(e siteserver.Event) { still(func() { r.told(e) }) }
	r.start("the site's Hugo", func(window context.Context) {
		defer cancel()
		stop := context.AfterFunc(window, cancel)
		defer stop()
		err := r.serve(ctx, o)
		still(func() { r.ended(err) })
	})
}

// told follows what the server says.
func (r *realSite) told(e siteserver.Event) {
	switch {
	case e.URL != "" && r.address == "":
		r.address = e.URL
		r.say(assets.T("window.site.ready", e.URL))
		r.open()
	case e.Problem != nil:
		r.broken(e.Problem)
	case r.address != "" && e.Built:
		r.close(barSite)
	}
}

// broken asks what to do about a build that failed: the pages in the browser are those of before.
func (r *realSite) broken(p *siteserver.Problem) {
	q := ask.Question{ID: barSite, Tone: ask.Error, Text: assets.T("window.site.broken", p.Message), Sticky: true}
	if p.Path != "" {
		q.Text = assets.T("window.site.broken.at", filepath.Base(filepath.Dir(p.Path))+"/"+filepath.Base(p.Path), p.Line, p.Message)
		if store.IsMarkdown(p.Path) {
			q.Answers = append(q.Answers, ask.Answer{Label: assets.T("window.site.jump"), Main: true, Run: func() { r.jump(p.Path, p.Line, p.Col) }})
		}
	}
	r.ask(q)
}

// ended says why the server is gone.
func (r *realSite) ended(err error) {
	r.site, r.address, r.end = "", "", nil
	var p *siteserver.Problem
	switch {
	case errors.As(err, &p): // asked about already
	case errors.Is(err, siteserver.ErrNoHugo):
		r.ask(ask.Question{ID: barSite, Tone: ask.Error, Text: assets.T("window.site.none"), Sticky: true})
	case err != nil:
		r.fail(assets.T("window.site.failed"), err)
	}
}

// open opens the page in the browser.
func (r *realSite) open() {
	address := r.address
	if p := r.post(); p != nil {
		if own, err := r.folder().Permalink(p, address); err == nil {
			address = own
		}
	}
	u, err := url.Parse(address)
	if err == nil {
		err = r.browse(u)
	}
	if err != nil {
		r.fail(assets.T("window.link.failed", address), err)
	}
}

func (w *Workbench) newRealSite() *realSite {
	return &realSite{realSiteNeeds: realSiteNeeds{
		folder: w.session.Folder, start: w.env.Sched.Serve, do: w.env.Sched.Do, cache: w.env.CacheDir,
		browse: func(u *url.URL) error { return w.env.App.OpenURL(u) },
		serve: func(ctx context.Context, o siteserver.Options) error {
			if w.env.Serve != nil {
				return w.env.Serve(ctx, o)
			}
			return siteserver.Run(ctx, o)
		},
		say: func(s string) { w.status.Say(s) }, fail: w.fail, ask: w.bars.Ask, close: w.bars.Close,
		post: func() *store.Post {
			if w.active == nil {
				return nil
			}
			return w.active.Copy.Post()
		},
		jump: func(path string, line, col int) {
			w.OpenPost(path, func(err error) {
				if err != nil {
					w.fail(assets.T("window.link.failed", path), err)
					return
				}
				doc := w.active.Copy.State().Doc
				w.GoToOffset(min(doc.LineStart(line-1)+col-1, doc.LineEnd(line-1)))
			})
		},
	}}
}
