package check

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"lanyard/store/frontmatter"
	"lanyard/store/markdown"
)

// writing looks for what looks right in the source and is something else on the page. from is where the body begins.
func (c *checker) writing(doc *markdown.Document, from int) {
	c.titleAgain(doc)
	c.divider(doc)
	w := walk{
		block: func(at int, b *markdown.Block) {
			switch b.Kind {
			case markdown.Code:
				c.fence(at, b)
			case markdown.Paragraph:
				c.headings(at, b)
			}
		},
		inlines: c.tildes,
	}
	w.document(doc)
	c.liquid(from)
}

// titleAgain finds a body that begins with the title as a heading: most themes show the title already.
func (c *checker) titleAgain(doc *markdown.Document) {
	if c.file == nil || c.file.Block == nil {
		return
	}
	e, ok := c.nonEmpty("title")
	if !ok {
		return
	}
	for i, b := range doc.Blocks {
		if b.Kind == markdown.HTML && comment.MatchString(b.Text) {
			continue
		}
		if b.Kind != markdown.HeadingBlock || b.Level != 1 || !sameWords(plain(b.Inlines), frontmatter.Text(e.Value)) {
			return
		}
		start, end := doc.Starts[i]+b.From, doc.Starts[i]+b.To
		if i+1 < len(doc.Blocks) {
			end = doc.Starts[i+1]
		}
		f := c.place(start, doc.Starts[i]+b.To, Finding{
			Severity: Warning, Code: CodeTitleAgain, Message: "the text begins with the title, which the page shows already",
		})
		if line := strings.LastIndexByte(c.p.Text[:start], '\n') + 1; strings.TrimLeft(c.p.Text[line:start], " #") == "" {
			f.Fix = &Fix{Code: "remove-heading", Label: "Remove the heading", Edits: []frontmatter.Edit{{From: line, To: end}}}
		}
		c.add(f)
		return
	}
}

// plain is the text of inlines without their marks.
func plain(list []markdown.Inline) string {
	var b strings.Builder
	for _, in := range list {
		switch in.Kind {
		case markdown.Text, markdown.CodeSpan:
			b.WriteString(in.Text)
		case markdown.Soft, markdown.Break:
			b.WriteByte(' ')
		default:
			b.WriteString(plain(in.Children))
		}
	}
	return b.String()
}

// sameWords compares titles by their letters and digits.
func sameWords(a, b string) bool {
	words := func(s string) string {
		return strings.Map(func(r rune) rune {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return -1
			}
			return unicode.ToLower(r)
		}, s)
	}
	return words(a) != "" && words(a) == words(b)
}

// more is the divider of the summary as other programs have it; Hugo knows it without blanks only.
var more = regexp.MustCompile(`(?i)^<!--\s*more\s*-->$`)

// divider finds a divider of the summary that Hugo does not see.
func (c *checker) divider(doc *markdown.Document) {
	const exact = "<!--more-->"
	if strings.Contains(c.p.Text, exact) {
		return
	}
	see := func(from int, text string) {
		text = strings.TrimSpace(text)
		if i := strings.Index(c.p.Text[from:], text); i >= 0 && more.MatchString(text) && !c.tally.full(CodeMore, Warning) {
			c.add(c.place(from+i, from+i+len(text), Finding{
				Severity: Warning, Code: CodeMore, Name: text, Args: []any{text},
				Message: fmt.Sprintf("%s means nothing to Hugo, which divides the summary at %s only", text, exact),
				Fix:     &Fix{Code: "write-more", Label: "Write " + exact, Edits: []frontmatter.Edit{{From: from + i, To: from + i + len(text), Insert: exact}}},
			}))
		}
	}
	var inlines func(at int, list []markdown.Inline)
	inlines = func(at int, list []markdown.Inline) {
		for i := range list {
			if list[i].Kind == markdown.Tag {
				see(at+list[i].From, list[i].Text)
			}
			inlines(at, list[i].Children)
		}
	}
	w := walk{inlines: inlines, block: func(at int, b *markdown.Block) {
		if b.Kind == markdown.HTML {
			see(at+b.From, b.Text)
		}
	}}
	w.document(doc)
}

// fence finds a block of code that nothing ends: all that follows is in it.
func (c *checker) fence(at int, b *markdown.Block) {
	if !b.Fenced {
		return
	}
	source := c.p.Text[at+b.From : at+b.To]
	first, rest, _ := strings.Cut(source, "\n")
	mark := fenceOf(first)
	if mark == "" {
		return
	}
	for l := range strings.SplitSeq(rest, "\n") {
		if end := fenceOf(l); strings.HasPrefix(end, mark) && strings.TrimSpace(strings.TrimLeft(l, " >\t")) == end {
			return
		}
	}
	if c.tally.full(CodeFence, Warning) {
		return
	}
	f := c.place(at+b.From, at+b.From+len(strings.TrimRight(first, "\r")), Finding{
		Severity: Warning, Code: CodeFence, Name: mark, Args: []any{mark},
		Message: fmt.Sprintf("the code that begins with %s is never closed: all that follows belongs to it", mark),
	})
	if start := strings.LastIndexByte(c.p.Text[:at+b.From], '\n') + 1; start == at+b.From { // not in a list or quote
		end := at + len(strings.TrimRight(c.p.Text[at:at+b.To], " \t\r\n"))
		f.Fix = &Fix{Code: "close-fence", Label: "Close it at its end", Edits: []frontmatter.Edit{{From: end, To: end, Insert: "\n" + mark}}}
	}
	c.add(f)
}

