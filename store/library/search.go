package library

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"lanyard/store"
	"lanyard/store/fold"
	"lanyard/store/page"
)

// A Place says where in a post something was found; a larger one counts more.
type Place uint8

// The places.
const (
	Body Place = iota
	Heading
	Tag
	Title
)

// A Hit is a line of a post's file.
type Hit struct {
	Line  int    // from 1
	Col   int    // of the first mark, in bytes from 1
	Text  string // of the line, shortened around the first mark when it is long
	From  int    // byte of the file at which the first mark begins
	Marks [][2]int
	Place Place
}

// A Result is a post that was found. Without terms, and where the title alone is like the query, it has no hits.
type Result struct {
	*Entry
	Hits  []Hit // in the order of the file
	More  bool  // there are lines that were left out
	Place Place // the best one of the hits
}

// maxLine is how many bytes of a line are shown.
const maxLine = 200

// Search gives yield each post that the query finds, on the caller's goroutine, until yield returns false or the context ends. Posts whose titles
// have it come first, then others, each the newest first; of each at most so many lines, or all with 0. A post that cannot be read is passed over: the
// list of posts names it.
func (l *Library) Search(ctx context.Context, q Query, lines int, yield func(Result) bool) error {
	if q.Empty() {
		return nil
	}
	entries := q.candidates(l.Entries())
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type slot struct {
		r  Result
		ok bool
	}
	slots := make([]chan slot, len(entries))
	for i := range slots {
		slots[i] = make(chan slot, 1)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(max(runtime.GOMAXPROCS(0), 2), 8, max(len(entries), 1)) {
		wg.Go(func() {
			w := l.f.Walk()
			defer w.Close()
			s := searcher{q: q, lines: lines, walk: w}
			for i := next.Add(1) - 1; i < int64(len(entries)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				r, ok := s.post(entries[i])
				slots[i] <- slot{r, ok}
			}
		})
	}
	defer wg.Wait()
	defer cancel()
	for _, c := range slots {
		select {
		case s := <-c:
			if s.ok && !yield(s.r) {
				return nil
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// candidates are the posts that the filters let through, those first whose titles have all that is asked for.
func (q Query) candidates(all []*Entry) []*Entry {
	var titled, rest []*Entry
	for _, e := range all {
		if slices.ContainsFunc(q.filters, func(keep func(*Entry) bool) bool { return !keep(e) }) {
			continue
		}
		if len(q.terms) > 0 && q.titled(e) {
			titled = append(titled, e)
		} else {
			rest = append(rest, e)
		}
	}
	return append(titled, rest...)
}

func (q Query) titled(e *Entry) bool {
	t := &haystack{text: []byte(e.Title)}
	for _, x := range q.terms {
		if _, _, ok := x.needle.find(t, 0); ok == x.not {
			return false
		}
	}
	return true
}

// searcher reads posts, one after another.
type searcher struct {
	q     Query
	lines int
	walk  *store.Walk
	buf   []byte
}

// post looks for all terms in one post.
func (s *searcher) post(e *Entry) (Result, bool) {
	r := Result{Entry: e}
	if len(s.q.terms) == 0 {
		return r, true
	}
	t, ok := s.read(e)
	if !ok {
		return r, false
	}
	var marks [][2]int
	for _, x := range s.q.terms {
		found := x.all(t, s.lines)
		if x.not {
			if len(found) > 0 {
				return r, false
			}
			continue
		}
		if len(found) == 0 {
			return r, false
		}
		marks = append(marks, found...)
	}
	slices.SortFunc(marks, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	r.collect(t.text, marks, s.lines)
	return r, true
}

// read reads a post whole. A post is at most store.MaxSize bytes.
func (s *searcher) read(e *Entry) (*haystack, bool) {
	h, st, err := s.walk.Open(e.Path, e.real)
	if err != nil {
		return nil, false
	}
	defer h.Close()
	if st.Size() > store.MaxSize {
		return nil, false
	}
	if need := int(st.Size()) + 1; cap(s.buf) < need {
		s.buf = make([]byte, need+need/2)
	}
	n, err := io.ReadFull(h, s.buf[:int(st.Size())])
	if err != nil && n == 0 && st.Size() > 0 {
		return nil, false
	}
	return &haystack{text: s.buf[:n]}, true
}

// all finds the hits of a term, which do not overlap: with a number of lines those in so many and one more, and one alone of what must not be there.
func (x *term) all(t *haystack, lines int) [][2]int {
	var out [][2]int
	seen, line := 0, -1
	for from := 0; !x.not || len(out) == 0; {
		at, end, ok := x.needle.find(t, from)
		if !ok {
			break
		}
		if lines > 0 {
			if start, _ := lineAround(t.text, at); start != line {
				if line = start; seen > lines {
					break
				}
				seen++
			}
		}
		if x.re == nil {
			out = append(out, [2]int{at, end})
			from = max(end, at+1)
			continue
		}
		start, stop := lineAround(t.text, at)
		for _, m := range x.re.FindAllIndex(bytes.TrimSuffix(t.text[start:stop], []byte("\r")), -1) {
			if m[1] > m[0] {
				out = append(out, [2]int{start + m[0], start + m[1]})
			}
		}
		from = max(stop, end) // end lies behind the line where the needle begins with its end
	}
	return out
}

func lineAround(text []byte, at int) (from, to int) {
	from = bytes.LastIndexByte(text[:at], '\n') + 1
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		return from, at + i
	}
	return from, len(text)
}

// collect makes hits of marks, which are sorted: one for each line.
func (r *Result) collect(text []byte, marks [][2]int, lines int) {
	body := 0
	if p, err := page.Parse(string(text[:min(len(text), 64<<10)])); err == nil {
		body = p.BodyFrom
	}
	line, counted := 1, 0
	for i := 0; i < len(marks); {
		from, to := lineAround(text, marks[i][0])
		j := i
		for j < len(marks) && marks[j][0] < max(to, from+1) {
			j++
		}
		if lines > 0 && len(r.Hits) == lines {
			r.More = true
			return
		}
		line += bytes.Count(text[counted:from], []byte{'\n'})
		counted = from
		h := Hit{Line: line, Col: marks[i][0] - from + 1, From: marks[i][0], Place: r.place(text[from:to], from, body)}
		h.show(text[from:to], from, marks[i:j])
		r.Hits = append(r.Hits, h)
		r.Place = max(r.Place, h.Place)
		i = j
	}
}

// place says what a line is.
func (r *Result) place(line []byte, from, body int) Place {
	if from >= body {
		if bytes.HasPrefix(line, []byte("#")) {
			return Heading
		}
		return Body
	}
	key, _, _ := strings.Cut(strings.TrimLeft(string(line), "+ \t\""), ":")
	if k, _, ok := strings.Cut(key, "="); ok {
		key = k
	}
	switch strings.Trim(fold.String(key), " \"") {
	case "title":
		return Title
	case "tags", "categories", "keywords":
		return Tag
	}
	if strings.HasPrefix(strings.TrimSpace(string(line)), "- ") {
		return Tag
	}
	return Body
}

// show puts the line into the hit, with its marks; of a long one the part around the first.
func (h *Hit) show(line []byte, from int, marks [][2]int) {
	line = bytes.TrimRight(line, "\r")
	start, end := 0, len(line)
	if end > maxLine {
		start = max(0, min(marks[0][0]-from-maxLine/4, end-maxLine))
		end = min(end, start+maxLine)
		for start > 0 && !utf8.RuneStart(line[start]) {
			start--
		}
		for end < len(line) && !utf8.RuneStart(line[end]) {
			end++
		}
	}
	lead := ""
	if start > 0 {
		lead = "…"
	}
	h.Text = lead + string(line[start:end])
	if end < len(line) {
		h.Text += "…"
	}
	for _, m := range marks {
		a, b := m[0]-from-start+len(lead), min(m[1]-from, end)-start+len(lead)
		if a >= len(lead) && a < b && b <= len(h.Text) {
			h.Marks = append(h.Marks, [2]int{a, b})
		}
	}
}
