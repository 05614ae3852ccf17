package schedule

import (
	"slices"
	"strings"

	"lanyard/store/frontmatter"
	"lanyard/store/markdown"
	"lanyard/store/page"
)

// DefaultTemplate is a section as it is written where the author has no template. In
// a template {title}, {subtitle}, {speakers}, {room}, {track}, {day}, {time},
// {link}, {slides}, {video}, {notes} and {abstract} stand for what the schedule says;
// a line whose names are all empty is left out, with the empty line behind it.
const DefaultTemplate = "## {title}\n\n{speakers}\n\n{slides} {video}\n"

// SkeletonOptions say which sections are written, and how.
type SkeletonOptions struct {
	Only     []string // IDs of sessions; nil means all but breaks and the like
	Lang     string   // of the titles, where the schedule has several
	Template string   // empty means DefaultTemplate
	At       int      // byte offset for what has no place beside a section that is there; below 0 means the end
	Markdown markdown.Options
}

// Skeleton gives the edits of a post's text that write a section for each session,
// in the order of the programme. A section that is there is found by its title, in
// any language of the schedule, and not written again; it gets the addresses of
// slides and video that it lacks. missing lists IDs in Only that no session has.
func Skeleton(text string, s *Schedule, o SkeletonOptions) (edits []frontmatter.Edit, missing []string) {
	k := &skeleton{text: text, o: o, eol: page.EOL(text)}
	if k.o.Template == "" {
		k.o.Template = DefaultTemplate
	}
	pg, err := page.Parse(text)
	if err == nil {
		k.body = pg.BodyFrom
	}
	k.sections = OutlineOf(text, o.Markdown)
	wanted, missing := chosen(s, o.Only)
	places := make([]int, len(wanted)) // index of the section that is there; -1 without one
	for i, x := range wanted {
		places[i] = k.sections.Index(x)
	}
	for i := 0; i < len(wanted); {
		if at := places[i]; at >= 0 {
			edits = append(edits, k.complete(at, wanted[i])...)
			i++
			continue
		}
		end := i
		for end < len(wanted) && places[end] < 0 {
			end++
		}
		edits = append(edits, k.insert(wanted[i:end], places, i, end))
		i = end
	}
	slices.SortStableFunc(edits, func(a, b frontmatter.Edit) int { return a.From - b.From })
	return joined(edits), missing
}

// joined makes one of edits that insert at the same place.
func joined(edits []frontmatter.Edit) []frontmatter.Edit {
	var out []frontmatter.Edit
	for _, e := range edits {
		if n := len(out); n > 0 && out[n-1].From == e.From && out[n-1].To == out[n-1].From {
			out[n-1].To, out[n-1].Insert = e.To, out[n-1].Insert+e.Insert
			continue
		}
		out = append(out, e)
	}
	return out
}

// chosen are the sessions of some IDs, or all that are worth a section, and the IDs
// that none has.
func chosen(s *Schedule, only []string) (out []Session, missing []string) {
	for _, x := range s.Sessions {
		if only == nil && !x.Service && x.Kind != "cancelled" && x.Kind != "all day" || slices.Contains(only, x.ID) {
			out = append(out, x)
		}
	}
	for _, id := range only {
		if !slices.ContainsFunc(s.Sessions, func(x Session) bool { return x.ID == id }) {
			missing = append(missing, id)
		}
	}
	return out, missing
}

type skeleton struct {
	text     string
	eol      string
	body     int
	o        SkeletonOptions
	sections Outline
}

// insert writes new sections: before the next one of the programme that is there,
// else behind the last one, else at the author's place.
func (k *skeleton) insert(list []Session, places []int, from, end int) frontmatter.Edit {
	var b strings.Builder
	for i, x := range list {
		if i > 0 {
			b.WriteString(k.eol)
		}
		b.WriteString(k.render(x))
	}
	for i := end; i < len(places); i++ {
		if places[i] >= 0 {
			at := k.sections[places[i]].From
			return frontmatter.Edit{From: at, To: at, Insert: k.before(at) + b.String() + k.eol}
		}
	}
	for i := from - 1; i >= 0; i-- {
		if places[i] >= 0 {
			return k.append(k.sections[places[i]].To, b.String())
		}
	}
	at := k.o.At
	if at < k.body || at > len(k.text) {
		at = len(k.text)
	}
	if end := strings.IndexByte(k.text[at:], '\n'); at < len(k.text) && end >= 0 && strings.TrimSpace(k.text[lineStart(k.text, at):at+end]) != "" {
		at += end + 1 // below the line that the caret stands in
	}
	return k.append(at, b.String())
}

// append puts text at an offset between lines, with an empty line before it and, where
// something follows, one behind.
func (k *skeleton) append(at int, text string) frontmatter.Edit {
	out := k.before(at) + text
	if rest := k.text[at:]; strings.TrimSpace(rest) != "" && !strings.HasPrefix(strings.TrimLeft(rest, " \t\r"), "\n") {
		out += k.eol
	}
	return frontmatter.Edit{From: at, To: at, Insert: out}
}

