package bmff

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// picture fills p from the primary item.
func (f *file) picture(p *Picture) error {
	it := f.items[f.primary]
	if it == nil || it.kind == "" {
		return fmt.Errorf("%w: no primary picture", ErrCorrupt)
	}
	p.Orientation, p.Tiles, p.Codec = 1, 1, it.kind
	f.itemProps(it, p)
	switch it.kind {
	case "grid":
		if err := f.grid(it, p); err != nil {
			return err
		}
	case "av01":
		if !p.Stream.Set { // the box may leave the sequence header to the data
			if d, err := f.data(it); err == nil {
				p.Stream = av1Colour(d[:min(len(d), 4096)])
			}
		}
	case "hvc1", "hev1":
	default:
		return fmt.Errorf("%w: a primary picture of kind %q", ErrCorrupt, it.kind)
	}
	if p.Width <= 0 || p.Height <= 0 {
		return fmt.Errorf("%w: no size", ErrCorrupt)
	}
	p.CodedW, p.CodedH = p.Width, p.Height
	f.each(it, func(x box) {
		if x.kind == "clap" {
			p.crop(x.b)
		}
	})
	return f.rest(it, p)
}

// itemProps reads the properties that describe the picture. Transformations apply in the order in which they are listed (ISO 23008-12 §6.5).
func (f *file) itemProps(it *item, p *Picture) {
	f.each(it, func(x box) {
		switch x.kind {
		case "ispe":
			if len(x.b) >= 12 {
				p.Width, p.Height = clip(binary.BigEndian.Uint32(x.b[4:])), clip(binary.BigEndian.Uint32(x.b[8:]))
			}
		case "irot":
			if len(x.b) >= 1 {
				for range x.b[0] & 3 {
					p.Orientation = left[p.Orientation]
				}
			}
		case "imir":
			if len(x.b) >= 1 {
				if x.b[0]&1 == 0 {
					p.Orientation = flipV[p.Orientation]
				} else {
					p.Orientation = flipH[p.Orientation]
				}
			}
		case "colr":
			f.colour(x, p)
		case "pixi":
			if len(x.b) >= 6 {
				p.Depth = int(x.b[5]) // whether there is chroma, the coder's own box knows better
			}
		case "hvcC":
			if len(x.b) >= 18 {
				p.Mono, p.Depth = x.b[16]&3 == 0, int(x.b[17]&7)+8
				p.Stream = hevcColour(x.b)
			}
		case "av1C":
			if len(x.b) >= 3 {
				p.Mono = x.b[2]&0x10 != 0
				p.Stream = av1Colour(x.b[min(4, len(x.b)):])
				if p.Depth = 8; x.b[2]&0x40 != 0 {
					p.Depth = 10
				}
				if x.b[2]&0x60 == 0x60 {
					p.Depth = 12
				}
			}
		}
	})
}

// crop reads a clean aperture (ISO 14496-12 §12.1.4): its size and how far its centre lies from that of the picture, all as fractions. One that
// does not lie in the picture is none.
func (p *Picture) crop(b []byte) {
	if len(b) < 32 {
		return
	}
	var v [4]float64
	for i := range v {
		n, d := int32(binary.BigEndian.Uint32(b[8*i:])), binary.BigEndian.Uint32(b[8*i+4:])
		if d == 0 {
			return
		}
		v[i] = float64(n) / float64(d)
	}
	w, h := int(v[0]+.5), int(v[1]+.5)
	x, y := int(v[2]+float64(p.CodedW-w)/2+.5), int(v[3]+float64(p.CodedH-h)/2+.5)
	if w < 1 || h < 1 || x < 0 || y < 0 || w > p.CodedW-x || h > p.CodedH-y {
		return
	}
	p.Width, p.Height, p.CropX, p.CropY = w, h, x, y
}

// What a quarter turn to the left (irot), a mirror on the horizontal axis (imir 0: top and bottom change places) and one on the vertical
// axis (imir 1: left and right change places) make of an orientation in EXIF numbering. Index 0 is unused.
var (
	left  = [9]int{0, 8, 5, 6, 7, 4, 1, 2, 3}
	flipV = [9]int{0, 4, 3, 2, 1, 8, 7, 6, 5}
	flipH = [9]int{0, 2, 1, 4, 3, 6, 5, 8, 7}
)

