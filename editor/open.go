package editor

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/instance"
	"lanyard/editor/text"
	"lanyard/editor/workcopy"
	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/recovery"
)

// Open shows what path names: a content folder, a site, or one post with the folder around it. then, where given, runs once the
// list and the post are there, or could not be.
func (w *Workbench) Open(path string, then func(error)) {
	done := func(err error) {
		if w.active == nil {
			w.empty.Show()
		}
		if then != nil {
			then(err)
		}
	}
	w.list.Say(assets.T("window.opening"))
	w.env.Sched.Go("open folder", func(ctx context.Context) {
		folder, post, err := store.Open(path)
		var held *instance.Instance
		if err == nil && !w.holds(folder) {
			held, err = w.hold(folder, path)
		}
		var right recovery.Result
		if err == nil {
			right = w.putRight(folder)
		}
		w.env.Sched.Do(func() {
			if errors.Is(err, errElsewhere) {
				w.elsewhere()
				done(nil)
				return
			}
			if err != nil {
				w.list.Say("")
				w.showWelcome(w.folder == nil)
				w.fail(assets.T("window.open.failed", path), err)
				if w.folder != nil {
					w.reload(nil)
				}
				done(err)
				return
			}
			w.setFolder(folder, held)
			w.unsettled = right.Kept > 0
			w.recover(right.Moved, func() {
				if post == "" {
					w.reload(func(err error) {
						if last := w.lastPost(); err == nil && last != "" && w.active == nil {
							w.OpenPost(last, done)
							return
						}
						done(err)
					})
					return
				}
				w.reload(nil)
				w.OpenPost(post, done)
			})
		})
	})
}

func (w *Workbench) setFolder(f *store.Folder, held *instance.Instance) {
	w.log.Debug("folder", "path", f.Content)
	if held != nil {
		w.release()
		w.serve(held)
		root := f.Boundary()
		w.heldRoot.Store(&root)
	}
	w.folder = f
	w.site.folder.Store(f)
	w.showWelcome(false)
	w.settings.Folder = f.Content
	if f.Site != "" {
		w.settings.Folder = f.Site
	}
	w.settings.save()
	w.watch()
	if err := f.Config().Err; err != nil {
		w.fail(assets.T("window.config"), err)
	}
}

// reload reads the list of posts again.
func (w *Workbench) reload(then func(error)) {
	folder := w.folder
	w.env.Sched.Go("list posts", func(ctx context.Context) {
		var posts []store.Summary
		err := folder.List(ctx, func(s store.Summary) bool {
			posts = append(posts, s)
			return true
		})
		words := vocabulary(posts)
		w.env.Sched.Do(func() {
			if w.folder != folder {
				return
			}
			w.list.Set(posts, gather(folder))
			w.words = words
			if w.active != nil {
				w.list.Select(w.active.copy.Post().Path)
			}
			if err != nil {
				w.list.Say(ask.Explain(err))
			}
			w.log.Debug("listed", "posts", len(posts))
			if then != nil {
				then(err)
			}
		})
	})
}

// gather puts the languages of a post together; nil in a site of one language, where nothing is to be looked for.
func gather(f *store.Folder) func([]store.Summary) []store.Summary {
	if !f.Multilingual() {
		return nil
	}
	return f.ByPost
}

// refreshSummary reads one post's line of the list again.
func (w *Workbench) refreshSummary(path string) {
	folder := w.folder
	w.env.Sched.Go("summary", func(context.Context) {
		s := folder.Summary(path)
		w.env.Sched.Do(func() {
			if w.folder == folder {
				w.list.Update(s)
				w.list.Select(w.activePath())
			}
		})
	})
}

func (w *Workbench) activePath() string {
	if w.active == nil {
		return ""
	}
	return w.active.copy.Post().Path
}

