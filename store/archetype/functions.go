package archetype

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"reflect"
	"regexp"
	"strings"
	"text/template"
	"time"
	"unicode"
)

// functions are Hugo's functions that archetypes use, by their names there: each
// alone (replace) and in its namespace (strings.Replace). A namespace is a value
// with methods, as in Hugo.
func functions(d Data) template.FuncMap {
	s, m, u, c, t := stringsSpace{}, mathSpace{}, urlsSpace{}, collectionsSpace{}, timeSpace{d.Date}
	alone := func(v any) func() any { return func() any { return v } }
	return template.FuncMap{
		"strings": alone(s), "math": alone(m), "urls": alone(u), "collections": alone(c),
		"path": alone(pathSpace{}), "crypto": alone(cryptoSpace{}), "cast": alone(castSpace{}), "fmt": alone(fmtSpace{}),
		"inflect": alone(inflectSpace{}), "transform": alone(transformSpace{}), "compare": alone(compareSpace{}),
		"time": func(args ...any) (any, error) {
			if len(args) == 0 {
				return t, nil
			}
			return t.AsTime(args[0])
		},
		"now":  t.Now,
		"site": func() any { return d.site() },

		"dateFormat": t.Format,
		"title":      s.Title, "lower": s.ToLower, "upper": s.ToUpper, "trim": s.Trim, "chomp": s.Chomp, "replace": s.Replace,
		"replaceRE": s.ReplaceRE, "substr": s.Substr, "slicestr": s.SliceString, "split": s.Split, "truncate": s.Truncate,
		"hasPrefix": s.HasPrefix, "hasSuffix": s.HasSuffix, "findRE": s.FindRE,
		"humanize": inflectSpace{}.Humanize, "plainify": transformSpace{}.Plainify,
		"urlize": u.URLize, "anchorize": u.Anchorize,
		"add": m.Add, "sub": m.Sub, "mul": m.Mul, "div": m.Div, "mod": m.Mod,
		"first": c.First, "last": c.Last, "after": c.After, "delimit": c.Delimit, "dict": c.Dictionary, "in": c.In,
		"isset": c.IsSet, "slice": c.Slice, "seq": c.Seq,
		"default": compareSpace{}.Default, "cond": compareSpace{}.Conditional,
		"md5": cryptoSpace{}.MD5, "sha1": cryptoSpace{}.SHA1, "sha256": cryptoSpace{}.SHA256,
		"string": castSpace{}.ToString, "int": castSpace{}.ToInt, "float": castSpace{}.ToFloat,
	}
}

type stringsSpace struct{}

// Title writes a title as the Associated Press does, Hugo's default.
func (stringsSpace) Title(s any) string { return titleCase(text(s)) }

// FirstUpper makes the first letter a capital.
func (stringsSpace) FirstUpper(s any) string { return firstUpper(text(s)) }

func (stringsSpace) ToLower(s any) string { return strings.ToLower(text(s)) }
func (stringsSpace) ToUpper(s any) string { return strings.ToUpper(text(s)) }

// Trim takes the characters of cut away on both sides.
func (stringsSpace) Trim(s, cut any) string { return strings.Trim(text(s), text(cut)) }

func (stringsSpace) TrimLeft(cut, s any) string    { return strings.TrimLeft(text(s), text(cut)) }
func (stringsSpace) TrimRight(cut, s any) string   { return strings.TrimRight(text(s), text(cut)) }
func (stringsSpace) TrimPrefix(pre, s any) string  { return strings.TrimPrefix(text(s), text(pre)) }
func (stringsSpace) TrimSuffix(post, s any) string { return strings.TrimSuffix(text(s), text(post)) }
func (stringsSpace) TrimSpace(s any) string        { return strings.TrimSpace(text(s)) }
func (stringsSpace) Chomp(s any) string            { return strings.TrimRight(text(s), "\r\n") }

// Replace replaces old by new, at most as often as the last argument says.
func (stringsSpace) Replace(s, old, new any, times ...any) (string, error) {
	n := -1
	if len(times) > 0 {
		var err error
		if n, err = number(times[0]); err != nil {
			return "", err
		}
	}
	return strings.Replace(text(s), text(old), text(new), n), nil
}

