package editor

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/session"
	"lanyard/editor/text"
	"lanyard/editor/workcopy"
	"lanyard/store"
	"lanyard/store/draft"
	"lanyard/store/frontmatter"
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
	w.session.Open(path, func(post string, err error) {
		switch {
		case errors.Is(err, session.ErrElsewhere):
			w.elsewhere()
			done(nil)
		case err != nil:
			w.list.Say("")
			w.showWelcome(w.session.Folder() == nil)
			w.fail(assets.T("window.open.failed", path), err)
			if w.session.Folder() != nil {
				w.reload(nil)
			}
			done(err)
		case post == "":
			w.reload(func(err error) {
				if last := w.lastPost(); err == nil && last != "" && w.active == nil {
					w.OpenPost(last, done)
					return
				}
				done(err)
			})
		default:
			w.reload(nil)
			w.OpenPost(post, done)
		}
	})
}

// folderOpened is told when another folder is open.
func (w *Workbench) folderOpened(f *store.Folder) {
	w.looked.forget()
	w.site.folder.Store(f)
	w.showWelcome(false)
	w.settings.Folder = f.Content
	if f.Site != "" {
		w.settings.Folder = f.Site
	}
	w.settings.save()
	w.recoverDrafts(f)
}

// elsewhere ends a window that has nothing to show, because another one shows it; one that shows something says so.
func (w *Workbench) elsewhere() {
	if w.session.Folder() == nil {
		w.Quit()
		return
	}
	w.reload(nil)
	w.status.Say(assets.T("window.elsewhere"))
}

// asked brings the window up with the post that another program was asked to open.
func (w *Workbench) asked(paths []string) {
	w.log.Debug("asked", "paths", len(paths))
	w.env.Window.RequestFocus()
	for _, path := range paths {
		w.env.Sched.Go("asked", func(context.Context) {
			_, post, err := store.Open(path)
			w.env.Sched.Do(func() {
				if err == nil && post != "" {
					w.OpenPost(post, nil)
				}
			})
		})
	}
}

// reload reads the list of posts again.
func (w *Workbench) reload(then func(error)) {
	folder := w.session.Folder()
	w.env.Sched.Go("list posts", func(ctx context.Context) {
		var posts []store.Summary
		err := folder.List(ctx, func(s store.Summary) bool {
			posts = append(posts, s)
			return true
		})
		words := vocabulary(posts)
		w.env.Sched.Do(func() {
			if w.session.Folder() != folder {
				return
			}
			w.list.Set(posts, gather(folder))
			w.words = words
			if w.active != nil {
				w.list.Select(w.active.Path())
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
	folder := w.session.Folder()
	w.env.Sched.Go("summary", func(context.Context) {
		s := folder.Summary(path)
		w.env.Sched.Do(func() {
			if w.session.Folder() == folder {
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
	return w.active.Path()
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
	lang, waiting := w.lang(), []draft.Tray(nil)
	beside := func(ctx context.Context, post *store.Post) {
		w.prepareFonts(ctx, lang, post.Text)
		waiting = w.draftsOf(path)
	}
	w.session.OpenPost(path, beside, func(post *session.Post, err error) {
		w.addDrafts(waiting)
		switch p := w.views[post]; {
		case err != nil:
			w.list.Select(w.activePath())
		case p == w.active:
			w.focusHome()
		default:
			w.showPost(p)
		}
		if then != nil {
			then(err)
		}
	})
}

// postOpened makes what the window knows of a post.
func (w *Workbench) postOpened(post *session.Post) {
	p := &openPost{Post: post, marks: &text.Marks{}}
	p.top = p.Copy.Floor()
	if at, ok := w.settings.caret(p.Path()); ok { // where the author left it
		p.Copy.PutCaret(at)
	}
	w.views[post] = p
}

// postClosed forgets it.
func (w *Workbench) postClosed(post *session.Post) {
	if p := w.views[post]; p.tray != nil {
		p.tray.end()
	}
	delete(w.views, post)
}

// openAt is the open post at a path; nil where there is none.
func (w *Workbench) openAt(path string) *openPost { return w.views[w.session.At(path)] }

// showPost makes p the post that is shown; nil shows none. A post that is left stays open while it has unsaved text, or something is under way
// that will change it.
func (w *Workbench) showPost(p *openPost) {
	w.form.Commit() // what is begun in a field is of the post that was shown
	old := w.active
	if old != nil && old != p {
		old.top = w.source.TopOffset()
		w.settings.remember(old.Path(), old.Copy.State().Selection.MainRange().Head)
	}
	if w.active = p; old != nil {
		w.session.Retire(old.Post)
	}
	w.bars.Clear()
	w.capture.Follow()
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
		w.source.Reveal(p.Copy.State().Selection.MainRange().Head)
		w.parse()
		w.metaProblem()
		w.focusSource()
		w.log.Debug("opened", "path", p.Path())
	}
	w.showTray(p)
	w.list.Select(w.activePath())
	w.refreshState()
	w.relayout()
	w.postShown()
}

// metaProblem says why a post opens as text alone.
func (w *Workbench) metaProblem() {
	p := w.active
	err := p.Copy.Problem()
	if err == nil {
		w.bars.Close("meta")
		w.form.Show()
		return
	}
	w.form.Hide() // the text is all there is; the bar says why
	line, col := p.Copy.ProblemAt()
	w.bars.Ask(ask.Question{
		ID: "meta", Tone: ask.Warning, Text: assets.T("window.meta.broken", filepath.Base(p.Path()), line, col, problemText(err)),
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
	away := p.Work.Busy()
	if away {
		w.showPost(nil)
	}
	w.session.Leave(p.Post, func() {
		if !away || p != w.active {
			w.forget(p)
		}
	})
}

// forget closes p, which was left. What is unsaved in it is in the journal, and is offered when it is opened again.
func (w *Workbench) forget(p *openPost) {
	w.session.Forget(p.Post)
	if p == w.active {
		w.active = nil
		w.showPost(nil)
		w.log.Debug("closed", "path", p.Path())
	}
	w.markUnsaved()
}
