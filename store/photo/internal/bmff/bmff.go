// Package bmff owns the reading of ISO base media files as far as still pictures (HEIF, HEIC, AVIF) need: which item is the picture, how
// big it is, how it is turned, what its colours mean, and where its metadata lies. Nothing is decoded and nothing is believed: every size
// is checked against the bytes that are there.
package bmff

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// Extent is a range of the file, half open.
type Extent struct{ From, To int }

// Colour is what an nclx box says; Set tells whether there was one.
type Colour struct {
	Set                         bool
	Primaries, Transfer, Matrix int
	FullRange                   bool
}

// Picture is what the container says about its primary item.
type Picture struct {
	Brand         string
	Codec         string // "hvc1", "av01"; of the tiles for a grid
	Width, Height int    // as shown but for the turn: of the crop, where there is one
	CodedW        int    // as coded
	CodedH        int
	CropX, CropY  int // where in the coded picture the shown one begins
	Orientation   int // EXIF numbering of irot and imir together; 1 when neither is there
	Tiles         int // 1 for a single item
	TileW, TileH  int // of a grid's first tile
	ICC           []byte
	Colour        Colour
	Stream        Colour // what the coded stream says
	Depth         int    // bits per channel, 0 when unknown
	Mono          bool
	Alpha         uint32 // the auxiliary item that is the picture's transparency; 0 without
	Exif          []byte
	XMP           []byte   // the first packet
	Hidden        []Extent // bytes of Exif, XMP and other text items
	Extra         bool     // other pictures beside the primary one: thumbnails, gain maps, depth
	End           int      // where the boxes end; what is behind is no part of the picture
}

// Errors.
var (
	ErrTruncated = errors.New("cut off")
	ErrCorrupt   = errors.New("broken container")
)

const (
	maxItems   = 4096
	maxExtents = 1024 // of one item
	maxRefs    = 16384
	maxProps   = 64 // of one item
	maxHidden  = 64 // pieces of metadata
	maxICC     = 4 << 20
)

type item struct {
	id, method uint32
	kind       string
	extents    []Extent // in the file, or in idat when method is 1
	props      []int
}

type ref struct {
	kind string
	from uint32
	to   []uint32
}

type file struct {
	b       []byte
	primary uint32
	items   map[uint32]*item
	order   []uint32
	props   []box
	refs    []ref
	idat    []byte
	idatAt  int
	dataAt  []Extent // the payloads of the data boxes
}

type box struct {
	kind string
	at   int // of the payload, in the file
	b    []byte
}

// Sniff reports whether the head of a file is an ISO base media file, and its major and compatible brands.
func Sniff(head []byte) (brands []string, ok bool) {
	if len(head) < 16 || string(head[4:8]) != "ftyp" {
		return nil, false
	}
	n := int(binary.BigEndian.Uint32(head))
	if n < 16 || n > len(head) {
		n = len(head)
	}
	brands = append(brands, string(head[8:12]))
	for i := 16; i+4 <= n && len(brands) < 32; i += 4 {
		brands = append(brands, string(head[i:i+4]))
	}
	return brands, true
}

// Parse reads a whole file. The result aliases b.
func Parse(b []byte) (Picture, error) {
	var p Picture
	f, end, err := open(b)
	if err != nil {
		return p, err
	}
	brands, _ := Sniff(b)
	p.Brand, p.End = brands[0], end
	return p, f.picture(&p)
}

// open reads the boxes of a file, and gives where they end: cameras put more behind them.
func open(b []byte) (f *file, end int, err error) {
	f = &file{b: b, items: map[uint32]*item{}}
	if _, ok := Sniff(b); !ok {
		return nil, 0, fmt.Errorf("%w: no ftyp box", ErrCorrupt)
	}
	var meta *box
	err = boxes(b, 0, func(x box) error {
		if meta != nil && (x.kind == "ftyp" || !topBox(x.kind) && x.at+len(x.b) == len(b)) {
			return errEnd // another file begins, or a box of a type that nobody knows runs to the end
		}
		if x.kind == "meta" && meta == nil {
			meta = &x
		}
		if x.kind == "mdat" && len(f.dataAt) < maxHidden {
			f.dataAt = append(f.dataAt, Extent{x.at, x.at + len(x.b)})
		}
		end = x.at + len(x.b)
		return nil
	})
	if meta == nil {
		if err != nil {
			return nil, 0, err
		}
		return nil, 0, fmt.Errorf("%w: no meta box", ErrCorrupt)
	}
	f.b = b[:end]
	// A box that is cut off after meta is found by the extents of the items.
	return f, end, f.meta(*meta)
}

