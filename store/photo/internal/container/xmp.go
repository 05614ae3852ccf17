package container

import (
	"bytes"
	"strings"
	"time"

	"lanyard/store/photo/internal/exif"
)

// xmpTime finds the capture time in an XMP packet, written as an attribute or as an element.
func xmpTime(x []byte) (at time.Time, zone, ok bool) {
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
