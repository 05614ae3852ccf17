// Package xmp owns what is read of XMP packets: whether they tell about people, places and devices, and when a picture was taken. A packet is
// looked through as text, for it may be cut into pieces, and more is not wanted of it.
package xmp

import (
	"bytes"
	"strings"
	"time"

	"lanyard/store/photo/internal/exif"
)

// Said is what a packet tells.
type Said struct{ Place, Serial, Name bool }

// Any reports whether it tells anything.
func (s Said) Any() bool { return s.Place || s.Serial || s.Name }

// The properties that tell, by the names that they have in attributes and elements.
var (
	places  = []string{"GPSLatitude", "GPSCoordinates", "Iptc4xmpCore:Location", "Iptc4xmpExt:LocationCreated", "photoshop:City", "LocationShown"}
	serials = []string{"SerialNumber"}
	names   = []string{
		"dc:creator", "photoshop:AuthorsPosition", "photoshop:Credit", "photoshop:CaptionWriter", "CreatorContactInfo", "OwnerName",
		"PersonInImage", "mwg-rs:Name", "MPReg:PersonDisplayName", "xmpDM:artist", "tiff:Artist",
	}
)

// Read looks through a packet.
func Read(x []byte) (s Said) {
	if len(x) == 0 {
		return s
	}
	any := func(of []string) bool {
		for _, n := range of {
			if bytes.Contains(x, []byte(n)) {
				return true
			}
		}
		return false
	}
	return Said{Place: any(places), Serial: any(serials), Name: any(names)}
}

// Taken finds the capture time, written as an attribute or as an element. Without an offset its wall clock is put in UTC and zone is false.
func Taken(x []byte) (at time.Time, zone, ok bool) {
	for _, name := range []string{"exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate"} {
		i := bytes.Index(x, []byte(name))
		if i < 0 {
			continue
		}
		v := bytes.TrimLeft(x[i+len(name):], " =>\"'\r\n\t")
		if n := bytes.IndexAny(v, "\"'<"); n >= 0 {
			v = v[:n]
		}
		if len(v) < 19 || len(v) > 40 {
			continue
		}
		s := string(v)
		off := ""
		if j := strings.LastIndexAny(s[19:], "+-Z"); j >= 0 {
			off = s[19+j:]
		}
		if at, zone, ok = exif.Time(strings.NewReplacer("-", ":", "T", " ").Replace(s[:19]), off); ok {
			return at, zone, true
		}
	}
	return time.Time{}, false, false
}
