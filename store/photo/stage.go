package photo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Staged is a photo that is ready to go into a post, but waits outside of it for the author's word. Until [Pool.Place] nothing of it is
// in the post's folder. It is a value; what it holds on the disk is one file of the directory given to [Pool.Stage].
type Staged struct {
	Result // what placing it will give; Name and Undo are known only when Reused

	file string // the converted photo; "" when Reused
	sum  [32]byte
	key  string
	mod  time.Time
	src  string
}

// File is the converted photo in the stage, for a thumbnail; "" when Reused.
func (st Staged) File() string { return st.file }

// Stage makes of the photo src what a post in the folder dir needs, turned by so many quarter turns clockwise, and keeps it in the
// directory stage, which exists and is not dir. A photo that dir has already is only named. It blocks until the pool has room. Nothing is
// left behind when it fails. The errors are those of [Import].
func (p *Pool) Stage(ctx context.Context, src, dir, stage string, turn int, s Settings) (Staged, error) {
	none := Staged{Result: Result{Source: src}, src: src}
	if err := p.slots.Acquire(ctx, 1); err != nil {
		return none, err
	}
	defer p.slots.Release(1)
	data, mod, err := readFile("import", src)
	if err != nil {
		return none, err
	}
	j := p.job()
	j.turn = (turn%4 + 4) % 4
	m, err := j.make(ctx, src, data, mod, dir, s)
	if err != nil {
		return none, err
	}
	st := Staged{Result: m.result, key: m.key, mod: mod, src: src}
	st.Similar = p.similar(s.State, dir, m.result)
	if st.Reused {
		return st, nil
	}
	st.sum = sha256.Sum256(m.stored.data)
	st.file = filepath.Join(stage, hex.EncodeToString(st.sum[:16])+m.stored.format.Ext())
	if err := p.disk.Create(st.file, m.stored.data, 0o600); err != nil && !errors.Is(err, os.ErrExist) {
		return none, err
	}
	return st, nil
}

// similar names a photo of the folder that looks nearly the same.
func (p *Pool) similar(state, dir string, r Result) string {
	for _, c := range Captures(state, dir) {
		if c.Name != r.Name && Near(c.Hash, r.Hash) && exists(filepath.Join(dir, c.Name)) {
			return c.Name
		}
	}
	return ""
}

// Place puts a staged photo into dir, atomically, under a name that is free now; what is staged stays, for the stage is deleted as a whole. When it
// fails nothing of the photo is in dir.
func (p *Pool) Place(ctx context.Context, st Staged, dir string, s Settings) (Result, error) {
	if st.Reused {
		return st.Result, ctx.Err()
	}
	none := Result{Source: st.src, From: st.From}
	if err := ctx.Err(); err != nil {
		return none, err
	}
	data, err := os.ReadFile(st.file)
	if err != nil {
		return none, err
	}
	if sha256.Sum256(data) != st.sum {
		return none, fmt.Errorf("place photo %q: what was staged of it was changed", st.src)
	}
	src := &source{op: "import", path: st.src, info: Info{ModTime: st.mod, Format: st.From}}
	j, original := p.job(), ""
	if s.Originals != "" {
		if src.data, _, err = readFile("import", st.src); err != nil {
			return none, err
		}
		if original, err = j.original(src, s); err != nil {
			return none, err
		}
	}
	r := st.Result
	if err := j.put(ctx, &r, src, stored{data: data, format: st.Format, width: st.Width, height: st.Height, hash: st.Hash}, st.key, dir, s); err != nil {
		if original != "" {
			err = errors.Join(err, os.Remove(original))
		}
		return none, err
	}
	return r, nil
}
