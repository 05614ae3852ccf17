// Package document owns what is taken out of documents that may go out beside a post, PDF and PostScript: their XMP packets, and the lines
// that name an author. Everything is overwritten in place, for a document counts bytes from its start. What is packed or encrypted in a
// document is not looked into.
package document

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"lanyard/store/photo/internal/xmp"
)

// Bounds on what is believed of a document.
const (
	maxPacket = 16 << 20
	maxFound  = 100_000
	maxValue  = 4 << 10
)

// File is what a look through a document found.
type File struct {
	Said    xmp.Said
	patches []patch
	r       io.ReaderAt
	size    int64
	pdf     bool
	next    map[string]int64 // where a word stands next, as far as was looked
}

// patch is a range that is overwritten, with what.
type patch struct {
	from, to int64
	by       byte // 0: hexadecimal digits of blanks
}

// Sniff reports whether the head of a file is that of a document.
func Sniff(head []byte) bool {
	return bytes.HasPrefix(head, []byte("%PDF-")) || bytes.HasPrefix(head, []byte("%!PS")) || bytes.HasPrefix(head, []byte("\xc5\xd0\xd3\xc6"))
}

// The marks at which something begins that goes.
var marks = []string{"<?xpacket begin", "<x:xmpmeta", "/Author", "/Creator", "%%For:", "%%Author:", "%%Creator:", "%BeginPhotoshop"}

// Look goes through a document.
func Look(r io.ReaderAt, size int64) (*File, error) {
	head := make([]byte, 5)
	if _, err := r.ReadAt(head, 0); err != nil {
		return nil, err
	}
	f := &File{r: r, size: size, pdf: string(head) == "%PDF-", next: map[string]int64{}}
	at := int64(0)
	for range maxFound {
		first, which := size, ""
		for _, w := range marks {
			i, err := f.find(at, w)
			if err != nil {
				return nil, err
			}
			if i >= 0 && i < first {
				first, which = i, w
			}
		}
		if which == "" {
			return f, nil
		}
		var err error
		if at, err = f.mark(first, which); err != nil {
			return nil, err
		}
	}
	return nil, ErrCrowded
}

// ErrCrowded is said of a document with more metadata than any program writes.
var ErrCrowded = errors.New("too many pieces of metadata")

// find gives where a word stands first from at on; -1: nowhere. What was found before is remembered, so that a document is read once for each
// word, however often one asks.
func (f *File) find(at int64, word string) (int64, error) {
	if i, ok := f.next[word]; ok && (i < 0 || i >= at) {
		return i, nil
	}
	i, err := f.search(at, []byte(word))
	f.next[word] = i
	return i, err
}

func (f *File) search(at int64, word []byte) (int64, error) {
	step := int64(4 << 10)
	for at < f.size {
		b, err := f.bytes(at, step+int64(len(word)))
		if err != nil {
			return -1, err
		}
		if i := bytes.Index(b, word); i >= 0 {
			return at + int64(i), nil
		}
		if at += step; step < 256<<10 {
			step *= 2
		}
	}
	return -1, nil
}

// mark looks at what begins at a mark, and gives where to look on.
func (f *File) mark(at int64, which string) (int64, error) {
	after := at + int64(len(which))
	switch which {
	case "<?xpacket begin", "<x:xmpmeta":
		shut := "</x:xmpmeta>"
		if which[1] == '?' {
			shut = "<?xpacket end"
		}
		i, err := f.find(after, shut)
		if err != nil || i < 0 || i-at > maxPacket {
			return after, err
		}
		return f.packet(at, i)
	case "/Author", "/Creator": // the latter is a program, which may be told to write anything
		if f.pdf {
			return f.author(after)
		}
	case "%BeginPhotoshop":
		return f.photoshop(after)
	default:
		line, err := f.bytes(after, maxValue)
		if err != nil || f.pdf {
			return after, err
		}
		n := bytes.IndexAny(line, "\r\n")
		if n < 0 {
			n = len(line)
		}
		f.patches = append(f.patches, patch{after, after + int64(n), ' '})
		return after + int64(n), nil
	}
	return after, nil
}

