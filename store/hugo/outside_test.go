package hugo

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
)

// Templates and the files that name a version are read by the given Reader alone, and what it refuses is not known.
func TestWhatMayNotBeReadIsNotKnown(t *testing.T) {
	dir := t.TempDir()
	writeAll(t, dir, map[string]string{"shortcodes/a.html": "{{ .Inner }}", "shortcodes/b.html": "b", ".hvm": "v0.147.0\n"})
	refused := func(path string, limit int64) ([]byte, error) {
		switch filepath.Base(path) {
		case "b.html":
			return nil, fs.ErrNotExist // it went between two looks
		case "a.html", ".hvm":
			return nil, errors.New("it leads out")
		}
		return plainRead(path, limit)
	}
	known := ReadTemplates([]string{dir}, refused)
	if len(known.own) > 0 || known.Complete {
		t.Errorf("known %v, complete %v", known.own, known.Complete)
	}
	if v := SiteVersion(dir, refused); v != "" {
		t.Errorf("the version is %q", v)
	}
	gone := func(string, int64) ([]byte, error) { return nil, fs.ErrNotExist }
	if known := ReadTemplates([]string{dir}, gone); !known.Complete {
		t.Error("a template that went is not missed")
	}
}
