package watch

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// stamp tells one state of a file from another as far as that is possible without reading it.
type stamp struct {
	size int64
	time int64 // ns of the last change of its bytes
	mode fs.FileMode
}

// job is one folder to look at.
type job struct {
	round int // of the watcher; a result of an earlier round is void
	dir   string
	src   *source // where the folder is to be added; nil: it is only read
	all   bool    // stamps of all files are needed, not only of Markdown
	again bool    // it is one that is polled
}

// result is what a look at a folder gave. One that is not watched has to be polled, and has stamps of all files.
type result struct {
	job
	err     error // of reading the folder
	watched bool
	addErr  error
	time    time.Time // when entries of the folder last changed
	files   map[string]stamp
	dirs    []string
}

// scan adds the folder to the source and reads it, in this order, so that nothing falls between. The order also makes a file that is made at
// the same time appear twice rather than never.
func scan(j job) result {
	r := result{job: j}
	if j.src != nil {
		r.addErr = j.src.add(j.dir)
		r.watched = r.addErr == nil
	}
	all := j.all || !r.watched
	info, err := os.Stat(j.dir)
	if err != nil {
		r.err = err
		return r
	}
	r.time = info.ModTime()
	entries, err := os.ReadDir(j.dir)
	if err != nil {
		r.err = err
		return r
	}
	for _, e := range entries {
		switch name := e.Name(); {
		case overlooked(name):
		case e.IsDir():
			r.dirs = append(r.dirs, name)
		case all || isMarkdown(name):
			if info, err := e.Info(); err == nil {
				if r.files == nil {
					r.files = map[string]stamp{}
				}
				r.files[name] = stamp{info.Size(), info.ModTime().UnixNano(), info.Mode()}
			}
		}
	}
	return r
}

// scanner looks at folders for the watcher until ctx ends, one after the other: what blocks on the disk does not hold up events.
func scanner(ctx context.Context, jobs <-chan job, results chan<- result) {
	for {
		select {
		case <-ctx.Done():
			return
		case j := <-jobs:
			r := scan(j)
			select {
			case <-ctx.Done():
				return
			case results <- r:
			}
		}
	}
}

// overlooked reports whether a name is hidden, a backup, or a temporary file of ours (which is hidden, see atomicfile.IsTemp).
func overlooked(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~")
}

// isMarkdown is store.IsMarkdown; the store may use this package, not the other way round.
func isMarkdown(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md", ".markdown":
		return true
	}
	return false
}
