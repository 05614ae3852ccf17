package editor

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lanyard/store/conference"
	"lanyard/store/photo"
)

const sortProgramme = "id,date,start,end,title\none,2019-06-25,09:00,09:40,One\ntwo,,10:00,10:40,Two\nthree,,11:00,11:40,Three\n"

// album is a post whose photos stand at its end, by their names taken as a phone saw it.
func album(t *testing.T, text string) *author {
	t.Helper()
	a := newAuthor(t, map[string]string{"a/index.md": text})
	err := conference.New(a.state).Keep(conference.Kept{
		Post: filepath.Join(a.dir, "a/index.md"), Zone: "Asia/Shanghai", Files: []conference.File{{Name: "a.csv", Data: []byte(sortProgramme)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// taken puts photos into the post, as if they had been imported, each with the time that its camera showed.
func (a *author) taken(camera string, times ...string) {
	a.t.Helper()
	dir := filepath.Join(a.dir, "a")
	var photos []photo.Capture
	for _, at := range times {
		name := camera + "-" + strings.ReplaceAll(at, ":", "") + ".jpg"
		a.write("a/"+name, "not looked at")
		shown, err := time.Parse("2006-01-02 15:04", "2019-06-25 "+at)
		if err != nil {
			a.t.Fatal(err)
		}
		photos = append(photos, photo.Capture{Name: name, Taken: shown, Camera: camera, Body: camera})
	}
	ledger, err := json.Marshal(map[string]any{"dir": dir, "photos": photos})
	if err != nil {
		a.t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(filepath.ToSlash(dir)))
	path := filepath.Join(a.state, "photos", hex.EncodeToString(sum[:12])+".json")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		a.t.Fatal(err)
	}
	if err := os.WriteFile(path, ledger, 0o600); err != nil {
		a.t.Fatal(err)
	}
	if got := photo.Captures(a.state, dir); len(got) != len(times) {
		a.t.Fatalf("%d captures are known, want %d", len(got), len(times))
	}
}

func TestPhotosAreSortedIntoTalks(t *testing.T) {
	text := "---\ntitle: T\ndate: 2019-06-01\n---\n## One\n\n## Two\n\nNotes.\n\n## Three\n\n![](phone-1010.jpg)\n\n![](phone-0910.jpg)\n\nHere is ![](phone-0915.jpg) one.\n"
	a := album(t, text)
	a.taken("phone", "09:10", "09:15", "10:10")
	a.Open("a/index.md").Run("post.sort")
	want := "---\ntitle: T\ndate: 2019-06-01\n---\n## One\n\n![](phone-0910.jpg)\n\n## Two\n\nNotes.\n\n![](phone-1010.jpg)\n\n## Three\n\nHere is ![](phone-0915.jpg) one.\n"
	if a.Text() != want {
		t.Errorf("the text is %q", a.Text())
	}
	if got := a.w.status.left.Text(); !strings.HasPrefix(got, "2 photos went to their talks. 1 stays in its text") {
		t.Errorf("the status says %q", got)
	}
	a.NotAsked().Press("Ctrl+Z")
	if a.Text() != text {
		t.Errorf("one step back the text is %q", a.Text())
	}
}

func TestAClockIsSetRightByOnePhoto(t *testing.T) {
	text := "---\ntitle: T\ndate: 2019-06-01\n---\n## One\n\n## Two\n\n## Three\n\n![](far-0310.jpg)\n\n![](far-0410.jpg)\n\n![](far-0510.jpg)\n"
	a := album(t, text)
	a.taken("far", "03:10", "04:10", "05:10") // six hours behind
	a.Open("a/index.md").Run("post.sort")
	if a.Text() != text {
		t.Fatalf("with a wrong clock the text became %q", a.Text())
	}
	bar := a.Asked("clock:far").w
	if !bar.bars.Choose("clock:far", "Say where one belongs…") {
		t.Fatal("nothing can be said")
	}
	a.wait()
	if got := a.choices(); len(got) != 3 || !strings.Contains(got[1], "04:10") {
		t.Fatalf("the photos are %v", got)
	}
	a.strike(fyne.KeyDown, fyne.KeyReturn) // the one of 04:10
	a.fill("two").strike(fyne.KeyReturn)
	if q, ok := a.w.bars.Find("clock:far"); !ok || !strings.Contains(q.Text, "Shift all 3 photos of far by +6h?") {
		t.Fatalf("asked is %q", q.Text)
	}
	a.Choose("clock:far", "window.sort.shift.do")
	want := "---\ntitle: T\ndate: 2019-06-01\n---\n## One\n\n![](far-0310.jpg)\n\n## Two\n\n![](far-0410.jpg)\n\n## Three\n\n![](far-0510.jpg)\n"
	if a.Text() != want {
		t.Errorf("the text is %q", a.Text())
	}
	a.restart().Open("a/index.md").Run("post.sort")
	if q, ok := a.w.bars.Find("clock:far"); !ok || !strings.Contains(q.Text, "shifted by +6h") {
		t.Fatalf("another day it says %q", q.Text)
	}
	a.Choose("clock:far", "window.sort.forget")
	if q, ok := a.w.bars.Find("clock:far"); !ok || !strings.Contains(q.Text, "3 of its 3 photos") {
		t.Errorf("with the shift taken back it says %q", q.Text)
	}
}

func TestShiftsAreReadable(t *testing.T) {
	for d, want := range map[time.Duration]string{
		8*time.Hour + 2*time.Minute: "+8h2m", -9 * time.Hour: "−9h", 3 * time.Minute: "+3m", 10 * time.Minute: "+10m", -90 * time.Minute: "−1h30m", 20 * time.Second: "+20s",
		10*time.Hour + 5*time.Second: "+10h0m5s",
	} {
		if got := signed(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
