package session

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

func (s *Session) journalDir() string { return filepath.Join(s.o.StateDir, "journal") }

func baseOf(post *store.Post) journal.Base {
	return journal.Base{Path: post.Path, Sum: post.Stamp.Sum, Time: post.Stamp.ModTime}
}

// newLog begins the journal of a post whose file holds doc.
func (s *Session) newLog(post *store.Post, doc text.Doc) *journal.Log {
	return journal.New(s.journalDir(), baseOf(post), doc.String)
}

// recover looks for unsaved text of an earlier run in this folder and offers it, then goes on. moved are posts that are elsewhere now.
func (s *Session) recover(moved map[string]string, then func()) {
	dir, root, folder, search := s.journalDir(), s.folder.Boundary(), s.folder, s.journals.search()
	look := func() {
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
		s.sched.Do(func() {
			if err != nil {
				s.log.Warn("journal", "error", err)
			}
			s.recovered = found
			s.log.Debug("recovered", "posts", len(found))
			s.offerRecovered()
			then()
		})
	}
	s.journals.files.Go(func(context.Context) { search(look) })
}

// leftBehind gives unsaved text of one post that no working copy holds: the post was closed with it in this session.
func (s *Session) leftBehind(path string) []journal.Recovered {
	found, err := journal.Pending(s.journalDir(), path)
	if err != nil {
		s.log.Warn("journal", "error", err)
	}
	return found
}

// addRecovered offers texts that are not on offer yet.
func (s *Session) addRecovered(found []journal.Recovered) {
	n := len(s.recovered)
	for _, r := range found {
		if !slices.ContainsFunc(s.recovered, func(x journal.Recovered) bool { return x.Path == r.Path && x.When.Equal(r.When) }) {
			s.recovered = append(s.recovered, r)
		}
	}
	if len(s.recovered) > n && n == 0 {
		s.offerRecovered()
	}
}

// offerRecovered asks about the first text that was not looked at yet. Closing the bar keeps the text for the next start.
func (s *Session) offerRecovered() {
	s.on.Unsaved()
	if len(s.recovered) == 0 {
		s.o.Ask.Close("recovered")
		return
	}
	r := s.recovered[0]
	next := func() {
		s.recovered = s.recovered[1:]
		s.offerRecovered()
	}
	post := filepath.Base(r.Path)
	if store.IsIndex(post) {
		post = filepath.Base(filepath.Dir(r.Path))
	}
	text := assets.T("window.recovered", post, r.When.In(s.sched.Now().Location()).Format("2006-01-02 15:04"))
	if r.Damaged {
		text += " " + assets.T("window.recovered.damaged")
	}
	s.log.Debug("offered", "path", r.Path)
	s.o.Ask.Ask(ask.Question{
		ID: "recovered", Sticky: true, Tone: ask.Info, Text: text,
		Closed: func() {
			s.kept[r.Path] = true
			next()
		},
		Answers: []ask.Answer{
			{Label: assets.T("window.recovered.restore"), Main: true, Run: func() {
				next()
				s.restore(r)
			}},
			{Label: assets.T("window.recovered.diff"), Keep: true, Run: func() { s.on.Compare(assets.T("window.recovered.changes", post), r.BaseText, r.Text) }},
			{Label: assets.T("window.recovered.discard"), Run: func() {
				next()
				s.discard(r)
			}},
		},
	})
}

// restore opens the post with its unsaved text. It is merged with what was typed since the start, and with what other programs did to the file.
func (s *Session) restore(r journal.Recovered) {
	folder := s.folder
	s.sched.Go("restore", func(context.Context) {
		r.Path = folder.Bundled(r.Path) // it may have been made a folder since it was offered
		post, err := folder.Load(r.Path)
		gone := missing(err)
		if gone {
			post, err = &store.Post{Path: r.Path, Dir: filepath.Dir(r.Path), Bundle: store.IsIndex(filepath.Base(r.Path)), Writable: true}, nil
		}
		s.sched.Do(func() {
			if err != nil {
				s.recovered = append(s.recovered, r)
				s.offerRecovered()
				s.on.Failed(assets.T("window.read.failed", filepath.Base(r.Path)), err)
				return
			}
			p := s.open[post.Path]
			from, way := workcopy.OriginOf(r.BaseText), ByWord()
			switch {
			case p != nil: // opened since the start, and perhaps written in
			case gone:
				p = s.adopt(post)
				from = p.Copy.InFile()
			default:
				p = s.adopt(post)
				if post.Text != r.BaseText { // another program changed the file
					way = workcopy.ByLine(mergeLabels())
				}
			}
			m := p.Copy.Join(from, r.Text, way)
			if gone {
				p.Copy.Unsave()
			}
			s.on.Show(p)
			s.on.Merged(p, m)
			s.journals.flush(p, func(err error) { // only now may the old journal go
				s.journalDone(err)
				if err == nil {
					s.log.Debug("restored", "path", r.Path)
					s.dropRecovered(r)
				}
			})
		})
	})
}

// dropRecovered lets go of a journal whose text is in another one now. The text stays among the post's versions: taken back with undo and
// lost with the next crash, it would be nowhere.
func (s *Session) dropRecovered(r journal.Recovered) {
	s.State.Go(func(context.Context) {
		if err := s.versions.Put(r.Path, r.Text, r.When); err != nil {
			s.journalWarn(err)
			return
		}
		s.journals.files.Go(func(context.Context) {
			if err := r.Discard(); err != nil {
				s.journalWarn(err)
			}
		})
	})
}

// discard throws recovered text away; it stays among the post's versions.
func (s *Session) discard(r journal.Recovered) {
	s.State.Go(func(context.Context) {
		err := s.versions.Put(r.Path, r.Text, r.When)
		if err == nil {
			err = r.Discard()
		}
		s.sched.Do(func() {
			if err != nil {
				s.on.Failed(assets.T("window.recovered.keep"), err)
				return
			}
			s.on.Say(assets.T("window.recovered.discarded"))
			s.settleRecords()
		})
	})
}
