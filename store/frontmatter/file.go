package frontmatter

import "lanyard/store/page"

// File is a whole file with its front matter indexed; its edits have offsets
// of the file.
type File struct {
	Page  page.Page
	Block *Block
}

// Open divides and indexes text. The error is a *page.Error or an *Error whose
// Line counts from the top of the file; the File is usable for reading
// either way, and its Set refuses with that error.
func Open(text string) (*File, error) { return &File{}, nil }

// Set returns the edits of the file that make path hold v. A file without
// front matter gets a YAML block at its beginning.
func (f *File) Set(path []string, v any) ([]Edit, error) { return nil, nil }

// Unset returns the edits of the file that remove path.
func (f *File) Unset(path []string) ([]Edit, error) { return nil, nil }

// SetRaw returns the edits of the file that make key's text be raw.
func (f *File) SetRaw(key, raw string) ([]Edit, error) { return nil, nil }

// InsertBlock returns the edit that puts a new block with these pairs at the
// beginning of text, after a byte-order mark. The line end is text's own.
func InsertBlock(text string, f page.Format, pairs Map) (Edit, error) { return Edit{}, nil }