// before is what has to stand between what is there and a new section.
func (k *skeleton) before(at int) string {
	above := k.text[k.body:at]
	switch {
	case strings.TrimSpace(above) == "":
		if at > 0 && !strings.HasSuffix(k.text[:at], "\n") {
			return k.eol
		}
		return ""
	case !strings.HasSuffix(above, "\n"):
		return k.eol + k.eol
	case strings.HasSuffix(strings.TrimRight(above, " \t"), "\n\n"), strings.HasSuffix(above, "\n\r\n"):
		return ""
	}
	return k.eol
}

// render fills the template for a session.
func (k *skeleton) render(x Session) string {
	at := func(layout string) string {
		if x.Start.IsZero() {
			return ""
		}
		return x.Start.Format(layout)
	}
	clock := at("15:04")
	if x.End.After(x.Start) && clock != "" {
		clock += "–" + x.End.Format("15:04")
	}
	link := func(label, url string) string {
		if url == "" {
			return ""
		}
		return "[" + label + "](" + address(url) + ")"
	}
	comment := ""
	if a := x.Abstract.In(k.o.Lang); a != "" {
		comment = "<!-- " + strings.ReplaceAll(a, "--", "—") + " -->"
	}
	slides, video := labels(k.o.Lang)
	values := map[string]string{
		"title": escape(x.Title.In(k.o.Lang)), "subtitle": escape(x.Subtitle), "speakers": escape(strings.Join(x.Speakers, ", ")), "room": escape(x.Room),
		"track": escape(x.Track), "day": at("2006-01-02"), "time": clock, "link": address(x.Links.Page), "notes": address(x.Links.Notes),
		"slides": link(slides, x.Links.Slides), "video": link(video, x.Links.Video), "abstract": comment,
	}
	var out []string
	lines := strings.Split(strings.ReplaceAll(strings.TrimRight(k.o.Template, "\r\n"), "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		line, named, filled := fillLine(lines[i], values)
		if named && !filled {
			if i+1 < len(lines) && strings.TrimSpace(lines[i+1]) == "" {
				i++
			}
			continue
		}
		out = append(out, strings.TrimRight(line, " "))
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return strings.ReplaceAll(strings.Join(out, "\n"), "\n", k.eol) + k.eol
}

// labels are the words for slides and video in a language.
func labels(lang string) (slides, video string) {
	if lang == "zh" {
		return "幻灯片", "录像"
	}
	return "Slides", "Video"
}

// fillLine puts values in the place of names; named and filled tell whether there was
// a name, and one with a value.
func fillLine(line string, values map[string]string) (out string, named, filled bool) {
	var b strings.Builder
	for {
		i := strings.IndexByte(line, '{')
		if i < 0 {
			b.WriteString(line)
			return b.String(), named, filled
		}
		j := strings.IndexByte(line[i:], '}')
		if j < 0 {
			b.WriteString(line)
			return b.String(), named, filled
		}
		v, ok := values[line[i+1:i+j]]
		if !ok {
			b.WriteString(line[:i+1])
			line = line[i+1:]
			continue
		}
		named = true
		filled = filled || v != ""
		b.WriteString(line[:i] + v)
		line = line[i+j+1:]
		if v == "" { // no doubled blank where nothing stands
			line = strings.TrimPrefix(line, " ")
		}
	}
}

// complete gives a section that is there the addresses of slides and video that came
// since: in the line that has the one, else at its end.
func (k *skeleton) complete(at int, x Session) []frontmatter.Edit {
	s := k.sections[at]
	body := k.text[s.From:s.To]
	slides, video := labels(k.o.Lang)
	var links []string
	for _, l := range []struct{ label, url string }{{slides, x.Links.Slides}, {video, x.Links.Video}} {
		if l.url != "" && !strings.Contains(body, l.url) && !strings.Contains(body, address(l.url)) {
			links = append(links, "["+l.label+"]("+address(l.url)+")")
		}
	}
	if len(links) == 0 {
		return nil
	}
	for _, url := range []string{x.Links.Slides, x.Links.Video} {
		if i := strings.Index(body, "]("+address(url)+")"); url != "" && i >= 0 {
			end := s.From + i + len(address(url)) + 3
			return []frontmatter.Edit{{From: end, To: end, Insert: " " + strings.Join(links, " ")}}
		}
	}
	end := s.From + len(strings.TrimRight(body, " \t\r\n"))
	return []frontmatter.Edit{{From: end, To: end, Insert: k.eol + k.eol + strings.Join(links, " ")}}
}

// address makes an address fit for a Markdown link.
func address(url string) string {
	return strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "\n", "", "\r", "").Replace(strings.TrimSpace(url))
}

// escape keeps Markdown from reading marks into a plain text.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch r {
		case '\\', '`', '*', '[', ']', '<':
			b.WriteByte('\\')
		case '_':
			if i == 0 || s[i-1] == ' ' || i+1 == len(s) || s[i+1] == ' ' {
				b.WriteByte('\\')
			}
		case '{':
			if strings.HasPrefix(s[i:], "{{") || strings.HasPrefix(s[i:], "{#") {
				b.WriteString("&#123;")
				continue
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}
