package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lanyard/editor/cli"
	"lanyard/store/schedule"
)

// journey is a conference at the command line: a site, the programme, and a clock.
type journey struct {
	t    *testing.T
	dir  string
	post string
	now  time.Time
}

// lanyard runs a command and gives its output.
func (j *journey) lanyard(args ...string) string {
	j.t.Helper()
	var out, errs bytes.Buffer
	code := cli.Main(args, cli.Env{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Version: "v1.2.3", Now: func() time.Time { return j.now },
		Window: func([]string) int { return 0 },
	})
	if code != 0 {
		j.t.Fatalf("lanyard %q: %d\n%s%s", args, code, out.String(), errs.String())
	}
	return out.String()
}

func (j *journey) text() string {
	j.t.Helper()
	b, err := os.ReadFile(filepath.Join(j.post, "index.md"))
	if err != nil {
		j.t.Fatal(err)
	}
	return string(b)
}

// placed is the part of schedule place --json that is looked at.
type placed struct {
	Photos  []placedPhoto
	Cameras []struct {
		Camera, Shift   string
		Photos, Outside int
		Suspect         bool
	}
}

type placedPhoto struct {
	Name, Camera, Taken, Group, Session string
	Moved                               bool
}

func (j *journey) place(args ...string) placed {
	j.t.Helper()
	var p placed
	if err := json.Unmarshal([]byte(j.lanyard(append([]string{"schedule", "place", j.post, "--json"}, args...)...)), &p); err != nil {
		j.t.Fatal(err)
	}
	return p
}

// A conference of three days: the skeleton from its programme, 60 photos of three cameras of which two have a wrong clock, notes while
// it is on, and the finished post, which Hugo builds.
func TestAConferenceAtTheCommandLine(t *testing.T) {
	t.Setenv("LANYARD_STATE", t.TempDir())
	j := &journey{t: t, dir: filepath.Join(t.TempDir(), "site"), now: time.Date(2019, 6, 24, 1, 5, 0, 0, time.UTC)}
	j.lanyard("sample", j.dir)
	programme := filepath.Join("testdata", "conference", "programme.csv")
	data, err := os.ReadFile(programme)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schedule.Read(data, schedule.Options{Zone: schedule.ZoneNamed("Asia/Shanghai")})
	if err != nil || len(s.Doubts) > 0 {
		t.Fatalf("the programme: %v, %v", err, s.Doubts)
	}
	j.post = filepath.Dir(strings.TrimSpace(j.lanyard("new", "Three days in Shanghai", "--in", filepath.Join(j.dir, "content", "posts"))))
	j.lanyard("schedule", "skeleton", programme, j.post, "--zone", "Asia/Shanghai")

	sources, truth := j.photographs(s)
	j.lanyard(append([]string{"photo", "add", j.post}, sources...)...)
	first := j.place("--dry-run")
	if right := j.right(first, truth); right > 30 {
		t.Errorf("%d photos are in their talks before a clock is put right: the clocks are not wrong", right)
	}
	var corrections []string
	for _, camera := range []string{"Acme One", "Kiso X"} { // one photo of each is said to be of its talk
		i := slices.IndexFunc(first.Photos, func(p placedPhoto) bool { return p.Camera == camera && truth[camera+p.Taken] != "" })
		p := first.Photos[i]
		corrections = append(corrections, "--photo", p.Name+"="+truth[camera+p.Taken])
	}
	got := j.place(corrections...)
	if right := j.right(got, truth); right != len(sources) {
		t.Errorf("%d of %d photos are where they were taken: %+v", right, len(sources), got.Cameras)
	}
	if again := j.place(); j.right(again, truth) != len(sources) || slices.ContainsFunc(again.Photos, func(p placedPhoto) bool { return p.Moved }) {
		t.Error("a second time photos move, or the clocks are forgotten")
	}
	j.underTheirTalks(s, got)

	for i, x := range s.Sessions { // ten minutes into each talk, and in the breaks
		j.now = x.Start.Add(10 * time.Minute).UTC()
		j.lanyard("note", j.post, fmt.Sprintf("note %d", i), "--lang", "zh")
	}
	text := j.text()
	outline := strings.Split(text, "\n## ")
	for i, x := range s.Sessions {
		line := fmt.Sprintf("- %s note %d\n", x.Start.Add(10*time.Minute).Format("15:04"), i)
		heading := x.Title.In("")
		if x.Service {
			heading = "走廊"
		}
		k := slices.IndexFunc(outline, func(section string) bool { return strings.HasPrefix(section, heading+"\n") })
		if k < 0 || !strings.Contains(outline[k]+"\n", line) {
			t.Errorf("%q is not under %q", line, heading)
		}
	}
	j.lanyard("check", j.post)
	j.lanyard("export", j.post, "--out", filepath.Join(t.TempDir(), "out"))
	hugo, err := exec.LookPath("hugo")
	if err != nil {
		t.Skip("hugo is not installed: the finished post is not built")
	}
	cmd := exec.Command(hugo, "--source", j.dir, "--destination", filepath.Join(t.TempDir(), "public"), "--buildDrafts", "--buildFuture")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("hugo: %v\n%s", err, out)
	}
}

