package bmff

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// Extract gives a file that has one item alone, by its number, or the primary picture when that is 0: its coded data, or its tiles', and what a
// decoder needs to know. Turns, crops, profiles, companions and metadata are left behind: decoders stumble over them, each over others.
func Extract(b []byte, id uint32) ([]byte, error) {
	f, _, err := open(b)
	if err != nil {
		return nil, err
	}
	if id == 0 {
		id = f.primary
	}
	it := f.items[id]
	if it == nil {
		return nil, fmt.Errorf("%w: no item %d", ErrCorrupt, id)
	}
	m := muxer{f: f, props: map[int]int{}}
	if it.kind == "grid" {
		for _, tile := range f.refsFrom(id, "dimg") {
			t := f.items[tile]
			if t == nil || t.kind == "grid" {
				return nil, fmt.Errorf("%w: tile %d is no picture", ErrCorrupt, tile)
			}
			if err := m.add(t); err != nil {
				return nil, err
			}
		}
	}
	if err := m.add(it); err != nil {
		return nil, err
	}
	return m.file(), nil
}

// Tiles gives the numbers of the tiles of the primary picture, row by row, and how many stand in a row. A picture that is no grid has none.
func Tiles(b []byte) (ids []uint32, columns int, err error) {
	f, _, err := open(b)
	if err != nil {
		return nil, 0, err
	}
	it := f.items[f.primary]
	if it == nil || it.kind != "grid" {
		return nil, 0, nil
	}
	var p Picture
	if err := f.grid(it, &p); err != nil { // it reads the size of the grid, and that there are as many tiles
		return nil, 0, err
	}
	d, err := f.data(it)
	if err != nil {
		return nil, 0, err
	}
	return f.refsFrom(it.id, "dimg"), int(d[3]) + 1, nil
}

// muxer puts items of a file into another one. Their numbers there are their places, from 1; the last is the primary one.
type muxer struct {
	f     *file
	kinds []string
	data  [][]byte
	links []byte      // of ipma
	boxes [][]byte    // the properties
	props map[int]int // number of a property in the old file → in the new one

	channels []byte // how many there are, and the bits of each; of a grid those of its tiles
	pixi     int    // the number of the property that says so
}

// channels reads a coder's box as the content of a pixi box.
func channels(p box) []byte {
	var q Picture
	(&file{props: []box{p}}).itemProps(&item{props: []int{1}}, &q)
	if q.Depth == 0 {
		return nil
	}
	if q.Mono {
		return []byte{1, byte(q.Depth)}
	}
	return []byte{3, byte(q.Depth), byte(q.Depth), byte(q.Depth)}
}

func (m *muxer) add(it *item) error {
	d, err := m.f.data(it)
	if err != nil {
		return err
	}
	m.kinds, m.data = append(m.kinds, it.kind), append(m.data, d)
	var own []byte
	for _, i := range it.props {
		if i < 1 || i > len(m.f.props) {
			continue
		}
		p := m.f.props[i-1]
		essential := byte(0)
		switch p.kind {
		case "hvcC", "av1C":
			essential = 0x80
			m.channels = channels(p)
		case "ispe":
		default:
			continue
		}
		if m.props[i] == 0 {
			m.boxes = append(m.boxes, boxOf(p.kind, p.b))
			m.props[i] = len(m.boxes)
		}
		if m.props[i] < 0x80 {
			own = append(own, essential|byte(m.props[i]))
		}
	}
	if m.channels != nil { // the file's own word for it is wrong at times, and some decoders believe it
		if m.pixi == 0 {
			m.boxes = append(m.boxes, boxOf("pixi", []byte{0, 0, 0, 0}, m.channels))
			m.pixi = len(m.boxes)
		}
		own = append(own, byte(m.pixi))
	}
	m.links = binary.BigEndian.AppendUint16(m.links, uint16(len(m.kinds)))
	m.links = append(append(m.links, byte(len(own))), own...)
	return nil
}

func boxOf(kind string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), []byte(kind), body)
}

func (m *muxer) file() []byte {
	be := binary.BigEndian
	u16 := func(v ...int) (out []byte) {
		for _, v := range v {
			out = be.AppendUint16(out, uint16(v))
		}
		return out
	}
	n := len(m.kinds)
	full := []byte{0, 0, 0, 0}
	brand := "heic"
	if slices.Contains(m.kinds, "av01") {
		brand = "avif"
	}
	infos := slices.Concat(full, u16(n))
	for i, kind := range m.kinds {
		infos = append(infos, boxOf("infe", []byte{2, 0, 0, 0}, u16(i+1, 0), []byte(kind), []byte{0})...)
	}
	var refs []byte
	if m.kinds[n-1] == "grid" {
		to := u16(n, n-1)
		for i := range n - 1 {
			to = append(to, u16(i+1)...)
		}
		refs = boxOf("iref", full, boxOf("dimg", to))
	}
	links := append(be.AppendUint32(slices.Clone(full), uint32(n)), m.links...)
	head := boxOf("ftyp", []byte(brand+"\x00\x00\x00\x00mif1"+brand))
	meta := func(at int) []byte {
		where := slices.Concat(full, []byte{0x44, 0}, u16(n))
		for i, d := range m.data {
			where = append(where, u16(i+1, 0, 1)...)
			where = be.AppendUint32(be.AppendUint32(where, uint32(at)), uint32(len(d)))
			at += len(d)
		}
		return boxOf("meta", full, boxOf("hdlr", full, full, []byte("pict"), make([]byte, 13)), boxOf("pitm", full, u16(n)), boxOf("iloc", where),
			boxOf("iinf", infos), refs, boxOf("iprp", boxOf("ipco", m.boxes...), boxOf("ipma", links)))
	}
	return slices.Concat(head, meta(len(head)+len(meta(0))+8), boxOf("mdat", m.data...))
}
