package journal

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"lanyard/store/atomicfile"
	"lanyard/store/filelock"
)

// Recovered is unsaved text that an earlier run of the program left behind.
type Recovered struct {
	Base
	BaseText string
	Text     string
	When     time.Time // of the last write
	Damaged  bool      // the journal was cut off or broken behind Text

	partial bool     // not even what its file began with is whole
	files   []string // of the journal, the newest last
}

// Discard removes the journal: the author does not want the text, or has it in a working copy with a journal of its own.
func (r Recovered) Discard() error {
	var errs []error
	for _, file := range r.files {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// Pending gives the unsaved texts of posts below root that no running program holds, in the order of their paths' hashes. What
// cannot be read at all is left where it is and reported in the error beside what could.
func Pending(dir, root string) ([]Recovered, error) {
	return waiting(dir, func(path string) bool { return below(root, path) })
}

func waiting(dir string, wanted func(path string) bool) ([]Recovered, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var stems []string
	gens := map[string][]int{}
	for _, e := range entries {
		if stem, gen, ok := split(e.Name()); ok {
			if gens[stem] == nil {
				stems = append(stems, stem)
			}
			gens[stem] = append(gens[stem], gen)
		}
	}
	var out []Recovered
	var errs []error
	for _, stem := range stems {
		slices.Sort(gens[stem])
		var files []string
		for _, gen := range gens[stem] {
			files = append(files, filepath.Join(dir, join(stem, gen)))
		}
		r, ok, err := load(files, read)
		switch {
		case err != nil:
			errs = append(errs, err)
		case ok && wanted(r.Path):
			out = append(out, r)
		}
	}
	return out, errors.Join(append(errs, atomicfile.Sweep(dir))...)
}

// join is the name of a journal's gen-th file. Earlier versions had one only, without a number: 0.
func join(stem string, gen int) string {
	if gen == 0 {
		return stem + suffix
	}
	return stem + "." + strconv.Itoa(gen) + suffix
}

// split is the inverse of join.
func split(name string) (stem string, gen int, ok bool) {
	stem, ok = strings.CutSuffix(name, suffix)
	if !ok || strings.HasPrefix(name, ".") {
		return "", 0, false
	}
	if before, number, dotted := strings.Cut(stem, "."); dotted {
		if n, err := strconv.Atoi(number); err == nil && n > 0 && join(before, n) == name {
			return before, n, true
		}
	}
	return stem, 0, true
}

func below(root, path string) bool {
	rel, err := filepath.Rel(root, path)
	return err == nil && filepath.IsLocal(rel)
}

// load reads the files of one journal, the newest last; ok is false when a running program holds one or it says nothing new, in which case it
// goes. After a loss of power the newest may not have got to the disk as a whole: then the one before it counts.
func load(files []string, read func(file string) (Recovered, error)) (best Recovered, ok bool, err error) {
	found := false
	var errs []error
	for _, file := range slices.Backward(files) {
		r, err := read(file)
		if errors.Is(err, filelock.ErrHeld) {
			return best, false, nil
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if !found || best.partial && (!r.partial || len(r.Text) > len(best.Text)) {
			best, found = r, true
		}
	}
	if !found {
		return best, false, errors.Join(errs...)
	}
	best.files = files
	if best.Text != best.BaseText {
		return best, true, nil
	}
	if best.Damaged {
		return best, false, nil // nobody knows what was in it
	}
	return best, false, best.Discard()
}

// read reads one file.
func read(file string) (r Recovered, err error) {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return r, err
	}
	defer f.Close()
	if err := filelock.Hold(f); err != nil {
		return r, filelock.ErrHeld
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return r, err
	}
	r, err = parse(data)
	if err != nil {
		return r, fmt.Errorf("read journal %q: %w", file, err)
	}
	if info, err := f.Stat(); err == nil {
		r.When = info.ModTime()
	}
	return r, nil
}

var errNoBase = errors.New("its beginning is damaged")

// parse reads as far as the frames are whole.
func parse(data []byte) (Recovered, error) {
	var r Recovered
	rest, found := bytes.CutPrefix(data, []byte(magic))
	if !found {
		return r, errNoBase
	}
	payload, rest, ok := nextFrame(rest)
	if !ok || payload[0] != frameBase {
		return r, errNoBase
	}
	head, text, found := bytes.Cut(payload[1:], []byte("\n"))
	var h header
	if !found || json.Unmarshal(head, &h) != nil {
		return r, errNoBase
	}
	r.Base, r.BaseText = h.Base, string(text)
	g := newGap(text)
	begun := len(rest) - h.Rest // what is left once the frames are read that the file began with
	for len(rest) > 0 {
		var after []byte
		payload, after, ok = nextFrame(rest)
		if !ok || !g.apply(payload) {
			r.Damaged = true
			break
		}
		rest = after
	}
	r.partial = len(rest) > begun
	r.Damaged = r.Damaged || r.partial
	r.Text = g.String()
	return r, nil
}

func nextFrame(data []byte) (payload, rest []byte, ok bool) {
	if len(data) < frameHead {
		return nil, nil, false
	}
	n := int(binary.LittleEndian.Uint32(data))
	sum := binary.LittleEndian.Uint32(data[4:])
	if n < 1 || n > maxFrame || n > len(data)-frameHead {
		return nil, nil, false
	}
	payload = data[frameHead : frameHead+n]
	if crc32.Checksum(payload, table) != sum {
		return nil, nil, false
	}
	return payload, data[frameHead+n:], true
}

// Move gives the unsaved texts of posts that moved their new paths: moved tells them, and false for a post that stayed. One that a running program
// holds is left to that program. A kill in it leaves a text under both paths at worst.
func Move(dir string, moved func(path string) (string, bool)) error {
	all, err := waiting(dir, func(string) bool { return true })
	errs := []error{err}
	there := map[string]string{}
	for _, r := range all {
		there[r.Path] = r.Text
	}
	for _, r := range all {
		to, ok := moved(r.Path)
		if !ok {
			continue
		}
		if text, twice := there[to]; !twice || text != r.Text {
			base := r.BaseText
			l := New(dir, Base{Path: to, Sum: r.Sum, Time: r.Time}, func() string { return base })
			l.Append([]Edit{{From: 0, To: len(base), Insert: r.Text}})
			if err := l.Close(); err != nil {
				errs = append(errs, err)
				continue
			}
		}
		errs = append(errs, r.Discard())
	}
	return errors.Join(errs...)
}

// Held reports whether a running program has unsaved text of the post at path.
func Held(dir, path string) bool {
	mine, _, _ := strings.Cut(stemOf(path), "-")
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), mine+"-") || !strings.HasSuffix(e.Name(), suffix) {
			continue
		}
		f, err := os.OpenFile(filepath.Join(dir, e.Name()), os.O_RDWR, 0)
		if err != nil {
			continue
		}
		held := filelock.Hold(f) != nil
		f.Close()
		if held {
			return true
		}
	}
	return false
}
