package check

import (
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/markdown"
)

// blanks is a link or picture whose address has a blank, so that it stays text: ![](my photo.png).
var blanks = regexp.MustCompile(`(!?)\[([^\]\n]*)\]\(([^()<>"'\s][^()<>"'\n]*)\)`)

// blankLinks finds pictures, and links to files, that stay text because of a blank in their address. The file counts as used: it is meant.
func (u *Uses) blankLinks(p *store.Post, doc *markdown.Document, site *store.Resolver) {
	if !strings.Contains(p.Text[doc.From:], "](") {
		return
	}
	taken := codeBlocks(doc)
	for _, r := range doc.References() {
		taken = append(taken, [2]int{r.NodeFrom, r.NodeTo})
	}
	skip := newSpans(taken)
	for _, m := range blanks.FindAllStringSubmatchIndex(p.Text[doc.From:], 1000) {
		for i := range m {
			m[i] += doc.From
		}
		dest := p.Text[m[6]:m[7]]
		name := strings.TrimSpace(dest)
		if !strings.ContainsAny(name, " \t") || strings.Contains(name, "{{") || skip.hold(m[0]) {
			continue
		}
		image := m[2] < m[3]
		t, err := site.Picture(name)
		there := err == nil && t.Place == store.File
		if !there && (!image || !store.IsPicture(name)) {
			continue
		}
		use := Use{Post: p, Dest: name, From: m[6], To: m[7], Ref: true, Image: image, Target: t}
		use.Line, use.Col = u.lines.position(m[6])
		f := finding(use, CodeBlank, fmt.Sprintf("%q has a blank, so that no link comes of it", name))
		f.Args = []any{name}
		if there {
			u.All = append(u.All, use)
			u.used[use.File()] = true
			f.Fix = &Fix{Code: "escape-blanks", Label: "Escape the blanks", Edits: []frontmatter.Edit{{From: m[6], To: m[7], Insert: store.Escape(name)}}}
		} else {
			f.Severity = Warning
		}
		u.found(f)
	}
}

// markdownLink finds a link to a Markdown file: it stays as it is, and the site has no such address, unless a template mends it.
func (u *Uses) markdownLink(p *store.Post, r markdown.Reference, t store.Target) {
	name, err := store.DestPath(r.Dest)
	if err != nil || r.Auto || r.Image || !store.IsMarkdown(name) || r.Kind != markdown.RefLink && r.Kind != markdown.RefDefinition {
		return
	}
	if u.run.f.Site == "" || t.Place == store.Elsewhere || u.hooked("link") {
		return
	}
	use := Use{Post: p, Dest: r.Dest, From: r.From, To: r.To, Line: r.Line, Col: r.Col}
	f := finding(use, CodeMarkdown, fmt.Sprintf("%q is the name of a Markdown file; the site has no such address", r.Dest))
	f.Severity, f.Args = Warning, []any{r.Dest}
	if place, ok := u.run.f.Place(t.Path); ok && t.Place == store.File && r.Kind == markdown.RefLink && r.To > r.From && !strings.ContainsAny(place, "\"\\\n") {
		_, anchor, ok := strings.Cut(t.Suffix, "#")
		if ok {
			anchor = "#" + anchor
		}
		f.Fix = &Fix{Code: "use-relref", Label: "Write it with relref", Edits: []frontmatter.Edit{
			{From: r.From, To: r.To, Insert: `{{< relref "/` + path.Clean(place) + anchor + `" >}}`},
		}}
	}
	u.found(f)
}

// hooked reports whether a template may make another address of those of links or images: the site's, or one that cannot be seen.
func (u *Uses) hooked(kind string) bool {
	c := u.run.f.Config()
	return len(c.MissingThemes) > 0 || slices.Contains(c.Hooks, kind) || c.EmbeddedHooks(kind) && !u.run.templates().Before("0.123.0")
}

// address finds an address that Hugo's own templates for links and pictures cannot read, which they do on sites in several languages since 0.123.
func (u *Uses) address(p *store.Post, r markdown.Reference) {
	kind := "link"
	if r.Kind == markdown.RefImage {
		kind = "image"
	}
	c := u.run.f.Config()
	if r.Kind != markdown.RefLink && r.Kind != markdown.RefImage || !c.EmbeddedHooks(kind) || slices.Contains(c.Hooks, kind) {
		return
	}
	if _, err := url.Parse(r.Dest); err == nil || !u.run.templates().Since("0.123.0") {
		return
	}
	use := Use{Post: p, Dest: r.Dest, From: r.From, To: r.To, Line: r.Line, Col: r.Col}
	f := finding(use, CodeAddress, fmt.Sprintf("Hugo cannot read the address %q, and does not build the site", r.Dest))
	f.Args, f.Breaks = []any{r.Dest}, len(c.MissingThemes) == 0
	if !f.Breaks {
		f.Severity = Warning
	}
	u.found(f)
}

// pageFiles names the HTML files of a bundle: since 0.162 Hugo takes them for pages that it must not build.
func (c *checker) pageFiles(u *Uses) {
	config := c.f.Config()
	if !u.bundle || c.f.Site == "" || config.AllowsHTML {
		return
	}
	for _, name := range u.inside {
		if ext := strings.ToLower(filepath.Ext(name)); ext != ".html" && ext != ".htm" {
			continue
		}
		f := Finding{
			Path: filepath.Join(u.Dir, filepath.FromSlash(name)), Severity: Error, Code: CodePageFile, Name: name, Args: []any{name}, Breaks: true,
			Message: fmt.Sprintf("Hugo from 0.162 does not build a site with an HTML file such as %q in a bundle (security.allowContent)", name),
		}
		if !c.run.templates().Since("0.162.0") {
			f.Severity, f.Breaks = Warning, false
		}
		c.add(f)
	}
}
