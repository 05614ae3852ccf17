package media

import (
	"encoding/binary"
	"fmt"
	"sort"
)

// movie is the walk over a movie's header.
type movie struct {
	*File
	fragments bool
	tracks    int     // of measurements
	data      []patch // payloads of the boxes that samples may lie in, in the order of the file
	chunks    []patch // of samples that go
}

// What stays in the movie's header, in a track, and in a track's media; every other box is blanked: udta, meta, uuid and what cameras invent.
var (
	moovKeep  = set("mvhd", "trak", "mvex", "iods", "rmra", "ctab", "clip", "pssh")
	trackKeep = set("tkhd", "mdia", "edts", "tref", "tapt", "clip", "matt", "load", "imap", "trgr")
	mediaKeep = set("mdhd", "hdlr", "minf", "elng")
)

func (m *movie) moov(b box) error {
	return m.each(b.body, b.past, false, func(b box) error {
		switch {
		case b.kind == "cmov":
			return fmt.Errorf("%w: a compressed header", ErrHidden)
		case b.kind == "mvhd":
			return m.times(b)
		case b.kind == "trak":
			return m.track(b)
		case b.kind == "free" || b.kind == "skip":
			return m.blank(b.body, b.past)
		case !moovKeep[b.kind]:
			return m.drop(b)
		}
		return nil
	})
}

// times blanks when a movie, track or media was made and changed.
func (m *movie) times(b box) error {
	h, err := m.read(b, 0, 20)
	if err != nil || len(h) < 12 {
		return err
	}
	n := int64(8)
	if h[0] == 1 && len(h) == 20 {
		n = 16
	}
	return m.blank(b.body+4, b.body+4+n)
}

// read gives at most n bytes of a box's payload.
func (m *File) read(b box, from, n int64) ([]byte, error) {
	at := b.body + from
	out := make([]byte, max(min(n, b.past-at), 0))
	if len(out) == 0 {
		return nil, nil
	}
	_, err := m.r.ReadAt(out, at)
	return out, err
}

// samples are the tables of a track that say where its data lies.
type samples struct {
	handler                      string
	stsz, stsc, stco, co64, stsd *box
}

