package editor

import "lanyard/editor/text"

// markSet holds places in an open post that travel with every change.
type markSet = text.Marks

func newMarkSet() *markSet { return &text.Marks{} }
