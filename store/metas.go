package store

import (
	"context"
	"os"

	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// Metas reads the front matter of the folder's posts one after another, in the
// order of their paths, until yield returns false or ctx ends. Posts that cannot
// be read are passed over. It starts no goroutine.
func (f *Folder) Metas(ctx context.Context, yield func(path string, b *frontmatter.Block) bool) error {
	r := reader{f: f, files: f.walk(), buf: make([]byte, headSize)}
	defer r.files.Close()
	w := walker{f: f, files: f.walk(), emit: func(j job) bool {
		if ctx.Err() != nil {
			return false
		}
		b := r.meta(j)
		return b == nil || yield(j.path, b)
	}}
	defer w.files.Close()
	if err := w.all(); err != nil {
		return err
	}
	return ctx.Err()
}

func (r *reader) meta(j job) *frontmatter.Block {
	if j.err != nil {
		return nil
	}
	h, _, err := r.files.file(j.path, j.real)
	if err != nil {
		return nil
	}
	defer h.Close()
	return blockOf(h, j.path, &r.buf)
}

func blockOf(h *os.File, path string, buf *[]byte) *frontmatter.Block {
	head, p, err := readHead(h, path, buf)
	if err != nil || p.Format == page.None {
		return nil
	}
	b, err := frontmatter.Parse(p.Format, p.Meta(head))
	if err != nil {
		return nil
	}
	return b
}
