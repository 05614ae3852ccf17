package editor

import (
	"context"
	"time"

	"lanyard/editor/text"
	"lanyard/store/markdown"
)

// parser turns the newest text into blocks beside the UI goroutine. One worker runs at a time; what is typed meanwhile waits as one
// request, so a slow parse skips texts instead of queueing them.
type parser struct {
	prev    *markdown.Document
	counts  blockCounts // of prev
	running bool
	waiting bool
	serial  int           // of the post that is shown; results of another one are dropped
	results chan parsed   // one at most
	took    time.Duration // the newest parse
}

// parsed is what a worker found.
type parsed struct {
	post    *openPost
	serial  int
	doc     *markdown.Document
	part    bool // the beginning of a long text only
	counted counted
	counts  blockCounts
	took    time.Duration
}

// parseGrace is how long a picture waits for the blocks of its text. A post of usual length is parsed in a third of it, so that the preview
// comes in one picture with the key: two pictures would cost the processor twice as much as the whole key (measured with software OpenGL).
const parseGrace = 3 * time.Millisecond

func (p *parser) reset() {
	p.serial++
	p.prev, p.counts, p.waiting = nil, nil, false
}

// parse asks for the blocks of the open post's present text.
func (w *Workbench) parse() {
	if w.active == nil {
		return
	}
	if w.parser.running {
		w.parser.waiting = true
		return
	}
	w.parser.running, w.parser.waiting = true, false
	p, serial, prev, counts, results := w.active, w.parser.serial, w.parser.prev, w.parser.counts, w.parser.results
	doc, from := p.Copy.State().Doc, p.Copy.BodyFrom()
	options := w.markdownOptions()
	w.log.Debug("parsing")
	w.env.Sched.Go("parse", func(context.Context) {
		start := time.Now()
		r := parsed{post: p, serial: serial}
		r.doc, r.part = reparse(prev, doc, from, options)
		r.doc.Headings() // found here, where nobody waits
		r.counted, r.counts = countDocument(r.doc, counts)
		r.took = time.Since(start)
		results <- r
		w.env.Sched.Do(w.takeParsed)
	})
	if w.parser.took < parseGrace {
		w.env.Sched.BeforeFrame(w.awaitParsed)
	}
}

// awaitParsed takes the blocks that come in time for the next picture.
func (w *Workbench) awaitParsed() {
	late := time.NewTimer(parseGrace)
	defer late.Stop()
	for w.parser.running {
		select {
		case r := <-w.parser.results:
			w.showParsed(r)
		case <-late.C:
			return
		}
	}
}

// takeParsed takes the blocks that came later.
func (w *Workbench) takeParsed() {
	select {
	case r := <-w.parser.results:
		w.showParsed(r)
	default:
	}
}

func (w *Workbench) showParsed(r parsed) {
	w.parser.running, w.parser.took = false, r.took
	current := r.serial == w.parser.serial
	w.log.Debug("parsed", "blocks", len(r.doc.Blocks), "current", current)
	if current {
		w.parser.prev, w.parser.counts = r.doc, r.counts
		w.showBlocks(r.post, r.doc, r.part)
		if !r.part {
			w.goal.count(r.post, r.counted)
			w.status.SetCount(r.counted)
		}
	}
	if r.part || w.parser.waiting || !current {
		w.parse()
	}
}

// reparse parses doc, reusing what it can of the blocks of an earlier text. Of a long text that comes for the first time it is only the
// beginning, so that its first screen need not wait.
func reparse(prev *markdown.Document, doc text.Doc, from int, options markdown.Options) (d *markdown.Document, part bool) {
	src := doc.String()
	if prev == nil {
		first := markdown.FirstPart(src, from)
		return markdown.Parse(src[:first], from, options), first < len(src)
	}
	return markdown.Update(prev, src, from, options), false
}

// markdownOptions are the site's settings.
func (w *Workbench) markdownOptions() markdown.Options {
	options := markdown.Default()
	if w.session.Folder() != nil {
		options = w.session.Folder().Config().Markdown()
	}
	options.Hugo = w.hugo
	return options
}