func clip(v uint32) int { return int(min(v, 1<<30)) }

func (f *file) colour(x box, p *Picture) {
	if len(x.b) < 4 {
		return
	}
	switch string(x.b[:4]) {
	case "prof", "rICC":
		if len(x.b)-4 <= maxICC {
			p.ICC = x.b[4:]
		}
	case "nclx":
		if len(x.b) >= 11 {
			p.Colour = Colour{
				Set: true, Primaries: int(binary.BigEndian.Uint16(x.b[4:])), Transfer: int(binary.BigEndian.Uint16(x.b[6:])),
				Matrix: int(binary.BigEndian.Uint16(x.b[8:])), FullRange: x.b[10]&0x80 != 0,
			}
		}
	}
}

// grid checks a grid item against its tiles: the decoder allocates from these numbers.
func (f *file) grid(it *item, p *Picture) error {
	d, err := f.data(it)
	if err != nil {
		return err
	}
	if len(d) < 8 || d[1]&1 != 0 && len(d) < 12 {
		return ErrTruncated
	}
	rows, cols := int(d[2])+1, int(d[3])+1
	tiles := f.refsFrom(it.id, "dimg")
	p.Tiles = rows * cols
	if len(tiles) != p.Tiles {
		return fmt.Errorf("%w: a grid of %d tiles with %d", ErrCorrupt, p.Tiles, len(tiles))
	}
	var first Picture
	for i, id := range tiles {
		t := f.items[id]
		if t == nil || t.kind != "hvc1" && t.kind != "av01" && t.kind != "hev1" {
			return fmt.Errorf("%w: tile %d is no picture", ErrCorrupt, i+1)
		}
		var q Picture
		q.Orientation = 1
		f.itemProps(t, &q)
		if i == 0 {
			first, p.Codec = q, t.kind
		}
		if q.Width != first.Width || q.Height != first.Height || q.Width <= 0 || q.Height <= 0 {
			return fmt.Errorf("%w: tiles of different sizes", ErrCorrupt)
		}
	}
	p.TileW, p.TileH = first.Width, first.Height
	if p.Depth == 0 || p.Mono != first.Mono {
		p.Depth, p.Mono = first.Depth, first.Mono
	}
	if first.Width*cols < p.Width || first.Height*rows < p.Height {
		return fmt.Errorf("%w: tiles do not cover the picture", ErrCorrupt)
	}
	if p.ICC == nil && !p.Colour.Set {
		p.ICC, p.Colour = first.ICC, first.Colour
	}
	p.Stream = first.Stream
	return nil
}

// rest looks at all other items: metadata, alpha, companions, and whether all data is there.
func (f *file) rest(primary *item, p *Picture) error {
	own := append([]uint32{primary.id}, f.refsFrom(primary.id, "dimg")...)
	for _, id := range f.order {
		if err := f.check(f.items[id]); err != nil {
			return err
		}
	}
	for _, id := range f.order {
		it := f.items[id]
		switch it.kind {
		case "Exif":
			d, err := f.data(it)
			if err != nil {
				return err
			}
			if len(d) > 4 && p.Exif == nil {
				if skip := uint64(binary.BigEndian.Uint32(d)) + 4; skip < uint64(len(d)) {
					p.Exif = d[skip:]
				}
			}
			if err := f.hide(it, p); err != nil {
				return err
			}
		case "mime", "uri ":
			d, err := f.data(it)
			if err != nil {
				return err
			}
			if p.XMP == nil {
				p.XMP = d
			}
			if err := f.hide(it, p); err != nil {
				return err
			}
		default:
			if pictureKind(it.kind) && !slices.Contains(own, id) {
				f.companion(it, primary.id, p)
			}
		}
	}
	return f.hideOwn(p)
}

