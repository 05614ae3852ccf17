package photo

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"lanyard/store/photo/internal/fixture"
)

func TestStagedPhotoIsInTheFolderOnlyOncePlaced(t *testing.T) {
	dir, s := post(t)
	stage := t.TempDir()
	path := write(t, t.TempDir(), "hall.jpg", phone(400, 300, 6, 1, nil))
	p := NewPool(2, 0)
	st, err := p.Stage(t.Context(), path, dir, stage, 0, s)
	if err != nil || st.Width != 300 || st.Height != 400 || st.Taken.Year() != 2024 {
		t.Fatalf("%+v, %v", st, err)
	}
	if got := names(t, dir); len(got) != 0 {
		t.Fatalf("staging put %v into the folder", got)
	}
	r, err := p.Place(t.Context(), st, dir, s)
	if err != nil || r.Name != "hall.jpg" {
		t.Fatalf("%+v, %v", r, err)
	}
	want, err := Import(t.Context(), path, t.TempDir(), Settings{})
	if err != nil || want.Undo.Sum != r.Undo.Sum {
		t.Errorf("staging and importing give different files: %v", err)
	}
	if c := Captures(s.State, dir)["hall.jpg"]; c.Taken.Year() != 2024 {
		t.Errorf("the capture time is lost: %+v", c)
	}
	again, err := p.Stage(t.Context(), path, dir, stage, 0, s)
	if err != nil || !again.Reused || again.Name != "hall.jpg" {
		t.Errorf("the same photo again: %+v, %v", again.Result, err)
	}
	if err := Withdraw(r.Undo, s.State); err != nil || len(names(t, dir)) != 0 {
		t.Errorf("withdraw: %v, left %v", err, names(t, dir))
	}
}

func TestStagedPhotoIsTurnedByHand(t *testing.T) {
	dir, s := post(t)
	stage := t.TempDir()
	p := NewPool(1, 0)
	for _, orientation := range []int{1, 6} {
		path := write(t, t.TempDir(), "chart.jpg", fixture.JPEG(fixture.Chart(80, 60), 95, fixture.EXIF(orientation, "", ""), nil))
		upright, err := Decode(t.Context(), path, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		for turn := -1; turn <= 4; turn++ {
			st, err := p.Stage(t.Context(), path, dir, stage, turn, s)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Decode(t.Context(), st.file, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			want := Edits{Turn: turn}.Apply(upright)
			if got.Rect != want.Rect || !sameCorners(corners(got), corners(want)) {
				t.Errorf("orientation %d, turn %d: %v and %v", orientation, turn, got.Rect, want.Rect)
			}
		}
	}
	svg := write(t, t.TempDir(), "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>`))
	if _, err := p.Stage(t.Context(), svg, dir, stage, 1, s); err == nil {
		t.Error("a drawing was turned")
	}
}

func TestPlacingOnAFullDiskLeavesNothingOfThePhoto(t *testing.T) {
	dir, s := post(t)
	p := NewPool(1, 0)
	st, err := p.Stage(t.Context(), write(t, t.TempDir(), "a.jpg", phone(400, 300, 1, 1, nil)), dir, t.TempDir(), 0, s)
	if err != nil {
		t.Fatal(err)
	}
	disk := p.disk
	p.disk = &fullDisk{}
	if _, err := p.Place(t.Context(), st, dir, s); !errors.Is(err, syscall.ENOSPC) || len(names(t, dir)) != 0 {
		t.Errorf("got %v; the folder has %v", err, names(t, dir))
	}
	if _, err := p.Stage(t.Context(), write(t, t.TempDir(), "b.jpg", phone(400, 300, 1, 2, nil)), dir, t.TempDir(), 0, s); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("staging: got %v", err)
	}
	p.disk = disk
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Place(canceled, st, dir, s); !errors.Is(err, context.Canceled) || len(names(t, dir)) != 0 {
		t.Errorf("got %v, want canceled", err)
	}
	if _, err := p.Place(t.Context(), st, dir, s); err != nil {
		t.Errorf("once there is room again: %v", err)
	}
}

func TestPlacingKeepsTheOriginalWhereWanted(t *testing.T) {
	dir, s := post(t)
	s.Originals = filepath.Join(s.State, "originals")
	path := write(t, t.TempDir(), "a.jpg", phone(400, 300, 1, 1, nil))
	p := NewPool(1, 0)
	st, err := p.Stage(t.Context(), path, dir, t.TempDir(), 1, s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.Originals); err == nil {
		t.Error("staging kept the original already")
	}
	if _, err := p.Place(t.Context(), st, dir, s); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read(t, filepath.Join(s.Originals, "a.jpg")), read(t, path)) {
		t.Error("the original is another one")
	}
}