// fenceOf is the fence with which a line begins, behind the marks of quotes.
func fenceOf(line string) string {
	line = strings.TrimLeft(line, " >\t")
	for _, c := range []string{"`", "~"} {
		if n := len(line) - len(strings.TrimLeft(line, c)); n >= 3 {
			return line[:n]
		}
	}
	return ""
}

// tight is a line that is a heading but for a blank: ##标题. One # may be a tag.
var tight = regexp.MustCompile(`(?m)^ {0,3}(#{2,6})([^\s#])`)

// headings finds lines of a paragraph that were to be headings.
func (c *checker) headings(at int, b *markdown.Block) {
	source := c.p.Text[at+b.From : at+b.To]
	if !strings.Contains(source, "##") {
		return
	}
	for _, m := range tight.FindAllStringSubmatchIndex(source, -1) {
		if r, _ := utf8.DecodeRuneInString(source[m[4]:]); !unicode.IsLetter(r) && !unicode.IsDigit(r) || c.inCode(at+b.From+m[2]) || c.tally.full(CodeHeading, Warning) {
			continue
		}
		from, to := at+b.From+m[2], at+b.From+m[3]
		c.add(c.place(from, lineEndAt(c.p.Text, to), Finding{
			Severity: Warning, Code: CodeHeading, Name: source[m[2]:m[3]], Args: []any{source[m[2]:m[3]]},
			Message: fmt.Sprintf("%s without a blank behind it makes no heading", source[m[2]:m[3]]),
			Fix:     &Fix{Code: "add-blank", Label: "Add a blank", Edits: []frontmatter.Edit{{From: to, To: to, Insert: " "}}},
		}))
	}
}

// tildes finds ranges such as 10~20 of which two strike out what is between them.
func (c *checker) tildes(at int, list []markdown.Inline) {
	for i := range list {
		in := &list[i]
		c.tildes(at, in.Children)
		from, to := at+in.From, at+in.To
		if in.Kind != markdown.Strike || to-from < 3 || c.p.Text[from] != '~' || c.p.Text[from+1] == '~' {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(c.p.Text[:from])
		after, _ := utf8.DecodeRuneInString(c.p.Text[to:])
		if !unicode.IsLetter(before) && !unicode.IsDigit(before) && !unicode.IsLetter(after) && !unicode.IsDigit(after) {
			continue // an author who knows the mark
		}
		if c.tally.full(CodeTilde, Warning) {
			continue
		}
		inner := c.p.Text[from+1 : to-1]
		c.add(c.place(from, to, Finding{
			Severity: Warning, Code: CodeTilde, Name: inner, Args: []any{inner},
			Message: fmt.Sprintf("newer versions of Hugo strike out %q, which stands between two ~", inner),
			Fix: &Fix{Code: "escape-tildes", Label: "Show the ~", Edits: []frontmatter.Edit{
				{From: from, To: from, Insert: `\`}, {From: to - 1, To: to - 1, Insert: `\`},
			}},
		}))
	}
}

// liquidTag is a tag of Jekyll's or Hexo's templates.
var liquidTag = regexp.MustCompile(`\{%-?[ \t]*([a-zA-Z_]\w*)((?:[^%{}\n]|%[^}\n])*?)[ \t]*-?%\}`)

// liquid finds what another generator's templates left in the text: Hugo shows it as it is.
func (c *checker) liquid(from int) {
	text := c.p.Text
	if !strings.Contains(text[from:], "{%") {
		return
	}
	for _, m := range liquidTag.FindAllStringSubmatchIndex(text[from:], maxLiquid) {
		start, end := from+m[0], from+m[1]
		if start > 0 && text[start-1] == '{' || c.inCode(start) || c.tally.full(CodeLiquid, Warning) { // {{% a shortcode %}}
			continue
		}
		name, args := text[from+m[2]:from+m[3]], strings.TrimSpace(text[from+m[4]:from+m[5]])
		c.add(c.place(start, end, Finding{
			Severity: Warning, Code: CodeLiquid, Name: text[start:end], Args: []any{text[start:end]},
			Message: fmt.Sprintf("%s is of another generator; Hugo shows it as it is", text[start:end]),
			Fix:     c.liquidFix(start, end, name, args),
		}))
	}
}

// maxLiquid is how many such tags of a post are looked at.
const maxLiquid = 500

// liquidFix writes in Markdown what the tag means, where Markdown has it.
func (c *checker) liquidFix(start, end int, name, args string) *Fix {
	replace := func(s string) *Fix {
		return &Fix{Code: "write-markdown", Label: "Write it in Markdown", Edits: []frontmatter.Edit{{From: start, To: end, Insert: s}}}
	}
	words := strings.Fields(args)
	switch name {
	case "raw", "endraw":
		return &Fix{Code: "remove-tag", Label: "Remove it", Edits: []frontmatter.Edit{{From: start, To: end}}}
	case "highlight", "codeblock":
		fence := "```"
		if name == "highlight" && len(words) > 0 {
			fence += words[0]
		}
		for _, m := range liquidTag.FindAllStringSubmatchIndex(c.p.Text[end:], 1) { // the next tag of this kind ends it
			if c.p.Text[end+m[2]:end+m[3]] == "end"+name {
				fix := replace(fence)
				fix.Edits = append(fix.Edits, frontmatter.Edit{From: end + m[0], To: end + m[1], Insert: "```"})
				return fix
			}
		}
	case "asset_img":
		for i, w := range words { // classes may stand before the name
			if strings.Contains(w, ".") {
				return replace("![" + strings.Trim(strings.Join(words[i+1:], " "), `"'`) + "](" + w + ")")
			}
		}
	}
	return nil
}
