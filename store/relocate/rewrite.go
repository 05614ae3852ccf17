package relocate

import (
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/markdown"
	"lanyard/store/page"
)

// rewriter finds what changes in one page.
type rewriter struct {
	p     *planner
	pg    *Page // nil for a page that stays
	post  *store.Post
	after *store.Post // post as it is found after the move
	site  *store.Resolver

	addr, addrAfter string // of the page; never empty
	lang            string
}

func newRewriter(p *planner, pg *Page, post *store.Post) *rewriter {
	after := *post
	after.Path = p.plan.Act.Moved(post.Path)
	after.Dir = filepath.Dir(after.Path)
	r := &rewriter{p: p, pg: pg, post: post, after: &after, site: p.f.Resolver(post), lang: p.f.PageLang(post.Path)}
	r.addr, r.addrAfter = r.address(post, nil), r.address(&after, p.plan.Act.Back)
	return r
}

// address is where the page is published, or what its place gives where that cannot be told. A text in a bundle is shown on the bundle's page.
func (r *rewriter) address(post *store.Post, now func(string) string) string {
	if r.p.isPage(r.post) {
		if addr, ok := r.p.f.AddressOf(post.Path, post.Text, now); ok {
			return addr
		}
	}
	place, _ := r.p.f.Place(post.Dir)
	if name, _ := r.p.f.StemAndLang(post.Path); r.p.isPage(r.post) && name != "index" && name != "_index" {
		place = path.Join(place, name)
	}
	return strings.TrimSuffix("/"+place, "/") + "/"
}

// edits are those of the page's text.
func (r *rewriter) edits() []frontmatter.Edit {
	var edits []frontmatter.Edit
	from := 0
	if pg, err := page.Parse(r.post.Text); err == nil {
		from = pg.BodyFrom
	}
	for _, ref := range markdown.Parse(r.post.Text, from, r.p.f.Config().Markdown()).References() {
		if ref.From >= ref.To {
			continue
		}
		to, ok := r.reference(ref)
		if !ok {
			continue
		}
		raw := r.post.Text[ref.From:ref.To]
		if to = styled(raw, to); to == raw {
			continue
		}
		r.p.plan.Links = append(r.p.plan.Links, Link{r.post.Path, ref.Line, raw, to})
		edits = append(edits, frontmatter.Edit{From: ref.From, To: ref.To, Insert: to})
	}
	edits = append(r.front(), edits...)
	slices.SortStableFunc(edits, func(a, b frontmatter.Edit) int { return a.From - b.From })
	return slices.CompactFunc(edits, func(a, b frontmatter.Edit) bool { return a.From == b.From && a.To == b.To && a.To > a.From })
}

// styled writes the path to in the manner of the reference that it replaces, and keeps that one's query and fragment byte for byte.
func styled(raw, to string) string {
	suffix := ""
	if i := strings.IndexAny(raw, "?#"); i >= 0 {
		raw, suffix = raw[:i], raw[i:]
	}
	if strings.Contains(raw, "%") {
		if u, err := url.PathUnescape(raw); err == nil && strings.ContainsFunc(u, func(c rune) bool { return c > 0x7f }) && !strings.ContainsFunc(raw, func(c rune) bool { return c > 0x7f }) {
			parts := strings.Split(to, "/")
			for i := range parts {
				parts[i] = url.PathEscape(parts[i])
			}
			return strings.Replace(strings.Join(parts, "/"), "%3A//", "://", 1) + suffix
		}
	}
	return store.Escape(to) + suffix
}

// reference gives the path, without query and fragment and without escapes, that a reference of the body needs to lead where it led; false where it
// does already.
func (r *rewriter) reference(ref markdown.Reference) (string, bool) {
	name := strings.ToLower(ref.Name)
	if ref.Kind != markdown.RefShortcode {
		return r.destination(ref.Dest, false)
	}
	switch name {
	case "ref", "relref":
		to, ok, lost := r.pageRef(ref.Dest)
		if lost {
			r.p.plan.Lost = append(r.p.plan.Lost, Link{Path: r.post.Path, Line: ref.Line, Old: ref.Dest})
		}
		return to, ok
	case "figure":
		return r.destination(ref.Dest, false)
	}
	return r.destination(ref.Dest, true)
}

