package preview

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lanyard/assets/typeset/typesettest"
	"lanyard/preview/paint"
	"lanyard/store/markdown"
)

// rig is a preview in a window, whose pictures load when the test says so.
type rig struct {
	*Preview
	win    fyne.Window
	jobs   []func(context.Context)
	loads  []string
	picked []int
	tasks  []string
	links  []string
	hovers []string
	copied string
	scroll []int
	fetchd []string
}

func newRig(tb testing.TB, w, h float32) *rig {
	tb.Helper()
	test.NewTempApp(tb)
	r := &rig{}
	r.Preview = New(Options{
		Book: typesettest.Book(),
		Load: func(_ context.Context, path string, w, h int) (*image.RGBA, error) {
			r.loads = append(r.loads, path)
			if strings.Contains(path, "broken") {
				return nil, errors.New("broken")
			}
			img := image.NewRGBA(image.Rect(0, 0, w, h))
			paint.Fill(img, color.NRGBA{200, 30, 30, 255})
			return img, nil
		},
		Size: func(path string) (int, int, error) {
			if strings.Contains(path, "missing") {
				return 0, 0, fs.ErrNotExist
			}
			if strings.Contains(path, "giant") {
				return 100000, 100000, nil
			}
			return 1600, 1000, nil
		},
		Fetch: func(_ context.Context, url string) (image.Image, error) {
			r.fetchd = append(r.fetchd, url)
			return image.NewRGBA(image.Rect(0, 0, 300, 200)), nil
		},
		Go:       func(_ string, f func(context.Context)) { r.jobs = append(r.jobs, f) },
		Do:       func(f func()) { f() },
		OnScroll: func() { r.scroll = append(r.scroll, r.TopOffset()) },
		OnPick:   func(off int) { r.picked = append(r.picked, off) },
		OnTask:   func(from int, done bool) { r.tasks = append(r.tasks, fmt.Sprint(from, done)) },
		OnLink:   func(dest string) { r.links = append(r.links, dest) },
		OnHover:  func(dest string) { r.hovers = append(r.hovers, dest) },
		OnCopy:   func(s string) { r.copied = s },
	})
	r.win = test.NewTempWindow(tb, r.Preview)
	r.win.SetPadded(false)
	r.win.Resize(fyne.NewSize(w, h))
	return r
}

func (r *rig) meta() Meta {
	return Meta{
		Head: paint.Head{Title: "Title", Date: "today", Authors: []string{"A"}},
		Resolve: func(dest string) (string, error) {
			if remote(dest) {
				return "", errors.New("names no file of the site")
			}
			if strings.HasPrefix(dest, "..") || strings.HasPrefix(dest, "file:") {
				return "", errors.New("outside of the site")
			}
			return "/post/" + dest, nil
		},
	}
}

func (r *rig) set(src string) *markdown.Document {
	d := markdown.Parse(src, 0, markdown.Options{})
	r.SetDocument(d, r.meta())
	return d
}

// work lets all pictures load.
func (r *rig) work() {
	for len(r.jobs) > 0 {
		j := r.jobs[0]
		r.jobs = r.jobs[1:]
		j(context.Background())
	}
}

// screenY is where the text at a source offset lies in the pane, in pixels.
func (r *rig) screenY(off int) int { return r.yOf(off) - r.column.scroll }

func (r *rig) clickAt(x, y float32) {
	ev := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	ev.Position = fyne.NewPos(x, y)
	r.MouseDown(ev)
	r.MouseUp(ev)
	r.ptr.last = r.ptr.last.AddDate(-1, 0, 0) // the next one is no double click
}

func (r *rig) images() int {
	n := 0
	for _, o := range r.objects {
		if _, ok := o.(*canvas.Image); ok {
			n++
		}
	}
	return n
}

func long(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "## Heading %d\n\nParagraph %d with **bold** text, 中文内容 and `code`, which goes on for a while so that it wraps.\n\n", i, i)
		if i%5 == 0 {
			fmt.Fprintf(&b, "![](photo%d.jpg \"caption\")\n\n", i)
		}
		if i%7 == 0 {
			b.WriteString("- one\n- two\n\n```go\nfunc f() {}\n```\n\n")
		}
	}
	return b.String()
}

