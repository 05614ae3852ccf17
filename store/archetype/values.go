package archetype

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type castSpace struct{}

func (castSpace) ToString(v any) string          { return text(v) }
func (castSpace) ToInt(v any) (int, error)       { return number(v) }
func (castSpace) ToFloat(v any) (float64, error) { return real(v) }

// number is a value as a whole number.
func number(v any) (int, error) {
	switch v := v.(type) {
	case int:
		return v, nil
	case int64:
		return int(v), nil
	case float64:
		return int(v), nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(text(v)))
	if err != nil {
		return 0, fmt.Errorf("%q is no number", text(v))
	}
	return n, nil
}

func real(v any) (float64, error) {
	switch v := v.(type) {
	case float64:
		return v, nil
	case int:
		return float64(v), nil
	case int64:
		return float64(v), nil
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(text(v)), 64)
	if err != nil {
		return 0, fmt.Errorf("%q is no number", text(v))
	}
	return f, nil
}

type mathSpace struct{}

func (mathSpace) Add(vs ...any) (any, error) {
	return fold(vs, func(a, b float64) float64 { return a + b })
}

func (mathSpace) Sub(vs ...any) (any, error) {
	return fold(vs, func(a, b float64) float64 { return a - b })
}

func (mathSpace) Mul(vs ...any) (any, error) {
	return fold(vs, func(a, b float64) float64 { return a * b })
}

// Div divides; whole numbers give a whole number.
func (mathSpace) Div(a, b any) (any, error) {
	y, err := real(b)
	if err != nil {
		return nil, err
	}
	if y == 0 {
		return nil, errors.New("a division by zero")
	}
	q, err := fold([]any{a, b}, func(a, b float64) float64 { return a / b })
	return q, err
}

func (mathSpace) Mod(a, b any) (int, error) {
	x, err := number(a)
	if err != nil {
		return 0, err
	}
	y, err := number(b)
	if err != nil || y == 0 {
		return 0, errors.New("a division by zero")
	}
	return x % y, nil
}

func (mathSpace) Floor(v any) (float64, error) { f, err := real(v); return math.Floor(f), err }
func (mathSpace) Ceil(v any) (float64, error)  { f, err := real(v); return math.Ceil(f), err }
func (mathSpace) Round(v any) (float64, error) { f, err := real(v); return math.Round(f), err }

// fold combines numbers; the result is whole where all of them are.
func fold(vs []any, op func(a, b float64) float64) (any, error) {
	if len(vs) < 2 {
		return nil, errors.New("two numbers are wanted")
	}
	whole := true
	var sum float64
	for i, v := range vs {
		f, err := real(v)
		if err != nil {
			return nil, err
		}
		_, isFloat := v.(float64)
		whole = whole && !isFloat
		if i == 0 {
			sum = f
		} else {
			sum = op(sum, f)
		}
	}
	if whole {
		return int(sum), nil
	}
	return sum, nil
}

type collectionsSpace struct{}

// Slice makes a list.
func (collectionsSpace) Slice(vs ...any) []any { return vs }

// First is the first n of a list.
func (collectionsSpace) First(n, v any) ([]any, error) {
	all, err := list(v)
	if err != nil {
		return nil, err
	}
	k, err := number(n)
	if err != nil || k < 0 {
		return nil, fmt.Errorf("%v is no length", n)
	}
	return all[:min(k, len(all))], nil
}

// Last is the last n of a list.
func (collectionsSpace) Last(n, v any) ([]any, error) {
	all, err := list(v)
	if err != nil {
		return nil, err
	}
	k, err := number(n)
	if err != nil || k < 0 {
		return nil, fmt.Errorf("%v is no length", n)
	}
	return all[max(len(all)-k, 0):], nil
}

// After is a list without its first n.
func (collectionsSpace) After(n, v any) ([]any, error) {
	all, err := list(v)
	if err != nil {
		return nil, err
	}
	k, err := number(n)
	if err != nil || k < 0 {
		return nil, fmt.Errorf("%v is no length", n)
	}
	return all[min(k, len(all)):], nil
}

