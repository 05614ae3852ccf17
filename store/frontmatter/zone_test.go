package frontmatter

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata"
)

func TestAWallClockInAZone(t *testing.T) {
	york, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	const layout = "2006-01-02T15:04:05"
	for wall, want := range map[string]string{
		"2026-03-08T01:59:59": "2026-03-08T01:59:59-05:00",
		"2026-03-08T03:00:00": "2026-03-08T03:00:00-04:00",
		"2026-11-01T01:30:00": "2026-11-01T01:30:00-04:00", // twice; the first
	} {
		at, _ := time.Parse(layout, wall)
		got, err := InZone(at, york)
		if err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%s is %s, %v, want %s", wall, got.Format(time.RFC3339), err, want)
		}
	}
	at, _ := time.Parse(layout, "2026-03-08T02:30:00")
	_, err = InZone(at, york)
	var gap *GapError
	if !errors.As(err, &gap) {
		t.Fatalf("%v, want a gap", err)
	}
	if b, l := gap.Before.Format(time.RFC3339), gap.Later.Format(time.RFC3339); b != "2026-03-08T03:30:00-04:00" || l != "2026-03-08T01:30:00-05:00" {
		t.Errorf("%s or %s may be meant", b, l)
	}
}