// hide notes where an item of text lies. It must lie in a data box and apart from every picture, for its bytes are going to be blanked.
func (f *file) hide(it *item, p *Picture) error {
	for _, e := range it.extents {
		if it.method == 1 {
			e.From, e.To = e.From+f.idatAt, e.To+f.idatAt
		}
		if len(p.Hidden) >= maxHidden || !slices.ContainsFunc(f.dataAt, func(d Extent) bool { return d.From <= e.From && e.To <= d.To }) {
			return fmt.Errorf("%w: item %d lies outside of the data", ErrCorrupt, it.id)
		}
		for _, other := range f.items {
			if !pictureKind(other.kind) {
				continue
			}
			for _, o := range other.extents {
				if other.method == 1 {
					o.From, o.To = o.From+f.idatAt, o.To+f.idatAt
				}
				if o.From < e.To && e.From < o.To {
					return fmt.Errorf("%w: items %d and %d overlap", ErrCorrupt, it.id, other.id)
				}
			}
		}
		p.Hidden = append(p.Hidden, e)
	}
	return nil
}

func (f *file) companion(it *item, primary uint32, p *Picture) {
	for _, to := range f.refsFrom(it.id, "auxl") {
		if to != primary {
			continue
		}
		f.each(it, func(x box) {
			if x.kind == "auxC" && len(x.b) > 4 {
				urn := string(x.b[4:])
				for _, a := range []string{"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1"} {
					if strings.HasPrefix(urn, a) {
						p.Alpha = it.id
					}
				}
			}
		})
	}
	p.Extra = true
}

// reader takes big-endian numbers and remembers the first shortage.
type reader struct {
	b   []byte
	err error
}

func (r *reader) take(n int) []byte {
	if r.err != nil || n > len(r.b) {
		r.err = ErrTruncated
		r.b = nil
		return make([]byte, min(n, 16))
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

func (r *reader) uint(n int) uint64 {
	var v uint64
	for _, c := range r.take(min(n, 8)) {
		v = v<<8 | uint64(c)
	}
	if r.err != nil {
		return 0
	}
	return v
}

// version reads the head of a full box.
func (r *reader) version() uint32 { return uint32(r.uint(4) >> 24) }

// id reads an item number: two bytes in version 0, four in later ones.
func (r *reader) id(v uint32) uint32 {
	if v == 0 {
		return uint32(r.uint(2))
	}
	return uint32(r.uint(4))
}

// Signal is what the planes mean: the nclx box's word, else that of the coded stream.
func (p Picture) Signal() Colour {
	if p.Colour.Set {
		return p.Colour
	}
	return p.Stream
}

// hideOwn calls hideBoxes unless a picture's data lies in such a box, which some writers do with free.
func (f *file) hideOwn(p *Picture) error {
	var own Picture
	if err := f.hideBoxes(f.b, 0, true, &own); err != nil {
		return err
	}
	for _, e := range own.Hidden {
		for _, it := range f.items {
			for _, o := range it.extents {
				if it.method == 0 && o.From < e.To && e.From < o.To {
					return fmt.Errorf("%w: item %d lies outside of the data", ErrCorrupt, it.id)
				}
			}
		}
	}
	p.Hidden = append(p.Hidden, own.Hidden...)
	return nil
}

// hideBoxes notes what else of a file says nothing about its pictures: boxes for users and makers, and the times of a sequence. At the top of
// a file meta is that of the pictures, deeper it is not.
func (f *file) hideBoxes(b []byte, at int, top bool, p *Picture) error {
	return boxes(b, at, func(x box) error {
		if len(p.Hidden) >= maxHidden {
			return nil
		}
		switch kind := x.kind; {
		case top && slices.Contains([]string{"ftyp", "styp", "meta", "mdat", "moof", "mfra", "sidx"}, kind),
			!top && slices.Contains([]string{"edts", "tref", "hdlr", "minf", "mvex", "iods", "elng", "trgr"}, kind):
		case slices.Contains([]string{"moov", "trak", "mdia"}, kind):
			return f.hideBoxes(x.b, x.at, false, p)
		case slices.Contains([]string{"mvhd", "tkhd", "mdhd"}, kind):
			n := 8
			if len(x.b) > 0 && x.b[0] == 1 {
				n = 16
			}
			if len(x.b) >= 4+n {
				p.Hidden = append(p.Hidden, Extent{x.at + 4, x.at + 4 + n})
			}
		default: // what is for users and makers, such as the movie of a motion photo
			p.Hidden = append(p.Hidden, Extent{x.at, x.at + len(x.b)})
		}
		return nil
	})
}