// destination follows an address or the name of a file. strict overlooks what may be no address at all: only files that are there and paths from the
// site's root count.
func (r *rewriter) destination(dest string, strict bool) (string, bool) {
	if from, to, ok := r.p.f.OwnAddress(dest); ok {
		name, err := url.PathUnescape(dest[from:to])
		if err != nil {
			return "", false
		}
		if now, ok := r.absolute(name); ok && now != name {
			return dest[:from] + now, true
		}
		return "", false
	}
	t, err := r.site.Picture(dest)
	if t.Place == store.Elsewhere || t.Place == store.Anchor {
		return "", false
	}
	name, nerr := store.DestPath(dest)
	if nerr != nil || name == "" {
		return "", false
	}
	switch {
	case err == nil && t.Static:
		return "", false
	case strings.HasPrefix(name, "/"):
		now, ok := r.absolute(name)
		return now, ok && now != name
	case err == nil && !t.ByURL:
		return r.file(name, t)
	case strict && err != nil:
		return "", false
	}
	return r.relative(name)
}

// file follows the name of a file beside the page's.
func (r *rewriter) file(name string, t store.Target) (string, bool) {
	was, now := t.Path, r.p.plan.Act.Moved(t.Path)
	together := r.post.Path != r.after.Path && was != now
	if r.post.Path == r.after.Path && was == now || together && filepath.Join(r.post.Dir, filepath.FromSlash(name)) != was {
		return "", false // neither moves, or it is found from afar and both move
	}
	plain, err := filepath.Rel(r.post.Dir, was)
	if err != nil {
		return "", false
	}
	rel, err := filepath.Rel(r.after.Dir, now)
	if err != nil || filepath.ToSlash(plain) != strings.TrimPrefix(name, "./") && filepath.Join(r.after.Dir, filepath.FromSlash(name)) == now {
		return "", false // it still leads there, in a spelling of the author's own
	}
	rel = filepath.ToSlash(rel)
	if strings.HasPrefix(name, "./") && !strings.HasPrefix(rel, ".") {
		rel = "./" + rel
	}
	return rel, rel != name
}

// absolute follows a path from the site's root.
func (r *rewriter) absolute(name string) (string, bool) {
	for _, part := range r.p.f.AddressParts(name) {
		lang := part.Lang
		if lang == "" {
			lang = r.lang
		}
		if to, ok := r.p.urls.find(part.Address, lang); ok {
			return part.Prefix + to, true
		}
	}
	return "", false
}

// relative follows an address that is relative to the page's.
func (r *rewriter) relative(name string) (string, bool) {
	target := against(r.addr, name)
	now, ok := r.p.urls.find(target, r.lang)
	if !ok {
		now = target
	}
	plain := relative(folderOf(r.addr), target) == strings.TrimPrefix(name, "./")
	if !plain && now == against(r.addrAfter, name) || now == target && r.addr == r.addrAfter {
		return "", false // it still leads there, in a spelling of the author's own
	}
	rel := relative(folderOf(r.addrAfter), now)
	if strings.HasPrefix(name, "./") && !strings.HasPrefix(rel, ".") {
		rel = "./" + rel
	}
	return rel, rel != name
}

// pageRef follows what the shortcodes ref and relref name. lost reports a page that moves and that no spelling was found for.
func (r *rewriter) pageRef(dest string) (to string, changed, lost bool) {
	ref := dest
	if i := strings.IndexAny(ref, "?#"); i >= 0 {
		ref = ref[:i]
	}
	if ref == "" {
		return "", false, false
	}
	want := r.leads(r.p.before, r.post, ref)
	for i, w := range want {
		if w.file != "" {
			want[i].file = r.p.plan.Act.Moved(w.file)
		}
	}
	if len(want) == 0 || r.same(ref, want) {
		return "", false, false
	}
	for _, s := range r.spellings(ref, want[0].file) {
		if r.same(s, want) {
			return s, s != ref, false
		}
	}
	return "", false, true
}

// lead is the page that a reference leads to by the rules of Hugo before 0.123, or since.
type lead struct {
	file string
	lang string
	old  bool
}

// leads are the pages that ref leads to on the page post.
func (r *rewriter) leads(c *store.Catalog, post *store.Post, ref string) []lead {
	var out []lead
	for _, old := range []bool{false, true} {
		for _, lang := range append([]string{""}, r.p.f.Languages()...) { // a parameter may name another language than the page's
			if file, found := c.FindPage(post, ref, lang, old); found == store.RefFound && file != "" {
				out = append(out, lead{file, lang, old})
				break
			}
		}
	}
	return out
}

