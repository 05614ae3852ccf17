package store

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxSlug is the most bytes of a slug: 40 Chinese characters, and room for a
// suffix and a file name below the usual limit of 255.
const maxSlug = 120

// Slug makes the name of a bundle's folder from a title, the way Hugo makes an
// address: letters, digits and marks of any script stay, in lower case; blanks
// become a hyphen; all else goes, also the # that breaks links. It is never empty
// and never a name that Hugo or Windows keeps for itself. A name that taken
// refuses gets the suffix -2, -3, …; taken may be nil.
func Slug(title string, taken func(string) bool) string {
	s := slugify(title)
	if s == "" {
		s = "post"
	}
	return free(s, taken)
}

func free(s string, taken func(string) bool) string {
	if taken == nil || !taken(s) {
		return s
	}
	for n := 2; ; n++ {
		if t := s + "-" + strconv.Itoa(n); !taken(t) {
			return t
		}
	}
}

// slugify is Slug without its fallback: empty for a title without letters.
func slugify(title string) string {
	var b strings.Builder
	dash := false
	for _, r := range norm.NFC.String(title) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r) && b.Len() > 0, r == '_', r == '.' && b.Len() > 0:
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsSpace(r), r == '-', r == '–', r == '—', r == '/', r == '\\':
			dash = true
		}
	}
	s := norm.NFC.String(b.String()) // what went may have stood between a letter and its mark
	if len(s) > maxSlug {
		cut := maxSlug
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut]
	}
	s = strings.TrimRight(s, "-._")
	s = strings.TrimLeftFunc(s, func(r rune) bool { return strings.ContainsRune("-._", r) || unicode.IsMark(r) })
	if reserved(s) {
		s += "-1"
	}
	return s
}

// reserved reports a name that Windows keeps for a device, or that is a page's own.
func reserved(s string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(s), ".")
	switch stem {
	case "con", "prn", "aux", "nul", "index", "_index":
		return true
	}
	if len(stem) == 4 && (stem[:3] == "com" || stem[:3] == "lpt") {
		return stem[3] >= '0' && stem[3] <= '9'
	}
	return false
}
