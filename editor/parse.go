package editor

import (
	"context"

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
	serial  int // of the post that is shown; results of another one are dropped
}

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
	p, serial, prev, counts := w.active, w.parser.serial, w.parser.prev, w.parser.counts
	doc, from := p.copy.State().Doc, p.copy.BodyFrom()
	options := w.markdownOptions()
	w.log.Debug("parsing")
	w.env.Sched.Go("parse", func(context.Context) {
		next, part := reparse(prev, doc, from, options)
		next.Headings() // found here, where nobody waits
		counted, counts := countDocument(next, counts)
		w.env.Sched.Do(func() {
			w.parser.running = false
			w.log.Debug("parsed", "blocks", len(next.Blocks), "current", serial == w.parser.serial)
			if serial == w.parser.serial {
				w.parser.prev, w.parser.counts = next, counts
				w.showBlocks(p, next, part)
				if !part {
					w.goal.count(p, counted)
					w.status.SetCount(counted)
				}
			}
			if part || w.parser.waiting || serial != w.parser.serial {
				w.parse()
			}
		})
	})
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
	if w.folder != nil {
		options = w.folder.Config().Markdown()
	}
	options.Hugo = w.hugo
	return options
}
