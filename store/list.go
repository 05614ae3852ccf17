package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// List reads the front matter of every post of the folder and gives each to
// yield, in the order of their paths, until yield returns false or ctx ends.
// Section pages (_index.md), the other pages of a bundle, hidden files and
// hidden folders are no posts. yield is called on the caller's goroutine while
// the next posts are being read. What cannot be read is a Summary with Err; the
// error returned is the context's, or that of a content folder that cannot be
// read at all.
func (f *Folder) List(ctx context.Context, yield func(Summary) bool) error {
	return f.each(ctx, nil, func(l Listed) bool { return yield(l.Summary) }, (*walker).all)
}

// Listed is a post with what was seen of its file on the way.
type Listed struct {
	Summary
	Real string // the file's path without symbolic links; empty where that was not looked for
	Size int64  // bytes; 0 where the file cannot be read
}

// ListKnown is List for who remembers summaries. known gives that of a file of so many bytes, last changed then, where it is known; such a file is
// not read. The number of photos is counted all the same. known runs on several goroutines.
func (f *Folder) ListKnown(ctx context.Context, known func(path string, size int64, changed time.Time) (Summary, bool), yield func(Listed) bool) error {
	return f.each(ctx, known, yield, (*walker).all)
}

// Siblings is List for the posts of one section: those in the folder that holds
// the post at path (for a bundle, the folder around the bundle's).
func (f *Folder) Siblings(ctx context.Context, path string, yield func(Summary) bool) error {
	dir := sectionOf(path)
	return f.each(ctx, nil, func(l Listed) bool { return yield(l.Summary) }, func(w *walker) error {
		real, err := filepath.EvalSymlinks(dir)
		if err != nil {
			return Wrap("list", dir, err)
		}
		if !f.holds(real) { // a bundle opened by itself has no neighbours
			return nil
		}
		entries, err := w.files.entries(dir, real)
		if err != nil {
			return Wrap("list", dir, err)
		}
		w.section(dir, real, entries)
		return nil
	})
}

func (f *Folder) each(ctx context.Context, known func(string, int64, time.Time) (Summary, bool), yield func(Listed) bool, walk func(*walker) error) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()

	work := make(chan job, 64)
	order := make(chan job, 512)
	var walkErr error
	wg.Go(func() {
		defer close(order)
		defer close(work)
		w := walker{f: f, files: f.walk(), emit: func(j job) bool {
			j.out = make(chan Listed, 1)
			for _, c := range []chan job{order, work} {
				select {
				case c <- j:
				case <-ctx.Done():
					return false
				}
			}
			return true
		}}
		defer w.files.Close()
		walkErr = walk(&w)
	})
	for range min(max(runtime.GOMAXPROCS(0), 2), 8) {
		wg.Go(func() {
			r := reader{f: f, files: f.walk(), buf: make([]byte, headSize)}
			defer r.files.Close()
			for j := range work {
				if ctx.Err() == nil {
					j.out <- r.listed(j, known)
				}
			}
		})
	}
	for j := range order {
		select {
		case s := <-j.out:
			if !yield(s) {
				return nil
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return walkErr
}

// headSize bytes hold the front matter of nearly every post.
const headSize = 8 << 10

type job struct {
	path   string
	real   string // path without symbolic links; empty when it is to be checked
	bundle bool
	photos int
	err    error
	out    chan Listed
}

// reader reads the beginnings of posts, one after the other.
type reader struct {
	f     *Folder
	files beneath
	buf   []byte // headSize or more
}

// walker finds the posts below the content folders. Folders that are symbolic
// links are not followed, as Hugo does not.
type walker struct {
	f     *Folder
	files beneath
	emit  func(job) bool
	done  bool
}

func (w *walker) all() error {
	dirs := []string{w.f.Content}
	if slices.Contains(w.f.contents, w.f.Content) {
		dirs = w.f.contents
	}
	for i, dir := range dirs {
		if slices.ContainsFunc(dirs[:i], func(d string) bool { return Within(d, dir) }) {
			continue
		}
		real, err := filepath.EvalSymlinks(dir)
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) && w.f.Site != "" { // a new site has no content yet
				continue
			}
			return Wrap("list", dir, err)
		}
		if !w.f.holds(real) {
			return Wrap("list", dir, ErrOutside)
		}
		entries, err := w.files.entries(dir, real)
		if err != nil {
			return Wrap("list", dir, err)
		}
		if w.folder(dir, real, entries); w.done {
			break
		}
	}
	return nil
}

