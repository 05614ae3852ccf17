package text

// Mark names a place in a [Marks].
type Mark int

// Marks holds places in a document that travel with its changes: where a dropped photo will go, what a search found. It belongs to
// one goroutine. The zero value is empty.
type Marks struct {
	places map[Mark]place
	next   Mark
}

type place struct{ pos, assoc int }

// Add marks a position. With a negative assoc the mark stays before text inserted at it, else it goes behind it.
func (m *Marks) Add(pos, assoc int) Mark {
	if m.places == nil {
		m.places = map[Mark]place{}
	}
	m.next++
	m.places[m.next] = place{pos, assoc}
	return m.next
}

// Pos is where the mark is now; false when it was removed.
func (m *Marks) Pos(k Mark) (int, bool) {
	p, ok := m.places[k]
	return p.pos, ok
}

// Remove forgets a mark.
func (m *Marks) Remove(k Mark) { delete(m.places, k) }

// Map takes all marks through a change.
func (m *Marks) Map(c Change) {
	if c.Empty() {
		return
	}
	for k, p := range m.places {
		p.pos = c.Map(p.pos, p.assoc)
		m.places[k] = p
	}
}
