// Package xmp owns what is read of XMP packets: whether they tell about people, places and devices, and when a picture was taken. A packet is
// looked through as text, for it may be cut into pieces, and more is not wanted of it.
package xmp

import (
	"bytes"
	"regexp"
	"slices"
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
	any := func(of []string) bool { return slices.ContainsFunc(of, func(n string) bool { return told(x, n) }) }
	return Said{Place: any(places), Serial: any(serials), Name: any(names)}
}

// told reports whether a property stands in the packet with a value: GIMP writes <Iptc4xmpExt:LocationCreated><rdf:Bag/></…> into every picture.
// Where it cannot be seen that there is none, there is one.
func told(x []byte, name string) bool {
	for from := 0; ; {
		i := bytes.Index(x[from:], []byte(name))
		if i < 0 {
			return false
		}
		at, end := from+i, from+i+len(name)
		for end < len(x) && isName(x[end]) { // the rest of a longer one
			end++
		}
		start := at
		for start > 0 && isName(x[start-1]) {
			start--
		}
		if closing := start > 0 && x[start-1] == '/'; closing {
			from = end
			continue
		}
		var ok bool
		if from, ok = empty(x, start, end); !ok {
			return true
		}
	}
}

func isName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ':' || c == '_' || c == '-' || c == '.'
}

// value is an attribute that says something; what kind of container an element is says nothing.
var value = regexp.MustCompile(`([\w:.-]+)\s*=\s*(?:"\s*[^"\s]|'\s*[^'\s])`)

var markup = regexp.MustCompile(`<[^>]*>`)

// empty reports whether the attribute or element whose name is x[start:end] holds nothing, and gives where it ends.
func empty(x []byte, start, end int) (past int, ok bool) {
	rest := bytes.TrimLeft(x[end:], " \t\r\n")
	if v, ok := bytes.CutPrefix(rest, []byte("=")); ok {
		v = bytes.TrimLeft(v, " \t\r\n")
		if len(v) == 0 || v[0] != '"' && v[0] != '\'' {
			return 0, false
		}
		n := bytes.IndexByte(v[1:], v[0])
		return len(x) - len(v) + 1 + n, n >= 0 && len(bytes.TrimSpace(v[1:1+n])) == 0
	}
	n := bytes.IndexByte(rest, '>')
	if start == 0 || x[start-1] != '<' || n < 0 || says(rest[:n]) {
		return 0, false
	}
	past = len(x) - len(rest) + n
	if n > 0 && rest[n-1] == '/' {
		return past, true
	}
	inside, after, ok := bytes.Cut(rest[n+1:], append([]byte("</"), x[start:end]...))
	return len(x) - len(after), ok && !says(inside) && len(bytes.TrimSpace(markup.ReplaceAll(inside, nil))) == 0
}

// says reports an attribute with a value.
func says(x []byte) bool {
	for _, m := range value.FindAllSubmatch(x, -1) {
		if n := string(m[1]); n != "rdf:parseType" && n != "xml:lang" && !strings.HasPrefix(n, "xmlns") {
			return true
		}
	}
	return false
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
