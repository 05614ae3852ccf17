package frontmatter

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// jsonLang patches JSON.
type jsonLang struct{}

func (jsonLang) parse(src string) (*node, *Error) {
	if !json.Valid([]byte(src)) {
		return nil, jsonError(src)
	}
	s := &jsonScan{src: src, line: 1}
	root, err := s.value()
	if err != nil {
		return nil, err
	}
	if !root.isMap() {
		return nil, errorAt(src, 0, "the front matter is no list of keys and values")
	}
	for _, p := range root.pairs {
		p.val.val = dateFor(p.key, p.val.val)
	}
	root.seal()
	return root, nil
}

func jsonError(src string) *Error {
	var v any
	err := json.Unmarshal([]byte(src), &v)
	var se *json.SyntaxError
	if errors.As(err, &se) {
		return errorAt(src, max(0, min(int(se.Offset)-1, len(src))), "%s", se.Error())
	}
	return errorAt(src, 0, "not JSON: %v", err)
}

// jsonScan indexes text that is valid JSON.
type jsonScan struct {
	src             string
	pos             int
	line, lineBegin int
}

func (s *jsonScan) space() {
	for s.pos < len(s.src) && strings.IndexByte(" \t\r\n", s.src[s.pos]) >= 0 {
		if s.src[s.pos] == '\n' {
			s.line++
			s.lineBegin = s.pos + 1
		}
		s.pos++
	}
}

func (s *jsonScan) value() (*node, *Error) {
	s.space()
	n := &node{start: s.pos, from: s.pos, size: 1}
	switch s.src[s.pos] {
	case '{':
		n.style = Flow
		for s.next('}') {
			p := &pair{keyFrom: s.pos, line: s.line, col: s.pos - s.lineBegin + 1}
			end := endDouble(s.src, s.pos)
			key, err := s.text(s.pos, end)
			if err != nil {
				return nil, err
			}
			p.key, p.keyTo, s.pos = key, end, end
			s.space()
			s.pos++ // the colon
			p.sep = s.pos
			if p.val, err = s.value(); err != nil {
				return nil, err
			}
			n.pairs = append(n.pairs, p)
		}
		n.seal()
	case '[':
		n.style = Flow
		for s.next(']') {
			it, err := s.value()
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, it)
		}
		n.sealList()
	case '"':
		n.style = DoubleQuoted
		end := endDouble(s.src, s.pos)
		text, err := s.text(s.pos, end)
		if err != nil {
			return nil, err
		}
		n.val, s.pos = text, end
	default:
		end := s.pos
		for end < len(s.src) && strings.IndexByte(" \t\r\n,]}", s.src[end]) < 0 {
			end++
		}
		n.val = jsonWord(s.src[s.pos:end])
		s.pos = end
	}
	n.to = s.pos
	return n, nil
}

// next passes the opening bracket or the comma behind a value, before which there may be space, and reports whether an element follows.
func (s *jsonScan) next(shut byte) bool {
	s.space()
	if s.src[s.pos] != shut {
		s.pos++
	}
	s.space()
	if s.src[s.pos] == shut {
		s.pos++
		return false
	}
	return true
}

func (s *jsonScan) text(from, to int) (string, *Error) {
	var text string
	if err := json.Unmarshal([]byte(s.src[from:to]), &text); err != nil {
		return "", errorAt(s.src, from, "%v", err)
	}
	return text, nil
}

func jsonWord(word string) any {
	switch word {
	case "null":
		return nil
	case "true":
		return true
	case "false":
		return false
	}
	if n, err := strconv.ParseInt(word, 10, 64); err == nil {
		return n
	}
	f, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return word // 1e999: out of range, kept as it is written
	}
	return f
}

// jsonText writes a value on one line.
func jsonText(v any) (string, error) {
	switch v := v.(type) {
	case Date:
		return jsonText(v.String())
	case string:
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			return "", err
		}
		return strings.TrimSuffix(b.String(), "\n"), nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return "", fmt.Errorf("JSON has no number %v", v)
		}
		return withPoint(strconv.FormatFloat(v, 'g', -1, 64)), nil
	case []any:
		parts := make([]string, len(v))
		for i, it := range v {
			var err error
			if parts[i], err = jsonText(it); err != nil {
				return "", err
			}
		}
		return "[" + strings.Join(parts, ", ") + "]", nil
	case Map:
		parts := make([]string, len(v))
		for i, p := range v {
			val, err := jsonText(p.Value)
			if err != nil {
				return "", err
			}
			key, err := jsonText(p.Key)
			if err != nil {
				return "", err
			}
			parts[i] = key + ": " + val
		}
		return "{" + strings.Join(parts, ", ") + "}", nil
	default:
		return yamlScalar(v, DoubleQuoted, true), nil // null, true, 1: as in YAML
	}
}

func (jsonLang) bareDate(string) bool { return false }

func (b *Block) jsonFlow(n *node) flow {
	return flow{src: b.src, open: n.from, shut: n.to - 1, elems: n.elements()}
}

func (l jsonLang) put(b *Block, path []string, v any) ([][]Edit, error) {
	if _, err := jsonText(v); err != nil {
		return nil, err
	}
	// The only errors are those of numbers, and v has none now.
	render := func(v any) string { s, _ := jsonText(v); return s }
	places, rest := b.walk(path)
	at := b.root
	if len(places) > 0 {
		p := places[len(places)-1].p
		at = p.val
		if items, ok := v.([]any); ok && len(rest) == 0 {
			if old, ok := at.val.([]any); ok {
				return [][]Edit{b.jsonFlow(at).relist(old, items, render)}, nil
			}
		}
		if len(rest) == 0 || at.val == nil {
			return [][]Edit{{{at.from, at.to, render(wrap(rest, v))}}}, nil
		}
	}
	return [][]Edit{l.add(b, at, render(rest[0]), render(wrap(rest[1:], v)))}, nil
}

// add puts a new key at the end of map n, with the colon written as elsewhere.
func (l jsonLang) add(b *Block, n *node, key, text string) []Edit {
	colon := ": "
	if len(n.pairs) > 0 {
		p := n.pairs[0]
		if gap := b.src[p.keyTo:p.val.from]; !strings.ContainsAny(gap, "\r\n") {
			colon = gap
		}
	}
	f := b.jsonFlow(n)
	if len(n.pairs) == 0 && n == b.root && strings.ContainsAny(b.src, "\n") {
		return []Edit{{f.open + 1, f.shut, b.eol + "  " + key + colon + text + b.eol}}
	}
	return f.insert(len(n.pairs), []string{key + colon + text})
}

func (jsonLang) remove(b *Block, path []string) []Edit {
	places, _ := b.walk(path)
	at := places[len(places)-1]
	for i, q := range at.in.pairs {
		if q == at.p {
			return b.jsonFlow(at.in).remove(i, i+1)
		}
	}
	return nil
}

func (l jsonLang) raw(b *Block, key, text string) [][]Edit {
	text = strings.ReplaceAll(text, "\n", b.eol)
	p, _, _ := b.root.find(key)
	if p == nil {
		k, err := jsonText(key)
		if err != nil {
			return nil
		}
		return [][]Edit{l.add(b, b.root, k, text)}
	}
	return [][]Edit{{{p.val.from, p.val.to, text}}}
}
