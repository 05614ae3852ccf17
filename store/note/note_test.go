package note

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/frontmatter"
	"lanyard/store/schedule"
)

func programme(t testing.TB) *schedule.Schedule {
	t.Helper()
	s, err := schedule.Read([]byte("date,start,end,title,room\n2019-06-25,09:00,09:30,One,A\n,09:00,09:30,Elsewhere,B\n,10:00,10:30,Two,A\n"), schedule.Options{Zone: schedule.ZoneNamed("Asia/Shanghai")})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// at is a moment of the venue's clock, in another zone.
func at(clock string) time.Time {
	t, err := time.Parse("2006-01-02 15:04 -0700", "2019-06-25 "+clock+" +0800")
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func TestANoteGoesToTheTalkThatIsOn(t *testing.T) {
	head := "---\ntitle: T\n---\n"
	post := head + "Intro\n\n## One\n\nAnn\n\n## Two\n"
	tests := []struct{ name, text, clock, note, lang, want string }{
		{"into a section with a text", post, "09:10", "it scales", "", head + "Intro\n\n## One\n\nAnn\n\n- 09:10 it scales\n\n## Two\n"},
		{"behind another note", head + "## One\n\n- 09:10 a\n\n## Two\n", "09:11", "b", "", head + "## One\n\n- 09:10 a\n- 09:11 b\n\n## Two\n"},
		{"as the questions are asked", post, "09:33", "q", "", head + "Intro\n\n## One\n\nAnn\n\n- 09:33 q\n\n## Two\n"},
		{"into an empty section at the end", post, "10:00", "c", "", post + "\n- 10:00 c\n"},
		{"before a heading without an empty line", "## One\n## Two\n", "09:10", "x", "", "## One\n\n- 09:10 x\n\n## Two\n"},
		{"without a last line end", "## One", "09:10", "x", "", "## One\n\n- 09:10 x\n"},
		{"of several lines", "## One\n", "09:10", "x\n\ny\n", "", "## One\n\n- 09:10 x\n\n  y\n"},
		{"with the line ends of Windows", "## One\r\n\r\n## Two\r\n", "09:10", "x\ny", "", "## One\r\n\r\n- 09:10 x\r\n  y\r\n\r\n## Two\r\n"},
		{"without what no text has", "## One\n", "09:10", "a\x00b\x1b[31m\r\nc\xff", "", "## One\n\n- 09:10 ab[31m\n  c\uFFFD\n"},
		{"between talks", post, "09:45", "coffee", "", post + "\n## Hallway\n\n- 09:45 coffee\n"},
		{"between talks, in Chinese", post, "09:45", "咖啡", "zh", post + "\n## 走廊\n\n- 09:45 咖啡\n"},
		{"between talks again", post + "\n## 走廊\n\n- 09:45 咖啡\n", "09:46", "more", "", post + "\n## 走廊\n\n- 09:45 咖啡\n- 09:46 more\n"},
		{"into an empty post", head, "09:10", "x", "", head + "## Hallway\n\n- 09:10 x\n"},
		{"into nothing", "", "09:10", "x", "", "## Hallway\n\n- 09:10 x\n"},
	}
	for _, tt := range tests {
		e, _, err := Append(tt.text, programme(t), at(tt.clock), tt.note, Options{Lang: tt.lang})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if diff := cmp.Diff(tt.want, frontmatter.Apply(tt.text, []frontmatter.Edit{e})); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestWhatIsNoNote(t *testing.T) {
	s := programme(t)
	if _, _, err := Append("", s, at("09:10"), " \n", Options{}); !errors.Is(err, ErrEmpty) {
		t.Errorf("an empty note: %v", err)
	}
	s.Zone = nil
	if _, _, err := Append("", s, at("09:10"), "x", Options{}); !errors.Is(err, ErrNoZone) {
		t.Errorf("without a zone: %v", err)
	}
}

// Whatever stands in a text, a note takes nothing away, and the next one follows it.
func FuzzAppend(f *testing.F) {
	for _, s := range []string{"", "## One\n", "---\ntitle: x\n---\ntext", "---\ntitle: x\n---", "```\n## One\n", "> ## One\n", "## One\r\n\r\n## Two", "One\n===\n- a"} {
		f.Add(s, "note")
	}
	s := programme(f)
	f.Fuzz(func(t *testing.T, text, note string) {
		e, where, err := Append(text, s, at("09:10"), note, Options{})
		if err != nil {
			return
		}
		if e.From != e.To || e.From < 0 || e.From > len(text) || !strings.Contains(e.Insert, "- 09:10 ") {
			t.Fatalf("%+v to %+v", e, where)
		}
		got := frontmatter.Apply(text, []frontmatter.Edit{e})
		again, second, err := Append(got, s, at("09:10"), note, Options{})
		if err != nil || second.Session != where.Session && !where.New {
			t.Fatalf("a second time it goes to %+v, not to %+v: %v", second, where, err)
		}
		if again.From < e.From {
			t.Fatalf("the second note goes before the first: %+v, %+v", e, again)
		}
	})
}
