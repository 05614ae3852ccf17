package photo

import "fmt"

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
)

// ID is the catalogue entry (area photo) that says the kind to a person; its arguments are [Error.Args].
func (k Kind) ID() string {
	ids := [...]string{
		"other", "unsupported", "pixels", "bytes", "truncated", "corrupt", "nodecoder", "unsafe", "frames", "limit", "empty",
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
	Actual string // what the file really is: "HEIC", "a PDF document", …
	Detail string // the reason in English, lower case
	Err    error
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

// Args are the arguments of the catalogue entry Kind.ID: the path, what the file is, and the reason in English.
func (e *Error) Args() []any { return []any{e.Path, e.Actual, e.reason()} }