func (m *movie) track(b box) error {
	var s samples
	err := m.each(b.body, b.past, false, func(b box) error {
		switch {
		case b.kind == "tkhd":
			return m.times(b)
		case b.kind == "mdia":
			return m.media(b, &s)
		case b.kind == "free" || b.kind == "skip":
			return m.blank(b.body, b.past)
		case !trackKeep[b.kind]:
			return m.drop(b)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return m.measurements(&s)
}

func (m *movie) media(b box, s *samples) error {
	return m.each(b.body, b.past, false, func(b box) error {
		switch {
		case b.kind == "mdhd":
			return m.times(b)
		case b.kind == "hdlr":
			h, err := m.read(b, 0, 12)
			if len(h) == 12 {
				s.handler = string(h[8:12])
			}
			return err
		case b.kind == "minf":
			return m.information(b, s, 0)
		case b.kind == "free" || b.kind == "skip":
			return m.blank(b.body, b.past)
		case !mediaKeep[b.kind]:
			return m.drop(b)
		}
		return nil
	})
}

// information walks minf and the sample table in it. What there is belongs to the decoders, so only known carriers of metadata go.
func (m *movie) information(b box, s *samples, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%w: boxes nested too deep", ErrCorrupt)
	}
	return m.each(b.body, b.past, false, func(b box) error {
		switch b.kind {
		case "stbl", "gmhd":
			return m.information(b, s, depth+1)
		case "udta", "meta", "uuid":
			return m.drop(b)
		case "stsz", "stz2":
			s.stsz = &b
		case "stsc":
			s.stsc = &b
		case "stco":
			s.stco = &b
		case "co64":
			s.co64 = &b
		case "stsd":
			s.stsd = &b
		}
		return nil
	})
}

// shown are the handlers of tracks that are seen and heard. The rest are measurements: the way of a drone, what a phone's sensors said.
var shown = set("vide", "soun", "text", "sbtl", "subt", "clcp", "tmcd", "hint", "auxv", "pict", "MPEG", "qd3d", "musi", "twen", "sprt", "strm", "")

// measurements blanks the samples of a track that nobody sees or hears, and of subtitles in which a drone wrote where it was.
func (m *movie) measurements(s *samples) error {
	titles := s.handler == "text" || s.handler == "sbtl" || s.handler == "subt"
	if shown[s.handler] && !titles {
		return nil
	}
	found, err := m.extents(s)
	if err != nil {
		return err
	}
	if titles {
		told, err := m.tellsPlace(found)
		if err != nil || !told {
			return err
		}
		m.GPS = true
	} else {
		m.tracks++
		if err := m.measured(s); err != nil {
			return err
		}
	}
	if len(m.chunks)+len(found) > maxPatches {
		return fmt.Errorf("%w: more than %d chunks of measurements", ErrCorrupt, maxPatches)
	}
	m.chunks = append(m.chunks, found...)
	return nil
}

// blankChunks blanks the samples that go, once it is known which boxes hold samples: a table that points into the header would have the header
// blanked.
func (m *movie) blankChunks() error {
	for _, c := range m.chunks {
		i := sort.Search(len(m.data), func(i int) bool { return m.data[i].to >= c.to })
		if i == len(m.data) || c.from < m.data[i].from {
			return fmt.Errorf("%w: a chunk at byte %d outside of the media data", ErrCorrupt, c.from)
		}
		if err := m.blank(c.from, c.to); err != nil {
			return err
		}
	}
	return nil
}

// measured notes what a track of measurements is likely to tell: those of cameras and drones that are known for it say where they were, the
// other ones what the device measured.
func (m *movie) measured(s *samples) error {
	if s.stsd == nil {
		m.Maker = true
		return nil
	}
	d, err := m.read(*s.stsd, 0, 4<<10)
	if err != nil {
		return err
	}
	if len(d) >= 16 && set("gpmd", "camm", "djmd", "rtmd", "CTMD")[string(d[12:16])] || contains(d, "location") {
		m.GPS = true
	}
	m.Maker = true
	return nil
}

// tellsPlace looks for a position in subtitles.
func (m *movie) tellsPlace(found []patch) (bool, error) {
	looked := int64(0)
	for _, e := range found {
		n := min(e.to-e.from, 64<<10)
		if looked += n; looked > maxSaid {
			break
		}
		b := make([]byte, n)
		if _, err := m.r.ReadAt(b, e.from); err != nil {
			return false, err
		}
		if contains(b, "GPS") || contains(b, "latitude") || contains(b, "Latitude") {
			return true, nil
		}
	}
	return false, nil
}

// extents gives where a track's chunks lie, from its tables (ISO 14496-12 §8.7). A table that claims more than is there is an error.
func (m *movie) extents(s *samples) ([]patch, error) {
	sizes, same, err := m.sizes(s.stsz)
	if err != nil {
		return nil, err
	}
	runs, err := m.table(s.stsc, 4, 12)
	if err != nil {
		return nil, err
	}
	offsets, wide := s.stco, int64(4)
	if offsets == nil {
		offsets, wide = s.co64, 8
	}
	chunks, err := m.table(offsets, 4, wide)
	if err != nil || len(runs) == 0 {
		return nil, err
	}
	var out []patch
	run, sample := 0, 0
	for i := range len(chunks) / int(wide) {
		for run+1 < len(runs)/12 && int(binary.BigEndian.Uint32(runs[12*(run+1):])) <= i+1 {
			run++
		}
		var at int64
		if wide == 8 {
			at = int64(min(binary.BigEndian.Uint64(chunks[8*i:]), 1<<62))
		} else {
			at = int64(binary.BigEndian.Uint32(chunks[4*i:]))
		}
		n, per := int64(0), int(min(int64(binary.BigEndian.Uint32(runs[12*run+4:])), m.size))
		if same > 0 {
			n = min(int64(same)*int64(min(per, maxPatches)), 1<<62)
		} else {
			for range min(per, len(sizes)/4-sample) {
				n += int64(binary.BigEndian.Uint32(sizes[4*sample:]))
				sample++
			}
		}
		if at > m.size || n > m.size-at {
			return nil, fmt.Errorf("%w: a chunk outside of the file", ErrCorrupt)
		}
		if n > 0 {
			out = append(out, patch{from: at, to: at + n})
		}
	}
	return out, nil
}

// sizes reads a table of sample sizes: one for all, or four bytes for each.
func (m *movie) sizes(b *box) (each []byte, same uint32, err error) {
	if b == nil {
		return nil, 0, nil
	}
	h, err := m.read(*b, 0, 12)
	if err != nil || len(h) < 12 {
		return nil, 0, err
	}
	if b.kind == "stz2" {
		return nil, 0, fmt.Errorf("%w: measurements in compact samples", ErrHidden)
	}
	if same := binary.BigEndian.Uint32(h[4:]); same > 0 {
		return nil, same, nil
	}
	each, err = m.table(b, 8, 4)
	return each, 0, err
}

// table reads the rows of a table whose count stands skip bytes into the payload.
func (m *movie) table(b *box, skip, row int64) ([]byte, error) {
	if b == nil {
		return nil, nil
	}
	h, err := m.read(*b, skip, 4)
	if err != nil || len(h) < 4 {
		return nil, err
	}
	n := int64(binary.BigEndian.Uint32(h)) * row
	if n > b.past-b.body-skip-4 || n > 4*maxPatches {
		return nil, fmt.Errorf("%w: table %q of %d bytes", ErrCorrupt, b.kind, n)
	}
	return m.read(*b, skip+4, n)
}