// Delimit joins a list.
func (collectionsSpace) Delimit(v, by any, last ...any) (string, error) {
	all, err := list(v)
	if err != nil {
		return "", err
	}
	parts := texts(all)
	if len(last) > 0 && len(parts) > 1 {
		n := len(parts) - 1
		return strings.Join(parts[:n], text(by)) + text(last[0]) + parts[n], nil
	}
	return strings.Join(parts, text(by)), nil
}

// Dictionary makes a map of keys and values in turn.
func (collectionsSpace) Dictionary(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, errors.New("a key without a value")
	}
	out := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		out[text(pairs[i])] = pairs[i+1]
	}
	return out, nil
}

// In reports whether a list, or a text, holds a value.
func (collectionsSpace) In(v, x any) bool {
	if s, ok := v.(string); ok {
		return strings.Contains(s, text(x))
	}
	all, _ := list(v)
	for _, e := range all {
		if text(e) == text(x) {
			return true
		}
	}
	return false
}

// IsSet reports whether a map has a key, or a list an index.
func (collectionsSpace) IsSet(v, key any) bool {
	if m, ok := v.(map[string]any); ok {
		_, ok := m[strings.ToLower(text(key))]
		if !ok {
			_, ok = m[text(key)]
		}
		return ok
	}
	all, err := list(v)
	n, bad := number(key)
	return err == nil && bad == nil && n >= 0 && n < len(all)
}

// Seq counts up to a number, or from one to another.
func (collectionsSpace) Seq(nums ...any) ([]int, error) {
	from, to := 1, 0
	var err error
	switch len(nums) {
	case 1:
		to, err = number(nums[0])
	case 2:
		if from, err = number(nums[0]); err == nil {
			to, err = number(nums[1])
		}
	default:
		err = errors.New("seq takes one or two numbers")
	}
	if err != nil {
		return nil, err
	}
	if to-from >= maxTurns {
		return nil, fmt.Errorf("a row of %d numbers", to-from+1)
	}
	var out []int
	for i := from; i <= to; i++ {
		out = append(out, i)
	}
	return out, nil
}

// small are the words that a title in the style of the Associated Press keeps in
// lower case, but for the first and the last.
const small = " a an and at but by for in nor of on or so the to up yet "

// titleCase writes a title as the Associated Press does.
func titleCase(s string) string {
	words := strings.Split(s, " ")
	first, last := -1, -1
	for i, w := range words {
		if w != "" {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	for i, w := range words {
		if i != first && i != last && strings.Contains(small, " "+strings.ToLower(w)+" ") {
			words[i] = strings.ToLower(w)
			continue
		}
		words[i] = firstUpper(w)
	}
	return strings.Join(words, " ")
}

func firstUpper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// humanize is Hugo's: a name with blanks and one capital, or an ordinal.
func humanize(s string) string {
	if n, err := strconv.Atoi(s); err == nil {
		return ordinal(n)
	}
	s = strings.NewReplacer("_", " ", "-", " ").Replace(s)
	return firstUpper(strings.ToLower(strings.TrimSpace(s)))
}

func ordinal(n int) string {
	suffix := "th"
	if tens := n % 100; tens < 11 || tens > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// urlize is Hugo's: letters, digits and marks of any script in lower case, one
// hyphen for what separates them, written as it stands in an address.
func urlize(s string) string {
	var b strings.Builder
	hyphen := false
	for _, r := range strings.ToLower(s) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), strings.ContainsRune("./_#+~@", r):
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(r)
		case unicode.IsSpace(r), r == '-':
			hyphen = true
		}
	}
	return (&url.URL{Path: b.String()}).EscapedPath()
}

// anchorize makes an id as GitHub does: a hyphen for every blank.
func anchorize(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(s)) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '-', r == '_':
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte('-')
		}
	}
	return b.String()
}
