package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"lanyard/store/frontmatter"
)

// printJSON prints one JSON value and a line end.
func (c *call) printJSON(v any) error {
	enc := json.NewEncoder(c.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// ordered is a front matter value that marshals with its keys in their order and
// its dates as they are written.
type ordered struct{ v any }

func (o ordered) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	if err := writeJSON(&b, o.v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func writeJSON(b *bytes.Buffer, v any) error {
	switch v := v.(type) {
	case frontmatter.Map:
		b.WriteByte('{')
		for i, pair := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := writeJSON(b, pair.Key); err != nil {
				return err
			}
			b.WriteByte(':')
			if err := writeJSON(b, pair.Value); err != nil {
				return err
			}
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := writeJSON(b, x); err != nil {
				return err
			}
		}
		b.WriteByte(']')
	case frontmatter.Date:
		return writeJSON(b, v.String())
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) { // YAML and TOML have them, JSON has not
			return writeJSON(b, fmt.Sprint(v))
		}
		return encode(b, v)
	default:
		return encode(b, v)
	}
	return nil
}

func encode(b *bytes.Buffer, v any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // Encode ends the line
	return nil
}

// parseJSON reads one JSON value as a front matter value; the keys of objects keep
// their order.
func parseJSON(text string) (any, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	v, err := readJSON(dec)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	return v, nil
}

func readJSON(dec *json.Decoder) (any, error) {
	tok, err := dec.Token()
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	switch t := tok.(type) {
	case json.Number:
		if n, err := t.Int64(); err == nil {
			return n, nil
		}
		return t.Float64()
	case json.Delim:
		if t == '{' {
			return readObject(dec)
		}
		list := []any{}
		for dec.More() {
			v, err := readJSON(dec)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := dec.Token()
		return list, err
	default: // nil, bool and string
		return t, nil
	}
}

func readObject(dec *json.Decoder) (any, error) {
	m := frontmatter.Map{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		v, err := readJSON(dec)
		if err != nil {
			return nil, err
		}
		name, _ := key.(string)
		m = append(m, frontmatter.Pair{Key: name, Value: v})
	}
	_, err := dec.Token()
	return m, err
}
