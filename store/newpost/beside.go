package newpost

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"lanyard/store"
	"lanyard/store/archetype"
)

// The most that an archetype may put beside a page.
const (
	maxFiles = 200
	maxBytes = 64 << 20
)

// beside are the files of an archetype that is a folder, but for its page. Pages
// among them are templates too, as for Hugo. What cannot be read is named in the
// error and left out.
func (p *Plan) beside(f *store.Folder, dir, page string, d archetype.Data) ([]store.NewFile, error) {
	var files []store.NewFile
	var errs []error
	rest := int64(maxBytes)
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			errs = append(errs, store.Wrap("read", path, err))
			return nil
		}
		if strings.HasPrefix(e.Name(), ".") {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if e.IsDir() || path == page {
			return nil
		}
		if len(files) == maxFiles {
			errs = append(errs, store.Fail("follow the archetype", dir, store.TooLarge, errors.New("too many files")))
			return fs.SkipAll
		}
		data, err := f.ReadFile(path, rest)
		if err != nil {
			errs = append(errs, err)
			return nil
		}
		rest -= int64(len(data))
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if store.IsMarkdown(path) {
			d.File = filepath.Base(path)
			text, left, err := archetype.Execute(string(data), d)
			if err != nil {
				errs = append(errs, store.Fail("follow the archetype", path, store.BadMeta, err))
				return nil
			}
			p.Left = append(p.Left, left...)
			data = []byte(text)
		}
		files = append(files, store.NewFile{Name: filepath.ToSlash(name), Data: data})
		return nil
	})
	return files, errors.Join(append(errs, err)...)
}