// photographs makes 60 photos: a phone whose clock is right, a camera on the time of Lisbon, another that is eight hours and three
// minutes ahead. truth holds, by camera and what its clock showed, the talk that a photo is of; empty for a break.
func (j *journey) photographs(s *schedule.Schedule) (sources []string, truth map[string]string) {
	j.t.Helper()
	dir, r := j.t.TempDir(), rand.New(rand.NewPCG(2019, 6))
	cameras := []struct {
		name string
		off  time.Duration
	}{{"Phone 7", 0}, {"Acme One", -7 * time.Hour}, {"Kiso X", 8*time.Hour + 3*time.Minute}}
	truth = map[string]string{}
	for i := range 60 {
		c, x := cameras[i%3], s.Sessions[r.IntN(len(s.Sessions))]
		at := x.Start.Add(4*time.Minute + time.Duration(r.IntN(22*60))*time.Second)
		shown := at.Add(c.off)
		id := x.ID
		if x.Service {
			id = ""
			shown = x.Start.Add(8*time.Minute + time.Duration(i)*time.Second*10).Add(c.off) // well within the break
		}
		truth[c.name+shown.Format("2006-01-02T15:04:05")] = id
		path := filepath.Join(dir, fmt.Sprintf("IMG_%04d.jpg", i))
		if err := os.WriteFile(path, picture(i, false, shown.Format("2006:01:02 15:04:05"), c.name), 0o644); err != nil {
			j.t.Fatal(err)
		}
		sources = append(sources, path)
	}
	if len(truth) != 60 {
		j.t.Fatalf("%d photos of 60 differ", len(truth))
	}
	return sources, truth
}

// right counts the photos in their talk, or between talks where they were taken there.
func (j *journey) right(p placed, truth map[string]string) int {
	n := 0
	for _, x := range p.Photos {
		want := truth[x.Camera+x.Taken]
		if want == "" && x.Group == "break" || want != "" && x.Group == "talk" && x.Session == want {
			n++
		}
	}
	return n
}

// underTheirTalks holds the text to what was said of it.
func (j *journey) underTheirTalks(s *schedule.Schedule, p placed) {
	j.t.Helper()
	sections := strings.Split(j.text(), "\n## ")
	title := map[string]string{}
	for _, x := range s.Sessions {
		title[x.ID] = x.Title.In("")
	}
	for _, x := range p.Photos {
		if x.Group != "talk" {
			continue
		}
		k := slices.IndexFunc(sections, func(section string) bool { return strings.HasPrefix(section, title[x.Session]+"\n") })
		if k < 0 || !strings.Contains(sections[k], "("+x.Name+")") {
			j.t.Errorf("%s is not under %q", x.Name, title[x.Session])
		}
	}
}