// errEnd ends the walk over a file's boxes.
var errEnd = errors.New("the end of the picture")

// topBox reports the types of boxes that a still picture, or a sequence, has at the top.
func topBox(kind string) bool {
	return slices.Contains([]string{"ftyp", "styp", "meta", "mdat", "moov", "moof", "mfra", "sidx", "free", "skip", "uuid", "udta"}, kind)
}

// boxes walks the boxes of b, which lies at offset base of the file.
func boxes(b []byte, base int, f func(box) error) error {
	for at := 0; at < len(b); {
		if len(b)-at < 8 {
			return ErrTruncated
		}
		n, head := uint64(binary.BigEndian.Uint32(b[at:])), 8
		kind := string(b[at+4 : at+8])
		switch {
		case n == 1:
			if len(b)-at < 16 {
				return ErrTruncated
			}
			n, head = binary.BigEndian.Uint64(b[at+8:]), 16
		case n == 0:
			n = uint64(len(b) - at)
		}
		if n < uint64(head) {
			return fmt.Errorf("%w: box %q of %d bytes", ErrCorrupt, kind, n)
		}
		if n > uint64(len(b)-at) {
			return ErrTruncated
		}
		if err := f(box{kind: kind, at: base + at + head, b: b[at+head : at+int(n)]}); err != nil {
			return err
		}
		at += int(n)
	}
	return nil
}

func (f *file) meta(m box) error {
	if len(m.b) < 4 {
		return ErrTruncated
	}
	var iloc *box
	err := boxes(m.b[4:], m.at+4, func(x box) error {
		r := reader{b: x.b}
		switch x.kind {
		case "pitm":
			f.primary = r.id(r.version())
		case "iinf":
			return f.itemInfo(x)
		case "iloc":
			iloc = &x
		case "iref":
			return f.references(x)
		case "iprp":
			return f.properties(x)
		case "idat":
			f.idat, f.idatAt = x.b, x.at
			f.dataAt = append(f.dataAt, Extent{x.at, x.at + len(x.b)})
		}
		return r.err
	})
	if err != nil {
		return err
	}
	if iloc == nil {
		return fmt.Errorf("%w: no item locations", ErrCorrupt)
	}
	return f.locations(*iloc)
}

func (f *file) item(id uint32) (*item, error) {
	if it := f.items[id]; it != nil {
		return it, nil
	}
	if len(f.items) >= maxItems {
		return nil, fmt.Errorf("%w: more than %d items", ErrCorrupt, maxItems)
	}
	it := &item{id: id}
	f.items[id] = it
	f.order = append(f.order, id)
	return it, nil
}

func (f *file) itemInfo(x box) error {
	r := reader{b: x.b}
	if v := r.version(); v == 0 {
		r.uint(2)
	} else {
		r.uint(4)
	}
	if r.err != nil {
		return r.err
	}
	return boxes(r.b, 0, func(e box) error {
		if e.kind != "infe" {
			return nil
		}
		r := reader{b: e.b}
		v := r.version()
		if v < 2 {
			return nil
		}
		id := r.id(v - 2)
		r.uint(2)
		kind := r.take(4)
		if r.err != nil {
			return r.err
		}
		it, err := f.item(id)
		if err != nil {
			return err
		}
		it.kind = string(kind)
		return nil
	})
}