// ReplaceRE replaces what a regular expression matches.
func (stringsSpace) ReplaceRE(pattern, with, s any, times ...any) (string, error) {
	re, err := regexp.Compile(text(pattern))
	if err != nil {
		return "", err
	}
	n := -1
	if len(times) > 0 {
		if n, err = number(times[0]); err != nil {
			return "", err
		}
	}
	return re.ReplaceAllStringFunc(text(s), func(match string) string {
		if n == 0 {
			return match
		}
		n--
		return re.ReplaceAllString(match, text(with))
	}), nil
}

// FindRE lists what a regular expression matches.
func (stringsSpace) FindRE(pattern, s any, limit ...any) ([]string, error) {
	re, err := regexp.Compile(text(pattern))
	if err != nil {
		return nil, err
	}
	n := -1
	if len(limit) > 0 {
		if n, err = number(limit[0]); err != nil {
			return nil, err
		}
	}
	return re.FindAllString(text(s), n), nil
}

// Substr is Hugo's: from a character, negative from the end, for a length.
func (stringsSpace) Substr(s any, nums ...any) (string, error) {
	r := []rune(text(s))
	if len(nums) == 0 || len(nums) > 2 {
		return "", errors.New("substr takes a start and perhaps a length")
	}
	from, err := number(nums[0])
	if err != nil {
		return "", err
	}
	if from < 0 {
		from += len(r)
	}
	from = min(max(from, 0), len(r))
	to := len(r)
	if len(nums) == 2 {
		n, err := number(nums[1])
		if err != nil {
			return "", err
		}
		if n < 0 {
			to += n
		} else {
			to = min(from+n, to)
		}
	}
	if to <= from {
		return "", nil
	}
	return string(r[from:to]), nil
}

// SliceString is the characters from, or from up to, a place.
func (stringsSpace) SliceString(s any, nums ...any) (string, error) {
	r := []rune(text(s))
	from, to := 0, len(r)
	var err error
	if len(nums) > 0 {
		if from, err = number(nums[0]); err != nil {
			return "", err
		}
	}
	if len(nums) > 1 {
		if to, err = number(nums[1]); err != nil {
			return "", err
		}
	}
	if from < 0 || to > len(r) || from > to {
		return "", fmt.Errorf("there are no characters from %d to %d", from, to)
	}
	return string(r[from:to]), nil
}

func (stringsSpace) Split(s, by any) []string { return strings.Split(text(s), text(by)) }
func (stringsSpace) Contains(s, sub any) bool { return strings.Contains(text(s), text(sub)) }

func (stringsSpace) HasPrefix(s, pre any) bool { return strings.HasPrefix(text(s), text(pre)) }

func (stringsSpace) HasSuffix(s, post any) bool { return strings.HasSuffix(text(s), text(post)) }

func (stringsSpace) Count(sub, s any) int                { return strings.Count(text(s), text(sub)) }
func (stringsSpace) RuneCount(s any) int                 { return len([]rune(text(s))) }
func (stringsSpace) CountRunes(s any) int                { return len([]rune(text(s))) }
func (stringsSpace) Repeat(n int, s any) (string, error) { return repeat(n, text(s)) }

// Truncate cuts a text behind the last word that ends within a number of characters.
func (stringsSpace) Truncate(length, s any, more ...any) (string, error) {
	n, err := number(length)
	if err != nil {
		return "", err
	}
	mark := " …"
	if len(more) > 0 { // truncate LENGTH ELLIPSIS TEXT
		mark, s = text(s), more[0]
	}
	r := []rune(text(s))
	if n < 0 || len(r) <= n {
		return string(r), nil
	}
	cut := n
	for cut > 0 && !unicode.IsSpace(r[cut]) {
		cut--
	}
	if cut == 0 { // one long word
		cut = n
	}
	return strings.TrimRightFunc(string(r[:cut]), unicode.IsSpace) + mark, nil
}

func repeat(n int, s string) (string, error) {
	if n < 0 || n*len(s) > maxOutput {
		return "", fmt.Errorf("a text %d times", n)
	}
	return strings.Repeat(s, n), nil
}

type pathSpace struct{}

func (pathSpace) Base(p any) string { return path.Base(text(p)) }
func (pathSpace) Dir(p any) string  { return path.Dir(text(p)) }
func (pathSpace) Ext(p any) string  { return path.Ext(text(p)) }

