// Package svg owns the taking out of what drawing programs leave in a drawing and nobody sees: metadata, comments, the programs' own
// elements and attributes, in which stand names, paths and whole source files, and the metadata of embedded pictures. What is drawn stays
// byte for byte.
package svg

import (
	"bytes"
	"errors"
	"html"
	"regexp"
	"strings"
)

// Said is what a drawing tells about people.
type Said struct {
	Name    bool // an author, or a path with the name of an account
	Comment bool // a remark with such a path or an address
}

// Picture cleans an embedded picture; it gives its own bytes when there is nothing to clean.
type Picture func(data []byte) ([]byte, error)

// namespaces are those of what is drawn. Everything in another one belongs to an editor.
var namespaces = map[string]bool{
	"":                                     true,
	"http://www.w3.org/2000/svg":           true,
	"http://www.w3.org/1999/xlink":         true,
	"http://www.w3.org/XML/1998/namespace": true,
	"http://www.w3.org/1999/xhtml":         true,
	"http://www.w3.org/1998/Math/MathML":   true,
	"http://www.w3.org/2001/xml-events":    true,
}

var errRoot = errors.New("the outermost element is not one of a drawing")

// scrub is the state of one pass.
type scrub struct {
	b       []byte
	picture Picture
	out     bytes.Buffer
	kept    int // up to here b went to out
	said    Said

	entities map[string]string
	scopes   []map[string]string // prefix → namespace, of the open elements
	skip     int                 // how many elements deep the pass is in one that goes
	skipFrom int
	style    bool
}

// Scrub gives a drawing without its metadata. b has been read by an XML reader before; broken XML is an error.
func Scrub(b []byte, picture Picture) (out []byte, said Said, err error) {
	s := &scrub{b: b, picture: picture, entities: map[string]string{}}
	if err := tokens(b, s.token); err != nil {
		return nil, said, err
	}
	if s.kept == 0 {
		return b, s.said, nil
	}
	s.out.Write(b[s.kept:])
	return s.out.Bytes(), s.said, nil
}

// replace puts text in the place of b[from:to].
func (s *scrub) replace(from, to int, by []byte) {
	s.out.Write(s.b[s.kept:from])
	s.out.Write(by)
	s.kept = to
}

func (s *scrub) token(t token) error {
	raw := s.b[t.from:t.to]
	if s.skip > 0 {
		switch t.kind {
		case start:
			s.skip++
		case end:
			if s.skip--; s.skip == 0 {
				s.metadata(s.b[s.skipFrom:t.to])
				s.replace(s.skipFrom, t.to, nil)
			}
		}
		return nil
	}
	switch t.kind {
	case comment:
		s.said.Comment = s.said.Comment || personal.Match(raw)
		s.replace(t.from, t.to, nil)
	case instruction:
		if t.name != "xml" && t.name != "xml-stylesheet" {
			s.replace(t.from, t.to, nil)
		}
	case directive:
		s.declare(raw)
		if clean := declared.ReplaceAll(raw, nil); len(clean) < len(raw) {
			s.replace(t.from, t.to, clean)
		}
	case start, empty:
		return s.element(t)
	case end:
		s.style = false
		if len(s.scopes) > 0 {
			s.scopes = s.scopes[:len(s.scopes)-1]
		}
	case text, cdata:
		if s.style {
			return s.css(t.from, t.to)
		}
	}
	return nil
}

var (
	declared = regexp.MustCompile(`(?s)<!--.*?-->`)
	entity   = regexp.MustCompile(`<!ENTITY\s+(\S+)\s+(?:"([^"]*)"|'([^']*)')`)
	// personal is an address, or a path below somebody's home.
	personal = regexp.MustCompile(`(?i)[\w.+-]+@[a-z][\w-]*\.[a-z]{2,}|[/\\](?:home|users)[/\\][^/\\\s"']+`)
	creator  = regexp.MustCompile(`(?s)<dc:(?:creator|contributor)\b[^>]*>(.*?)</dc:(?:creator|contributor)>`)
	tags     = regexp.MustCompile(`(?s)<[^>]*>`)
)

// declare remembers the entities that Illustrator writes its namespaces with.
func (s *scrub) declare(raw []byte) {
	for _, m := range entity.FindAllSubmatch(raw, 100) {
		s.entities["&"+string(m[1])+";"] = string(m[2]) + string(m[3])
	}
}

// metadata notes what an element tells that goes.
func (s *scrub) metadata(raw []byte) {
	s.said.Name = s.said.Name || personal.Match(raw)
	for _, m := range creator.FindAllSubmatch(raw, 20) {
		who := strings.TrimSpace(string(tags.ReplaceAll(m[1], nil)))
		s.said.Name = s.said.Name || who != "" && !strings.HasPrefix(who, "Matplotlib")
	}
}

