package workcopy

import (
	"lanyard/editor/text"
	"lanyard/store"
	"lanyard/store/merge"
)

// This file is the one door for a text that takes the place of an open post's: a reload, a conversion, text that came back after a crash, an
// older version, a repair that was worked out beside the UI goroutine. While such a text was being made the author may have gone on typing.
// So it does not replace what is there: whoever brings it says from which text it was made, and what the author changed since then is merged
// with it. No method of a Copy takes a text without that.

// An Origin is the text from which another one was made that is to take its place.
type Origin struct{ doc text.Doc }

// OriginOf is a text that comes from elsewhere, such as the base of a journal.
func OriginOf(s string) Origin { return Origin{text.New(s)} }

// String is the text.
func (o Origin) String() string { return o.doc.String() }

// Now is the text as it is, for work that begins now and brings its result to [Copy.Join] or [Copy.Follow] later. Taken only when the result
// is there, it would say that nothing was typed in the meantime.
func (c *Copy) Now() Origin { return Origin{c.state.Doc} }

// InFile is the text that the file held when it was last read or written.
func (c *Copy) InFile() Origin { return OriginOf(c.post.Text) }

// A Way puts together what two sides made of one text: what is in the copy and what comes for it.
type Way func(base, mine, theirs string) merge.Result

// ByWord is the way for two changes of the same author: where both changed the same lines but other words of them, both stand.
func ByWord(l merge.Labels) Way {
	return func(base, mine, theirs string) merge.Result { return merge.ThreeByWord(base, mine, theirs, l) }
}

// ByLine is the way for a text that another program changed. The sides do not know of each other, so lines that both of them changed are a
// conflict even where the words are others, as in Git.
func ByLine(l merge.Labels) Way {
	return func(base, mine, theirs string) merge.Result { return merge.Three(base, mine, theirs, l) }
}

// Join puts s, which was made from the text from, in the place of that text: as one undoable step that touches only what differs, so that
// carets and marks stay where they are. What was changed since from stays. Where both changed the same place, both stand between markers,
// which the result names in the coordinates of the text after it.
func (c *Copy) Join(from Origin, s string, way Way) merge.Result {
	return c.join(from, s, text.Command, way)
}

// Follow notes that the file now holds post, and joins its text, which was made from the text from. Afterwards the copy is clean when the
// two are the same.
func (c *Copy) Follow(post *store.Post, from Origin, way Way) merge.Result {
	r := c.join(from, post.Text, text.Reload, way)
	c.post, c.saved = post, -1
	if r.Text == post.Text {
		c.saved = c.history.Revision()
	}
	return r
}

func (c *Copy) join(from Origin, s string, kind text.Kind, way Way) merge.Result {
	now := c.state.Doc.String()
	r := merge.Result{Text: s}
	if base := from.String(); base != now && s != now {
		r = way(base, now, s)
	}
	var edits []text.Edit
	for _, e := range merge.Edits(now, r.Text) {
		edits = append(edits, text.Edit(e))
	}
	if len(edits) == 0 {
		return r
	}
	change, err := text.NewChange(len(now), edits...)
	if err != nil {
		panic(err) // merge gives edits that are sorted and apart
	}
	c.history.Break()
	c.Dispatch(text.Transaction{Change: change, Kind: kind, Scroll: kind != text.Reload})
	c.history.Break()
	return r
}
