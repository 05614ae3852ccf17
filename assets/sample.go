package assets

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

//go:embed all:sample
var sampleFS embed.FS

// Sample writes the sample site into dir, which is made where it is missing: a small Hugo site with one finished post
// in English and Chinese, its pictures drawn by code, and a Chinese draft. It overwrites nothing: a file that is
// there is an error that is fs.ErrExist, and what was written before it stays.
func Sample(dir string) error {
	err := fs.WalkDir(sampleFS, "sample", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := sampleFS.ReadFile(name)
		if err != nil {
			return err
		}
		rel := name[len("sample/"):]
		return writeNew(filepath.Join(dir, filepath.FromSlash(rel)), data)
	})
	if err != nil {
		return fmt.Errorf("write the sample: %w", err)
	}
	for _, p := range pictures() {
		data, err := p.jpeg()
		if err != nil {
			return fmt.Errorf("draw %q: %w", p.name, err)
		}
		if err := writeNew(filepath.Join(dir, filepath.FromSlash(path.Join(SamplePost, p.name))), data); err != nil {
			return fmt.Errorf("write the sample: %w", err)
		}
	}
	return nil
}

// SamplePost is the bundle that the pictures belong to, the finished post of the sample: its folder, with slashes.
const SamplePost = "content/posts/gophers-by-the-river"

// writeNew writes a file that must not be there yet, and the folders above it.
func writeNew(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