func (f *File) bytes(at, n int64) ([]byte, error) {
	b := make([]byte, max(min(n, f.size-at), 0))
	if len(b) == 0 {
		return b, nil
	}
	_, err := f.r.ReadAt(b, at)
	return b, err
}

// packet blanks an XMP packet that tells something.
func (f *File) packet(from, to int64) (int64, error) {
	b, err := f.bytes(from, to-from)
	if err != nil {
		return to, err
	}
	said := xmp.Read(b)
	f.Said.Place, f.Said.Serial, f.Said.Name = f.Said.Place || said.Place, f.Said.Serial || said.Serial, f.Said.Name || said.Name
	if said.Any() {
		if n := bytes.Index(b, []byte("?>")); b[1] == '?' && n >= 0 { // the packet's own frame may stay
			from += int64(n) + 2
		}
		f.patches = append(f.patches, patch{from, to, ' '})
	}
	return to, nil
}

// author blanks the string behind /Author in a PDF (ISO 32000 §7.3.4), in parentheses or as digits.
func (f *File) author(at int64) (int64, error) {
	b, err := f.bytes(at, maxValue)
	if err != nil {
		return at, err
	}
	i := 0
	for i < len(b) && bytes.IndexByte([]byte(" \t\r\n\f\x00"), b[i]) >= 0 {
		i++
	}
	if i >= len(b) || b[i] != '(' && b[i] != '<' {
		return at, nil
	}
	from := i + 1
	if b[i] == '<' {
		n := bytes.IndexByte(b[from:], '>')
		if n < 0 || bytes.ContainsFunc(b[from:from+n], notHex) {
			return at, nil
		}
		f.patches = append(f.patches, patch{at + int64(from), at + int64(from+n), 0})
		return at + int64(from+n), nil
	}
	depth := 1
	for i = from; i < len(b) && depth > 0; i++ {
		switch b[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			depth--
		}
	}
	if depth > 0 {
		return at, nil
	}
	f.patches = append(f.patches, patch{at + int64(from), at + int64(i-1), ' '})
	return at + int64(i), nil
}

func notHex(r rune) bool {
	return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F' || r == ' ' || r == '\n' || r == '\r')
}

// photoshop blanks the digits of the resources that Photoshop keeps in comments of an EPS file.
func (f *File) photoshop(at int64) (int64, error) {
	to, err := f.find(at, "%EndPhotoshop")
	if err != nil || to < 0 || to-at > maxPacket {
		return at, err
	}
	b, err := f.bytes(at, to-at)
	if err != nil {
		return at, err
	}
	for line := int64(0); line < int64(len(b)); {
		n := bytes.IndexAny(b[line:], "\r\n")
		if n < 0 {
			n = len(b) - int(line)
		}
		if bytes.HasPrefix(b[line:], []byte("% ")) {
			f.patches = append(f.patches, patch{at + line + 2, at + line + int64(n), '0'})
		}
		line += int64(n) + 1
	}
	return to, nil
}

// Changed reports whether writing gives another file.
func (f *File) Changed() (bool, error) {
	for _, p := range f.patches {
		b, err := f.bytes(p.from, p.to-p.from)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(b, func(c byte) bool { return c != p.by && p.by != 0 || p.by == 0 && c != '2' && c != '0' }) {
			return true, nil
		}
	}
	return false, nil
}

// WriteTo writes the document without what was found.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	var done int64
	for _, p := range append(slices.Clone(f.patches), patch{from: f.size, to: f.size}) {
		n, err := io.Copy(w, io.NewSectionReader(f.r, done, p.from-done))
		if done += n; err != nil {
			return done, err
		}
		if p.from == f.size {
			break
		}
		by := bytes.Repeat([]byte{p.by}, int(p.to-p.from))
		if p.by == 0 {
			for i := range by {
				by[i] = "20"[i%2]
			}
		}
		m, err := w.Write(by)
		if done += int64(m); err != nil {
			return done, err
		}
	}
	return done, nil
}
