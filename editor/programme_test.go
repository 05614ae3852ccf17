package editor

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"lanyard/assets"
	"lanyard/store/conference"
	"lanyard/store/schedule"
)

// titles are the rows of the panel.
func (a *author) choices() []string {
	var out []string
	for _, c := range a.w.quick.shown {
		out = append(out, strings.TrimSpace(c.title+"  "+c.detail))
	}
	return out
}

const busyProgramme = "id,date,start,end,title,speaker,room\none,2019-06-28,11:30,12:15,Mesh in the large,Mara Holt,A\ntwo,,12:00,12:30,Open source,Ann Lee,B\nthree,2019-06-29,09:00,09:30,开源社区,林小满,A\n"

func planner(t *testing.T, post string) *author {
	t.Helper()
	a := newAuthor(t, map[string]string{"a/index.md": post})
	err := conference.New(a.state).Keep(conference.Kept{
		Post: filepath.Join(a.dir, "a/index.md"), Zone: "Asia/Shanghai", Files: []conference.File{{Name: "a.csv", Data: []byte(busyProgramme)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a.Open("a/index.md")
}

func TestMySchedule(t *testing.T) {
	a := planner(t, "---\ntitle: T\ndate: 2019-06-01\n---\nIntro.\n")
	a.Run("post.schedule")
	want := []string{
		"Write a section for every talk", "Take a newer schedule, or another part of it…",
		"Friday, 2019-06-28", "□ 11:30  Mesh in the large  A", "□ 12:00  Open source  B", "Saturday, 2019-06-29", "□ 09:00  开源社区  A",
	}
	if diff := cmp.Diff(want, a.choices()); diff != "" {
		t.Fatal(diff)
	}
	for _, query := range []string{"mara", "mesh"} {
		a.w.quick.field.Set("")
		a.fill(query)
		if got := a.choices(); !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "Mesh") }) || len(got) != 2 {
			t.Errorf("%q finds %v", query, got)
		}
	}
	a.w.quick.field.Set("")
	a.fill("kysq") // by its pinyin
	if got := a.choices(); len(got) != 2 || !strings.Contains(got[1], "开源社区") {
		t.Errorf("kysq finds %v", got)
	}
	a.strike(fyne.KeyReturn) // the day is no row to choose
	if got := a.choices(); len(got) != 2 || !strings.HasPrefix(got[1], "■ ") {
		t.Fatalf("ticked it is %v, and the panel has gone or changed", got)
	}
	a.strike(fyne.KeyEscape).Run("post.schedule")
	if a.strike(fyne.KeyDown, fyne.KeyDown); a.w.quick.at != 3 {
		t.Errorf("two rows down row %d is marked, for a day is none", a.w.quick.at)
	}
	a.strike(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	a.wait()
	want = []string{
		"Write the sections of the 3 ticked", "Take a newer schedule, or another part of it…",
		"Friday, 2019-06-28", "■ 11:30  Mesh in the large  A ∙ overlaps", "■ 12:00  Open source  B ∙ overlaps", "Saturday, 2019-06-29", "■ 09:00  开源社区  A",
	}
	if diff := cmp.Diff(want, a.choices()); diff != "" {
		t.Error(diff)
	}
	a.w.quick.choose(4)
	a.wait()
	a.strike(fyne.KeyEscape)
	a.restart().Open("a/index.md").Run("post.schedule")
	if got := a.choices(); got[3] != "■ 11:30  Mesh in the large  A" || got[4] != "□ 12:00  Open source  B" {
		t.Errorf("another day it is %v", got)
	}
}

func TestTheSkeletonIsOneStep(t *testing.T) {
	a := planner(t, "---\ntitle: T\ndate: 2019-06-01\n---\nIntro.\n")
	before := a.Text()
	a.Run("post.schedule")
	a.w.quick.choose(3)
	a.wait()
	a.w.quick.choose(0)
	a.wait()
	if want := before + "\n## Mesh in the large\n\nMara Holt\n"; a.Text() != want {
		t.Errorf("the text is %q", a.Text())
	}
	a.Press("Ctrl+Z")
	if a.Text() != before {
		t.Errorf("taken back it is %q", a.Text())
	}
	a.Press("Ctrl+Y").Run("post.schedule")
	a.w.quick.choose(0)
	a.wait()
	if n := strings.Count(a.Text(), "## "); n != 1 || !strings.HasPrefix(a.w.status.left.Text(), assets.T("window.schedule.there")) {
		t.Errorf("a second time there are %d sections, and the status says %q", n, a.w.status.left.Text())
	}
}

// BenchmarkMySchedule opens and searches a schedule of 5,000 sessions.
func BenchmarkMySchedule(b *testing.B) {
	var rows strings.Builder
	rows.WriteString("date,start,end,title,speaker,room\n")
	for i := range 5000 {
		at := time.Date(2019, 6, 25+i/1250, 9, i%1250/3, 0, 0, time.UTC)
		fmt.Fprintf(&rows, "%s,%s,%s,开源社区里的第 %d 场 talk,Speaker %d,%d\n", at.Format("2006-01-02"), at.Format("15:04"), at.Add(30*time.Minute).Format("15:04"), i, i%900, i%40)
	}
	s, err := schedule.Read([]byte(rows.String()), schedule.Options{Zone: time.UTC})
	if err != nil {
		b.Fatal(err)
	}
	p := &programme{rows: sessionRows(s), ticked: map[string]bool{}}
	for i := 0; i < len(p.rows); i += 10 {
		p.ticked[p.rows[i].ID] = true
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			sessionRows(s)
		}
	})
	for _, query := range []string{"", "talk", "kysq", "speaker 77"} {
		b.Run("find "+query, func(b *testing.B) {
			for b.Loop() {
				p.find(query)
			}
		})
	}
}
