package check

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// maxAlike is how many findings of one kind a post gets each for itself; the rest is told as a number.
const maxAlike = 200

// A tally counts findings by their kind.
type tally map[string]*struct {
	n        int
	severity Severity
}

// full counts one more and reports whether there are too many to tell it.
func (t tally) full(code string, s Severity) bool {
	x := t[code]
	if x == nil {
		x = &struct {
			n        int
			severity Severity
		}{}
		t[code] = x
	}
	x.n++
	x.severity = max(x.severity, s)
	return x.n > maxAlike
}

// many reports whether as many are told as may be; what is not looked at any more is not counted.
func (t tally) many(code string) bool { return t[code] != nil && t[code].n >= maxAlike }

// rest are the findings that stand for those which were not told.
func (t tally) rest(path string) []Finding {
	var out []Finding
	for code, x := range t {
		if more := x.n - maxAlike; more > 0 {
			out = append(out, Finding{
				Path: path, Severity: x.severity, Code: code, Reason: Rest, Args: []any{more}, Message: fmt.Sprintf("%d more like these", more),
			})
		}
	}
	slices.SortFunc(out, func(a, b Finding) int { return strings.Compare(a.Code, b.Code) })
	return out
}

// Rest is the Reason of a finding that stands for a number of others of its Code, its one argument.
const Rest = "rest"

// spans are ranges of bytes, sorted by their beginnings.
type spans [][2]int

func newSpans(list [][2]int) spans {
	slices.SortFunc(list, func(a, b [2]int) int { return a[0] - b[0] })
	return list
}

// hold reports whether at lies in one of the ranges. Of ranges in ranges those around it are looked at, too.
func (s spans) hold(at int) bool {
	i := sort.Search(len(s), func(i int) bool { return s[i][0] > at })
	for n := 0; i > 0 && n < 16; n++ {
		i--
		if at < s[i][1] {
			return true
		}
	}
	return false
}
