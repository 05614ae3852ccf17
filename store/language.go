package store

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Translation is a page of a post in one of the site's languages.
type Translation struct {
	Lang string // in lower case
	Path string
}

// Multilingual reports whether the site has several languages.
func (f *Folder) Multilingual() bool { return len(f.codes()) > 1 }

// PageLang is the language of a page: that of its file or folder, else the site's default one; empty where the site names no language at all.
func (f *Folder) PageLang(path string) string {
	if lang := f.Lang(path); lang != "" {
		return lang
	}
	if len(f.config.Languages) == 0 && f.config.DefaultLanguage == "" {
		return ""
	}
	return f.config.Language()
}

// TranslationKey is the same for all pages of one post: its place in the site's content without language and extension.
func (f *Folder) TranslationKey(path string) string {
	_, place, ok := f.placeOf(path)
	if !ok {
		place = filepath.ToSlash(path)
	}
	dir, base := "", place
	if i := strings.LastIndexByte(place, '/'); i >= 0 {
		dir, base = place[:i+1], place[i+1:]
	}
	return dir + f.withoutLang(strings.TrimSuffix(base, filepath.Ext(base)))
}

// Translations lists the pages of the post at path, its own among them, in the order of the site's languages.
func (f *Folder) Translations(path string) []Translation {
	own := Translation{f.PageLang(path), path}
	out := []Translation{own}
	for _, lang := range f.codes() {
		if strings.EqualFold(lang, own.Lang) {
			continue
		}
		for _, p := range f.pagesIn(path, lang) {
			if st, err := os.Stat(p); err == nil && st.Mode().IsRegular() {
				out = append(out, Translation{lang, p})
				break
			}
		}
	}
	f.inOrder(out)
	return out
}

// Languages lists the codes of the site's languages, the default one first.
func (f *Folder) Languages() []string { return f.codes() }

// codes are the site's languages, the default one first.
func (f *Folder) codes() []string {
	def := f.config.Language()
	list := []string{def}
	for _, l := range f.config.Languages {
		list = appendNew(list, l.Code)
	}
	return list
}

func (f *Folder) inOrder(list []Translation) {
	codes := f.codes()
	rank := func(t Translation) int {
		if i := slices.Index(codes, t.Lang); i >= 0 {
			return i
		}
		return len(codes)
	}
	slices.SortStableFunc(list, func(a, b Translation) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Lang, b.Lang))
	})
}

// pagesIn are the paths that the page of a post in another language could have, the likeliest first.
func (f *Folder) pagesIn(path, lang string) []string {
	ext := filepath.Ext(path)
	b, place, ok := f.placeOf(path)
	if !ok {
		return nil
	}
	stem := f.withoutLang(strings.TrimSuffix(filepath.Base(path), ext))
	dir := ""
	if i := strings.LastIndexByte(place, '/'); i >= 0 {
		dir = place[:i]
	}
	tree := slices.Clone(f.content)
	if i := slices.IndexFunc(tree, func(c branch) bool { return c == *b }); i > 0 {
		tree = slices.Insert(slices.Delete(tree, i, i+1), 0, *b)
	}
	var out []string
	for _, c := range tree { // the page's own folder first
		at, ok := c.find(dir)
		if !ok || c.lang != "" && !strings.EqualFold(c.lang, lang) {
			continue
		}
		named, plain := filepath.Join(at, stem+"."+lang+ext), filepath.Join(at, stem+ext)
		switch {
		case c.lang != "" || strings.EqualFold(lang, f.config.Language()):
			out = append(out, plain, named)
		default: // without a language in its name it is the default one's
			out = append(out, named)
		}
	}
	return slices.DeleteFunc(out, func(p string) bool { return p == path })
}

// TranslationPath is where the page of a post in another language goes: beside it, with the language in its name, or in that language's
// content folder. False where the site has no such language, or the page is there.
func (f *Folder) TranslationPath(path, lang string) (string, bool) {
	if !slices.ContainsFunc(f.codes(), func(c string) bool { return strings.EqualFold(c, lang) }) {
		return "", false
	}
	if slices.ContainsFunc(f.Translations(path), func(t Translation) bool { return strings.EqualFold(t.Lang, lang) }) {
		return "", false
	}
	all := f.pagesIn(path, strings.ToLower(lang))
	if len(all) == 0 {
		return "", false
	}
	return all[0], true
}

// Missing lists the languages of the site that the post at path has no page in.
func (f *Folder) Missing(path string) []string {
	have := f.Translations(path)
	return slices.DeleteFunc(f.codes(), func(c string) bool {
		return slices.ContainsFunc(have, func(t Translation) bool { return strings.EqualFold(t.Lang, c) })
	})
}

// ByPost gathers the pages of each post: one summary a post, that of the site's default language where it has one, with the others in
// Translations. The order stays that of the first page of each.
func (f *Folder) ByPost(pages []Summary) []Summary {
	if !f.Multilingual() {
		return pages
	}
	at := map[string]int{}
	var posts [][]Summary
	for _, p := range pages {
		i, ok := at[p.Key]
		if !ok {
			i = len(posts)
			at[p.Key], posts = i, append(posts, nil)
		}
		posts[i] = append(posts[i], p)
	}
	out := make([]Summary, len(posts))
	for i, group := range posts {
		list := make([]Translation, len(group))
		for k, p := range group {
			list[k] = Translation{p.Lang, p.Path}
		}
		f.inOrder(list)
		first := slices.IndexFunc(group, func(p Summary) bool { return p.Path == list[0].Path })
		out[i] = group[first]
		if len(list) > 1 {
			out[i].Translations = list
		}
	}
	return out
}

// defaultPage is the page of the bundle in dir that the author means by its folder: that of the site's first language which has one. index
// is any page of it.
func (f *Folder) defaultPage(dir, index string) string {
	own := filepath.Join(dir, index)
	if index == "index.md" {
		return own
	}
	for _, t := range f.Translations(own) {
		if filepath.Dir(t.Path) == dir {
			return t.Path
		}
	}
	return own
}
