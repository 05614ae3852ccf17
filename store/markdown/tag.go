package markdown

import (
	"html"
	"strings"
	"unicode"

	gast "github.com/yuin/goldmark/ast"
)

func (c *converter) rawHTML(in *Inline, n *gast.RawHTML) int {
	in.Kind = Tag
	if n.Segments.Len() == 0 {
		return n.Pos()
	}
	from := n.Segments.At(0).Start
	to := n.Segments.At(n.Segments.Len() - 1).Stop
	in.From, in.To = c.at(from, to)
	in.Text = c.raw[from:to]
	in.Name, in.Attrs = parseTag(in.Text, in.From)
	c.tagRefs(in)
	return to
}

func (c *converter) tagRefs(in *Inline) {
	var want string
	switch in.Name {
	case "img", "source", "video", "audio", "iframe", "embed":
		want = "src"
	case "a":
		want = "href"
	default:
		return
	}
	for _, a := range in.Attrs {
		if a.Name == want && a.Value != "" {
			c.info.refs = append(c.info.refs, Reference{
				Kind: RefHTML, Image: in.Name == "img", Name: in.Name, Dest: a.Value, Alt: in.Attr("alt"), Title: in.Attr("title"),
				From: a.From, To: a.To, NodeFrom: in.From, NodeTo: in.To,
			})
		}
	}
}

// parseTag reads the name and the attributes of an HTML tag whose text begins
// at position base.
func parseTag(s string, base int) (name string, attrs []Attr) {
	i := 1
	for i < len(s) && (s[i] == '/' && i == 1 || s[i] == '-' || unicode.IsLetter(rune(s[i])) || unicode.IsDigit(rune(s[i]))) {
		i++
	}
	name = strings.ToLower(s[min(1, len(s)):i])
	for i < len(s) {
		for i < len(s) && (isSpace(s[i]) || s[i] == '/') {
			i++
		}
		from := i
		for i < len(s) && !isSpace(s[i]) && s[i] != '=' && s[i] != '>' && s[i] != '/' {
			i++
		}
		if i == from {
			i++
			continue
		}
		a := Attr{Name: strings.ToLower(s[from:i])}
		j := skipSpace(s, i)
		if j < len(s) && s[j] == '=' {
			j = skipSpace(s, j+1)
			vf, vt := j, j
			if j < len(s) && (s[j] == '"' || s[j] == '\'') {
				vf = j + 1
				end := strings.IndexByte(s[vf:], s[j])
				if end < 0 {
					end = len(s) - vf
				}
				vt = vf + end
				i = min(vt+1, len(s))
			} else {
				for vt < len(s) && !isSpace(s[vt]) && s[vt] != '>' {
					vt++
				}
				i = vt
			}
			a.Value, a.From, a.To = html.UnescapeString(s[vf:vt]), base+vf, base+vt
		}
		attrs = append(attrs, a)
	}
	return name, attrs
}
