package media

import (
	"bytes"
	"encoding/binary"
	"strings"

	"lanyard/store/photo/internal/exif"
	"lanyard/store/photo/internal/xmp"
)

func contains(b []byte, s string) bool { return bytes.Contains(b, []byte(s)) }

// What user data tells, by its four letters (QuickTime file format, 3GPP TS 26.244 §8, iTunes) …
var (
	saysGPS     = set("\xa9xyz", "loci", "GPS ", "gps ", "gps0", "GPSL", "gpmd")
	saysSerial  = set("\xa9sno", "SNum", "SNUM", "CAME", "\xa9ser")
	saysName    = set("\xa9aut", "\xa9ART", "\xa9cpy", "\xa9dir", "\xa9prd", "\xa9wrt", "\xa9prf", "aART", "cprt", "auth", "perf", "Xtra")
	saysComment = set("\xa9cmt", "\xa9des", "desc", "ldes", "dscp", "\xa9inf")
	saysMaker   = set("\xa9mak", "\xa9mod", "manu", "modl", "MVTG", "CNTH", "NCDT", "thma", "thum", "MakN", "smta", "SDLN", "FIRM", "LENS", "PANA", "PENT", "QVMI", "KODA")
)

// … and by the words in the reversed domain names of Apple's and Android's keys.
var keyWords = []struct {
	word string
	says func(*File) *bool
}{
	{"location", func(f *File) *bool { return &f.GPS }},
	{"gps", func(f *File) *bool { return &f.GPS }},
	{"serial", func(f *File) *bool { return &f.Serial }},
	{"camera.identifier", func(f *File) *bool { return &f.Serial }},
	{"author", func(f *File) *bool { return &f.Name }},
	{"artist", func(f *File) *bool { return &f.Name }},
	{"copyright", func(f *File) *bool { return &f.Name }},
	{"director", func(f *File) *bool { return &f.Name }},
	{"producer", func(f *File) *bool { return &f.Name }},
	{"publisher", func(f *File) *bool { return &f.Name }},
	{"comment", func(f *File) *bool { return &f.Comment }},
	{"description", func(f *File) *bool { return &f.Comment }},
	{".make", func(f *File) *bool { return &f.Maker }},
	{".model", func(f *File) *bool { return &f.Maker }},
}

// said notes what a box tells that is going to be blanked.
func (f *File) said(b box) error {
	d, err := f.read(b, 0, maxSaid)
	if err != nil {
		return err
	}
	f.field(b.kind, d, 0)
	return nil
}

// field notes what a box and those in it tell. What does not read as boxes is a value.
func (f *File) field(kind string, d []byte, depth int) {
	if depth > maxDepth || len(bytes.Trim(d, "\x00")) == 0 {
		return
	}
	f.GPS = f.GPS || saysGPS[kind]
	f.Serial = f.Serial || saysSerial[kind]
	f.Name = f.Name || saysName[kind]
	f.Comment = f.Comment || saysComment[kind]
	f.Maker = f.Maker || saysMaker[kind]
	switch kind {
	case "uuid", "XMP_", "xml ", "mime":
		f.xmp(d)
		f.exif(d)
	case "Exif":
		f.exif(d)
	case "brob": // packed; its first four letters are the type
		f.Maker = true
	case "keys":
		f.keys(d)
	case "meta":
		if len(d) >= 8 && string(d[4:8]) != "hdlr" { // QuickTime's has no version
			d = d[4:]
		}
		f.fields(d, depth)
	case "udta", "ilst", "moov", "trak", "jumb", "asoc", "uinf":
		f.fields(d, depth)
	}
}

func (f *File) fields(d []byte, depth int) {
	for len(d) >= 8 {
		n := binary.BigEndian.Uint32(d)
		if n < 8 || uint64(n) > uint64(len(d)) {
			return
		}
		f.field(string(d[4:8]), d[8:n], depth+1)
		d = d[n:]
	}
}

// keys reads the names of a QuickTime metadata table.
func (f *File) keys(d []byte) {
	for d = d[min(8, len(d)):]; len(d) >= 8; {
		n := binary.BigEndian.Uint32(d)
		if n < 8 || uint64(n) > uint64(len(d)) {
			return
		}
		name := strings.ToLower(string(d[8:n]))
		for _, k := range keyWords {
			if strings.Contains(name, k.word) {
				*k.says(f) = true
			}
		}
		d = d[n:]
	}
}

func (f *File) xmp(d []byte) {
	s := xmp.Read(d)
	f.GPS, f.Serial, f.Name = f.GPS || s.Place, f.Serial || s.Serial, f.Name || s.Name
}

// exif reads the first block in a payload; writers put different heads before it.
func (f *File) exif(d []byte) {
	for _, head := range []string{"II*\x00", "MM\x00*"} {
		i := bytes.Index(d, []byte(head))
		if i < 0 || i > 64 {
			continue
		}
		if e, ok := exif.Parse(d[i:]); ok {
			if x := xmp.Read(e.XMP); x.Place || x.Serial || x.Name {
				f.GPS, f.Serial, f.Name = f.GPS || x.Place, f.Serial || x.Serial, f.Name || x.Name
			}
			f.GPS, f.Serial, f.Name = f.GPS || e.GPS, f.Serial || e.Serial, f.Name || e.Name
			f.Maker, f.Comment = f.Maker || e.Maker, f.Comment || e.Comment
		}
	}
}
