package edit

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"lanyard/editor/text"
)

// Snippet is a piece of Markdown to insert, with fields to fill in.
//
// In the body ${1}, ${1:text} and $1 are fields, visited in the order of their numbers; fields of one number are filled in together.
// $0 is where the caret ends up, the end of the body without it. ${SELECTION}, ${DATE}, ${TIME} and ${YEAR} stand for what they say;
// the selection goes into ${SELECTION:text} where there is one, else the text. A backslash takes the meaning of a dollar sign away.
type Snippet struct {
	Name string
	Also string // other words it is found by
	Body string
}

// Field is one place to fill in: the ranges of all fields with its number, offsets in the document after the insertion.
type Field []text.Range

// maxSnippet bounds the body of a snippet, in bytes, and maxFields the fields.
const (
	maxSnippet = 64 << 10
	maxFields  = 100
)

// ReadSnippets reads the author's snippets, a YAML map from names to a body, or to a map of "body" and "also". Every entry that cannot
// be used is named in the error; the others are given.
func ReadSnippets(file []byte) ([]Snippet, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(file, &doc); err != nil {
		return nil, fmt.Errorf("snippets: %w", err)
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	m := doc.Content[0]
	if m.Kind == yaml.ScalarNode && m.Tag == "!!null" {
		return nil, nil
	}
	if m.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("snippets: line %d: want a map from names to bodies", m.Line)
	}
	var out []Snippet
	var problems []error
	for i := 0; i+1 < len(m.Content); i += 2 {
		s, err := readSnippet(m.Content[i].Value, m.Content[i+1])
		if err == nil {
			_, err = s.parse()
		}
		if err == nil && slices.ContainsFunc(out, func(x Snippet) bool { return x.Name == s.Name }) {
			err = fmt.Errorf("%q stands there twice", s.Name)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("snippets: line %d: %w", m.Content[i].Line, err))
			continue
		}
		out = append(out, s)
	}
	return out, errors.Join(problems...)
}

func readSnippet(name string, n *yaml.Node) (Snippet, error) {
	s := Snippet{Name: name}
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag == "!!str":
		s.Body = n.Value
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, val := n.Content[i].Value, n.Content[i+1]
			if val.Kind != yaml.ScalarNode {
				return s, fmt.Errorf("%q of %q is not a text", key, name)
			}
			switch key {
			case "body":
				s.Body = val.Value
			case "also":
				s.Also = val.Value
			default:
				return s, fmt.Errorf("%q has %q; want body or also", name, key)
			}
		}
	}
	if s.Body == "" {
		return s, fmt.Errorf("%q has no body", name)
	}
	if len(s.Body) > maxSnippet {
		return s, fmt.Errorf("%q has more than %d bytes", name, maxSnippet)
	}
	s.Body = strings.TrimSuffix(strings.ReplaceAll(s.Body, "\r\n", "\n"), "\n")
	return s, nil
}

// snippetPart is a stretch of a body: a field, a variable, or text as it is.
type snippetPart struct {
	text  string // for a field or variable, what stands in it at first
	field int    // -1 for text
	name  string // of a variable
}

// parse reads the body.
func (s Snippet) parse() ([]snippetPart, error) {
	var out []snippetPart
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			out = append(out, snippetPart{text: plain.String(), field: -1})
			plain.Reset()
		}
	}
	for i := 0; i < len(s.Body); i++ {
		c := s.Body[i]
		if c == '\\' && i+1 < len(s.Body) && s.Body[i+1] == '$' {
			plain.WriteByte('$')
			i++
			continue
		}
		if c != '$' || i+1 == len(s.Body) {
			plain.WriteByte(c)
			continue
		}
		inside, n := "", 0
		if rest := s.Body[i+1:]; rest[0] == '{' {
			end := strings.IndexByte(rest, '}')
			if end < 0 {
				return nil, fmt.Errorf("%q has a ${ without its }", s.Name)
			}
			inside, n = rest[1:end], end+1
		} else if n = digits(rest); n > 0 {
			inside = rest[:n]
		} else {
			plain.WriteByte(c)
			continue
		}
		part, err := readPart(inside)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", s.Name, err)
		}
		flush()
		if out = append(out, part); len(out) > maxFields {
			return nil, fmt.Errorf("%q has more than %d fields", s.Name, maxFields)
		}
		i += n
	}
	flush()
	return out, nil
}

