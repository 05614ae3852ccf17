// Package exif owns the reading of an EXIF block (a TIFF structure): how the picture is turned, when and with what it was taken,
// where its thumbnail lies, and which kinds of private data it holds. It reads foreign bytes, allocates next to nothing and never fails
// hard: what cannot be read is left out.
package exif

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"
)

// Data is what a block says.
type Data struct {
	Orientation int // 1 … 8; 0 when the block does not say
	Taken       time.Time
	HasTaken    bool
	HasZone     bool // Taken is in the offset of the place; else its wall clock is put in UTC
	Edited      bool // Taken is when the file was last changed: the block tells nothing of the shutter
	Make, Model string
	GPS         bool
	Serial      bool // a serial or unique number of body, lens or picture
	Name        bool // owner, artist, copyright, editor or host computer
	Comment     bool // a description or remark
	Maker       bool
	XMP         []byte // of a TIFF file
	ICC         []byte // of a TIFF file
	Resources   bool   // IPTC or Photoshop data, whatever it says
	Thumb       []byte // the embedded JPEG, aliasing the block; nil when there is none

	serial string // of the body
}

// Body tells one camera from another of its model, as far as the block does: a hash of make, model and the body's serial number,
// which does not leave this package. Empty where the block names no camera.
func (d Data) Body() string {
	if d.Make == "" && d.Model == "" && d.serial == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("camera\x00" + d.Make + "\x00" + d.Model + "\x00" + d.serial))
	return hex.EncodeToString(sum[:8])
}

// Camera joins make and model without saying the make twice.
func (d Data) Camera() string {
	if d.Make == "" || strings.HasPrefix(strings.ToLower(d.Model), strings.ToLower(d.Make)) {
		return d.Model
	}
	if d.Model == "" {
		return d.Make
	}
	return d.Make + " " + d.Model
}

// Tag numbers of EXIF 3.0 and TIFF 6.0.
const (
	tagSubfile      = 0x00fe
	tagWidth        = 0x0100
	tagPhotometric  = 0x0106
	tagDescription  = 0x010e
	tagSubIFDs      = 0x014a
	tagDNGVersion   = 0xc612
	tagMake         = 0x010f
	tagModel        = 0x0110
	tagOrientation  = 0x0112
	tagDateTime     = 0x0132
	tagArtist       = 0x013b
	tagHost         = 0x013c
	tagThumbOffset  = 0x0201
	tagThumbLength  = 0x0202
	tagXMP          = 0x02bc
	tagIPTC         = 0x83bb
	tagPhotoshop    = 0x8649
	tagCopyright    = 0x8298
	tagICC          = 0x8773
	tagExifIFD      = 0x8769
	tagGPSIFD       = 0x8825
	tagOriginal     = 0x9003
	tagDigitized    = 0x9004
	tagOffset       = 0x9010
	tagOffsetOrig   = 0x9011
	tagOffsetDigi   = 0x9012
	tagMaker        = 0x927c
	tagUserComment  = 0x9286
	tagUniqueID     = 0xa420
	tagOwner        = 0xa430
	tagBodySerial   = 0xa431
	tagLensSerial   = 0xa435
	tagPhotographer = 0xa437
	tagEditor       = 0xa438
	tagXPComment    = 0x9c9c
	tagXPAuthor     = 0x9c9d
	tagCameraSerial = 0xc62f
	maxEntries      = 1024
	maxText         = 256
)

// block is the structure being read; offsets count from its first byte.
type block struct {
	b     []byte
	order binary.ByteOrder
}

// entry is one directory entry with its value's bytes, which may be empty when they lie outside the block.
type entry struct {
	tag   uint16
	value []byte
	num   uint32 // the first number, for the integer types
}

