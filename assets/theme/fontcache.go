package theme

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"lanyard/assets"
)

// cachedFont is a font of the window in the cache, and the file of the system that it was made from.
type cachedFont struct {
	Source string
	Size   int64 // of the source, in bytes
	Time   int64 // of the source, in nanoseconds
	Name   string
	Bytes  int64 // of the cached file
}

// cacheFormat is part of the names in the cache; a change of what [face] writes raises it.
const cacheFormat = "window-font-1-"

// listFile names the fonts of the window for a locale and the language of the window, which decides about [shared].
func listFile(cacheDir, locale string) string {
	return filepath.Join(cacheDir, cacheFormat+strings.ReplaceAll(regions(locale)[0], " ", "")+"-"+assets.Language()+".json")
}

// CachedCJK returns what [CJK] kept in an earlier run, at once; nil where there is nothing, or where the system's font
// has changed since.
func CachedCJK(cacheDir, locale string) (regular, bold fyne.Resource) {
	if cacheDir == "" {
		return nil, nil
	}
	data, err := os.ReadFile(listFile(cacheDir, locale))
	if err != nil {
		return nil, nil
	}
	var list []cachedFont
	if json.Unmarshal(data, &list) != nil || len(list) == 0 || len(list) > 2 {
		return nil, nil
	}
	var out [2]fyne.Resource
	for i, c := range list {
		if !c.fresh(cacheDir) {
			return nil, nil
		}
		out[i] = c.resource(cacheDir)
	}
	return out[0], out[1]
}

// fresh reports whether the cached file is whole and its source is still the one it was made from.
func (c cachedFont) fresh(cacheDir string) bool {
	source, err := os.Stat(c.Source)
	if err != nil || source.Size() != c.Size || source.ModTime().UnixNano() != c.Time {
		return false
	}
	own, err := os.Stat(c.path(cacheDir))
	return err == nil && own.Mode().IsRegular() && own.Size() == c.Bytes
}

func (c cachedFont) path(cacheDir string) string {
	return filepath.Join(cacheDir, cacheFormat+filepath.Base(c.Name))
}

func (c cachedFont) resource(cacheDir string) fyne.Resource {
	return &fontFile{name: c.Name, path: c.path(cacheDir)}
}

// keepFont puts a font into the cache, at once or not at all.
func keepFont(cacheDir, source, name string, data []byte) (cachedFont, error) {
	if cacheDir == "" {
		return cachedFont{}, errors.New("there is no cache")
	}
	info, err := os.Stat(source)
	if err != nil {
		return cachedFont{}, err
	}
	c := cachedFont{Source: source, Size: info.Size(), Time: info.ModTime().UnixNano(), Name: name, Bytes: int64(len(data))}
	return c, put(c.path(cacheDir), data)
}

func keepList(cacheDir, locale string, fonts []cachedFont) error {
	data, err := json.Marshal(fonts)
	if err != nil {
		return err
	}
	return put(listFile(cacheDir, locale), data)
}

// put writes a file of the cache. It need not survive a crash of the machine: its length tells whether it did.
func put(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".font-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("keep %q: %w", path, err)
	}
	return nil
}

// fontFile is a font that is read whenever Fyne asks: Fyne keeps tables of its own, and another copy would only cost
// memory. The name is unique to the face, because Fyne keys its caches by it.
type fontFile struct{ name, path string }

// Name is for fyne.Resource.
func (f *fontFile) Name() string { return f.name }

// Content is for fyne.Resource. Where the cache was emptied meanwhile it is Fyne's own font, as Fyne must have one.
func (f *fontFile) Content() []byte {
	data, err := os.ReadFile(f.path)
	if err != nil {
		return fynetheme.DefaultTextFont().Content()
	}
	return data
}