func (w *walker) send(j job) {
	if !w.done && !w.emit(j) {
		w.done = true
	}
}

func (w *walker) folder(dir, real string, entries []fs.DirEntry) {
	if indexOf(entries) != "" && !w.f.isRoot(dir) {
		w.bundle(dir, real, entries)
		return
	}
	for _, e := range entries {
		if w.done {
			return
		}
		name := e.Name()
		if hidden(name) {
			continue
		}
		if e.IsDir() {
			if name == "node_modules" {
				continue
			}
			sub := filepath.Join(dir, name)
			children, err := w.files.entries(sub, filepath.Join(real, name))
			if err != nil {
				w.send(job{path: sub, err: Wrap("list", sub, err)})
				continue
			}
			w.folder(sub, filepath.Join(real, name), children)
			continue
		}
		if isPost(name) {
			w.send(job{path: filepath.Join(dir, name), real: realOf(e, real)})
		}
	}
}

// isPost reports the name of a single post: no section's page and no conflict copy.
func isPost(name string) bool {
	return IsMarkdown(name) && !strings.HasPrefix(name, "_index.") && !isConflict(name)
}

// section sends the posts directly in a folder.
func (w *walker) section(dir, real string, entries []fs.DirEntry) {
	for _, e := range entries {
		name := e.Name()
		switch {
		case w.done || hidden(name):
		case e.IsDir():
			sub := filepath.Join(dir, name)
			if children, err := w.files.entries(sub, filepath.Join(real, name)); err == nil && indexOf(children) != "" {
				w.bundle(sub, filepath.Join(real, name), children)
			}
		case isPost(name):
			w.send(job{path: filepath.Join(dir, name), real: realOf(e, real)})
		}
	}
}

// realOf is the file's path where no symbolic link stands in it.
func realOf(e fs.DirEntry, dir string) string {
	if e.Type()&fs.ModeSymlink != 0 {
		return ""
	}
	return filepath.Join(dir, e.Name())
}

func (w *walker) bundle(dir, real string, entries []fs.DirEntry) {
	photos := w.files.countPhotos(dir, real, entries, 0)
	for _, e := range entries {
		if !e.IsDir() && IsIndex(e.Name()) {
			w.send(job{path: filepath.Join(dir, e.Name()), real: realOf(e, real), bundle: true, photos: photos})
		}
	}
}

// countPhotos counts the pictures in a folder and below it.
func (b *beneath) countPhotos(dir, real string, entries []fs.DirEntry, depth int) int {
	n := 0
	for _, e := range entries {
		switch {
		case hidden(e.Name()):
		case e.IsDir():
			if depth < 8 {
				sub, realSub := filepath.Join(dir, e.Name()), filepath.Join(real, e.Name())
				children, _ := b.entries(sub, realSub)
				n += b.countPhotos(sub, realSub, children, depth+1)
			}
		case IsPicture(e.Name()):
			n++
		}
	}
	return n
}

// Summary reads the front matter of one post.
func (f *Folder) Summary(path string) Summary {
	r := reader{f: f, files: beneath{roots: f.roots}, buf: make([]byte, headSize)}
	defer r.files.Close()
	j := job{path: path, bundle: f.isBundle(path)}
	if j.bundle {
		dir := filepath.Dir(path)
		if real, err := f.Check(dir); err == nil {
			entries, _ := r.files.entries(dir, real)
			j.photos = r.files.countPhotos(dir, real, entries, 0)
		}
	}
	return r.summary(j)
}

