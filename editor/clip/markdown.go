package clip

import (
	"regexp"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
)

// Markdown turns HTML, as browsers, WeChat, Google Docs and Word put it on the clipboard, into clean Markdown: styles, scripts and
// empty wrappers go, headings, lists, links, tables and emphasis stay.
func Markdown(html string) (string, error) {
	html = tidy(html)
	conv := converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(), strikethrough.NewStrikethroughPlugin(), table.NewTablePlugin(),
	))
	out, err := conv.ConvertString(html)
	if err != nil {
		return "", err
	}
	out = strings.ReplaceAll(out, "\u00a0", " ")
	out = looseNested.ReplaceAllString(out, "\n$1")
	return strings.TrimSpace(manyBlank.ReplaceAllString(out, "\n\n")), nil
}

var (
	manyBlank = regexp.MustCompile(`\n[ \t]*\n(?:[ \t]*\n)+`)
	// The converter parts a nested list from its item by a line of blanks, which would make the outer list loose.
	looseNested = regexp.MustCompile(`\n[ \t]+\n([ \t]+(?:[-*+]|\d+[.)]) )`)
	// Google Docs wraps everything into <b style="font-weight:normal">, which is not bold.
	notBold = regexp.MustCompile(`(?is)<b\s[^>]*font-weight:\s*normal[^>]*>(.*)</b>`)
	// Word's own paragraphs carry markup in comments and in o: elements.
	wordJunk = regexp.MustCompile(`(?is)<!--.*?-->|</?o:p[^>]*>`)
	// Google Docs and Word write bold and italic as styled spans.
	boldSpan   = regexp.MustCompile(`(?is)<span\s[^>]*font-weight:\s*(?:bold|[6-9]00)[^>]*>([^<]*)</span>`)
	italicSpan = regexp.MustCompile(`(?is)<span\s[^>]*font-style:\s*italic[^>]*>([^<]*)</span>`)
)

func tidy(html string) string {
	html = wordJunk.ReplaceAllString(html, "")
	html = notBold.ReplaceAllString(html, "$1")
	html = boldSpan.ReplaceAllString(html, "<b>$1</b>")
	return italicSpan.ReplaceAllString(html, "<i>$1</i>")
}
