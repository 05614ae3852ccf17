package photo

import (
	"fmt"
	"path/filepath"
	"slices"
)

// Kind classes an [Error] so that a caller can translate or decide.
type Kind uint8

// The kinds of refusal.
const (
	KindOther       Kind = iota
	KindUnsupported      // not a picture we read; Actual says what it is
	KindTooManyPixels
	KindTooManyBytes
	KindTruncated
	KindCorrupt
	KindNoDecoder // a HEIC or AVIF in a build that cannot decode it
	KindUnsafe    // an SVG that runs or fetches something
	KindFrames    // an animation with too many frames
	KindLimit     // the decoder ran into its memory or time limit
	KindEmpty
	KindPrivate // private data cannot be taken out of a file of this kind
)

// ID is the catalogue entry (area photo) that says the kind to a person; its arguments are [Error.Args].
func (k Kind) ID() string {
	ids := [...]string{
		"other", "unsupported", "pixels", "bytes", "truncated", "corrupt", "nodecoder", "unsafe", "frames", "limit", "empty", "private",
	}
	if int(k) >= len(ids) {
		k = KindOther
	}
	return "photo.error." + ids[k]
}

// Error says which photo was refused and why. What went wrong with the disk is not an Error but an *fs.PathError.
type Error struct {
	Op     string // look, decode, import, strip
	Path   string // as given, or the name of pasted data
	Kind   Kind
	Actual What   // what the file really is
	Why    Why    // the reason for a person; the zero Why where Kind alone says it
	Detail string // the reason in English, lower case
	Err    error
}

// Why is a reason that can be said in every language: photo.why.Code of the catalogue with Values. Values that are a [What] are said too.
type Why struct {
	Code   string
	Values []any
}

// Error gives operation, path and reason.
func (e *Error) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("%s photo: %s", e.Op, e.reason())
	}
	return fmt.Sprintf("%s photo %q: %s", e.Op, e.Path, e.reason())
}

func (e *Error) reason() string {
	switch {
	case e.Err == nil:
		return e.Detail
	case e.Detail == "":
		return e.Err.Error()
	}
	return e.Detail + ": " + e.Err.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Say is the error as a sentence for a person, naming the file without its folder. T is the catalogue: the text of an entry with its
// values put in.
func (e *Error) Say(T func(id string, values ...any) string) string {
	name := filepath.Base(e.Path)
	if e.Path == "" {
		name = T("photo.pasted")
	}
	return T(e.Kind.ID(), name, e.Actual.Say(T), e.Because(T))
}

// Because is the reason alone, for a sentence that names the file itself.
func (e *Error) Because(T func(id string, values ...any) string) string {
	if e.Why.Code == "" {
		return e.reason()
	}
	values := slices.Clone(e.Why.Values)
	for i, v := range values {
		if w, ok := v.(What); ok {
			values[i] = w.Say(T)
		}
	}
	return T("photo.why."+e.Why.Code, values...)
}

// unsupported refuses a file that is something else than a picture.
func unsupported(op, path string, is What) *Error {
	return &Error{Op: op, Path: path, Kind: KindUnsupported, Actual: is, Detail: "it is " + is.String()}
}
