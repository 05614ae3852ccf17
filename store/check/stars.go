package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"lanyard/store/frontmatter"
	"lanyard/store/markdown"
)

// star is a ** that the page shows as it is, at a byte of the file.
type star struct{ at int }

// literalStars finds the ** that stay text, paragraph by paragraph.
func literalStars(doc *markdown.Document) [][]star {
	var out [][]star
	w := walk{inlines: func(at int, list []markdown.Inline) {
		if s := starsIn(nil, at, list); len(s) > 0 {
			out = append(out, s)
		}
	}}
	w.document(doc)
	return out
}

func starsIn(out []star, at int, list []markdown.Inline) []star {
	for i := range list {
		in := &list[i]
		if in.Kind == markdown.Text && len(in.Text) == in.To-in.From {
			for from := 0; ; {
				k := strings.Index(in.Text[from:], "**")
				if k < 0 {
					break
				}
				out = append(out, star{at + in.From + from + k})
				from += k + 2
			}
		}
		out = starsIn(out, at, in.Children)
	}
	return out
}

// stars reports **words** that stay literal because of CommonMark's rule for a
// star between punctuation and a letter, as in **“加粗”**后文. The fix puts a space
// where it is missing.
func (c *checker) stars(doc *markdown.Document) {
	for _, list := range literalStars(doc) {
		for i := 0; i+1 < len(list); i++ {
			from, to := list[i].at, list[i+1].at
			inner := c.p.Text[from+2 : to]
			if c.tally.many(CodeStars) {
				return
			}
			if c.blankInside(doc, from, to) {
				i++
				continue
			}
			if !meant(inner) {
				continue
			}
			c.tally.full(CodeStars, Warning)
			c.add(c.place(from, to+2, Finding{
				Severity: Warning, Code: CodeStars, Name: inner, Args: []any{inner},
				Message: "** stays on the page: between punctuation and a letter it does not make bold",
				Fix:     c.starFix(doc, from, to),
			}))
			i++
		}
	}
}

// meant reports whether the text between two ** was meant to be bold.
func meant(inner string) bool {
	first, _ := utf8.DecodeRuneInString(inner)
	last, _ := utf8.DecodeLastRuneInString(inner)
	return inner != "" && !unicode.IsSpace(first) && !unicode.IsSpace(last) && !strings.Contains(inner, "\n\n")
}

// blankInside reports **words ** that stay literal because of a blank before the closing stars. The fix moves it behind them where it is needed.
func (c *checker) blankInside(doc *markdown.Document, from, to int) bool {
	inner := c.p.Text[from+2 : to]
	words := strings.TrimRight(inner, " \t")
	before, _ := utf8.DecodeLastRuneInString(c.p.Text[:from])
	if words == inner || !meant(words) || len(inner) > 240 || strings.Contains(inner, "\n") || before < 0x80 && (unicode.IsLetter(before) || unicode.IsDigit(before)) {
		return false
	}
	cut := frontmatter.Edit{From: from + 2 + len(words), To: to}
	f := c.place(from, to+2, Finding{
		Severity: Warning, Code: CodeStars, Reason: "blank", Name: words, Args: []any{words},
		Message: "** stays on the page: a blank stands before the closing **",
	})
	for _, edits := range [][]frontmatter.Edit{{cut}, {cut, {From: to + 2, To: to + 2, Insert: " "}}} {
		if c.fewerStars(doc, from, edits) {
			f.Fix = &Fix{Code: "remove-blank", Label: "Remove the blank", Edits: edits}
			break
		}
	}
	c.tally.full(CodeStars, Warning)
	c.add(f)
	return true
}

// starFix tries a space after the closing **, before the opening one, and both,
// and takes the first that leaves fewer literal stars.
func (c *checker) starFix(doc *markdown.Document, from, to int) *Fix {
	before := frontmatter.Edit{From: from, To: from, Insert: " "}
	after := frontmatter.Edit{From: to + 2, To: to + 2, Insert: " "}
	for _, edits := range [][]frontmatter.Edit{{after}, {before}, {before, after}} {
		if c.fewerStars(doc, from, edits) {
			return &Fix{Code: "space-stars", Label: "Add a space", Edits: edits}
		}
	}
	return nil
}

// maxStarBytes bounds the bytes that are parsed to see what a fix of literal stars would do. A text that has so many of them gets the other findings
// without one.
const maxStarBytes = 256 << 10

// tries is what fixes of stars were tried with.
type tries struct {
	bytes int             // parsed for it
	block *markdown.Block // the last one
	stars int             // that stay literal in it
}

// fewerStars reports whether edits of the block at byte from leave two literal stars less.
func (c *checker) fewerStars(doc *markdown.Document, from int, edits []frontmatter.Edit) bool {
	block := doc.BlockAt(from)
	if block < 0 {
		return false
	}
	start, end := doc.Starts[block], doc.End(block)
	if c.tried.bytes += end - start; c.tried.bytes > maxStarBytes {
		return false
	}
	count := func(text string) int {
		n := 0
		for _, l := range literalStars(markdown.Parse(text, 0, doc.Options())) {
			n += len(l)
		}
		return n
	}
	source := c.p.Text[start:end]
	if c.tried.block != doc.Blocks[block] {
		c.tried.block, c.tried.stars = doc.Blocks[block], count(source)
	}
	return count(frontmatter.Apply(source, frontmatter.Shift(edits, -start))) <= c.tried.stars-2
}
