package place

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/schedule"
)

// days is the programme of two days in Shanghai: talks of half an hour with ten
// minutes between them, two breaks and a lunch a day.
func days(t testing.TB) *schedule.Schedule {
	t.Helper()
	var b strings.Builder
	b.WriteString("date,start,end,title,room\n")
	for d, day := range []string{"2019-06-25", "2019-06-26"} {
		at := time.Date(2019, 6, 25+d, 9, 0, 0, 0, time.UTC)
		for n := 0; at.Hour() < 17; n++ {
			title, length := fmt.Sprintf("Talk %d.%d", d+1, n+1), 30*time.Minute
			switch n {
			case 2, 8:
				title = "Coffee break"
			case 5:
				title, length = "Lunch break", time.Hour
			}
			fmt.Fprintf(&b, "%s,%s,%s,%s,1\n", day, at.Format("15:04"), at.Add(length).Format("15:04"), title)
			at = at.Add(length + 10*time.Minute)
		}
	}
	s, err := schedule.Read([]byte(b.String()), schedule.Options{Zone: schedule.ZoneNamed("Asia/Shanghai")})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func titles(s *schedule.Schedule, id string) string {
	for _, x := range s.Sessions {
		if x.ID == id {
			return x.Title.In("")
		}
	}
	return id
}

func clockAt(s string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestWhereAPhotoGoes(t *testing.T) {
	s := days(t)
	tests := []struct {
		name   string
		photo  Photo
		group  Group
		talk   string
		reason Reason
	}{
		{"in a talk", Photo{Taken: clockAt("2019-06-25 09:10")}, Talk, "Talk 1.1", ""},
		{"as it begins", Photo{Taken: clockAt("2019-06-25 09:40")}, Talk, "Talk 1.2", ""},
		{"of the questions", Photo{Taken: clockAt("2019-06-25 09:34")}, Talk, "Talk 1.1", Margin},
		{"as the room fills", Photo{Taken: clockAt("2019-06-25 09:38")}, Talk, "Talk 1.2", Margin},
		{"of the coffee", Photo{Taken: clockAt("2019-06-25 10:35")}, Break, "Talk 1.2", ""},
		{"of the city, late", Photo{Taken: clockAt("2019-06-26 01:30")}, Hallway, "Talk 1.12", ""},
		{"of the journey", Photo{Taken: clockAt("2019-06-23 10:00")}, Unplaced, "", OtherDay},
		{"without a time", Photo{}, Unplaced, "", NoTime},
		{"of the screen", Photo{Taken: clockAt("2019-06-25 09:10"), Apart: Screenshot}, Unplaced, "", Screenshot},
		{"that was edited", Photo{Taken: clockAt("2019-06-25 09:10"), Doubt: Edited}, Talk, "Talk 1.1", Edited},
		{
			"of a phone on the time of Berlin", Photo{Taken: time.Date(2019, 6, 25, 9, 10, 0, 0, time.FixedZone("", 2*3600)), HasZone: true}, Talk, "Talk 1.1", Offset,
		},
		{
			"of a phone on the venue's time", Photo{Taken: time.Date(2019, 6, 25, 9, 10, 0, 0, time.FixedZone("", 8*3600)), HasZone: true}, Talk, "Talk 1.1", "",
		},
	}
	for _, tt := range tests {
		got := Photos(s, []Photo{tt.photo}, Options{})[0]
		if got.Group != tt.group || titles(s, got.Session) != tt.talk || got.Reason != tt.reason || got.Doubtful != (tt.reason != "" && tt.group != Unplaced) {
			t.Errorf("%s: %s %q %q doubtful %v, want %s %q %q", tt.name, got.Group, titles(s, got.Session), got.Reason, got.Doubtful, tt.group, tt.talk, tt.reason)
		}
	}
	berlin := Photo{Taken: time.Date(2019, 6, 25, 3, 10, 0, 0, time.FixedZone("", 2*3600)), HasZone: true}
	if got := Photos(s, []Photo{berlin}, Options{UseOffset: true})[0]; titles(s, got.Session) != "Talk 1.1" || got.Doubtful {
		t.Errorf("with its offset it is in %q, doubtful %v", titles(s, got.Session), got.Doubtful)
	}
}

func TestOfParallelTalksThoseOfTheAuthorCount(t *testing.T) {
	s, err := schedule.Read([]byte("date,start,end,title,room\n2019-06-25,09:00,17:00,Workshop,A\n,10:00,10:30,One,B\n,10:00,10:30,Two,C\n,11:00,11:30,Three,B\n"), schedule.Options{Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	id := func(title string) string {
		for _, x := range s.Sessions {
			if x.Title.In("") == title {
				return x.ID
			}
		}
		t.Fatal(title)
		return ""
	}
	at := []Photo{{Taken: clockAt("2019-06-25 10:10")}, {Taken: clockAt("2019-06-25 11:10")}, {Taken: clockAt("2019-06-25 12:10")}}
	got := Photos(s, at, Options{})
	if !got[0].Doubtful || got[0].Reason != Parallel {
		t.Errorf("two talks were on: %+v", got[0])
	}
	if got[1].Session != id("Three") || got[1].Doubtful || got[2].Session != id("Workshop") {
		t.Errorf("a talk within a day's workshop: %+v", got[1:])
	}
	only := Photos(s, at, Options{Only: []string{id("Two")}})
	if only[0].Session != id("Two") || only[0].Doubtful || only[1].Group != Hallway {
		t.Errorf("of the one that was attended: %+v", only)
	}
}

// made are photos of three cameras, twenty each, four of them in breaks, and the talk
// that each of the others is of.
func made(s *schedule.Schedule, seed uint64, off [3]time.Duration) (photos []Photo, truth []string) {
	r := rand.New(rand.NewPCG(seed, 1))
	var talks, breaks []schedule.Session
	for _, x := range s.Sessions {
		if x.Service {
			breaks = append(breaks, x)
		} else {
			talks = append(talks, x)
		}
	}
	for i := range 60 {
		x, id := talks[r.IntN(len(talks))], ""
		if i < 48 {
			id = x.ID
		} else {
			x = breaks[r.IntN(len(breaks))]
		}
		at := wall(x.Start).Add(time.Duration(r.Int64N(int64(x.End.Sub(x.Start)))).Truncate(time.Second))
		photos = append(photos, Photo{
			Name: fmt.Sprintf("%02d.jpg", i), Taken: at.Add(off[i%3]), Camera: fmt.Sprint("Camera ", i%3), Body: fmt.Sprint("body", i%3),
		})
		truth = append(truth, id)
	}
	return photos, truth
}

// shares counts photos in their talk, or in a break where they were taken in one, in
// another talk, and in none that are of one.
func shares(placed []Placement, truth []string) (right, wrong, none int) {
	for i, p := range placed {
		switch {
		case truth[i] == "" && p.Group == Break, p.Group == Talk && p.Session == truth[i]:
			right++
		case p.Group != Talk:
			none++
		default:
			wrong++
		}
	}
	return right, wrong, none
}

// One correction puts a camera's clock right, whatever it showed.
func TestOneCorrectionForACamera(t *testing.T) {
	s := days(t)
	t.Logf("%-8s %22s   %22s", "off", "before right/wrong/none", "after right/wrong/none")
	var off []time.Duration
	for h := -9; h <= 8; h++ {
		off = append(off, time.Duration(h)*time.Hour)
	}
	off = append(off, 3*time.Minute, -3*time.Minute, 8*time.Hour+3*time.Minute, -9*time.Hour-3*time.Minute, 5*time.Hour+30*time.Minute)
	for n, d := range off {
		photos, truth := made(s, uint64(n), [3]time.Duration{0, d, -d})
		o := Options{Shifts: map[string]time.Duration{}}
		first := Photos(s, photos, o)
		right, wrong, none := shares(first, truth)
		own := true // the camera whose clock is right
		for i := 0; i < len(photos); i += 3 {
			own = own && (first[i].Session == truth[i] || truth[i] == "" && first[i].Group == Break) && !first[i].Doubtful
		}
		if !own {
			t.Errorf("off by %v: photos of the camera whose clock is right are not in their talks", d)
		}
		if d != 0 {
			for i := 1; i <= 2; i++ {
				shift, ok := Suggest(s, photos, i, truth[i], o)
				if !ok {
					t.Fatalf("off by %v: no shift for photo %d", d, i)
				}
				o.Shifts[photos[i].Clock()] = shift
			}
		}
		placed := Photos(s, photos, o)
		right2, wrong2, none2 := shares(placed, truth)
		t.Logf("%-8v %10d %5d %5d   %10d %5d %5d   %v", d, right, wrong, none, right2, wrong2, none2, o.Shifts)
		for i := 1; i <= 2; i++ {
			if placed[i].Session != truth[i] || placed[i].Group != Talk {
				t.Errorf("off by %v: the photo whose talk was said is in %q", d, titles(s, placed[i].Session))
			}
		}
		if right2 < right || right2*10 < len(photos)*9 {
			t.Errorf("off by %v: %d of %d photos are in their talks, before %d", d, right2, len(photos), right)
		}
	}
}

// A shift is the same as a clock that was right from the start, and every photo has
// one place.
func TestAShiftIsAClockSetRight(t *testing.T) {
	s := days(t)
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 2))
		d := time.Duration(r.Int64N(int64(20*time.Hour))).Truncate(time.Second) - 10*time.Hour
		wrong, _ := made(s, seed, [3]time.Duration{d, d, d})
		right, _ := made(s, seed, [3]time.Duration{})
		got := Photos(s, wrong, Options{Shifts: map[string]time.Duration{"body0": -d, "body1": -d, "body2": -d}})
		if diff := cmp.Diff(Photos(s, right, Options{}), got); diff != "" {
			t.Fatalf("seed %d, %v: %s", seed, d, diff)
		}
	}
}

// Suggest says what it is asked for: whatever a clock showed, the photo is in the
// session then.
func TestASuggestionPutsThePhotoIntoItsSession(t *testing.T) {
	s := days(t)
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 3))
		photos, _ := made(s, seed, [3]time.Duration{time.Duration(r.Int64N(int64(400 * time.Hour))), 0, 0})
		x := s.Sessions[r.IntN(len(s.Sessions))]
		shift, ok := Suggest(s, photos, 0, x.ID, Options{})
		at := wall(photos[0].Taken).Add(shift)
		if !ok || at.Before(wall(x.Start)) || !at.Before(wall(x.End)) {
			t.Fatalf("seed %d: shifted by %v the photo is of %v, the session from %v to %v", seed, shift, at, x.Start, x.End)
		}
	}
	if _, ok := Suggest(s, []Photo{{}}, 0, s.Sessions[0].ID, Options{}); ok {
		t.Error("a photo without a time has a shift")
	}
	if _, ok := Suggest(s, []Photo{{Taken: clockAt("2019-06-25 09:10")}}, 0, "nobody", Options{}); ok {
		t.Error("a session that is not there has a shift")
	}
}

