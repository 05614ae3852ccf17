package photo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"lanyard/store/atomicfile"
	"lanyard/store/photo/internal/icc"
)

// Import makes of one photo what a post needs and places it into dir, which exists. The original is not touched. Nothing partial is left
// behind, whatever fails; a cancelled import has placed nothing. An *[Error] names the file and why it was refused; what the disk says is
// another error.
//
// Calls that place into one folder at the same time share a [Pool].
func Import(ctx context.Context, src, dir string, s Settings) (Result, error) {
	var one sync.Mutex
	return job{disk: atomicfile.Writer{}, placing: &one}.run(ctx, src, dir, s)
}

// ImportData is [Import] for a picture from the clipboard; name is a name for it, or "".
func ImportData(ctx context.Context, name string, data []byte, dir string, s Settings) (Result, error) {
	var one sync.Mutex
	return job{disk: atomicfile.Writer{}, placing: &one}.data(ctx, name, data, time.Now(), dir, s)
}

// job is how one photo goes in.
type job struct {
	disk    creator
	placing *sync.Mutex // held while a name is chosen and written
	budget  func(ctx context.Context, bytes int64) (release func(), err error)
	turn    int // quarter turns clockwise beside what the metadata says, 0 … 3
}

func (j job) run(ctx context.Context, src, dir string, s Settings) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	data, mod, err := readFile("import", src)
	if err != nil {
		return Result{Source: src}, err
	}
	return j.data(ctx, src, data, mod, dir, s)
}

func (j job) take(ctx context.Context, n int64) (func(), error) {
	if j.budget == nil {
		return func() {}, nil
	}
	return j.budget(ctx, n)
}

func (j job) data(ctx context.Context, name string, data []byte, mod time.Time, dir string, s Settings) (Result, error) {
	m, err := j.make(ctx, name, data, mod, dir, s)
	if err != nil || m.result.Reused {
		return m.result, err
	}
	r := m.result
	original, err := j.original(m.src, s)
	if err != nil {
		return r, err
	}
	if err := j.put(ctx, &r, m.src, m.stored, m.key, dir, s); err != nil {
		if original != "" {
			err = errors.Join(err, os.Remove(original))
		}
		return Result{Source: name, From: r.From}, err
	}
	return r, nil
}

// made is a photo on its way into a folder: converted, but not placed.
type made struct {
	result Result // when Reused there is nothing to place, and nothing else in made is valid
	src    *source
	stored stored
	key    string
}

// make looks at a photo and converts it. The same photo already in dir is only named.
func (j job) make(ctx context.Context, name string, data []byte, mod time.Time, dir string, s Settings) (made, error) {
	m := made{result: Result{Source: name}}
	src, err := look("import", name, data)
	if err != nil {
		return m, err
	}
	src.info.ModTime, src.turn = mod, j.turn
	i, r := src.info, &m.result
	r.From, r.Taken, r.HasTaken, r.HasZone, r.Camera = i.Format, i.Taken, i.HasTaken, i.HasZone, i.Camera
	r.Edited, r.Body = i.Edited, i.Body
	m.src, m.key = src, src.key()
	old, err := j.ledger(dir, s)
	if err != nil {
		return m, err
	}
	if c, ok := old.known(dir, m.key); ok {
		m.result, err = src.reuse(*r, c, dir)
		return m, err
	}
	release, err := j.take(ctx, src.cost(s)+i.Bytes)
	if err != nil {
		return m, err
	}
	st, err := src.convert(ctx, s)
	release()
	if err != nil {
		return m, err
	}
	m.stored = st
	r.Format, r.Width, r.Height, r.Stripped, r.Bytes, r.Hash = st.format, st.width, st.height, st.stripped, int64(len(st.data)), st.hash
	r.Converted = st.format != i.Format
	return m, nil
}

