package textedit

import (
	"math"
	"math/rand"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lanyard/assets/theme"
	"lanyard/editor/layout"
	"lanyard/editor/text"
)

func TestKeyDrawsOnlyTheRowsThatChange(t *testing.T) {
	f := newFixture(t, strings.Repeat("A line of text.\n", 100), 500, 600)
	f.press("Ctrl+Home", "Down", "Down", "End")
	before := f.scene.rows.drawn
	f.TypedRune('x')
	if got := f.scene.rows.drawn - before; got != 1 {
		t.Errorf("a key drew %d rows, want 1", got)
	}
	before = f.scene.rows.drawn
	f.press("Enter")
	if got := f.scene.rows.drawn - before; got > 1 {
		t.Errorf("Enter at a line's end drew %d rows, want at most the one that came into view", got)
	}
	before = f.scene.rows.drawn
	f.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -10)})
	if got := f.scene.rows.drawn - before; got > 1 {
		t.Errorf("scrolling by 10 drew %d rows", got)
	}
}

// After any series of actions the view must be what a new editor shows at that place.
func TestViewEqualsAViewFromScratch(t *testing.T) {
	seed := time.Now().UnixNano()
	r := rand.New(rand.NewSource(seed))
	f := newFixture(t, sample("zh", 6000), 420, 500)
	keys := []string{
		"Enter", "Backspace", "Delete", "Left", "Right", "Up", "Down", "PageDown", "PageUp", "Home", "End", "Ctrl+Home", "Ctrl+End",
		"Shift+Down", "Shift+Right", "Ctrl+Backspace", "Ctrl+Right", "Tab", "Shift+Tab", "Ctrl+Down",
	}
	for step := range 400 {
		switch r.Intn(6) {
		case 0:
			f.Insert([]string{"x", "中", "**", "`", "# ", "😀", " "}[r.Intn(7)])
		case 1:
			f.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, float32(r.Intn(400)-200))})
		case 2:
			f.pass(workDelay)
		case 3:
			if r.Intn(8) == 0 {
				f.Editor.Resize(fyne.NewSize(float32(300+r.Intn(300)), float32(200+r.Intn(400))))
			}
		default:
			f.press(keys[r.Intn(len(keys))])
		}
		if step%10 != 0 {
			continue
		}
		f.stopScrolling()
		fresh := New(f, Options{Book: f.opt.Book, Style: f.opt.Style, After: f.sched.After, Now: f.sched.Now, Clipboard: &f.clip})
		fresh.input.focused = f.input.focused
		fresh.resize(f.view.size)
		fresh.view.place = f.view.place
		fresh.arrange()
		fresh.idle.stopWork() // it is told of no change
		got, want := looks(f.Editor), looks(fresh)
		if got != want {
			t.Fatalf("seed %d step %d: view\n%s\nwant\n%s", seed, step, got, want)
		}
	}
}

