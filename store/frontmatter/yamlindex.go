package frontmatter

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"lanyard/store/page"
)

// yamlLang patches YAML. The nodes of yaml.v3 say where a value begins; where
// it ends is found here, for the library does not say.
type yamlLang struct{}

// maxValues bounds the values of a block with its aliases written out, so that
// a few lines of nested aliases do not become a gigabyte.
const maxValues = 200_000

func (yamlLang) parse(src string) (*node, *Error) {
	if at, ok := documentEnd(src); ok {
		return nil, errorAt(src, at, "the line ... ends the YAML document here")
	}
	var doc yaml.Node
	if err := decodeYAML(src, &doc); err != nil {
		return nil, yamlError(src, err)
	}
	y := &yamlIndex{src: src, built: map[*yaml.Node]*node{}}
	y.measure()
	if doc.Kind == 0 || len(doc.Content) == 0 {
		return emptyYAML(), nil
	}
	top := doc.Content[0]
	if top.Kind == yaml.ScalarNode && top.Value == "" && top.Style == 0 && top.Anchor == "" && onlyComments(src) {
		return emptyYAML(), nil
	}
	if top.Kind != yaml.MappingNode {
		return nil, errorAt(src, min(y.offset(top), len(src)), "the front matter is no list of keys and values")
	}
	root, err := y.build(top, -1)
	if err != nil {
		return nil, err
	}
	for _, p := range root.pairs {
		p.val.val = dateFor(p.key, p.val.val)
	}
	root.seal()
	root.aliases = y.aliases
	return root, nil
}

func emptyYAML() *node { return &node{style: Lines, val: Map{}} }

// decodeYAML is yaml.Unmarshal that makes no more of a bug in the library than
// of an error in the text.
func decodeYAML(src string, doc *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the YAML reader failed: %v", r)
		}
	}()
	return yaml.Unmarshal([]byte(src), doc)
}

// documentEnd finds a line that ends the YAML document. Hugo does not close
// the front matter there, and what follows would not be read.
func documentEnd(src string) (int, bool) {
	for i := 0; i < len(src); {
		end := lineEnd(src, i)
		if line := src[i:end]; strings.HasPrefix(line, "...") && blank(line[3:min(len(line), 4)]) {
			return i, true
		}
		i = nextLine(src, end)
	}
	return 0, false
}

func onlyComments(src string) bool {
	for i := 0; i < len(src); {
		end := lineEnd(src, i)
		if line := strings.TrimLeft(src[i:end], " \t"); line != "" && line[0] != '#' {
			return false
		}
		i = nextLine(src, end)
	}
	return true
}

// yamlError turns an error of the library, which knows a line at most, into an
// *Error at the first character of that line.
func yamlError(src string, err error) *Error {
	if at := controlAt(src); at >= 0 {
		return errorAt(src, at, "a control character")
	}
	if at := strings.Index(src, "{{"); at >= 0 {
		return errorAt(src, at, "a template of an archetype, not YAML")
	}
	line, msg := yamlLine(err)
	at := 0
	for n := 1; n < line && at < len(src); n++ {
		at = nextLine(src, lineEnd(src, at))
	}
	l, c := page.Position(src, skipBlanks(src, at))
	return &Error{Line: l, Col: c, Msg: msg}
}

// yamlLine takes the line, from 1, out of a message of the library. It says
// none for the first; in errors of its parser, which begin as below, it counts
// from 0.
func yamlLine(err error) (line int, msg string) {
	msg = strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(msg, "line "); ok {
		if num, after, ok := strings.Cut(rest, ": "); ok {
			if n, err := strconv.Atoi(num); err == nil {
				line, msg = n, after
			}
		}
	}
	if line == 0 || strings.HasPrefix(msg, "did not find expected ") {
		line++
	}
	return line, msg
}

// controlAt finds a character YAML does not allow.
func controlAt(src string) int {
	for i, r := range src {
		if !yamlPrintable(r) && r != '\n' && r != '\r' && r != '\t' {
			return i
		}
	}
	return -1
}

func yamlPrintable(r rune) bool {
	return r >= 0x20 && r <= 0x7e || r == 0x85 || r >= 0xa0 && r <= 0xd7ff ||
		r >= 0xe000 && r <= 0xfffd && r != 0xfeff || r >= 0x10000 && r <= 0x10ffff
}

// yamlIndex makes nodes with offsets of the library's nodes.
type yamlIndex struct {
	src     string
	lines   []int
	built   map[*yaml.Node]*node
	aliases bool

	// The place that was found last: values come in order, and a line may be
	// the whole file.
	line, column, at int
	starts           lineStarts
}

