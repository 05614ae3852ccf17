package markdown

import (
	"html"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

var (
	comments = regexp.MustCompile(`(?s)<!--.*?-->`)
	tags     = regexp.MustCompile(`<[^>]*>`)
	notesEnd = regexp.MustCompile(`(?s)<div class="footnotes".*`)
	backRefs = regexp.MustCompile(`(?s)<sup id="fnref[^>]*>.*?</sup>`)
)

// htmlText is the text of HTML without white space.
func htmlText(s string) string {
	s = notesEnd.ReplaceAllString(s, "")
	s = backRefs.ReplaceAllString(s, "")
	s = tags.ReplaceAllString(comments.ReplaceAllString(s, ""), "")
	return squeeze(html.UnescapeString(s))
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == 0 || r == '\uFFFD' {
			return -1
		}
		return r
	}, s)
}

// modelText is the text of blocks as the preview shows it.
func modelText(b *strings.Builder, blocks []*Block) {
	for _, x := range blocks {
		switch x.Kind {
		case HTML, Note, LinkDef, More, Card:
			continue
		case Code, Math, Plain:
			b.WriteString(x.Text)
		}
		modelInlines(b, x.Inlines)
		modelText(b, x.Children)
	}
}

func modelInlines(b *strings.Builder, ins []Inline) {
	for i := range ins {
		switch ins[i].Kind {
		case Text, CodeSpan, InlineMath, Soft:
			b.WriteString(ins[i].Text)
		case Image, Tag, NoteRef:
			continue
		}
		modelInlines(b, ins[i].Children)
	}
}

func checkText(t *testing.T, src string, opt Options) {
	t.Helper()
	d := Parse(src, 0, opt)
	var b strings.Builder
	modelText(&b, d.Blocks)
	got, want := squeeze(b.String()), htmlText(d.HTML(nil))
	if got != want {
		i := 0
		for i < len(got) && i < len(want) && got[i] == want[i] {
			i++
		}
		t.Fatalf("%q\nmodel %q\nHTML  %q", src, got[max(0, i-40):min(len(got), i+60)], want[max(0, i-40):min(len(want), i+60)])
	}
}

// TestVisibleTextEqualsHTML: nothing of a post is lost or added on the way to the
// preview. Shortcodes, which HTML names differently, are left out.
func TestVisibleTextEqualsHTML(t *testing.T) {
	for _, src := range samples(t) {
		src = frontMatter.ReplaceAllString(src, "")
		src = strings.NewReplacer("{{<", "", "{{%", "", moreMark, "", "\"", "", "'", "").Replace(src)
		checkText(t, src, Options{})
	}
	const seed = 11
	rnd := rand.New(rand.NewPCG(seed, 1))
	for range 600 {
		var b strings.Builder
		for range rnd.IntN(30) {
			p := pieces[rnd.IntN(len(pieces))]
			if strings.Contains(p, "{{") || strings.Contains(p, "<!--") || p == "-->" || strings.Contains(p, "\x00") || strings.Contains(p, "<") {
				p = "x "
			}
			b.WriteString(p)
		}
		checkText(t, b.String(), Options{NoTypographer: true})
	}
}

// TestPlacesOfInlines: where text is as long as its source, it is its source.
func TestPlacesOfInlines(t *testing.T) {
	for _, src := range samples(t) {
		d := Parse(src, 0, Options{Unsafe: true})
		for i, b := range d.Blocks {
			checkPlaces(t, d, d.Starts[i], b)
		}
		for _, r := range d.References() {
			if r.From > r.To || r.To > len(src) {
				t.Errorf("reference %+v", r)
			}
			if r.Kind != RefShortcode && r.Kind != RefHTML && !r.Auto && decode(src[r.From:r.To]) != r.Dest {
				t.Errorf("reference %q, in the source %q", r.Dest, src[r.From:r.To])
			}
		}
	}
}

func checkPlaces(t *testing.T, d *Document, start int, b *Block) {
	t.Helper()
	for i := range b.Inlines {
		checkPlace(t, d, start, &b.Inlines[i])
	}
	for _, c := range b.Children {
		checkPlaces(t, d, start, c)
	}
}

func checkPlace(t *testing.T, d *Document, start int, in *Inline) {
	t.Helper()
	from, to := start+in.From, start+in.To
	if from < 0 || to > len(d.Source) || from > to {
		t.Fatalf("%+v lies outside of the source", in)
	}
	src := d.Source[from:to]
	if in.Kind == Text && len(src) == len(in.Text) && len(src) > 2 && src != in.Text && src != "---" && src != "..." {
		t.Errorf("text %q, source %q", in.Text, src)
	}
	open := map[InlineKind]string{Strong: "**__", Emphasis: "*_", CodeSpan: "`", Link: "[<hwf", Image: "!", Task: "["}[in.Kind]
	if open != "" && src != "" && !strings.Contains(open, src[:1]) && !in.Auto {
		t.Errorf("kind %d begins with %q", in.Kind, src[:min(len(src), 20)])
	}
	for i := range in.Children {
		checkPlace(t, d, start, &in.Children[i])
	}
}

func TestReferences(t *testing.T) {
	src := "---\nx: y\n---\n![a b](p.jpg \"T\") and [l](<q r.html>)\n\n<img src=\"h.png\" alt=\"z\">\n\n{{< figure src=\"f.jpg\" alt=\"fa\" >}}\n\n{{< ref \"other.md\" >}} [x]\n\n[x]: /def 'dt'\n\n> ![in quote](\n> deep.jpg)\n"
	d := Parse(src, 13, Options{Unsafe: true})
	var got []string
	for _, r := range d.References() {
		got = append(got, src[r.From:r.To])
		if l := 1 + strings.Count(src[:r.From], "\n"); l != r.Line {
			t.Errorf("%q: line %d, want %d", r.Dest, r.Line, l)
		}
	}
	if s := strings.Join(got, " "); s != "p.jpg q r.html h.png f.jpg other.md /def deep.jpg" {
		t.Error(s)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range samples(f)[:7] {
		f.Add(s, uint(3), "*x*")
	}
	f.Fuzz(func(t *testing.T, src string, at uint, ins string) {
		src, ins = strings.ToValidUTF8(src, "?"), strings.ToValidUTF8(ins, "?") // as a post that is opened
		if len(src) > 20000 {
			return
		}
		for at > 0 && !utf8.RuneStart((src + " ")[at%uint(len(src)+1)]) {
			at--
		}
		for _, opt := range optionSets() {
			d := Parse(src, 0, opt)
			i := int(at % uint(len(src)+1))
			next := src[:i] + ins + src[i:]
			u := Update(d, next, 0, opt)
			if got, want := describe(u), describe(Parse(next, 0, opt)); got != want {
				t.Fatalf("update of %q to %q\n got %s\nwant %s", src, next, got, want)
			}
		}
	})
}

func TestCarriageReturnsAreNotShown(t *testing.T) {
	d := Parse("# h\r\n\r\na\r\nb  \r\nc\\\r\nd `x\r\ny` [l\r\nm](u)\r\n\r\n```\r\ncode\r\nmore\r\n```\r\n\r\n> q\r\n> r\r\n\r\n    ind\r\n    two\r\n", 0, Options{})
	var b strings.Builder
	modelText(&b, d.Blocks)
	if strings.Contains(b.String(), "\r") {
		t.Errorf("%q", b.String())
	}
}
