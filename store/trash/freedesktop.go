//go:build unix && !darwin

package trash

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lanyard/store/atomicfile"
)

// https://specifications.freedesktop.org/trash-spec/1.0/

const infoSuffix = ".trashinfo"

// can is one trash directory.
type can struct {
	dir string
	top string // the mount point that paths in it are relative to; empty in the home trash, where they are absolute
}

// put tries the trash of the file's own file system, so that nothing is copied, and copies into the home trash where that has none.
func put(path string) (Item, error) {
	home, err := homeCan()
	if err != nil {
		return Item{}, err
	}
	if ok, err := sameDevice(path, home.dir); err != nil {
		return Item{}, err
	} else if ok {
		return home.put(path)
	}
	mount, err := top(path)
	if err != nil {
		return Item{}, err
	}
	for _, dir := range topDirs(mount) {
		if c := (can{dir, mount}); c.make() == nil {
			return c.put(path)
		}
	}
	return home.put(path)
}

func homeCan() (can, error) {
	data := os.Getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(data) {
		home, err := os.UserHomeDir()
		if err != nil {
			return can{}, err
		}
		data = filepath.Join(home, ".local", "share")
	}
	c := can{dir: filepath.Join(data, "Trash")}
	return c, c.make()
}

func sameDevice(path, dir string) (bool, error) {
	a, err := os.Lstat(path)
	if err != nil {
		return false, err
	}
	b, err := os.Stat(dir)
	if err != nil {
		return false, err
	}
	return device(a) == device(b), nil
}

// topDirs gives the trash directories that a mount point may have, in the order of the specification: .Trash/UID, where the administrator
// made a .Trash that is a folder with the sticky bit and no link, and .Trash-UID.
func topDirs(mount string) []string {
	uid := fmt.Sprint(os.Getuid())
	own := filepath.Join(mount, ".Trash-"+uid)
	shared := filepath.Join(mount, ".Trash")
	if info, err := os.Lstat(shared); err == nil && info.IsDir() && info.Mode()&fs.ModeSticky != 0 {
		return []string{filepath.Join(shared, uid), own}
	}
	return []string{own}
}

// make makes the directories that are not there yet.
func (c can) make() error {
	if c.top == "" {
		if err := os.MkdirAll(filepath.Dir(c.dir), 0o700); err != nil {
			return err
		}
	}
	for _, dir := range []string{c.dir, filepath.Join(c.dir, "files"), filepath.Join(c.dir, "info")} {
		if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if c.top != "" && !isOwn(dir) {
			return fs.ErrPermission
		}
	}
	return nil
}

// put describes path under a name that nothing has yet, which reserves the name, and moves it there.
func (c can) put(path string) (Item, error) {
	data, err := c.describe(path, time.Now())
	if err != nil {
		return Item{}, err
	}
	for n := 1; n <= maxTries; n++ {
		base := name(filepath.Base(path), n, 255-len(infoSuffix))
		item := Item{from: path, to: filepath.Join(c.dir, "files", base), info: filepath.Join(c.dir, "info", base+infoSuffix)}
		err := atomicfile.Create(item.info, data, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return Item{}, err
		}
		err = move(path, item.to)
		if err == nil {
			return item, nil
		}
		if e := os.Remove(item.info); e != nil || !errors.Is(err, fs.ErrExist) {
			return Item{}, err
		}
	}
	return Item{}, fs.ErrExist
}

// describe gives the content of the .trashinfo file. The path is that of the folder as it really is: a link on the way may lead elsewhere
// when the item comes back.
func (c can) describe(path string, now time.Time) ([]byte, error) {
	if c.top != "" {
		dir, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return nil, err
		}
		if path, err = filepath.Rel(c.top, filepath.Join(dir, filepath.Base(path))); err != nil {
			return nil, err
		}
	}
	return fmt.Appendf(nil, "[Trash Info]\nPath=%s\nDeletionDate=%s\n", escape(path), now.Format("2006-01-02T15:04:05")), nil
}

// escape writes a path byte by byte as a URL of RFC 2396 does, slashes kept.
func escape(path string) string {
	var b strings.Builder
	for i := range len(path) {
		switch c := path[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("/-_.!~*'()", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
