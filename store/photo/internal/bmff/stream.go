package bmff

import "encoding/binary"

// unspecified is what H.273 calls a code point that a stream leaves open.
const unspecified = 2

// hevcColour reads what the sequence parameter set in an hvcC box says about colour (ITU-T H.265 §7.3.2.2 and annex E). A set without
// such words means limited range.
func hevcColour(hvcC []byte) Colour {
	sps := parameterSet(hvcC)
	if sps == nil {
		return Colour{}
	}
	b := &bits{b: unescape(sps)}
	b.u(16 + 4)
	layers := int(b.u(3))
	b.u(1)
	profileTierLevel(b, layers)
	b.ue()
	if b.ue() == 3 {
		b.u(1)
	}
	b.ue()
	b.ue()
	if b.u(1) == 1 {
		b.ues(4)
	}
	b.ues(2)
	pocBits := int(b.ue()) + 4
	first := layers
	if b.u(1) == 1 {
		first = 0
	}
	b.ues(3 * (layers - first + 1))
	b.ues(6)
	if enabled := b.u(1); enabled == 1 && b.u(1) == 1 {
		scalingLists(b)
	}
	b.u(2)
	if b.u(1) == 1 {
		b.u(8)
		b.ues(2)
		b.u(1)
	}
	referenceSets(b)
	if b.u(1) == 1 {
		for range min(b.ue(), 33) {
			b.u(pocBits)
			b.u(1)
		}
	}
	b.u(2)
	c := Colour{Primaries: unspecified, Transfer: unspecified, Matrix: unspecified}
	if b.u(1) == 1 {
		usability(b, &c)
	}
	c.Set = !b.short
	return c
}

// usability reads the first part of the VUI.
func usability(b *bits, c *Colour) {
	if b.u(1) == 1 && b.u(8) == 255 {
		b.u(32)
	}
	if b.u(1) == 1 {
		b.u(1)
	}
	if b.u(1) == 1 {
		b.u(3)
		c.FullRange = b.u(1) == 1
		if b.u(1) == 1 {
			c.Primaries, c.Transfer, c.Matrix = int(b.u(8)), int(b.u(8)), int(b.u(8))
		}
	}
}

// parameterSet finds the first SPS among the arrays of an hvcC box.
func parameterSet(h []byte) []byte {
	if len(h) < 23 {
		return nil
	}
	arrays := int(h[22])
	for at := 23; arrays > 0 && at+3 <= len(h); arrays-- {
		kind, n := h[at]&63, int(binary.BigEndian.Uint16(h[at+1:]))
		at += 3
		for ; n > 0 && at+2 <= len(h); n-- {
			size := int(binary.BigEndian.Uint16(h[at:]))
			at += 2
			if at+size > len(h) {
				return nil
			}
			if kind == 33 {
				return h[at : at+size]
			}
			at += size
		}
	}
	return nil
}

// unescape takes the bytes out that keep start codes from appearing.
func unescape(b []byte) []byte {
	out := make([]byte, 0, len(b))
	zeros := 0
	for _, c := range b {
		if zeros >= 2 && c == 3 {
			zeros = 0
			continue
		}
		if zeros++; c != 0 {
			zeros = 0
		}
		out = append(out, c)
	}
	return out
}

func profileTierLevel(b *bits, layers int) {
	b.skip(96)
	var profile, level [8]bool
	for i := range layers {
		profile[i], level[i] = b.u(1) == 1, b.u(1) == 1
	}
	if layers > 0 {
		b.skip(2 * (8 - layers))
	}
	for i := range layers {
		if profile[i] {
			b.skip(88)
		}
		if level[i] {
			b.skip(8)
		}
	}
}

func scalingLists(b *bits) {
	for size := range 4 {
		for m := 0; m < 6; m++ {
			if size == 3 && m%3 != 0 {
				continue
			}
			if b.u(1) == 0 {
				b.ue()
				continue
			}
			if size > 1 {
				b.ue()
			}
			b.ues(min(64, 1<<(4+2*size)))
		}
	}
}

