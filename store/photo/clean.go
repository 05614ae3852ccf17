package photo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
)

// Reason is why a picture of an older bundle should be cleaned.
type Reason string

// The reasons. Their texts are photo.clean.REASON of the catalogue.
const (
	ReasonPrivate Reason = "private" // it carries private metadata
	ReasonLarge   Reason = "large"   // it is bigger than the maximum
	ReasonTurned  Reason = "turned"  // it is upright only by its metadata, which not every generator keeps
	ReasonColour  Reason = "colour"  // its colours are not sRGB
	ReasonFormat  Reason = "format"  // browsers do not show it
)

// Finding says what is wrong with one picture.
type Finding struct {
	Name    string
	Info    Info
	Reasons []Reason
	Err     error // the picture cannot be read; Info and Reasons are empty then
}

// Inspect looks at the named files of a folder, each by its content, and gives those that [Clean] would mend, and those that are pictures or
// movies and cannot be read or mended, in the order of names. It writes nothing. It ends early when ctx does.
func Inspect(ctx context.Context, dir string, names []string, s Settings) ([]Finding, error) {
	var out []Finding
	for _, name := range names {
		p, err := s.Open.JudgeFile(ctx, filepath.Join(dir, name))
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		if err == nil && p.Way == Refused {
			err = p.Refusal()
		}
		if err != nil {
			out = append(out, Finding{Name: name, Err: err})
			continue
		}
		if r := p.reasons(s); len(r) > 0 {
			out = append(out, Finding{Name: name, Info: p.Info, Reasons: r})
		}
	}
	return out, nil
}

// reasons says why a file should be cleaned.
func (p *Publication) reasons(s Settings) []Reason {
	switch {
	case p.src != nil:
		return p.src.reasons(s)
	case len(p.Private) > 0:
		return []Reason{ReasonPrivate}
	}
	return nil
}

func (s *source) reasons(set Settings) []Reason {
	var r []Reason
	i := s.info
	add := func(why Reason, is bool) {
		if is {
			r = append(r, why)
		}
	}
	add(ReasonFormat, !i.Format.Web())
	add(ReasonPrivate, len(i.Private) > 0)
	if i.Format == SVG || i.Animated && i.Format.Web() {
		return r // a drawing or an animation is stripped and stays as it is
	}
	add(ReasonLarge, max(i.Width, i.Height) > set.max())
	add(ReasonTurned, i.Orientation > 1 && i.Format != AVIF)
	add(ReasonColour, i.Profile == "matrix" || i.Profile == "gray")
	return r
}

// Cleaned is what Clean did to one picture.
type Cleaned struct {
	Name, NewName string // they differ when the format changed: references follow
	Changed       bool
	Width, Height int
	Bytes         int64
	Undo          Swap // valid when Changed
	StateErr      error
}

// Clean mends one file of a folder: a picture as an import would (it is stripped, and where it needs it turned, brought to sRGB, shrunk and
// converted), a movie or document by overwriting what is private. A file without a [Reason] stays byte for byte as it is, whatever harmless
// metadata it has. The old file is kept in the state directory, which s must name. A file that another program writes meanwhile is looked at
// again, some times; then it is ErrChanged.
func Clean(ctx context.Context, dir, name string, s Settings) (Cleaned, error) {
	for range cleanTries - 1 {
		if c, err := clean(ctx, dir, name, s); !errors.Is(err, ErrChanged) {
			return c, err
		}
	}
	return clean(ctx, dir, name, s)
}

// cleanTries is how often a file is taken that changes while it is cleaned: a program that writes a picture in several parts is done by then.
const cleanTries = 4

func clean(ctx context.Context, dir, name string, s Settings) (Cleaned, error) {
	c := Cleaned{Name: name, NewName: name}
	path := filepath.Join(dir, name)
	data, mod, err := s.Open.read("clean", path)
	if err != nil {
		return c, err
	}
	p, err := Judge(ctx, path, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		if now, _, again := s.Open.read("clean", path); again == nil && !bytes.Equal(now, data) { // half of it was written
			err = fmt.Errorf("clean photo %q: %w", path, ErrChanged)
		}
		return c, err
	}
	if p.Way == Refused {
		return c, p.Refusal()
	}
	c.Width, c.Height, c.Bytes = p.Info.Width, p.Info.Height, int64(len(data))
	if len(p.reasons(s)) == 0 {
		return c, nil
	}
	if p.src == nil {
		return c, c.overwrite(p, dir, data, s)
	}
	p.src.info.ModTime = mod
	return c, c.mend(ctx, p.src, dir, s)
}

// mend cleans a picture.
func (c *Cleaned) mend(ctx context.Context, src *source, dir string, s Settings) error {
	st, err := src.convert(ctx, s)
	if err != nil {
		return err
	}
	c.Undo, err = src.replace(dir, c.Name, st, s)
	if err != nil {
		return err
	}
	c.Changed, c.NewName = true, c.Undo.NewName
	c.Width, c.Height, c.Bytes = st.width, st.height, int64(len(st.data))
	c.StateErr = errors.Join(src.remember(c.Undo, st, s), c.Undo.carry(s.State, st.hash))
	return nil
}

// overwrite cleans a movie or document, which stays as long as it was.
func (c *Cleaned) overwrite(p *Publication, dir string, old []byte, s Settings) error {
	var b bytes.Buffer
	if _, err := p.WriteTo(&b); err != nil {
		return err
	}
	if bytes.Equal(b.Bytes(), old) {
		return nil
	}
	var err error
	c.Undo, err = swapIn(dir, c.Name, old, b.Bytes(), s)
	c.Changed = err == nil
	return err
}

// remember keeps the capture time that cleaning takes out of the picture.
func (s *source) remember(w Swap, st stored, set Settings) error {
	if !s.info.HasTaken {
		return nil
	}
	if _, known := Captures(set.State, w.Dir)[w.OldName]; known {
		return nil
	}
	return record(set.State, w.Dir, []Capture{{
		Name: w.OldName, Source: s.key(), Taken: s.info.Taken, HasZone: s.info.HasZone,
		Edited: s.info.Edited, Camera: s.info.Camera, Body: s.info.Body, Hash: st.hash,
	}})
}
