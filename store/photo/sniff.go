package photo

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"lanyard/store/photo/internal/bmff"
	"lanyard/store/photo/internal/exif"
)

// sniff finds the format from the first bytes of a file; what is what the file is instead when it is no picture of ours.
func sniff(b []byte) (f Format, what What) {
	has := func(s string) bool { return bytes.HasPrefix(b, []byte(s)) }
	switch {
	case has("\xff\xd8") && bytes.IndexByte(b[2:min(len(b), 512)], 0xff) >= 0: // stray bytes may stand before the first marker
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
func sniffTIFF(b []byte) (Format, What) {
	for _, raw := range []struct {
		mark string
		is   What
	}{{"CR\x02", WhatRawCanon}, {"NIKON", WhatRawNikon}, {"SONY DSC", WhatRawSony}} {
		if bytes.Contains(b[:min(len(b), 512)], []byte(raw.mark)) {
			return Unknown, raw.is
		}
	}
	if exif.Raw(b) {
		return Unknown, WhatRaw
	}
	return TIFF, ""
}

func sniffBrands(brands []string) (Format, What) {
	any := func(of ...string) bool {
		return slices.ContainsFunc(brands, func(b string) bool { return slices.Contains(of, b) })
	}
	switch {
	case any("avif", "avis", "mif3"):
		return AVIF, ""
	case any("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"):
		return HEIC, ""
	case any("crx "):
		return Unknown, WhatRawCanon
	case any("qt  "):
		return Unknown, WhatQuickTime
	}
	return Unknown, WhatVideo
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
func plainName(b []byte) What {
	if len(b) == 0 {
		return WhatEmpty
	}
	for _, k := range []struct {
		magic string
		is    What
	}{
		{"%PDF-", WhatPDF},
		{"PK\x03\x04", WhatZIP},
		{"\x00\x00\x01\x00", WhatIcon},
		{"8BPS", WhatPhotoshop},
		{"\xff\x0a", WhatJPEGXL},
		{"\x00\x00\x00\x0cJXL ", WhatJPEGXL},
		{"\x00\x00\x00\x0cjP  ", WhatJPEG2000},
		{"FUJIFILMCCD-RAW", WhatRawFuji},
		{"IIU\x00", WhatRawPana},
		{"IIRO", WhatRawOlympus},
		{"IIRS", WhatRawOlympus},
		{"MMOR", WhatRawOlympus},
		{"II\x1a\x00\x00\x00HEAP", WhatRawCanon},
		{"\x00MRM", WhatRaw}, // Minolta
		{"FOVb", WhatRaw},    // Sigma
		{"IIRC", WhatRaw},    // a camera profile
		{"MMCR", WhatRaw},
		{"II\xbc\x01", WhatJPEGXR},
		{"FLIF", WhatFLIF},
		{"\x8aMNG", WhatMNG},
		{"\x8bJNG", WhatMNG},
		{"\x06\x06\xed\xf5\xd8\x1d\x46\xe5", WhatInDesign},
		{"%!PS", WhatPostScript},
		{"\xc5\xd0\xd3\xc6", WhatPostScript},
		{"\xff\x01Exiv2", WhatMetadata},
		{"~\x10\x04", WhatMetadata},
		{"~\x18\x04", WhatMetadata},
		{"CANON OPTIONAL DATA", WhatMetadata},
		{"IIII\x04\x00\x04\x00", WhatMetadata}, // Canon's recipes
		{"<?xpacket", WhatMetadata},
		{"<x:xmpmeta", WhatMetadata},
		{"\x7fELF", WhatProgram},
		{"MZ", WhatProgram},
		{"\x1aE\xdf\xa3", WhatMatroska},
		{"\x00\x05\x16\x07", WhatAppleFork},
		{"\x00\x00\x01\xba", WhatVideo},
		{"\x00\x00\x01\xb3", WhatVideo},
		{"FLV\x01", WhatVideo},
		{"ID3", WhatSound},
		{"OggS", WhatSound},
		{"fLaC", WhatSound},
		{"\xff\xfb", WhatSound},
	} {
		if bytes.HasPrefix(b, []byte(k.magic)) {
			return k.is
		}
	}
	low := strings.ToLower(string(bytes.TrimLeft(b[:min(len(b), 512)], " \t\r\n\xef\xbb\xbf")))
	switch {
	case strings.HasPrefix(low, "<!doctype html"), strings.HasPrefix(low, "<html"):
		return WhatWebPage
	case len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "AVI ":
		return WhatVideo
	case len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WAVE":
		return WhatSound
	case isText(b):
		return WhatText
	}
	return WhatNoPicture
}

// isText reports whether the beginning of a file is text.
func isText(b []byte) bool {
	b = b[:min(len(b), 1024)]
	for i := 0; i < 4 && len(b) > 0 && !utf8.Valid(b); i++ {
		b = b[:len(b)-1] // a character may be cut in two
	}
	return utf8.Valid(b) && !bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n\f\x1b", r) })
}