// Parse reads a block that begins with "II" or "MM"; a leading "Exif\0\0" is skipped. It reports false for what is no EXIF at all.
func Parse(b []byte) (Data, bool) {
	var d Data
	k, ok := open(b)
	if !ok {
		return d, false
	}
	b = k.b
	var t times
	var exifAt, thumbAt, thumbLen uint32
	next := k.walk(k.order.Uint32(b[4:]), func(e entry) {
		switch e.tag {
		case tagOrientation:
			if e.num >= 1 && e.num <= 8 {
				d.Orientation = int(e.num)
			}
		case tagMake:
			d.Make = text(e.value)
		case tagModel:
			d.Model = text(e.value)
		case tagDateTime:
			t.modified = text(e.value)
		case tagExifIFD:
			exifAt = e.num
		case tagGPSIFD:
			d.GPS = true
		case tagICC:
			d.ICC = e.value
		case tagXMP:
			d.XMP = e.value
		case tagIPTC, tagPhotoshop:
			d.Resources = d.Resources || len(e.value) > 0
			said := Resources(e.value)
			d.Name, d.GPS = d.Name || said.Name, d.GPS || said.Place
		default:
			d.private(e)
		}
	})
	k.walk(exifAt, func(e entry) {
		if !t.take(e) {
			d.private(e)
		}
	})
	k.walk(next, func(e entry) {
		switch e.tag {
		case tagThumbOffset:
			thumbAt = e.num
		case tagThumbLength:
			thumbLen = e.num
		}
	})
	if end := uint64(thumbAt) + uint64(thumbLen); thumbLen > 4 && end <= uint64(len(b)) && b[thumbAt] == 0xff && b[thumbAt+1] == 0xd8 {
		d.Thumb = b[thumbAt:end]
	}
	d.Taken, d.HasZone, d.HasTaken = t.best()
	d.Edited = d.HasTaken && !t.shutter()
	return d, true
}

// Raw reports a TIFF structure that is a camera's raw file: a DNG, one whose first picture is only a preview of another, or one of sensor data.
// A reader of TIFF would take the preview for the picture.
func Raw(b []byte) bool {
	k, ok := open(b)
	if !ok {
		return false
	}
	raw, reduced, more := false, false, false
	k.walk(k.order.Uint32(k.b[4:]), func(e entry) {
		switch e.tag {
		case tagDNGVersion:
			raw = true
		case tagSubfile:
			reduced = e.num&1 != 0
		case tagSubIFDs:
			more = true
		case tagPhotometric:
			raw = raw || e.num == 32803 || e.num == 34892 // a colour filter array, linear raw
		}
	})
	return raw || reduced && more
}

// Pages counts the pictures of a TIFF that are no previews.
func Pages(b []byte) int {
	k, ok := open(b)
	if !ok {
		return 0
	}
	n, at := 0, k.order.Uint32(k.b[4:])
	for range maxEntries {
		reduced, picture := false, false
		next := k.walk(at, func(e entry) {
			reduced = reduced || e.tag == tagSubfile && e.num&1 != 0
			picture = picture || e.tag == tagWidth
		})
		if picture && !reduced {
			n++
		}
		if next == 0 || next <= at { // writers append; what leads back is a loop
			break
		}
		at = next
	}
	return n
}

// open reads the head of a block.
func open(b []byte) (block, bool) {
	k := block{b: bytes.TrimPrefix(b, []byte("Exif\x00\x00"))}
	if len(k.b) < 8 {
		return k, false
	}
	switch string(k.b[:4]) {
	case "II*\x00":
		k.order = binary.LittleEndian
	case "MM\x00*":
		k.order = binary.BigEndian
	default:
		return k, false
	}
	return k, true
}

// private notes what an entry would give away.
func (d *Data) private(e entry) {
	switch e.tag {
	case tagMaker:
		d.Maker = d.Maker || len(e.value) > 0
	case tagBodySerial, tagLensSerial, tagUniqueID, tagCameraSerial:
		d.Serial = d.Serial || text(e.value) != ""
		if e.tag == tagBodySerial || e.tag == tagCameraSerial && d.serial == "" {
			d.serial = text(e.value)
		}
	case tagArtist, tagOwner, tagCopyright, tagHost, tagPhotographer, tagEditor, tagXPAuthor:
		d.Name = d.Name || len(bytes.Trim(e.value, " \x00")) > 0
	case tagDescription:
		d.Comment = d.Comment || Remark(text(e.value))
	case tagXPComment: // UTF-16
		d.Comment = d.Comment || Remark(strings.ReplaceAll(string(e.value), "\x00", ""))
	case tagUserComment:
		if len(e.value) > 8 {
			d.Comment = d.Comment || Remark(text(e.value[8:]))
		}
	}
}

