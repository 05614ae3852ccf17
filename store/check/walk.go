package check

import "lanyard/store/markdown"

// walkShortcodes calls visit for every shortcode of the document, those inside
// others included.
func walkShortcodes(doc *markdown.Document, visit func(*markdown.Shortcode)) {
	var w walk
	w.shortcode = func(s *markdown.Shortcode) {
		visit(s)
	}
	w.document(doc)
}

// walk goes through a document in the order of the text; functions that are nil
// are not called. at is the file offset of the top-level block.
type walk struct {
	top       func() // before each top-level block, and after the last
	block     func(at int, b *markdown.Block)
	inlines   func(at int, in []markdown.Inline) // the inlines of one paragraph, heading or cell
	shortcode func(*markdown.Shortcode)

	raw int // how many {{< shortcodes >}} surround what is visited: their templates get it as it is, before Markdown
}

func (w *walk) document(doc *markdown.Document) {
	for i, b := range doc.Blocks {
		if w.top != nil {
			w.top()
		}
		w.one(doc.Starts[i], b)
	}
	if w.top != nil {
		w.top()
	}
}

func (w *walk) one(at int, b *markdown.Block) {
	if w.block != nil {
		w.block(at, b)
	}
	w.code(at, b.Shortcode)
	if w.inlines != nil && len(b.Inlines) > 0 {
		w.inlines(at, b.Inlines)
	}
	w.codesIn(at, b.Inlines)
	for _, c := range b.Children {
		w.one(at, c)
	}
}

func (w *walk) codesIn(at int, list []markdown.Inline) {
	for i := range list {
		w.code(at, list[i].Shortcode)
		w.codesIn(at, list[i].Children)
	}
}

func (w *walk) code(at int, s *markdown.Shortcode) {
	if s == nil {
		return
	}
	if w.shortcode != nil {
		w.shortcode(s)
	}
	w.raw++
	for _, b := range s.Blocks {
		w.one(at, b)
	}
	w.raw--
}
