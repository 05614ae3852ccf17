package markdown

import (
	"html"
	"strings"
	"sync"
)

// A Figure is what Hugo's own figure shortcode says. Caption and Attr are Markdown.
type Figure struct {
	Src, Alt, Title, Caption, Attr, AttrLink string
	Link, Target, Rel, Class                 string
	Width, Height, Loading                   string
}

// Figure gives what a figure says; ok is false for another shortcode, and for one without a picture. Alt is the caption's text where there is no
// other, as in Hugo's template.
func (s *Shortcode) Figure() (f Figure, ok bool) {
	get := func(key string) string { return s.Get(key, -1) }
	f = Figure{
		Src: get("src"), Alt: get("alt"), Title: get("title"), Caption: get("caption"), Attr: get("attr"), AttrLink: get("attrlink"),
		Link: get("link"), Target: get("target"), Rel: get("rel"), Class: get("class"),
		Width: get("width"), Height: get("height"), Loading: get("loading"),
	}
	ok = s.Name == "figure" && !s.Closing && f.Src != ""
	if ok && f.Alt == "" && f.Caption != "" {
		f.Alt = textOf(f.Caption)
	}
	return f, ok
}

// Omitted reports that the page lacks what the shortcode makes: Hugo puts what {{% figure %}} writes into the Markdown, where it is raw HTML.
func (s *Shortcode) Omitted(opt Options) bool {
	return s.Percent && !s.Closing && s.Name == "figure" && !opt.Unsafe
}

// plainEngines reads captions: to set an engine up takes longer than any caption, and a post may have thousands.
var plainEngines = sync.Pool{New: func() any { return newEngine(Options{}) }}

// textOf is the visible text of a piece of Markdown.
func textOf(src string) string {
	e := plainEngines.Get().(*engine)
	defer plainEngines.Put(e)
	var parts []string
	for _, b := range e.parse(src, 0).Blocks {
		parts = append(parts, PlainText(b.Inlines))
	}
	return strings.Join(parts, " ")
}

// inlineHTML is Markdown as Hugo's markdownify writes it: one paragraph loses its tags.
func (d *Document) inlineHTML(src string) string {
	if src == "" || d.depth >= maxShortcodes {
		return html.EscapeString(src)
	}
	out := strings.TrimSpace(d.engine.html(src, 0, d.depth+1, nil))
	inner := strings.TrimSuffix(strings.TrimPrefix(out, "<p>"), "</p>")
	if len(inner) == len(out)-len("<p></p>") && !strings.Contains(inner, "<p>") {
		return inner
	}
	return out
}

// figureHTML is what Hugo's template writes, without its white space.
func (d *Document) figureHTML(f Figure, destination func(RefKind, string) string) string {
	var b strings.Builder
	tag := func(name string, attrs ...string) {
		b.WriteString("<" + name)
		for i := 0; i < len(attrs); i += 2 {
			if attrs[i+1] != "" {
				b.WriteString(" " + attrs[i] + `="` + html.EscapeString(attrs[i+1]) + `"`)
			}
		}
		b.WriteString(">")
	}
	if destination != nil {
		f.Src = destination(RefImage, f.Src)
	}
	tag("figure", "class", f.Class)
	if f.Link != "" {
		tag("a", "href", f.Link, "target", f.Target, "rel", f.Rel)
	}
	tag("img", "src", f.Src, "alt", f.Alt, "width", f.Width, "height", f.Height, "loading", f.Loading)
	if f.Link != "" {
		b.WriteString("</a>")
	}
	if f.Title != "" || f.Caption != "" || f.Attr != "" {
		b.WriteString("<figcaption>")
		if f.Title != "" {
			b.WriteString("<h4>" + html.EscapeString(f.Title) + "</h4>")
		}
		if f.Caption != "" || f.Attr != "" {
			b.WriteString("<p>" + d.inlineHTML(f.Caption))
			if f.AttrLink != "" {
				if f.Caption != "" {
					b.WriteString(" ")
				}
				tag("a", "href", f.AttrLink)
			}
			b.WriteString(d.inlineHTML(f.Attr))
			if f.AttrLink != "" {
				b.WriteString("</a>")
			}
			b.WriteString("</p>")
		}
		b.WriteString("</figcaption>")
	}
	b.WriteString("</figure>")
	return b.String()
}

// altText is the alternative text that the shortcode gives its picture.
func (s *Shortcode) altText() string {
	if f, ok := s.Figure(); ok {
		return f.Alt
	}
	return s.Get("alt", -1)
}