// walk calls f for each entry of the directory at off and returns where the next directory lies, 0 for nowhere.
func (k block) walk(off uint32, f func(entry)) uint32 {
	if off == 0 || uint64(off)+2 > uint64(len(k.b)) {
		return 0
	}
	n := int(k.order.Uint16(k.b[off:]))
	if n > maxEntries {
		return 0
	}
	at := int(off) + 2
	for range n {
		if at+12 > len(k.b) {
			return 0
		}
		f(k.entry(k.b[at : at+12]))
		at += 12
	}
	if at+4 > len(k.b) {
		return 0
	}
	return k.order.Uint32(k.b[at:])
}

func (k block) entry(raw []byte) entry {
	e := entry{tag: k.order.Uint16(raw)}
	size := uint64(1)
	kind := k.order.Uint16(raw[2:])
	switch kind {
	case 3, 8:
		size = 2
	case 4, 9, 11, 13:
		size = 4
	case 5, 10, 12:
		size = 8
	}
	size *= uint64(k.order.Uint32(raw[4:]))
	if size <= 4 {
		e.value = raw[8 : 8+size]
	} else if off := uint64(k.order.Uint32(raw[8:])); off+size <= uint64(len(k.b)) {
		e.value = k.b[off : off+size]
	}
	switch {
	case kind == 3 && size >= 2:
		e.num = uint32(k.order.Uint16(raw[8:]))
	case (kind == 4 || kind == 13) && size >= 4:
		e.num = k.order.Uint32(raw[8:])
	}
	return e
}

// text reads a NUL-terminated string and drops what does not print.
func text(v []byte) string {
	if i := bytes.IndexByte(v, 0); i >= 0 {
		v = v[:i]
	}
	if len(v) > maxText {
		v = v[:maxText]
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0xfffd {
			return -1
		}
		return r
	}, string(v)))
}

// times collects the three times a camera may write, each with its offset.
type times struct {
	original, digitized, modified    string
	originalAt, digitizedAt, modifAt string
}

func (t *times) take(e entry) bool {
	var to *string
	switch e.tag {
	case tagOriginal:
		to = &t.original
	case tagDigitized:
		to = &t.digitized
	case tagOffsetOrig:
		to = &t.originalAt
	case tagOffsetDigi:
		to = &t.digitizedAt
	case tagOffset:
		to = &t.modifAt
	default:
		return false
	}
	*to = text(e.value)
	return true
}

// best gives the time of the shutter, else of digitizing, else of the last change.
func (t *times) best() (at time.Time, zone, ok bool) {
	for _, c := range [][2]string{{t.original, t.originalAt}, {t.digitized, t.digitizedAt}, {t.modified, t.modifAt}} {
		if at, zone, ok = Time(c[0], c[1]); ok {
			return at, zone, true
		}
	}
	return time.Time{}, false, false
}

// shutter reports whether one of the times is that of the shutter, or of digitizing, which cameras write at the same moment.
func (t *times) shutter() bool {
	_, _, original := Time(t.original, "")
	_, _, digitized := Time(t.digitized, "")
	return original || digitized
}

// Time reads EXIF's "2006:01:02 15:04:05" with an offset such as "+08:00", which may be empty. Without a usable offset the wall clock
// is returned in UTC and zone is false.
func Time(s, offset string) (at time.Time, zone, ok bool) {
	if len(s) < 19 {
		return time.Time{}, false, false
	}
	at, err := time.Parse("2006:01:02 15:04:05", s[:19])
	if err != nil || at.Year() < 1826 { // the first photograph
		return time.Time{}, false, false
	}
	if offset == "" {
		return at, false, true
	}
	z, err := time.Parse("Z07:00", strings.TrimSpace(offset))
	if err != nil {
		return at, false, true
	}
	_, sec := z.Zone()
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.FixedZone("", sec)), true, true
}

// Turned gives a block that tells an orientation and nothing else; nil for an upright picture.
func Turned(o int) []byte {
	if o < 2 || o > 8 {
		return nil
	}
	return []byte{'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, tagOrientation >> 8, tagOrientation & 255, 0, 3, 0, 0, 0, 1, 0, byte(o), 0, 0, 0, 0, 0, 0}
}
