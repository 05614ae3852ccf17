package editor

import (
	"fmt"
	"strings"

	"lanyard/store"
)

// A link is how the post shows a photo. Without a caption it is a plain image. With one it is Hugo's own figure shortcode, which every
// Hugo site knows and themes style: a sentence in the image's title shows only under the pointer, and one on the line above stands beside
// the picture where that is narrow.
type link struct {
	name, alt, caption string
}

// String is the Markdown, on one line.
func (l link) String() string {
	if caption := oneLine(l.caption); caption != "" {
		out := fmt.Sprintf(`{{< figure src="%s"`, store.Escape(l.name))
		if alt := oneLine(l.alt); alt != "" {
			out += fmt.Sprintf(` alt="%s"`, quoted(alt))
		}
		return out + fmt.Sprintf(` caption="%s" >}}`, quoted(caption))
	}
	return fmt.Sprintf("![%s](%s)", altEscaper.Replace(oneLine(l.alt)), store.Escape(l.name))
}

// altEscaper keeps the text of an image what it is: brackets end it, the rest would be marks of emphasis, code, HTML or entities.
var altEscaper = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "*", `\*`, "_", `\_`, "`", "\\`", "<", `\<`, "&", `\&`, "$", `\$`)

// oneLine makes one line of what was typed or pasted.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// quoted is text for between the quotes of a shortcode's parameter. Hugo knows \" alone there: a backslash before a backtick or at the end
// is an error, so such ones go.
func quoted(s string) string {
	s = strings.ReplaceAll(s, "\\`", "`")
	s = strings.ReplaceAll(s, `\"`, `"`)
	return strings.ReplaceAll(strings.TrimRight(s, `\`), `"`, `\"`)
}

// gallery puts photos side by side: Hugo has no gallery, but images on consecutive lines are one paragraph, in which browsers place
// them next to each other as far as they fit. A figure is a block of its own.
func gallery(links []link, eol string) string {
	var b strings.Builder
	for i, l := range links {
		if i > 0 {
			b.WriteString(eol)
			if oneLine(l.caption) != "" || oneLine(links[i-1].caption) != "" {
				b.WriteString(eol)
			}
		}
		b.WriteString(l.String())
	}
	return b.String()
}

// paragraphs puts each photo into a paragraph of its own.
func paragraphs(links []link, eol string) string {
	out := make([]string, len(links))
	for i, l := range links {
		out[i] = l.String()
	}
	return strings.Join(out, eol+eol)
}
