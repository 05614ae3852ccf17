package form

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/frontmatter"
)

func TestPathsAreSplitAtDots(t *testing.T) {
	for key, want := range map[string][]string{
		"title": {"title"}, "cover.image": {"cover", "image"}, `a\.b.c`: {"a.b", "c"}, "": {""},
	} {
		if diff := cmp.Diff(Path(key), want); diff != "" {
			t.Errorf("path %q (-got +want):\n%s", key, diff)
		}
	}
	if got := Path(top("a.b")); len(got) != 1 || got[0] != "a.b" {
		t.Errorf("a key with a dot became %q", got)
	}
}

func TestZonesAreReadAsPeopleWriteThem(t *testing.T) {
	wall := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for text, hours := range map[string]float64{
		"+08:00": 8, "+0800": 8, "+8": 8, "UTC+8": 8, "gmt-5": -5, "-03:30": -3.5, "Z": 0, "utc": 0, "＋０８：００": 8, "+05:45": 5.75,
		"−7": -7,
	} {
		loc, has, err := parseZone(text, wall)
		if err != nil || !has {
			t.Errorf("zone %q: %v, %v", text, has, err)
			continue
		}
		if _, got := wall.In(loc).Zone(); float64(got) != hours*3600 {
			t.Errorf("zone %q is %d seconds", text, got)
		}
	}
	for _, text := range []string{"+15:00", "8", "+8:5", "+99", "Peking", "+", "x/y", "+08:60", "--8"} {
		if _, _, err := parseZone(text, wall); err == nil {
			t.Errorf("zone %q was taken", text)
		}
	}
	if _, has, err := parseZone(" ", wall); has || err != nil {
		t.Errorf("no zone: %v, %v", has, err)
	}
}

func TestClocksAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"9:5": 9*time.Hour + 5*time.Minute, "09:05": 9*time.Hour + 5*time.Minute, "0905": 9*time.Hour + 5*time.Minute,
		"23:59:58": 24*time.Hour - 2*time.Second, "９：３０": 9*time.Hour + 30*time.Minute, "0:00": 0,
	} {
		if got, has, err := parseClock(text); got != want || !has || err != nil {
			t.Errorf("clock %q is %v, %v, %v", text, got, has, err)
		}
	}
	for _, text := range []string{"24:00", "9", "9:60", "noon", "12:00pm"} {
		if _, _, err := parseClock(text); err == nil {
			t.Errorf("clock %q was taken", text)
		}
	}
}

func TestDaysThatDoNotExistAreRefused(t *testing.T) {
	for _, text := range []string{"2026-02-30", "2026-13-01", "26-1-1x", "", "tomorrow", "2026-6"} {
		if _, err := parseDay(text); err == nil {
			t.Errorf("day %q was taken", text)
		}
	}
}

// A date taken apart and put together again is the date, written the same way.
func TestPartsMakeTheSameDate(t *testing.T) {
	for _, text := range []string{
		"2019-06-28T11:05:00+08:00", "2019-06-28T11:05:07Z", "2019-06-28", "2019-06-28 11:05:00", "2019-06-28T11:05:00",
		"2019-06-28 11:05:00 +0800", "2024-02-29T00:00:00-03:30",
	} {
		d, err := frontmatter.ParseDate(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		again, err := partsOf(d).date(d)
		if err != nil || again.String() != text {
			t.Errorf("%q came back as %q, %v", text, again.String(), err)
		}
	}
}

func FuzzParts(f *testing.F) {
	f.Add("2026-06-28", "11:05", "+08:00")
	f.Add("２０２６年6月1日", "9：5", "Asia/Shanghai")
	f.Fuzz(func(t *testing.T, day, clock, zone string) {
		d, err := parts{day, clock, zone}.date(frontmatter.Date{})
		if err != nil {
			return
		}
		if strings.ContainsAny(d.String(), "\n\x00") {
			t.Fatalf("%q", d.String())
		}
		again, err := frontmatter.ParseDate(d.String())
		if err != nil || !again.Time.Equal(d.Time) {
			t.Fatalf("%q %q %q became %q, which reads as %v, %v", day, clock, zone, d.String(), again.Time, err)
		}
	})
}

func TestATimeThatTheClocksPassOverIsNamed(t *testing.T) {
	_, err := parts{"2026-03-08", "2:30", "America/New_York"}.date(frontmatter.Date{})
	if err == nil {
		t.Fatal("half past two, when the clocks go from two to three, was taken")
	}
	if got := dateSentence(err); !strings.Contains(got, "03:30 -04:00") || !strings.Contains(got, "01:30 -05:00") {
		t.Errorf("the form says %q", got)
	}
}
