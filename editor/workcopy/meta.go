package workcopy

import (
	"errors"
	"fmt"

	"lanyard/editor/text"
	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// Floor is the offset where the editable text begins: the body's, or 0 when the front matter is shown as text.
func (c *Copy) Floor() int {
	if c.MetaAsText() {
		return 0
	}
	return c.bodyFrom
}

// BodyFrom is the offset of the body, whether or not the front matter is shown.
func (c *Copy) BodyFrom() int { return c.bodyFrom }

// MetaAsText reports whether the front matter is part of the editable text: because the author asked for it, or because it cannot
// be read.
func (c *Copy) MetaAsText() bool { return c.metaText || c.problem != nil }

// ShowMeta switches between the form alone and the form with the text of the front matter.
func (c *Copy) ShowMeta(on bool) {
	c.metaText = on
	c.keepBelowFloor()
}

// Block is the front matter as last read; nil when [Copy.Problem] says why there is none.
func (c *Copy) Block() *frontmatter.Block {
	if c.problem != nil {
		return nil
	}
	return c.meta.Block
}

// Problem says why the front matter cannot be edited by the form, nil when it can. The error is a *page.Error or a
// *frontmatter.Error whose line counts from the top of the file.
func (c *Copy) Problem() error { return c.problem }

// ProblemAt is the place of [Copy.Problem] in the file: line and column from 1, or 0 when there is none.
func (c *Copy) ProblemAt() (line, col int) {
	var pe *page.Error
	var fe *frontmatter.Error
	switch {
	case errors.As(c.problem, &pe):
		return pe.Line, pe.Col
	case errors.As(c.problem, &fe):
		return fe.Line, fe.Col
	}
	return 0, 0
}

func (c *Copy) parseMeta() {
	c.meta, c.problem = frontmatter.Open(c.state.Doc.String())
	c.bodyFrom = c.meta.Page.BodyFrom
}

// touchesMeta reports whether the change may alter the front matter or its delimiters. An insertion at the very beginning of the
// body can: the rest of the closing delimiter's line belongs to the body.
func (c *Copy) touchesMeta(change text.Change) bool {
	if change.Empty() {
		return false
	}
	limit := c.bodyFrom
	if c.problem != nil || c.meta.Page.Format == page.None {
		limit = c.state.Doc.Len() // an edit high up may repair a front matter, or begin one
		if c.state.Doc.Lines() > headLines {
			limit = c.state.Doc.LineStart(headLines)
		}
	}
	return change.Edits()[0].From <= limit
}

// headLines bounds how far down an edit is taken for one that repairs or begins a front matter.
const headLines = 400

// Set changes one value of the front matter; path reaches into maps. It changes only that entry's bytes.
func (c *Copy) Set(path []string, v any) error {
	return c.patch(func(f *frontmatter.File) ([]frontmatter.Edit, error) { return f.Set(path, v) })
}

// SetRaw changes the source text of one entry's value.
func (c *Copy) SetRaw(key, raw string) error {
	return c.patch(func(f *frontmatter.File) ([]frontmatter.Edit, error) { return f.SetRaw(key, raw) })
}

// Unset removes an entry.
func (c *Copy) Unset(path []string) error {
	return c.patch(func(f *frontmatter.File) ([]frontmatter.Edit, error) { return f.Unset(path) })
}

// ErrUnreadable: the front matter is broken; the form cannot edit it.
var ErrUnreadable = errors.New("the front matter cannot be read")

// patch turns edits of the front matter into a transaction. The indexed file differs from the document only below the body's
// beginning, where no edit of the front matter reaches.
func (c *Copy) patch(edits func(*frontmatter.File) ([]frontmatter.Edit, error)) error {
	if c.problem != nil {
		return fmt.Errorf("%w: %w", ErrUnreadable, c.problem)
	}
	list, err := edits(c.meta)
	if err != nil || len(list) == 0 {
		return err
	}
	out := make([]text.Edit, len(list))
	for i, e := range list {
		out[i] = text.Edit(e)
	}
	change, err := text.NewChange(c.state.Doc.Len(), out...)
	if err != nil {
		return err
	}
	c.Dispatch(text.Transaction{Change: change, Kind: text.Form})
	return nil
}
