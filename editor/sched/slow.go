package sched

import (
	"log/slog"
	"reflect"
	"runtime"
	"time"
)

// slowFrom is the processor time from which on a function of the UI goroutine is told as slow: a quarter of a frame at 60 a second.
const slowFrom = 4 * time.Millisecond

// timed makes of f a function that tells how much processor time f took of its thread, and its name. It is for the UI goroutine, which
// stays on one thread. Other threads' work, and that of the garbage collector on them, does not count.
func timed(f func(), tell func(name string, took time.Duration)) func() {
	return func() {
		begin := threadTime()
		f()
		tell(nameOf(f), threadTime()-begin)
	}
}

func nameOf(f func()) string {
	if fn := runtime.FuncForPC(reflect.ValueOf(f).Pointer()); fn != nil {
		return fn.Name()
	}
	return "unknown"
}

// logSlow gives what tells a log at debug level about slow functions.
func logSlow(log *slog.Logger) func(string, time.Duration) {
	return func(name string, took time.Duration) {
		if took > slowFrom {
			log.Debug("slow on the UI goroutine", "function", name, "cpu", took)
		}
	}
}
