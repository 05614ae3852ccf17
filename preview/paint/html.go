package paint

import (
	"fmt"
	"html"
	"image/color"
	"strings"

	"lanyard/store/markdown"
)

// pagePolicy is what a browser may do for a page (Content Security Policy level 3): show pictures, play sound and film, and style. A site may let
// raw HTML pass, and a post may be somebody else's: no script of it runs where the page is opened from the disk, with a disk's rights, nor does
// a frame, a form or another base of its links.
const pagePolicy = "default-src 'none'; img-src data: file: http: https:; media-src data: file: http: https:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

// HTMLPage is the post as a page that stands alone, in the style of the
// preview; body is its HTML. destination may change where the cover leads, to a
// data URL for instance; nil leaves it.
func HTMLPage(head Head, body string, dark bool, lang string, destination func(kind markdown.RefKind, dest string) string) string {
	c := Light()
	if dark {
		c = Dark()
	}
	esc := html.EscapeString
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html")
	if lang != "" {
		fmt.Fprintf(&b, " lang=\"%s\"", esc(lang))
	}
	if dir := pageDirection(lang, head.Title, textOf(body)); dir != "" {
		fmt.Fprintf(&b, " dir=\"%s\"", dir)
	}
	fmt.Fprintf(&b, ">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n",
		pagePolicy, esc(head.Title), sheetCSS(&c, dark))
	writeHead(&b, head, destination)
	b.WriteString(body)
	b.WriteString("</main>\n</body>\n</html>\n")
	return b.String()
}

func writeHead(b *strings.Builder, h Head, destination func(markdown.RefKind, string) string) {
	esc := html.EscapeString
	h.Note = ""
	if h.Empty() {
		return
	}
	b.WriteString("<header>\n")
	if h.Title != "" {
		fmt.Fprintf(b, "<h1 class=\"title\">%s</h1>\n", esc(h.Title))
	}
	var parts []string
	for _, p := range []string{strings.Join(h.Authors, ", "), h.Date, strings.Join(h.Tags, ", ")} {
		if p != "" {
			parts = append(parts, esc(p))
		}
	}
	if len(parts) > 0 {
		fmt.Fprintf(b, "<p class=\"meta\">%s</p>\n", strings.Join(parts, " · "))
	}
	if h.Cover != "" {
		src := h.Cover
		if destination != nil {
			src = destination(markdown.RefImage, src)
		}
		fmt.Fprintf(b, "<p><img src=\"%s\" alt=\"\"></p>\n", esc(src))
	}
	b.WriteString("</header>\n")
}

func css(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// sheetCSS says in CSS what the builder does in pixels.
func sheetCSS(c *Colours, dark bool) string {
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	r := strings.NewReplacer("$paper", css(c.Paper), "$panel", css(c.Panel), "$ink", css(c.Ink), "$second", css(c.Secondary),
		"$hair", css(c.Hairline), "$accent", css(c.Accent), "$code", css(c.Code), "$mark", css(c.Mark), "$scheme", scheme)
	return r.Replace(`:root { color-scheme: $scheme; }
body { margin: 0; background: $paper; color: $ink; font: 16px/1.7 "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif; }
main { max-width: 44em; margin: 0 auto; padding: 2.4em 1.6em; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { line-height: 1.35; margin: 1.4em 0 .6em; }
h1 { font-size: 1.7em; } h2 { font-size: 1.4em; } h3 { font-size: 1.2em; } h4 { font-size: 1.05em; } h5 { font-size: 1em; }
h6 { font-size: .9em; color: $second; }
h1.title { font-size: 2em; line-height: 1.3; margin: 0; }
.meta { color: $second; font-size: .9em; margin: .45em 0 2em; }
p, ul, ol, dl, pre, table, blockquote, figure { margin: .9em 0; }
a { color: $accent; text-decoration: none; } a:hover { text-decoration: underline; }
img { max-width: 100%; height: auto; border-radius: 6px; vertical-align: middle; }
figure { text-align: center; } figcaption { color: $second; font-size: .85em; } figcaption h4 { margin: .3em 0 0; font-size: 1em; } figcaption p { margin: 0; }
code, pre, kbd { font-family: "Noto Sans Mono", "DejaVu Sans Mono", Consolas, Menlo, monospace; }
code, kbd { font-size: .9em; background: $code; border-radius: 3px; padding: .1em .25em; }
pre { background: $code; border: 1px solid $hair; border-radius: 6px; padding: .85em; overflow-x: auto; line-height: 1.55; }
pre code { background: none; padding: 0; font-size: .875em; }
blockquote { border-left: 3px solid $hair; margin-left: 0; padding-left: 1em; color: $second; }
table { border-collapse: collapse; display: block; overflow-x: auto; } th, td { padding: .35em .6em; border-bottom: 1px solid $hair; } th { border-bottom-width: 2px; text-align: left; }
hr { border: 0; border-top: 1px solid $hair; margin: 1.3em 0; }
mark { background: $mark; color: inherit; } dt { font-weight: bold; } dd { margin-left: 1.6em; }
li > input[type=checkbox] { margin: 0 .4em 0 -1.4em; } .footnotes { font-size: .9em; }
.shortcode { background: $panel; border: 1px solid $hair; border-radius: 6px; padding: .7em; color: $second; margin: .9em 0; }
`)
}

// textOf is the text at the beginning of a page, without its tags.
func textOf(body string) string {
	var b strings.Builder
	for len(body) > 0 && b.Len() < 400 {
		before, rest, ok := strings.Cut(body, "<")
		b.WriteString(before)
		if !ok {
			break
		}
		_, body, _ = strings.Cut(rest, ">")
	}
	return b.String()
}