func digits(s string) int {
	n := 0
	for n < len(s) && n < 3 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func readPart(inside string) (snippetPart, error) {
	name, def, _ := strings.Cut(inside, ":")
	if n := digits(name); n > 0 && n == len(name) {
		k, err := strconv.Atoi(name)
		return snippetPart{text: def, field: k}, err
	}
	switch name {
	case "SELECTION", "DATE", "TIME", "YEAR":
		return snippetPart{text: def, field: -1, name: name}, nil
	}
	return snippetPart{}, fmt.Errorf("${%s} is no field: want a number, SELECTION, DATE, TIME or YEAR", name)
}

// Plain is the body as it reads, an ellipsis in the place of each empty field.
func (s Snippet) Plain() string {
	parts, err := s.parse()
	if err != nil {
		return s.Body
	}
	var b strings.Builder
	for _, p := range parts {
		switch {
		case p.text != "":
			b.WriteString(p.text)
		case p.field > 0:
			b.WriteString("…")
		}
	}
	return b.String()
}

// Insert puts the snippet in the place of the main selection and selects its first field. Further lines get the indentation of the
// line it goes into. The last field is where the caret is to end up.
func (s Snippet) Insert(st text.State, env Env) (text.Transaction, []Field, error) {
	parts, err := s.parse()
	if err != nil {
		return text.Transaction{}, nil, err
	}
	r := st.Selection.MainRange()
	i, line, start := lineOf(st.Doc, r.From())
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	if n := r.From() - start; n < len(indent) {
		indent = indent[:n]
	}
	eol := eolAt(st.Doc, i)
	lines := strings.NewReplacer("\n", eol+indent)
	var b strings.Builder
	found := map[int]Field{}
	first := map[int]string{} // what stands in a field that is written once with a text and again without
	for _, p := range parts {
		if p.field > 0 && p.text != "" && first[p.field] == "" {
			first[p.field] = p.text
		}
	}
	for _, p := range parts {
		switch {
		case p.name != "":
			b.WriteString(lines.Replace(s.variable(p, st, env)))
		case p.field < 0:
			b.WriteString(lines.Replace(p.text))
		default:
			from := r.From() + b.Len()
			b.WriteString(lines.Replace(first[p.field]))
			found[p.field] = append(found[p.field], text.Range{Anchor: from, Head: r.From() + b.Len()})
		}
	}
	if found[0] == nil {
		found[0] = Field{{Anchor: r.From() + b.Len(), Head: r.From() + b.Len()}}
	}
	fields := order(found)
	st.Selection = text.Single(r.Anchor, r.Head)
	tr, ok := Transaction(st, env, text.Command, []text.Edit{{From: r.From(), To: r.To(), Insert: b.String()}}, fields[0])
	if !ok {
		return text.Transaction{}, nil, fmt.Errorf("%q cannot be inserted here", s.Name)
	}
	return tr, fields, nil
}

// order puts the fields in the order in which they are visited: 1, 2, … and 0 at last.
func order(found map[int]Field) []Field {
	var numbers []int
	for n := range found {
		numbers = append(numbers, n)
	}
	slices.SortFunc(numbers, func(a, b int) int { return (a+maxFields*10-1)%(maxFields*10) - (b+maxFields*10-1)%(maxFields*10) })
	out := make([]Field, len(numbers))
	for i, n := range numbers {
		out[i] = found[n]
	}
	return out
}

func (s Snippet) variable(p snippetPart, st text.State, env Env) string {
	switch p.name {
	case "DATE":
		return env.Now.Format("2006-01-02")
	case "TIME":
		return env.Now.Format("15:04")
	case "YEAR":
		return env.Now.Format("2006")
	}
	r := st.Selection.MainRange()
	if r.Empty() {
		return p.text
	}
	return strings.ReplaceAll(st.Doc.Slice(r.From(), r.To()), "\r\n", "\n")
}
