//go:build unix

package editor

import (
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"lanyard/store/photo"
)

// What the program keeps for itself holds texts that were not published and photos that say where they were taken: nobody else reads it,
// whatever the umask.
func TestTheStateIsForItsOwnerAlone(t *testing.T) {
	defer unix.Umask(unix.Umask(0))
	a := newAuthor(t, map[string]string{"a/index.md": short})
	a.w.settings.KeepOriginals = true
	a.w.settings.save()
	a.Open("a/index.md").Caret("One").Drop(a.shoot([]string{"hall.jpg"}, 7)...)
	a.Run("edit.undo").Run("edit.redo")
	a.Caret("![](").Run("insert.photo.edit")
	a.touch().view.Choose(photo.Blur)
	a.wait().Run("file.save")
	a.Caret("One").Type(" more").Run("file.save").Type(" and more")
	a.Drop(a.shoot([]string{"b.jpg", "c.jpg", "d.jpg", "e.jpg"}, 1, 2, 3, 4)...) // a tray
	a.clock.Advance(3 * time.Second)
	a.wait()
	files, dirs := 0, map[string]bool{}
	err := filepath.WalkDir(a.state, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == a.state {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if d.IsDir() {
			dirs[d.Name()] = true
		} else {
			files++
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v", path, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"journal", "versions", "originals", "withdrawn", "photos"} {
		if !dirs[want] {
			t.Errorf("the story left no %s; it tests less than it should", want)
		}
	}
	t.Logf("%d files in %d directories", files, len(dirs))
}
