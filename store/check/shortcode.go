package check

import (
	"fmt"
	"strings"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/hugo"
)

// A fix of a broken shortcode is tried on the whole text: so many of a post get one, and so many bytes are read for all.
const (
	maxFixes = 20
	maxTried = 4 << 20
)

// shortcodes looks for what stops the build of the whole site: a shortcode that Hugo cannot read or has no template for, and a reference to a
// page that is not there. from is where the body begins.
func (c *checker) shortcodes(from int) {
	text := c.p.Text
	if !strings.Contains(text[from:], "{{<") && !strings.Contains(text[from:], "{{%") {
		return
	}
	known := c.run.templates()
	calls, problems := hugo.Scan(text, from, known)
	named, tries := map[string]bool{}, max(maxTried/max(len(text), 1), 2)
	for i, p := range problems {
		if p.Reason == hugo.Unknown && c.f.Site == "" { // nothing is known of its templates
			continue
		}
		if p.Reason == hugo.Unknown && p.Unsure {
			if named[p.Name] { // once a post
				continue
			}
			named[p.Name] = true
		}
		f := c.problem(p)
		if c.tally.full(f.Code, f.Severity) {
			continue
		}
		if i < maxFixes && f.Severity > Info && tries > 0 {
			f.Fix = c.shortcodeFix(p, from, known, len(problems), &tries)
		}
		c.add(f)
	}
	for _, call := range calls {
		if known.Has(call.Name) {
			continue
		}
		switch call.Name {
		case "ref", "relref":
			c.pageRef(call)
		case "param":
			c.siteParam(call)
		}
	}
}

// problem is the finding of a shortcode that stops the build.
func (c *checker) problem(p hugo.Problem) Finding {
	f := c.place(p.From, p.To, Finding{Severity: Error, Code: CodeShortcode, Reason: string(p.Reason), Name: p.Name, Breaks: true})
	text := p.Text
	if r := []rune(text); len(r) > 40 {
		text = string(r[:40]) + "…"
	}
	f.Args = []any{p.Name, text, p.Since}
	switch p.Reason {
	case hugo.OpenTag:
		f.Message = "the tag of the shortcode has no end: >}} or %}} is missing, or stands at a word without a blank"
	case hugo.OpenQuote:
		f.Message = "a quotation mark has no other in its line"
	case hugo.OpenComment:
		f.Message = "{{</* has no */>}}"
	case hugo.Mixed:
		f.Message = fmt.Sprintf("at %q: a shortcode has its parameters either all by name or all by position", text)
	case hugo.StrangeCharacter:
		f.Message = fmt.Sprintf("Hugo stops at the character %q: what is not letters and digits stands in straight double quotes", text)
	case hugo.BadEscape:
		f.Message = "a backslash may only stand before a double quote"
	case hugo.DotInName:
		f.Message = "the name of a shortcode has no dot"
	case hugo.NoName:
		f.Message = "the shortcode has no name"
	case hugo.InlineNested:
		f.Message = "an inline shortcode holds no other"
	case hugo.StrayClosing:
		f.Message = "the closing tag has no opening one"
	case hugo.TakesNothing:
		f.Message = fmt.Sprintf("the shortcode %q has no inside, so it is not closed", p.Name)
	case hugo.NotClosed:
		f.Message = fmt.Sprintf("the shortcode %q has an inside: it needs a closing tag, or a / at its end", p.Name)
	case hugo.Needs:
		f.Message = fmt.Sprintf("the shortcode %q stops the build without its parameter %q", p.Name, text)
	case hugo.PlainOnly:
		f.Message = fmt.Sprintf("the template of %q is for Markdown: it is called by {{%%", p.Name)
	case hugo.Unknown:
		f.Code, f.Reason = CodeUnknown, ""
		f.Args = []any{p.Name}
		f.Message = fmt.Sprintf("no template has the name %q, so Hugo does not build the site", p.Name)
		if c.run.templates().Bare { // content without its site: whoever exports it has the templates elsewhere
			f.Breaks = false
		}
		if p.Since != "" {
			f.Reason, f.Args = "since", []any{p.Name, p.Since}
			f.Message = fmt.Sprintf("Hugo has the shortcode %q since %s; the one that builds the site is older", p.Name, p.Since)
		}
		if p.Unsure {
			f.Args = []any{p.Name}
			f.Reason, f.Severity, f.Breaks = "unsure", Info, false
			f.Message = fmt.Sprintf("the shortcode %q is none of Hugo's or the site's; whether its theme has it cannot be seen here", p.Name)
		}
	case hugo.Dropped:
		f.Code, f.Reason, f.Args = CodeDropped, "", []any{p.Name, p.Since}
		f.Message = fmt.Sprintf("Hugo has dropped the shortcode %q in %s, and does not build the site", p.Name, p.Since)
		if p.Later {
			f.Reason, f.Severity, f.Breaks = "later", Warning, false
			f.Message = fmt.Sprintf("Hugo has dropped the shortcode %q in %s; a newer one than yours does not build the site", p.Name, p.Since)
		}
	}
	if p.Unsure && f.Severity == Error { // the theme may have its own
		f.Severity, f.Breaks = Warning, false
	}
	return f
}

