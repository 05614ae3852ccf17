package editor

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/session"
	"lanyard/store"
	"lanyard/store/act"
	"lanyard/store/journal"
	"lanyard/store/relocate"
)

// relocating gives the post that shows another name or place, or makes a copy of it: the panel that asks for the name, and what has to be safe
// before its files move.
type relocating struct{ relocatingNeeds }

// relocatingNeeds is what it asks of the window. All functions belong to the UI goroutine, save for work, which runs what it is given on the
// folder's writer.
type relocatingNeeds struct {
	post    func() *session.Post // that shows; nil without one
	posts   func() []*session.Post
	folder  func() *store.Folder
	unsaved func() []journal.Recovered // what an earlier run left, and nobody has looked at
	state   string                     // the state directory
	now     func() time.Time

	name   func(hint, name string, find func(query string) []choice) // asks for a name, beginning with one
	save   func(p *session.Post, then func(error))
	leave  func(p *session.Post, then func())
	forget func(p *session.Post)
	work   func(func(context.Context))
	ui     func(func())
	show   func(path string, then func()) // lists the posts anew, and shows this one
	ask    func(ask.Question)
	fail   func(what string, err error)
	// remember keeps where the caret of a post is to be when it is shown.
	remember func(path string, off int)
}

// A relocated post is the one that the author means: its files, and how it is called.
type relocated struct {
	post   string // path of the page that shows
	root   string // the bundle's folder, or the page
	name   string // of root, without extension and language
	caret  int    // in the page
	folder *store.Folder
}

func (r *relocating) meant() (relocated, bool) {
	p := r.post()
	if p == nil || r.folder() == nil {
		return relocated{}, false
	}
	post := p.Copy.Post()
	m := relocated{post: post.Path, root: post.Path, folder: r.folder(), caret: p.Copy.State().Selection.MainRange().Head}
	m.name, _ = m.folder.StemAndLang(post.Path)
	if post.Bundle || m.name == "_index" {
		m.root = post.Dir
		m.name = filepath.Base(post.Dir)
	}
	return m, true
}

// target is the path that a typed name means, beside the post or by way of folders, and why it cannot be; "" when it can.
func (m relocated) target(query string) (path, why string) {
	query = strings.TrimSpace(query)
	path = filepath.Join(filepath.Dir(m.root), filepath.FromSlash(query))
	_, inside := m.folder.Place(path)
	switch {
	case query == "" || query == m.name:
		return path, assets.T("window.rename.same")
	case !inside:
		return path, assets.T("window.rename.outside")
	case store.CheckSlug("move", path) != nil || store.IsMarkdown(path):
		return path, assets.T("window.rename.bad")
	}
	return path, ""
}

func (r *relocating) askName(m relocated, name, hint, do string, run func(to string)) {
	r.name(assets.T(hint, m.name), name, func(query string) []choice {
		to, why := m.target(query)
		if why != "" {
			return []choice{{title: why, why: why}}
		}
		return []choice{{title: assets.T(do, m.name, strings.TrimSpace(query)), run: func() { run(to) }}}
	})
}

// Rename asks for the post's new name, and moves it in all its languages; links follow.
func (r *relocating) Rename() {
	m, ok := r.meant()
	if !ok {
		return
	}
	r.askName(m, m.name, "window.rename.hint", "window.rename.do", func(to string) {
		r.safe(m, func() { r.move(m, to) })
	})
}

// move plans the move, saves the open posts whose links are going to follow, and moves.
func (r *relocating) move(m relocated, to string) {
	failed := func(err error) {
		r.show(m.post, func() { r.fail(assets.T("window.rename.failed", m.name), err) })
	}
	r.work(func(ctx context.Context) {
		p, err := relocate.New(ctx, m.folder, m.root, to, relocate.Options{Now: r.now()})
		r.ui(func() {
			if err != nil {
				failed(err)
				return
			}
			var open []*session.Post
			for _, x := range r.posts() {
				if x.Copy.Dirty() && slices.ContainsFunc(p.Changes, func(c relocate.Change) bool { return c.Path == x.Path() }) {
					open = append(open, x)
				}
			}
			if len(open) > 0 {
				r.saved(open, func() { r.move(m, to) }, func() { r.show(m.post, func() {}) })
				return
			}
			p.Act.What = "mv " + m.name + " " + filepath.Base(to)
			r.work(func(ctx context.Context) {
				done, err := p.Act.Do(ctx, r.state)
				r.ui(func() {
					if err != nil {
						failed(err)
						return
					}
					m.followCaret(p.Act, r.remember)
					r.show(p.Act.Moved(m.post), func() { r.told(m, p, done) })
				})
			})
		})
	})
}

// followCaret puts the caret where it was, behind what the move wrote before it.
func (m relocated) followCaret(a *act.Act, remember func(path string, off int)) {
	path, off := a.Moved(m.post), m.caret
	for _, w := range a.Writes {
		for _, e := range w.Do {
			if w.Path == path && e.To <= m.caret {
				off += len(e.Insert) - (e.To - e.From)
			}
		}
	}
	remember(path, off)
}

