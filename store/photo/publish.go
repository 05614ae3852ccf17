package photo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"lanyard/store/photo/internal/document"
	"lanyard/store/photo/internal/exif"
	"lanyard/store/photo/internal/media"
)

// Way is how a file may leave the content folder.
type Way uint8

// The ways.
const (
	Whole    Way = iota // as it is: nothing private is known to be in it
	Stripped            // under its name, without what is private; what it shows or says stays
	Convert             // browsers do not show it: it becomes a JPEG or PNG, as at import
	Refused             // private data may be in it and cannot be taken out
)

// Publication is a file of a post, whatever its name, judged by its content. It stays valid as long as the reader it was made from.
type Publication struct {
	Way     Way
	Format  Format // Unknown for what is no picture that is read here
	What    What   // what the file is
	Private []Private
	Info    Info  // of a picture
	Hazard  error // an SVG runs or fetches something; an *Error that says what

	op, path string
	r        io.ReaderAt
	size     int64
	src      *source
	media    *media.File
	document *document.File
}

// headBytesOf is how much of a file tells what it is.
const headBytesOf = 4 << 10

// never are the kinds of file that carry metadata which is not taken out here: the export names them.
var never = []What{
	WhatRawCanon, WhatRawNikon, WhatRawSony, WhatRawFuji, WhatRawPana, WhatRawOlympus, WhatRaw, WhatPhotoshop, WhatJPEGXR, WhatFLIF, WhatMNG,
	WhatInDesign, WhatMetadata, WhatAppleFork,
}

// Judge looks at a file of size bytes. An *[Error] says that it is a picture or movie that is broken or too large, so that nobody knows what
// is in it; what the reader says is another error. path is what errors call the file.
func Judge(ctx context.Context, path string, r io.ReaderAt, size int64) (*Publication, error) {
	p := &Publication{op: "publish", path: path, r: r, size: size}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	head := make([]byte, min(size, headBytesOf))
	if _, err := readAt(r, head, 0); err != nil {
		return nil, err
	}
	format, what := sniff(head)
	p.Format, p.What = format, what
	if format != Unknown {
		return p, p.picture()
	}
	if kind := media.Sniff(head); kind != media.None && what != WhatRawCanon {
		return p, p.boxes(kind)
	}
	if document.Sniff(head) {
		return p, p.paper()
	}
	if slices.Contains(never, what) {
		p.Way = Refused
	}
	return p, ctx.Err()
}

// JudgeFile is [Judge] for a file of the disk; the result can be asked but not written.
func JudgeFile(ctx context.Context, path string) (*Publication, error) {
	return Opener(nil).JudgeFile(ctx, path)
}

// JudgeFile is [JudgeFile] on a file that o opens.
func (o Opener) JudgeFile(ctx context.Context, path string) (*Publication, error) {
	f, st, err := o.open("look at", path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Judge(ctx, path, f, st.Size())
}

// readAt fills b; the end of the file before that means that somebody is writing it.
func readAt(r io.ReaderAt, b []byte, at int64) (int, error) {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return n, nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w while it was read", ErrChanged)
	}
	return n, err
}

// picture judges a format that is read here.
func (p *Publication) picture() error {
	if p.size > maxBytes {
		return tooManyBytes(p.op, p.path, p.size)
	}
	data := make([]byte, p.size)
	if _, err := readAt(p.r, data, 0); err != nil {
		return err
	}
	s, err := examine(p.op, p.path, data, 0)
	if err != nil {
		var e *Error
		if errors.As(err, &e) && e.Kind == KindUnsupported { // the whole file says more than its head
			p.Format, p.What = Unknown, e.Actual
			if slices.Contains(never, e.Actual) {
				p.Way = Refused
			}
			return nil
		}
		return err
	}
	p.src, p.Info, p.Format, p.What, p.Private, p.Hazard = s, s.info, s.info.Format, s.info.Format.what(), s.info.Private, s.hazard
	p.Way = Stripped
	if !s.info.Format.Web() {
		p.Way = Convert
		if n := exif.Pages(data); s.info.Format == TIFF && n > 1 {
			return &Error{
				Op: p.op, Path: p.path, Kind: KindOther, Actual: p.What, Why: Why{"pages", []any{n}},
				Detail: fmt.Sprintf("a TIFF of %d pages is not converted", n),
			}
		}
	}
	return nil
}

// boxes judges movies, sounds and the newer kinds of JPEG.
func (p *Publication) boxes(kind media.Kind) error {
	f, err := media.Walk(p.r, p.size, kind)
	switch {
	case errors.Is(err, media.ErrHidden):
		p.Way, p.Private = Refused, []Private{PrivateMaker}
		return nil
	case errors.Is(err, media.ErrCorrupt):
		return &Error{Op: p.op, Path: p.path, Kind: KindCorrupt, Actual: p.What, Err: err}
	case err != nil:
		return err
	}
	p.media = f
	if f.Metadata {
		p.Way = Stripped
	}
	p.note(PrivateGPS, f.GPS)
	p.note(PrivateSerial, f.Serial)
	p.note(PrivateName, f.Name)
	p.note(PrivateMaker, f.Maker)
	p.note(PrivateComment, f.Comment)
	p.note(PrivateTrailer, f.Trailer && f.Metadata)
	return nil
}

func (p *Publication) note(kind Private, there bool) {
	if there {
		p.Private = append(p.Private, kind)
	}
}

// paper judges documents. Who wrote one is no secret; where a photo in it was taken is.
func (p *Publication) paper() error {
	f, err := document.Look(p.r, p.size)
	if errors.Is(err, document.ErrCrowded) {
		return &Error{Op: p.op, Path: p.path, Kind: KindCorrupt, Actual: p.What, Err: err}
	}
	if err != nil {
		return err
	}
	p.document = f
	changed, err := f.Changed()
	if changed {
		p.Way = Stripped
	}
	p.note(PrivateGPS, f.Said.Place)
	p.note(PrivateSerial, f.Said.Serial)
	return err
}

// WriteTo writes the file as it may leave. One that has to be converted first, or is refused, is an error and nothing is written.
func (p *Publication) WriteTo(w io.Writer) (int64, error) {
	switch {
	case p.Way == Refused || p.Way == Convert:
		return 0, p.Refusal()
	case p.src != nil:
		out, _, err := p.src.bare()
		if err != nil {
			return 0, err
		}
		n, err := w.Write(out)
		return int64(n), err
	case p.media != nil:
		return p.media.WriteTo(w)
	case p.document != nil:
		return p.document.WriteTo(w)
	}
	return io.Copy(w, io.NewSectionReader(p.r, 0, p.size))
}

// Refusal is why the file does not leave under its name.
func (p *Publication) Refusal() error {
	return &Error{
		Op: p.op, Path: p.path, Kind: KindPrivate, Actual: p.What,
		Detail: fmt.Sprintf("it is %s, from which private data is not taken out here", p.What),
	}
}

// NoPicture is what to say of a file that is no picture, though its name says so.
func (p *Publication) NoPicture() error {
	if p.What == WhatEmpty {
		return &Error{Op: p.op, Path: p.path, Kind: KindEmpty, Actual: WhatEmpty, Detail: "the file is empty"}
	}
	return unsupported(p.op, p.path, p.What)
}

// Converted gives the picture in a form that browsers show, as an import would store it.
func (p *Publication) Converted(ctx context.Context, s Settings) (data []byte, format Format, err error) {
	if p.src == nil {
		return nil, Unknown, p.Refusal()
	}
	st, err := p.src.convert(ctx, s)
	return st.data, st.format, err
}