func TestObjectsOnlyNearTheViewport(t *testing.T) {
	r := newRig(t, 500, 600)
	r.set(long(2000))
	if n := len(r.objects); n > 40 {
		t.Errorf("%d objects for a long post", n)
	}
	if r.column.sets > 40 {
		t.Errorf("%d blocks were set to show the first screen", r.column.sets)
	}
}

func TestUnchangedBlocksKeepTheirObjects(t *testing.T) {
	r := newRig(t, 500, 600)
	src := long(50)
	d := r.set(src)
	before := map[*canvas.Image]bool{}
	for _, o := range r.objects {
		if i, ok := o.(*canvas.Image); ok {
			before[i] = true
		}
	}
	sets := r.column.sets
	at := strings.Index(src, "goes on")
	src = src[:at] + "X" + src[at:]
	r.SetDocument(markdown.Update(d, src, 0, markdown.Options{}), r.meta())
	if n := r.column.sets - sets; n > 4 { // the block, the head, at most their neighbours
		t.Errorf("%d blocks were set for one letter", n)
	}
	kept := 0
	for _, o := range r.objects {
		if i, ok := o.(*canvas.Image); ok && before[i] {
			kept++
		}
	}
	if kept < r.images()-2 {
		t.Errorf("%d of %d images were kept", kept, r.images())
	}
}

func TestEditAboveThePaneDoesNotMoveIt(t *testing.T) {
	r := newRig(t, 500, 600)
	src := long(200)
	d := r.set(src)
	off := strings.Index(src, "Paragraph 100")
	r.Reveal(off, 0.5)
	y := r.screenY(off)
	ins := "New paragraph.\n\nAnother one.\n\n"
	src = ins + src
	d = markdown.Update(d, src, 0, markdown.Options{})
	r.SetDocument(d, r.meta())
	if got := r.screenY(off + len(ins)); got != y {
		t.Errorf("the text moved from %d to %d", y, got)
	}
}

func TestEditsOnBothSidesOfThePaneDoNotMoveIt(t *testing.T) {
	r := newRig(t, 500, 600)
	src := long(200)
	d := r.set(src)
	off := strings.Index(src, "Paragraph 100")
	r.Reveal(off, 0)
	r.scrollBy(37)
	y := r.screenY(off)
	ins := "New paragraph.\n\nAnother one.\n\n"
	src = ins + strings.Replace(src, "Paragraph 180", "Another paragraph", 1)
	r.SetDocument(markdown.Update(d, src, 0, markdown.Options{}), r.meta())
	if got := r.screenY(off + len(ins)); got != y {
		t.Errorf("the text moved from %d to %d", y, got)
	}
}

func TestScrollingUpOverUnsetBlocksDoesNotJump(t *testing.T) {
	r := newRig(t, 500, 600)
	src := long(300)
	r.set(src)
	r.Reveal(strings.Index(src, "Paragraph 250"), 0)
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range 400 {
		off := r.TopOffset()
		y := r.screenY(off)
		d := rnd.IntN(120) - 80
		before := r.column.scroll
		r.scrollBy(d)
		if r.column.scroll == 0 || before == 0 {
			break
		}
		if got := r.screenY(off); got-y != -d && abs(float32(got-y+d)) > 1 {
			t.Fatalf("step %d: scrolling by %d moved the text by %d", i, d, got-y)
		}
	}
}

func TestScrollPositionRoundTrip(t *testing.T) {
	r := newRig(t, 500, 600)
	src := long(300)
	r.set(src)
	for _, n := range []int{3, 77, 150, 222} {
		off := strings.Index(src, fmt.Sprintf("Paragraph %d ", n))
		r.Reveal(off, 0)
		if got := r.TopOffset(); got < off-60 || got > off+60 {
			t.Errorf("revealed %d, at the top is %d", off, got)
		}
	}
	if len(r.Preview.opt.Book.Missing()) > 0 {
		t.Log(r.Preview.opt.Book.Missing())
	}
	if len(r.scroll) != 0 {
		t.Error("OnScroll was called for a scroll by program")
	}
	r.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -50)})
	if len(r.scroll) != 1 {
		t.Error("OnScroll was not called for the wheel")
	}
}

