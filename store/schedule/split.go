package schedule

import (
	"strings"
	"unicode"
)

// splitTitle divides a title of Sched, "Title - Name, Company & Name, Company", into
// the title and the people, each with how sure it is that they are people. Without
// people the title is whole.
func splitTitle(s string) (string, []Person) {
	at := strings.LastIndex(s, " - ")
	if at <= 0 {
		return s, nil
	}
	people := peopleIn(s[at+3:])
	if len(people) == 0 {
		return s, nil
	}
	return strings.TrimSpace(s[:at]), people
}

// peopleIn reads "Ann Lee, Acme & Bo Chen, Initech" and "Ann Lee & Bo Chen, Acme".
// Nil where one of them looks like no name.
func peopleIn(s string) []Person {
	var out []Person
	parts := splitAny(s, " & ", "; ", " and ")
	if len(parts) > 8 {
		return nil
	}
	for _, part := range parts {
		name, company, found := strings.Cut(part, ",")
		name, company = strings.TrimSpace(name), strings.TrimSpace(company)
		sure := nameLike(name)
		if sure == 0 {
			return nil
		}
		if found && company != "" {
			sure = min(sure+0.3, 0.95)
		}
		out = append(out, Person{Name: Text{"": name}, Company: company, Confidence: sure})
	}
	if last := out[len(out)-1].Company; last != "" { // one company behind several names is all of theirs
		for i := range out {
			if out[i].Company == "" {
				out[i].Company, out[i].Confidence = last, min(out[i].Confidence+0.2, 0.9)
			}
		}
	}
	return out
}

func splitAny(s string, seps ...string) []string {
	for _, sep := range seps[1:] {
		s = strings.ReplaceAll(s, sep, seps[0])
	}
	return strings.Split(s, seps[0])
}

// notNames are words of titles that are capital like names.
const notNames = " day event session workshop tutorial summit keynote panel track talk demo party lunch dinner break welcome opening closing meeting meetup " +
	"part room hall reception discussion lightning talks q&a intro introduction update project full-day half-day full half edition live online only hosted by the of for in to and with your "

// nameLike tells how likely a text is a person's name, from 0 to 0.65.
func nameLike(s string) float64 {
	if s == "" || len(s) > 60 || strings.ContainsAny(s, "0123456789:?!/@#()[]\"“”") {
		return 0
	}
	if han := hanLetters(s); han > 0 {
		if n := len([]rune(s)); n >= 2 && n <= 4 && han == n {
			return 0.65
		}
		return 0
	}
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 5 {
		return 0
	}
	capital := 0
	for _, w := range words {
		if strings.Contains(notNames, " "+strings.ToLower(w)+" ") {
			return 0
		}
		r := []rune(w)
		switch {
		case unicode.IsUpper(r[0]):
			capital++
			if len(r) > 3 && strings.ToUpper(w) == w { // KUBERNETES is no name
				return 0
			}
		case strings.Contains(" de del della der den di da dos van von zu la le el bin ibn al y ", " "+w+" "):
		default:
			return 0
		}
	}
	if capital < 2 && len(words) > 1 {
		return 0
	}
	return 0.65
}

func hanLetters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}