// yamlBreak returns the length of the line break at i as YAML counts lines,
// 0 where there is none.
func yamlBreak(s string, i int) int {
	switch s[i] {
	case '\n':
		return 1
	case '\r':
		if i+1 < len(s) && s[i+1] == '\n' {
			return 2
		}
		return 1
	case 0xc2:
		if strings.HasPrefix(s[i:], "\u0085") {
			return 2
		}
	case 0xe2:
		if strings.HasPrefix(s[i:], "\u2028") || strings.HasPrefix(s[i:], "\u2029") {
			return 3
		}
	}
	return 0
}

func (y *yamlIndex) measure() {
	first := 0
	if strings.HasPrefix(y.src, "\ufeff") {
		first = 3 // the library drops it
	}
	y.lines = append(y.lines, first)
	for i := 0; i < len(y.src); {
		n := yamlBreak(y.src, i)
		if n > 0 {
			y.lines = append(y.lines, i+n)
		}
		i += max(n, 1)
	}
}

// offset turns the library's line and column, which counts characters, into
// an offset.
func (y *yamlIndex) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(y.lines) {
		return len(y.src)
	}
	at, c := y.lines[n.Line-1], 1
	if n.Line == y.line && n.Column >= y.column {
		at, c = y.at, y.column
	}
	for ; c < n.Column && at < len(y.src); c++ {
		if y.src[at] < utf8.RuneSelf {
			at++
		} else {
			_, w := utf8.DecodeRuneInString(y.src[at:])
			at += w
		}
	}
	y.line, y.column, y.at = n.Line, c, at
	return at
}

func (y *yamlIndex) fail(at int, format string, args ...any) *Error {
	at = max(0, min(at, len(y.src)))
	if i := strings.Index(y.src, "{{"); i >= 0 && !strings.ContainsAny(y.src[lineStart(y.src, i):i], `"'`) {
		return errorAt(y.src, i, "a template of an archetype, not YAML")
	}
	return errorAt(y.src, at, format, args...)
}

// build indexes n. indent is the column of the block collection around it, -1
// outside all.
func (y *yamlIndex) build(n *yaml.Node, indent int) (*node, *Error) {
	out := &node{start: y.offset(n), size: 1}
	out.from = out.start
	var err *Error
	switch n.Kind {
	case yaml.AliasNode:
		err = y.alias(n, out)
	case yaml.ScalarNode:
		out.from = y.skipProperties(out.start)
		err = y.scalar(n, out, indent)
	case yaml.SequenceNode, yaml.MappingNode:
		if n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 || strings.HasPrefix(y.src[min(out.from, len(y.src)):], "!") {
			out.from = y.skipProperties(out.start)
			if !y.hasFlow(n) {
				out.from = y.skipSpace(out.from)
			}
		}
		err = y.collection(n, out, indent)
	default:
		err = y.fail(out.start, "something that is no value")
	}
	if err != nil {
		return nil, err
	}
	y.built[n] = out
	if out.size > maxValues {
		return nil, y.fail(out.start, "aliases that write out to more than %d values", maxValues)
	}
	return out, nil
}

func (y *yamlIndex) hasFlow(n *yaml.Node) bool { return n.Style&yaml.FlowStyle != 0 }

// skipProperties passes anchors and tags and, when there were any, the blanks
// after them.
func (y *yamlIndex) skipProperties(at int) int {
	for at < len(y.src) && (y.src[at] == '&' || y.src[at] == '!') {
		end := at
		for end < len(y.src) && !strings.ContainsRune(" \t\r\n,[]{}", rune(y.src[end])) {
			end++
		}
		next := y.skipSpace(end)
		if next >= len(y.src) || strings.IndexByte(",]}", y.src[next]) >= 0 {
			return end
		}
		at = next
		if strings.ContainsAny(y.src[end:next], "\r\n") && y.src[at] != '&' && y.src[at] != '!' {
			// The value is on a later line, or there is none: the caller
			// decides by what it expects.
			return at
		}
	}
	return at
}

// skipSpace passes white space, line ends and comments.
func (y *yamlIndex) skipSpace(at int) int {
	for at < len(y.src) {
		switch c := y.src[at]; {
		case c == ' ' || c == '\t':
			at++
		case c == '#' && (at == 0 || strings.IndexByte(" \t\r\n", y.src[at-1]) >= 0 || yamlBreakBefore(y.src, at)):
			at = y.lineEnd(at)
		case yamlBreak(y.src, at) > 0:
			at += yamlBreak(y.src, at)
		default:
			return at
		}
	}
	return at
}

