package hugo

import (
	"slices"
	"strings"
)

// Reason is why Hugo does not build a page with a shortcode. It is a word for translations.
type Reason string

// The reasons of a [Problem].
const (
	OpenTag          Reason = "open-tag"    // >}} is missing, or something else stands before it
	OpenQuote        Reason = "open-quote"  // a quotation mark has no other in its line
	OpenComment      Reason = "open-escape" // {{</* without */>}}
	Mixed            Reason = "mixed"       // parameters by name and by position in one tag
	StrangeCharacter Reason = "character"   // a character that has to be in quotes
	BadEscape        Reason = "escape"      // a backslash where none may be
	DotInName        Reason = "dot"
	NoName           Reason = "no-name"
	InlineNested     Reason = "nested-inline" // a shortcode in an inline one
	StrayClosing     Reason = "stray-closing" // {{< /x >}} without {{< x >}}
	TakesNothing     Reason = "takes-nothing" // a closing tag, or />}}, of one that has no inside
	NotClosed        Reason = "not-closed"    // one that has an inside has no closing tag
	Unknown          Reason = "unknown"       // no template has the name
	Dropped          Reason = "dropped"       // Hugo had it once
	PlainOnly        Reason = "plain-only"    // a template NAME.md called by {{< NAME >}}
	Needs            Reason = "needs"         // a parameter is missing without which Hugo's own template stops
)

// A Call is a shortcode of a page as Hugo reads it. Offsets are bytes of the whole text.
type Call struct {
	Name     string
	Percent  bool // {{% %}}
	From, To int  // the opening tag
	NameFrom int
	Named    bool // its parameters have names
	Params   []Argument
}

// An Argument is a parameter of a call; Key is empty for one by position. From and To are the value's bytes, without quotes.
type Argument struct {
	Key, Value string
	From, To   int
}

// Get is the value of the parameter called key, else of the one at the position, from 0; a position below 0 is none.
func (c Call) Get(key string, position int) (Argument, bool) {
	for i, p := range c.Params {
		if key != "" && p.Key == key || p.Key == "" && i == position {
			return p, true
		}
	}
	return Argument{}, false
}

// A Problem is a place at which Hugo's build stops because of a shortcode.
type Problem struct {
	Reason   Reason
	Name     string // of the shortcode, empty where it has none
	Text     string // what is wrong of it: the character, the parameter
	Since    string // the version that dropped it, or that has it first
	Later    bool   // of Dropped: the Hugo that builds the site still has it
	Unsure   bool   // a theme is not here that may have the shortcode in its own way
	From, To int    // bytes of the whole text
	Call     *Call  // nil where the tag cannot be read
	Empty    bool   // of TakesNothing: nothing but white space stands before the closing tag
}

// Scan reads the shortcodes of a page's text, whose body begins at byte from, as Hugo does before it looks at Markdown: in code and in comments,
// too. known tells what the site's templates are.
func Scan(src string, from int, known *Templates) ([]Call, []Problem) {
	p := &parser{src: src, items: lex(src, from), known: known, closed: map[string]int{}}
	for i, it := range p.items[1:] {
		if (it.kind == name || it.kind == inlineName) && p.items[i].kind == slash {
			p.closed[p.text(it)]++
		}
	}
	for p.items[p.at].kind != end {
		p.one()
	}
	if !p.stopped {
		for _, c := range p.open {
			p.problem(Problem{Reason: NotClosed, Name: c.Name, From: c.From, To: c.To, Call: &c, Unsure: p.unsure(c.Name)})
		}
	}
	slices.SortStableFunc(p.problems, func(a, b Problem) int { return a.From - b.From })
	return p.calls, p.problems
}

type parser struct {
	src     string
	items   []item
	at      int
	known   *Templates
	closed  map[string]int // how many closing tags name what
	open    []Call         // shortcodes that wait for a closing tag, outermost first
	stopped bool           // something could not be read, so that what is open is not known

	calls    []Call
	problems []Problem
}

func (p *parser) text(it item) string { return p.src[it.from:it.to] }

func (p *parser) problem(x Problem) { p.problems = append(p.problems, x) }

