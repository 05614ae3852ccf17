package field

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/assets/typeset"
)

// Area is a field of several lines, which is as high as its text: it never scrolls by itself, so the wheel is its holder's. Enter begins a
// line, Tab leaves. All else is as in a [Line]. Make one with [NewArea].
type Area struct {
	Line
	rows     []areaRow
	width    float32          // that the rows are for
	look     string           // style and size that they are for
	wrapped  map[string][]int // ends of the rows of a paragraph at that width
	goal     float32          // x that going up and down aims at, negative for none
	upstream bool             // the caret stands at the end of the row that ends there, not at the begin of the next
}

// areaRow is a row: the bytes [from, to) of the text, without its line feed.
type areaRow struct{ from, to int }

var (
	_ fyne.Focusable    = (*Area)(nil)
	_ fyne.Draggable    = (*Area)(nil)
	_ desktop.Mouseable = (*Area)(nil)
)

// NewArea makes an empty field. now is the clock of the composition gate and of double clicks.
func NewArea(now func() time.Time) *Area {
	e := &Area{goal: -1}
	e.Line.init(e, now)
	e.Joint, e.multi = "\n", e
	e.ExtendBaseWidget(e)
	return e
}

// lineHeight is the height of a row.
func (e *Area) lineHeight() float32 { return fyne.MeasureText("M", e.size(), e.style()).Height }

// above is the space over the first row, and below the last: a field of one row is as high as a Line in a form.
func (e *Area) above() float32 { return max((areaLeast-e.lineHeight())/2, 4) }

// HeightFor is the height at a width, at which all lines show.
func (e *Area) HeightFor(width float32) float32 {
	e.wrap(width)
	return float32(len(e.rows))*e.lineHeight() + 2*e.above()
}

// wrap breaks the text into rows of a width. Paragraphs that did not change keep their rows.
func (e *Area) wrap(width float32) {
	look := e.looks()
	if width != e.width || look != e.look || e.wrapped == nil {
		e.width, e.look, e.wrapped = width, look, map[string][]int{}
	}
	room := max(width-2*e.pad(), 20)
	kept := make(map[string][]int, len(e.wrapped))
	e.rows = e.rows[:0]
	for from := 0; ; {
		end := strings.IndexByte(e.Text[from:], '\n')
		last := end < 0
		if last {
			end = len(e.Text) - from
		}
		para := e.Text[from : from+end]
		ends, ok := e.wrapped[para]
		if !ok {
			ends = rowEnds(para, room, e.size(), e.style())
		}
		kept[para] = ends
		at := from
		for _, n := range ends {
			e.rows = append(e.rows, areaRow{at, from + n})
			at = from + n
		}
		if last {
			break
		}
		from += end + 1
	}
	e.wrapped = kept
}

// looks tells apart what texts of the same words measure differently in.
func (e *Area) looks() string {
	style := e.style()
	return fmt.Sprint(e.size(), style, fyne.CurrentApp().Settings().Theme().Font(style).Name())
}

// rowOf is the row that shows the caret at an offset.
func (e *Area) rowOf(off int, upstream bool) int {
	n := 0
	for i, r := range e.rows {
		if r.from <= off {
			n = i
		}
	}
	if upstream && n > 0 && e.rows[n].from == off && e.rows[n-1].to == off {
		return n - 1
	}
	return n
}

// spot is where an offset of a row stands, from the field's corner.
func (e *Area) spot(row, off int) fyne.Position {
	r := e.rows[row]
	x := fyne.MeasureText(e.Text[r.from:min(max(off, r.from), r.to)], e.size(), e.style()).Width
	return fyne.NewPos(e.pad()+x, e.above()+float32(row)*e.lineHeight())
}

// CaretPlace is where the caret stands, in the widget's coordinates.
func (e *Area) CaretPlace() (pos fyne.Position, size fyne.Size) {
	e.wrap(e.Size().Width)
	return e.spot(e.rowOf(e.caret, e.upstream), e.caret), fyne.NewSize(1, e.lineHeight())
}

// hit is the offset nearest to a place.
func (e *Area) hit(pos fyne.Position) int {
	e.wrap(e.Size().Width)
	row := min(max(int((pos.Y-e.above())/e.lineHeight()), 0), len(e.rows)-1)
	return e.hitRow(row, pos.X)
}

// hitRow is the offset of a row nearest to a distance from the field's left edge. At the end of a row that wraps it is that row's.
func (e *Area) hitRow(row int, x float32) int {
	r := e.rows[row]
	best, off := r.from, r.from
	for {
		at := e.spot(row, off).X
		if abs(at-x) <= abs(e.spot(row, best).X-x) {
			best = off
		}
		if off >= r.to || at > x {
			break
		}
		off = typeset.NextGrapheme(e.Text, off)
	}
	e.upstream = best == r.to && e.wraps(row)
	return best
}

// wraps reports whether a row goes on in the next one.
func (e *Area) wraps(row int) bool {
	return row+1 < len(e.rows) && e.rows[row+1].from == e.rows[row].to
}

// press is for Line: the keys that several lines answer otherwise than one.
func (e *Area) press(name fyne.KeyName) bool {
	e.wrap(e.Size().Width)
	row := e.rowOf(e.caret, e.upstream)
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !e.locked() {
			e.replace("\n")
		}
	case fyne.KeyUp, fyne.KeyDown:
		e.vertical(row, map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[name])
		return true
	case fyne.KeyHome:
		e.upstream = false
		e.move(e.rows[row].from, e.shift)
	case fyne.KeyEnd:
		e.upstream = e.wraps(row)
		e.move(e.rows[row].to, e.shift)
	default:
		e.goal, e.upstream = -1, false
		return false
	}
	e.goal = -1
	return true
}

// vertical moves the caret by a row; beyond the first and the last it goes to the text's ends.
func (e *Area) vertical(row, step int) {
	if e.goal < 0 {
		e.goal = e.spot(row, e.caret).X
	}
	switch to := row + step; {
	case to < 0:
		e.upstream = false
		e.move(0, e.shift)
	case to >= len(e.rows):
		e.upstream = false
		e.move(len(e.Text), e.shift)
	default:
		e.move(e.hitRow(to, e.goal), e.shift)
	}
}

// unit is what a double click takes, or a third one: the line.
func (e *Area) unit(at, clicks int) (from, to int) {
	if clicks == 2 {
		return typeset.WordAt(e.Text, at)
	}
	from = strings.LastIndexByte(e.Text[:at], '\n') + 1
	if to = strings.IndexByte(e.Text[at:], '\n'); to < 0 {
		return from, len(e.Text)
	}
	return from, at + to
}

func abs(v float32) float32 { return max(v, -v) }

// areaLeast is the height of a field of several lines with one row, in Fyne units.
const areaLeast = 32