// told says what was done, and offers to take it back.
func (r *relocating) told(m relocated, p *relocate.Plan, done act.Result) {
	q := ask.Question{
		ID: "renamed", Sticky: true, Text: assets.T("window.renamed", m.name, filepath.Base(p.Act.Moves[0].To)),
		Answers: []ask.Answer{{Label: assets.T("window.renamed.undo"), Main: true, Run: func() { r.undo(m, p.Act) }}},
	}
	if n := len(p.Links); n > 0 {
		q.Text += " " + assets.N("window.renamed.links", n)
	}
	if n := len(p.Lost) + len(p.Unread); n > 0 {
		q.Text, q.Tone = q.Text+" "+assets.N("window.renamed.lost", n), ask.Warning
	}
	if len(done.Left) > 0 {
		names := make([]string, len(done.Left))
		for i, path := range done.Left {
			names[i], _ = m.folder.Place(path)
		}
		q.Text, q.Tone = q.Text+" "+assets.T("window.renamed.left", strings.Join(names, ", ")), ask.Warning
	}
	r.ask(q)
	if done.State != nil {
		r.fail(assets.T("window.renamed.state"), done.State)
	}
}

// undo takes a move back.
func (r *relocating) undo(m relocated, a *act.Act) {
	now := m
	now.post, now.root = a.Moved(m.post), a.Moved(m.root)
	r.safe(now, func() {
		r.work(func(ctx context.Context) {
			_, err := a.Inverse(r.now()).Do(ctx, r.state)
			r.ui(func() {
				if err != nil {
					r.show(now.post, func() { r.fail(assets.T("window.rename.failed", filepath.Base(now.root)), err) })
					return
				}
				r.show(m.post, func() {})
			})
		})
	})
}

// Duplicate asks for the name of a copy, makes it and shows it.
func (r *relocating) Duplicate() {
	m, ok := r.meant()
	if !ok {
		return
	}
	r.askName(m, m.name+"-2", "window.duplicate.hint", "window.duplicate.do", func(to string) {
		r.saved(r.of(m), func() {
			r.work(func(ctx context.Context) {
				made, err := relocate.Duplicate(ctx, m.folder, m.root, to, relocate.CopyOptions{Now: r.now()})
				r.ui(func() {
					if err != nil {
						r.fail(assets.T("window.duplicate.failed", m.name), err)
						return
					}
					show := made[0]
					for _, path := range made {
						if m.folder.SameLanguage(path, m.post) {
							show = path
						}
					}
					r.show(show, func() {})
				})
			})
		}, func() {})
	})
}

// of are the open posts whose files belong to the post.
func (r *relocating) of(m relocated) []*session.Post {
	key := m.folder.TranslationKey(m.post)
	return slices.DeleteFunc(slices.Clone(r.posts()), func(p *session.Post) bool {
		return m.folder.TranslationKey(p.Path()) != key && !store.Within(m.root, p.Path())
	})
}

// saved goes on once the posts have no unsaved text; otherwise runs where one could not be saved, which is told by who saves.
func (r *relocating) saved(posts []*session.Post, then, otherwise func()) {
	i := slices.IndexFunc(posts, func(p *session.Post) bool { return p.Copy.Dirty() })
	if i < 0 {
		then()
		return
	}
	r.save(posts[i], func(err error) {
		if err != nil {
			otherwise()
			return
		}
		r.saved(posts, then, otherwise)
	})
}

// safe goes on once nothing of the post is open or unsaved any more. What is typed meanwhile is saved, too.
func (r *relocating) safe(m relocated, then func()) {
	if slices.ContainsFunc(r.unsaved(), func(x journal.Recovered) bool { return x.Path == m.post || store.Within(m.root, x.Path) }) {
		r.ask(ask.Question{ID: "rename.unsaved", Tone: ask.Warning, Text: assets.T("window.rename.unsaved", m.name)})
		return
	}
	posts := r.of(m)
	r.saved(posts, func() { r.closed(m, posts, then) }, func() {})
}

func (r *relocating) closed(m relocated, posts []*session.Post, then func()) {
	if len(posts) == 0 {
		then()
		return
	}
	p := posts[0]
	r.leave(p, func() {
		if p.Copy.Dirty() {
			r.safe(m, then)
			return
		}
		r.forget(p)
		r.closed(m, posts[1:], then)
	})
}

// newRelocating gives it its ways into the window.
func (w *Workbench) newRelocating() *relocating {
	return &relocating{relocatingNeeds{
		post: func() *session.Post {
			if w.active == nil {
				return nil
			}
			return w.active.Post
		},
		posts: w.session.Posts, folder: w.session.Folder, unsaved: w.session.Recovered, state: w.env.StateDir, now: w.now,
		name: func(hint, name string, find func(string) []choice) {
			w.quick.Open(hint, find)
			w.quick.Begin(name)
		},
		save:   func(p *session.Post, then func(error)) { w.session.Save(p, store.SaveOptions{}, then) },
		leave:  w.session.Leave,
		forget: func(p *session.Post) { w.forget(w.views[p]) },
		work:   func(f func(context.Context)) { w.session.Writer.Go(f) },
		ui:     w.env.Sched.Do,
		show:   func(path string, then func()) { w.reload(func(error) { w.OpenPost(path, func(error) { then() }) }) },
		ask:    w.bars.Ask,
		fail:   w.fail,

		remember: w.settings.remember,
	}}
}

// renameInList renames the post of the row that the keyboard is on, which is shown first, and reports whether that was another one.
func (w *Workbench) renameInList() bool {
	path := w.list.Pointed()
	if path == "" || path == w.activePath() {
		return false
	}
	w.OpenPost(path, func(err error) {
		if err == nil {
			w.RunCommand("file.rename")
		}
	})
	return true
}
