package form

import (
	"slices"
	"strings"

	"lanyard/store/frontmatter"
)

// kind is the control that a field gets.
type kind uint8

const (
	textKind kind = iota
	longKind      // text of several lines
	dateKind
	switchKind
	listKind
	rawKind  // the value's own text, as it stands in the file
	wordKind // the same of a value that is one word or sentence: a number, say
)

// raw reports whether a kind shows the value's own text.
func (k kind) raw() bool { return k == rawKind || k == wordKind }

// spec is one field of the form: what it shows and how.
type spec struct {
	path    string // as Model takes it
	key     string // the top-level key as the file spells it
	label   string // id of its label, "" where the key is the label
	kind    kind
	present bool // in the file
	fixed   bool // can be changed in the text only
}

// standard is a field that shows whether the post has it or not. The first alias that the post has is taken in its
// place, because themes differ in the name.
type standard struct {
	key     string
	aliases []string
	kind    kind
	inner   string // a key inside, when the value is a map
}

func standards() []standard {
	return []standard{
		{key: "date", kind: dateKind},
		{key: "draft", kind: switchKind},
		{key: "authors", aliases: []string{"author"}, kind: listKind},
		{key: "tags", kind: listKind},
		{key: "categories", kind: listKind},
		{key: "keywords", kind: listKind},
		{key: "summary", aliases: []string{"description"}, kind: longKind},
		{key: "slug", kind: textKind},
		{key: "cover", aliases: []string{"image", "featured_image", "featuredImage"}, kind: textKind, inner: "image"},
	}
}

// specs lists the fields for a block: the standard ones first, then every other key as it stands in the file.
func specs(b *frontmatter.Block) []spec {
	var entries []frontmatter.Entry
	if b != nil {
		entries = b.Entries()
	}
	used := map[int]bool{}
	find := func(key string) int {
		return slices.IndexFunc(entries, func(e frontmatter.Entry) bool { return strings.EqualFold(e.Key, key) })
	}
	if i := find("title"); i >= 0 {
		used[i] = true
	}
	var all []spec
	for _, s := range standards() {
		at := find(s.key)
		for _, alias := range s.aliases {
			if at < 0 {
				at = find(alias)
			}
		}
		one := spec{path: top(s.key), key: s.key, label: "form.field." + s.key, kind: s.kind}
		if at >= 0 {
			used[at] = true
			e := entries[at]
			one.key, one.path, one.present = e.Key, top(e.Key), true
			one.kind = fit(s.kind, e.Value)
			if m, ok := e.Value.(frontmatter.Map); ok && s.inner != "" && scalarAt(m, s.inner) {
				one.path, one.kind = top(e.Key)+"."+s.inner, s.kind
			}
		}
		all = append(all, one)
	}
	for i, e := range entries {
		if !used[i] {
			all = append(all, spec{path: top(e.Key), key: e.Key, kind: other(b, e), present: true, fixed: b.Spread(e.Key)})
		}
	}
	return all
}

func scalarAt(m frontmatter.Map, key string) bool {
	v, _ := m.Get(key)
	return scalar(v)
}

// fit returns the kind when it can show the value, raw else.
func fit(k kind, v any) kind {
	ok := false
	switch k {
	case switchKind:
		_, ok = v.(bool)
		ok = ok || v == nil
	case listKind:
		ok = scalar(v) || scalars(v)
	default:
		ok = scalar(v)
	}
	if !ok {
		return rawKind
	}
	return k
}

// other chooses the control of a key that the form does not know: switches, dates and lists that Hugo knows have
// theirs, all else is shown as it is written.
func other(b *frontmatter.Block, e frontmatter.Entry) kind {
	if _, ok := e.Value.(bool); ok {
		return switchKind
	}
	switch frontmatter.KindOf(e.Key) {
	case frontmatter.DateKind:
		return fit(dateKind, e.Value)
	case frontmatter.ListKind:
		if scalars(e.Value) {
			return listKind
		}
	}
	if scalar(e.Value) && !strings.Contains(b.Raw(e.Key), "\n") {
		return wordKind
	}
	return rawKind
}

func scalar(v any) bool {
	switch v.(type) {
	case []any, frontmatter.Map:
		return false
	}
	return true
}

func scalars(v any) bool {
	list, ok := v.([]any)
	return ok && !slices.ContainsFunc(list, func(v any) bool { return !scalar(v) || v == nil })
}
