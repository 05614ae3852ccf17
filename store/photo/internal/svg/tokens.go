package svg

import (
	"bytes"
	"errors"
)

// errXML is said of text that no XML reader takes; callers have had it read by one before.
var errXML = errors.New("broken XML")

// kind is what a token is.
type kind uint8

const (
	text kind = iota // with references as written
	cdata
	start
	empty // an element without content
	end
	comment
	instruction
	directive
)

// token is a piece of the file, b[from:to].
type token struct {
	kind     kind
	from, to int
	name     string // of an element or instruction
	attrs    []attr
}

// attr is an attribute; from includes the blanks before it, the value is as written between its quotes.
type attr struct {
	name             string
	from, to         int
	valueAt, valueTo int
}

// tokens calls fn for the pieces of a file in their order; together they are all of it.
func tokens(b []byte, fn func(token) error) error {
	for at := 0; at < len(b); {
		t := token{from: at}
		if b[at] != '<' {
			t.to = len(b)
			if i := bytes.IndexByte(b[at:], '<'); i >= 0 {
				t.to = at + i
			}
		} else if err := t.markup(b); err != nil {
			return err
		}
		if err := fn(t); err != nil {
			return err
		}
		at = t.to
	}
	return nil
}

// markup reads what begins with <.
func (t *token) markup(b []byte) error {
	rest := b[t.from:]
	for _, k := range []struct {
		open, shut string
		kind       kind
	}{{"<!--", "-->", comment}, {"<![CDATA[", "]]>", cdata}, {"<?", "?>", instruction}} {
		if bytes.HasPrefix(rest, []byte(k.open)) {
			i := bytes.Index(rest[len(k.open):], []byte(k.shut))
			if i < 0 {
				return errXML
			}
			t.kind, t.to = k.kind, t.from+len(k.open)+i+len(k.shut)
			if k.kind == instruction {
				t.name = string(rest[2 : 2+nameLen(rest[2:])])
			}
			return nil
		}
	}
	if bytes.HasPrefix(rest, []byte("<!")) {
		n := directiveLen(rest)
		t.kind, t.to = directive, t.from+n
		if n == 0 {
			return errXML
		}
		return nil
	}
	return t.element(b)
}

// directiveLen gives the length of a declaration, whose internal part may hold quotes, comments and further declarations; 0 without an end.
func directiveLen(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case bytes.HasPrefix(b[i:], []byte("<!--")):
			n := bytes.Index(b[i+4:], []byte("-->"))
			if n < 0 {
				return 0
			}
			i += 4 + n + 2
		case c == '"' || c == '\'':
			n := bytes.IndexByte(b[i+1:], c)
			if n < 0 {
				return 0
			}
			i += n + 1
		case c == '<':
			depth++
		case c == '>':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func nameLen(b []byte) int {
	for i, c := range b {
		if isSpace(c) || c == '=' || c == '>' || c == '/' || c == '?' || c == '<' {
			return i
		}
	}
	return len(b)
}

// element reads a tag.
func (t *token) element(b []byte) error {
	at := t.from + 1
	t.kind = start
	if at < len(b) && b[at] == '/' {
		t.kind = end
		at++
	}
	n := nameLen(b[at:])
	t.name = string(b[at : at+n])
	at += n
	for {
		from := at
		for at < len(b) && isSpace(b[at]) {
			at++
		}
		switch {
		case at >= len(b) || n == 0:
			return errXML
		case b[at] == '>':
			t.to = at + 1
			return nil
		case b[at] == '/' && at+1 < len(b) && b[at+1] == '>' && t.kind == start:
			t.kind, t.to = empty, at+2
			return nil
		}
		a := attr{from: from}
		n := nameLen(b[at:])
		a.name = string(b[at : at+n])
		at += n
		for at < len(b) && (isSpace(b[at]) || b[at] == '=') {
			at++
		}
		if n == 0 || at >= len(b) || b[at] != '"' && b[at] != '\'' {
			return errXML
		}
		i := bytes.IndexByte(b[at+1:], b[at])
		if i < 0 {
			return errXML
		}
		a.valueAt, a.valueTo = at+1, at+1+i
		at += i + 2
		a.to = at
		t.attrs = append(t.attrs, a)
	}
}