func (r *rewriter) same(ref string, want []lead) bool {
	for _, w := range want {
		if file, found := r.p.after.FindPage(r.after, ref, w.lang, w.old); found != store.RefFound || file != w.file {
			return false
		}
	}
	return true
}

// spellings are the ways to name the page of file, those in the manner of ref first.
func (r *rewriter) spellings(ref, file string) []string {
	place, ok := r.p.f.Place(file)
	if !ok {
		return nil
	}
	stem, _ := r.p.f.StemAndLang(file)
	dir := path.Dir("/" + place)
	logical := path.Join(dir, stem)
	if stem == "index" || stem == "_index" {
		logical = dir
	}
	form := logical
	switch base := path.Base(ref); {
	case store.IsMarkdown(base):
		name := path.Base(place)
		if lang := path.Ext(strings.TrimSuffix(base, path.Ext(base))); lang == "" { // written without the language of the file
			name = stem + path.Ext(place)
		}
		form = path.Join(dir, name)
	case base == "index" || base == "_index":
		form = path.Join(logical, base)
	}
	if strings.HasSuffix(ref, "/") {
		form += "/"
	}
	var out []string
	if store.IsMarkdown(ref) && !store.IsIndex(path.Base(ref)) { // a bundle may be named like a single file
		out = append(out, r.manner(ref, logical+path.Ext(ref))...)
	}
	return append(append(out, r.manner(ref, form)...), form, logical, "/"+place)
}

// manner are the ways to write a place that begins with a slash in the manner of ref: by its name alone, relative to the page, or from the root.
func (r *rewriter) manner(ref, form string) []string {
	var out []string
	inner := strings.Contains(strings.Trim(ref, "/"), "/")
	switch {
	case strings.HasPrefix(ref, "/"):
	case !inner && !strings.HasPrefix(ref, "."):
		out = append(out, path.Base(form))
	default:
		if !strings.HasPrefix(ref, ".") {
			out = append(out, strings.TrimPrefix(form, "/"))
		}
		own, _ := r.p.f.Place(r.after.Dir)
		around := "/" + own
		if r.after.Bundle {
			around = path.Dir(around)
		}
		for _, from := range []string{around, "/" + own} {
			rel := relative(from, form)
			if strings.HasPrefix(ref, "./") && !strings.HasPrefix(rel, ".") {
				rel = "./" + rel
			}
			out = append(out, rel)
		}
	}
	return append(out, form)
}

// front are the edits of the front matter: pictures that it names, and the alias.
func (r *rewriter) front() []frontmatter.Edit {
	file, err := frontmatter.Open(r.post.Text)
	if err != nil || file.Page.Format == page.None {
		return nil
	}
	var edits []frontmatter.Edit
	for _, c := range store.Covers(file.Block) {
		t, err := r.site.Cover(c.Value)
		if err != nil || t.Place != store.File || t.Static {
			continue
		}
		to, ok := r.destination(c.Value, true)
		if !ok {
			continue
		}
		to += t.Suffix
		old, _ := file.Block.Get(c.Key...)
		if e, err := file.Set(c.Key, store.Replaced(old, c.Value, to)); err == nil {
			edits = append(edits, e...)
			r.p.plan.Links = append(r.p.plan.Links, Link{r.post.Path, 0, c.Value, to})
		}
	}
	if e, ok := r.aliases(file); ok {
		edits = append(edits, e...)
	}
	return edits
}

// aliases adds the old address and takes the new one out, where the page comes back to it.
func (r *rewriter) aliases(file *frontmatter.File) ([]frontmatter.Edit, bool) {
	if r.pg == nil || r.pg.Address == r.pg.After {
		return nil, false
	}
	v, has := file.Block.Get("aliases")
	old := frontmatter.Strings(v)
	own := r.p.f.LangPrefix(r.pg.Lang) + r.pg.After
	var list []string
	for _, a := range old {
		if addressKey(a) != addressKey(own) {
			list = append(list, a)
		}
	}
	if r.pg.Alias != "" && !slices.ContainsFunc(list, func(a string) bool { return addressKey(a) == addressKey(r.pg.Alias) }) {
		list = append(list, r.pg.Alias)
	}
	if slices.Equal(old, list) {
		return nil, false
	}
	var edits []frontmatter.Edit
	var err error
	if has && len(list) == 0 {
		edits, err = file.Unset([]string{"aliases"})
	} else {
		edits, err = file.Set([]string{"aliases"}, list)
	}
	return edits, err == nil
}
