package editor

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// keepLimits puts the runtime's settings back after a test.
func keepLimits(t *testing.T) {
	limit, percent := debug.SetMemoryLimit(-1), debug.SetGCPercent(100)
	debug.SetGCPercent(percent)
	t.Cleanup(func() {
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(percent)
	})
}

func TestTheLimitsOfTheEnvironmentWin(t *testing.T) {
	keepLimits(t)
	t.Setenv("GOMEMLIMIT", "off")
	t.Setenv("GOGC", "77")
	debug.SetMemoryLimit(math.MaxInt64)
	debug.SetGCPercent(77)
	boundMemory()
	if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
		t.Errorf("a limit of %d bytes was set", got)
	}
	if got := debug.SetGCPercent(77); got != 77 {
		t.Errorf("GOGC %d was set", got)
	}
}

func TestTheLimitGrowsWithWhatIsInUse(t *testing.T) {
	keepLimits(t)
	t.Setenv("GOMEMLIMIT", "")
	t.Setenv("GOGC", "")
	boundMemory()
	if got := debug.SetMemoryLimit(-1); got < memoryLimit {
		t.Errorf("limit %d, want at least %d", got, memoryLimit)
	}
	settled := func(ok func(int64) bool) bool {
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); { // cleanups run beside
			runtime.GC()
			if ok(debug.SetMemoryLimit(-1)) {
				return true
			}
			runtime.Gosched()
		}
		return false
	}
	runtime.GC()
	var left runtime.MemStats // what other tests have left in use
	runtime.ReadMemStats(&left)
	before := limitFor(left.HeapAlloc)
	much := make([]byte, 300<<20)
	if !settled(func(l int64) bool { return l > int64(len(much))*(100+gcPercent)/100 }) {
		t.Errorf("limit %d with %d bytes in use", debug.SetMemoryLimit(-1), len(much))
	}
	runtime.KeepAlive(much)
	if !settled(func(l int64) bool { return l < before+(100<<20) }) {
		t.Errorf("limit %d after they were let go, want about %d", debug.SetMemoryLimit(-1), before)
	}
}
