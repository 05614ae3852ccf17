package photo

// What says what a file really is: the usual name of a format ("HEIC"), which is the same in every language, or one of the codes below.
type What string

// The codes that [Error.Actual] may have beside the names of formats. Each has an entry in the catalogue, see [What.ID].
const (
	WhatNoPicture  What = "nothing-known"
	WhatEmpty      What = "empty"
	WhatFolder     What = "folder"
	WhatPipe       What = "pipe"
	WhatSocket     What = "socket"
	WhatDevice     What = "device"
	WhatSpecial    What = "special"
	WhatText       What = "text"
	WhatWebPage    What = "web-page"
	WhatPDF        What = "pdf"
	WhatZIP        What = "zip"
	WhatIcon       What = "icon"
	WhatPhotoshop  What = "photoshop"
	WhatJPEGXL     What = "jpeg-xl"
	WhatJPEG2000   What = "jpeg-2000"
	WhatProgram    What = "program"
	WhatVideo      What = "video"
	WhatQuickTime  What = "quicktime"
	WhatMatroska   What = "matroska"
	WhatSound      What = "sound"
	WhatAppleFork  What = "apple-fork"
	WhatRawCanon   What = "raw-canon"
	WhatRawNikon   What = "raw-nikon"
	WhatRawSony    What = "raw-sony"
	WhatRawFuji    What = "raw-fuji"
	WhatRawPana    What = "raw-panasonic"
	WhatRawOlympus What = "raw-olympus"
	WhatRaw        What = "raw"
	WhatJPEGXR     What = "jpeg-xr"
	WhatFLIF       What = "flif"
	WhatMNG        What = "mng"
	WhatInDesign   What = "indesign"
	WhatPostScript What = "postscript"
	WhatMetadata   What = "metadata"
)

// english gives the words for the codes in errors, logs and the command line.
func (w What) english() (words string, ok bool) {
	words, ok = map[What]string{
		WhatNoPicture: "no picture", WhatEmpty: "an empty file", WhatFolder: "a folder", WhatPipe: "a named pipe", WhatSocket: "a socket",
		WhatDevice: "a device", WhatSpecial: "a special file", WhatText: "a text file", WhatWebPage: "a web page", WhatPDF: "a PDF document",
		WhatZIP: "a zip archive or office document", WhatIcon: "an icon file", WhatPhotoshop: "a Photoshop document",
		WhatJPEGXL: "a JPEG XL picture", WhatJPEG2000: "a JPEG 2000 picture", WhatProgram: "a program", WhatVideo: "a video",
		WhatQuickTime: "a QuickTime video", WhatMatroska: "a Matroska or WebM video", WhatSound: "a sound file",
		WhatAppleFork: "a macOS resource file (._)", WhatRawCanon: "a Canon raw file", WhatRawNikon: "a Nikon raw file",
		WhatRawSony: "a Sony raw file", WhatRawFuji: "a Fujifilm raw file", WhatRawPana: "a Panasonic raw file",
		WhatRawOlympus: "an Olympus raw file", WhatRaw: "a camera's raw file", WhatJPEGXR: "a JPEG XR picture", WhatFLIF: "a FLIF picture",
		WhatMNG: "an MNG or JNG picture", WhatInDesign: "an InDesign document", WhatPostScript: "a PostScript document",
		WhatMetadata: "a file of metadata",
	}[w]
	return words, ok
}

// String is English: the words for a code, else the format's name.
func (w What) String() string {
	if words, ok := w.english(); ok {
		return words
	}
	return string(w)
}

// ID is the catalogue entry that says a code to a person; "" for the name of a format, which needs none.
func (w What) ID() string {
	if _, ok := w.english(); ok {
		return "photo.what." + string(w)
	}
	return ""
}

// Say is the answer in the words of the catalogue.
func (w What) Say(T func(id string, values ...any) string) string {
	if id := w.ID(); id != "" {
		return T(id)
	}
	return string(w)
}
