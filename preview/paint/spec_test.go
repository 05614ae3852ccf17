package paint

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"lanyard/assets"
	"lanyard/assets/typeset"
	"lanyard/assets/typeset/typesettest"
	"lanyard/store/markdown"
)

// example is one of a specification's.
type example struct{ name, markdown, html string }

// goldmark gives the folder of goldmark's source, which carries the examples of
// CommonMark and of the extensions that make GFM and what Hugo adds.
func goldmark(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	dir := strings.TrimSpace(string(out))
	if err != nil || dir == "" {
		t.Skip("the source of goldmark, with the examples of CommonMark, is not in the module cache")
	}
	return dir
}

func commonMark(t *testing.T) []example {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(goldmark(t), "_test", "spec.json"))
	if err != nil {
		t.Skip("goldmark's source comes without the examples of CommonMark:", err)
	}
	var raw []struct {
		Markdown, HTML, Section string
		Example                 int
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		t.Fatal(err)
	}
	var all []example
	for _, r := range raw {
		all = append(all, example{fmt.Sprintf("%s %d", r.Section, r.Example), r.Markdown, r.HTML})
	}
	if len(all) < 600 {
		t.Fatalf("%d examples of CommonMark, want more than 600", len(all))
	}
	return all
}

// extensions reads goldmark's own format: number, options, line, Markdown, line,
// HTML, end.
func extensions(t *testing.T) []example {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(goldmark(t), "extension", "_test", "*.txt"))
	if len(files) == 0 {
		t.Skip("goldmark's source comes without the examples of its extensions")
	}
	var all []example
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, ex := range strings.Split(string(b), "//= = = = = = = = = = = = = = = = = = = = = = = =//\n") {
			p := strings.Split(ex, "//- - - - - - - - -//\n")
			if len(p) == 3 {
				name := filepath.Base(f) + " " + strings.Join(strings.Fields(p[0]), " ")
				all = append(all, example{name, strings.TrimSuffix(p[1], "\n"), p[2]})
			}
		}
	}
	if len(all) < 70 {
		t.Fatalf("%d examples of extensions, want 70 or more", len(all))
	}
	return all
}

// hidden is what a browser does not show of HTML, tags what is not text of it.
var (
	hidden   = regexp.MustCompile(`(?is)<!-->|<!--->|<!--.*?-->|<!--.*$|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<!doctype.*?>|<!.*?>|<(script|style)\b.*?(</(script|style)\s*>|$)`)
	tag      = regexp.MustCompile(`(?s)</?[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>`)
	backward = regexp.MustCompile(`(?s)<a href="#fnref[^>]*>.*?</a>`)
)

// visible is the text of HTML without white space, which both sides lay out as
// they like.
func visible(s string) string {
	s = backward.ReplaceAllString(s, "")
	return squeezed(html.UnescapeString(tag.ReplaceAllString(hidden.ReplaceAllString(s, ""), "")))
}

func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == 0 || r == '\uFFFD' {
			return -1
		}
		return r
	}, s)
}

// drawn is the text of the page as it can be selected in the preview, which is
// all that is drawn but labels and the marks of lists.
func drawn(book *typeset.Book, doc *markdown.Document) string {
	set := NewSetter(book, Style{Em: 16, Scale: 1, Colours: Light()}, testPics{}, assets.T)
	var b strings.Builder
	add := func(s *Set) {
		if s == nil {
			return
		}
		for _, l := range s.Lines() {
			b.WriteString(l.Copy(0, len(l.P.Text())))
		}
	}
	for i, blk := range doc.Blocks {
		add(set.Block(blk, Context{Doc: doc, Start: doc.Starts[i]}, 600))
	}
	add(set.Notes(doc, 600))
	return squeezed(b.String())
}

// TestTheDrawnTextOfCommonMarkIsThatOfItsHTML runs every example of the
// specification through parser, model and setter, with the extensions of Hugo
// off, and compares with the HTML that the specification asks for.
func TestTheDrawnTextOfCommonMarkIsThatOfItsHTML(t *testing.T) {
	opt := markdown.Options{
		Unsafe: true, XHTML: true, NoTypographer: true, NoTable: true, NoStrikethrough: true, NoLinkify: true, NoTaskList: true,
		NoDefinitionList: true, NoFootnote: true, NoAutoHeadingID: true, NoTitleAttribute: true,
	}
	book := typesettest.Book()
	for _, ex := range commonMark(t) {
		doc := markdown.Parse(ex.markdown, 0, opt)
		if got := doc.HTML(nil); got != ex.html {
			t.Errorf("%s: HTML of %q\n got %q\nwant %q", ex.name, ex.markdown, got, ex.html)
		}
		if got, want := drawn(book, doc), visible(ex.html); got != want {
			t.Errorf("%s: text of %q\n got %q\nwant %q", ex.name, ex.markdown, got, want)
		}
	}
}

// TestTheDrawnTextOfEveryExampleIsThatOfThePage is the same with the settings of
// Hugo, over CommonMark, GFM and what Hugo adds to them, against our own HTML.
func TestTheDrawnTextOfEveryExampleIsThatOfThePage(t *testing.T) {
	book := typesettest.Book()
	for _, ex := range append(commonMark(t), extensions(t)...) {
		if ex.name == "Setext headings 91" { // goldmark 1.8.7 lets a quotation mark left open in one block curl one of another; the model does not
			continue
		}
		for _, opt := range []markdown.Options{
			{Unsafe: true},
			{Unsafe: true, Hugo: "0.111.3"},
			{Unsafe: true, HardWraps: true, EastAsianLineBreaks: true, Emoji: true, BlockAttribute: true, Delete: true, Insert: true, Mark: true, Subscript: true, Superscript: true},
		} {
			doc := markdown.Parse(ex.markdown, 0, opt)
			page := doc.HTML(nil)
			if got, want := drawn(book, doc), visible(page); got != want {
				t.Errorf("%s: text of %q\n got %q\nwant %q", ex.name, ex.markdown, got, want)
			}
		}
	}
}
