package relocate

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"lanyard/store"
	"lanyard/store/atomicfile"
	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// CopyOptions say how a post is duplicated.
type CopyOptions struct {
	Title string    // of the copy; that of the post where empty
	Now   time.Time // becomes its date
}

// Duplicate makes a copy of the post at from, in all its languages, at the path to, which is meant as in New, and returns the pages made. The copy is
// a draft of now, without what belongs to the post alone: slug, url, aliases and the other dates. Photos and other files are copied, links
// lead where they led, and nothing else changes. On failure nothing is left behind. A section is refused.
func Duplicate(ctx context.Context, f *store.Folder, from, to string, o CopyOptions) ([]string, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	plan, err := New(ctx, f, from, to, Options{Aliases: None, Now: o.Now})
	if err != nil {
		return nil, err
	}
	if len(plan.Unread) > 0 {
		return nil, errors.Join(plan.Unread...)
	}
	texts := map[string]string{} // of the pages, by their old paths
	var made []string
	for _, pg := range plan.Pages {
		if isSection(pg.From) {
			return nil, refuse(from, store.NotPost, "it is a section; posts are copied one by one")
		}
		text := pg.post.Text
		if i := slices.IndexFunc(plan.Changes, func(c Change) bool { return c.Path == pg.From }); i >= 0 {
			text = plan.Changes[i].Now
		}
		if pg.post.Bundle || len(store.Pages(pg.post.Dir)) == 0 {
			if text, err = asCopy(text, o); err != nil {
				return nil, store.MetaError(pg.From, err)
			}
			made = append(made, pg.To)
		}
		texts[pg.From] = text
	}
	c := copier{f: f, ctx: ctx, texts: texts}
	for _, m := range plan.Act.Moves {
		if err := c.copy(m.From, m.To); err != nil {
			c.undo()
			return nil, err
		}
	}
	return made, nil
}

// asCopy is the text of a post's copy.
func asCopy(text string, o CopyOptions) (string, error) {
	file, err := frontmatter.Open(text)
	if err != nil {
		return "", err
	}
	if file.Page.Format == page.None && o.Title == "" {
		e, err := frontmatter.InsertBlock(text, page.YAML, frontmatter.Map{{Key: "draft", Value: true}})
		return frontmatter.Apply(text, []frontmatter.Edit{e}), err
	}
	change := func(edits []frontmatter.Edit, err error) error {
		if err != nil {
			return err
		}
		text = frontmatter.Apply(text, edits)
		file, err = frontmatter.Open(text)
		return err
	}
	for _, key := range []string{"slug", "url", "aliases", "lastmod", "publishDate", "expiryDate"} {
		if err := change(file.Unset([]string{key})); err != nil {
			return "", err
		}
	}
	if o.Title != "" {
		if err := change(file.Set([]string{"title"}, o.Title)); err != nil {
			return "", err
		}
	}
	if err := change(file.Set([]string{"date"}, o.Now.Truncate(time.Second))); err != nil {
		return "", err
	}
	err = change(file.Set([]string{"draft"}, true))
	return text, err
}

// copier copies files, and removes what it made.
type copier struct {
	f     *store.Folder
	ctx   context.Context
	texts map[string]string
	made  []string // the innermost last
}

// copy copies a file, or a folder under a hidden name first, so that it is there as a whole.
func (c *copier) copy(from, to string) error {
	if err := c.dirs(filepath.Dir(to)); err != nil {
		return err
	}
	info, err := os.Lstat(from)
	if err != nil {
		return store.Wrap("copy", from, err)
	}
	if !info.IsDir() {
		err := c.file(from, to, info.Mode())
		if err == nil {
			c.made = append(c.made, to)
		}
		return err
	}
	hidden := filepath.Join(filepath.Dir(to), ".lanyard-"+rand.Text()[:16]+".tmp")
	if err = c.tree(from, hidden); err == nil {
		err = store.Wrap("copy to", to, rename(hidden, to))
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(hidden))
	}
	c.made = append(c.made, to)
	return nil
}

// rename gives a new folder its name unless something has that.
func rename(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

func (c *copier) dirs(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := c.dirs(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o777); err != nil {
		return store.Wrap("make", dir, err)
	}
	c.made = append(c.made, dir)
	return nil
}

// tree copies a folder with all that Hugo would take of it. Symbolic links to files become files.
func (c *copier) tree(from, to string) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	entries, err := c.f.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.Mkdir(to, 0o777); err != nil {
		return store.Wrap("make", to, err)
	}
	for _, e := range entries {
		old, now := filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
		if atomicfile.IsTemp(e.Name()) {
			continue
		}
		if e.IsDir() {
			err = c.tree(old, now)
		} else if info, ierr := e.Info(); ierr == nil {
			err = c.file(old, now, info.Mode())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *copier) file(from, to string, mode fs.FileMode) error {
	perm := mode.Perm() | 0o600
	if text, ok := c.texts[from]; ok {
		return store.Wrap("copy to", to, atomicfile.Create(to, []byte(text), perm))
	}
	in, _, err := c.f.OpenFile(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return store.Wrap("copy to", to, err)
	}
	if _, err = io.Copy(out, in); err == nil {
		err = out.Sync()
	}
	return store.Wrap("copy to", to, errors.Join(err, out.Close()))
}

// undo removes what was made.
func (c *copier) undo() {
	for _, path := range slices.Backward(c.made) {
		if info, err := os.Lstat(path); err == nil && info.IsDir() && len(store.Pages(path)) > 0 {
			_ = os.RemoveAll(path) // the copy of a bundle, made a moment ago
			continue
		}
		_ = os.Remove(path)
	}
}
