package frontmatter

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Pair is one key of a Map.
type Pair struct {
	Key   string
	Value any
}

// Map is a map in the order it is written. Values are nil, bool, int64,
// float64, string, Date, []any and Map.
type Map []Pair

// mergeKey is YAML's key whose maps stand in for keys that are absent.
const mergeKey = "<<"

// Get returns the value of key, compared without case; the last where it
// stands twice, as Hugo reads it. YAML's merged maps count.
func (m Map) Get(key string) (any, bool) {
	for i := len(m) - 1; i >= 0; i-- {
		if strings.EqualFold(m[i].Key, key) {
			return m[i].Value, true
		}
	}
	for _, p := range m {
		if p.Key != mergeKey {
			continue
		}
		switch v := p.Value.(type) {
		case Map:
			return v.Get(key)
		case []any:
			for _, item := range v {
				if sub, ok := item.(Map); ok {
					if v, ok := sub.Get(key); ok {
						return v, true
					}
				}
			}
		}
	}
	return nil, false
}

// Equal reports whether two values are the same; the order of a Map's keys
// does not count, nor how a date is written when it names the same wall time
// and offset to the same precision.
func Equal(a, b any) bool {
	switch a := a.(type) {
	case float64:
		b, ok := b.(float64)
		return ok && (a == b || math.IsNaN(a) && math.IsNaN(b))
	case Date:
		b, ok := b.(Date)
		return ok && a.same(b)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, Equal)
	case Map:
		b, ok := b.(Map)
		return ok && equalMaps(a, b)
	default:
		switch b.(type) {
		case []any, Map:
			return false
		}
		return a == b
	}
}

func equalMaps(a, b Map) bool {
	if len(a) != len(b) {
		return false
	}
	for i, p := range a {
		if b[i].Key == p.Key && Equal(p.Value, b[i].Value) {
			continue
		}
		j := slices.IndexFunc(b, func(q Pair) bool { return q.Key == p.Key })
		if j < 0 || !Equal(p.Value, b[j].Value) {
			return false
		}
	}
	return true
}

// Strings returns v as a list of strings: a list's items or a scalar alone,
// each as Text writes it; nil for nil and for a Map.
func Strings(v any) []string {
	switch v := v.(type) {
	case nil, Map:
		return nil
	case []any:
		out := make([]string, len(v))
		for i, item := range v {
			out[i] = Text(item)
		}
		return out
	default:
		return []string{Text(v)}
	}
}

// Text returns a scalar as the text a person reads; "" for nil, lists and maps.
func Text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case Date:
		return v.String()
	default:
		return ""
	}
}

// Bool returns v as Hugo reads a switch: a bool, or a text or number that is
// one; ok is false when it is none. YAML's yes, no, on and off count, for they
// are switches in the posts of old sites.
func Bool(v any) (value, ok bool) {
	switch v := v.(type) {
	case bool:
		return v, true
	case int64:
		return v != 0, v == 0 || v == 1
	case string:
		switch strings.ToLower(v) {
		case "true", "t", "yes", "y", "on", "1":
			return true, true
		case "false", "f", "no", "n", "off", "0":
			return false, true
		}
	}
	return false, false
}

// maxDepth bounds the nesting of a value that is set.
const maxDepth = 100

// normalise turns what callers may pass into the types of Map's doc.
func normalise(v any, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("value nested deeper than %d", maxDepth)
	}
	switch v := v.(type) {
	case nil, bool, int64, float64:
		return v, nil
	case Date:
		if v.Layout == unixLayout {
			return v.Time.Unix(), nil
		}
		return v, nil
	case string:
		if !utf8.ValidString(v) {
			return nil, fmt.Errorf("value %q is not UTF-8", v)
		}
		return v, nil
	case int:
		return int64(v), nil
	case time.Time:
		return NewDate(v), nil
	case []string:
		list := make([]any, len(v))
		for i := range v {
			list[i] = v[i]
		}
		return normalise(list, depth)
	case []any:
		return normaliseList(v, depth)
	case map[string]any:
		var m Map
		for _, k := range slices.Sorted(maps.Keys(v)) {
			m = append(m, Pair{k, v[k]})
		}
		return normaliseMap(m, depth)
	case Map:
		return normaliseMap(v, depth)
	default:
		return nil, fmt.Errorf("a value of type %T cannot be written", v)
	}
}

// normaliseList returns a list of its own, which the caller may change.
func normaliseList(v []any, depth int) (any, error) {
	list := make([]any, len(v))
	for i, item := range v {
		n, err := normalise(item, depth+1)
		if err != nil {
			return nil, err
		}
		list[i] = n
	}
	return list, nil
}

func normaliseMap(v Map, depth int) (any, error) {
	m := make(Map, len(v))
	for i, p := range v {
		n, err := normalise(p.Value, depth+1)
		if err != nil {
			return nil, err
		}
		if !utf8.ValidString(p.Key) {
			return nil, fmt.Errorf("key %q is not UTF-8", p.Key)
		}
		for _, q := range m[:i] {
			if strings.EqualFold(q.Key, p.Key) {
				return nil, fmt.Errorf("key %q stands twice in the value", p.Key)
			}
		}
		m[i] = Pair{p.Key, n}
	}
	return m, nil
}
