package tray

import (
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lanyard/assets"
	"lanyard/assets/theme"
	"lanyard/editor/field"
	"lanyard/store/photo"
)

// table is a tray in a window, with what it reported.
type table struct {
	*Tray
	win   fyne.Window
	told  []string
	edits int
}

func newTable(t testing.TB, photos int) *table {
	t.Helper()
	app := test.NewApp()
	t.Cleanup(app.Quit)
	app.Settings().SetTheme(theme.New(theme.Options{}))
	assets.SetLanguage("en")
	b := &table{win: app.NewWindow("")}
	b.Tray = New(Options{
		Now: func() time.Time { return time.Unix(1e9, 0) },
		Insert: func(items []*Item, gallery bool) {
			s := fmt.Sprint("insert ", gallery)
			for _, i := range items {
				s += " " + i.Name
			}
			b.told = append(b.told, s)
		},
		Turned:  func(i *Item) { b.told = append(b.told, fmt.Sprint("turn ", i.Name, i.Turn)) },
		Cancel:  func() { b.told = append(b.told, "cancel") },
		Changed: func() {},
		Edited:  func() { b.edits++ },
		Ways:    field.Ways{Forward: func(fyne.Shortcut) { b.told = append(b.told, "forward") }},
		Focus:   func(f fyne.Focusable) { b.win.Canvas().Focus(f) },
	})
	b.win.SetContent(b.Tray)
	b.win.SetPadded(false)
	b.win.Resize(fyne.NewSize(1000, 300))
	for i := range photos {
		b.Add(&Item{Name: fmt.Sprintf("%03d.jpg", i), State: Ready, Picture: image.NewRGBA(image.Rect(0, 0, 160, 120))})
	}
	return b
}

// reports fails unless the tray told this since the last call.
func (b *table) reports(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(b.told, want) {
		t.Errorf("told %q, want %q", b.told, want)
	}
	b.told = nil
}

func TestNamesAreOrderedAsPeopleCount(t *testing.T) {
	want := []string{"1.jpg", "2.jpg", "02.jpg", "10.jpg", "a", "A 2", "a 10", "b", "会场 9", "会场 10"}
	got := slices.Clone(want)
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		r.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		slices.SortFunc(got, compareNames)
		slices.SortFunc(want, compareNames)
		if !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
	for i, w := range []string{"1.jpg", "2.jpg", "10.jpg"} {
		if at := slices.Index(got, w); i > 0 && at < slices.Index(got, []string{"1.jpg", "2.jpg", "10.jpg"}[i-1]) {
			t.Errorf("%q is out of order in %q", w, got)
		}
	}
}

func TestPhotosWithoutATimeComeLastAsGiven(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2024, 5, 6, 7, minute, 0, 0, time.UTC) }
	b := newTable(t, 0)
	b.Add(&Item{Name: "x"}, &Item{Name: "late", Taken: at(9)}, &Item{Name: "a"}, &Item{Name: "early", Taken: at(1)})
	var got []string
	for _, i := range b.Items() {
		got = append(got, i.Name)
	}
	if s := strings.Join(got, " "); s != "early late x a" {
		t.Errorf("got %s", s)
	}
}

func TestTheCurrentPhotoStaysCurrentWhenTheOrderChanges(t *testing.T) {
	b := newTable(t, 0)
	b.Add(&Item{Name: "b", Taken: time.Unix(1, 0)}, &Item{Name: "a", Taken: time.Unix(2, 0)})
	b.grid.choose(1)
	b.SetByName(true)
	if b.Current().Name != "a" || b.grid.current != 0 {
		t.Errorf("current is %q at %d", b.Current().Name, b.grid.current)
	}
}

func TestEveryTileIsHitWhereItStands(t *testing.T) {
	b := newTable(t, 37)
	for _, width := range []float32{300, 640, 1000, 1900} {
		b.win.Resize(fyne.NewSize(width, 300))
		for i := range b.items {
			at := b.grid.place(i)
			for _, off := range []fyne.Position{{X: 1, Y: 1}, {X: b.grid.tileWidth() - 1, Y: cellHeight - 1}, {X: 70, Y: 50}} {
				if got := b.grid.at(at.Add(off)); got != i {
					t.Errorf("width %v: tile %d is hit as %d", width, i, got)
				}
			}
			if at.X+b.grid.tileWidth() > b.grid.Size().Width {
				t.Errorf("width %v: tile %d sticks out", width, i)
			}
		}
		for _, p := range []fyne.Position{{X: 1, Y: 1}, {X: sheetInset + b.grid.tileWidth() + 2, Y: 20}, {X: 20, Y: 1e5}} {
			if got := b.grid.at(p); got != -1 && b.grid.columns() > 1 {
				t.Errorf("width %v: %v is hit as %d", width, p, got)
			}
		}
	}
}

func TestToolsOfATile(t *testing.T) {
	b := newTable(t, 8)
	for k, want := range []string{"turn 003.jpg3", "turn 003.jpg0", "", "insert false 003.jpg"} {
		at := b.grid.toolPlace(3, k).AddXY(5, 5)
		b.grid.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
		if k == 2 && b.status.text != "Leave out" {
			t.Errorf("the tool is not explained: %q", b.status.text)
		}
		b.grid.Tapped(&fyne.PointEvent{Position: at})
		if want == "" {
			if !b.items[3].Out {
				t.Error("not left out")
			}
			continue
		}
		b.reports(t, want)
	}
	b.grid.MouseOut()
	if b.status.text == "Insert this one" {
		t.Error("the explanation stays")
	}
}

