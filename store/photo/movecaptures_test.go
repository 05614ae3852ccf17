package photo

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCapturesFollowAFolder(t *testing.T) {
	state := t.TempDir()
	a, b, other := Capture{Name: "a.jpg", Camera: "A"}, Capture{Name: "b.jpg", Camera: "B"}, Capture{Name: "b.jpg", Camera: "other"}
	if err := record(state, "/site/from", []Capture{a, b}); err != nil {
		t.Fatal(err)
	}
	if err := record(state, "/site/to", []Capture{other}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := MoveCaptures(state, "/site/from", "/site/to"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]Capture{"a.jpg": a, "b.jpg": other}, Captures(state, "/site/to")); diff != "" {
			t.Error(diff)
		}
		if got := Captures(state, "/site/from"); len(got) > 0 {
			t.Errorf("left behind: %v", got)
		}
	}
}