func TestPicturesLoadBesideAndKeepTheirPlace(t *testing.T) {
	r := newRig(t, 500, 600)
	r.set("![](a.jpg)\n\nafter\n")
	total := r.column.total()
	if len(r.loads) != 0 || len(r.jobs) != 1 {
		t.Fatalf("%d loads on the UI goroutine, %d jobs", len(r.loads), len(r.jobs))
	}
	r.work()
	if got := r.column.total(); got != total {
		t.Errorf("height changed from %d to %d", total, got)
	}
	e := r.column.entries[1]
	red := false
	for _, s := range e.strips {
		for i := 0; i < len(s.pix.Pix); i += 4 {
			red = red || s.pix.Pix[i] == 200 && s.pix.Pix[i+1] == 30
		}
		if s.waiting {
			t.Error("still waiting")
		}
	}
	if !red {
		t.Error("the picture was not drawn")
	}
}

func TestPicturesThatCannotBeShown(t *testing.T) {
	r := newRig(t, 500, 900)
	r.set("![](missing.jpg)\n\n![](../../../etc/passwd)\n\n![](giant.jpg)\n\n![](https://example.org/x.png)\n\n![](broken.jpg)\n")
	r.work()
	for dest, want := range map[string]paint.PictureState{
		"missing.jpg": paint.PictureMissing, "../../../etc/passwd": paint.PictureRefused, "giant.jpg": paint.PictureRefused,
		"https://example.org/x.png": paint.PictureRemote, "broken.jpg": paint.PictureRefused,
	} {
		if got := r.pics.Look(dest).State; got != want {
			t.Errorf("%s: state %d, want %d", dest, got, want)
		}
	}
	if len(r.loads) != 1 || len(r.fetchd) != 0 {
		t.Errorf("loaded %q, fetched %q", r.loads, r.fetchd)
	}
	// only the click on the box fetches
	c := &r.column
	e := 4
	for y := c.tops[e]; y < c.tops[e+1]; y += 4 {
		r.clickAt(float32(c.x+20), float32(y-c.scroll))
	}
	r.work()
	if len(r.fetchd) == 0 || r.pics.Look("https://example.org/x.png").State != paint.PictureReady {
		t.Errorf("fetched %q", r.fetchd)
	}
}

func TestAnAddressWithoutASchemeIsFetchedOverTLS(t *testing.T) {
	for dest, want := range map[string]string{"//example.org/x.png": "https://example.org/x.png", "HTTP://example.org/x.png": "HTTP://example.org/x.png", "//": "", "https://": ""} {
		r := newRig(t, 500, 900)
		r.set("![](" + dest + ")\n")
		r.work()
		if offered := r.pics.Look(dest).State == paint.PictureRemote; offered != (want != "") {
			t.Errorf("%s: offered %v", dest, offered)
		}
		c := &r.column
		for y := c.tops[1]; y < c.tops[2]; y += 4 {
			r.clickAt(float32(c.x+20), float32(y-c.scroll))
		}
		r.work()
		if want == "" && len(r.fetchd) > 0 || want != "" && (len(r.fetchd) == 0 || r.fetchd[0] != want || r.pics.Look(dest).State != paint.PictureReady) {
			t.Errorf("%s: fetched %q, want %q", dest, r.fetchd, want)
		}
	}
}