func yamlBreakBefore(s string, at int) bool {
	return strings.HasSuffix(s[:at], "\u0085") || strings.HasSuffix(s[:at], "\u2028") || strings.HasSuffix(s[:at], "\u2029")
}

func (y *yamlIndex) lineEnd(at int) int {
	for at < len(y.src) && yamlBreak(y.src, at) == 0 {
		at++
	}
	return at
}

func (y *yamlIndex) alias(n *yaml.Node, out *node) *Error {
	y.aliases = true
	target := y.built[n.Alias]
	if target == nil {
		return y.fail(out.start, "the alias *%s contains itself", n.Value)
	}
	out.val, out.size = target.val, target.size
	out.to = out.start + 1 + len(n.Value)
	if !strings.HasPrefix(y.src[out.start:], "*"+n.Value) {
		return y.fail(out.start, "an alias that cannot be located")
	}
	return nil
}

// collection indexes a list or map.
func (y *yamlIndex) collection(n *yaml.Node, out *node, indent int) *Error {
	if out.from >= len(y.src) {
		return y.fail(out.from, "a value that cannot be located")
	}
	if y.hasFlow(n) {
		out.style = Flow
		open := byte('[')
		if n.Kind == yaml.MappingNode {
			open = '{'
		}
		out.bare = y.src[out.from] != open
		if out.bare && n.Kind == yaml.SequenceNode {
			return y.fail(out.from, "a list that cannot be located")
		}
	} else {
		out.style = Lines
		out.indent = utf8.RuneCountInString(y.src[y.starts.of(y.src, out.from):out.from])
		indent = max(indent, out.indent)
	}
	if n.Kind == yaml.SequenceNode {
		return y.list(n, out, indent)
	}
	return y.mapping(n, out, indent)
}

func (y *yamlIndex) list(n *yaml.Node, out *node, indent int) *Error {
	for _, c := range n.Content {
		item, err := y.build(c, indent)
		if err != nil {
			return err
		}
		out.items = append(out.items, item)
		if out.style == Lines {
			dash := item.start - 1
			for dash > 0 && (y.src[dash] == ' ' || y.src[dash] == '\t') {
				dash--
			}
			if dash < 0 || y.src[dash] != '-' {
				dash = -1
			}
			out.dashes = append(out.dashes, dash)
		}
	}
	out.sealList()
	return y.close(out, ']')
}

func (y *yamlIndex) mapping(n *yaml.Node, out *node, indent int) *Error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if k.Kind != yaml.ScalarNode || k.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
			return y.fail(y.offset(k), "a key that is no text")
		}
		key, err := y.build(k, indent)
		if err != nil {
			return err
		}
		if k.Value == "" && key.style == Plain {
			return y.fail(key.from, "a value without a key")
		}
		p := &pair{key: k.Value, keyFrom: key.start, keyTo: key.to}
		p.line, p.col = k.Line, key.start-y.starts.of(y.src, key.start)+1
		p.sep = key.to
		at := skipBlanks(y.src, key.to)
		if out.style == Flow {
			at = y.skipSpace(key.to)
		}
		switch {
		case at < len(y.src) && y.src[at] == ':':
			p.sep = at + 1
		case out.style == Lines:
			return y.fail(key.from, "a key without a colon after it")
		default:
			p.sep = -1
		}
		if p.val, err = y.build(n.Content[i+1], indent); err != nil {
			return err
		}
		if p.sep < 0 {
			p.val.start, p.val.from, p.val.to = key.to, key.to, key.to
		} else if p.val.start < p.sep {
			return y.fail(p.keyFrom, "a value that cannot be located")
		}
		out.pairs = append(out.pairs, p)
	}
	out.seal()
	return y.close(out, '}')
}

// close finds the end of a collection whose elements are indexed.
func (y *yamlIndex) close(out *node, bracket byte) *Error {
	end := out.from
	for _, e := range out.elements() {
		end = max(end, e.to)
	}
	if out.style == Flow && !out.bare {
		if end == out.from {
			end++
		}
		for {
			end = y.skipSpace(end)
			if end >= len(y.src) {
				return y.fail(out.from, "brackets that cannot be located")
			}
			c := y.src[end]
			end++
			if c == bracket {
				break
			}
			if c != ',' && c != ':' && c != '?' {
				return y.fail(end-1, "brackets that cannot be located")
			}
		}
	}
	out.to = end
	if out.size > math.MaxInt32 {
		return y.fail(out.from, "too many values")
	}
	return nil
}
