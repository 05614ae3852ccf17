//go:build linux && x11 && !ci

package driver

/*
#cgo LDFLAGS: -lX11
#include <X11/Xlib.h>

static int connection(void *display) { return ConnectionNumber((Display *)display); }
*/
import "C"

import (
	"context"
	"os"
	"reflect"
	"syscall"
	"time"
	"unsafe"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// drawSingleFrame is the last step of a turn of Fyne's loop: it draws the windows in which something has changed.
//
//go:linkname drawSingleFrame fyne.io/fyne/v2/internal/driver/glfw.(*gLDriver).drawSingleFrame
func drawSingleFrame(driver unsafe.Pointer)

// turnGap is the least time between two turns of ours. What arrives sooner waits for Fyne's next turn, so that a stream of input, such as
// the motion of a quick mouse, does not make more pictures than Fyne would.
const turnGap = 12 * time.Millisecond

// start waits for bytes from the X server on a descriptor of its own for the same connection. Only the UI goroutine reads them.
func (l *Loop) start() {
	fd, err := syscall.Dup(int(C.connection(unsafe.Pointer(glfw.GetX11Display()))))
	if err != nil {
		l.log.Warn("input waits for the next frame", "error", err)
		return
	}
	syscall.CloseOnExec(fd)
	conn := os.NewFile(uintptr(fd), "x11")
	wait, err := conn.SyscallConn()
	if err != nil {
		l.log.Warn("input waits for the next frame", "error", err)
		conn.Close()
		return
	}
	t := &turn{loop: l, driver: unsafe.Pointer(reflect.ValueOf(fyne.CurrentApp().Driver()).Pointer())}
	taken := make(chan struct{}, 1)
	l.sched.Serve("input", func(ctx context.Context) {
		defer context.AfterFunc(ctx, func() { conn.Close() })()
		for {
			woken := false
			err := wait.Read(func(uintptr) bool { // called once before the wait and once after it
				before := woken
				woken = true
				return before
			})
			if err != nil {
				return // closed
			}
			l.sched.Frame(func() {
				t.take()
				taken <- struct{}{}
			})
			select {
			case <-taken:
			case <-ctx.Done():
				return
			}
		}
	})
}

// turn does what a turn of Fyne's loop does, for input.
type turn struct {
	loop   *Loop
	driver unsafe.Pointer // *gLDriver
	ended  time.Time      // the last one
}

func (t *turn) take() {
	if time.Since(t.ended) < turnGap {
		return
	}
	t.loop.turns++
	glfw.PollEvents()
	t.loop.sched.FrameDue()
	drawSingleFrame(t.driver)
	t.ended = time.Now()
}