// BaseName is Base without the ending.
func (pathSpace) BaseName(p any) string {
	b := path.Base(text(p))
	return strings.TrimSuffix(b, path.Ext(b))
}

func (pathSpace) Join(parts ...any) string { return path.Join(texts(parts)...) }
func (pathSpace) Clean(p any) string       { return path.Clean(text(p)) }

type urlsSpace struct{}

// URLize makes an address of a text, as Hugo makes those of pages.
func (urlsSpace) URLize(s any) string { return urlize(text(s)) }

// Anchorize makes the id of a heading.
func (urlsSpace) Anchorize(s any) string { return anchorize(text(s)) }

type inflectSpace struct{}

// Humanize makes a name a person reads: my-first_post becomes My first post, 52 52nd.
func (inflectSpace) Humanize(s any) string { return humanize(text(s)) }

type transformSpace struct{}

var tag = regexp.MustCompile(`<[^>]*>`)

// Plainify takes HTML's tags out.
func (transformSpace) Plainify(s any) string { return tag.ReplaceAllString(text(s), "") }

type cryptoSpace struct{}

func (cryptoSpace) MD5(s any) string { h := md5.Sum([]byte(text(s))); return hex.EncodeToString(h[:]) }

func (cryptoSpace) SHA1(s any) string {
	h := sha1.Sum([]byte(text(s)))
	return hex.EncodeToString(h[:])
}

func (cryptoSpace) SHA256(s any) string {
	h := sha256.Sum256([]byte(text(s)))
	return hex.EncodeToString(h[:])
}

type fmtSpace struct{}

func (fmtSpace) Printf(format string, args ...any) string { return fmt.Sprintf(format, args...) }
func (fmtSpace) Print(args ...any) string                 { return fmt.Sprint(args...) }

type compareSpace struct{}

// Default is value, or other where value is empty.
func (compareSpace) Default(other any, value ...any) any {
	if len(value) == 0 || !truth(value[0]) {
		return other
	}
	return value[0]
}

// Conditional is yes where the condition holds, else no.
func (compareSpace) Conditional(condition, yes, no any) any {
	if truth(condition) {
		return yes
	}
	return no
}

func truth(v any) bool {
	if t, ok := v.(time.Time); ok {
		return !t.IsZero()
	}
	ok, _ := template.IsTrue(v)
	return ok
}

type timeSpace struct{ now time.Time }

// Now is when the post is made.
func (t timeSpace) Now() time.Time { return t.now }

// AsTime reads a time, or what Hugo reads as one.
func (t timeSpace) AsTime(v any, _ ...any) (time.Time, error) {
	switch v := v.(type) {
	case time.Time:
		return v, nil
	case string:
		for _, layout := range []string{
			time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02",
		} {
			if at, err := time.ParseInLocation(layout, v, t.now.Location()); err == nil {
				return at, nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("%v is no time", v)
}

// Format writes a time in a Go layout, or by one of Hugo's names for one.
func (t timeSpace) Format(layout string, v any) (string, error) {
	at, err := t.AsTime(v)
	if err != nil {
		return "", err
	}
	switch layout {
	case ":date_full":
		layout = "Monday, January 2, 2006"
	case ":date_long":
		layout = "January 2, 2006"
	case ":date_medium":
		layout = "Jan 2, 2006"
	case ":date_short":
		layout = "1/2/06"
	}
	if strings.HasPrefix(layout, ":") {
		return "", fmt.Errorf("%q is no layout known here", layout)
	}
	return at.Format(layout), nil
}

// texts are the texts of several values.
func texts(vs []any) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = text(v)
	}
	return out
}

// text is a value as a template prints it.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []byte:
		return string(v)
	}
	return fmt.Sprint(v)
}

// list is a slice of any type as one of any.
func list(v any) ([]any, error) {
	r := reflect.ValueOf(v)
	if !r.IsValid() {
		return nil, nil
	}
	if r.Kind() != reflect.Slice && r.Kind() != reflect.Array {
		return nil, fmt.Errorf("%v is no list", v)
	}
	out := make([]any, r.Len())
	for i := range out {
		out[i] = r.Index(i).Interface()
	}
	return out, nil
}
