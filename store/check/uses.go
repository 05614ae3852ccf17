package check

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/markdown"
	"lanyard/store/page"
)

// Use is one place of a post that names a file.
type Use struct {
	Post   *store.Post
	Key    []string // in the front matter: the way to the value
	Dest   string   // as the author means it, without Markdown's escapes
	From   int      // the bytes of Dest in the post's text; of a value in the front matter, those of the top-level value
	To     int
	Line   int
	Col    int
	Image  bool
	Ref    bool         // written in the body
	Target store.Target // a File; its Place is Page where nothing was found
}

// File is the path of what is used, as the disk spells it.
func (u Use) File() string {
	if u.Target.Actual != "" {
		return u.Target.Actual
	}
	return u.Target.Path
}

// Uses is what the pages of one bundle, or one single post, refer to.
type Uses struct {
	Dir      string    // the bundle's folder; of a single post, its folder
	All      []Use     // those that lead to a file, in the order of the text
	Files    []string  // the files used, as the disk spells them, sorted, once each
	Unused   []string  // the bundle's other files, sorted: Hugo publishes them all the same
	Findings []Finding // references that lead nowhere

	run    *Run
	bundle bool
	inside []string // every file of the bundle but its pages, with slashes, relative
	used   map[string]bool
	docs   map[*store.Post]*markdown.Document
	lines  lineIndex // of the post that is being read
	tally  tally
}

// References finds what the posts, the pages of one bundle, refer to. Covers, resources and other file names in the front matter, figures and the
// files that other shortcodes name count, and so do the pictures that themes find by their names.
func (r *Run) References(posts ...*store.Post) *Uses {
	u := &Uses{run: r, used: map[string]bool{}, docs: map[*store.Post]*markdown.Document{}, tally: tally{}}
	if len(posts) == 0 {
		return u
	}
	u.Dir, u.bundle = posts[0].Dir, posts[0].Bundle
	if u.bundle {
		u.list(u.Dir, "", 0)
	}
	for _, p := range posts {
		site := r.cat.Resolver(p)
		u.lines, u.tally = newLineIndex(p.Text), tally{}
		u.front(p, site)
		u.body(p, site)
		u.Findings = append(u.Findings, u.tally.rest(p.Path)...)
	}
	for _, name := range u.inside {
		path := filepath.Join(u.Dir, filepath.FromSlash(name))
		if conventional(name) {
			u.used[path] = true
		}
		if !u.used[path] {
			u.Unused = append(u.Unused, path)
		}
	}
	for path := range u.used {
		u.Files = append(u.Files, path)
	}
	slices.Sort(u.Files)
	slices.Sort(u.Unused)
	return u
}

// list collects the files that Hugo would publish with the bundle. Symbolic links
// to folders are not followed, as Hugo does not.
func (u *Uses) list(dir, rel string, depth int) {
	entries, err := u.run.f.ReadDir(dir)
	if err != nil || depth > 16 {
		return
	}
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") {
			continue
		}
		if e.IsDir() {
			u.list(filepath.Join(dir, name), rel+name+"/", depth+1)
			continue
		}
		if e.Type()&fs.ModeSymlink != 0 {
			h, _, err := u.run.f.OpenFile(filepath.Join(dir, name))
			if err != nil {
				continue
			}
			h.Close()
		} else if !e.Type().IsRegular() {
			continue
		}
		if _, copied := store.ConflictOf(name); copied || rel == "" && store.IsIndex(name) {
			continue
		}
		u.inside = append(u.inside, rel+name)
	}
}