// vocabulary collects the values that the posts have for their lists, the most used first.
func vocabulary(posts []store.Summary) map[string][]string {
	counts := map[string]map[string]int{}
	add := func(key string, values []string) {
		if counts[key] == nil {
			counts[key] = map[string]int{}
		}
		for _, v := range values {
			counts[key][v]++
		}
	}
	for _, p := range posts {
		add("tags", p.Tags)
		add("categories", p.Categories)
		add("authors", p.Authors)
		add("author", p.Authors)
	}
	out := map[string][]string{}
	for key, words := range counts {
		for v := range words {
			out[key] = append(out[key], v)
		}
		slices.SortFunc(out[key], func(a, b string) int {
			if words[a] != words[b] {
				return words[b] - words[a]
			}
			return strings.Compare(a, b)
		})
	}
	return out
}

// OpenPost shows the post at path: the working copy of this session where there is one, else the file.
func (w *Workbench) OpenPost(path string, then func(error)) {
	done := func(err error) {
		if then != nil {
			then(err)
		}
	}
	if p := w.open[path]; p != nil {
		if p != w.active {
			w.showPost(p)
		} else {
			w.focusHome()
		}
		done(nil)
		return
	}
	folder, lang := w.folder, w.lang()
	w.env.Sched.Go("open post", func(ctx context.Context) {
		post, err := folder.Load(path)
		if err == nil {
			w.prepareFonts(ctx, lang, post.Text)
		}
		left, waiting := w.leftBehind(path), w.draftsOf(path)
		w.env.Sched.Do(func() {
			w.addRecovered(left)
			w.addDrafts(waiting)
			if err != nil {
				w.list.Select(w.activePath())
				w.fail(assets.T("window.read.failed", filepath.Base(path)), err)
				done(err)
				return
			}
			if w.open[path] == nil { // it may have been opened in the meantime
				w.adopt(post)
			}
			w.showPost(w.open[path])
			done(nil)
		})
	})
}

// adopt makes a working copy of what was loaded.
func (w *Workbench) adopt(post *store.Post) *openPost {
	p := &openPost{copy: workcopy.New(post, w.env.Sched.Now), marks: &text.Marks{}}
	p.log = w.newLog(post, p.copy.State().Doc)
	p.top = p.copy.Floor()
	p.copy.OnUpdate(func(u workcopy.Update) { w.updated(p, u) })
	p.copy.OnAttached(func(attach any, undo bool) { w.moveAttached(p, attach, undo) })
	if at, ok := w.settings.caret(post.Path); ok { // where the author left it
		p.copy.PutCaret(at)
	}
	w.open[post.Path] = p
	delete(w.kept, post.Path)
	return p
}

// showPost makes p the post that is shown; nil shows none. A post that is left stays open while it has unsaved text, or something is under way
// that will change it.
func (w *Workbench) showPost(p *openPost) {
	w.form.Commit() // what is begun in a field is of the post that was shown
	old := w.active
	if old != nil && old != p {
		old.top = w.source.TopOffset()
		w.settings.remember(old.copy.Post().Path, old.copy.State().Selection.MainRange().Head)
	}
	if w.active = p; old != nil {
		w.retire(old)
	}
	w.bars.Clear()
	w.sheet.Close()
	w.showTray(nil)
	w.leaveTouch()
	w.forgetFindings()
	w.form.SetModel(formModel{w})
	w.form.SetOpen(false)
	w.source.Reset()
	w.parser.reset()
	if p == nil {
		w.form.Hide()
		w.source.Hide()
		w.empty.Show()
		w.clearPreview()
	} else {
		w.empty.Hide()
		w.form.Show()
		w.source.Show()
		w.source.RevealTop(p.top)
		w.source.Reveal(p.copy.State().Selection.MainRange().Head)
		w.parse()
		w.metaProblem()
		w.focusSource()
		w.log.Debug("opened", "path", p.copy.Post().Path)
	}
	w.showTray(p)
	w.list.Select(w.activePath())
	w.refreshState()
	w.relayout()
	w.postShown()
}

