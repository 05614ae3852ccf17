package schedule

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// told is what a test looks at of a session.
func told(s *Schedule) []string {
	var out []string
	for _, x := range s.Sessions {
		at := "no time"
		if !x.Start.IsZero() {
			at = x.Start.Format("2006-01-02T15:04-07:00") + x.End.Format("/15:04")
		}
		line := fmt.Sprintf("%s %s [%s]", at, x.Title.In(""), strings.Join(x.Speakers, ", "))
		if x.Room != "" {
			line += " @" + x.Room
		}
		if x.Service {
			line += " service"
		}
		out = append(out, line)
	}
	return out
}

func reasons(s *Schedule) []string {
	var out []string
	for _, d := range s.Doubts {
		out = append(out, fmt.Sprintf("%d %s", d.Line, d.Reason))
	}
	return out
}

const needsZone = "times without a zone: the venue's has to be chosen"

func TestEveryForm(t *testing.T) {
	tests := []struct {
		name   string
		text   string
		zone   string // given by the author
		want   []string
		doubts []string
		venue  string
	}{
		{
			name: "Sched: UTC, people in the title",
			text: "BEGIN:VCALENDAR\r\nX-WR-CALNAME:KubeDay\r\nPRODID:-//Sched.com KubeDay//EN\r\nX-WR-TIMEZONE:UTC\r\nBEGIN:VEVENT\r\nDTSTART:20260322T070000Z\r\nDTEND:20260322T073500Z\r\n" +
				"SUMMARY:Mesh &amp\\; Me - Ann Lee\\, Acme & Bo Chen\\, Initech\r\nUID:a1\r\nLOCATION:Hall A\\, Amsterdam\r\nURL:http://kd.sched.com/event/a1\r\nEND:VEVENT\r\n" +
				"BEGIN:VEVENT\r\nDTSTART:20260322T060000Z\r\nDTEND:20260322T070000Z\r\nSUMMARY:Badge Pick-Up\r\nUID:b2\r\nEND:VEVENT\r\n" +
				"BEGIN:VEVENT\r\nDTSTART:20260322T080000Z\r\nSUMMARY:ArgoCon Europe - Full-Day Event\r\nUID:c3\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
			zone: "Europe/Amsterdam",
			want: []string{
				"2026-03-22T07:00+01:00/08:00 Badge Pick-Up [] service", "2026-03-22T08:00+01:00/08:35 Mesh & Me [Ann Lee, Bo Chen] @Hall A, Amsterdam",
				"2026-03-22T09:00+01:00/09:00 ArgoCon Europe - Full-Day Event []",
			},
			venue: "Europe/Amsterdam",
		},
		{
			name:   "UTC alone does not tell the venue",
			text:   "BEGIN:VCALENDAR\nX-WR-TIMEZONE:UTC\nBEGIN:VEVENT\nDTSTART:20260322T070000Z\nSUMMARY:A\nUID:a\nEND:VEVENT\nEND:VCALENDAR\n",
			want:   []string{"2026-03-22T07:00+00:00/07:00 A []"},
			doubts: []string{"3 " + needsZone},
			venue:  "?",
		},
		{
			name: "iCalendar: zones of all kinds, folded lines, what cannot be read",
			text: "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Customized\nBEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETTO:+0100\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:19700329T020000\nTZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE\n" +
				"BEGIN:VEVENT\nDTSTART;TZID=Australia/Brisbane;VALUE=DATE-TIME:20200114T070000\nDURATION:PT1H30M\nSUMMARY:Long\n er title\nDESCRIPTION:Speaker: Jo Bloggs\\nA talk.\nUID:1\nEND:VEVENT\n" +
				"BEGIN:VEVENT\nDTSTART;TZID=\"W. Europe Standard Time\":20200115T070000\nSUMMARY:Windows\nUID:2\nATTENDEE;CN=\"Ann Lee\":mailto:x@example.org\nEND:VEVENT\n" +
				"BEGIN:VEVENT\nDTSTART;TZID=Customized:20200715T090000\nSUMMARY:Own\nUID:3\nEND:VEVENT\n" +
				"BEGIN:VEVENT\nDTSTART;TZID=Mars/Olympus:20200716T090000\nSUMMARY:Nobody knows\nUID:4\nRRULE:FREQ=SECONDLY;COUNT=999999999\nEND:VEVENT\n" +
				"BEGIN:VEVENT\nDTSTART:notatime\nSUMMARY:When\nUID:5\nEND:VEVENT\nEND:VCALENDAR\n",
			want: []string{
				"2020-01-14T07:00+10:00/08:30 Longer title [Jo Bloggs]", "2020-01-15T16:00+10:00/16:00 Windows [Ann Lee]", "2020-07-15T17:00+10:00/17:00 Own []",
				"2020-07-16T19:00+10:00/19:00 Nobody knows []", "no time When []",
			},
			doubts: []string{"32 a time zone that nobody knows", "32 it repeats; only the first is taken", "38 it has no time that can be read"},
			venue:  "Australia/Brisbane",
		},
		{
			name: "frab XML with dates, and after midnight without them",
			text: `<?xml version="1.0"?><schedule><conference><title>Congress</title><time_zone_name>Berlin</time_zone_name></conference>
<day date="2024-12-27" index="1"><room name="Saal 1">
<event guid="g1" id="1"><date>2024-12-27T11:00:00+01:00</date><start>11:00</start><duration>00:30</duration><title>Opening &amp; all</title><persons><person id="7">Ann</person><person id="8">Bo</person></persons>
<links><link href="https://example.org/a">More</link></links><attachments><attachment href="https://example.org/a.pdf">Slides</attachment></attachments><abstract>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</abstract></event>
<event id="2"><start>00:30</start><duration>01:00</duration><title>Late</title></event>
<event id="3"><start>x</start><title>Never</title></event>
</room></day></schedule>`,
			want: []string{
				"2024-12-27T11:00+01:00/11:30 Opening & all [Ann, Bo] @Saal 1", "2024-12-28T00:30+01:00/01:30 Late [] @Saal 1", "no time Never [] @Saal 1",
			},
			doubts: []string{"6 it has no time that can be read"},
			venue:  "Europe/Berlin",
		},
		{
			name: "pretalx JSON whose zone is UTC while its times are not",
			text: `{"schedule":{"conference":{"title":"Demo","time_zone_name":"UTC","days":[{"date":"2020-12-14","rooms":{"Gray":[{"guid":"g","date":"2020-12-14T09:00:00+01:00","duration":"00:30",
"title":"T","persons":[{"code":"A","name":"Ann"}],"links":[{"title":"Video","url":"https://youtu.be/x"}]}]}}]}}}`,
			want:  []string{"2020-12-14T09:00+01:00/09:30 T [Ann] @Gray"},
			venue: "+01:00",
		},
		{
			name: "schedule2, texts by language",
			text: `{"schedule":{"conference":{"title":"C","time_zone_name":"Europe/Berlin"},"persons":[{"guid":"p","name":"Ann"}],"events":[{"guid":"e","start":"2024-12-27T10:30:00+01:00",
"end":"2024-12-27T11:00:00+01:00","title":{"de":"Titel","en":"Title"},"room":{"name":"Saal"},"participants":[{"guid":"p","name":"Ann"}]},"broken"]}}`,
			want:   []string{"2024-12-27T10:30+01:00/11:00 Title [Ann] @Saal"},
			doubts: []string{"0 json: cannot unmarshal string into Go value of type schedule.event2"},
			venue:  "Europe/Berlin",
		},
		{
			name: "Sessionize All, naive times",
			text: `{"sessions":[{"id":"1","title":"T","startsAt":"2025-05-10T09:55:00","endsAt":"2025-05-10T10:40:00","speakers":["s"],"roomId":2},{"id":2,"title":"Soon","startsAt":null,"speakers":[]}],
"speakers":[{"id":"s","fullName":"Ann Lee","tagLine":"Engineer at Acme"}],"rooms":[{"id":2,"name":"Saal"}],"categories":[]}`,
			zone:  "Europe/Vienna",
			want:  []string{"2025-05-10T09:55+02:00/10:40 T [Ann Lee] @Saal", "no time Soon []"},
			venue: "Europe/Vienna",
		},
		{
			name: "Sessionize GridSmart, a plenum in every room",
			text: `[{"date":"2025-05-10T00:00:00","rooms":[{"name":"A","sessions":[{"id":"p","title":"Keynote","startsAt":"2025-05-10T09:00:00Z","endsAt":"2025-05-10T10:00:00Z","room":"A","speakers":[{"id":"s","name":"Ann"}]}]},
{"name":"B","sessions":[{"id":"p","title":"Keynote","startsAt":"2025-05-10T09:00:00Z","endsAt":"2025-05-10T10:00:00Z","room":"B","speakers":[]},{"id":"b","title":"Coffee break","startsAt":"2025-05-10T10:00:00Z","endsAt":"2025-05-10T10:30:00Z","isServiceSession":true,"room":"B","speakers":[]}]}]}]`,
			zone:  "Europe/Vienna",
			want:  []string{"2025-05-10T11:00+02:00/12:00 Keynote [Ann] @A", "2025-05-10T12:00+02:00/12:30 Coffee break [] @B service"},
			venue: "Europe/Vienna",
		},
		{
			name:  "Symposion",
			text:  `{"schedule":[{"conf_key":7,"name":"T","authors":["Ann","Bo"],"start":"2026-05-15T09:00:00-04:00","duration":45,"room":"Ballroom","abstract":"x"}]}`,
			want:  []string{"2026-05-15T09:00-04:00/09:45 T [Ann, Bo] @Ballroom"},
			venue: "-04:00",
		},
		{
			name: "OPass",
			text: `{"sessions":[{"id":"a","type":"t","room":"r","start":"2024-08-03T14:10:00+08:00","end":"2024-08-03T14:40:00+08:00","zh":{"title":"手工藝"},"en":{"title":"Crafts"},"speakers":["s"],"co_write":"https://hackmd.io/x","slide":null}],
"speakers":[{"id":"s","zh":{"name":"王小明"},"en":{"name":"Ming Wang"}}],"session_types":[{"id":"t","zh":{"name":"軌"},"en":{"name":"Track"}}],"rooms":[{"id":"r","zh":{"name":"101"},"en":{"name":"101"}}]}`,
			want:  []string{"2024-08-03T14:10+08:00/14:40 Crafts [Ming Wang] @101"},
			venue: "+08:00",
		},
		{
			name:  "a CSV that somebody typed",
			text:  "Date,Time,Title,Speaker,Room\n2026-03-22,9:30-10:00,\"Hello, world\",\"Ann, Bo\",A\n,10:00 - 10:30,Second,,B\n,soon,Third,,\n",
			zone:  "Asia/Shanghai",
			want:  []string{"2026-03-22T09:30+08:00/10:00 Hello, world [Ann, Bo] @A", "2026-03-22T10:00+08:00/10:30 Second [] @B", "no time Third []"},
			venue: "Asia/Shanghai", doubts: []string{"4 a time that cannot be read; a date and a time such as 2026-03-22 09:30 are wanted"},
		},
		{
			name: "a Markdown table in Chinese",
			text: "| 日期 | 时间 | 标题 | 讲者 |\n|---|---|---|---|\n| 2019年6月25日 | 23:30–00:15 | 服务网格 | 赵化冰、宋净超 |\n",
			zone: "Asia/Shanghai", want: []string{"2019-06-25T23:30+08:00/00:15 服务网格 [赵化冰, 宋净超]"}, venue: "Asia/Shanghai",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var o Options
			if tt.zone != "" {
				o.Zone = ZoneNamed(tt.zone)
			}
			s, err := Read([]byte(tt.text), o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, told(s)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.doubts, reasons(s)); diff != "" {
				t.Error(diff)
			}
			venue := "?"
			if s.Zone != nil {
				venue = s.Zone.String()
			}
			if venue != tt.venue {
				t.Errorf("the venue's zone is %s, want %s", venue, tt.venue)
			}
		})
	}
}

