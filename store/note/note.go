// Package note owns where a line goes that is typed during a conference: into the
// section of the talk that is on, in the venue's time, or between talks into a section
// for the hallway. The functions are pure, and may be called from any goroutine.
package note

import (
	"errors"
	"strings"
	"time"
	"unicode"

	"lanyard/store/frontmatter"
	"lanyard/store/markdown"
	"lanyard/store/page"
	"lanyard/store/place"
	"lanyard/store/schedule"
)

// Errors that the caller decides on.
var (
	ErrEmpty  = errors.New("an empty note")
	ErrNoZone = errors.New("the schedule does not tell the venue's time zone")
	ErrNoTalk = errors.New("the post has no section of that talk")
)

// Options say how a note is written.
type Options struct {
	Lang     string // of the hallway's title, zh or else English
	Session  string // ID of the talk that the author named; empty for the one that is on
	Markdown markdown.Options
}

// Where is the section that a note goes to.
type Where struct {
	Session string // ID of the talk; empty for the hallway
	Title   string // as it is written in a heading
	New     bool   // the section is written with the note
	At      time.Time
}

// Append gives the edit that adds a note to a post's text at a moment: at the end of
// the section of the talk that is on, of those that the text has sections of. Before
// and after a talk a few minutes count as of it. A note of several lines stays one
// item of the list. The edit only inserts.
func Append(text string, s *schedule.Schedule, moment time.Time, note string, o Options) (frontmatter.Edit, Where, error) {
	note = strings.TrimSpace(printable(note))
	if note == "" {
		return frontmatter.Edit{}, Where{}, ErrEmpty
	}
	if s.Zone == nil {
		return frontmatter.Edit{}, Where{}, ErrNoZone
	}
	at := moment.In(s.Zone)
	outline := schedule.OutlineOf(text, o.Markdown)
	eol := page.EOL(text)
	line := item(at, note, eol)
	k, x := on(outline, s, at, o.Session)
	if k < 0 && o.Session != "" {
		return frontmatter.Edit{}, Where{}, ErrNoTalk
	}
	if k >= 0 {
		return behind(text, outline[k], line, eol), Where{Session: x.ID, Title: x.Title.In(o.Lang), At: at}, nil
	}
	for _, lang := range []string{o.Lang, "en", "zh"} {
		if k := outline.Titled(hallway(lang)); k >= 0 {
			return behind(text, outline[k], line, eol), Where{Title: hallway(lang), At: at}, nil
		}
	}
	title := hallway(o.Lang)
	return behind(text, schedule.Section{To: len(text)}, "## "+title+eol+eol+line, eol), Where{Title: title, New: true, At: at}, nil
}

// Talk gives the talk that is on at a moment, of those that the text has sections of;
// false between talks, and where the venue's zone is not known.
func Talk(text string, s *schedule.Schedule, moment time.Time, o markdown.Options) (schedule.Session, bool) {
	if s.Zone == nil {
		return schedule.Session{}, false
	}
	k, x := on(schedule.OutlineOf(text, o), s, moment.In(s.Zone), "")
	return x, k >= 0
}

// on finds the section of the named talk, or else of the one that is on; -1 between
// talks.
func on(outline schedule.Outline, s *schedule.Schedule, at time.Time, named string) (int, schedule.Session) {
	only := []string{}
	for _, x := range s.Sessions {
		if outline.Index(x) >= 0 {
			only = append(only, x.ID)
		}
	}
	if named == "" {
		if p := place.At(s, at, place.Options{Only: only}); p.Group == place.Talk {
			named = p.Session
		}
	}
	for _, x := range s.Sessions {
		if named != "" && x.ID == named {
			return outline.Index(x), x
		}
	}
	return -1, schedule.Session{}
}

// hallway is the title of the section for what happens between talks.
func hallway(lang string) string {
	if lang == "zh" {
		return "走廊"
	}
	return "Hallway"
}

// printable drops what a text file must not have: a NUL would make the post one that
// nothing opens any more.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// item is the note as an item of a list.
func item(at time.Time, note, eol string) string {
	lines := strings.Split(note, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
		if i > 0 && lines[i] != "" {
			lines[i] = "  " + lines[i] // within the item
		}
	}
	return "- " + at.Format("15:04") + " " + strings.Join(lines, eol)
}

// behind inserts lines at the end of a section: right behind a list, else with an
// empty line before them.
func behind(text string, s schedule.Section, lines, eol string) frontmatter.Edit {
	body := 0
	if pg, err := page.Parse(text); err == nil {
		body = pg.BodyFrom
	}
	from := max(s.From, body)
	at := from + len(strings.TrimRight(text[from:max(s.To, from)], " \t\r\n"))
	last := text[lineStart(text, at):at]
	insert := lines
	switch {
	case at == body && strings.TrimSpace(text[from:]) == "": // an empty post
		at = len(text)
		insert = lines + eol
		if at > 0 && !strings.HasSuffix(text, "\n") {
			insert = eol + insert
		}
	case strings.HasPrefix(last, "- ") && strings.HasPrefix(lines, "- "):
		insert = eol + insert
	default:
		insert = eol + eol + insert
	}
	if at == len(text) && !strings.HasSuffix(insert, "\n") {
		insert += eol
	} else if rest := text[at:]; at < len(text) && strings.TrimSpace(rest) != "" && !blankFollows(rest) {
		insert += eol
	}
	return frontmatter.Edit{From: at, To: at, Insert: insert}
}

// blankFollows reports a rest of a line that an empty one follows.
func blankFollows(rest string) bool {
	_, rest, _ = strings.Cut(rest, "\n")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line) == ""
}

func lineStart(s string, at int) int { return strings.LastIndexByte(s[:at], '\n') + 1 }
