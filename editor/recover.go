package editor

import (
	"context"
	"path/filepath"
	"slices"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/text"
	"lanyard/editor/workcopy"
	"lanyard/store"
	"lanyard/store/journal"
)

func (w *Workbench) journalDir() string { return filepath.Join(w.env.StateDir, "journal") }

func baseOf(post *store.Post) journal.Base {
	return journal.Base{Path: post.Path, Sum: post.Stamp.Sum, Time: post.Stamp.ModTime}
}

// newLog begins the journal of a post whose file holds doc.
func (w *Workbench) newLog(post *store.Post, doc text.Doc) *journal.Log {
	return journal.New(w.journalDir(), baseOf(post), doc.String)
}

// journalClosed ends the journal of a post that is saved.
func (w *Workbench) journalClosed(p *openPost) { w.journalDrop(p.log) }

// recover looks for unsaved text of an earlier run in this folder and offers it, then goes on. moved are posts that are elsewhere now.
func (w *Workbench) recover(moved map[string]string, then func()) {
	dir, root, folder := w.journalDir(), w.folder.Boundary(), w.folder
	w.recoverDrafts(root)
	w.journals.files.Go(func(context.Context) {
		found, err := journal.Pending(dir, root)
		for i, r := range found {
			if to, ok := moved[r.Path]; ok {
				found[i].Path = to
			}
			found[i].Path = folder.Bundled(found[i].Path)
		}
		found = slices.DeleteFunc(found, func(r journal.Recovered) bool { // saved after all, by us just before the end or by another program
			post, err := folder.Load(r.Path)
			return err == nil && post.Text == r.Text && r.Discard() == nil
		})
		w.env.Sched.Do(func() {
			if err != nil {
				w.log.Warn("journal", "error", err)
			}
			w.recovered = found
			w.log.Debug("recovered", "posts", len(found))
			w.offerRecovered()
			then()
		})
	})
}

// leftBehind gives unsaved text of one post that no working copy holds: the post was closed with it in this session.
func (w *Workbench) leftBehind(path string) []journal.Recovered {
	found, err := journal.Pending(w.journalDir(), path)
	if err != nil {
		w.log.Warn("journal", "error", err)
	}
	return found
}

// addRecovered offers texts that are not on offer yet.
func (w *Workbench) addRecovered(found []journal.Recovered) {
	n := len(w.recovered)
	for _, r := range found {
		if !slices.ContainsFunc(w.recovered, func(x journal.Recovered) bool { return x.Path == r.Path && x.When.Equal(r.When) }) {
			w.recovered = append(w.recovered, r)
		}
	}
	if len(w.recovered) > n && n == 0 {
		w.offerRecovered()
	}
}

// offerRecovered asks about the first text that was not looked at yet. Closing the bar keeps the text for the next start.
func (w *Workbench) offerRecovered() {
	w.markUnsaved()
	if len(w.recovered) == 0 {
		w.bars.Close("recovered")
		return
	}
	r := w.recovered[0]
	next := func() {
		w.recovered = w.recovered[1:]
		w.offerRecovered()
	}
	post := filepath.Base(r.Path)
	if store.IsIndex(post) {
		post = filepath.Base(filepath.Dir(r.Path))
	}
	text := assets.T("window.recovered", post, r.When.In(w.now().Location()).Format("2006-01-02 15:04"))
	if r.Damaged {
		text += " " + assets.T("window.recovered.damaged")
	}
	w.log.Debug("offered", "path", r.Path)
	w.bars.Ask(ask.Question{
		ID: "recovered", Sticky: true, Tone: ask.Info, Text: text,
		Closed: func() {
			w.kept[r.Path] = true
			next()
		},
		Answers: []ask.Answer{
			{Label: assets.T("window.recovered.restore"), Main: true, Run: func() {
				next()
				w.restore(r)
			}},
			{Label: assets.T("window.recovered.diff"), Keep: true, Run: func() { w.showDiff(assets.T("window.recovered.changes", post), r.BaseText, r.Text) }},
			{Label: assets.T("window.recovered.discard"), Run: func() {
				next()
				w.discard(r)
			}},
		},
	})
}

// restore opens the post with its unsaved text. It is merged with what was typed since the start, and with what other programs did to the file.
func (w *Workbench) restore(r journal.Recovered) {
	folder := w.folder
	w.env.Sched.Go("restore", func(context.Context) {
		r.Path = folder.Bundled(r.Path) // it may have been made a folder since it was offered
		post, err := folder.Load(r.Path)
		missing := isMissing(err)
		if missing {
			post, err = &store.Post{Path: r.Path, Dir: filepath.Dir(r.Path), Bundle: store.IsIndex(filepath.Base(r.Path)), Writable: true}, nil
		}
		w.env.Sched.Do(func() {
			if err != nil {
				w.recovered = append(w.recovered, r)
				w.offerRecovered()
				w.fail(assets.T("window.read.failed", filepath.Base(r.Path)), err)
				return
			}
			p := w.open[post.Path]
			from, way := workcopy.OriginOf(r.BaseText), byWord()
			switch {
			case p != nil: // opened since the start, and perhaps written in
			case missing:
				p = w.adopt(post)
				from = p.copy.InFile()
			default:
				p = w.adopt(post)
				if post.Text != r.BaseText { // another program changed the file
					way = workcopy.ByLine(mergeLabels())
				}
			}
			m := p.copy.Join(from, r.Text, way)
			if missing {
				p.copy.Unsave()
			}
			w.showPost(p)
			w.showConflicts(p, m)
			w.journalFlush(p, func(err error) { // only now may the old journal go
				w.journalDone(err)
				if err == nil {
					w.log.Debug("restored", "path", r.Path)
					w.dropRecovered(r)
				}
			})
		})
	})
}

// dropRecovered lets go of a journal whose text is in another one now. The text stays among the post's versions: taken back with undo and
// lost with the next crash, it would be nowhere.
func (w *Workbench) dropRecovered(r journal.Recovered) {
	w.state.Go(func(context.Context) {
		if err := w.versions.Put(r.Path, r.Text, r.When); err != nil {
			w.journalWarn(err)
			return
		}
		w.journals.files.Go(func(context.Context) {
			if err := r.Discard(); err != nil {
				w.journalWarn(err)
			}
		})
	})
}

// discard throws recovered text away; it stays among the post's versions.
func (w *Workbench) discard(r journal.Recovered) {
	w.state.Go(func(context.Context) {
		err := w.versions.Put(r.Path, r.Text, r.When)
		if err == nil {
			err = r.Discard()
		}
		w.env.Sched.Do(func() {
			if err != nil {
				w.fail(assets.T("window.recovered.keep"), err)
				return
			}
			w.status.Say(assets.T("window.recovered.discarded"))
			w.settleRecords()
		})
	})
}
