package photo

import (
	"path/filepath"
	"slices"
	"strings"
)

// Format is a picture format, found from the content of a file and never from its name.
type Format uint8

// The formats that are read.
const (
	Unknown Format = iota
	JPEG
	PNG
	GIF
	WebP
	AVIF
	HEIC
	TIFF
	BMP
	SVG
)

// String gives the format's usual name.
func (f Format) String() string {
	names := [...]string{"unknown", "JPEG", "PNG", "GIF", "WebP", "AVIF", "HEIC", "TIFF", "BMP", "SVG"}
	if int(f) >= len(names) {
		return names[0]
	}
	return names[f]
}

// what is the format as the answer to what a file really is.
func (f Format) what() What {
	if f == Unknown {
		return WhatNoPicture
	}
	return What(f.String())
}

// Ext gives the file extension, with its dot and in lower case.
func (f Format) Ext() string {
	exts := [...]string{"", ".jpg", ".png", ".gif", ".webp", ".avif", ".heic", ".tif", ".bmp", ".svg"}
	if int(f) >= len(exts) {
		return ""
	}
	return exts[f]
}

// Web reports whether browsers show the format.
func (f Format) Web() bool {
	return slices.Contains([]Format{JPEG, PNG, GIF, WebP, AVIF, SVG}, f)
}

// named reports whether a file's name ends as one of the format may: such a file keeps its name when it is written anew.
func (f Format) named(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == f.Ext() || f == JPEG && slices.Contains([]string{".jpeg", ".jpe", ".jfif", ".jif"}, ext) || f == PNG && ext == ".apng"
}
