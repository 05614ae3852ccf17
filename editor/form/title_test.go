package form

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestALongTitleFadesWhileNobodyEditsIt(t *testing.T) {
	s := open(t, "---\ntitle: A title that is much longer than the pane it stands in, by far and then some more words to be sure\n---\n")
	if !fades(s) {
		t.Error("a long title does not fade out")
	}
	s.at("title").press(fyne.KeyEnd)
	if fades(s) {
		t.Error("it fades while it is edited")
	}
	s.at("draft")
	if !fades(s) {
		t.Error("it does not fade again after it was edited")
	}
}

func fades(s *story) bool {
	_, _, _, a := s.f.title.fade.EndColor.RGBA()
	return a > 0
}
