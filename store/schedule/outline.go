package schedule

import (
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"lanyard/store/markdown"
	"lanyard/store/page"
)

// Section is a heading of a post's text with what stands below it, up to the next
// heading of its level or above. Offsets are bytes of the text.
type Section struct {
	Title    string // folded, to be compared
	From, To int    // From begins the heading's line
}

// Outline holds the sections of a text in the order of their headings; one of a
// lower level lies within that of the level above.
type Outline []Section

// OutlineOf finds the sections of a post's text, which begins with its front matter.
func OutlineOf(text string, o markdown.Options) Outline {
	body := 0
	if pg, err := page.Parse(text); err == nil {
		body = pg.BodyFrom
	}
	var out Outline
	heads := markdown.Parse(text, body, o).Headings()
	for i, h := range heads {
		end := len(text)
		for _, next := range heads[i+1:] {
			if next.Level <= h.Level {
				end = lineStart(text, next.From)
				break
			}
		}
		out = append(out, Section{fold(h.Text), lineStart(text, h.From), end})
	}
	return out
}

// Index finds the section of a session by its title, in any of its languages; -1
// without one.
func (o Outline) Index(x Session) int {
	for _, t := range x.Title {
		if i := o.Titled(t); i >= 0 {
			return i
		}
	}
	return -1
}

// Titled finds the first section with a title; -1 without one.
func (o Outline) Titled(title string) int {
	want, plain := fold(title), fold(plainTitle(title))
	return slices.IndexFunc(o, func(s Section) bool { return s.Title == want || s.Title == plain })
}

func lineStart(s string, at int) int { return strings.LastIndexByte(s[:at], '\n') + 1 }

// fold makes titles comparable: case, width of letters, blanks and Markdown's marks
// do not count.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune("*_`\\", r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(cases.Fold().String(norm.NFKC.String(s))), " ")
}

// plainTitle is a title as the page shows it: typographic marks made of plain ones
// are not told apart from those that were typed.
func plainTitle(s string) string {
	return strings.NewReplacer("--", "–", "...", "…", "'", "’").Replace(s)
}
