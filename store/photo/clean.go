package photo

import (
	"context"
	"errors"
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

// Inspect looks at the named pictures of a folder and gives those that [Clean] would mend, and those that cannot be read, in the order of
// names. It writes nothing. It ends early when ctx does.
func Inspect(ctx context.Context, dir string, names []string, s Settings) ([]Finding, error) {
	var out []Finding
	for _, name := range names {
		src, err := open(ctx, "look at", filepath.Join(dir, name))
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		if err != nil {
			out = append(out, Finding{Name: name, Err: err})
			continue
		}
		if r := src.reasons(s); len(r) > 0 {
			out = append(out, Finding{Name: name, Info: src.info, Reasons: r})
		}
	}
	return out, nil
}

func (s *source) reasons(set Settings) []Reason {
	var r []Reason
	i := s.info
	add := func(why Reason, is bool) {
		if is {
			r = append(r, why)
		}
	}
	if i.Format == SVG {
		return nil
	}
	add(ReasonFormat, !i.Format.Web())
	add(ReasonPrivate, len(i.Private) > 0)
	if i.Animated && i.Format.Web() {
		return r // an animation is stripped and stays as it is
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

// Clean mends one picture of a folder as an import would: it is stripped, and where it needs it turned, brought to sRGB, shrunk and
// converted. A picture without a [Reason] stays byte for byte as it is, whatever harmless metadata it has. The old picture is kept in the
// state directory, which s must name.
func Clean(ctx context.Context, dir, name string, s Settings) (Cleaned, error) {
	c := Cleaned{Name: name, NewName: name}
	src, err := open(ctx, "clean", filepath.Join(dir, name))
	if err != nil {
		return c, err
	}
	c.Width, c.Height, c.Bytes = src.info.Width, src.info.Height, src.info.Bytes
	why := src.reasons(s)
	if len(why) == 0 {
		return c, nil
	}
	st, err := src.convert(ctx, s)
	if err != nil {
		return c, err
	}
	c.Undo, err = src.replace(dir, name, st, s)
	if err != nil {
		return c, err
	}
	c.Changed, c.NewName = true, c.Undo.NewName
	c.Width, c.Height, c.Bytes = st.width, st.height, int64(len(st.data))
	c.StateErr = errors.Join(src.remember(c.Undo, st, s), c.Undo.carry(s.State, st.hash))
	return c, nil
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
		Name: w.OldName, Source: s.key(), Taken: s.info.Taken, HasZone: s.info.HasZone, Camera: s.info.Camera, Hash: st.hash,
	}})
}