func (f *file) locations(x box) error {
	r := reader{b: x.b}
	v := r.version()
	sizes := r.uint(2)
	offN, lenN, baseN, idxN := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15), int(sizes&15)
	if v == 0 {
		idxN = 0
	}
	n := r.id(v / 2)
	for range n {
		id := r.id(v / 2)
		var method uint32
		if v > 0 {
			method = uint32(r.uint(2)) & 15
		}
		r.uint(2)
		base := r.uint(baseN)
		count := r.uint(2)
		if r.err != nil {
			return r.err
		}
		it, err := f.item(id)
		if err != nil {
			return err
		}
		if count > maxExtents {
			return fmt.Errorf("%w: item %d in %d pieces", ErrCorrupt, id, count)
		}
		it.method = method
		for range count {
			r.uint(idxN)
			off, length := base+r.uint(offN), r.uint(lenN)
			if r.err != nil {
				return r.err
			}
			if off > 1<<40 || length > 1<<40 {
				return fmt.Errorf("%w: item %d lies outside", ErrCorrupt, id)
			}
			it.extents = append(it.extents, Extent{int(off), int(off + length)})
		}
	}
	return r.err
}

func (f *file) references(x box) error {
	r := reader{b: x.b}
	v := r.version()
	if r.err != nil {
		return r.err
	}
	return boxes(r.b, 0, func(e box) error {
		r := reader{b: e.b}
		rf := ref{kind: e.kind, from: r.id(v)}
		for range r.uint(2) {
			rf.to = append(rf.to, r.id(v))
			if r.err != nil {
				return r.err
			}
		}
		if f.refs = append(f.refs, rf); len(f.refs) > maxRefs {
			return fmt.Errorf("%w: more than %d references", ErrCorrupt, maxRefs)
		}
		return r.err
	})
}

func (f *file) properties(x box) error {
	return boxes(x.b, x.at, func(e box) error {
		switch e.kind {
		case "ipco":
			return boxes(e.b, e.at, func(p box) error {
				f.props = append(f.props, p)
				return nil
			})
		case "ipma":
			return f.associations(e)
		}
		return nil
	})
}

func (f *file) associations(e box) error {
	r := reader{b: e.b}
	head := r.uint(4)
	v, flags := uint32(head>>24), head&0xffffff
	for range r.uint(4) {
		id := r.id(v)
		n := r.uint(1)
		if r.err != nil {
			return r.err
		}
		it, err := f.item(id)
		if err != nil {
			return err
		}
		for range n {
			var idx uint64
			if flags&1 != 0 {
				idx = r.uint(2) & 0x7fff
			} else {
				idx = r.uint(1) & 0x7f
			}
			if len(it.props) < maxProps {
				it.props = append(it.props, int(idx))
			}
		}
	}
	return r.err
}

// check reports ErrTruncated unless all of an item's data is there.
func (f *file) check(it *item) error {
	src := len(f.b)
	if it.method == 1 {
		src = len(f.idat)
	}
	if it.method > 1 {
		return fmt.Errorf("%w: item %d is built from others", ErrCorrupt, it.id)
	}
	sum := 0
	for i, e := range it.extents {
		if e.To == e.From { // length 0 means: to the end
			it.extents[i].To = max(src, e.From)
			e = it.extents[i]
		}
		if e.To > src {
			return ErrTruncated
		}
		if sum += e.To - e.From; sum > src {
			return fmt.Errorf("%w: item %d overlaps itself", ErrCorrupt, it.id)
		}
	}
	return nil
}

// data gives an item's bytes; several extents are joined.
func (f *file) data(it *item) ([]byte, error) {
	if err := f.check(it); err != nil {
		return nil, err
	}
	src := f.b
	if it.method == 1 {
		src = f.idat
	}
	var out []byte
	for _, e := range it.extents {
		if len(it.extents) == 1 {
			return src[e.From:e.To], nil
		}
		out = append(out, src[e.From:e.To]...)
	}
	return out, nil
}

// each calls fn for the properties of an item, in the order in which they apply.
func (f *file) each(it *item, fn func(box)) {
	for _, i := range it.props {
		if i >= 1 && i <= len(f.props) {
			fn(f.props[i-1])
		}
	}
}

// refsFrom gives the items that id points to with a reference of a kind.
func (f *file) refsFrom(id uint32, kind string) []uint32 {
	for _, r := range f.refs {
		if r.from == id && r.kind == kind {
			return r.to
		}
	}
	return nil
}

// pictureKind reports whether an item of a kind carries coded pixels.
func pictureKind(kind string) bool {
	return slices.Contains([]string{"hvc1", "av01", "grid", "iovl", "iden", "tmap", "jpeg", "hev1", "unci", "vvc1", "avc1", "lhv1"}, kind)
}
