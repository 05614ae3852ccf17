package frontmatter

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Kind is the type Hugo gives a predefined key.
type Kind uint8

// The kinds. Unknown is a key of the site's or theme's own.
const (
	Unknown Kind = iota
	TextKind
	ListKind
	DateKind
	SwitchKind
	NumberKind
	MapKind
)

// KindOf returns the kind of a top-level key, compared without case: Hugo's
// predefined fields (hugolib/page__meta.go), and the keys that the themes in
// use agree on (authors, series, images; weight and toc).
func KindOf(key string) Kind {
	switch strings.ToLower(key) {
	case "title", "linktitle", "description", "summary", "slug", "url", "type", "layout", "markup",
		"translationkey", "author", "cover", "image", "subtitle", "path":
		return TextKind
	case "tags", "categories", "keywords", "aliases", "outputs", "authors", "series", "images", "resources":
		return ListKind
	case "date", "publishdate", "pubdate", "published", "lastmod", "modified", "expirydate", "unpublishdate":
		return DateKind
	case "draft", "iscjklanguage", "headless", "toc", "math", "comments":
		return SwitchKind
	case "weight":
		return NumberKind
	case "build", "_build", "cascade", "menu", "menus", "sitemap", "sites", "params":
		return MapKind
	default:
		return Unknown
	}
}

// Coerce turns words of a command line into a value. Where there is one already
// (has, and old is not nil) its type stays, but for what kind knows better: several
// words for a text of a key that holds a list, a text for a title that happens to
// be a number, a switch for one spelled as a text. Else kind decides: a list, a
// date, a switch or a number where the word is one; all else is a string. One
// empty word is the empty string or, for a list, no item. Several words for what
// is no list are an error.
func Coerce(kind Kind, old any, has bool, words []string) (any, error) {
	if has && old != nil && !mistyped(kind, old, words) {
		return coerceLike(old, words)
	}
	if kind == ListKind {
		return list(words), nil
	}
	word, err := single(words)
	if err != nil {
		return nil, err
	}
	switch kind {
	case DateKind:
		return ParseDate(word)
	case SwitchKind:
		if v, ok := Bool(word); ok {
			return v, nil
		}
		return nil, fmt.Errorf("%q is neither true nor false", word)
	case NumberKind:
		return number(word)
	case MapKind:
		return nil, fmt.Errorf("%q is no map; name a key in it, or give it as JSON", word)
	default:
		return word, nil
	}
}

// mistyped reports a value whose type says less about its key than kind does.
func mistyped(kind Kind, old any, words []string) bool {
	text, isText := old.(string)
	switch kind {
	case ListKind:
		return isText && (text == "" || len(words) > 1)
	case TextKind:
		switch old.(type) {
		case int64, float64, bool, Date:
			return true
		}
	case SwitchKind:
		_, reads := Bool(old)
		_, isSwitch := old.(bool)
		return reads && !isSwitch
	}
	return false
}

func coerceLike(old any, words []string) (any, error) {
	if items, ok := old.([]any); ok {
		for _, item := range items {
			if _, ok := item.(Map); ok {
				return nil, fmt.Errorf("the list holds maps; give it as JSON")
			}
		}
		return list(words), nil
	}
	word, err := single(words)
	if err != nil {
		return nil, err
	}
	switch old.(type) {
	case bool:
		return Coerce(SwitchKind, nil, false, words)
	case int64, float64:
		return number(word)
	case Date:
		return ParseDate(word)
	case Map:
		return Coerce(MapKind, nil, false, words)
	default:
		return word, nil
	}
}

// Number is a number by the digits that it is to be written with, such as 1.20.
type Number string

// decimal are the numbers that every language reads as they are written; a zero in
// front makes others of them, or none.
var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// number is a word as a number: a Number where other digits than the shortest are
// meant, a text where no number keeps them (02345).
func number(word string) (any, error) {
	if n, err := strconv.ParseInt(word, 10, 64); err == nil && strconv.FormatInt(n, 10) == word {
		return n, nil
	}
	f, err := strconv.ParseFloat(word, 64)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%q is no number", word)
	case Text(f) == word:
		return f, nil
	case decimal.MatchString(word):
		return Number(word), nil
	}
	return word, nil
}

func single(words []string) (string, error) {
	if len(words) != 1 {
		return "", fmt.Errorf("%d values given, one is wanted", len(words))
	}
	return words[0], nil
}

func list(words []string) []any {
	if len(words) == 1 && words[0] == "" {
		return []any{}
	}
	items := make([]any, len(words))
	for i, w := range words {
		items[i] = w
	}
	return items
}
