package frontmatter

// Kind is the type Hugo gives a predefined key.
type Kind uint8

// The kinds. Unknown is a key of the site's or theme's own.
const (
	Unknown Kind = iota
	TextKind
	ListKind
	DateKind
	SwitchKind
	NumberKind
	MapKind
)

// KindOf returns the kind of a top-level key, compared without case.
func KindOf(key string) Kind { return Unknown }

// Coerce turns words of a command line into a value: the type of old stays
// where there is one (has), else kind decides; all else is a string, several
// words a list.
func Coerce(kind Kind, old any, has bool, words []string) (any, error) { return nil, nil }
