package gate

// Printable reports whether a key with this name and hardware scan code writes a character when it is pressed alone or with Shift.
// goos is runtime.GOOS: on Linux and the BSDs the scan code decides, because there Fyne has no name for the letters outside ASCII,
// most dead keys and the media keys alike. Elsewhere the name decides; a scan code of 0 means that it is not known.
func Printable(name string, scan int, goos string) bool {
	switch goos {
	case "linux", "freebsd", "openbsd", "netbsd", "dragonfly":
		if scan != 0 {
			return characterBlock(scan)
		}
	}
	return name == "Space" || len(name) == 1
}

// characterBlock is the part of an evdev keyboard that writes characters, in X11's key codes. The keypad is left out: with Num Lock
// off its keys move the caret, and Fyne gives them the names of the digits all the same.
func characterBlock(scan int) bool {
	switch {
	case scan >= 10 && scan <= 21, // 1 … =
		scan >= 24 && scan <= 35, // q … ]
		scan >= 38 && scan <= 49, // a … `
		scan >= 51 && scan <= 61, // \ … /
		scan == 65,               // space
		scan == 94:               // the key between left Shift and z
		return true
	}
	return false
}
