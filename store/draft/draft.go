// Package draft owns what an author has prepared for a post and not put into it yet: the photos of a tray with their texts, their order and
// their turns. It lies in the state directory, one file a post, and is offered again when the program ended before the photos went in.
//
// The functions block and may be called from any goroutine, for one directory by one at a time, but for Sync.
package draft

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lanyard/store/atomicfile"
)

// A Photo is a picture file outside of the post, and what the author decided about it.
type Photo struct {
	Path    string `json:"path"`
	Alt     string `json:"alt,omitempty"`
	Caption string `json:"caption,omitempty"`
	Turn    int    `json:"turn,omitempty"` // quarter turns clockwise, 0 … 3
	Out     bool   `json:"out,omitempty"`  // left out
}

// Said reports whether the author decided anything about the photo.
func (p Photo) Said() bool { return p.Alt != "" || p.Caption != "" || p.Turn != 0 || p.Out }

// A Tray is what waits to go into one post.
type Tray struct {
	Post   string    `json:"post"`   // path of the page
	At     int       `json:"at"`     // where the photos go, a byte offset of the text at that time
	Line   string    `json:"line"`   // the line that At stands in, without its end, to find the place again in another text
	Col    int       `json:"col"`    // bytes between the line's beginning and At
	ByName bool      `json:"byName"` // the order; else by the time of taking
	When   time.Time `json:"when"`   // of the last change
	Photos []Photo   `json:"photos"` // in the order given
}

// Place finds the offset in text at which the photos shall go: At where its line is the same, else the nearest line that is, else At as far as
// the text goes.
func (t Tray) Place(text string) int {
	best, at := -1, 0
	for line := range strings.Lines(text) {
		if body := strings.TrimRight(line, "\r\n"); body == t.Line && t.Line != "" {
			if p := at + min(max(t.Col, 0), len(body)); best < 0 || distance(p, t.At) < distance(best, t.At) {
				best = p
			}
		}
		at += len(line)
	}
	at = best
	if best < 0 {
		at = min(max(t.At, 0), len(text))
	}
	for at > 0 && at < len(text) && text[at]&0xC0 == 0x80 {
		at--
	}
	return at
}

func distance(a, b int) int { return max(a-b, b-a) }

const (
	suffix = ".json"
	texts  = "texts" + suffix
	// maxFile bounds what is read of one file.
	maxFile = 16 << 20
	// maxTexts is how many photos' texts are remembered.
	maxTexts = 1000
)

func fileOf(dir, post string) string {
	sum := sha256.Sum256([]byte(post))
	return filepath.Join(dir, hex.EncodeToString(sum[:12])+suffix)
}

// Put keeps the tray of a post in place of an older one. One without photos is taken away. It does not wait for the disk: what is put outlives
// a kill of the program at once, and the loss of power after [Sync].
func Put(dir string, t Tray) error {
	if len(t.Photos) == 0 {
		return Drop(dir, t.Post)
	}
	return write(dir, fileOf(dir, t.Post), t)
}

func write(dir, file string, v any) error {
	data, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return atomicfile.Writer{Unsynced: true}.Write(file, append(data, '\n'), 0o600)
}

// Sync brings what was put for a post to the disk, and returns once it is there. None is no error. It may run beside a Put, and then brings
// the older or the newer tray there.
func Sync(dir, post string) error {
	return sync(dir, fileOf(dir, post))
}

// Drop forgets the tray of a post; none is no error.
func Drop(dir, post string) error {
	if err := os.Remove(fileOf(dir, post)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Pending gives the trays of posts at root or below it, the newest first. What cannot be read is left where it is and reported in the error
// beside what could.
func Pending(dir, root string) ([]Tray, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Tray
	var errs []error
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), suffix) || strings.HasPrefix(e.Name(), ".") || e.Name() == texts || e.Name() == unfinished {
			continue
		}
		var t Tray
		if err := read(filepath.Join(dir, e.Name()), &t); err != nil {
			errs = append(errs, err)
			continue
		}
		for i := range t.Photos {
			t.Photos[i].Turn = (t.Photos[i].Turn%4 + 4) % 4
		}
		if rel, err := filepath.Rel(root, t.Post); err == nil && filepath.IsLocal(rel) && len(t.Photos) > 0 {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b Tray) int { return b.When.Compare(a.When) })
	return out, errors.Join(append(errs, atomicfile.Sweep(dir))...)
}

func read(file string, v any) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if info.Size() > maxFile || !info.Mode().IsRegular() {
		return fmt.Errorf("read draft %q: no file of ours", file)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("read draft %q: %w", file, err)
	}
	return nil
}

// Remember keeps what was said about photos whose tray was canceled, so that it is there again when they come again. The newest are kept.
func Remember(dir string, photos []Photo) error {
	all, err := Remembered(dir)
	if err != nil {
		return err
	}
	for _, p := range photos {
		all = slices.DeleteFunc(all, func(old Photo) bool { return old.Path == p.Path })
		if p.Said() {
			all = append(all, p)
		}
	}
	return write(dir, filepath.Join(dir, texts), all[max(0, len(all)-maxTexts):])
}

// Remembered gives what [Remember] kept, the oldest first. A damaged file is begun anew.
func Remembered(dir string) ([]Photo, error) {
	var all []Photo
	err := read(filepath.Join(dir, texts), &all)
	for i := range all {
		all[i].Turn = (all[i].Turn%4 + 4) % 4
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.Is(err, fs.ErrNotExist) || errors.As(err, &syntax) || errors.As(err, &kind) {
		return nil, nil
	}
	return all, err
}
