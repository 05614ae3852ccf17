package watch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// folder is what is known of one folder.
type folder struct {
	files  map[string]stamp    // Markdown, and in a polled folder all files
	dirs   map[string]struct{} // that are known or waiting to be looked at
	polled bool
}

// watcher is the state of one Run; its goroutine alone uses it.
type watcher struct {
	root   string
	o      Options
	notify func(Changes)

	round   int
	src     *source // nil: no events can be had
	remote  bool
	anchor  *anchor
	info    fs.FileInfo // the root as it was when the round began
	gone    bool
	hollow  bool // the root was replaced by an empty folder, as when its file system went away
	folders map[string]*folder
	polled  int

	jobs    chan job
	results chan result
	todo    []string // folders to look at
	polling []string // folders to look at again, after those
	looking bool     // the scanner is at work

	began   time.Time // of the round
	setup   bool      // the folders that were there are still being gone through
	missed  bool      // something may have happened in a folder before it was watched
	pending map[string]struct{}
	all     bool
	first   time.Time // change of the batch
	last    time.Time

	batch   *time.Timer
	poll    *time.Timer
	look    *time.Timer // for the root
	cycling bool        // a poll is under way
	cycle   time.Time   // when it began
	limits  bool        // that the system refused to watch was logged
}

func newWatcher(root string, o Options, notify func(Changes)) *watcher {
	return &watcher{
		root: filepath.Clean(root), o: o, notify: notify,
		jobs: make(chan job), results: make(chan result), pending: map[string]struct{}{},
		batch: stopped(), poll: stopped(), look: stopped(),
	}
}

func stopped() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

func (w *watcher) run(ctx context.Context) {
	var wg sync.WaitGroup
	ctx, stop := context.WithCancel(ctx)
	wg.Go(func() { scanner(ctx, w.jobs, w.results) })
	defer func() {
		stop()
		w.close()
		for _, t := range []*time.Timer{w.batch, w.poll, w.look} {
			t.Stop()
		}
		wg.Wait()
	}()
	w.begin()
	for {
		var events <-chan fsnotify.Event
		var errs <-chan error
		if w.src != nil {
			events, errs = w.src.events, w.src.errs
		}
		var moved <-chan struct{}
		if w.anchor != nil {
			moved = w.anchor.moved
		}
		jobs, next := w.next()
		select {
		case <-ctx.Done():
			return
		case e, ok := <-events:
			if ok {
				w.event(e)
			} else {
				w.src = nil
				w.restart() // it broke
			}
		case err := <-errs:
			w.trouble(err)
		case jobs <- next:
			w.taken()
		case r := <-w.results:
			w.looking = false
			w.looked(r)
			w.settle()
		case <-moved:
			w.checkRoot(true)
		case <-w.look.C:
			w.checkRoot(false)
		case <-w.batch.C:
			w.flush()
		case <-w.poll.C:
			w.startPoll()
		}
	}
}

// begin starts a round: nothing is known of the folders.
func (w *watcher) begin() {
	w.close()
	w.round++
	w.folders, w.polled = map[string]*folder{}, 0
	w.todo, w.polling, w.cycling = nil, nil, false
	w.began, w.setup, w.missed = time.Now(), true, false
	w.poll.Stop()
	info, err := os.Stat(w.root)
	if err != nil || !info.IsDir() {
		w.leave()
		return
	}
	w.info, w.gone = info, false
	w.remote = w.o.remote(w.root)
	if w.anchor = w.o.anchor(w.root); w.anchor == nil {
		w.look.Reset(rootEvery)
	} else {
		w.look.Stop()
	}
	if w.src, err = w.o.open(); err != nil {
		w.src = nil
		w.o.Log.Warn("no events of the folder, looking every few seconds", "error", err)
	}
	w.todo = []string{w.root}
}

// restart begins a new round and has everything looked at.
func (w *watcher) restart() {
	w.begin()
	if !w.gone {
		w.everything()
	}
}

// close ends what tells about events.
func (w *watcher) close() {
	if w.src != nil {
		if err := w.src.close(); err != nil {
			w.o.Log.Warn("close watch", "error", err)
		}
		w.src = nil
	}
	if w.anchor != nil {
		w.anchor.close()
		w.anchor = nil
	}
}

// leave says that the root is gone and waits for it.
func (w *watcher) leave() {
	w.close()
	w.round++
	w.folders, w.polled, w.todo, w.polling, w.setup = nil, 0, nil, nil, false
	clear(w.pending)
	w.all = false
	w.batch.Stop()
	w.poll.Stop()
	w.look.Reset(backEvery)
	if !w.gone {
		w.gone = true
		w.notify(Changes{RootGone: true})
	}
}