func TestClicks(t *testing.T) {
	r := newRig(t, 600, 600)
	src := "Text before the [link](https://example.org).\n\n- [ ] task\n- [x] done\n\n```\ncode here\n```\n\n## Goal\n\n[there](#goal)\n"
	r.set(src)
	c := &r.column
	find := func(entry int, ok func(paint.Hit) bool) (float32, float32) {
		set := c.setEntry(r.Preview, entry)
		for y := range set.Height {
			for x := 0; x < c.text; x += 3 {
				if ok(set.HitAt(x, y)) {
					return float32(c.x + x), float32(c.tops[entry] - c.scroll + y)
				}
			}
		}
		t.Fatalf("nothing found in entry %d", entry)
		return 0, 0
	}
	r.clickAt(find(1, func(h paint.Hit) bool { return h.Link == "https://example.org" }))
	r.clickAt(find(1, func(h paint.Hit) bool { return h.Text && h.Link == "" && h.Source == 5 }))
	r.clickAt(find(2, func(h paint.Hit) bool { return h.Task && !h.Done }))
	r.clickAt(find(2, func(h paint.Hit) bool { return h.Task && h.Done }))
	r.clickAt(find(3, func(h paint.Hit) bool { return h.Copy != "" }))
	if got := fmt.Sprint(r.links, r.picked, r.tasks); got != fmt.Sprintf("[https://example.org] [5] [%d true %d false]",
		strings.Index(src, "[ ]"), strings.Index(src, "[x]")) {
		t.Error(got)
	}
	if r.copied != "code here" {
		t.Errorf("copied %q", r.copied)
	}
	r.clickAt(find(5, func(h paint.Hit) bool { return h.Link == "#goal" }))
	if len(r.links) != 1 {
		t.Errorf("a link within the page went out: %q", r.links)
	}
}

func TestSelectionCopiesTheVisibleText(t *testing.T) {
	r := newRig(t, 600, 600)
	r.set("First **bold** and `code`.\n\n- one\n- two\n\n|a|b|\n|-|-|\n|1|2|\n")
	r.SelectAll()
	r.TypedShortcut(&fyne.ShortcutCopy{})
	want := "Title\n\nA · today\n\nFirst bold and code.\n\none\n\ntwo\n\na\tb\n1\t2"
	got := r.copied
	if strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
		t.Errorf("copied %q, want %q", got, want)
	}
}

func TestNothingShownIsNoPanic(t *testing.T) {
	r := newRig(t, 300, 200)
	r.Reveal(5, 0)
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	r.clickAt(10, 10)
	r.SelectAll()
	r.set("")
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	r.clickAt(10, 10)
	r.SelectAll()
	r.Mark(0, 3)
	r.Reveal(100, 0.5)
	r.SetSettings(Settings{Size: 20, Colours: paint.Dark()})
}

func TestManyPicturesStayWithinTheCache(t *testing.T) {
	r := newRig(t, 500, 600)
	var b strings.Builder
	for i := range 200 {
		fmt.Fprintf(&b, "![](p%d.jpg)\n\n", i)
	}
	r.opt.CacheBytes = 4 << 20
	r.set(b.String())
	for range 300 {
		r.scrollBy(200)
		r.work()
	}
	if r.pics.bytes > 6<<20 {
		t.Errorf("%d bytes of pictures", r.pics.bytes)
	}
	if n := len(r.column.spare); n > 12 {
		t.Errorf("%d spare strips", n)
	}
}

func TestKeysScroll(t *testing.T) {
	r := newRig(t, 500, 600)
	r.set(long(100))
	key := func(k fyne.KeyName) int {
		r.TypedKey(&fyne.KeyEvent{Name: k})
		return r.column.scroll
	}
	down := key(fyne.KeyDown)
	page := key(fyne.KeyPageDown)
	end := key(fyne.KeyEnd)
	if down <= 0 || page <= down+300 || end != r.column.total()-r.column.height {
		t.Errorf("down %d, page %d, end %d of %d", down, page, end, r.column.total())
	}
	if e := r.column.entries[len(r.column.entries)-2]; e.set == nil || len(e.strips) == 0 {
		t.Error("the last block is not shown at the end")
	}
	if home := key(fyne.KeyHome); home != 0 {
		t.Errorf("home %d", home)
	}
}

