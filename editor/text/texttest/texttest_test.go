package texttest

import "testing"

func TestFormatIsTheInverseOfParse(t *testing.T) {
	for _, s := range []string{"ab|cd", "a«b»c", "a»b«c", "|a|\n中|", "«a»«b»", "| a ‸| b |", "‸"} {
		want := s
		if s == "‸" {
			want = "|"
		}
		if got := Format(Parse(s)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := Parse("a|b»c«"); got.Selection.Main != 1 || got.Doc.String() != "abc" {
		t.Errorf("got %v", got)
	}
}
