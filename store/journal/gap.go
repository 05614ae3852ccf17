package journal

import "encoding/binary"

// gap is a text with a gap at the place of the last edit. Typing edits lie side by side, so replaying many is cheap.
type gap struct {
	buf      []byte
	from, to int // the gap
}

func newGap(text []byte) *gap {
	const room = 4096
	g := &gap{buf: make([]byte, len(text)+room), to: room}
	copy(g.buf[room:], text)
	return g
}

func (g *gap) len() int { return len(g.buf) - (g.to - g.from) }

// String is the text.
func (g *gap) String() string { return string(g.buf[:g.from]) + string(g.buf[g.to:]) }

// move puts the gap before the byte at.
func (g *gap) move(at int) {
	if at < g.from {
		n := g.from - at
		copy(g.buf[g.to-n:g.to], g.buf[at:g.from])
		g.from, g.to = at, g.to-n
	} else if at > g.from {
		n := at - g.from
		copy(g.buf[g.from:], g.buf[g.to:g.to+n])
		g.from, g.to = at, g.to+n
	}
}

func (g *gap) replace(from, to int, insert []byte) {
	g.move(from)
	g.to += to - from
	if need := len(insert) - (g.to - g.from); need > 0 {
		grown := make([]byte, len(g.buf)+need+len(g.buf)/2)
		copy(grown, g.buf[:g.from])
		tail := len(g.buf) - g.to
		copy(grown[len(grown)-tail:], g.buf[g.to:])
		g.buf, g.to = grown, len(grown)-tail
	}
	g.from += copy(g.buf[g.from:], insert)
}

// apply makes what a frame says; false when it makes no sense, in which case nothing of the frame is made.
func (g *gap) apply(payload []byte) bool {
	switch payload[0] {
	case frameText:
		*g = *newGap(payload[1:])
		return true
	case frameEdit:
		edits, ok := decode(payload[1:], g.len())
		for i := len(edits) - 1; ok && i >= 0; i-- {
			g.replace(edits[i].from, edits[i].to, edits[i].insert)
		}
		return ok
	}
	return false
}

type edit struct {
	from, to int
	insert   []byte
}

// decode reads edits for a text of that length and checks that they are sorted and inside it.
func decode(data []byte, length int) ([]edit, bool) {
	number := func() (int, bool) {
		v, n := binary.Uvarint(data)
		if n <= 0 || v > maxFrame {
			return 0, false
		}
		data = data[n:]
		return int(v), true
	}
	count, ok := number()
	if !ok || count > len(data) {
		return nil, false
	}
	edits := make([]edit, 0, count)
	at := 0
	for range count {
		from, ok1 := number()
		to, ok2 := number()
		n, ok3 := number()
		if !ok1 || !ok2 || !ok3 || from < at || to < from || to > length || n > len(data) {
			return nil, false
		}
		edits = append(edits, edit{from, to, data[:n]})
		data, at = data[n:], to
	}
	return edits, len(data) == 0
}