func referenceSets(b *bits) {
	n := int(min(b.ue(), 64))
	deltas := 0
	for i := range n {
		if i > 0 && b.u(1) == 1 {
			b.u(1)
			b.ue()
			next := 0
			for range deltas + 1 {
				if used := b.u(1); used == 1 || b.u(1) == 1 {
					next++
				}
			}
			deltas = next
			continue
		}
		deltas = int(min(b.ue(), 16)) + int(min(b.ue(), 16))
		for range deltas {
			b.ue()
			b.u(1)
		}
	}
}

// av1Colour reads the colour part of a sequence header among OBUs (AV1 §5.5).
func av1Colour(obus []byte) Colour {
	for at := 0; at < len(obus); {
		head := obus[at]
		at++
		if head&4 != 0 {
			at++
		}
		size := len(obus) - at
		if head&2 != 0 {
			var v uint64
			for i := 0; i < 8 && at < len(obus); i++ {
				c := obus[at]
				at++
				v |= uint64(c&0x7f) << (7 * i)
				if c&0x80 == 0 {
					break
				}
			}
			if v > uint64(len(obus)-at) {
				return Colour{}
			}
			size = int(v)
		}
		if size < 0 || at+size > len(obus) {
			return Colour{}
		}
		if head>>3&15 == 1 {
			return sequenceHeader(&bits{b: obus[at : at+size]})
		}
		at += size
	}
	return Colour{}
}

func sequenceHeader(b *bits) Colour {
	profile := b.u(3)
	b.u(1)
	reduced := b.u(1) == 1
	if reduced {
		b.u(5)
	} else {
		operatingPoints(b)
	}
	wBits, hBits := int(b.u(4))+1, int(b.u(4))+1
	b.u(wBits)
	b.u(hBits)
	if !reduced && b.u(1) == 1 {
		b.u(7)
	}
	b.u(3)
	if !reduced {
		b.u(4)
		hint := b.u(1) == 1
		if hint {
			b.u(2)
		}
		screen := uint64(2)
		if b.u(1) == 0 {
			screen = b.u(1)
		}
		if screen > 0 && b.u(1) == 0 {
			b.u(1)
		}
		if hint {
			b.u(3)
		}
	}
	b.u(3)
	high := b.u(1) == 1
	if profile == 2 && high {
		b.u(1)
	}
	mono := profile != 1 && b.u(1) == 1
	c := Colour{Primaries: unspecified, Transfer: unspecified, Matrix: unspecified}
	if b.u(1) == 1 {
		c.Primaries, c.Transfer, c.Matrix = int(b.u(8)), int(b.u(8)), int(b.u(8))
	}
	c.FullRange = !mono && c.Primaries == 1 && c.Transfer == 13 && c.Matrix == 0 || b.u(1) == 1
	c.Set = !b.short
	return c
}

func operatingPoints(b *bits) {
	model, delay := false, 0
	if b.u(1) == 1 {
		b.u(64)
		if b.u(1) == 1 {
			b.ue()
		}
		if model = b.u(1) == 1; model {
			delay = int(b.u(5)) + 1
			b.u(32 + 10)
		}
	}
	shown := b.u(1) == 1
	for range b.u(5) + 1 {
		b.u(12)
		if b.u(5) > 7 {
			b.u(1)
		}
		if model && b.u(1) == 1 {
			b.u(delay)
			b.u(delay)
			b.u(1)
		}
		if shown && b.u(1) == 1 {
			b.u(4)
		}
	}
}

// bits reads from the highest bit down; beyond the end it gives zeros and notes it.
type bits struct {
	b     []byte
	at    int
	short bool
}

func (b *bits) u(n int) (v uint64) {
	for range n {
		v <<= 1
		if i := b.at >> 3; i < len(b.b) {
			v |= uint64(b.b[i]>>(7-b.at&7)) & 1
		} else {
			b.short = true
		}
		b.at++
	}
	return v
}

func (b *bits) skip(n int) { b.at += n }

// ue reads an Exp-Golomb number.
func (b *bits) ue() uint64 {
	zeros := 0
	for b.u(1) == 0 {
		if zeros++; zeros > 32 || b.short {
			b.short = true
			return 0
		}
	}
	return 1<<zeros - 1 + b.u(zeros)
}

func (b *bits) ues(n int) {
	for range n {
		b.ue()
	}
}