func TestAClockThatIsWrongIsNoticed(t *testing.T) {
	s := days(t)
	photos, _ := made(s, 4, [3]time.Duration{0, -9 * time.Hour, 14 * time.Hour})
	photos = append(photos, Photo{Name: "none"}, Photo{Name: "screen", Apart: Screenshot, Taken: clockAt("2019-06-25 09:10")})
	var got []bool
	for _, c := range Cameras(photos, Photos(s, photos, Options{})) {
		if c.Photos != 20 {
			t.Errorf("%s has %d photos", c.Name, c.Photos)
		}
		got = append(got, c.Suspect())
	}
	if diff := cmp.Diff([]bool{false, true, true}, got); diff != "" {
		t.Error(diff)
	}
}

// BenchmarkPhotos places 300 photos into 5,000 sessions.
func BenchmarkPhotos(b *testing.B) {
	var rows strings.Builder
	rows.WriteString("date,start,end,title,room\n")
	for i := range 5000 {
		at := time.Date(2019, 6, 25+i/1250, 9, i%1250/3, 0, 0, time.UTC)
		fmt.Fprintf(&rows, "%s,%s,%s,Talk %d,%d\n", at.Format("2006-01-02"), at.Format("15:04"), at.Add(30*time.Minute).Format("15:04"), i, i%40)
	}
	s, err := schedule.Read([]byte(rows.String()), schedule.Options{Zone: time.UTC})
	if err != nil {
		b.Fatal(err)
	}
	var photos []Photo
	for i := range 300 {
		photos = append(photos, Photo{Taken: time.Date(2019, 6, 25+i%4, 9, i, 0, 0, time.UTC), Body: "one"})
	}
	b.Run("place", func(b *testing.B) {
		for b.Loop() {
			Photos(s, photos, Options{})
		}
	})
	b.Run("suggest", func(b *testing.B) {
		for b.Loop() {
			Suggest(s, photos, 0, s.Sessions[2000].ID, Options{})
		}
	})
}
