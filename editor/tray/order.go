package tray

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// ordered gives the items by name, or by the time of taking; those without a time come last, as given.
func ordered(given []*Item, byName bool) []*Item {
	out := slices.Clone(given)
	if byName {
		slices.SortStableFunc(out, func(a, b *Item) int { return compareNames(a.Name, b.Name) })
		return out
	}
	slices.SortStableFunc(out, func(a, b *Item) int {
		switch {
		case a.Taken.IsZero() && b.Taken.IsZero():
			return 0
		case a.Taken.IsZero():
			return 1
		case b.Taken.IsZero():
			return -1
		}
		return a.Taken.Compare(b.Taken)
	})
	return out
}

// compareNames orders names as people count: "hall 9" before "hall 10", upper and lower case alike.
func compareNames(a, b string) int {
	whole := strings.Compare(a, b)
	a, b = strings.ToLower(a), strings.ToLower(b)
	for a != "" && b != "" {
		if na, nb := digits(a), digits(b); na > 0 && nb > 0 {
			x, y := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
			if len(x) != len(y) {
				return len(x) - len(y)
			}
			if c := strings.Compare(x, y); c != 0 {
				return c
			}
			a, b = a[na:], b[nb:]
			continue
		}
		ra, sa := utf8.DecodeRuneInString(a)
		rb, sb := utf8.DecodeRuneInString(b)
		if ra != rb {
			return int(ra) - int(rb)
		}
		a, b = a[sa:], b[sb:]
	}
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return whole
}

// digits is how many ASCII digits s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
