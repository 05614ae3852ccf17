//go:build ci

package editor

// wantFlat is for windows.
func wantFlat() {}