// checkRoot looks whether the root is there and is what it was. moved says that something happened to it, so that its watches are void even
// if it is.
func (w *watcher) checkRoot(moved bool) {
	info, err := os.Stat(w.root)
	switch {
	case err != nil || !info.IsDir():
		w.hollow = false
		w.leave()
	case w.gone:
		if w.hollow && isEmpty(w.root) {
			w.look.Reset(backEvery)
			return
		}
		w.hollow = false
		w.restart()
	case os.SameFile(info, w.info) && !moved:
		if w.anchor == nil {
			w.look.Reset(rootEvery)
		}
	case !os.SameFile(info, w.info) && isEmpty(w.root):
		w.hollow = true
		w.leave()
	default:
		w.restart()
	}
}

func isEmpty(dir string) bool {
	f, err := os.Open(dir)
	if err != nil {
		return true
	}
	defer f.Close()
	names, _ := f.Readdirnames(1)
	return len(names) == 0
}

// trouble takes in an error of the source.
func (w *watcher) trouble(err error) {
	if err == nil {
		return
	}
	if !lost(err) {
		w.o.Log.Warn("watch", "error", err)
		return
	}
	w.restart()
}

// event takes in what the system tells.
func (w *watcher) event(e fsnotify.Event) {
	path := filepath.Clean(e.Name)
	if path == w.root {
		if e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) {
			w.checkRoot(true)
		}
		return
	}
	rel, err := filepath.Rel(w.root, path)
	if err != nil || !filepath.IsLocal(rel) || w.o.Flat && filepath.Dir(rel) != "." || slices.ContainsFunc(strings.Split(rel, string(filepath.Separator)), overlooked) {
		return
	}
	if e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) {
		w.removed(path)
	}
	if e.Has(fsnotify.Create) {
		w.created(path)
	}
	w.changed(path)
}

func (w *watcher) created(path string) {
	info, err := os.Lstat(path)
	if err != nil {
		return // gone again, which is told too
	}
	if info.IsDir() {
		if w.folders[path] != nil { // another one in its place
			w.drop(path)
		}
		w.enqueue(path)
	} else if f := w.folders[filepath.Dir(path)]; f != nil && (f.polled || isMarkdown(path)) {
		f.add(filepath.Base(path), stamp{info.Size(), info.ModTime().UnixNano(), info.Mode()})
	}
}

func (f *folder) add(name string, s stamp) {
	if f.files == nil {
		f.files = map[string]stamp{}
	}
	f.files[name] = s
}

func (w *watcher) enqueue(dir string) {
	if w.o.Flat {
		return
	}
	if f := w.folders[filepath.Dir(dir)]; f != nil {
		if f.dirs == nil {
			f.dirs = map[string]struct{}{}
		}
		f.dirs[filepath.Base(dir)] = struct{}{}
	}
	w.todo = append(w.todo, dir)
}

func (w *watcher) removed(path string) {
	if f := w.folders[filepath.Dir(path)]; f != nil {
		delete(f.files, filepath.Base(path))
		delete(f.dirs, filepath.Base(path))
	}
	if w.folders[path] != nil {
		w.drop(path)
	}
}

// drop forgets a folder that is no longer at this path, and names the files that were in it. The watches on the folders in it are taken away:
// one of a folder that was moved would go on with paths that are wrong.
func (w *watcher) drop(dir string) {
	f := w.folders[dir]
	if f == nil {
		return
	}
	delete(w.folders, dir)
	if f.polled {
		w.polled--
	}
	if w.src != nil {
		w.src.remove(dir)
	}
	for name := range f.files {
		w.changed(filepath.Join(dir, name))
	}
	for name := range f.dirs {
		w.drop(filepath.Join(dir, name))
	}
	w.changed(dir)
}

// next gives what the scanner is to do next, on a nil channel when there is nothing.
func (w *watcher) next() (chan<- job, job) {
	if w.looking || w.gone {
		return nil, job{}
	}
	for len(w.todo) > 0 {
		dir := w.todo[0]
		if dir == w.root || w.folders[filepath.Dir(dir)] != nil {
			return w.jobs, job{round: w.round, dir: dir, src: w.src, all: w.remote}
		}
		w.todo = w.todo[1:] // what it is in is gone
	}
	for len(w.polling) > 0 {
		if w.folders[w.polling[0]] != nil {
			return w.jobs, job{round: w.round, dir: w.polling[0], all: true, again: true}
		}
		w.polling = w.polling[1:]
	}
	return nil, job{}
}

// taken says that the scanner has what next gave.
func (w *watcher) taken() {
	w.looking = true
	if len(w.todo) > 0 {
		w.todo = w.todo[1:]
	} else {
		w.polling = w.polling[1:]
	}
}

// settle ends the set-up or a poll when there is nothing left to look at.
func (w *watcher) settle() {
	if w.looking || w.gone {
		return
	}
	if w.next(); len(w.todo) > 0 || len(w.polling) > 0 {
		return
	}
	if w.setup {
		w.setup = false
		if w.missed {
			w.everything()
		}
		w.o.Log.Debug("watching", "folders", len(w.folders), "polled", w.polled, "took", time.Since(w.began))
		if w.o.ready != nil {
			w.o.ready(len(w.folders), w.polled)
		}
		w.pollLater(0)
	}
	if w.cycling {
		w.cycling = false
		w.pollLater(time.Since(w.cycle))
	}
}

