package exif

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strings"
)

// Said is what IPTC data tells about people and places.
type Said struct {
	Name  bool // by-line, credit, copyright, caption writer
	Place bool // city or place
}

// Resources reads Photoshop's image resources (blocks that begin with 8BIM), among which IPTC data is number 0x0404. Data without blocks is
// taken for IPTC records themselves, as TIFF and some programs keep them.
func Resources(b []byte) Said {
	if !bytes.HasPrefix(b, []byte("8BIM")) {
		return iptc(b)
	}
	var s Said
	for len(b) >= 12 && string(b[:4]) == "8BIM" {
		id := binary.BigEndian.Uint16(b[4:])
		at := 6 + (1+int(b[6])+1)&^1 // a Pascal string, padded to an even length
		if at+4 > len(b) {
			break
		}
		n := uint64(binary.BigEndian.Uint32(b[at:]))
		at += 4
		if n > uint64(len(b)-at) {
			n = uint64(len(b) - at) // what is cut off may still tell a name
		}
		if id == 0x0404 {
			t := iptc(b[at : at+int(n)])
			s.Name, s.Place = s.Name || t.Name, s.Place || t.Place
		}
		b = b[min(at+int(n+n&1), len(b)):]
	}
	return s
}

// iptc reads the records of IPTC-IIM 4.2. Of the application record (2) these data sets tell who: 80 by-line, 85 its title, 110 credit,
// 116 copyright, 122 writer; and these where: 90 city, 92 place in it.
func iptc(b []byte) (s Said) {
	for len(b) >= 5 && b[0] == 0x1c {
		record, set, n := b[1], b[2], int(binary.BigEndian.Uint16(b[3:]))
		if n >= 0x8000 || n > len(b)-5 { // an extended length is for pictures
			return s
		}
		if v := strings.Trim(string(b[5:5+n]), " \x00\r\n\t"); record == 2 && v != "" {
			switch set {
			case 80, 85, 110, 116, 122:
				s.Name = true
			case 90, 92:
				s.Place = true
			}
		}
		b = b[5+n:]
	}
	return s
}

// stamp is what a program leaves in a comment of every picture: its name and, at most, its settings.
var stamp = regexp.MustCompile(`(?i)^(?:screenshot|(?:created|made|generated|produced|edited|cropped|resized|optimi[sz]ed|compressed|converted|processed) ` +
	`(?:with|by|using) (?:the )?(?:gimp|gd|ezgif|ebay|imagemagick|graphicsmagick|inkscape|paint\.net|adobe|ffmpeg|jpegmini|tinypng|squoosh|photopea|figma|sketch|canva|gnuplot|matplotlib)\b.{0,60}` +
	`|creator: gd-jpeg v.{0,80}|file written by adobe photoshop.{0,20}|lavc[\d.]+|jpeg encoder based on .{0,60}|intel\(r\) jpeg library.{0,40}` +
	`|handmade software, inc\. image alchemy.{0,20}|leadtools.{0,20})$`)

// Remark reports whether a comment says something about this picture that a person wrote, or a program for one. That it is a screenshot, and
// which program wrote the file, says nothing.
func Remark(comment string) bool {
	comment = strings.Trim(comment, " \x00\r\n\t")
	return comment != "" && !stamp.MatchString(comment)
}
