package note

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"lanyard/store/schedule"
)

// maxOffers bounds what is offered for a mark.
const maxOffers = 20

// Offers are what can stand for the mark that a note ends with: speakers behind an @,
// talks behind a #. from is the byte offset of the mark; nothing is offered without
// one. Whoever speaks in that session is offered first.
func Offers(s *schedule.Schedule, typed, session string) (from int, offers []string) {
	from = strings.LastIndexAny(typed, "@#")
	if from < 0 || from > 0 && typed[from-1] != ' ' && typed[from-1] < 0x80 { // an address such as a@b has none; behind a Chinese sign it has
		return 0, nil
	}
	want := fold(typed[from+1:])
	if strings.HasPrefix(typed[from+1:], " ") {
		return 0, nil
	}
	var names []string
	if typed[from] == '#' {
		for _, x := range s.Sessions {
			if !x.Service {
				for _, t := range x.Title {
					names = append(names, t)
				}
			}
		}
	} else {
		for _, x := range s.Sessions {
			if x.ID == session {
				names = append(names, x.Speakers...)
			}
		}
		for _, p := range s.People {
			for _, n := range p.Name {
				names = append(names, n)
			}
		}
	}
	seen := map[string]bool{}
	for _, begins := range []bool{true, false} { // what begins so comes before what has it within
		for _, n := range names {
			f := fold(n)
			hit := strings.HasPrefix(f, want)
			if !begins {
				hit = strings.Contains(f, want)
			}
			if hit && !seen[n] && len(offers) < maxOffers {
				seen[n] = true
				offers = append(offers, n)
			}
		}
	}
	return from, offers
}

// Directed takes the talk out of a note that names one as #Title, and gives its
// session; the session is empty where the note names none.
func Directed(s *schedule.Schedule, typed string) (note, session string) {
	for i := strings.IndexByte(typed, '#'); i >= 0; {
		rest := typed[i+1:]
		best := ""
		for _, x := range s.Sessions {
			for _, t := range x.Title {
				if t != "" && len(t) > len(best) && strings.HasPrefix(rest, t) {
					best, session = t, x.ID
				}
			}
		}
		if best != "" {
			return strings.TrimSpace(strings.TrimSpace(typed[:i]) + " " + strings.TrimSpace(rest[len(best):])), session
		}
		next := strings.IndexByte(rest, '#')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return typed, ""
}

func fold(s string) string { return cases.Fold().String(norm.NFKC.String(s)) }
