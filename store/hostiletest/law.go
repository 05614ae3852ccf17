package hostiletest

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

const (
	// maxTime and maxBytes are what nobody minds at a megabyte, whatever it grows
	// like: a quadratic curve that passes below them there is let be.
	maxTime  = 500 * time.Millisecond
	maxBytes = 500 << 20 // allocated, not held
	// slack is how much steeper than n log n a curve may look, since a cache
	// ends somewhere, memory has to be got and the machine has other work.
	// Quadratic work is 3.5 times as steep.
	slack = 2.3
	// tries and patience bound how often a steep curve is looked at again.
	tries    = 8
	patience = 8 * time.Second
)

// A Growth is what some work cost on a text of n and on one of 4n bytes: the
// least of several runs, since nothing but the work itself makes it less. Time is
// that of the processor.
type Growth struct {
	N             int
	Time, Time4   time.Duration
	Bytes, Bytes4 uint64 // allocated
}

// limit is how much more 4n bytes may cost than n.
func (g Growth) limit() float64 {
	return 4 * math.Log(float64(4*g.N)) / math.Log(float64(g.N)) * slack
}

// ofMegabyte is the share of a quadratic cost at a megabyte that 4n bytes have.
func (g Growth) ofMegabyte() float64 {
	x := float64(4*g.N) / 1e6
	return x * x
}

// Slow reports whether the time grows faster than n log n.
func (g Growth) Slow() bool {
	return float64(g.Time4) > g.ofMegabyte()*float64(maxTime) && float64(g.Time4) > g.limit()*float64(g.Time)
}

// Large reports whether the memory grows faster than n log n.
func (g Growth) Large() bool {
	return float64(g.Bytes4) > g.ofMegabyte()*float64(maxBytes) && float64(g.Bytes4) > g.limit()*float64(g.Bytes)
}

func (g Growth) String() string {
	return fmt.Sprintf("%d bytes %v and %.1f MB, %d bytes %v and %.1f MB: %.1f and %.1f times as much",
		g.N, g.Time.Round(10*time.Microsecond), float64(g.Bytes)/1e6, 4*g.N, g.Time4.Round(10*time.Microsecond), float64(g.Bytes4)/1e6,
		float64(g.Time4)/float64(max(g.Time, 1)), float64(g.Bytes4)/float64(max(g.Bytes, 1)))
}

// Measure runs work on a text of n bytes and on one of 4n, in turns, until the
// curve is flat enough or it has been tried often enough.
func (x Text) Measure(n int, work func(text string)) Growth {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	runtime.GC()
	// The collector, whose time depends on what else is on the heap, waits meanwhile.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(1 << 30))
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	g := Growth{N: n, Time: math.MaxInt64, Time4: math.MaxInt64}
	small, large := x.Make(n), x.Make(4*n)
	begin := time.Now()
	for i := range tries {
		if i > 0 && (!g.Slow() && !g.Large() || time.Since(begin) > patience) {
			break
		}
		var took time.Duration
		took, g.Bytes = cost(small, work)
		g.Time = min(g.Time, took)
		if took > patience/4 {
			break // the large one would take minutes, and tell nothing new
		}
		took, g.Bytes4 = cost(large, work)
		g.Time4 = min(g.Time4, took)
	}
	return g
}

func cost(text string, work func(string)) (time.Duration, uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := threadTime()
	work(text)
	took := threadTime() - start
	runtime.ReadMemStats(&after)
	return took, after.TotalAlloc - before.TotalAlloc
}

// Steep reports whether time or memory grows faster than n log n.
func (g Growth) Steep() bool { return g.Slow() || g.Large() }

// Law is the test that the time and the memory of work grow at most like
// n log n, from n to 4n bytes of each kind of text. What is steep there has to be
// so from 4n to 16n too: work that begins beyond some size, such as that for a
// text which is wild enough, is a step.
func Law(t *testing.T, n int, work func(text string)) {
	t.Helper()
	if raced {
		t.Skip("under the race detector time is another; the run without it measures")
	}
	for _, x := range Texts() {
		t.Run(x.Name, func(t *testing.T) {
			g := x.Measure(n, work)
			if !g.Steep() {
				return
			}
			if far := x.Measure(4*n, work); far.Steep() {
				t.Errorf("faster than n log n: %v; %v", g, far)
			}
		})
	}
}
