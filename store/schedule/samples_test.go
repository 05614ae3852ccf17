package schedule

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Real schedules, where they are present: nothing is dropped, and nearly all has a time.
func TestRealSchedulesLoseNothing(t *testing.T) {
	dir := "../../../shared/samples/schedules"
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Skip("the samples are not here")
	}
	marks := map[string]string{".ics": "BEGIN:VEVENT", ".xml": "<event ", "opass-coscup2024-part.json": `"co_write"`, "pretalx-democon.json": `"do_not_record"`}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		s, err := Read(data, Options{})
		if err != nil {
			t.Errorf("%s: %v", e.Name(), err)
			continue
		}
		timed := 0
		for _, x := range s.Sessions {
			if !x.Start.IsZero() {
				timed++
			}
		}
		mark := marks[filepath.Ext(e.Name())]
		if m := marks[e.Name()]; m != "" {
			mark = m
		}
		if want := strings.Count(string(data), mark); mark != "" && len(s.Sessions) != want {
			t.Errorf("%s: %d sessions of %d", e.Name(), len(s.Sessions), want)
		}
		if timed < len(s.Sessions)*9/10 || len(s.Sessions) == 0 {
			t.Errorf("%s: %d of %d sessions have a time", e.Name(), timed, len(s.Sessions))
		}
		t.Logf("%s: %d sessions, %d people, %d rooms, zone %v, %d doubtful", e.Name(), len(s.Sessions), len(s.People), len(s.Rooms()), s.Zone, len(s.Doubts))
	}
}