// pageRef looks for the page that a ref or relref names.
func (c *checker) pageRef(call hugo.Call) {
	target, ok := call.Get("path", 0)
	if !ok || target.Value == "" || c.tally.many(CodeRef) {
		return
	}
	lang, _ := call.Get("lang", 1)
	if call.Named {
		lang, _ = call.Get("lang", -1)
	}
	path, found := "", store.RefFound
	for _, old := range c.run.templates().Eras("0.123.0") {
		if path, found = c.run.cat.FindPage(c.p, target.Value, lang.Value, old); found != store.RefFound {
			break
		}
	}
	f := Finding{Severity: Error, Code: CodeRef, Name: target.Value, Args: []any{target.Value}, Breaks: true}
	switch {
	case found == store.RefAmbiguous:
		f.Reason = "ambiguous"
		f.Message = fmt.Sprintf("several pages have the name %q; Hugo needs the whole path", target.Value)
	case found == store.RefDead || found == store.RefUnknown:
		f.Message = fmt.Sprintf("no page has the place %q, so Hugo does not build the site", target.Value)
		f.Fix = c.refFix(call, target)
	case path == "" || path == c.p.Path:
		return
	default:
		why := c.notBuilt(path)
		if why == "" {
			return
		}
		f.Reason, f.Args = why, []any{target.Value}
		f.Message = fmt.Sprintf("the page %q is %s, which Hugo does not build, and then not this one either", target.Value, why)
	}
	if found == store.RefUnknown || c.f.Config().RefsMayBeDead {
		f.Severity, f.Breaks = Warning, false
	}
	c.tally.full(CodeRef, f.Severity)
	c.add(c.place(target.From, target.To, f))
}

// notBuilt says why Hugo makes no page of a file: it is a draft, or in the future, or has expired. Empty for one that it makes.
func (c *checker) notBuilt(path string) string {
	s := c.f.Summary(path)
	config := c.f.Config()
	switch {
	case s.Err != nil:
		return ""
	case s.Draft && !config.BuildDrafts:
		return "draft"
	case !config.BuildFuture && c.f.When(s.Date).After(c.o.Now):
		return "future"
	}
	return ""
}

// refFix offers the one page whose name is that of the reference.
func (c *checker) refFix(call hugo.Call, target hugo.Argument) *Fix {
	var places []string
	for _, file := range c.run.cat.Named(target.Value) {
		if place, ok := c.f.Place(file); ok && c.f.SameLanguage(file, c.p.Path) {
			places = append(places, place)
		}
	}
	if len(places) != 1 || strings.ContainsAny(places[0], "\"\\\n") {
		return nil
	}
	_, anchor, ok := strings.Cut(target.Value, "#")
	if ok {
		anchor = "#" + anchor
	}
	return &Fix{Code: "correct-ref", Label: "Point it at " + places[0], Edits: []frontmatter.Edit{{From: target.From, To: target.To, Insert: "/" + places[0] + anchor}}}
}