// put places the photo and enters it in the ledger; both under the lock, so that the same photo is not placed twice.
func (j job) put(ctx context.Context, r *Result, src *source, st stored, source, dir string, s Settings) error {
	j.placing.Lock()
	defer j.placing.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	now, err := j.ledger(dir, s)
	if err != nil {
		return err
	}
	if c, ok := now.known(dir, source); ok { // another worker was faster with the same photo
		again, err := src.reuse(*r, c, dir)
		*r = again
		return err
	}
	when := r.Taken
	if !r.HasTaken {
		when = src.info.ModTime
	}
	sum := sha256.Sum256(st.data)
	r.Name, r.Reused, err = place(j.disk, dir, SafeName(filepath.Base(src.path), st.format, when), st.data, func(name string) {
		s.note(NotePlaced, Placed{Dir: dir, Name: name, Sum: sum})
	})
	if err != nil {
		return err
	}
	r.Undo = Placed{Dir: dir, Name: r.Name, Sum: sum, Reused: r.Reused}
	for _, c := range now.Photos {
		if c.Name != r.Name && Near(c.Hash, r.Hash) && exists(filepath.Join(dir, c.Name)) {
			r.Similar = c.Name
		}
	}
	c := Capture{
		Name: r.Name, Source: source, Sum: hex.EncodeToString(sum[:]), Taken: r.Taken, HasZone: r.HasZone,
		Edited: r.Edited, Camera: r.Camera, Body: r.Body, Origin: OriginOf(src.path), Hash: r.Hash,
	}
	r.StateErr = record(s.State, dir, []Capture{c})
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// ledger reads what was placed in a folder before; a state directory that cannot be read costs only the recognition.
func (j job) ledger(dir string, s Settings) (ledger, error) {
	if s.State == "" {
		return ledger{}, nil
	}
	l, err := readLedger(s.State, dir)
	if err != nil && !errors.Is(err, fs.ErrPermission) {
		return ledger{}, err
	}
	return l, nil
}

// reuse makes the result for a photo that is stored already.
func (s *source) reuse(r Result, c Capture, dir string) (Result, error) {
	r.Name, r.Reused, r.Hash = c.Name, true, c.Hash
	b, err := readPlaced(filepath.Join(dir, c.Name))
	if err != nil {
		return r, err
	}
	i, err := LookData(c.Name, b)
	if err != nil {
		return r, err
	}
	r.Format, r.Width, r.Height, r.Bytes = i.Format, i.Width, i.Height, i.Bytes
	r.Converted = i.Format != r.From
	r.Undo = Placed{Dir: dir, Name: c.Name, Sum: sha256.Sum256(b), Reused: true}
	return r, nil
}

// original copies the photo, as it came, to the directory of originals, unless it is there. It returns the path of a copy that it made.
func (j job) original(src *source, s Settings) (string, error) {
	if s.Originals == "" {
		return "", nil
	}
	if err := ownDir(s.Originals); err != nil {
		return "", err
	}
	base := filepath.Base(src.path)
	if src.path == "" {
		base = "pasted" + src.info.Format.Ext()
	}
	j.placing.Lock()
	defer j.placing.Unlock()
	name, reused, err := place(ownFiles{j.disk}, s.Originals, base, src.data, nil)
	if err != nil || reused {
		return "", err
	}
	return filepath.Join(s.Originals, name), nil
}

// ownFiles makes files that nobody else may read: originals say where and by whom they were taken.
type ownFiles struct{ creator }

func (o ownFiles) Create(path string, data []byte, _ fs.FileMode) error {
	return o.creator.Create(path, data, 0o600)
}

// ownDir makes a directory that nobody else may enter, and closes one that was made open.
func ownDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if st, err := os.Stat(dir); err != nil || st.Mode().Perm()&0o077 == 0 {
		return err
	}
	return os.Chmod(dir, 0o700)
}

// key identifies a photo by its coded pixels where a walk tells them from the rest, else by all its bytes.
func (s *source) key() string {
	sum := sha256.Sum256(s.data)
	if s.walk != nil {
		sum = s.walk.Key()
		if m := s.meaning(); m != nil { // the same samples, turned or coloured otherwise, are another picture
			sum = sha256.Sum256(append(sum[:], m...))
		}
	}
	if s.turn != 0 { // turned by hand it is another picture
		sum[0] ^= byte(s.turn)
	}
	return hex.EncodeToString(sum[:])
}

// meaning is what the file says about how its samples are shown; nil for upright ones in sRGB.
func (s *source) meaning() []byte {
	var m []byte
	if s.info.Orientation > 1 {
		m = append(m, "turn"...)
		m = append(m, byte(s.info.Orientation))
	}
	if s.walk.AdobeRGB {
		m = append(m, "RGB"...)
	}
	if s.kind != icc.None && s.kind != icc.SRGB {
		sum := sha256.Sum256(s.icc)
		m = append(append(m, "profile"...), sum[:]...)
	}
	if c := s.walk.Colour; c.CICP != nil {
		m = append(append(m, "cicp"...), c.CICP...)
	} else if s.kind == icc.None && s.transform() != nil {
		m = fmt.Appendf(m, "gamma %v %v", c.Gamma, c.Chroma)
	}
	return m
}

// cost estimates how many bytes the conversion takes at its peak, beside the file (facts/photos.md §9).
func (s *source) cost(set Settings) int64 {
	px := int64(s.w) * int64(s.h)
	switch s.info.Format {
	case SVG:
		return 0
	case JPEG:
		if s.keepable(set) {
			return s.info.Bytes
		}
		if s.walk.Progressive || s.walk.Components == 4 {
			return px * 9
		}
		d := int64(1)
		for d < 8 && int64(max(s.w, s.h))/(2*d)*100 >= int64(set.max())*(100-slack) {
			d *= 2
		}
		return px*3/2/(d*d) + int64(set.max())*int64(set.max())*2
	case HEIC: // of the child process
		return px * 5
	case AVIF:
		return px * 8
	}
	if s.keepable(set) {
		return s.info.Bytes
	}
	return px * 8
}
