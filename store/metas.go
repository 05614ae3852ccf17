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
	buf := make([]byte, headSize)
	w := walker{f: f, emit: func(j job) bool {
		if ctx.Err() != nil {
			return false
		}
		b := f.meta(j, &buf)
		return b == nil || yield(j.path, b)
	}}
	if err := w.all(); err != nil {
		return err
	}
	return ctx.Err()
}

func (f *Folder) meta(j job, buf *[]byte) *frontmatter.Block {
	if j.err != nil {
		return nil
	}
	real := j.real
	if real == "" {
		var err error
		if real, err = f.Check(j.path); err != nil {
			return nil
		}
	}
	h, _, err := openRegular(real, j.path)
	if err != nil {
		return nil
	}
	defer h.Close()
	return blockOf(h, j.path, buf)
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
