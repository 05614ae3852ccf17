package editor

import (
	"time"
)

// scrollSync keeps source and preview at the same place without fighting the hand: the side that the author moves leads, and what the
// other side reports for a moment is the echo.
//
// The line at which both show the same place wanders from their upper edges, at the beginning of the post, to their lower edges, at its
// end, so that both come to their ends together. A place runs evenly over rows, pictures and tables.
type scrollSync struct {
	leader side
	until  time.Time
	shown  *openPost // whose text the preview has
	source string    // that text
	still  bool      // the next text of the preview came from outside: the author reads on where they are
}

type side uint8

const (
	sideSource side = iota + 1
	sidePreview
	sideNone // what moved the text is not the author's hand: neither side follows
)

// echo is how long the other side's reports are taken for the echo of the leader's.
const echo = 250 * time.Millisecond

func (w *Workbench) leads(s side) bool {
	if !w.settings.Sync || w.active == nil {
		return false
	}
	if w.sync.leader != s && w.now().Before(w.sync.until) {
		return false
	}
	w.lead(s)
	return true
}

func (w *Workbench) lead(s side) { w.sync.leader, w.sync.until = s, w.now().Add(echo) }

func (w *Workbench) sourceScrolled() {
	if w.sync.shown == w.active && w.leads(sideSource) {
		w.previewFollows()
	}
}

// comesFromOutside is told that another program's change comes into the text. Caret and both panes stay at the text that they show.
func (w *Workbench) comesFromOutside() {
	w.lead(sideNone)
	w.sync.still = true
}

// previewFollows brings the preview to where the source is.
func (w *Workbench) previewFollows() {
	if w.panes.Shows(panePreview) {
		share := w.source.Progress()
		w.preview.RevealPlace(w.source.PlaceAt(share), share)
	}
}

func (w *Workbench) previewScrolled() {
	if w.sync.shown == w.active && w.leads(sidePreview) && w.panes.Shows(paneSource) {
		share := w.preview.Progress()
		w.source.RevealPlace(w.preview.PlaceAt(share), share)
	}
}

// pickInPreview puts the caret at what was clicked; the preview stays as it is.
func (w *Workbench) pickInPreview(off int) {
	w.lead(sidePreview)
	w.GoToOffset(off)
	w.env.Sched.After(0, w.focusSource) // Fyne takes the focus from what is not under the pointer once the click is over
}

// followText keeps the preview at what the author sees in the source, after a text was parsed: another post begins where the source is,
// and what is typed comes into view.
func (w *Workbench) followText(p *openPost, source string) {
	first, typed := w.sync.shown != p, w.sync.source != source
	w.sync.shown, w.sync.source = p, source
	still := w.sync.still
	w.sync.still = false
	switch {
	case !w.settings.Sync:
	case still && !first:
	case first:
		w.previewFollows()
	case typed && w.sync.leader != sidePreview || typed && !w.now().Before(w.sync.until):
		w.preview.RevealIfHidden(p.Copy.State().Selection.MainRange().Head)
	}
}

// revealPreview shows the place of an offset in the preview.
func (w *Workbench) revealPreview(off int) {
	if !w.panes.Shows(panePreview) {
		w.panes.Toggle(panePreview)
	}
	w.preview.Reveal(off, 0.3)
	w.preview.Mark(off, off)
}

// markPreview marks the block under the caret.
func (w *Workbench) markPreview() {
	if w.active != nil {
		r := w.active.Copy.State().Selection.MainRange()
		w.preview.Mark(r.From(), r.To())
	}
}
