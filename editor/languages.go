package editor

import (
	"context"
	"slices"
	"strings"

	"lanyard/assets"
	"lanyard/store"
	"lanyard/store/newpost"
)

// pageLanguages is what the window does with posts in several languages.
type pageLanguages struct{ w *Workbench }

// pages are the pages of the post that is open, one a language, in the order of the site's languages.
func (l pageLanguages) pages() []store.Translation {
	if l.w.session.Folder() == nil || !l.w.session.Folder().Multilingual() {
		return nil
	}
	path := l.w.activePath()
	for _, p := range l.w.list.all {
		if slices.ContainsFunc(p.Translations, func(t store.Translation) bool { return t.Path == path }) {
			return p.Translations
		}
	}
	return nil
}

// Next opens the next language of the post that is open.
func (l pageLanguages) Next() {
	pages, path := l.pages(), l.w.activePath()
	at := slices.IndexFunc(pages, func(t store.Translation) bool { return t.Path == path })
	if at < 0 {
		return
	}
	next := pages[(at+1)%len(pages)]
	l.w.OpenPost(next.Path, func(err error) {
		if err == nil {
			l.w.status.Say(assets.T("window.language.page", l.name(next.Lang)))
		}
	})
}

// missing are the site's languages that the open post has no page in.
func (l pageLanguages) missing() []string {
	if l.w.active == nil || l.w.session.Folder() == nil || !l.w.session.Folder().Multilingual() {
		return nil
	}
	have := l.pages()
	own := l.w.session.Folder().PageLang(l.w.activePath())
	return slices.DeleteFunc(l.w.session.Folder().Languages(), func(code string) bool {
		return code == own || slices.ContainsFunc(have, func(t store.Translation) bool { return strings.EqualFold(t.Lang, code) })
	})
}

// Translate makes the page of the open post in another language: it asks which where there are several, and opens it.
func (l pageLanguages) Translate() {
	codes := l.missing()
	if len(codes) == 1 {
		l.make(codes[0])
		return
	}
	l.w.quick.Open(assets.T("window.translate.which"), func(query string) []choice {
		var out []choice
		for _, code := range codes {
			name := l.name(code)
			if q := strings.ToLower(query); strings.Contains(strings.ToLower(name), q) || strings.Contains(code, q) {
				out = append(out, choice{title: name, detail: code, run: func() { l.make(code) }})
			}
		}
		return out
	})
}

// make makes the page of the open post in a language, of the text as it is in the window.
func (l pageLanguages) make(code string) {
	p, folder := l.w.active, l.w.session.Folder()
	if p == nil {
		return
	}
	post := *p.Copy.Post()
	post.Text = p.Copy.State().Doc.String()
	l.w.session.Writer.Go(func(context.Context) {
		path, err := newpost.Translate(folder, &post, code, "")
		l.w.env.Sched.Do(func() {
			if err != nil {
				l.w.fail(assets.T("window.translate.failed", l.name(code)), err)
				return
			}
			l.w.log.Debug("created", "path", path)
			if l.w.session.Folder() == folder {
				l.w.refreshSummary(path)
				l.w.OpenPost(path, nil)
			}
		})
	})
}

// name is how the site calls a language, else its code.
func (l pageLanguages) name(code string) string {
	for _, l := range l.w.session.Folder().Config().Languages {
		if strings.EqualFold(l.Code, code) && l.Name != "" {
			return l.Name
		}
	}
	return code
}

// shown is the language of the open page for the status bar; "" in a site of one language.
func (l pageLanguages) shown() string {
	if l.w.session.Folder() == nil || !l.w.session.Folder().Multilingual() {
		return ""
	}
	return l.name(l.w.session.Folder().PageLang(l.w.activePath()))
}
