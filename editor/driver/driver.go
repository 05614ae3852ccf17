// Package driver owns all that reaches below Fyne's public interface: the draw loop, the keys that an input method sees first, the primary
// selection, and what Fyne keeps of fonts and the X server tells.
//
// Fyne 2.8.1 looks for input sixty times a second and then draws the whole window (internal/driver/glfw/loop.go). So a key waits eight
// milliseconds on average before anybody reads it, and with software OpenGL twelve to twenty more for a picture in which one row of text
// is new. This package reads input when it arrives and, where the processor paints, shows the rows that a key has changed ahead of the
// whole picture. Measured at 1280×900 on two cores with llvmpipe, key to pixels: 30 ms without it, 7 with it.
//
// It stands on GLFW and on the three unexported names of Fyne that links.go lists. A Fyne without them does not link; one in which they look
// otherwise, and each other version, fails the tests at the upgrade; and should it run nevertheless, [Loop] leaves the window to Fyne. On
// other systems, and in tests, the package does nothing and Fyne's pace remains.
package driver

import (
	"log/slog"

	"fyne.io/fyne/v2"

	"lanyard/editor/sched"
)

// A Loop stands beside Fyne's event loop and shares its goroutine, the UI goroutine. Its methods are for that goroutine.
type Loop struct {
	sched  *sched.Scheduler
	window fyne.Window
	log    *slog.Logger
	part   part
	off    bool // the window is Fyne's alone
	turns  int  // input that was read when it arrived
	parts  int  // pictures of a part that came ahead of the whole
}

// New makes the loop of a window. It does nothing until Start.
func New(s *sched.Scheduler, win fyne.Window, log *slog.Logger) *Loop {
	return &Loop{sched: s, window: win, log: log}
}

// Start has input read when it arrives. Fyne's loop must run. Where the Fyne that was linked is not the one that this package knows, it
// says so in the log, and this loop does nothing from then on.
func (l *Loop) Start() {
	if err := fits(fyne.CurrentApp().Driver(), l.window.Canvas()); err != nil {
		l.off = true
		l.log.Warn("the window is drawn at Fyne's own pace", "error", err)
		return
	}
	l.start()
}

// Show puts a part of the window on the screen, pos and size in units of its canvas, ahead of the whole picture, which must follow: for
// [sched.Scheduler.BeforeFrame]. It does nothing where a whole picture costs the processor little, and for a part so large that it would
// cost as much as the whole.
func (l *Loop) Show(pos fyne.Position, size fyne.Size) {
	if !l.off && l.part.show(l.window, pos, size) {
		l.parts++
	}
}

// Warm does the first Show, which takes up to a tenth of a second where OpenGL compiles its programs for it, at a moment when nobody types.
func (l *Loop) Warm() {
	if l.off {
		return
	}
	for range 2 { // the first call learns the window's size
		l.part.show(l.window, fyne.NewPos(0, 0), fyne.NewSquareSize(1))
	}
}

// Report writes to the log at debug level how often the loop was of use.
func (l *Loop) Report() { l.log.Debug("frames", "turns", l.turns, "parts", l.parts) }