// one reads a tag.
func (p *parser) one() {
	first := p.items[p.at]
	p.at++
	switch {
	case first.kind == broken:
		p.broken(first)
		return
	case first.kind != left:
		return
	}
	c := Call{From: first.from, Percent: p.text(first) == "{{%"}
	switch p.items[p.at].kind {
	case right:
		p.problem(Problem{Reason: NoName, From: first.from, To: p.items[p.at].to})
		p.at++
		return
	case slash:
		p.at++
		p.closing(c)
		return
	}
	p.opening(c)
}

// broken notes that Hugo reads no further.
func (p *parser) broken(it item) {
	p.stopped = true
	x := Problem{Reason: it.reason, From: it.from, To: it.to}
	if i := strings.IndexByte(p.text(it), '\n'); i >= 0 {
		x.To = x.From + i
	}
	if i := strings.Index(p.src[x.To:], "}}"); it.reason == StrayClosing && i >= 0 && !strings.Contains(p.src[x.To:x.To+i], "\n") {
		x.To += i + 2
	}
	x.Text = p.src[x.From:x.To]
	p.problem(x)
}

// rest passes what is left of a tag, and gives where it ends.
func (p *parser) rest() int {
	for {
		switch it := p.items[p.at]; it.kind {
		case right:
			p.at++
			return it.to
		case broken:
			p.broken(it)
			p.at++
			return it.to
		case end, left:
			return it.from
		}
		p.at++
	}
}

// closing reads a tag after its slash.
func (p *parser) closing(c Call) {
	if it := p.items[p.at]; it.kind == name || it.kind == inlineName {
		c.Name, c.NameFrom = p.text(it), it.from
	}
	stopped := p.stopped
	c.To = p.rest()
	switch {
	case p.stopped && !stopped: // said already
	case len(p.open) > 0:
		p.open = p.open[:len(p.open)-1]
	case p.known.inner(c.Name) == no:
		x := Problem{Reason: TakesNothing, Name: c.Name, From: c.From, To: c.To, Call: &c, Unsure: p.unsure(c.Name)}
		if n := len(p.calls); n > 0 && p.calls[n-1].Name == c.Name {
			x.Empty = isBlank(p.src[p.calls[n-1].To:c.From])
		}
		p.problem(x)
	default:
		p.problem(Problem{Reason: StrayClosing, Name: c.Name, From: c.From, To: c.To, Call: &c})
	}
}

func isBlank(s string) bool {
	for _, r := range s {
		if !isSpace(r) {
			return false
		}
	}
	return true
}

// opening reads a tag from its name on.
func (p *parser) opening(c Call) {
	inline, self, slashAt := false, false, 0
	for done := false; !done; {
		it := p.items[p.at]
		switch it.kind {
		case end, left:
			return
		case broken:
			p.broken(it)
			p.at++
			return
		case right:
			c.To, done = it.to, true
		case name, inlineName:
			if c.Name == "" {
				c.Name, c.NameFrom, inline = p.text(it), it.from, it.kind == inlineName
			}
		case param:
			c.Params = append(c.Params, Argument{Value: p.text(it), From: it.from, To: it.to})
			if next := p.items[p.at+1]; next.kind == value {
				a := &c.Params[len(c.Params)-1]
				a.Key, a.Value, a.From, a.To = a.Value, p.text(next), next.from, next.to
				c.Named = true
				p.at++
			}
		case slash:
			self, slashAt = true, it.from
		}
		p.at++
	}
	p.calls = append(p.calls, c)
	inner := p.known.inner(c.Name)
	if inner == unsure {
		inner = no
		if self || p.closed[c.Name] > 0 {
			inner = yes
			p.closed[c.Name]--
		}
	}
	switch {
	case inline: // its inside is a template
		if !self && inner == yes {
			p.open = append(p.open, c)
		}
		return
	case self && inner == no:
		p.problem(Problem{Reason: TakesNothing, Name: c.Name, Text: "/", From: slashAt, To: slashAt + 1, Call: &c, Unsure: p.unsure(c.Name)})
	case !self && inner == yes:
		p.open = append(p.open, c)
	}
	p.template(c)
}
