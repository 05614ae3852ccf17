package frontmatter

// Pair is one key of a Map.
type Pair struct {
	Key   string
	Value any
}

// Map is a map in the order it is written. Values are nil, bool, int64,
// float64, string, Date, []any and Map.
type Map []Pair

// Get returns the value of key, compared without case.
func (m Map) Get(key string) (any, bool) { return nil, false }

// Equal reports whether two values are the same; the order of a Map's keys
// does not count, nor how a date is written when it names the same wall time
// and offset.
func Equal(a, b any) bool { return false }

// Strings returns v as a list of strings: a list's items or a scalar alone,
// each as text; nil for nil.
func Strings(v any) []string { return nil }

// Text returns a scalar as the text a person reads; "" for nil, lists and maps.
func Text(v any) string { return "" }
