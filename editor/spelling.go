package editor

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"lanyard/assets"
	"lanyard/editor/sched"
	"lanyard/editor/spell"
	"lanyard/editor/syntax"
	"lanyard/editor/text"
)

// speller checks the spelling of what is in view, beside the UI goroutine, and marks it in the source.
type speller struct {
	w      *Workbench
	dirs   []string      // of dictionaries
	worker *sched.Serial // owns checker, index and indexed
	ready  bool          // dictionaries are there
	asked  bool          // they are being read
	say    bool          // the author waits to hear that it works
	last   int           // version of the text when the caret moved last
	typing bool          // the caret stands where something was typed
	stop   func()

	checker *spell.Checker
	index   *syntax.Index
	indexed int // version of the text that index is of
}

const (
	spellDelay  = 300 * time.Millisecond
	spellMargin = 40  // lines above and below the view
	spellLimit  = 500 // words marked at most
	suggestions = 6
)

func newSpeller(w *Workbench) *speller {
	home, _ := os.UserHomeDir()
	return &speller{w: w, dirs: spell.Dirs(os.Getenv, home), worker: w.env.Sched.NewSerial("spelling"), indexed: -1}
}

// ToggleSpelling switches the check on or off.
func (w *Workbench) ToggleSpelling() {
	w.settings.Spelling = !w.settings.Spelling
	w.settings.save()
	w.spelling.say = true
	if !w.settings.Spelling {
		w.spelling.close()
	}
	w.spelling.changed()
}

// close lets go of the dictionaries, which take some 40 MB each.
func (s *speller) close() {
	if !s.ready {
		return // nothing is read, or it is being read, and open closes it then
	}
	s.ready = false
	s.worker.Go(func(context.Context) { s.checker, s.index, s.indexed = nil, nil, -1 })
}

// open reads the dictionaries of the system's language, the site's and English.
func (s *speller) open() {
	s.asked = true
	w := s.w
	langs := []string{systemLocale(), w.lang(), "en"}
	own := ""
	if w.env.StateDir != "" {
		own = filepath.Join(w.env.StateDir, "words.txt")
	}
	if s.say {
		w.status.Say(assets.T("writing.spelling.loading"))
	}
	s.worker.Go(func(context.Context) {
		chosen, missing := spell.Choose(spell.Find(s.dirs), langs...)
		c, err := spell.Open(chosen, own)
		s.checker = c
		w.env.Sched.Do(func() {
			s.asked = false
			s.ready = err == nil && len(chosen) > 0
			switch {
			case !w.settings.Spelling: // switched off meanwhile
				s.close()
			case err != nil:
				w.settings.Spelling = false
				w.fail(assets.T("writing.spelling.failed"), err)
			case !s.ready:
				w.settings.Spelling = false
				w.status.Say(assets.T("writing.spelling.none", missing[0], dictionaryPackage(missing[0])))
			default:
				if s.say {
					w.status.Say(assets.T("writing.spelling.on", strings.Join(c.Names(), ", ")))
				}
				s.changed()
			}
			w.menus.update()
		})
	})
}

// dictionaryPackage is how Debian's package of a language ends.
func dictionaryPackage(lang string) string {
	switch lang {
	case "en":
		return "en-us"
	case "de":
		return "de-de"
	}
	return lang
}

// changed looks again in a moment.
func (s *speller) changed() {
	switch {
	case !s.w.settings.Spelling || s.w.active == nil:
		s.w.source.SetWrong(nil)
		return
	case !s.ready:
		if !s.asked {
			s.open()
		}
		return
	}
	if s.stop != nil {
		s.stop()
	}
	s.stop = s.w.env.Sched.After(spellDelay, s.look)
}

// caret is called after the selection or the text changed.
func (s *speller) caret() {
	s.typing = s.last != s.w.version
	s.last = s.w.version
	if s.w.settings.Spelling {
		s.changed()
	}
}

// look checks the lines in view.
func (s *speller) look() {
	s.stop = nil
	w, p := s.w, s.w.active
	if !w.settings.Spelling || p == nil {
		return
	}
	doc, floor, version := p.Copy.State().Doc, p.Copy.BodyFrom(), w.version
	top, bottom := w.source.TopOffset(), w.source.OffsetAt(fyne.NewPos(0, w.source.Size().Height))
	from := max(doc.LineAt(top)-spellMargin, doc.LineAt(floor))
	to := doc.LineAt(bottom) + spellMargin
	s.worker.Go(func(context.Context) {
		if s.checker == nil {
			return
		}
		if s.indexed != version {
			s.index, s.indexed = syntax.New(doc), version
		}
		found := s.checker.Wrong(doc, s.index, from, to, spellLimit)
		w.env.Sched.Do(func() {
			if version == w.version && p == w.active && w.settings.Spelling {
				s.show(found)
			}
		})
	})
}

// show marks words, but not the one that is being typed.
func (s *speller) show(found []text.Range) {
	head := s.w.active.Copy.State().Selection.MainRange().Head
	shown := make([]text.Range, 0, len(found))
	for _, r := range found {
		if !s.typing || r.To() != head {
			shown = append(shown, r)
		}
	}
	s.w.source.SetWrong(shown)
}

// menu shows what may be meant by the misspelt word at the caret and reports whether there is one.
func (s *speller) menu(at fyne.Position, ids []string) bool {
	w, p := s.w, s.w.active
	st := p.Copy.State()
	r, ok := w.source.WrongAt(st.Selection.MainRange().Head)
	if !ok || !s.ready || !w.settings.Spelling {
		return false
	}
	version := w.version
	word := strings.NewReplacer("*", "", "_", "", "~", "").Replace(st.Doc.Slice(r.From(), r.To()))
	s.worker.Go(func(context.Context) {
		if s.checker == nil {
			return
		}
		found := s.checker.Suggest(word, suggestions)
		w.env.Sched.Do(func() {
			if version != w.version {
				return
			}
			var items []*fyne.MenuItem
			for _, f := range found {
				items = append(items, fyne.NewMenuItem(f, func() { s.correct(p, r, version, f) }))
			}
			if len(found) == 0 {
				none := fyne.NewMenuItem(assets.T("writing.spelling.nothing"), nil)
				none.Disabled = true
				items = append(items, none)
			}
			items = append(items, fyne.NewMenuItem(assets.T("writing.spelling.add", word), func() { s.add(word) }), fyne.NewMenuItemSeparator())
			w.popUpWith(items, at, ids...)
		})
	})
	return true
}

// correct puts a suggestion in the place of a word of the text of that version.
func (s *speller) correct(p *openPost, r text.Range, version int, with string) {
	if p != s.w.active || version != s.w.version {
		return
	}
	st := p.Copy.State()
	p.Copy.Dispatch(text.Transaction{
		Change: st.Doc.Replace(r.From(), r.To(), with), Selection: new(text.Caret(r.From() + len(with))), Kind: text.Command, Time: s.w.now(), Scroll: true,
	})
	s.w.focusSource()
}

// add makes a word right from now on.
func (s *speller) add(word string) {
	w := s.w
	s.worker.Go(func(context.Context) {
		if s.checker == nil {
			return
		}
		err := s.checker.Add(word)
		w.env.Sched.Do(func() {
			if err != nil {
				w.fail(assets.T("writing.spelling.failed"), err)
			} else {
				w.status.Say(assets.T("writing.spelling.added", word))
			}
			s.changed()
		})
	})
	w.focusSource()
}
