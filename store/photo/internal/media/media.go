// Package media owns the walk over the boxes of files that are no still picture of ours but are built of boxes: movies and sounds (ISO
// 14496-12 and QuickTime), JPEG 2000 and JPEG XL. One walk finds out what in them tells about people, places and devices, and which
// bytes have to become zeros so that it no longer does. Nothing moves, for the tables of a movie count bytes from the start of the file.
//
// A file may be larger than memory: it is read in pieces through an io.ReaderAt.
package media

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Errors. What Walk returns wraps one of them, or is what the reader said.
var (
	ErrCorrupt = errors.New("broken container")
	ErrHidden  = errors.New("private data may be where it cannot be taken out") // compressed headers, metadata in fragments
)

// Bounds on what is believed of a file.
const (
	maxBoxes   = 100_000
	maxDepth   = 16
	maxPatches = 2_000_000
	maxSaid    = 1 << 20 // of one box that is looked into
)

// File is what a walk found.
type File struct {
	GPS, Serial, Name, Maker, Comment bool
	Trailer                           bool // data behind the last box
	Metadata                          bool // there is something to blank that is not blank yet

	r       io.ReaderAt
	size    int64
	patches []patch
	boxes   int
}

// patch is a range of bytes that become others: zeros, or the type of a box that nobody reads.
type patch struct {
	from, to int64
	free     bool
}

// box is the head of a box: its type, and where it and its payload lie.
type box struct {
	kind           string
	at, body, past int64
}

// Kind tells the families of files apart.
type Kind uint8

// The kinds.
const (
	None     Kind = iota
	Movie         // or a sound
	JPEG2000      // JP2, JPX, JPM
	JPEGXL        // in a container; a bare codestream has no metadata
)

// Sniff tells from the head of a file which walk it needs. HEIF and AVIF stills are the caller's to tell apart first.
func Sniff(head []byte) Kind {
	if len(head) < 12 {
		return None
	}
	switch kind := string(head[4:8]); kind {
	case "JXL ":
		return JPEGXL
	case "jP  ":
		return JPEG2000
	case "ftyp", "moov", "mdat", "wide", "pnot", "skip", "free", "idsc", "idat":
		if n := binary.BigEndian.Uint32(head); n == 0 && kind != "mdat" || n > 1 && n < 8 {
			return None
		}
		return Movie
	}
	return None
}

