package schedule

import (
	"strings"

	"golang.org/x/net/html"
)

// plain makes plain text of HTML; other text, Markdown too, stays as it is but for
// character references.
func plain(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if !strings.ContainsAny(s, "<&") {
		return strings.TrimSpace(s)
	}
	if !strings.Contains(s, "</") && !strings.Contains(s, "<br") && !strings.Contains(s, "<p") {
		return strings.TrimSpace(html.UnescapeString(s))
	}
	var b strings.Builder
	skip := ""
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return tidy(b.String())
		case html.TextToken:
			if skip == "" {
				b.Write(z.Text()[:len(z.Text()):len(z.Text())])
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "script", "style":
				skip = string(name)
			case "p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote":
				b.WriteString("\n\n")
			case "br", "tr":
				b.WriteString("\n")
			case "li":
				b.WriteString("\n- ")
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if string(name) == skip {
				skip = ""
			}
			switch string(name) {
			case "p", "div", "ul", "ol":
				b.WriteString("\n\n")
			}
		}
	}
}

// tidy leaves one empty line between paragraphs and no blanks around lines.
func tidy(s string) string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		l = strings.TrimSpace(l)
		if l == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, l)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// oneLine is a text without line ends and doubled blanks.
func oneLine(s string) string { return strings.Join(strings.Fields(html.UnescapeString(s)), " ") }