// looks writes the rows in view and what was drawn for them, by content.
func looks(e *Editor) string {
	var b strings.Builder
	for _, r := range e.scene.visible {
		row := r.para.P.Row(r.row)
		b.WriteString(strings.Repeat(" ", max(0, r.top/10)))
		b.WriteString(r.para.P.Text()[row.From:row.To])
		for _, sp := range r.para.Spans {
			if sp.From < row.To && sp.To > row.From {
				b.WriteString(string(rune('a' + int(sp.Ink.Color.R)%26)))
				if sp.Style.Bold {
					b.WriteString("*")
				}
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestCaretStaysInViewAndFarOnesComeInAtAThird(t *testing.T) {
	f := newFixture(t, strings.Repeat("a line of text\n", 1000), 500, 400)
	for range 100 {
		f.press("Down")
	}
	if y := f.PositionOf(f.state.Selection.MainRange().Head).Y; y < 300 || y > 400 {
		t.Errorf("after 100 times Down the caret is at %v of 400", y)
	}
	f.Reveal(7000)
	if y := f.PositionOf(7000).Y; y < 100 || y > 200 {
		t.Errorf("a far offset is revealed at %v of 400", y)
	}
	f.RevealTop(3000)
	if got := f.TopOffset(); got != 3000 {
		t.Errorf("top is %d, want 3000", got)
	}
	f.press("Ctrl+End")
	if y := f.PositionOf(f.state.Doc.Len()).Y; y > 400 || y < 100 {
		t.Errorf("the end is at %v of 400", y)
	}
}

func TestRevealBeforeTheFirstLayoutIsDoneWithIt(t *testing.T) {
	f := bareFixture(t, bookOnce(), strings.Repeat("a line of text\n", 1000))
	e := New(f, Options{Book: bookOnce(), After: f.sched.After, Now: f.sched.Now})
	e.Reveal(7000)
	e.resize(fyne.NewSize(500, 400))
	if y := e.PositionOf(7000).Y; y < 100 || y > 200 {
		t.Errorf("the offset is at %v of 400", y)
	}
}

func TestShortTextDoesNotScroll(t *testing.T) {
	f := newFixture(t, "one\ntwo\n", 500, 400)
	f.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -300)})
	for range 30 {
		f.pass(frame)
	}
	if f.view.place != (layout.Place{Y: -topPad}) {
		t.Errorf("place %v", f.view.place)
	}
	if _, _, ok := f.thumb(); ok {
		t.Error("there is a scroll bar")
	}
}

func TestFloorHidesTheFrontMatter(t *testing.T) {
	front := "---\ntitle: x\n---\n"
	f := newFixture(t, "", 500, 400)
	f.floor = len(front)
	f.state = text.NewState(front + "body\nmore")
	f.Reset()
	if got := f.OffsetAt(fyne.NewPos(0, 0)); got != f.floor {
		t.Errorf("the first offset is %d, want %d", got, f.floor)
	}
	f.press("Ctrl+Home", "Left", "Backspace", "Ctrl+Backspace", "Up")
	if got := f.state.Doc.String(); got != front+"body\nmore" {
		t.Errorf("text %q", got)
	}
	f.Insert("x")
	f.press("Ctrl+A")
	if r := f.state.Selection.MainRange(); r.Anchor != f.floor || r.Head != f.state.Doc.Len() {
		t.Errorf("all is %v", r)
	}
	// The form writes into the front matter; what is shown stays.
	c := f.state.Doc.Replace(4, 12, "title: a longer one")
	f.floor += c.Delta()
	f.Dispatch(text.Transaction{Change: c, Kind: text.Form})
	if got := f.OffsetAt(fyne.NewPos(0, 0)); got != f.floor {
		t.Errorf("after the form the first offset is %d, want %d", got, f.floor)
	}
	if got := f.scene.visible[0].para.P.Text(); got != "xbody" {
		t.Errorf("first row %q", got)
	}
}

func TestCaretBlinksAndRests(t *testing.T) {
	f := newFixture(t, "text", 500, 400)
	f.FocusGained()
	shown := func() bool { return f.scene.carets.used == 1 && !f.scene.carets.list[0].img.Hidden }
	if !shown() {
		t.Fatal("no caret with the focus")
	}
	f.pass(blinkTime)
	if shown() {
		t.Error("it does not blink")
	}
	f.press("Right")
	if !shown() {
		t.Error("a key does not bring it back")
	}
	for range 40 {
		f.pass(blinkTime)
	}
	if !shown() || f.idle.stopBlink != nil {
		t.Error("it does not rest")
	}
	f.FocusLost()
	if shown() {
		t.Error("there is a caret without the focus")
	}
}

func TestRowsFollowTheScale(t *testing.T) {
	for _, scale := range []float32{1, 1.25, 2} {
		f := newFixture(t, sample("zh", 3000), 700, 500)
		setScale(f.window, scale)
		f.MinSize() // as in the next frame
		f.pass(time.Millisecond)
		if f.view.scale != scale {
			t.Fatalf("scale %v, want %v", f.view.scale, scale)
		}
		for _, s := range f.scene.rows.slots {
			if s.img.Hidden {
				continue
			}
			w, h := s.img.Size().Width*scale, s.img.Size().Height*scale
			if int(w+0.5) != s.pix.Rect.Dx() || int(h+0.5) != s.pix.Rect.Dy() || s.pix.Stride != 4*s.pix.Rect.Dx() {
				t.Errorf("scale %v: %v x %v pixels shown, %v drawn", scale, w, h, s.pix.Rect)
			}
			if y := s.img.Position().Y * scale; y-float32(int(y+0.01)) > 0.02 {
				t.Errorf("scale %v: a row at %v pixels", scale, y)
			}
		}
	}
}

func TestStyleChangeKeepsThePlace(t *testing.T) {
	f := newFixture(t, sample("zh", 30_000), 700, 500)
	f.RevealTop(9000)
	top := f.TopOffset()
	st := f.opt.Style
	st.Size, st.Mono, st.Numbers, st.Trailing, st.Colours = 20, true, true, true, theme.Colours(0)
	f.SetStyle(st)
	p := f.lay.At(top)
	if got := f.TopOffset(); got < p.From || got > p.End {
		t.Errorf("top went from %d to %d", top, got)
	}
	if len(f.scene.numbers.slots) == 0 {
		t.Error("no line numbers")
	}
}

func TestFocusModeDimsAllButTheParagraph(t *testing.T) {
	f := newFixture(t, "", 700, 500)
	f.set("one\n\ntw|o\nthree\n\nfour")
	st := f.opt.Style
	st.Focus = true
	f.SetStyle(st)
	dimmed := func() (s string) {
		for _, r := range f.scene.visible {
			if t := r.para.P.Text(); t != "" && r.para.Spans[0].Ink.Color.A < 255 {
				s += t + " "
			}
		}
		return s
	}
	if got := dimmed(); got != "one four " {
		t.Errorf("dim: %q", got)
	}
	f.press("Ctrl+End")
	if got := dimmed(); got != "one two three " {
		t.Errorf("dim: %q", got)
	}
}

func TestDropMarkAndMatchesTravelWithTheText(t *testing.T) {
	f := newFixture(t, "", 700, 500)
	f.set("|one\ntwo\none")
	f.SetDropMark(4)
	f.SetMatches([]text.Range{{Anchor: 0, Head: 3}, {Anchor: 8, Head: 11}}, 1)
	if f.scene.found.used != 2 || f.scene.over.used != 1 {
		t.Fatalf("%d matches and %d marks shown", f.scene.found.used, f.scene.over.used)
	}
	f.Insert("xx\n")
	if f.dropMark != 7 || f.matches[0].Anchor != 3 || f.matches[1].Head != 14 {
		t.Errorf("mark %d, matches %v", f.dropMark, f.matches)
	}
	f.press("Ctrl+A", "Delete")
	if len(f.matches) != 0 || f.current != -1 {
		t.Errorf("matches %v, current %d", f.matches, f.current)
	}
	for _, tt := range []struct {
		y    float32
		want int
	}{{16, 0}, {33, 2}, {41, 2}, {58, 3}, {300, 3}} {
		f.set("|a\nb")
		if got := f.LineOffsetAt(fyne.NewPos(100, tt.y)); got != tt.want {
			t.Errorf("a drop at %v goes to %d, want %d", tt.y, got, tt.want)
		}
	}
}

func TestUpstreamCaretStandsAtTheEndOfTheUpperRow(t *testing.T) {
	f := newFixture(t, "", 300, 300)
	f.set("|" + strings.Repeat("中文字", 30))
	f.press("End")
	head := f.state.Selection.MainRange().Head
	row := f.lay.Caret(0, false).Para.P.Row(0)
	if head != row.To || !f.caretAt(0).upstream {
		t.Fatalf("End goes to %d, upstream %v; the row ends at %d", head, f.caretAt(0).upstream, row.To)
	}
	up := f.scene.carets.list[0].img.Position()
	f.press("End")
	if got := f.state.Selection.MainRange().Head; got != head {
		t.Errorf("End twice goes to %d, want %d", got, head)
	}
	f.press("Home")
	if got := f.state.Selection.MainRange().Head; got != 0 {
		t.Errorf("Home goes to %d, want 0", got)
	}
	f.press("End", "Right", "Left")
	if down := f.scene.carets.list[0].img.Position(); down.Y < up.Y {
		t.Errorf("carets at %v and %v", up, down)
	}
}

func FuzzEditorTakesAnyText(f *testing.F) {
	f.Add("a\xcc\x81\n", "x", uint16(3))
	f.Add("\r\r\n\x00\x1b\u200d\u202e", "\u0301", uint16(1))
	f.Add(strings.Repeat("长", 6000), "\n", uint16(9000))
	f.Add("السلام عليكم abc\n```go\nfunc(", "`", uint16(5))
	book := bookOnce()
	f.Fuzz(func(t *testing.T, content, ins string, at uint16) {
		content, ins = strings.ToValidUTF8(content, "?"), strings.ToValidUTF8(ins, "?")
		fx := bareFixture(t, book, content)
		off := min(int(at), fx.state.Doc.Len())
		for off > 0 && off < fx.state.Doc.Len() && fx.state.Doc.Byte(off)&0xc0 == 0x80 {
			off--
		}
		fx.state.Selection = text.Caret(off)
		want := content[:off] + ins + content[off:]
		fx.Insert(ins)
		if got := fx.state.Doc.String(); got != want {
			t.Fatalf("text %q, want %q", got, want)
		}
		fx.press("Left", "Right", "Up", "Down", "End", "Home", "Ctrl+Left", "Ctrl+Right", "PageDown", "Shift+Up", "Ctrl+End")
		if got := fx.state.Doc.String(); got != want {
			t.Fatalf("motions changed the text to %q", got)
		}
		fx.press("Backspace", "Enter", "Ctrl+Home", "Delete")
	})
}

func TestCaretPlaceIsWhereTheCaretIsPainted(t *testing.T) {
	f := newFixture(t, scene1, 420, 400)
	f.FocusGained()
	for _, keys := range []string{"Ctrl+Home", "Down Down", "End", "Left", "Down Down Down Home", "Right"} {
		f.press(strings.Fields(keys)...)
		f.stopScrolling()
		pos, size := f.CaretPlace()
		caret := f.scene.carets.list[0].img
		x, y := caret.Position().X, caret.Position().Y+caret.Size().Height/2
		if math.Abs(float64(pos.X-x)) > 2 || y < pos.Y || y > pos.Y+size.Height {
			t.Errorf("%s: the caret is told at %v %v, and painted at %v %v", keys, pos, size, caret.Position(), caret.Size())
		}
	}
}
