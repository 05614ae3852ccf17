// Package hostiletest owns the texts that are slow to read for a program that
// reads them carelessly, at any size, and the law that tells such a program:
// time grows at most like n log n. Only tests use it.
package hostiletest

import (
	"fmt"
	"strings"
)

// A Text is one kind of hostile post. Make gives a file of about n bytes.
type Text struct {
	Name string
	Make func(n int) string
}

// Texts are all kinds. Add one as a line of its own: every law runs over it.
func Texts() []Text {
	var all []Text
	for _, table := range [][]Text{inlines(), marks(), blocks(), pages(), front()} {
		all = append(all, table...)
	}
	return all
}

// again repeats unit up to n bytes, behind head.
func again(head, unit string) func(int) string {
	return func(n int) string { return head + strings.Repeat(unit, max((n-len(head))/len(unit), 1)) }
}

// counted repeats a unit that has its number in it.
func counted(head, format string) func(int) string {
	return func(n int) string {
		var b strings.Builder
		b.WriteString(head)
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
}

// around writes as much of open as of end, in each other.
func around(head, open, middle, end string) func(int) string {
	return func(n int) string {
		k := max((n-len(head)-len(middle))/(len(open)+len(end)), 1)
		return head + strings.Repeat(open, k) + middle + strings.Repeat(end, k)
	}
}

// stairs are lines each of which is indented deeper than the one before.
func stairs(head, step, line string) func(int) string {
	return func(n int) string {
		var b strings.Builder
		b.WriteString(head)
		for i := 0; b.Len() < n; i++ {
			b.WriteString(strings.Repeat(step, i) + line)
		}
		return b.String()
	}
}

// inlines are paragraphs.
func inlines() []Text {
	return []Text{
		{"asterisks", again("", "*")},
		{"asterisks and words", again("", "*a ")},
		{"asterisks closing", again("", "a* ")},
		{"asterisks in both ways", again("", "*a_ ")},
		{"asterisks of many lengths", again("", "*a **b ***c ")},
		{"asterisks nested", around("", "*a ", "x", " a*")},
		{"emphasis nested", around("", "**a *b ", "x", "b* a**")},
		{"underscores", again("", "a_b_")},
		{"stars that stay", again("", "**“a”**字 ")},
		{"tildes", again("", "~a ")},
		{"double tildes", again("", "~~a ")},
		{"brackets open", again("", "[")},
		{"brackets closed", again("", "]")},
		{"brackets nested", around("", "[", "a", "]")},
		{"brackets in pairs", again("", "[a]")},
		{"brackets of links", again("", "[a](")},
		{"brackets of links nested", around("", "[a", "x", "](b)")},
		{"links", again("", "[a](b) ")},
		{"links with titles open", again("", "[a](b \"")},
		{"links in angles open", again("", "[a](<b")},
		{"links with parentheses", around("[a](", "(", "", ")")},
		{"links by label", again("", "[a][b] ")},
		{"images", again("", "![")},
		{"images nested", around("", "![a", "x", "](b.png)")},
		{"images and links", again("", "![a](b.png) ")},
		{"backticks growing", func(n int) string {
			var b strings.Builder
			for i := 1; b.Len() < n; i++ {
				b.WriteString("e" + strings.Repeat("`", i))
			}
			return b.String()
		}},
		{"backticks unpaired", again("", "`a``")},
		{"backticks", again("", "`")},
		{"tags open", again("", "<a ")},
		{"tags with attributes", again("<a ", "b=c ")},
		{"tags with quotes open", again("", "<a b=\"")},
		{"tags closing", again("", "</a")},
		{"angles", again("", "<")},
		{"comments open", again("x ", "<!-- ")},
		{"comments of dashes", again("x <!--", "-")},
		{"cdata open", again("x ", "<![CDATA[")},
		{"instructions open", again("x ", "<?")},
		{"declarations open", again("x ", "<!A ")},
		{"entities", again("", "&amp;")},
		{"entities open", again("", "&a")},
		{"ampersands", again("", "&")},
		{"quotation marks", again("", "\"a' ")},
		{"quotation marks open", again("", "\"a ")},
		{"apostrophes", again("", "'")},
		{"dashes and dots", again("", "a---b...c")},
		{"autolinks", again("", "http://a.b ")},
		{"autolinks in a row", again("", "http://")},
		{"autolinks with parentheses", again("http://a.b/", "(")},
		{"addresses", again("", "a@b.")},
		{"addresses open", again("", "a@")},
		{"www", again("", "www.")},
		{"escapes", again("", `\*`)},
		{"backslashes", again("", `\`)},
		{"hard breaks", again("", "a\\\n")},
		{"soft breaks", again("", "a\n")},
		{"spaces", again("a", " ")},
		{"tabs", again("", "\t")},
		{"word", again("", "x")},
		{"Chinese line", again("", "字")},
		{"nul bytes", again("", "\x00")},
		{"broken UTF-8", again("", "\xff\xfe")},
		{"joiners", again("", "\u200d")},
		{"accents", again("a", "\u0301")},
		{"directions", again("", "\u202ea\u202db")},
		{"emoji", again("", "👩‍👩‍👧")},
		{"emoji codes", again("", ":a")},
		{"math open", again("", "$$a ")},
		{"math", again("", "$a$ ")},
		{"math parentheses open", again("", `\(a `)},
		{"note marks", again("", "[^a] ")},
		{"note marks and a note", again("[^a]: b\n\n", "[^a] ")},
		{"task boxes", again("", "[ ] ")},
		{"superscripts", again("", "^a ++b ==c ")},
	}
}

// marks are paragraphs of one mark of punctuation.
func marks() []Text {
	var all []Text
	for c := '!'; c <= '~'; c++ {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			continue
		}
		all = append(
			all,
			Text{"mark " + string(c) + " alone", again("a", string(c))},
			Text{"mark " + string(c) + " before words", again("", string(c)+"a ")},
			Text{"mark " + string(c) + " behind words", again("", "a"+string(c)+" ")},
			Text{"mark " + string(c) + " between spaces", again("a ", string(c)+" ")},
		)
	}
	return all
}

// blocks are bodies of many lines.
func blocks() []Text {
	return []Text{
		{"newlines", again("", "\n")},
		{"returns", again("", "\r")},
		{"returns and newlines", again("", "\r\n")},
		{"quote marks", again("", ">")},
		{"quote marks and text", again("", "> ")},
		{"quotes of one line", again("", "> a\n\n")},
		{"quotes of 500 deep", again("", strings.Repeat("> ", 500)+"a\n")},
		{"quotes and lists", again("", "> - ")},
		{"bullets in a line", again("", "- ")},
		{"numbers in a line", again("", "1. ")},
		{"list", again("", "- a\n")},
		{"list loose", again("", "- a\n\n")},
		{"list of many starts", again("", "- a\n+ a\n* a\n")},
		{"list of empty items", again("", "-\n")},
		{"list growing", stairs("", " ", "- a\n")},
		{"list with lazy lines", again("- a\n", "b\n")},
		{"list in code depth", again("- a\n", "      b\n")},
		{"list of tasks", again("", "- [ ] a\n")},
		{"headings equal", again("", "# a\n")},
		{"headings equal and empty", again("", "#\n")},
		{"headings counted", counted("", "# a %d\n")},
		{"headings that take numbers", counted("", "# a\n# a-%d\n")},
		{"headings with attributes open", again("", "# a {#b .c d=e ")},
		{"headings with attributes", again("", "# a {#b .c d=e}\n")},
		{"heading with many attributes", func(n int) string { return "# a {" + strings.Repeat("b=c ", n/4) + "}\n" }},
		{"heading with attributes nested", again("# a ", "{a={")},
		{"heading of hashes", again("# ", "#")},
		{"heading long", again("# ", "word ")},
		{"setext open", again("", "a\n")},
		{"setext", again("", "a\n===\n")},
		{"setext underline", again("a\n", "=")},
		{"rules", again("", "---\n\n")},
		{"rule of dashes and spaces", again("* * ", "- ")},
		{"fences", again("", "```\n")},
		{"fences with words", again("", "```go\nx := 1\n```\n")},
		{"fence open", again("```go\n", "x := 1\n")},
		{"fence with a long word", again("```", "字")},
		{"fence of many backticks", again("", "`")},
		{"fences growing", func(n int) string {
			var b strings.Builder
			for i := 3; b.Len() < n; i++ {
				b.WriteString(strings.Repeat("`", i) + "\na\n")
			}
			return b.String()
		}},
		{"code indented", again("", "    a\n")},
		{"code indented and blank", again("    a\n", "    \n")},
		{"table", again("|a|b|\n|-|-|\n", "|c *d*|e `f`|\n")},
		{"table wide", func(n int) string {
			k := n / 5
			return strings.Repeat("|a", k) + "\n" + strings.Repeat("|-", k) + "\n" + strings.Repeat("|", n/5) + "\n"
		}},
		{"table wide and long", func(n int) string {
			k := 200
			return strings.Repeat("|a", k) + "\n" + strings.Repeat("|-", k) + "\n" + strings.Repeat("|\n", max(n-4*k, 0)/2)
		}},
		{"tables", again("", "|a|\n|-|\n|b|\n\n")},
		{"table rows before", again("", "|a|b\n")},
		{"pipes", again("", "|")},
		{"pipes escaped", again("|a|\n|-|\n|", `\|`)},
		{"definitions of links", counted("", "[a%d]: b\n")},
		{"definitions of links equal", again("", "[a]: b\n")},
		{"definitions of links open", again("", "[a]:\n")},
		{"definitions of links and uses", func(n int) string {
			var b strings.Builder
			for i := 0; b.Len() < n/2; i++ {
				fmt.Fprintf(&b, "[a%d]: b\n", i)
			}
			b.WriteString("\n")
			for i := 0; b.Len() < n; i++ {
				fmt.Fprintf(&b, "[a%d]\n\n", i)
			}
			return b.String()
		}},
		{"definitions with titles open", again("", "[a]: b \"\n")},
		{"notes", counted("", "[^a%[1]d]\n\n[^a%[1]d]: t\n\n")},
		{"notes unused", counted("", "[^a%d]: t\n\n")},
		{"notes equal", again("[^a]\n\n", "[^a]: t\n\n")},
		{"notes in each other", counted("[^a0]\n\n", "[^a%[1]d]: [^a%[1]d] [^b%[1]d]\n\n[^b%[1]d]: [^a%[1]d]\n\n")},
		{"notes in a line", again("", "[^a]: ")},
		{"note growing", stairs("[^a]: b\n\n", "    ", "c\n\n")},
		{"definition list", again("", "a\n: b\n\n")},
		{"definition list of one term", again("a\n", ": b\n")},
		{"definition list of many terms", again("", "a\n: ")},
		{"definition list nested", again("a\n", ": ")},
		{"HTML block", again("", "<div>\n")},
		{"HTML blocks", again("", "<div>\n\n")},
		{"HTML blocks closed", around("", "<div>\n\n", "x\n\n", "</div>\n\n")},
		{"HTML details", again("", "<details>\n\n")},
		{"HTML tables", again("", "<table><tr><td>")},
		{"HTML spans", again("", "<div><span>a</span></div>\n")},
		{"HTML comments", again("", "<!-- a -->\n")},
		{"HTML comments open", again("", "<!--\n\n")},
		{"HTML comment never closed", again("<!--\n", "a\n")},
		{"HTML cdata", again("", "<![CDATA[\n\n")},
		{"HTML cdata in a line", again("", "<![CDATA[")},
		{"HTML instructions", again("", "<?\n\n")},
		{"HTML scripts", again("", "<script>\n\n")},
		{"HTML scripts closed", again("<div>\n", "<script></script>")},
		{"HTML tags open and closed at the end", func(n int) string { return "<div>\n" + strings.Repeat("<a '", n/4) + ">" }},
		{"HTML table wide and long", func(n int) string {
			return "<table><tr>" + strings.Repeat("<td></td>", n/18) + strings.Repeat("<tr>", n/8)
		}},
		{"HTML images", again("", "<img src=a.png>\n")},
		{"alerts", again("", "> [!NOTE]\n\n")},
		{"block attributes", again("", "a\n{.b}\n\n")},
		{"block attributes open", again("", "{.b\n")},
		{"emphasis in paragraphs", again("", "*a* **b**\n\n")},
		{"paragraphs", again("", "a\n\n")},
		{"pictures", again("", "![](a.png)\n\n")},
		{"pictures counted", counted("", "![](a%d.png)\n\n")},
		{"links counted", counted("", "[a](b%d/c) ")},
		{"mixed depth", again("", "> - > 1. > ")},
	}
}

// pages are bodies with what Hugo takes out before it reads Markdown.
func pages() []Text {
	return []Text{
		{"shortcodes", again("", "{{< a >}}")},
		{"shortcodes in lines", again("", "{{< a >}}\n\n")},
		{"shortcodes nested", around("", "{{< a >}}", "", "{{< /a >}}")},
		{"shortcodes crossing", again("", "{{< a >}}{{< b >}}{{< /a >}}{{< /b >}}")},
		{"shortcodes of many names", counted("", "{{< a%d >}}")},
		{"shortcodes open", again("", "{{< a ")},
		{"shortcodes open at once", again("", "{{<")},
		{"shortcodes open and closed at the end", func(n int) string { return strings.Repeat("{{<", n/3) + "}}" }},
		{"shortcodes with parameters open", func(n int) string { return strings.Repeat("{{< a ", n/6) + "}}" }},
		{"shortcodes closing", again("", "{{< /a >}}")},
		{"shortcodes with strings open", again("", "{{< a \"")},
		{"shortcodes with raw strings open", again("", "{{< a `")},
		{"shortcodes with parameters", again("{{< a ", "b=c ")},
		{"shortcodes escaped", again("", "{{</* a */>}}")},
		{"shortcodes escaped open", again("", "{{</*")},
		{"shortcodes of Markdown", again("", "{{% a %}}x{{% /a %}}\n")},
		{"shortcodes of Markdown nested", around("", "{{% a %}}\n", "x\n", "{{% /a %}}\n")},
		{"figures", again("", "{{< figure src=\"a.png\" caption=\"b\" >}}\n\n")},
		{"highlights", again("", "{{< highlight go >}}x{{< /highlight >}}\n")},
		{"braces", again("", "{{")},
		{"braces closed", again("", "}}")},
		{"dividers", again("", "<!--more-->\n")},
		{"liquid", again("", "{% a %}")},
	}
}

// front are files whose front matter is hostile.
func front() []Text {
	yaml := func(make func(int) string) func(int) string {
		return func(n int) string { return "---\n" + make(n) + "\n---\nbody\n" }
	}
	toml := func(make func(int) string) func(int) string {
		return func(n int) string { return "+++\n" + make(n) + "\n+++\nbody\n" }
	}
	json := func(make func(int) string) func(int) string {
		return func(n int) string { return "{" + make(n) + "}\nbody\n" }
	}
	return []Text{
		{"front unfinished", again("", "---\n")},
		{"front unfinished with keys", counted("---\n", "a%d: b\n")},
		{"front TOML unfinished", again("", "+++\n")},
		{"front JSON unfinished", again("", "{\n")},
		{"front JSON strings unfinished", again("{", "\"")},
		{"front blank lines before", again("\n", "\n")},
		{"front and rules", again("---\na: b\n---\n", "---\n")},
		{"YAML keys", yaml(counted("", "a%d: b\n"))},
		{"YAML keys equal", yaml(again("", "a: b\n"))},
		{"YAML keys equal in case", yaml(counted("", "a%[1]d: b\nA%[1]d: b\n"))},
		{"YAML list", yaml(again("tags:\n", "- a\n"))},
		{"YAML list in a line", yaml(func(n int) string { return "tags: [" + strings.Repeat("a, ", n/3) + "a]" })},
		{"YAML lists nested", yaml(around("a: ", "[", "", "]"))},
		{"YAML maps nested", yaml(around("a: ", "{a: ", "b", "}"))},
		{"YAML brackets open", yaml(again("a: ", "["))},
		{"YAML braces open", yaml(again("a: ", "{"))},
		{"YAML dashes", yaml(again("", "- "))},
		{"YAML question marks", yaml(again("", "? "))},
		{"YAML growing", yaml(stairs("", " ", "a:\n"))},
		{"YAML title", yaml(again("title: ", "word "))},
		{"YAML title of one word", yaml(again("title: ", "x"))},
		{"YAML title quoted", yaml(func(n int) string { return "title: \"" + strings.Repeat(`\"`, n/2) + "\"" })},
		{"YAML title of quotes", yaml(again("title: ", "'"))},
		{"YAML title of lines", yaml(again("title: |\n", "  a\n"))},
		{"YAML title folded", yaml(again("title: >\n", "  a\n\n"))},
		{"YAML comments", yaml(again("a: b\n", "# c\n"))},
		{"YAML blank lines", yaml(again("a: b\n", "\n"))},
		{"YAML anchors", yaml(counted("", "a%[1]d: &x%[1]d b\n"))},
		{"YAML aliases", yaml(counted("a: &a b\n", "a%d: *a\n"))},
		{"YAML aliases of aliases", yaml(func(n int) string {
			var b strings.Builder
			b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
			for i := 1; b.Len() < n; i++ {
				fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%[3]d, *a%[3]d, *a%[3]d, *a%[3]d, *a%[3]d, *a%[3]d, *a%[3]d, *a%[3]d]\n", i, i, i-1)
			}
			return b.String()
		})},
		{"YAML merges", yaml(counted("a: &a {x: y}\n", "a%d: {<<: *a}\n"))},
		{"YAML tags", yaml(again("a: ", "!a "))},
		{"YAML colons", yaml(again("a", ":"))},
		{"YAML colons and spaces", yaml(again("", "a: "))},
		{"YAML long key", yaml(func(n int) string { return strings.Repeat("k", n) + ": v" })},
		{"YAML resources", yaml(again("resources:\n", "- {src: a.png, name: b}\n"))},
		{"YAML number", yaml(again("weight: ", "9"))},
		{"YAML date", yaml(again("date: 2019-01-01", "0"))},
		{"TOML keys", toml(counted("", "a%d = 1\n"))},
		{"TOML keys equal", toml(again("", "a = 1\n"))},
		{"TOML keys with dots", toml(func(n int) string { return "a" + strings.Repeat(".a", n/2) + " = 1" })},
		{"TOML keys sharing dots", toml(counted("", "a.b.c%d = 1\n"))},
		{"TOML tables", toml(counted("", "[a%d]\nb = 1\n"))},
		{"TOML tables of tables", toml(again("", "[[a]]\nb = 1\n"))},
		{"TOML table with dots", toml(func(n int) string { return "[a" + strings.Repeat(".a", n/2) + "]" })},
		{"TOML lists nested", toml(around("a = ", "[", "", "]"))},
		{"TOML maps nested", toml(around("a = ", "{a = ", "1", "}"))},
		{"TOML list", toml(func(n int) string { return "tags = [" + strings.Repeat("\"a\",\n", n/5) + "]" })},
		{"TOML brackets open", toml(again("a = ", "["))},
		{"TOML title", toml(func(n int) string { return "title = \"" + strings.Repeat("word ", n/5) + "\"" })},
		{"TOML title of lines", toml(func(n int) string { return "title = \"\"\"\n" + strings.Repeat("a\n", n/2) + "\"\"\"" })},
		{"TOML strings open", toml(again("", "a = \"\n"))},
		{"TOML comments", toml(again("a = 1\n", "# c\n"))},
		{"TOML number", toml(again("weight = ", "9"))},
		{"JSON keys", json(func(n int) string { return strings.TrimSuffix(counted("", "\"a%d\": 1,\n")(n), ",\n") })},
		{"JSON keys equal", json(func(n int) string { return strings.TrimSuffix(again("", "\"a\": 1,\n")(n), ",\n") })},
		{"JSON lists nested", json(around("\"a\": ", "[", "", "]"))},
		{"JSON maps nested", json(around("\"a\": ", "{\"a\": ", "1", "}"))},
		{"JSON list", json(func(n int) string { return "\"tags\": [" + strings.Repeat("\"a\", ", n/5) + "\"a\"]" })},
		{"JSON title", json(func(n int) string { return "\"title\": \"" + strings.Repeat("word ", n/5) + "\"" })},
		{"JSON escapes", json(func(n int) string { return "\"title\": \"" + strings.Repeat("\\u0041", n/6) + "\"" })},
		{"JSON spaces", json(again("\"a\": 1", " "))},
	}
}