// Walk reads the boxes of a file.
func Walk(r io.ReaderAt, size int64, kind Kind) (*File, error) {
	f := &File{r: r, size: size}
	keep := map[Kind]map[string]bool{
		Movie: movieTop, JPEG2000: jp2Top, JPEGXL: jxlTop,
	}[kind]
	if keep == nil {
		return nil, fmt.Errorf("%w: an unknown kind", ErrCorrupt)
	}
	m := movie{File: f}
	err := f.each(0, size, true, func(b box) error {
		switch b.kind {
		case "mdat", "idat", "free", "skip":
			m.data = append(m.data, patch{from: b.body, to: b.past})
		}
		switch {
		case kind == Movie && b.kind == "moov":
			return m.moov(b)
		case kind == Movie && b.kind == "moof":
			m.fragments = true
		case b.kind == "free" || b.kind == "skip":
			return f.blank(b.body, b.past)
		case !keep[b.kind]:
			return f.drop(b)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if m.fragments && m.tracks > 0 {
		return nil, fmt.Errorf("%w: measurements in fragments", ErrHidden)
	}
	if err := m.blankChunks(); err != nil {
		return nil, err
	}
	slices.SortFunc(f.patches, func(a, b patch) int {
		if a.from != b.from {
			return int(min(max(a.from-b.from, -1), 1))
		}
		return int(min(max(a.to-b.to, -1), 1))
	})
	return f, f.dirty()
}

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

// What stays at the top of a file; every other box is blanked.
var (
	movieTop = set("ftyp", "styp", "mdat", "moov", "moof", "mfra", "sidx", "ssix", "prft", "pdin", "wide", "idsc", "idat", "iicc", "emsg")
	jp2Top   = set("jP  ", "ftyp", "rreq", "jp2h", "jp2c", "jpch", "jplh", "cgrp", "ftbl", "dtbl", "comp", "copt", "inst", "drep", "page", "lobj", "objc", "mhdr")
	jxlTop   = set("JXL ", "ftyp", "jxlc", "jxlp", "jxll", "jxli")
)

// each calls fn for the boxes between two offsets. At the top of a file what is no box ends the walk and is blanked as a trailer, and a last
// box that claims more than is there ends where the file does, as players have it.
func (f *File) each(from, to int64, top bool, fn func(box) error) error {
	for at := from; at < to; {
		b, err := f.head(at, to)
		if err != nil {
			return err
		}
		if b.kind == "" && top && at > 0 {
			f.Trailer = true
			return f.blank(at, to)
		}
		if b.past > to && top {
			b.past = to
		}
		if b.kind == "" && to-at <= 4 { // QuickTime ends a list of user data with four zeros
			return nil
		}
		if b.kind == "" || b.past > to {
			return fmt.Errorf("%w: box at byte %d", ErrCorrupt, at)
		}
		if f.boxes++; f.boxes > maxBoxes {
			return fmt.Errorf("%w: more than %d boxes", ErrCorrupt, maxBoxes)
		}
		if err := fn(b); err != nil {
			return err
		}
		at = b.past
	}
	return nil
}

// head reads the head of a box; its kind is "" where there is none.
func (f *File) head(at, to int64) (box, error) {
	if to-at < 8 {
		return box{}, nil
	}
	h := make([]byte, min(16, to-at))
	if _, err := f.r.ReadAt(h, at); err != nil {
		return box{}, err
	}
	b := box{kind: string(h[4:8]), at: at, body: at + 8}
	for _, c := range h[4:8] {
		if c < ' ' || c > '~' && c != 0xa9 {
			return box{}, nil
		}
	}
	switch n := uint64(binary.BigEndian.Uint32(h)); {
	case n == 0:
		b.past = to
	case n == 1 && len(h) == 16:
		n = binary.BigEndian.Uint64(h[8:])
		b.body = at + 16
		if n < 16 || n > 1<<62 {
			return box{}, nil
		}
		b.past = at + int64(n)
	case n < 8:
		return box{}, nil
	default:
		b.past = at + int64(n)
	}
	return b, nil
}

// blank notes that bytes become zeros.
func (f *File) blank(from, to int64) error {
	if to <= from {
		return nil
	}
	if len(f.patches) >= maxPatches {
		return fmt.Errorf("%w: more than %d pieces of metadata", ErrCorrupt, maxPatches)
	}
	f.patches = append(f.patches, patch{from: from, to: to})
	return nil
}

// drop looks into a box, blanks it and makes it one that nobody reads.
func (f *File) drop(b box) error {
	if err := f.said(b); err != nil {
		return err
	}
	f.patches = append(f.patches, patch{from: b.at + 4, to: b.at + 8, free: true})
	return f.blank(b.body, b.past)
}

var free = [4]byte{'f', 'r', 'e', 'e'}

// dirty finds out whether the patches change anything.
func (f *File) dirty() error {
	buf := make([]byte, 64<<10)
	for _, p := range f.patches {
		for at := p.from; at < p.to && !f.Metadata; {
			b := buf[:min(int64(len(buf)), p.to-at)]
			if _, err := f.r.ReadAt(b, at); err != nil {
				return err
			}
			for i, c := range b {
				if p.free && c != free[i] || !p.free && c != 0 {
					f.Metadata = true
					break
				}
			}
			at += int64(len(b))
		}
		if f.Metadata {
			return nil
		}
	}
	return nil
}

// WriteTo writes the file with its patches.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	var done int64
	buf := make([]byte, 256<<10)
	next := 0 // the first patch that may still matter
	for done < f.size {
		b := buf[:min(int64(len(buf)), f.size-done)]
		if _, err := f.r.ReadAt(b, done); err != nil {
			return done, err
		}
		end := done + int64(len(b))
		for next < len(f.patches) && f.patches[next].to <= done {
			next++
		}
		for _, p := range f.patches[next:] {
			if p.from >= end {
				break
			}
			for at := max(p.from, done); at < min(p.to, end); at++ {
				if p.free {
					b[at-done] = free[at-p.from]
				} else {
					b[at-done] = 0
				}
			}
		}
		n, err := w.Write(b)
		done += int64(n)
		if err != nil {
			return done, err
		}
	}
	return done, nil
}
