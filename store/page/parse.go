package page

import "strings"

const bom = "\ufeff"

// Parse divides src by the rules of Hugo's lexer (parser/pageparser in
// gohugoio/hugo): a byte-order mark and white space may come first, the first
// other byte decides the format, and the first line that begins with the
// delimiter closes the block. Front matter inside an HTML comment is found
// too. A line end is \n, \r\n or \r.
//
// The error, where there is one, is an *Error; the Page is then one without
// front matter whose body is the whole text, to be shown as it is.
func Parse(src string) (Page, error) {
	s := scanner{src: src}
	s.skipSpace()
	comment := s.skipComments()
	open := s.pos
	var p Page
	var err *Error
	switch {
	case s.at("-"):
		p, err = s.fenced(YAML)
	case s.at("+"):
		p, err = s.fenced(TOML)
	case s.at("{"):
		p, err = s.braces()
	default:
		return none(src), nil
	}
	if comment && err != nil {
		return none(src), nil // a comment, and then a list or the like
	}
	if comment {
		end := strings.Index(src[p.BodyFrom:], "-->")
		if end < 0 {
			err = s.fail(open, "the HTML comment around the front matter has no end")
		}
		p.BodyFrom += end + len("-->")
	}
	if err != nil {
		return Page{}, err
	}
	p.Open = open
	return p, nil
}

// none is the Page of a file without front matter.
func none(src string) Page {
	if strings.HasPrefix(src, bom) {
		n := len(bom)
		return Page{Open: n, MetaFrom: n, MetaTo: n, BodyFrom: n}
	}
	return Page{}
}

// EOL returns the line end most lines of src have, "\r\n" or "\n"; "\n" when
// there is none or they are as many.
func EOL(src string) string {
	crlf := strings.Count(src, "\r\n")
	if crlf > strings.Count(src, "\n")-crlf {
		return "\r\n"
	}
	return "\n"
}

type scanner struct {
	src string
	pos int
}

func (s *scanner) at(prefix string) bool { return strings.HasPrefix(s.src[s.pos:], prefix) }

func (s *scanner) skipSpace() {
	for s.pos < len(s.src) {
		switch {
		case strings.IndexByte(" \t\r\n", s.src[s.pos]) >= 0:
			s.pos++
		case s.at(bom):
			s.pos += len(bom)
		default:
			return
		}
	}
}

// skipComments passes the first lines of HTML comments, inside which Hugo
// looks for front matter.
func (s *scanner) skipComments() (any bool) {
	for s.at("<!--") {
		any = true
		nl := strings.IndexByte(s.src[s.pos:], '\n')
		if nl < 0 {
			s.pos = len(s.src)
			return any
		}
		s.pos += nl + 1
		s.skipSpace()
	}
	return any
}

// skipEOL passes one line end and reports whether there was one.
func (s *scanner) skipEOL() bool {
	switch {
	case s.at("\r\n"):
		s.pos += 2
	case s.at("\n"), s.at("\r"):
		s.pos++
	default:
		return false
	}
	return true
}

// fenced reads a block between two lines of delimiters.
func (s *scanner) fenced(f Format) (Page, *Error) {
	open, delim := s.pos, f.Delimiter()
	if !s.at(delim) {
		return Page{}, s.fail(open, "front matter begins with "+delim+
			"; write an empty block, two lines of "+delim+", above a text that begins with "+delim[:1])
	}
	s.pos += len(delim)
	if s.at(delim[:1]) {
		return Page{}, s.fail(open, "more than three characters in the line that opens the front matter")
	}
	metaFrom := s.pos
	for s.at(" ") || s.at("\t") {
		s.pos++
	}
	newLine := s.skipEOL()
	if newLine {
		metaFrom = s.pos
	}
	for {
		if newLine && s.at(delim) {
			break
		}
		eol := strings.IndexAny(s.src[s.pos:], "\r\n")
		if eol < 0 {
			return Page{}, s.fail(open, "the front matter is not closed by a line of "+delim)
		}
		s.pos += eol
		newLine = s.skipEOL()
	}
	metaTo := s.pos
	s.pos += len(delim)
	s.skipEOL()
	return Page{Format: f, MetaFrom: metaFrom, MetaTo: metaTo, BodyFrom: s.pos}, nil
}

// braces reads JSON up to the brace that closes the first.
func (s *scanner) braces() (Page, *Error) {
	open := s.pos
	level, quoted := 0, false
	for ; s.pos < len(s.src); s.pos++ {
		switch c := s.src[s.pos]; {
		case c == '\\':
			s.pos++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			level++
		case c == '}':
			level--
		}
		if level == 0 {
			s.pos++
			end := s.pos
			s.skipEOL()
			return Page{Format: JSON, MetaFrom: open, MetaTo: end, BodyFrom: s.pos}, nil
		}
	}
	return Page{}, s.fail(open, "the front matter is not closed by a brace")
}

// fail makes an *Error at a byte offset.
func (s *scanner) fail(at int, msg string) *Error {
	line, col := Position(s.src, at)
	return &Error{Line: line, Col: col, Msg: msg}
}

// Position returns the line and column of byte offset at of src, both counted
// from 1 and the column in bytes. Lines end with \n, \r\n or \r.
func Position(src string, at int) (line, col int) {
	line, start := 1, 0
	for i := 0; i < at && i < len(src); i++ {
		if src[i] == '\n' || src[i] == '\r' && !strings.HasPrefix(src[i:], "\r\n") {
			line++
			start = i + 1
		}
	}
	return line, at - start + 1
}
