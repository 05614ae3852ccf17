package sfnt

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/cff"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// Outlines are the glyphs of a font, read from its file when they are first asked for. The methods may be called from any goroutine.
type Outlines struct {
	mu      sync.Mutex
	file    *os.File // stays open, so that a font that is replaced while it is in use stays the same
	table   *cff.CFF
	base    int64  // in the file: what the offsets count from
	offsets []byte // of the outlines
	size    int    // of an offset
	read    []bool // by glyph
}

// Open loads face number i of a font file without its outlines, and the outlines to be read one at a time. A font with other outlines
// than CFF, or built in another way, is ErrOther. The outlines own the file from then on, and only then.
func Open(file *os.File, i int) (*font.Font, *Outlines, error) {
	tag, from, length, err := findCFF(file, i)
	if err != nil {
		return nil, nil, err
	}
	o, err := newOutlines(file, from, length)
	if err != nil {
		return nil, nil, err
	}
	loaders, err := ot.NewLoaders(&hidden{Reader: io.NewSectionReader(file, 0, 1<<40), tag: tag})
	if err != nil {
		return nil, nil, err
	}
	if i >= len(loaders) {
		return nil, nil, ErrOther
	}
	f, err := font.NewFont(loaders[i])
	if err != nil {
		return nil, nil, err
	}
	return f, o, nil
}

// hidden is a font file without the name of one table.
type hidden struct {
	Reader *io.SectionReader
	tag    int64
}

// Read is for opentype.Resource.
func (h *hidden) Read(p []byte) (int, error) {
	at, err := h.Reader.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	n, err := h.Reader.Read(p)
	h.hide(p[:n], at)
	return n, err
}

// ReadAt is for opentype.Resource.
func (h *hidden) ReadAt(p []byte, at int64) (int, error) {
	n, err := h.Reader.ReadAt(p, at)
	h.hide(p[:n], at)
	return n, err
}

// Seek is for opentype.Resource.
func (h *hidden) Seek(offset int64, whence int) (int64, error) { return h.Reader.Seek(offset, whence) }

func (h *hidden) hide(p []byte, at int64) {
	if i := h.tag - at; i >= 0 && i < int64(len(p)) {
		p[i] = '-'
	}
}

// findCFF returns where the name of face i's outlines stands, and where they are.
func findCFF(file io.ReaderAt, i int) (tag, from int64, length int, err error) {
	be := binary.BigEndian
	head := make([]byte, 12)
	if _, err := file.ReadAt(head, 0); err != nil {
		return 0, 0, 0, err
	}
	start := int64(0)
	if string(head[:4]) == "ttcf" {
		if i < 0 || uint32(i) >= be.Uint32(head[8:]) {
			return 0, 0, 0, ErrOther
		}
		at := make([]byte, 4)
		if _, err := file.ReadAt(at, 12+4*int64(i)); err != nil {
			return 0, 0, 0, err
		}
		start = int64(be.Uint32(at))
		if _, err := file.ReadAt(head, start); err != nil {
			return 0, 0, 0, err
		}
	} else if i != 0 {
		return 0, 0, 0, ErrOther
	}
	if string(head[:4]) != "OTTO" {
		return 0, 0, 0, ErrOther
	}
	directory := make([]byte, 16*int(be.Uint16(head[4:])))
	if _, err := file.ReadAt(directory, start+12); err != nil {
		return 0, 0, 0, err
	}
	for k := 0; k < len(directory); k += 16 {
		if string(directory[k:k+4]) == "CFF " {
			return start + 12 + int64(k), int64(be.Uint32(directory[k+8:])), int(be.Uint32(directory[k+12:])), nil
		}
	}
	return 0, 0, 0, ErrOther
}

// newOutlines reads all of a table but the outlines.
func newOutlines(file *os.File, from int64, length int) (*Outlines, error) {
	read := func(at, n int) ([]byte, error) {
		if at < 0 || n < 0 || at+n > length {
			return nil, ErrOther
		}
		b := make([]byte, n)
		_, err := file.ReadAt(b, from+int64(at))
		return b, err
	}
	head, err := read(0, min(length, 64<<10))
	if err != nil {
		return nil, err
	}
	at, err := safeOutlinesAt(head)
	if err != nil {
		return nil, err
	}
	if head, err = read(0, at); err != nil {
		return nil, err
	}
	start, err := read(at, 3)
	if err != nil {
		return nil, err
	}
	n, size := int(binary.BigEndian.Uint16(start)), int(start[2])
	if n == 0 || size < 1 || size > 4 {
		return nil, ErrOther
	}
	offsets, err := read(at+3, (n+1)*size)
	if err != nil {
		return nil, err
	}
	base := at + 3 + len(offsets) - 1
	end := base + offset(offsets, size, n)
	tail, err := read(end, length-end)
	if err != nil {
		return nil, err
	}
	table, err := hollow(head, start, tail, n, end)
	if err != nil {
		return nil, err
	}
	return &Outlines{file: file, table: table, base: from + int64(base), offsets: offsets, size: size, read: make([]bool, n)}, nil
}

func safeOutlinesAt(head []byte) (at int, err error) {
	var none []byte
	defer broken(&none, &err)
	return outlinesAt(head)
}

// hollow parses a table whose glyphs draw nothing yet.
func hollow(head, start, tail []byte, n, end int) (*cff.CFF, error) {
	data, err := func() (out []byte, err error) {
		defer broken(&out, &err)
		fresh := newIndex(start, n)
		for range n {
			fresh.add([]byte{endchar})
		}
		return replaced(head, fresh.bytes(), tail, end)
	}()
	if err != nil {
		return nil, err
	}
	table, err := cff.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("read outlines: %w", err)
	}
	if len(table.Charstrings) != n {
		return nil, ErrOther
	}
	return table, nil
}

// Glyph returns the outline of a glyph in font units, nothing for one that cannot be read.
func (o *Outlines) Glyph(id font.GID) []ot.Segment {
	o.mu.Lock()
	defer o.mu.Unlock()
	i := int(id)
	if i >= len(o.read) {
		return nil
	}
	if !o.read[i] {
		o.read[i] = true
		from, to := offset(o.offsets, o.size, i), offset(o.offsets, o.size, i+1)
		if from < to && to-from <= maxOutline {
			data := make([]byte, to-from)
			if _, err := o.file.ReadAt(data, o.base+int64(from)); err == nil {
				o.table.Charstrings[i] = data
			}
		}
	}
	segments, _, err := o.table.LoadGlyph(tables.GlyphID(id))
	if err != nil {
		return nil
	}
	return segments
}

// maxOutline bounds what one glyph may take, in bytes.
const maxOutline = 1 << 20
