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
	file     string
}

// Discard removes the journal: the author does not want the text, or has it in a working copy with a journal of its own.
func (r Recovered) Discard() error {
	if err := os.Remove(r.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Pending gives the unsaved texts of posts below root that no running program holds, in the order of their paths' hashes. What
// cannot be read at all is left where it is and reported in the error beside what could.
func Pending(dir, root string) ([]Recovered, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Recovered
	var errs []error
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), suffix) || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		r, ok, err := load(filepath.Join(dir, e.Name()))
		switch {
		case err != nil:
			errs = append(errs, err)
		case ok && below(root, r.Path):
			out = append(out, r)
		}
	}
	return out, errors.Join(append(errs, atomicfile.Sweep(dir))...)
}

func below(root, path string) bool {
	rel, err := filepath.Rel(root, path)
	return err == nil && filepath.IsLocal(rel)
}

// load reads one journal; ok is false when a running program holds it or it says nothing new, in which case it goes.
func load(file string) (r Recovered, ok bool, err error) {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return r, false, err
	}
	defer f.Close()
	if err := filelock.Hold(f); err != nil {
		return r, false, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return r, false, err
	}
	r, err = parse(data)
	if err != nil {
		return r, false, fmt.Errorf("read journal %q: %w", file, err)
	}
	r.file = file
	if info, err := f.Stat(); err == nil {
		r.When = info.ModTime()
	}
	if r.Text != r.BaseText {
		return r, true, nil
	}
	if r.Damaged {
		return r, false, nil // nobody knows what was in it
	}
	return r, false, r.Discard()
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
	if !found || json.Unmarshal(head, &r.Base) != nil {
		return r, errNoBase
	}
	r.BaseText = string(text)
	g := newGap(text)
	for len(rest) > 0 {
		payload, rest, ok = nextFrame(rest)
		if !ok || !g.apply(payload) {
			r.Damaged = true
			break
		}
	}
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
