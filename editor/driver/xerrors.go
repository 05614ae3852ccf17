//go:build linux && x11 && !ci

package driver

/*
#cgo LDFLAGS: -lX11
#include "xerrors.h"
*/
import "C"

import (
	"context"
	"io"
	"log/slog"
	"os"
	"syscall"
	"unsafe"

	"lanyard/editor/sched"
)

// Guard keeps errors that the X server reports from ending the program, which is what Xlib does with them; they go to the log. Most are of
// one kind: something outside, such as the source of a drag, is gone before it was answered.
func Guard(s *sched.Scheduler, log *slog.Logger) {
	var ends [2]int
	if err := syscall.Pipe2(ends[:], syscall.O_CLOEXEC|syscall.O_NONBLOCK); err != nil {
		log.Warn("x errors are not logged", "error", err)
		ends[1] = -1
	} else {
		s.Serve("x errors", func(ctx context.Context) { logXErrors(ctx, os.NewFile(uintptr(ends[0]), "x errors"), log) })
	}
	C.guard(C.int(ends[1]))
}

// logXErrors makes each kind of error a warning once; some come with every picture.
func logXErrors(ctx context.Context, in *os.File, log *slog.Logger) {
	defer context.AfterFunc(ctx, func() { in.Close() })()
	told := map[[2]C.int]bool{}
	for {
		var e C.struct_xerror
		if _, err := io.ReadFull(in, unsafe.Slice((*byte)(unsafe.Pointer(&e)), unsafe.Sizeof(e))); err != nil {
			return // closed
		}
		level := slog.LevelWarn
		if told[[2]C.int{e.code, e.request}] {
			level = slog.LevelDebug
		}
		told[[2]C.int{e.code, e.request}] = true
		log.Log(ctx, level, "x error", "error", C.GoString(&e.text[0]), "request", int(e.request), "resource", uint64(e.resource))
	}
}