// listed is summary, of a file that is known without reading it.
func (r *reader) listed(j job, known func(string, int64, time.Time) (Summary, bool)) Listed {
	l := Listed{Real: j.real}
	if known != nil && j.err == nil && j.real != "" {
		if st, err := os.Lstat(j.real); err == nil && st.Mode().IsRegular() {
			l.Size = st.Size()
			if s, ok := known(j.path, st.Size(), st.ModTime()); ok {
				l.Summary = s
				l.Photos = j.photos
				return l
			}
		}
	}
	l.Summary = r.summary(j)
	return l
}

func (r *reader) summary(j job) Summary {
	s := Summary{Path: j.path, Bundle: j.bundle, Photos: j.photos, Lang: r.f.PageLang(j.path), Key: r.f.TranslationKey(j.path), Err: j.err}
	if s.Err != nil {
		return s
	}
	h, st, err := r.files.file(j.path, j.real)
	if err != nil {
		s.Err = err
		return s
	}
	defer h.Close()
	s.ModTime = st.ModTime()
	if st.Size() > MaxSize {
		s.Err = tooLarge(j.path, st.Size(), MaxSize)
		return s
	}
	head, p, err := readHead(h, j.path, &r.buf)
	if err != nil {
		s.Err = err
		return s
	}
	s.fill(r.f, head, p)
	return s
}

// readHead reads as much of a file as its front matter needs.
func readHead(r io.Reader, path string, buf *[]byte) (string, page.Page, error) {
	n := 0
	for {
		got, err := io.ReadFull(r, (*buf)[n:])
		n += got
		end := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !end {
			return "", page.Page{}, Wrap("read", path, err)
		}
		data := (*buf)[:n]
		if bytes.IndexByte(data, 0) >= 0 {
			return "", page.Page{}, validText(path, data)
		}
		head := string(data)
		p, perr := page.Parse(head)
		if perr != nil && !end { // perhaps the end of the front matter is still to come
			*buf = append(*buf, make([]byte, len(*buf))...)
			continue
		}
		if perr != nil {
			return "", p, metaError(path, head, perr, 0)
		}
		if !utf8.ValidString(head[:p.BodyFrom]) {
			return "", p, validText(path, data)
		}
		return head, p, nil
	}
}

func (s *Summary) fill(f *Folder, head string, p page.Page) {
	if p.Format == page.None {
		return
	}
	b, err := frontmatter.Parse(p.Format, p.Meta(head))
	if err != nil {
		s.Err = metaError(s.Path, head, err, p.MetaFrom)
		return
	}
	get := f.values(b)
	s.Title = frontmatter.Text(get("title"))
	s.Slug, s.URL = frontmatter.Text(get("slug")), frontmatter.Text(get("url"))
	s.Date, _ = frontmatter.AsDate(get("date"))
	s.Draft = f.draft(get("draft"))
	s.Tags = frontmatter.Strings(get("tags"))
	s.Categories = frontmatter.Strings(get("categories"))
	if s.Authors = frontmatter.Strings(get("authors")); s.Authors == nil {
		s.Authors = frontmatter.Strings(get("author"))
	}
	if covers := Covers(b); len(covers) > 0 {
		s.Cover = covers[0].Value
	}
}

// metaError gives what page or frontmatter said its place in the file. from is
// where the text it speaks of begins in the file.
func metaError(path, text string, err error, from int) error {
	line, _ := Position(text, from)
	e := &Error{Op: "read the front matter of", Path: path, Kind: BadMeta, Err: err}
	var pe *page.Error
	var fe *frontmatter.Error
	switch {
	case errors.As(err, &pe):
		e.Line, e.Col, e.Err = pe.Line, pe.Col, errors.New(pe.Msg)
	case errors.As(err, &fe):
		e.Line, e.Col, e.Err = fe.Line+line-1, fe.Col, errors.New(fe.Msg)
	}
	return e
}

// MetaError makes an *Error of what [frontmatter.Open] or one of its File's
// methods said about the post at path: their lines count from the top of the
// file already.
func MetaError(path string, err error) error {
	if err == nil {
		return nil
	}
	return metaError(path, "", err, 0)
}