func TestWhatIsNoScheduleSaysSo(t *testing.T) {
	for text, want := range map[string]string{
		"<!DOCTYPE html><html><body>Log in</body></html>": "a web page",
		"{\"a\": 1}":                   "no schedule",
		"{\"sessions\": [\n{]}":        "line 2",
		"just words":                   "no schedule",
		"":                             "no schedule",
		"<a/>":                         "no schedule",
		strings.Repeat("[", 100_000):   "nested deeper",
		"a,b\n\"x\ny":                  "",
		"<schedule><conference></day>": "",
	} {
		_, err := Read([]byte(text), Options{})
		if want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%.40q: %v, want %q", text, err, want)
		}
	}
}

func TestANewerVersionSaysWhatChanged(t *testing.T) {
	read := func(text string) *Schedule {
		s, err := Read([]byte(text), Options{Zone: ZoneNamed("Asia/Shanghai")})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	older := read("date,start,end,title,speaker,room,slides\n2026-03-22,09:00,09:30,A,Ann,1,https://x/a.pdf\n,10:00,10:30,B,Bo,1,\n,11:00,11:30,C,,1,\n")
	newer := read("date,start,end,title,speaker,room,slides\n2026-03-22,09:30,10:00,A,Ann,2,\n,10:00,10:30,B,Bo,1,https://x/b.pdf\n,12:00,12:30,D,,1,\n")
	s, changes := Merge(older, newer)
	var got []string
	for _, c := range changes {
		got = append(got, c.Title.In("")+" "+c.What+" "+c.Before+" → "+c.After)
	}
	want := []string{
		"A start 2026-03-22T09:00:00+08:00 → 2026-03-22T09:30:00+08:00", "A room 1 → 2", "B slides  → https://x/b.pdf", "D new  → ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(s.Sessions) != 4 || s.Sessions[0].Links.Slides != "https://x/a.pdf" {
		t.Errorf("%d sessions, the slides of the first %q", len(s.Sessions), s.Sessions[0].Links.Slides)
	}
	if again, changes := Merge(s, newer); len(changes) != 0 || len(again.Sessions) != 4 {
		t.Errorf("merging it twice changes %v", changes)
	}
}

func TestZonesByAnyName(t *testing.T) {
	for name, want := range map[string]string{
		"Asia/Shanghai": "Asia/Shanghai", "China Standard Time": "Asia/Shanghai", "Berlin": "Europe/Berlin", "New York": "America/New_York",
		"/freeassociation.sourceforge.net/Europe/Paris": "Europe/Paris", "\"Tokyo Standard Time\"": "Asia/Tokyo", "UTC": "Etc/UTC",
		"Nowhere": "", "Local": "", "../etc/passwd": "", "": "",
	} {
		got := ""
		if loc := ZoneNamed(name); loc != nil {
			got = loc.String()
		}
		if got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(windowsZones), "\n") {
		name, iana, _ := strings.Cut(line, "=")
		if ZoneNamed(name) == nil {
			t.Errorf("%s: no zone %s", name, iana)
		}
	}
}

// A schedule of 5,000 sessions is read in a moment.
func BenchmarkRead5000(b *testing.B) {
	var text strings.Builder
	text.WriteString("BEGIN:VCALENDAR\r\nPRODID:-//Sched.com X//EN\r\n")
	for i := range 5000 {
		at := time.Date(2026, 3, 22, 8, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Minute)
		fmt.Fprintf(&text, "BEGIN:VEVENT\r\nDTSTART:%s\r\nSUMMARY:Talk %d - Ann Lee\\, Acme\r\nUID:u%d\r\nDESCRIPTION:%s\r\nEND:VEVENT\r\n", at.Format("20060102T150405Z"), i, i, strings.Repeat("word ", 100))
	}
	text.WriteString("END:VCALENDAR\r\n")
	for b.Loop() {
		if s, err := Read([]byte(text.String()), Options{Zone: time.UTC}); err != nil || len(s.Sessions) != 5000 {
			b.Fatal(err)
		}
	}
}

// TestEachSessionHasAnIDOfItsOwn: where a schedule gives one to many, they are numbered.
func TestEachSessionHasAnIDOfItsOwn(t *testing.T) {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\nPRODID:-//Sched.com X//EN\r\n")
	for i := range 14 {
		id := "x"
		if i == 1 {
			id = "x#2" // what the second of the others would be called
		}
		fmt.Fprintf(&b, "BEGIN:VEVENT\r\nDTSTART:20260101T%02d0000Z\r\nSUMMARY:T\r\nUID:%s\r\nEND:VEVENT\r\n", i, id)
	}
	b.WriteString("END:VCALENDAR\r\n")
	s, err := Read([]byte(b.String()), Options{Zone: time.UTC})
	if err != nil || len(s.Sessions) != 14 {
		t.Fatalf("%d sessions, %v", len(s.Sessions), err)
	}
	ids := map[string]bool{}
	for _, x := range s.Sessions {
		ids[x.ID] = true
	}
	if len(ids) != 14 || !ids["x"] || !ids["x#2"] || !ids["x#14"] {
		t.Errorf("%v", ids)
	}
}

// TestTheZoneOfAnOffsetIsNamedAfterIt, though the first session has no time.
func TestTheZoneOfAnOffsetIsNamedAfterIt(t *testing.T) {
	s := Schedule{Sessions: []Session{{}, {Start: time.Date(2026, 1, 1, 10, 0, 0, 0, time.FixedZone("", 8*3600))}}}
	if z := s.sharedOffset(); z == nil || z.String() != "+08:00" {
		t.Errorf("%v", z)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Europe/Paris:20260101T100000\nSUMMARY:A - Ann Lee\\, X\nEND:VEVENT\nEND:VCALENDAR\n",
		"<schedule><day date=\"2026-01-01\"><room name=\"A\"><event id=\"1\"><start>10:00</start><duration>00:30</duration></event></room></day></schedule>",
		`{"schedule":{"conference":{"days":[{"date":"2026-01-01","rooms":{"A":[{"start":"10:00","duration":"1:00"}]}}]}}}`,
		`{"sessions":[{"id":1,"title":"x","startsAt":"2026-01-01T10:00:00"}],"speakers":[],"rooms":[]}`, `[{"rooms":[{"sessions":[{"id":1}]}]}]`,
		`{"schedule":{"events":[{"start":"2026-01-01T10:00:00Z"}]}}`, "title,start\nA,2026-01-01 10:00\n", "| title |\n|---|\n| A |\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Read(data, Options{})
		if err != nil {
			return
		}
		ids := map[string]bool{}
		for _, x := range s.Sessions {
			if x.End.Before(x.Start) {
				t.Errorf("a session ends before it begins: %v", x)
			}
			if ids[x.ID] {
				t.Errorf("two sessions have the ID %q", x.ID)
			}
			ids[x.ID] = true
		}
	})
}
