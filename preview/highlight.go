package preview

import (
	"context"

	"lanyard/preview/paint"
)

// keptCode bounds the bytes of listings whose colours are remembered.
const keptCode = 2 << 20

// highlights colours code beside the UI goroutine: the first listing of a
// language has its rules read, and rules that meet a text they were not made for
// can take long whatever its length. Until the colours come a listing has those
// of its last version, moved to where the text is now.
type highlights struct {
	p       *Preview
	known   map[codeKey][]paint.Token
	order   []codeKey // oldest first
	bytes   int
	asked   map[codeKey]bool
	waiting []codeKey // of asked, what no worker has yet
	working bool
}

type codeKey struct{ lang, text string }

func newHighlights(p *Preview) *highlights {
	return &highlights{p: p, known: map[codeKey][]paint.Token{}, asked: map[codeKey]bool{}}
}

// tokens gives the tokens of a listing, or what they probably are.
func (h *highlights) tokens(lang, text string) []paint.Token {
	key := codeKey{lang, text}
	if t, ok := h.known[key]; ok {
		return t
	}
	if !paint.Coloured(lang, text) {
		return nil
	}
	if h.p.opt.Go == nil {
		t := paint.Highlight(lang, text)
		h.keep(key, t)
		return t
	}
	if !h.asked[key] {
		h.asked[key] = true
		h.waiting = append(h.waiting, key)
		h.work()
	}
	return h.guess(key)
}

// work colours what waits, in one worker: a page of many small listings is no
// reason for many.
func (h *highlights) work() {
	if h.working || len(h.waiting) == 0 {
		return
	}
	h.working = true
	keys, do := h.waiting, h.p.opt.Do
	h.waiting = nil
	h.p.opt.Go("preview code", func(context.Context) {
		found := make([][]paint.Token, len(keys))
		defer do(func() { h.arrived(keys, found) }) // after a panic in a language's rules, too
		for i, key := range keys {
			found[i] = paint.Highlight(key.lang, key.text)
		}
	})
}

func (h *highlights) keep(key codeKey, t []paint.Token) {
	if _, ok := h.known[key]; !ok {
		h.order = append(h.order, key)
		h.bytes += len(key.text)
	}
	h.known[key] = t
	for h.bytes > keptCode && len(h.order) > 1 {
		h.bytes -= len(h.order[0].text)
		delete(h.known, h.order[0])
		h.order = h.order[1:]
	}
}

// guess moves the tokens of the newest listing that is nearly the same.
func (h *highlights) guess(key codeKey) []paint.Token {
	for i := len(h.order) - 1; i >= max(0, len(h.order)-16); i-- {
		old := h.order[i]
		if old.lang != key.lang {
			continue
		}
		n := min(len(old.text), len(key.text))
		from := 0
		for from < n && old.text[from] == key.text[from] {
			from++
		}
		tail := 0
		for tail < n-from && old.text[len(old.text)-1-tail] == key.text[len(key.text)-1-tail] {
			tail++
		}
		if from+tail < n/2 {
			continue
		}
		return moved(h.known[old], from, len(old.text)-tail, len(key.text)-len(old.text))
	}
	return nil
}

// moved are tokens after text between from and to was replaced by text that is
// longer by shift; one that holds the change stretches.
func moved(tokens []paint.Token, from, to, shift int) []paint.Token {
	out := make([]paint.Token, 0, len(tokens))
	for _, t := range tokens {
		switch {
		case t.To <= from:
		case t.From >= to:
			t.From, t.To = t.From+shift, t.To+shift
		case t.From <= from && t.To >= to:
			t.To += shift
		case t.From <= from:
			t.To = from
		default:
			t.From, t.To = to+shift, t.To+shift
		}
		if t.To > t.From {
			out = append(out, t)
		}
	}
	return out
}

// arrived colours the listings that are shown.
func (h *highlights) arrived(keys []codeKey, found [][]paint.Token) {
	h.working = false
	for i, key := range keys {
		delete(h.asked, key)
		h.keep(key, found[i])
	}
	p := h.p
	for i := range p.column.live {
		e := p.column.entries[i]
		changed := false
		for k, key := range keys {
			changed = e.set != nil && e.set.Recolour(key.lang, key.text, found[k], &p.settings.Colours) || changed
		}
		if !changed {
			continue
		}
		for _, s := range e.strips {
			p.drawStrip(e, s)
			s.img.Refresh()
		}
	}
	h.work()
}