// siteParam looks for the parameter that the shortcode param shows.
func (c *checker) siteParam(call hugo.Call) {
	key, ok := call.Get("", 0)
	if !ok || key.Value == "" || c.file == nil || c.file.Block == nil || c.f.Site == "" {
		return
	}
	if v, ok := c.file.Block.Get(strings.Split(key.Value, ".")...); ok && v != nil {
		return
	}
	if v, ok := c.file.Block.Get(append([]string{"params"}, strings.Split(key.Value, ".")...)...); ok && v != nil {
		return
	}
	if c.f.Config().HasParam(key.Value) {
		return
	}
	f := Finding{
		Severity: Error, Code: CodeShortcode, Reason: "no-param", Name: key.Value, Args: []any{key.Value, "", ""}, Breaks: true,
		Message: fmt.Sprintf("neither the post nor the site has the parameter %q, so Hugo does not build the site", key.Value),
	}
	if len(c.f.Config().MissingThemes) > 0 {
		f.Severity, f.Breaks = Warning, false
	}
	if !c.tally.full(CodeShortcode, f.Severity) {
		c.add(c.place(key.From, key.To, f))
	}
}

// shortcodeFix tries what may be meant and takes the first that leaves fewer problems.
func (c *checker) shortcodeFix(p hugo.Problem, from int, known *hugo.Templates, before int, tries *int) *Fix {
	for _, fix := range c.shortcodeFixes(p) {
		if len(fix.Edits) == 0 || *tries == 0 {
			continue
		}
		*tries--
		after := frontmatter.Apply(c.p.Text, fix.Edits)
		if _, left := hugo.Scan(after, from, known); len(left) < before {
			return &fix
		}
	}
	return nil
}

// shortcodeFixes lists what the author may have meant, the likeliest first.
func (c *checker) shortcodeFixes(p hugo.Problem) []Fix {
	text := c.p.Text
	start, end := tagAround(text, p.From, p.To)
	tag := text[start:end]
	insert := func(at int, s string) []frontmatter.Edit { return []frontmatter.Edit{{From: at, To: at, Insert: s}} }
	var fixes []Fix
	add := func(code, label string, edits []frontmatter.Edit) {
		fixes = append(fixes, Fix{Code: code, Label: label, Edits: edits})
	}
	if c.inCode(p.From) { // it is to be shown
		add("escape-shortcode", "Show it as text", escapes(text, start, end))
	}
	switch p.Reason {
	case hugo.TakesNothing:
		if p.Text == "/" {
			add("remove-slash", "Remove the /", []frontmatter.Edit{{From: p.From, To: p.To}})
		} else if p.Empty {
			add("remove-closing", "Remove the closing tag", []frontmatter.Edit{{From: p.From, To: p.To}})
		}
	case hugo.NotClosed:
		add("close-at-once", "Close it at once", insert(p.To-3, "/"))
		add("close-at-once", "Close it at once", insert(p.To-3, " /"))
	case hugo.Unknown:
		if strings.HasSuffix(p.Name, "/") {
			add("add-blank", "Add a blank", insert(p.Call.NameFrom+len(p.Name)-1, " "))
		}
	case hugo.Dropped:
		_, user := p.Call.Get("user", -1)
		if _, id := p.Call.Get("id", -1); user && id {
			add("use-x", "Use the shortcode x", []frontmatter.Edit{{From: p.Call.NameFrom, To: p.Call.NameFrom + len(p.Name), Insert: "x"}})
		}
	default:
		add("straight-quotes", "Write straight quotes", straighten(tag, start))
		if i := strings.Index(tag, closerOf(tag)[1:]); i > 0 {
			add("end-quote", "Close the quotation mark", insert(start+len(strings.TrimRight(tag[:i], " \t")), `"`))
			add("add-blank", "Add a blank", insert(start+i, " "))
		}
		add("end-tag", "End the tag", insert(lineEndAt(text, p.From), closerOf(tag)))
		add("end-tag", "End the tag", insert(lineEndAt(text, p.From), " "+closerOf(tag)))
		add("join-lines", "Write it in one line", joined(tag, start))
		if p.Reason == hugo.Mixed {
			add("name-src", "Name it src", nameSrc(text, start, p.From))
		}
		add("quote", "Put it in quotes", quoted(text, p.From))
	}
	return fixes
}

