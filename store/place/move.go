package place

import (
	"errors"
	"slices"
	"strings"

	"lanyard/store/markdown"
	"lanyard/store/page"
	"lanyard/store/schedule"
)

// Moved is a photo whose picture went under another section.
type Moved struct{ Name, Session string }

// Stay says why the picture of a photo stays where it is.
type Stay string

// The reasons to stay.
const (
	NoSection Stay = "no section" // the post has none for the talk
	There     Stay = "there"      // it is in its section
	InText    Stay = "in text"    // it stands within a text, a list or a table
	Mixed     Stay = "mixed"      // it shares its line with a picture of another talk
)

// Stayed is a photo of a talk whose picture was not moved.
type Stayed struct {
	Name, Session string
	Why           Stay
}

// errWild is of a text in which what stands at the end of a section is not what it
// seems to be: an open fence, say, or raw HTML.
var errWild = errors.New("the pictures cannot be moved: the text has an open fence or raw HTML at the end of a section")

// Move puts the pictures of a post's text that stand on lines of their own at the end
// of their talk's section, in the order in which they were taken, and leaves all else
// as it is. name gives the photo that a destination shows, empty for what is none of
// the post's. A picture in its section stays where the author put it there, so a
// second time nothing moves.
func Move(text string, s *schedule.Schedule, placed []Placement, name func(dest string) string, o markdown.Options) (string, []Moved, []Stayed, error) {
	m := &mover{text: text, eol: page.EOL(text), outline: schedule.OutlineOf(text, o), to: map[string]Placement{}, section: map[string]int{}}
	for _, x := range s.Sessions {
		m.section[x.ID] = m.outline.Index(x)
	}
	for _, p := range placed {
		if p.Group == Talk {
			m.to[p.Name] = p
		}
	}
	body := 0
	if pg, err := page.Parse(text); err == nil {
		body = pg.BodyFrom
	}
	m.body = body
	doc := markdown.Parse(text, body, o)
	m.units(doc, name)
	if len(m.moved) == 0 {
		return text, nil, m.stayed, nil
	}
	out := m.assemble()
	again := schedule.OutlineOf(out, o)
	if len(again) != len(m.outline) || len(markdown.Parse(out, body, o).References()) != len(doc.References()) {
		return text, nil, nil, errWild
	}
	return out, m.moved, m.stayed, nil
}

type mover struct {
	text    string
	eol     string
	body    int // where the front matter ends
	outline schedule.Outline
	section map[string]int // of a session's ID; -1 without one
	to      map[string]Placement
	list    []unit
	moved   []Moved
	stayed  []Stayed
}

// unit is a run of whole lines that show nothing but pictures of one talk.
type unit struct {
	from, to int
	section  int
	at       Placement // of the first picture
}

// units finds the lines to be moved.
func (m *mover) units(doc *markdown.Document, name func(string) string) {
	refs := doc.References()
	for i, b := range doc.Blocks {
		from := doc.Starts[i]
		end := len(m.text)
		if i+1 < len(doc.Starts) {
			end = doc.Starts[i+1]
		}
		var in []markdown.Reference
		for len(refs) > 0 && refs[0].NodeFrom < end {
			in, refs = append(in, refs[0]), refs[1:]
		}
		pictures := slices.ContainsFunc(in, func(r markdown.Reference) bool { return r.Image && m.to[name(r.Dest)].Name != "" })
		if !pictures {
			continue
		}
		end = from + len(strings.TrimRight(m.text[from:end], " \t\r\n"))
		alone := b.Kind == markdown.Paragraph || b.Kind == markdown.Card
		for _, l := range m.lines(lineStart(m.text, from), end, in) {
			m.line(l, in, name, alone && bare(m.text, lineStart(m.text, from), end, in))
		}
	}
}

