//go:build !linux || !x11 || ci

package editor

import "lanyard/editor/textedit"

// primary is nil where there is no primary selection that can be reached; the source keeps one of its own.
func primary() textedit.Clipboard { return nil }