// retire closes a post that does not show any more, once nothing is under way for it and if it has no unsaved text then.
func (w *Workbench) retire(p *openPost) {
	p.work.WhenIdle(func() {
		if p != w.active && w.open[p.copy.Post().Path] == p && !p.copy.Dirty() && p.tray == nil {
			w.letGo(p)
			w.journalClosed(p)
			delete(w.open, p.copy.Post().Path)
		}
	})
}

// metaProblem says why a post opens as text alone.
func (w *Workbench) metaProblem() {
	p := w.active
	err := p.copy.Problem()
	if err == nil {
		w.bars.Close("meta")
		w.form.Show()
		return
	}
	w.form.Hide() // the text is all there is; the bar says why
	line, col := p.copy.ProblemAt()
	w.bars.Ask(ask.Question{
		ID: "meta", Tone: ask.Warning, Text: assets.T("window.meta.broken", filepath.Base(p.copy.Post().Path), line, col, problemText(err)),
		Answers: []ask.Answer{{Label: assets.T("window.meta.goto"), Main: true, Keep: true, Run: func() { w.GoTo(line, col) }}},
	})
}

// problemText is the parser's sentence without the place, which stands elsewhere.
func problemText(err error) string {
	var fe *frontmatter.Error
	if errors.As(err, &fe) {
		return fe.Msg
	}
	text := err.Error()
	for range 2 { // "12:3: what is wrong"
		if _, rest, ok := strings.Cut(text, ":"); ok && !strings.ContainsAny(text[:len(text)-len(rest)-1], " ") {
			text = rest
		}
	}
	return strings.TrimSpace(text)
}

// updated follows every transaction of an open post.
func (w *Workbench) updated(p *openPost, u workcopy.Update) {
	p.marks.Map(u.Tr.Change)
	w.journalChanged(p, u)
	w.trayUpdated(p, u.Tr)
	w.markUnsaved()
	if u.Tr.Kind == text.Type || u.Tr.Kind == text.Delete {
		p.typed = u.Tr.Time
	}
	if p != w.active {
		return
	}
	if !u.Tr.Change.Empty() {
		w.status.Forget()
	}
	if w.env.Loop != nil {
		w.env.Sched.BeforeFrame(w.showText)
	}
	if u.Tr.Kind == text.Reload {
		w.comesFromOutside()
	}
	w.source.Updated(u.Before, u.Tr)
	w.foldForm(u.Tr.Kind)
	w.wrote(p, u)
	if u.Meta {
		w.form.Update()
		w.metaProblem()
		w.relayout()
	}
	if !u.Tr.Change.Empty() {
		w.recheck.moved(u.Tr.Change)
		w.parse()
		w.refreshState()
	}
}

// ClosePost closes the open post. Unsaved text is kept in the journal and offered again, so nothing is asked. What is under way for the post,
// such as an import of photos, ends behind the scene; who shows the post again meanwhile keeps it.
func (w *Workbench) ClosePost() {
	p := w.active
	if p == nil {
		return
	}
	w.form.Commit()
	away := p.work.Busy()
	if away {
		w.showPost(nil)
	}
	w.leave(p, func() {
		if !away || p != w.active {
			w.forget(p)
		}
	})
}

// forget closes p. What is unsaved in it is in the journal, and is offered when the folder is opened again.
func (w *Workbench) forget(p *openPost) {
	if p.tray != nil {
		p.tray.end()
	}
	w.letGo(p)
	w.journals.close(p.log, w.journalWarn)
	delete(w.open, p.copy.Post().Path)
	if p.copy.Dirty() {
		w.kept[p.copy.Post().Path] = true
	}
	if p == w.active {
		w.active = nil
		w.showPost(nil)
		w.log.Debug("closed", "path", p.copy.Post().Path)
	}
	w.markUnsaved()
}
