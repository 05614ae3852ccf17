package text

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSelectSortsAndMerges(t *testing.T) {
	for _, c := range []struct {
		in       []Range
		main     int
		want     []Range
		wantMain int
	}{
		{nil, 3, []Range{{0, 0}}, 0},
		{[]Range{{9, 9}, {2, 4}}, 0, []Range{{2, 4}, {9, 9}}, 1},
		{[]Range{{2, 5}, {4, 8}}, 1, []Range{{2, 8}}, 0},
		{[]Range{{5, 2}, {8, 4}}, 1, []Range{{8, 2}}, 0},
		{[]Range{{2, 5}, {5, 5}}, 1, []Range{{2, 5}}, 0},
		{[]Range{{5, 5}, {5, 7}, {5, 5}}, 2, []Range{{5, 7}}, 0},
		{[]Range{{2, 5}, {5, 7}}, 1, []Range{{2, 5}, {5, 7}}, 1},
	} {
		got := Select(c.in, c.main)
		if diff := cmp.Diff(got, Selection{c.want, c.wantMain}); diff != "" {
			t.Errorf("%v: %s", c.in, diff)
		}
	}
}

func TestSelectionMapsLikeItsPositions(t *testing.T) {
	r := seeded(t)
	for range 1000 {
		s := randomText(r, 50)
		_, c := randomChange(r, len(s))
		var ranges []Range
		for range 1 + r.Intn(6) {
			ranges = append(ranges, Range{r.Intn(len(s) + 1), r.Intn(len(s) + 1)})
		}
		sel := Select(ranges, r.Intn(len(ranges)))
		got := sel.Map(c)
		var want []Range
		for _, x := range sel.Ranges {
			if x.Empty() {
				p := c.Map(x.Head, 1)
				want = append(want, Range{p, p})
				continue
			}
			from := c.Map(x.From(), 1)
			to := max(c.Map(x.To(), -1), from)
			if x.Head < x.Anchor {
				from, to = to, from
			}
			want = append(want, Range{from, to})
		}
		if diff := cmp.Diff(got, Select(want, sel.Main)); diff != "" {
			t.Fatalf("%v by %v: %s", sel, c.edits, diff)
		}
	}
}

func TestMarksTravel(t *testing.T) {
	var m Marks
	before, behind := m.Add(3, -1), m.Add(3, 1)
	d := New("abcdef")
	m.Map(d.Replace(3, 3, "XX"))
	m.Map(d.Replace(0, 1, "")) // lengths do not matter to a mapping
	if p, ok := m.Pos(before); p != 2 || !ok {
		t.Errorf("got %d", p)
	}
	if p, ok := m.Pos(behind); p != 4 || !ok {
		t.Errorf("got %d", p)
	}
	m.Remove(behind)
	if _, ok := m.Pos(behind); ok {
		t.Error("a removed mark is still there")
	}
}
