package photo

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"lanyard/store/photo/internal/bmff"
)

// sniff finds the format from the first bytes of a file; what is the plain name of what the file is when it is no picture of ours.
func sniff(b []byte) (f Format, what string) {
	has := func(s string) bool { return bytes.HasPrefix(b, []byte(s)) }
	switch {
	case has("\xff\xd8\xff"):
		return JPEG, ""
	case has("\x89PNG\r\n\x1a\n"):
		return PNG, ""
	case has("GIF87a"), has("GIF89a"):
		return GIF, ""
	case has("RIFF") && len(b) >= 12 && string(b[8:12]) == "WEBP":
		return WebP, ""
	case has("II*\x00"), has("MM\x00*"):
		return sniffTIFF(b)
	case has("BM") && len(b) >= 18 && bytes.Equal(b[6:10], make([]byte, 4)):
		return BMP, ""
	}
	if brands, ok := bmff.Sniff(b); ok {
		return sniffBrands(brands)
	}
	if isSVG(b) {
		return SVG, ""
	}
	return Unknown, plainName(b)
}

// sniffTIFF tells a TIFF picture from the raw formats of cameras that are built like one.
func sniffTIFF(b []byte) (Format, string) {
	for _, raw := range []struct{ mark, name string }{{"CR\x02", "a Canon raw file"}, {"NIKON", "a Nikon raw file"}, {"SONY DSC", "a Sony raw file"}} {
		if bytes.Contains(b[:min(len(b), 512)], []byte(raw.mark)) {
			return Unknown, raw.name
		}
	}
	return TIFF, ""
}

func sniffBrands(brands []string) (Format, string) {
	any := func(of ...string) bool {
		return slices.ContainsFunc(brands, func(b string) bool { return slices.Contains(of, b) })
	}
	switch {
	case any("avif", "avis"):
		return AVIF, ""
	case any("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"):
		return HEIC, ""
	case any("crx "):
		return Unknown, "a Canon raw file"
	case any("qt  "):
		return Unknown, "a QuickTime video"
	}
	return Unknown, "a video"
}

// isSVG reports whether text begins, after comments and declarations, with an svg element.
func isSVG(b []byte) bool {
	s := string(bytes.TrimPrefix(b[:min(len(b), 4096)], []byte("\xef\xbb\xbf")))
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		end := ""
		switch {
		case strings.HasPrefix(s, "<!--"):
			end = "-->"
		case strings.HasPrefix(s, "<?"):
			end = "?>"
		case strings.HasPrefix(s, "<!DOCTYPE"):
			end = ">"
		default:
			name, ok := strings.CutPrefix(s, "<")
			if i := strings.IndexByte(name, ':'); ok && i >= 0 && i < 20 && strings.HasPrefix(name[i+1:], "svg") {
				return true
			}
			return ok && strings.HasPrefix(name, "svg") && (len(name) == 3 || strings.ContainsRune(" \t\r\n>/", rune(name[3])))
		}
		i := strings.Index(s, end)
		if i < 0 {
			return false
		}
		s = s[i+len(end):]
	}
}

// plainName says what a file is that is no picture, as far as that is easily known.
func plainName(b []byte) string {
	if len(b) == 0 {
		return "an empty file"
	}
	for _, k := range []struct{ magic, name string }{
		{"%PDF-", "a PDF document"},
		{"PK\x03\x04", "a zip archive or office document"},
		{"\x00\x00\x01\x00", "an icon file"},
		{"8BPS", "a Photoshop document"},
		{"\xff\x0a", "a JPEG XL picture"},
		{"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"},
		{"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"},
		{"FUJIFILMCCD-RAW", "a Fujifilm raw file"},
		{"IIU\x00", "a Panasonic raw file"},
		{"IIRO", "an Olympus raw file"},
		{"\x7fELF", "a program"},
		{"MZ", "a program"},
		{"\x1aE\xdf\xa3", "a Matroska or WebM video"},
		{"\x00\x05\x16\x07", "a macOS resource file (._)"},
		{"\x00\x00\x01\xba", "a video"},
		{"\x00\x00\x01\xb3", "a video"},
		{"FLV\x01", "a video"},
		{"ID3", "a sound file"},
		{"OggS", "a sound file"},
		{"fLaC", "a sound file"},
		{"\xff\xfb", "a sound file"},
	} {
		if bytes.HasPrefix(b, []byte(k.magic)) {
			return k.name
		}
	}
	low := strings.ToLower(string(bytes.TrimLeft(b[:min(len(b), 512)], " \t\r\n\xef\xbb\xbf")))
	switch {
	case strings.HasPrefix(low, "<!doctype html"), strings.HasPrefix(low, "<html"):
		return "a web page"
	case len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "AVI ":
		return "a video"
	case len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WAVE":
		return "a sound file"
	case isText(b):
		return "a text file"
	}
	return "no picture"
}

// isText reports whether the beginning of a file is text.
func isText(b []byte) bool {
	b = b[:min(len(b), 1024)]
	for i := 0; i < 4 && len(b) > 0 && !utf8.Valid(b); i++ {
		b = b[:len(b)-1] // a character may be cut in two
	}
	return utf8.Valid(b) && !bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n\f\x1b", r) })
}