// conventional reports a picture that themes find by its name: Hugo's own templates for social cards take *feature*, *cover* and *thumbnail*
// anywhere in the name, Congo *thumb* and Blowfish background*.
func conventional(name string) bool {
	lower := strings.ToLower(name)
	if !store.IsPicture(lower) || strings.Contains(lower, "/") {
		return false
	}
	for _, part := range []string{"feature", "cover", "thumb"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return strings.HasPrefix(lower, "background")
}

func (u *Uses) front(p *store.Post, site *store.Resolver) {
	file, err := frontmatter.Open(p.Text)
	if err != nil || file.Page.Format == page.None {
		return
	}
	base := file.Page.MetaFrom
	first, _ := store.Position(p.Text, base)
	for _, c := range store.Covers(file.Block) {
		use := Use{
			Post: p, Key: c.Key, Dest: c.Value, From: base + c.From, To: base + c.To,
			Line: first + c.Line - 1, Col: c.Col, Image: true,
		}
		t, err := site.Cover(c.Value)
		use.Target = t
		u.take(use, err)
	}
	for _, e := range file.Block.Entries() {
		u.named(site, e.Value)
		if strings.EqualFold(e.Key, "resources") {
			list, _ := e.Value.([]any)
			for _, x := range list {
				if m, ok := x.(frontmatter.Map); ok {
					src, _ := m.Get("src")
					u.glob(frontmatter.Text(src))
				}
			}
		}
	}
}

// document is a post's body, parsed once.
func (u *Uses) document(p *store.Post) *markdown.Document {
	if d := u.docs[p]; d != nil && d.Source == p.Text {
		return d
	}
	from := 0
	if pg, err := page.Parse(p.Text); err == nil {
		from = pg.BodyFrom
	}
	d := markdown.Parse(p.Text, from, u.run.f.Config().Markdown())
	u.docs[p] = d
	return d
}

func (u *Uses) body(p *store.Post, site *store.Resolver) {
	doc := u.document(p)
	omitted := htmlOmitted(doc)
	for _, r := range doc.References() {
		use := Use{
			Post: p, Dest: r.Dest, From: r.From, To: r.To, Line: r.Line, Col: r.Col, Ref: true,
			Image: r.Image || r.Kind == markdown.RefImage,
		}
		if r.Kind == markdown.RefShortcode && (r.Name == "ref" || r.Name == "relref") {
			continue
		}
		resolve := site.Link
		if use.Image {
			resolve = site.Picture
		}
		t, err := resolve(r.Dest)
		u.elsewhere(r.Dest)
		if err != nil && r.Kind == markdown.RefShortcode && r.Name != "figure" {
			continue // what a theme's shortcode takes may be anything
		}
		if err != nil && r.Kind == markdown.RefHTML && omitted {
			continue // that the HTML is left out is told
		}
		use.Target = t
		u.take(use, err)
		u.markdownLink(p, r, t)
		u.address(p, r)
	}
	u.blankLinks(p, doc, site)
	walkShortcodes(doc, u.shortcode)
	u.torn(p.Text[doc.From:])
}

// htmlOmitted reports that no raw HTML of the text reaches the page, by a shortcode neither; that it is left out is told once.
func htmlOmitted(doc *markdown.Document) bool {
	return !doc.Options().Unsafe && !strings.Contains(doc.Source[doc.From:], "{{<")
}

// elsewhere books the file that an address of another host means when it ends in the bundle's folder and the file: some posts show their
// pictures from the repository that the site lies in.
func (u *Uses) elsewhere(dest string) {
	if !u.bundle || !strings.HasPrefix(dest, "http://") && !strings.HasPrefix(dest, "https://") {
		return
	}
	place, ok := u.run.f.Place(u.Dir)
	a, err := url.Parse(dest)
	if !ok || place == "" || err != nil {
		return
	}
	if _, name, found := strings.Cut(a.Path, "/"+strings.Trim(place, "/")+"/"); found && slices.Contains(u.inside, name) {
		u.used[filepath.Join(u.Dir, filepath.FromSlash(name))] = true
	}
}

// named books the files of the bundle that a value of the front matter names, at whatever depth: themes have keys of their own.
func (u *Uses) named(site *store.Resolver, v any) {
	switch v := v.(type) {
	case string:
		if name, _, _ := strings.Cut(v, "?"); !store.IsPicture(name) && filepath.Ext(name) == "" || len(v) > 1024 || strings.ContainsAny(v, "\n") {
			return
		}
		if t, err := site.Picture(v); err == nil && t.Place == store.File && t.Actual == "" && store.Within(u.Dir, t.Path) {
			u.used[t.Path] = true
		}
	case []any:
		for _, x := range v {
			u.named(site, x)
		}
	case frontmatter.Map:
		for _, pair := range v {
			u.named(site, pair.Value)
		}
	}
}

// take books a use, or what is wrong with it.
func (u *Uses) take(use Use, err error) {
	if err != nil {
		u.broken(use, err)
		return
	}
	if use.Target.Place != store.File {
		return
	}
	u.All = append(u.All, use)
	u.used[use.File()] = true
	if use.Target.Actual != "" {
		name := filepath.Base(use.Target.Actual)
		f := finding(use, CodeCase, fmt.Sprintf("%q is spelled %q on the disk, and web servers tell the difference", use.Dest, name))
		f.Args = []any{use.Dest, name}
		if norm.NFC.String(name) == norm.NFC.String(filepath.Base(use.Target.Path)) { // the two look the same
			f.Reason = "accents"
			f.Message = fmt.Sprintf("%q is spelled with accents that are composed otherwise on the disk, and web servers tell the difference", use.Dest)
		}
		if use.Ref && use.To > use.From {
			if rel, err := filepath.Rel(use.Post.Dir, use.Target.Actual); err == nil && !use.Target.Static {
				f.Fix = &Fix{Code: "rename-reference", Label: "Write it as on the disk", Edits: []frontmatter.Edit{{
					From: use.From, To: use.To, Insert: store.Escape(filepath.ToSlash(rel)) + use.Target.Suffix,
				}}}
			}
		}
		u.found(f)
	}
}

func (u *Uses) broken(use Use, err error) {
	var e *store.Error
	if !errors.As(err, &e) {
		e = &store.Error{Kind: store.Other, Err: err}
	}
	var f Finding
	switch e.Kind {
	case store.Outside:
		f = finding(use, CodeOutside, fmt.Sprintf("%q lies outside the site", use.Dest))
	case store.BadName:
		f = finding(use, CodeUnsafe, fmt.Sprintf("%q names a place on one computer, not in the site", use.Dest))
	case store.NotRegular:
		f = finding(use, CodeNotFile, fmt.Sprintf("%q is %s", use.Dest, e.Err))
	case store.NotFound:
		f = finding(use, CodeMissing, fmt.Sprintf("%q is not there", use.Dest))
		if strings.HasPrefix(use.Dest, "/") && len(u.run.f.Config().MissingThemes) > 0 {
			f.Severity, f.Reason = Warning, "theme"
			f.Message = fmt.Sprintf("%q is not there; the site's theme, which is not here, may have it", use.Dest)
		}
	default:
		f = finding(use, CodeMissing, fmt.Sprintf("%q cannot be read: %v", use.Dest, e.Err))
	}
	f.Args = []any{use.Dest}
	u.found(f)
}

// found adds a finding, unless there are a great many like it.
func (u *Uses) found(f Finding) {
	if !u.tally.full(f.Code, f.Severity) {
		u.Findings = append(u.Findings, f)
	}
}

func finding(use Use, code, message string) Finding {
	return Finding{
		Path: use.Post.Path, Line: use.Line, Col: use.Col, From: use.From, To: use.To,
		Severity: Error, Code: code, Message: message, Name: use.Dest,
	}
}

// shortcode books the files that a shortcode names by any of its parameters; a
// gallery without such a name shows all pictures of the bundle.
func (u *Uses) shortcode(s *markdown.Shortcode) {
	named := false
	for _, p := range s.Params {
		if p.Value == "" || len(p.Value) > 1024 {
			continue
		}
		if u.glob(p.Value) || u.stem(p.Value) {
			named = true
		}
	}
	name := strings.ToLower(s.Name)
	if !named && (strings.Contains(name, "gallery") || strings.Contains(name, "carousel") || strings.Contains(name, "slide")) {
		u.glob("**.{jpg,jpeg,png,gif,webp,avif}")
	}
}

// torn books the files that are named in a tag of a shortcode, whether it can be read or not: where it cannot, that is what is wrong.
func (u *Uses) torn(body string) {
	if len(u.inside) == 0 || !strings.Contains(body, "{{") {
		return
	}
	for line := range strings.SplitSeq(body, "\n") {
		i := strings.Index(line, "{{<")
		if i < 0 {
			if i = strings.Index(line, "{{%"); i < 0 {
				continue
			}
		}
		line = line[i:min(len(line), i+2048)]
		for _, name := range u.inside {
			if strings.Contains(line, name) {
				u.used[filepath.Join(u.Dir, filepath.FromSlash(name))] = true
			}
		}
	}
}

// stem books the bundle's files that have the name and some extension: a player's clip is clip.mp4 and clip.webm.
func (u *Uses) stem(name string) bool {
	name = strings.ToLower(strings.TrimPrefix(name, "./"))
	if name == "" || strings.ContainsAny(name, "*?[{ ") {
		return false
	}
	any := false
	for _, file := range u.inside {
		lower := strings.ToLower(file)
		if ext := filepath.Ext(lower); ext != "" && strings.TrimSuffix(lower, ext) == name {
			u.used[filepath.Join(u.Dir, filepath.FromSlash(file))] = true
			any = true
		}
	}
	return any
}

// glob books the bundle's files whose name the pattern matches, as Hugo's
// resource functions do: without regard to case, * within a folder, ** across. A
// folder's name stands for what is in it.
func (u *Uses) glob(pattern string) bool {
	pattern = strings.TrimPrefix(strings.TrimPrefix(pattern, "./"), "/")
	if pattern == "" {
		return false
	}
	match := globber(pattern)
	folder := strings.ToLower(strings.TrimSuffix(pattern, "/")) + "/"
	any := false
	for _, name := range u.inside {
		if lower := strings.ToLower(name); match(lower) || strings.HasPrefix(lower, folder) {
			u.used[filepath.Join(u.Dir, filepath.FromSlash(name))] = true
			any = true
		}
	}
	return any
}