func TestDraggingTheThumbScrolls(t *testing.T) {
	r := newRig(t, 500, 600)
	r.set(long(100))
	y, h, ok := r.thumbSpan()
	if !ok {
		t.Fatal("no scroll bar")
	}
	ev := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	ev.Position = fyne.NewPos(497, y+h/2)
	r.MouseDown(ev)
	drag := &fyne.DragEvent{}
	drag.Position = fyne.NewPos(497, 300+h/2)
	r.Dragged(drag)
	r.MouseUp(ev)
	if got := float32(r.column.scroll) / float32(r.column.total()); got < 0.3 || got > 0.7 {
		t.Errorf("half way down the bar is %.2f of the page", got)
	}
	if len(r.picked) > 0 {
		t.Error("the bar was taken for text")
	}
}

func TestDraggingSelects(t *testing.T) {
	r := newRig(t, 600, 400)
	r.set("First paragraph here.\n\nSecond one.\n")
	c := &r.column
	at := func(entry, x int) fyne.Position {
		l := c.setEntry(r.Preview, entry).Lines()[0]
		return fyne.NewPos(float32(c.x+x), float32(c.tops[entry]-c.scroll+l.Y+8))
	}
	ev := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	ev.Position = at(1, 0)
	r.MouseDown(ev)
	drag := &fyne.DragEvent{}
	drag.Position = at(2, 500)
	r.Dragged(drag)
	r.MouseUp(ev)
	if got := r.SelectedText(); got != "First paragraph here.\n\nSecond one." {
		t.Errorf("selected %q", got)
	}
	if len(r.picked) != 0 {
		t.Error("a drag is no click")
	}
	// two clicks select a word
	r.ptr.last = r.ptr.last.AddDate(-1, 0, 0)
	ev.Position = at(2, 5)
	r.MouseDown(ev)
	r.MouseUp(ev)
	r.MouseDown(ev)
	r.MouseUp(ev)
	if got := r.SelectedText(); got != "Second" {
		t.Errorf("selected %q", got)
	}
}

func TestWideTablesScrollSideways(t *testing.T) {
	r := newRig(t, 300, 400)
	r.set("|" + strings.Repeat("column|", 30) + "\n|" + strings.Repeat("-|", 30) + "\n|" + strings.Repeat("cell|", 30) + "\n")
	e := r.column.entries[1]
	if e.set.Width <= r.column.text {
		t.Fatal("the table is not wide")
	}
	ev := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(-50, 0)}
	ev.Position = fyne.NewPos(100, float32(r.column.tops[1]+40))
	r.Scrolled(ev)
	if e.hx != 50 {
		t.Errorf("scrolled by %d", e.hx)
	}
}

func TestOtherColoursMoveNothing(t *testing.T) {
	r := newRig(t, 400, 300)
	r.set(long(40))
	for range 9 { // stops in the middle of a row, over blocks whose height was guessed before
		r.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -77}})
	}
	scroll, total := r.column.scroll, r.column.total()
	s := r.settings
	s.Colours = paint.Dark()
	r.SetSettings(s)
	if r.column.scroll != scroll || r.column.total() != total {
		t.Errorf("at %d of %d, was at %d of %d", r.column.scroll, r.column.total(), scroll, total)
	}
}

func TestAnotherPostBeginsAtItsBeginning(t *testing.T) {
	r := newRig(t, 500, 600)
	r.set(long(100))
	r.scrollBy(3000)
	r.set("# Other\n\n" + strings.Repeat("Another paragraph.\n\n", 200))
	if r.column.scroll != 0 {
		t.Errorf("scrolled to %d", r.column.scroll)
	}
}

func TestClickOnAPictureFindsItsPlace(t *testing.T) {
	r := newRig(t, 500, 600)
	src := "before\n\ntext\n![](a.jpg)\n"
	r.set(src)
	c := &r.column
	r.clickAt(float32(c.x+50), float32(c.tops[2]-c.scroll+150))
	if len(r.picked) != 1 || r.picked[0] != strings.Index(src, "![") {
		t.Errorf("picked %v", r.picked)
	}
}
