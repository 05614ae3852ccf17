package frontmatter

import (
	"errors"
	"fmt"
	"strings"

	"lanyard/store/page"
)

// File is a whole file with its front matter indexed; its edits have offsets
// of the file.
type File struct {
	Text string
	Page page.Page
	// Block is never nil. Without front matter its Err is not nil, yet Set
	// works: it adds a block.
	Block *Block
	err   error
}

// Open divides and indexes text. The error is a *page.Error or an *Error whose
// Line counts from the top of the file; the File is usable for reading
// either way, and its Set refuses with that error.
func Open(text string) (*File, error) {
	f := &File{Text: text}
	var err error
	if f.Page, err = page.Parse(text); err != nil {
		f.err = err
	}
	meta := f.Page.Meta(text)
	eol := page.EOL(meta)
	if !strings.Contains(meta, "\n") {
		eol = page.EOL(text) // an empty block, or JSON on one line
	}
	f.Block, err = parse(f.Page.Format, meta, eol)
	if f.err == nil && f.Page.Format != page.None {
		f.err = f.anchor(err)
	}
	return f, f.err
}

// anchor makes an error of the block one of the file.
func (f *File) anchor(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	line, col := page.Position(f.Text, f.Page.MetaFrom)
	moved := *e
	if e.Line == 1 {
		moved.Col += col - 1
	}
	moved.Line += line - 1
	if e.Other > 0 {
		moved.Other += line - 1
		moved.Msg = strings.Replace(e.Msg, fmt.Sprintf("line %d", e.Other), fmt.Sprintf("line %d", moved.Other), 1)
	}
	return &moved
}

// Duplicates is Block.Duplicates with lines of the file.
func (f *File) Duplicates() []*Error {
	errs := f.Block.Duplicates()
	for i, e := range errs {
		errs[i] = f.anchor(e).(*Error)
	}
	return errs
}

// edit moves a result of the block to the file.
func (f *File) edit(edits []Edit, err error) ([]Edit, error) {
	if err != nil {
		return nil, f.anchor(err)
	}
	return Shift(edits, f.Page.MetaFrom), nil
}

// Set returns the edits of the file that make path hold v, see Block.Set. A
// file without front matter gets a YAML block at its beginning.
func (f *File) Set(path []string, v any) ([]Edit, error) {
	switch {
	case f.err != nil:
		return nil, f.err
	case f.Page.Format == page.None:
		if len(path) == 0 {
			return nil, errors.New("no key")
		}
		return f.insert(Map{{path[0], wrap(path[1:], v)}})
	default:
		return f.edit(f.Block.Set(path, v))
	}
}

func (f *File) insert(pairs Map) ([]Edit, error) {
	e, err := InsertBlock(f.Text, page.YAML, pairs)
	if err != nil {
		return nil, err
	}
	return []Edit{e}, nil
}

// Unset returns the edits of the file that remove path.
func (f *File) Unset(path []string) ([]Edit, error) {
	switch {
	case f.err != nil:
		return nil, f.err
	case f.Page.Format == page.None:
		return nil, nil
	default:
		return f.edit(f.Block.Unset(path))
	}
}

// SetRaw returns the edits of the file that make key's text be raw, see
// Block.SetRaw. A file without front matter gets a YAML block.
func (f *File) SetRaw(key, raw string) ([]Edit, error) {
	switch {
	case f.err != nil:
		return nil, f.err
	case f.Page.Format == page.None:
		b, err := parse(page.YAML, "", page.EOL(f.Text))
		if err != nil {
			return nil, err
		}
		edits, err := b.SetRaw(key, raw)
		if err != nil {
			return nil, err
		}
		return []Edit{blockEdit(f.Text, page.YAML, Apply("", edits))}, nil
	default:
		return f.edit(f.Block.SetRaw(key, raw))
	}
}

// New returns the text of a fresh block with these pairs, without delimiters
// (for JSON with its braces), its lines ended by eol.
func New(f page.Format, eol string, pairs Map) (string, error) {
	src := ""
	if f == page.JSON {
		src = "{" + eol + "}"
	}
	b, err := parse(f, src, eol)
	if err != nil {
		return "", err
	}
	for _, p := range pairs {
		edits, err := b.Set([]string{p.Key}, p.Value)
		if err != nil {
			return "", err
		}
		if b, err = parse(f, Apply(b.src, edits), eol); err != nil {
			return "", err
		}
	}
	return b.src, nil
}

// InsertBlock returns the edit that puts a new block with these pairs at the
// beginning of text, after a byte-order mark. The line end is text's own. It
// is for a text without front matter, or one whose body only looks like it.
func InsertBlock(text string, f page.Format, pairs Map) (Edit, error) {
	meta, err := New(f, page.EOL(text), pairs)
	if err != nil {
		return Edit{}, err
	}
	return blockEdit(text, f, meta), nil
}

func blockEdit(text string, f page.Format, meta string) Edit {
	at := 0
	if strings.HasPrefix(text, "\ufeff") {
		at = len("\ufeff")
	}
	eol, d := page.EOL(text), f.Delimiter()
	if d == "" {
		return Edit{at, at, meta + eol}
	}
	return Edit{at, at, d + eol + meta + d + eol}
}
