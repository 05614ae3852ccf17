package textedit

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"lanyard/editor/syntax"
)

// TestCodeIsColouredBesideTheUIGoroutine: no lexer runs where the keys are waited for, one block is looked at a time, and what was found for a
// text that is no longer there colours nothing.
func TestCodeIsColouredBesideTheUIGoroutine(t *testing.T) {
	f := newFixture(t, "```go\nfunc main() {}\n```\n\n```go\nvar x = 1\n```\n", 480, 380)
	var jobs []func(context.Context)
	f.opt.Go = func(_ string, job func(context.Context)) { jobs = append(jobs, job) }
	f.opt.Do = f.sched.Do
	coloured := func(line int) bool {
		return slices.ContainsFunc(f.syn.Line(line), func(s syntax.Span) bool { return s.Kind == syntax.Keyword })
	}
	settle := func() {
		t.Helper()
		if err := f.sched.Settle(5 * time.Second); err != nil {
			t.Fatal(err)
		}
	}
	f.scheduleIdle()
	f.pass(workDelay)
	if len(jobs) != 1 || coloured(1) || coloured(5) {
		t.Fatalf("%d jobs; coloured before they ran: %v %v", len(jobs), coloured(1), coloured(5))
	}
	f.set("```go\nother main() {}\n```\n")
	f.pass(workDelay)
	if len(jobs) != 1 {
		t.Fatalf("%d jobs run at once", len(jobs))
	}
	jobs[0](context.Background())
	settle()
	if coloured(1) {
		t.Error("the colours are those of another text")
	}
	f.set("```go\nfunc main() {}\n```\n\n```go\nvar x = 1\n```\n")
	for i := 1; i < 10; i++ {
		f.pass(workDelay)
		if i < len(jobs) {
			jobs[i](context.Background())
			settle()
		}
	}
	if !coloured(1) || !coloured(5) {
		t.Errorf("after %d jobs: coloured %v %v", len(jobs), coloured(1), coloured(5))
	}
}

// TestAWordBehindAFenceCostsNothing: what stands behind a fence may be a paragraph.
func TestAWordBehindAFenceCostsNothing(t *testing.T) {
	cost := func(n int) time.Duration {
		f := newFixture(t, "```"+strings.Repeat("a", n)+"\n\nx\n", 480, 380)
		best := time.Hour
		for range 5 {
			start := time.Now()
			f.scheduleIdle()
			f.press("End")
			f.Insert("b")
			f.pass(time.Second)
			best = min(best, time.Since(start))
		}
		return best
	}
	if short, long := cost(10), cost(4000); long > 20*short+50*time.Millisecond {
		t.Errorf("a key takes %v behind a fence with 10 bytes, %v with 4000", short, long)
	}
}