// tagAround gives the bytes of the shortcode's tag that holds the place: from its {{ to behind its }}, or to the end of the line.
func tagAround(text string, from, to int) (start, end int) {
	start = strings.LastIndex(text[:min(from+3, len(text))], "{{")
	if start < 0 {
		start = from
	}
	end = lineEndAt(text, to)
	if i := strings.Index(text[max(from, start):], "}}"); i >= 0 && i < 1000 {
		end = max(from, start) + i + 2
	}
	return start, max(start, end)
}

func lineEndAt(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		at += i
	} else {
		at = len(text)
	}
	for at > 0 && (text[at-1] == '\r' || text[at-1] == ' ') {
		at--
	}
	return at
}

// closerOf is the end that a tag wants.
func closerOf(tag string) string {
	if strings.HasPrefix(tag, "{{%") {
		return " %}}"
	}
	return " >}}"
}

// straighten writes straight double quotes for others.
func straighten(tag string, at int) []frontmatter.Edit {
	var edits []frontmatter.Edit
	for i, r := range tag {
		if strings.ContainsRune("“”„‟＂「」'‘’", r) {
			edits = append(edits, frontmatter.Edit{From: at + i, To: at + i + len(string(r)), Insert: `"`})
		}
		if r == '\u3000' || r == '\u00a0' || r == '，' {
			edits = append(edits, frontmatter.Edit{From: at + i, To: at + i + len(string(r)), Insert: " "})
		}
	}
	return edits
}

// joined writes a tag in one line.
func joined(tag string, at int) []frontmatter.Edit {
	var edits []frontmatter.Edit
	for i := 0; i < len(tag); i++ {
		if tag[i] != '\n' {
			continue
		}
		from, to := i, i+1
		for from > 0 && strings.IndexByte(" \t\r", tag[from-1]) >= 0 {
			from--
		}
		for to < len(tag) && strings.IndexByte(" \t\r\n", tag[to]) >= 0 {
			to++
		}
		edits = append(edits, frontmatter.Edit{From: at + from, To: at + to, Insert: " "})
		i = to - 1
	}
	return edits
}

// nameSrc gives the first parameter of a figure its name.
func nameSrc(text string, start, before int) []frontmatter.Edit {
	rest, ok := strings.CutPrefix(text[start:before], "{{< figure ")
	if !ok {
		return nil
	}
	at := start + len("{{< figure ") + len(rest) - len(strings.TrimLeft(rest, " "))
	return []frontmatter.Edit{{From: at, To: at, Insert: "src="}}
}

// quoted puts the word around the place in quotes.
func quoted(text string, at int) []frontmatter.Edit {
	from, to := at, at
	for from > 0 && strings.IndexByte(" \t\n{<%=\"", text[from-1]) < 0 {
		from--
	}
	for to < len(text) && strings.IndexByte(" \t\r\n}\"", text[to]) < 0 {
		to++
	}
	if from == to {
		return nil
	}
	return []frontmatter.Edit{{From: from, To: from, Insert: `"`}, {From: to, To: to, Insert: `"`}}
}

// escapes has a tag shown as it is written.
func escapes(text string, start, end int) []frontmatter.Edit {
	if end-start < 6 || !strings.HasSuffix(text[start:end], "}}") {
		return nil
	}
	return []frontmatter.Edit{{From: start + 3, To: start + 3, Insert: "/*"}, {From: end - 3, To: end - 3, Insert: "*/"}}
}

// inCode reports whether a byte of the file is in code of the page.
func (c *checker) inCode(at int) bool {
	return c.code.hold(at)
}
