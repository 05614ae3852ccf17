package export

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lanyard/store"
)

// ToZip writes a plan as the zip file at path, which appears at once or not at
// all. The same plan gives the same bytes: files in the order of their paths, one
// fixed time, no owner. A file that is there with the same bytes is left alone,
// another one fails with Kind Exists unless force.
func ToZip(ctx context.Context, plan Plan, path string, force bool) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return store.Wrap("export to", path, err)
	}
	real := resolved(abs)
	for _, src := range plan.sources {
		if store.Within(resolved(src), real) {
			return store.Fail("export to", path, store.BadName, errors.New("lies inside the post that is exported"))
		}
	}
	if st, err := os.Stat(abs); err == nil && !st.Mode().IsRegular() {
		return store.Fail("export to", path, store.NotRegular, errors.New("is no file; a zip file needs a name of its own"))
	}
	dir := filepath.Dir(abs)
	made, err := makeDirs(dir)
	if err != nil {
		return store.Wrap("export to", path, err)
	}
	if err := zipInto(ctx, plan, dir, abs, path, force); err != nil {
		for _, d := range made {
			os.Remove(d)
		}
		return err
	}
	return nil
}

func zipInto(ctx context.Context, plan Plan, dir, abs, shown string, force bool) error {
	h, err := os.CreateTemp(dir, ".lanyard-export-*.zip")
	if err != nil {
		return store.Wrap("export to", shown, err)
	}
	defer os.Remove(h.Name())
	defer h.Close()
	if err := writeZip(ctx, plan, h); err != nil {
		return store.Wrap("export to", shown, err)
	}
	if err := h.Sync(); err != nil {
		return store.Wrap("export to", shown, err)
	}
	if err := h.Close(); err != nil {
		return store.Wrap("export to", shown, err)
	}
	_ = os.Chmod(h.Name(), 0o644)
	_, err = os.Lstat(abs)
	switch {
	case err == nil && equalFiles(filepath.Dir(h.Name()), filepath.Base(h.Name()), filepath.Dir(abs), filepath.Base(abs)):
		return nil
	case err == nil && !force:
		return store.Fail("export to", shown, store.Exists, errors.New("another file is there already; --force replaces it"))
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return store.Wrap("export to", shown, err)
	}
	if err := os.Rename(h.Name(), abs); err != nil {
		return store.Wrap("export to", shown, err)
	}
	syncDir(dir)
	return nil
}

func writeZip(ctx context.Context, plan Plan, w io.Writer) error {
	z := zip.NewWriter(w)
	for _, f := range plan.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		head := &zip.FileHeader{Name: f.Path, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		head.SetMode(0o644)
		if store.IsPicture(f.Path) && filepath.Ext(f.Path) != ".svg" && filepath.Ext(f.Path) != ".bmp" {
			head.Method = zip.Store // packed already
		}
		part, err := z.CreateHeader(head)
		if err != nil {
			return err
		}
		if err := f.writeTo(part); err != nil {
			return store.Wrap("export", f.Path, err)
		}
	}
	return z.Close()
}
