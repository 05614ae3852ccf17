package library

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"time"
	"unicode"

	"lanyard/store/fold"
)

// A Query says which posts are looked for. Parse makes one.
type Query struct {
	terms   []term
	filters []func(*Entry) bool
}

// term is a text that must stand in a post, or with not must not.
type term struct {
	not    bool
	needle needle
	re     *regexp.Regexp // nil for a text; of one line, whose line has needle
}

// ErrVague: a regular expression has no piece of text that always occurs, so that every post would have to be read letter by letter.
var ErrVague = errors.New("a regular expression needs two letters, or one of Chinese, that always occur")

// Parse reads a query: words that must all occur, "phrases", -not, /regular expressions/, and tag:, section:, lang:, before:, after:, draft:yes or
// no, has:photo. Whatever has another colon is a word. The error is a sentence about the query.
func Parse(s string) (Query, error) {
	var q Query
	for _, t := range tokens(s) {
		if key, value, ok := strings.Cut(t.text, ":"); ok && !t.quoted && !t.regexp {
			if keep, err := filter(strings.ToLower(key), value, t.rest); err != nil {
				return Query{}, err
			} else if keep != nil {
				if t.not {
					yes := keep
					keep = func(e *Entry) bool { return !yes(e) }
				}
				q.filters = append(q.filters, keep)
				continue
			}
		}
		x := term{not: t.not}
		if t.regexp {
			re, piece, err := expression(t.text)
			if err != nil {
				return Query{}, err
			}
			x.re, x.needle = re, newNeedle(piece)
		} else {
			x.needle = newNeedle(t.text + t.rest)
		}
		if len(x.needle.text) > 0 {
			q.terms = append(q.terms, x)
		}
	}
	return q, nil
}

// Empty reports that the query asks for nothing.
func (q Query) Empty() bool { return len(q.terms) == 0 && len(q.filters) == 0 }

// token is a word of a query. rest is a phrase right behind a word, as in tag:"two words".
type token struct {
	text, rest          string
	not, quoted, regexp bool
}

func tokens(s string) []token {
	var out []token
	for {
		s = strings.TrimLeftFunc(s, unicode.IsSpace)
		if s == "" {
			return out
		}
		var t token
		if len(s) > 1 && s[0] == '-' && !unicode.IsSpace(rune(s[1])) {
			t.not, s = true, s[1:]
		}
		switch {
		case s[0] == '"':
			t.quoted = true
			t.text, s, _ = strings.Cut(s[1:], `"`)
		case s[0] == '/' && slash(s[1:]) >= 0:
			i := slash(s[1:]) + 1
			t.regexp, t.text, s = true, strings.ReplaceAll(s[1:i], `\/`, "/"), s[i+1:]
		default:
			i := strings.IndexFunc(s, unicode.IsSpace)
			if i < 0 {
				i = len(s)
			}
			t.text, s = s[:i], s[i:]
			if k := strings.Index(t.text, `:"`); k >= 0 {
				t.text, s = t.text[:k+1], t.text[k+2:]+s
				t.rest, s, _ = strings.Cut(s, `"`)
			}
		}
		out = append(out, t)
	}
}

// slash finds the end of a regular expression, which is followed by white space or nothing.
func slash(s string) int {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == '/' && (i+1 == len(s) || unicode.IsSpace(rune(s[i+1]))):
			return i
		}
	}
	return -1
}

// filter gives what a key asks of a post; nil where it is no key.
func filter(key, value, rest string) (func(*Entry) bool, error) {
	want := fold.String(value + rest)
	switch key {
	case "tag":
		return func(e *Entry) bool { return has(e.Tags, want) || has(e.Categories, want) }, nil
	case "author":
		return func(e *Entry) bool { return has(e.Authors, want) }, nil
	case "section":
		return func(e *Entry) bool {
			place := fold.String(filepath.ToSlash(e.Section))
			return place == want || strings.HasPrefix(place, want+"/")
		}, nil
	case "lang":
		return func(e *Entry) bool { return strings.EqualFold(e.Lang, want) }, nil
	case "draft":
		switch want {
		case "yes", "true", "是":
			return func(e *Entry) bool { return e.Draft }, nil
		case "no", "false", "否":
			return func(e *Entry) bool { return !e.Draft }, nil
		}
		return nil, fmt.Errorf("draft: is yes or no, not %q", value+rest)
	case "has":
		if want == "photo" || want == "photos" {
			return func(e *Entry) bool { return e.Photos > 0 }, nil
		}
		return nil, fmt.Errorf("has: knows photo, not %q", value+rest)
	case "before", "after":
		from, to, err := span(value + rest)
		if err != nil {
			return nil, fmt.Errorf("%s: needs a date such as 2019, 2019-06 or 2019-06-28, not %q", key, value+rest)
		}
		if key == "before" {
			return func(e *Entry) bool { return !e.Date.Time.IsZero() && e.Date.Time.Format(dayLayout) < from }, nil
		}
		return func(e *Entry) bool { return !e.Date.Time.IsZero() && e.Date.Time.Format(dayLayout) >= to }, nil
	}
	return nil, nil
}

func has(list []string, want string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return fold.String(s) == want })
}

const dayLayout = "2006-01-02"

// span is the first day of a year, a month or a day, and the first one behind it. Days are those of the clock that a post was dated by.
func span(s string) (from, to string, err error) {
	for _, x := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {dayLayout, 0, 0, 1}} {
		if t, e := time.Parse(x.layout, s); e == nil {
			return t.Format(dayLayout), t.AddDate(x.years, x.months, x.days).Format(dayLayout), nil
		}
	}
	return "", "", errors.New("no date")
}

// expression compiles a regular expression, in which case does not matter, and gives a piece of text that every match has.
func expression(s string) (*regexp.Regexp, string, error) {
	re, err := regexp.Compile("(?i)" + s)
	if err != nil {
		var se *syntax.Error
		if errors.As(err, &se) {
			return nil, "", fmt.Errorf("the regular expression cannot be read: %s: %s", se.Code, se.Expr)
		}
		return nil, "", err
	}
	tree, err := syntax.Parse(s, syntax.Perl|syntax.FoldCase)
	if err != nil {
		return nil, "", err
	}
	piece := literal(tree.Simplify())
	if n := len(piece); n < 2 {
		return nil, "", ErrVague
	}
	return re, piece, nil
}

// literal is the longest text that stands in every match, empty where there is none.
func literal(t *syntax.Regexp) string {
	switch t.Op {
	case syntax.OpLiteral:
		return string(t.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return literal(t.Sub[0])
	case syntax.OpRepeat:
		if t.Min > 0 {
			return literal(t.Sub[0])
		}
	case syntax.OpConcat:
		best := ""
		for _, sub := range t.Sub {
			if l := literal(sub); len(l) > len(best) {
				best = l
			}
		}
		return best
	}
	return ""
}
