package conference

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func kept(rows string) Kept {
	return Kept{Post: "/site/post/index.md", Zone: "Asia/Shanghai", Files: []File{{Name: "a.csv", Data: []byte("title,start\n" + rows)}}}
}

func TestASchedulesFilesAreReadAgain(t *testing.T) {
	s := New(t.TempDir())
	if _, ok, err := s.Kept("/site/post/index.md"); ok || err != nil {
		t.Fatalf("before anything is kept: %v, %v", ok, err)
	}
	k := kept("Mesh,2019-06-25 10:00\n")
	k.Files = append(k.Files, File{Name: "b.csv", Data: []byte("title,start\nKeynote,2019-06-25 09:00\n")})
	if err := s.Keep(k); err != nil {
		t.Fatal(err)
	}
	got, ok, err := s.Kept(k.Post)
	if !ok || err != nil {
		t.Fatalf("%v, %v", ok, err)
	}
	if diff := cmp.Diff(k, got); diff != "" {
		t.Error(diff)
	}
	programme, err := got.Schedule()
	if err != nil || len(programme.Sessions) != 2 || programme.Zone.String() != "Asia/Shanghai" || programme.Sessions[0].Title.In("") != "Keynote" {
		t.Errorf("%+v, %v", programme, err)
	}
	if _, ok, _ := s.Kept("/site/other/index.md"); ok {
		t.Error("another post has it too")
	}
	for _, broken := range []Kept{{}, {Zone: "Nowhere", Files: k.Files}, {Files: []File{{Name: "x", Data: []byte("<html>")}}}} {
		if _, err := broken.Schedule(); err == nil {
			t.Errorf("%+v is a schedule", broken)
		}
	}
}

func TestTicksAreOfAPost(t *testing.T) {
	s := New(t.TempDir())
	if err := s.SetAttended("/a.md", []string{"one", "two"}); err != nil {
		t.Fatal(err)
	}
	got, err := s.Attended("/a.md")
	if diff := cmp.Diff([]string{"one", "two"}, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if got, err := s.Attended("/b.md"); len(got) > 0 || err != nil {
		t.Errorf("another post has %v, %v", got, err)
	}
}

func TestClocksAreOfAConferenceAndCanBeForgotten(t *testing.T) {
	dir := t.TempDir()
	s := New(dir)
	one, err := kept("Mesh,2019-06-25 10:00\n").Schedule()
	if err != nil {
		t.Fatal(err)
	}
	newer, _ := kept("Mesh,2019-06-25 11:00\nMore,2019-06-26 11:00\n").Schedule()
	other, _ := kept("Mesh,2020-06-25 10:00\n").Schedule()
	a, b := Clock{"a", "Phone", 8 * time.Hour}, Clock{"b", "Camera", -3 * time.Minute}
	check := func(what string, want ...Clock) {
		t.Helper()
		got, err := s.Clocks(newer)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", what, err, diff)
		}
	}
	must := func(set ...Clock) {
		t.Helper()
		if err := s.SetClocks(one, set); err != nil {
			t.Fatal(err)
		}
	}
	must(a, b)
	check("in a newer version of the schedule", a, b)
	a.Shift = 9 * time.Hour
	must(a)
	check("one was set anew", b, a)
	must(Clock{Clock: "b"})
	check("one was forgotten", a)
	if got, _ := s.Clocks(other); len(got) > 0 {
		t.Errorf("another conference knows %v", got)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "conferences", "*"))
	for _, f := range files {
		if err := os.WriteFile(f, []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Clocks(one); len(got) > 0 || err != nil || len(files) != 1 {
		t.Errorf("of broken files %v: %v, %v", files, got, err)
	}
	if err := New("").SetClocks(one, []Clock{a}); err != nil {
		t.Errorf("without a state directory: %v", err)
	}
}
