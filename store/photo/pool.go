package photo

import (
	"context"
	"image"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"lanyard/store/atomicfile"
)

// DefaultBudget is how many bytes of decoded pixels a pool holds at once when it is not told otherwise.
const DefaultBudget = 256 << 20

// Pool bounds how many photos are worked on at once, and how much memory they take together. It also keeps two workers from placing the
// same photo twice. It owns no goroutines: its methods block, and are called from wherever work runs.
type Pool struct {
	workers int
	slots   *semaphore.Weighted
	budget  int64
	memory  *semaphore.Weighted
	placing sync.Mutex
	disk    creator
}

// NewPool makes a pool of so many workers (0: one per processor) and so many bytes (0: DefaultBudget). One photo that alone is over the
// budget gets all of it.
func NewPool(workers int, budget int64) *Pool {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if budget <= 0 {
		budget = DefaultBudget
	}
	return &Pool{
		workers: workers, slots: semaphore.NewWeighted(int64(workers)), budget: budget, memory: semaphore.NewWeighted(budget),
		disk: atomicfile.Writer{},
	}
}

// Import is [Import] within the pool's bounds; it blocks until there is room.
func (p *Pool) Import(ctx context.Context, src, dir string, s Settings) (Result, error) {
	if err := p.slots.Acquire(ctx, 1); err != nil {
		return Result{Source: src}, err
	}
	defer p.slots.Release(1)
	return p.job().run(ctx, src, dir, s)
}

// ImportData is [ImportData] within the pool's bounds.
func (p *Pool) ImportData(ctx context.Context, name string, data []byte, dir string, s Settings) (Result, error) {
	if err := p.slots.Acquire(ctx, 1); err != nil {
		return Result{Source: name}, err
	}
	defer p.slots.Release(1)
	return p.job().data(ctx, name, data, time.Now(), dir, s)
}

func (p *Pool) job() job { return job{disk: p.disk, placing: &p.placing, budget: p.take} }

// ImportAll imports srcs, several at once, and calls report for each as it is done, never two calls at the same time. Each photo goes in
// or fails by itself; after ctx is cancelled the rest is reported with its error. The workers are goroutines that end before it returns.
func (p *Pool) ImportAll(ctx context.Context, srcs []string, dir string, s Settings, report func(i int, r Result, err error)) {
	var one sync.Mutex
	p.Each(len(srcs), func(i int) {
		r, err := p.Import(ctx, srcs[i], dir, s)
		one.Lock()
		defer one.Unlock()
		report(i, r, err)
	})
}

// Each calls f with 0 … n-1, as many at once as the pool has workers. The workers are goroutines that end before it returns;
// one alone is the caller.
func (p *Pool) Each(n int, f func(i int)) {
	if min(p.workers, n) == 1 {
		for i := range n {
			f(i)
		}
		return
	}
	next := make(chan int)
	var all sync.WaitGroup
	for range min(p.workers, n) {
		all.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
}

// Decode is [Decode] within the pool's bounds.
func (p *Pool) Decode(ctx context.Context, path string, maxW, maxH int) (*image.RGBA, error) {
	return p.DecodeFrom(ctx, nil, path, maxW, maxH)
}

// DecodeFrom is [Pool.Decode] of a file that o opens.
func (p *Pool) DecodeFrom(ctx context.Context, o Opener, path string, maxW, maxH int) (*image.RGBA, error) {
	if err := p.slots.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer p.slots.Release(1)
	return p.decode(ctx, o, path, maxW, maxH)
}

// decode is Decode for one that has a slot.
func (p *Pool) decode(ctx context.Context, o Opener, path string, maxW, maxH int) (*image.RGBA, error) {
	s, err := o.source(ctx, "decode", path)
	if err != nil {
		return nil, err
	}
	release, err := p.take(ctx, s.cost(Settings{Max: max(maxW, maxH, 1)}))
	if err != nil {
		return nil, err
	}
	defer release()
	return s.rgba(ctx, maxW, maxH)
}

// Thumb is [Thumb] within the pool's bounds.
func (p *Pool) Thumb(ctx context.Context, path, cache string, side int) (*image.RGBA, error) {
	return p.ThumbFrom(ctx, nil, path, cache, side)
}

// ThumbFrom is [Pool.Thumb] of a file that o opens.
func (p *Pool) ThumbFrom(ctx context.Context, o Opener, path, cache string, side int) (*image.RGBA, error) {
	if err := p.slots.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer p.slots.Release(1)
	return thumb(ctx, o, path, cache, side, p.decode)
}

// take waits for n bytes of the budget.
func (p *Pool) take(ctx context.Context, n int64) (func(), error) {
	n = min(max(n, 1), p.budget)
	if err := p.memory.Acquire(ctx, n); err != nil {
		return nil, err
	}
	return func() { p.memory.Release(n) }, nil
}
