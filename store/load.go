package store

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf8"
)

// Load reads a post of the folder. It refuses what is no text that Hugo would
// read, see [Load], and what lies outside the boundary.
func (f *Folder) Load(path string) (*Post, error) {
	data, st, err := f.read(path, MaxSize)
	if err != nil {
		return nil, err
	}
	p, err := postOf(path, data, st)
	if err == nil {
		p.Bundle = f.isBundle(path)
	}
	return p, err
}

// Load reads a post by the very path that the author gave: a Markdown file, or a
// bundle's folder. It refuses with an [*Error] a file that is missing, no regular
// file, larger than MaxSize, binary, or not UTF-8 (with the place of the first
// wrong byte).
func Load(path string) (*Post, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, Wrap("open", path, err)
	}
	if st, err := os.Stat(abs); err == nil && st.IsDir() {
		entries, err := os.ReadDir(abs)
		if err != nil {
			return nil, Wrap("open", path, err)
		}
		index := indexOf(entries)
		if index == "" {
			return nil, fail("open", path, NotPost, "a folder without an index.md")
		}
		abs = filepath.Join(abs, index)
	}
	if !IsMarkdown(abs) {
		if _, err := os.Stat(abs); err != nil {
			return nil, Wrap("open", path, err)
		}
		return nil, fail("open", path, NotPost, "not a Markdown file")
	}
	data, st, err := readRegular(abs, abs, MaxSize)
	if err != nil {
		return nil, err
	}
	return postOf(abs, data, st)
}

func postOf(path string, data []byte, st fs.FileInfo) (*Post, error) {
	if err := validText(path, data); err != nil {
		return nil, err
	}
	real, err := filepath.EvalSymlinks(path) // what a save replaces
	if err != nil {
		real = path
	}
	return &Post{
		Path: path, Dir: filepath.Dir(path), Bundle: IsIndex(filepath.Base(path)),
		Text: string(data), Stamp: stampOf(data, st),
		Writable: writable(real) && writable(filepath.Dir(real)),
	}, nil
}

// Pages lists the pages of the bundle in dir: index.md and its translations.
func Pages(dir string) []string {
	entries, _ := os.ReadDir(dir)
	var out []string
	for _, e := range entries {
		if !e.IsDir() && IsIndex(e.Name()) {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out
}

func stampOf(data []byte, st fs.FileInfo) Stamp {
	return Stamp{Sum: sha256.Sum256(data), Mode: st.Mode().Perm(), ModTime: st.ModTime(), Size: int64(len(data))}
}

func validText(path string, data []byte) error {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		if len(data) > 1 && (data[0] == 0xff && data[1] == 0xfe || data[0] == 0xfe && data[1] == 0xff) {
			return &Error{Op: "open", Path: path, Line: 1, Col: 1, Kind: NotUTF8, Err: fmt.Errorf("UTF-16, not UTF-8")}
		}
		l, c := Position(string(data[:i]), i)
		return &Error{Op: "open", Path: path, Line: l, Col: c, Kind: Binary, Err: fmt.Errorf("a NUL byte, so not a text")}
	}
	if utf8.Valid(data) {
		return nil
	}
	i := 0
	for {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		i += n
	}
	l, c := Position(string(data[:i]), i)
	return &Error{Op: "open", Path: path, Line: l, Col: c, Kind: NotUTF8, Err: fmt.Errorf("byte 0x%02x, so not UTF-8", data[i])}
}

// Position gives the line and column, both from 1 and the column in bytes, of the
// offset off in text.
func Position(text string, off int) (line, col int) {
	off = min(max(off, 0), len(text))
	line, start := 1, 0
	for i := 0; i < off; i++ {
		if text[i] == '\n' {
			line, start = line+1, i+1
		}
	}
	return line, off - start + 1
}

func bytesText(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
