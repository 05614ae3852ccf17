package layout

// A unit is the stretch of text that is set as one paragraph: a line, or a piece of a very long one.
type unit struct {
	bytes  int32 // with the terminator
	ems    int32 // estimated width without wrapping, in eighths of an em
	height int32 // device pixels, estimated until measured
	flags  unitFlags
	para   *para // nil until it is shaped
}

type unitFlags uint8

const (
	measured unitFlags = 1 << iota // height is that of the wrapped paragraph
	stale                          // the spans may have changed since the paragraph was shaped
	goesOn                         // the line goes on in the next unit
	term1                          // the terminator has one byte
	term2                          // the terminator has two bytes
)

// term is the length of the unit's terminator.
func (u *unit) term() int {
	switch {
	case u.flags&term2 != 0:
		return 2
	case u.flags&term1 != 0:
		return 1
	}
	return 0
}

// chunkMax bounds what an insertion moves; with it, a text of a million lines has four thousand chunks, which are summed up in
// some microseconds.
const chunkMax = 512

type chunk struct {
	units         []unit
	bytes, height int
}

func (c *chunk) sum() {
	c.bytes, c.height = 0, 0
	for i := range c.units {
		c.bytes += int(c.units[i].bytes)
		c.height += int(c.units[i].height)
	}
}

// index is the sequence of units with their sums, in chunks: finding a unit by offset or by height, and replacing units, cost
// little at any length. There is always at least one unit.
type index struct {
	chunks        []*chunk
	bytes, height int
}

// cursor is a place in the index. It is good until units are replaced; a change of heights moves only top.
type cursor struct {
	chunk, unit int
	off, top    int // where the unit begins: bytes from the index's begin, pixels from the top
}

func newIndex(units []unit) index {
	var x index
	x.chunks = split(nil, units)
	x.total()
	return x
}

func split(dst []*chunk, units []unit) []*chunk {
	for len(units) > 0 {
		n := min(len(units), chunkMax/2)
		if len(units) <= chunkMax {
			n = len(units)
		}
		c := &chunk{units: append(make([]unit, 0, n+n/4+1), units[:n]...)}
		c.sum()
		dst, units = append(dst, c), units[n:]
	}
	return dst
}

func (x *index) total() {
	x.bytes, x.height = 0, 0
	for _, c := range x.chunks {
		x.bytes += c.bytes
		x.height += c.height
	}
}

func (x *index) at(c cursor) *unit { return &x.chunks[c.chunk].units[c.unit] }

// byOffset finds the unit that holds the offset; the last one holds the end too.
func (x *index) byOffset(off int) cursor {
	var c cursor
	last := len(x.chunks) - 1
	for c.chunk < last && off >= c.off+x.chunks[c.chunk].bytes {
		c.off += x.chunks[c.chunk].bytes
		c.top += x.chunks[c.chunk].height
		c.chunk++
	}
	units := x.chunks[c.chunk].units
	for c.unit < len(units)-1 && off >= c.off+int(units[c.unit].bytes) {
		c.off += int(units[c.unit].bytes)
		c.top += int(units[c.unit].height)
		c.unit++
	}
	return c
}

// byY finds the unit at a height; above the top it is the first, below the end the last.
func (x *index) byY(y int) cursor {
	var c cursor
	last := len(x.chunks) - 1
	for c.chunk < last && y >= c.top+x.chunks[c.chunk].height {
		c.off += x.chunks[c.chunk].bytes
		c.top += x.chunks[c.chunk].height
		c.chunk++
	}
	units := x.chunks[c.chunk].units
	for c.unit < len(units)-1 && y >= c.top+int(units[c.unit].height) {
		c.off += int(units[c.unit].bytes)
		c.top += int(units[c.unit].height)
		c.unit++
	}
	return c
}

// next is the unit after c.
func (x *index) next(c cursor) (cursor, bool) {
	u := x.at(c)
	n := cursor{c.chunk, c.unit + 1, c.off + int(u.bytes), c.top + int(u.height)}
	if n.unit == len(x.chunks[n.chunk].units) {
		n.chunk, n.unit = n.chunk+1, 0
		if n.chunk == len(x.chunks) {
			return c, false
		}
	}
	return n, true
}

// prev is the unit before c.
func (x *index) prev(c cursor) (cursor, bool) {
	if c.unit == 0 {
		if c.chunk == 0 {
			return c, false
		}
		c.chunk--
		c.unit = len(x.chunks[c.chunk].units)
	}
	c.unit--
	u := x.at(c)
	c.off -= int(u.bytes)
	c.top -= int(u.height)
	return c, true
}

// setHeight gives the unit at c its height.
func (x *index) setHeight(c cursor, h int) {
	u := x.at(c)
	d := h - int(u.height)
	u.height = int32(h)
	x.chunks[c.chunk].height += d
	x.height += d
}

// replace puts units in the place of those from the one at from up to and including the one at to.
func (x *index) replace(from, to cursor, units []unit) {
	if from.chunk == to.chunk {
		c := x.chunks[from.chunk]
		n := len(c.units) - (to.unit + 1 - from.unit) + len(units)
		if n > 0 && n <= chunkMax {
			c.units = spliceUnits(c.units, from.unit, to.unit+1, units)
			x.bytes -= c.bytes
			x.height -= c.height
			c.sum()
			x.bytes += c.bytes
			x.height += c.height
			return
		}
	}
	all := make([]unit, 0, from.unit+len(units)+chunkMax)
	all = append(all, x.chunks[from.chunk].units[:from.unit]...)
	all = append(all, units...)
	all = append(all, x.chunks[to.chunk].units[to.unit+1:]...)
	if end := to.chunk + 1; len(all) < chunkMax/4 && end < len(x.chunks) && len(x.chunks[end].units) < chunkMax/2 {
		all = append(all, x.chunks[end].units...) // keeps chunks from becoming many and small
		to.chunk++
	}
	fresh := split(nil, all)
	x.chunks = append(x.chunks[:from.chunk:from.chunk], append(fresh, x.chunks[to.chunk+1:]...)...)
	x.total()
}

func spliceUnits(s []unit, i, j int, by []unit) []unit {
	d := len(by) - (j - i)
	switch {
	case d > 0:
		s = append(s, by[:d]...) // any units, to grow
		copy(s[j+d:], s[j:len(s)-d])
	case d < 0:
		copy(s[j+d:], s[j:])
		clear(s[len(s)+d:])
		s = s[:len(s)+d]
	}
	copy(s[i:], by)
	return s
}