func TestInsertAllTakesWhatIsWanted(t *testing.T) {
	b := newTable(t, 6)
	b.items[1].Out, b.items[2].State, b.items[3].State, b.items[4].Problem = true, Failed, Placed, "The disk is full."
	b.Update()
	if b.all.Text != "Insert 3 photos" {
		t.Errorf("the button says %q", b.all.Text)
	}
	b.InsertAll(true)
	b.reports(t, "insert true 000.jpg 004.jpg 005.jpg")
	b.Wait(true)
	b.InsertAll(false)
	b.Insert(b.items[0])
	b.TurnBy(b.items[0], 1)
	b.LeaveOut(b.items[0])
	b.reports(t)
	if b.items[0].Out || !b.all.Disabled() || !b.detail.insert.Disabled() {
		t.Error("something can be done while all wait")
	}
}

func TestFieldsWriteIntoTheCurrentPhoto(t *testing.T) {
	b := newTable(t, 3)
	key := func(k fyne.KeyName) { b.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k}) }
	write := func(s string) {
		for _, r := range s {
			b.win.Canvas().Focused().TypedRune(r)
		}
	}
	b.win.Canvas().Focus(b.detail.alt)
	write("one")
	key(fyne.KeyReturn)
	write("eins")
	key(fyne.KeyReturn)
	write("two")
	key(fyne.KeyDown)
	write("three")
	key(fyne.KeyUp)
	for i, want := range [][2]string{{"one", "eins"}, {"two", ""}, {"three", ""}} {
		if got := [2]string{b.items[i].Alt, b.items[i].Caption}; got != want {
			t.Errorf("photo %d: %q, want %q", i, got, want)
		}
	}
	if b.detail.alt.Text != "two" || b.Current() != b.items[1] {
		t.Errorf("the field shows %q", b.detail.alt.Text)
	}
	key(fyne.KeyEscape)
	if b.win.Canvas().Focused() != fyne.Focusable(b.grid) {
		t.Error("Escape does not lead to the thumbnails")
	}
	key(fyne.KeyEscape)
	b.reports(t, "cancel")
}

func TestOnlyTheRowsThatShowHaveObjects(t *testing.T) {
	b := newTable(t, 200)
	b.grid.choose(199)
	if n := len(b.grid.scene.cells); n > 40 {
		t.Errorf("%d tiles are drawn", n)
	}
	if y := b.grid.place(199).Y; y < b.scroll.Offset.Y || y+cellHeight > b.scroll.Offset.Y+b.scroll.Size().Height {
		t.Errorf("the last photo at %v is not in view at %v", y, b.scroll.Offset.Y)
	}
	b.grid.choose(0)
	if b.scroll.Offset.Y > 2 {
		t.Errorf("the first photo is not in view at %v", b.scroll.Offset.Y)
	}
}

func TestATurnAndItsInverseGiveTheSameRectangle(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		w, h := r.IntN(500)+1, r.IntN(500)+1
		rect := image.Rect(r.IntN(w+1), r.IntN(h+1), r.IntN(w+1), r.IntN(h+1))
		n := r.IntN(9) - 4
		there := turned(rect, w, h, n)
		tw, th := w, h
		if n%2 != 0 {
			tw, th = h, w
		}
		if !there.In(image.Rect(0, 0, tw, th)) {
			t.Fatalf("%v of %d × %d turned by %d is %v", rect, w, h, n, there)
		}
		if back := turned(there, tw, th, -n); back != rect {
			t.Fatalf("%v of %d × %d turned by %d and back is %v", rect, w, h, n, back)
		}
	}
}

func TestTurnedRectanglesFollowThePicture(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 40, 30))
	area := image.Rect(5, 10, 12, 28)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			m.Pix[m.PixOffset(x, y)] = 255
		}
	}
	for n := range 4 {
		got := photo.Edits{Turn: n}.Apply(m)
		want := turned(area, 40, 30, n)
		for y := range got.Rect.Dy() {
			for x := range got.Rect.Dx() {
				if in := got.Pix[got.PixOffset(x, y)] == 255; in != image.Pt(x, y).In(want) {
					t.Fatalf("turn %d: pixel %d,%d is in the area: %v", n, x, y, in)
				}
			}
		}
	}
}

func TestACoveredAreaIsCoveredAtDisplaySize(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		full, small := image.Pt(r.IntN(4000)+100, r.IntN(4000)+100), image.Pt(r.IntN(90)+10, r.IntN(90)+10)
		x, y := r.IntN(full.X-2), r.IntN(full.Y-2)
		rect := image.Rect(x, y, x+1+r.IntN(full.X-x), y+1+r.IntN(full.Y-y))
		got := scaled(rect, full, small)
		if got.Empty() || got.Min.X*full.X > rect.Min.X*small.X || got.Max.X*full.X < rect.Max.X*small.X || !got.In(image.Rectangle{Max: small}) {
			t.Fatalf("%v of %v is %v of %v", rect, full, got, small)
		}
	}
}

func TestLongNamesEndInAnEllipsis(t *testing.T) {
	newTable(t, 0)
	for _, s := range []string{strings.Repeat("会场照片", 30), strings.Repeat("w", 200), "a"} {
		got := clip(s, 120, 12, fyne.TextStyle{})
		if w := fyne.MeasureText(got, 12, fyne.TextStyle{}).Width; w > 120 || got == "" {
			t.Errorf("%q became %q, %v wide", s, got, w)
		}
	}
}

// BenchmarkUpdate is what one photo that changed costs the UI goroutine.
func BenchmarkUpdate(b *testing.B) {
	t := newTable(b, 200)
	t.win.Resize(fyne.NewSize(1280, 360))
	for b.Loop() {
		t.Update()
	}
}
