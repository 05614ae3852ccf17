package hugo

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Page is what of a post decides where Hugo publishes it.
type Page struct {
	Dir      string   // the folder around the post, below the content folder of its language, with slashes; empty for that folder itself
	Name     string   // the bundle's folder, or the file's name without language and extension
	Sections []string // the sections that hold the page, outermost first
	Title    string
	Slug     string
	URL      string    // the key url
	Date     time.Time // in the zone in which Hugo reads it; zero without one
}

// Permalinks are the patterns of a site's configuration by the name of the first section, in lower case. A nil map is a site that has
// none.
type Permalinks map[string]string

// Address gives the path at which Hugo publishes a page, such as /posts/a-b/, without the site's base, its language, or percent escapes. It is
// false where the page does not tell enough: a pattern that needs a date the page has not, or that has a part which is not known
// here.
func (p Permalinks) Address(pg Page) (string, bool) {
	if pg.URL != "" {
		if strings.Contains(pg.URL, ":") { // an address of another host, or a pattern of Hugo 0.131
			return "", false
		}
		return closed(pg.URL), true
	}
	section := ""
	if len(pg.Sections) > 0 {
		section = pg.Sections[0]
	}
	pattern, ok := p[strings.ToLower(section)]
	if !ok && section == "" {
		pattern, ok = p["/"]
	}
	if ok {
		return pg.expand(pattern)
	}
	last := strings.Trim(pg.Slug, "-")
	if last == "" {
		last = pg.Name
	}
	return closed(urlPath(pg.Dir) + "/" + urlPath(last)), true
}

// closed is an address with one slash at each end; a file's name, as in /about.html, keeps its end.
func closed(p string) string {
	file := path.Ext(p) == ".html" || path.Ext(p) == ".htm"
	p = path.Clean("/" + p)
	if file || p == "/" {
		return p
	}
	return p + "/"
}

// attribute is a part of a permalink that Hugo fills in.
var attribute = regexp.MustCompile(`:\w+(\[.+?\])?`)

func (pg Page) expand(pattern string) (string, bool) {
	known := true
	out := attribute.ReplaceAllStringFunc(pattern, func(m string) string {
		s, ok := pg.attribute(m[1:])
		known = known && ok
		return s
	})
	if !known {
		return "", false
	}
	return closed(strings.ToLower(out)), true
}

func (pg Page) attribute(name string) (string, bool) {
	slugOr := func(s string) string {
		if pg.Slug != "" {
			return urlPart(strings.Trim(pg.Slug, "-"))
		}
		return urlPart(s)
	}
	switch name {
	case "title":
		return urlPart(pg.Title), pg.Title != ""
	case "slug":
		return slugOr(pg.Title), pg.Slug != "" || pg.Title != ""
	case "slugorfilename", "slugorcontentbasename":
		return slugOr(pg.Name), true
	case "filename", "contentbasename":
		return urlPart(pg.Name), true
	case "section":
		if len(pg.Sections) == 0 {
			return "", true
		}
		return pg.Sections[0], true
	case "sections":
		return path.Join(pg.Sections...), true
	case "sections[1:]":
		return path.Join(pg.Sections[min(1, len(pg.Sections)):]...), true
	case "sections[last]":
		return path.Join(pg.Sections[max(0, len(pg.Sections)-1):]...), true
	}
	if pg.Date.IsZero() {
		return "", false
	}
	switch name {
	case "year":
		return strconv.Itoa(pg.Date.Year()), true
	case "month":
		return pg.Date.Format("01"), true
	case "monthname":
		return pg.Date.Month().String(), true
	case "day":
		return pg.Date.Format("02"), true
	case "weekday":
		return strconv.Itoa(int(pg.Date.Weekday())), true
	case "weekdayname":
		return pg.Date.Weekday().String(), true
	case "yearday":
		return strconv.Itoa(pg.Date.YearDay()), true
	}
	if s := pg.Date.Format(name); s != name && !strings.Contains(name, "[") { // a layout of Go, as in :2006
		return s, true
	}
	return "", false
}

// urlPath is a piece of a path as Hugo writes it into an address (common/paths.Sanitize in gohugoio/hugo): in lower case, blanks as one hyphen,
// and without what is neither a letter, a digit nor a mark nor one of . / \ _ # + ~ - @.
func urlPath(s string) string {
	var b strings.Builder
	blank, hyphen := false, false
	for _, r := range norm.NFC.String(s) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), strings.ContainsRune(`./\_#+~-@`, r):
			hyphen = r == '-'
			if blank && !hyphen {
				b.WriteByte('-')
			}
			blank = false
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsSpace(r):
			blank = blank || b.Len() > 0 && !hyphen
		}
	}
	return b.String()
}

// urlPart is urlPath for an attribute of a permalink, where + goes, too.
func urlPart(s string) string { return strings.ReplaceAll(urlPath(s), "+", "") }