// pollLater plans the next poll after one that took that long.
func (w *watcher) pollLater(took time.Duration) {
	if w.polled > 0 {
		w.poll.Reset(max(pollEvery, pollShare*took))
	}
}

// startPoll looks again at the folders that send no events.
func (w *watcher) startPoll() {
	w.checkRoot(false)
	if w.gone || w.setup || w.cycling {
		return
	}
	w.cycling, w.cycle = true, time.Now()
	for dir, f := range w.folders {
		if f.polled {
			w.polling = append(w.polling, dir)
		}
	}
	slices.Sort(w.polling)
	w.settle()
}

// looked takes in what a look at a folder gave.
func (w *watcher) looked(r result) {
	if r.round != w.round || w.gone {
		return
	}
	old := w.folders[r.dir]
	if r.again && old == nil {
		return // it vanished meanwhile
	}
	if r.dir != w.root && w.folders[filepath.Dir(r.dir)] == nil {
		// The folder it is in was moved meanwhile, and with it a watch that may be the one of its new path.
		if r.watched {
			w.restart()
		}
		return
	}
	if errors.Is(r.err, fs.ErrNotExist) {
		if r.dir == w.root {
			w.checkRoot(true)
			return
		}
		w.removed(r.dir)
		return
	}
	if r.addErr != nil && !w.limits {
		w.limits = true
		w.o.Log.Warn("not all folders send events, looking every few seconds", "error", r.addErr)
	}
	if old == nil {
		w.appeared(r)
		return
	}
	if !r.again {
		w.setPolled(old, w.remote || !r.watched)
	}
	if r.err == nil {
		w.compare(old, r)
	}
}

func (w *watcher) setPolled(f *folder, polled bool) {
	switch {
	case polled && !f.polled:
		w.polled++
		if w.polled == 1 && !w.setup && !w.cycling {
			w.poll.Reset(pollEvery)
		}
	case !polled && f.polled:
		w.polled--
	}
	f.polled = polled
}

// appeared takes in a folder that was not known.
func (w *watcher) appeared(r result) {
	f := &folder{files: r.files}
	w.folders[r.dir] = f
	w.setPolled(f, w.remote || !r.watched)
	if w.setup {
		w.missed = w.missed || w.after(r.time)
		for name, s := range r.files {
			if w.after(time.Unix(0, s.time)) {
				w.changed(filepath.Join(r.dir, name))
			}
		}
	} else {
		for name := range r.files {
			w.changed(filepath.Join(r.dir, name))
		}
		w.changed(r.dir)
	}
	for _, name := range r.dirs {
		w.enqueue(filepath.Join(r.dir, name))
	}
}

// after reports whether a file's time lies after the beginning of the round, as far as clocks of file systems tell: the kernel's moves in
// steps of some milliseconds, FAT's in steps of two seconds.
func (w *watcher) after(t time.Time) bool {
	grain := 10 * time.Millisecond
	if t.Nanosecond() == 0 {
		grain = 2 * time.Second
	}
	return t.After(w.began.Add(-grain))
}

// compare takes in a further look at a folder.
func (w *watcher) compare(f *folder, r result) {
	for name, s := range r.files {
		if was, ok := f.files[name]; !ok || was != s {
			w.changed(filepath.Join(r.dir, name))
		}
	}
	for name := range f.files {
		if _, ok := r.files[name]; !ok {
			w.changed(filepath.Join(r.dir, name))
		}
	}
	f.files = r.files
	for _, name := range r.dirs {
		if _, ok := f.dirs[name]; !ok { // always so when flat
			w.enqueue(filepath.Join(r.dir, name))
		}
	}
	for name := range f.dirs {
		if !slices.Contains(r.dirs, name) {
			w.removed(filepath.Join(r.dir, name))
		}
	}
}

// changed adds a path to the batch.
func (w *watcher) changed(path string) {
	w.touch()
	if w.all {
		return
	}
	w.pending[path] = struct{}{}
	if len(w.pending) > maxPaths {
		w.everything()
	}
}

func (w *watcher) everything() {
	w.touch()
	w.all = true
	clear(w.pending)
}

// touch notes that something happened now.
func (w *watcher) touch() {
	w.last = time.Now()
	if !w.all && len(w.pending) == 0 {
		w.first = w.last
		w.batch.Reset(quiet)
	}
}

// flush tells the batch unless more is coming.
func (w *watcher) flush() {
	if !w.all && len(w.pending) == 0 {
		return
	}
	now := time.Now()
	if due := min(w.last.Add(quiet).Sub(now), w.first.Add(latest).Sub(now)); due > 0 {
		w.batch.Reset(due)
		return
	}
	c := Changes{Everything: w.all}
	for path := range w.pending {
		c.Paths = append(c.Paths, path)
	}
	slices.Sort(c.Paths)
	clear(w.pending)
	w.all = false
	w.notify(c)
}
