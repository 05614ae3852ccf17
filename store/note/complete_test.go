package note

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/frontmatter"
	"lanyard/store/schedule"
)

func speakers(t *testing.T) *schedule.Schedule {
	t.Helper()
	s, err := schedule.Read([]byte("id,date,start,end,title,speaker\none,2019-06-25,09:00,09:30,One,\"Ann Lee, 林小满\"\ntwo,,10:00,10:30,One more,Anna Bo\n"), schedule.Options{Zone: schedule.ZoneNamed("Asia/Shanghai")})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSpeakersAndTalksAreOffered(t *testing.T) {
	s := speakers(t)
	for _, tt := range []struct {
		typed, session string
		from           int
		want           []string
	}{
		{"asked @an", "", 6, []string{"Ann Lee", "Anna Bo"}},
		{"asked @an", "two", 6, []string{"Anna Bo", "Ann Lee"}},
		{"问@林", "", 3, []string{"林小满"}},
		{"@LEE", "", 0, []string{"Ann Lee"}},
		{"#one", "", 0, []string{"One", "One more"}},
		{"mail a@an", "", 0, nil},
		{"at @ an", "", 0, nil},
		{"nothing", "", 0, nil},
		{"@nobody", "", 0, nil},
	} {
		from, got := Offers(s, tt.typed, tt.session)
		if diff := cmp.Diff(tt.want, got); diff != "" || from != tt.from {
			t.Errorf("%q: from %d, want %d; %s", tt.typed, from, tt.from, diff)
		}
	}
}

func TestANoteCanNameItsTalk(t *testing.T) {
	s := speakers(t)
	for typed, want := range map[string][2]string{
		"#One more good": {"good", "two"}, "good #One": {"good", "one"}, "a #1 b #One c": {"a #1 b c", "one"}, "#nothing": {"#nothing", ""}, "": {"", ""},
	} {
		note, session := Directed(s, typed)
		if note != want[0] || session != want[1] {
			t.Errorf("%q: %q to %q, want %q", typed, note, session, want)
		}
	}
	text := "## One\n\n## One more\n"
	e, where, err := Append(text, s, at("09:10"), "late", Options{Session: "two"})
	if got, want := frontmatter.Apply(text, []frontmatter.Edit{e}), "## One\n\n## One more\n\n- 09:10 late\n"; err != nil || got != want || where.Session != "two" {
		t.Errorf("%q to %+v, %v", got, where, err)
	}
	if _, _, err := Append("## One\n", s, at("09:10"), "late", Options{Session: "two"}); err == nil {
		t.Error("a talk without a section takes a note")
	}
}