// element looks at a start tag: the whole element goes, or some of its attributes.
func (s *scrub) element(t token) error {
	scope := map[string]string{}
	for _, a := range t.attrs {
		if prefix, ok := declares(a.name); ok {
			v := string(s.b[a.valueAt:a.valueTo])
			if e, ok := s.entities[v]; ok {
				v = e
			}
			scope[prefix] = v
		}
	}
	s.scopes = append(s.scopes, scope)
	prefix, local := split(t.name)
	if s.foreign(prefix) || local == "metadata" {
		if len(s.scopes) == 1 {
			return errRoot // nothing would be left
		}
		s.scopes = s.scopes[:len(s.scopes)-1]
		if t.kind == empty {
			s.metadata(s.b[t.from:t.to])
			s.replace(t.from, t.to, nil)
			return nil
		}
		s.skip, s.skipFrom = 1, t.from
		return nil
	}
	for _, a := range t.attrs {
		if err := s.attribute(t, a); err != nil {
			return err
		}
	}
	s.style = local == "style" && t.kind == start
	if t.kind == empty {
		s.scopes = s.scopes[:len(s.scopes)-1]
	}
	return nil
}

func (s *scrub) attribute(t token, a attr) error {
	value := s.b[a.valueAt:a.valueTo]
	prefix, local := split(a.name)
	_, declares := declares(a.name)
	switch {
	case declares && a.name != "xmlns":
		if s.foreign(local) {
			s.remove(a)
		}
	case declares:
	case prefix != "" && s.foreign(prefix), local == "content" && strings.HasSuffix(t.name, "svg") && source(value),
		local == "href" && bytes.HasPrefix(bytes.ToLower(bytes.TrimSpace(value)), []byte("file:")):
		s.said.Name = s.said.Name || personal.Match(value)
		s.remove(a)
	case bytes.Contains(value, []byte("data:")):
		return s.pictures(a.valueAt, a.valueTo)
	}
	return nil
}

// remove takes an attribute out; what stands right behind it must not grow together with what is before.
func (s *scrub) remove(a attr) {
	var by []byte
	if c := s.b[a.to]; !isSpace(c) && c != '/' && c != '>' {
		by = []byte(" ")
	}
	s.replace(a.from, a.to, by)
}

// source reports the whole source of a drawing, which diagrams.net puts into an attribute.
func source(v []byte) bool {
	v = bytes.TrimSpace(v)
	return bytes.HasPrefix(v, []byte("&lt;mxfile")) || bytes.HasPrefix(v, []byte("%3Cmxfile")) || bytes.HasPrefix(v, []byte("&lt;mxGraphModel"))
}

// foreign reports a prefix that stands for an editor.
func (s *scrub) foreign(prefix string) bool {
	for i := len(s.scopes) - 1; i >= 0; i-- {
		if ns, ok := s.scopes[i][prefix]; ok {
			return !namespaces[ns]
		}
	}
	switch prefix {
	case "", "xml", "xlink", "svg":
		return false
	}
	return true
}

func split(name string) (prefix, local string) {
	if p, l, ok := strings.Cut(name, ":"); ok && p != "" && l != "" { // else it is no name of a namespace, and an XML reader takes it whole
		return p, l
	}
	return "", name
}

// declares gives the prefix that an attribute declares.
func declares(name string) (prefix string, ok bool) {
	if name == "xmlns" {
		return "", true
	}
	return strings.CutPrefix(name, "xmlns:")
}

// css takes the comments out of a style sheet, and cleans the pictures in it.
func (s *scrub) css(from, to int) error {
	quote, last := byte(0), from
	for i := from; i < to; i++ {
		switch c := s.b[i]; {
		case quote != 0:
			if c == quote || c == '\n' {
				quote = 0
			} else if c == '\\' {
				i++
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '/' && bytes.HasPrefix(s.b[i:to], []byte("/*")):
			n := bytes.Index(s.b[i+2:to], []byte("*/"))
			if n < 0 {
				return s.pictures(last, to)
			}
			if err := s.pictures(last, i); err != nil {
				return err
			}
			last = i + 2 + n + 2
			s.said.Comment = s.said.Comment || personal.Match(s.b[i:last])
			s.replace(i, last, []byte(" ")) // so that nothing grows together
			i = last - 1
		}
	}
	return s.pictures(last, to)
}

var dataURL = regexp.MustCompile(`(?i)data:image/[^,"'()<>]*,`)

// pictures cleans the pictures that stand in b[from:to] as data: addresses.
func (s *scrub) pictures(from, to int) error {
	for _, m := range dataURL.FindAllIndex(s.b[from:to], 10_000) {
		head, at := s.b[from+m[0]:from+m[1]], from+m[1]
		past := to
		packed := bytes.Contains(bytes.ToLower(head), []byte(";base64"))
		if i := bytes.IndexAny(s.b[at:to], `"'()<> `); i >= 0 && packed && s.b[at+i] != ' ' {
			past = at + i
		}
		data, ok := decode(s.b[at:past], packed)
		if !ok {
			continue // no reader makes a picture of it
		}
		clean, err := s.picture(data)
		if err != nil {
			return err
		}
		if bytes.Equal(clean, data) {
			continue
		}
		s.replace(from+m[0], past, encode(head, clean))
	}
	return nil
}

// decode reads the part of a data: address behind the comma.
func decode(v []byte, packed bool) ([]byte, bool) {
	plain := html.UnescapeString(string(v))
	if !packed {
		return unescape(plain)
	}
	return unbase64(plain)
}