// lines are the lines of a block; those that a picture's marks join are one.
func (m *mover) lines(from, to int, in []markdown.Reference) [][2]int {
	var out [][2]int
	for at := from; at < to; {
		end := len(m.text)
		if i := strings.IndexByte(m.text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		for _, r := range in {
			for r.NodeFrom < end && r.NodeTo > end {
				i := strings.IndexByte(m.text[end:], '\n')
				if i < 0 {
					end = len(m.text)
					break
				}
				end += i + 1
			}
		}
		out = append(out, [2]int{at, end})
		at = end
	}
	return out
}

// bare reports a text with nothing but pictures, and links around pictures.
func bare(text string, from, to int, in []markdown.Reference) bool {
	cover := make([]bool, to-from)
	for _, r := range in {
		picture := r.Image || slices.ContainsFunc(in, func(q markdown.Reference) bool { return q.Image && q.NodeFrom >= r.NodeFrom && q.NodeTo <= r.NodeTo })
		if !picture {
			continue
		}
		for at := max(r.NodeFrom, from); at < min(r.NodeTo, to); at++ {
			cover[at-from] = true
		}
	}
	for i, c := range cover {
		if !c && strings.IndexByte(" \t\r\n", text[from+i]) < 0 {
			return false
		}
	}
	return true
}

// line decides about one line.
func (m *mover) line(l [2]int, in []markdown.Reference, name func(string) string, alone bool) {
	var here []Placement
	others := false
	for _, r := range in {
		if !r.Image || r.NodeFrom < l[0] || r.NodeFrom >= l[1] {
			continue
		}
		if p, ok := m.to[name(r.Dest)]; ok {
			here = append(here, p)
		} else {
			others = true
		}
	}
	if len(here) == 0 {
		return
	}
	target := m.section[here[0].Session]
	why := Stay("")
	for _, p := range here {
		switch {
		case target < 0:
			why = NoSection
		case m.section[p.Session] != target || others:
			why = Mixed
		}
	}
	switch {
	case why != "":
	case l[0] >= m.outline[target].From && l[0] < m.outline[target].To:
		why = There
	case !alone:
		why = InText
	}
	for _, p := range here {
		if why == "" {
			m.moved = append(m.moved, Moved{p.Name, p.Session})
		} else {
			m.stayed = append(m.stayed, Stayed{p.Name, p.Session, why})
		}
	}
	if why != "" {
		return
	}
	if n := len(m.list); n > 0 && m.list[n-1].to == l[0] && m.list[n-1].section == target { // pictures side by side stay so
		m.list[n-1].to = l[1]
		return
	}
	m.list = append(m.list, unit{l[0], l[1], target, here[0]})
}

// assemble writes the text anew.
func (m *mover) assemble() string {
	in := map[int][]unit{} // by the end of the line behind which they go
	for _, u := range m.list {
		in[m.end(u.section)] = append(in[m.end(u.section)], u)
	}
	w := &writer{eol: m.eol}
	k := 0
	for at := 0; at < len(m.text); {
		end := len(m.text)
		if i := strings.IndexByte(m.text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		for k < len(m.list) && m.list[k].to <= at {
			k++
		}
		w.blank = w.blank || at == m.body // nothing stands above
		if k < len(m.list) && at >= m.list[k].from {
			w.gap = true
		} else {
			w.keep(m.text[at:end])
		}
		units := in[end]
		slices.SortStableFunc(units, func(a, b unit) int { return a.at.At.Compare(b.at.At) })
		for _, u := range units {
			w.add(m.text[u.from:u.to])
		}
		at = end
	}
	out := w.b.String()
	if w.gap { // what stood at the end is gone
		out = out[:m.body] + strings.TrimRight(out[m.body:], "\r\n")
		if len(out) > m.body {
			out += m.eol
		}
	}
	return out
}

// end is where the last line of a section ends that is not empty.
func (m *mover) end(section int) int {
	s := m.outline[section]
	at := s.From + len(strings.TrimRight(m.text[s.From:s.To], " \t\r\n"))
	if i := strings.IndexByte(m.text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(m.text)
}

// writer puts lines together, with one empty line between what was moved and the rest.
type writer struct {
	b     strings.Builder
	eol   string
	blank bool // the last line is empty
	gap   bool // lines were taken out behind it
	added bool // it is one that was moved
}

func (w *writer) keep(line string) {
	blank := strings.TrimSpace(line) == ""
	if blank && w.gap && (w.blank || w.b.Len() == 0) {
		return
	}
	if !blank && (w.added || w.gap) && !w.blank && w.b.Len() > 0 {
		w.end()
		w.b.WriteString(w.eol)
	}
	w.b.WriteString(line)
	w.blank, w.gap, w.added = blank, w.gap && blank, false
}

func (w *writer) add(lines string) {
	w.end()
	if !w.blank && w.b.Len() > 0 {
		w.b.WriteString(w.eol)
	}
	w.b.WriteString(lines)
	w.end()
	w.blank, w.gap, w.added = false, false, true
}

// end ends the last line.
func (w *writer) end() {
	if s := w.b.String(); s != "" && !strings.HasSuffix(s, "\n") {
		w.b.WriteString(w.eol)
	}
}

func lineStart(s string, at int) int { return strings.LastIndexByte(s[:at], '\n') + 1 }
