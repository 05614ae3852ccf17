package store

import (
	"cmp"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"lanyard/store/hugo"
)

// A branch is a folder, or a file, that the site shows at a place of one of its trees: content, static or assets.
type branch struct {
	dir  string // absolute
	at   string // the place below the tree's root, with slashes; empty for the root
	lang string // of content: the language whose folder it is; empty for all
}

// find gives the path that the place name, slash separated and relative to the tree's root, has in the branch.
func (b branch) find(name string) (string, bool) {
	if b.at != "" {
		rest, ok := strings.CutPrefix(name, b.at)
		if !ok || rest != "" && rest[0] != '/' {
			return "", false
		}
		name = strings.TrimPrefix(rest, "/")
	}
	return filepath.Join(b.dir, filepath.FromSlash(name)), true
}

// themeAt is a theme, or a module, that lies in the site's folder.
type themeAt struct {
	dir    string  // relative to the site's root
	mounts []mount // its own, sources relative to the site's root
}

// fillTree reads where the site's folders are and how its addresses look.
func (c *SiteConfig) fillTree(m map[string]any) {
	c.UglyURLs = boolAt(m, "uglyurls")
	c.RefsMayBeDead = strings.EqualFold(stringAt(m, "reflinkserrorlevel"), "warning")
	c.params, _ = at(m, "params").(map[string]any)
	c.hooks, _ = at(m, "markup", "goldmark", "renderhooks").(map[string]any)
	c.AllowsHTML = at(m, "security", "allowcontent") != nil
	c.assets, c.layout = listAt(m, "assetdir"), listAt(m, "layoutdir")
	c.bases = listAt(m, "baseurl")
	c.base = map[string]string{"": stringAt(m, "baseurl")}
	c.subdir = boolAt(m, "defaultcontentlanguageinsubdir")
	c.Permalinks = permalinksIn(at(m, "permalinks"))
	langs, _ := at(m, "languages").(map[string]any)
	for _, l := range c.Languages {
		lm, _ := langs[l.Code].(map[string]any)
		c.bases = append(c.bases, listAt(lm, "baseurl")...)
		if own := stringAt(lm, "baseurl"); own != "" {
			c.base[strings.ToLower(l.Code)] = own
		}
		c.StaticDirs = append(c.StaticDirs, listAt(lm, "staticdir")...)
		if own := permalinksIn(at(lm, "permalinks")); own != nil { // near enough: one language's pattern for all
			if c.Permalinks == nil {
				c.Permalinks = hugo.Permalinks{}
			}
			for k, v := range own {
				if _, ok := c.Permalinks[k]; !ok {
					c.Permalinks[k] = v
				}
			}
		}
	}
}

// HasParam reports whether the site has a parameter; dots reach into maps.
func (c SiteConfig) HasParam(key string) bool {
	return at(c.params, strings.Split(strings.ToLower(key), ".")...) != nil
}

// EmbeddedHooks reports whether Hugo's own templates, which it has since 0.123, make the addresses of links or images: on sites in several
// languages, and where the configuration says so.
func (c SiteConfig) EmbeddedHooks(kind string) bool {
	switch strings.ToLower(stringAt(c.hooks, kind, "useembedded")) {
	case "always", "fallback":
		return true
	case "never":
		return false
	}
	if on := switchAt(c.hooks, kind, "enabledefault"); on != nil {
		return *on
	}
	return len(c.Languages) > 1
}

// permalinksIn reads permalinks in both forms, by section and, since Hugo 0.115, by kind and section. A list, as Hugo 0.161 has it, is a
// pattern that is not known.
func permalinksIn(v any) hugo.Permalinks {
	out := hugo.Permalinks{}
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			switch x := x.(type) {
			case string:
				out[k] = x
			case map[string]any:
				for section, pattern := range x {
					if s, ok := pattern.(string); ok && k == "page" {
						out[section] = s
					}
				}
			}
		}
	case []any:
		out["/"] = ":unknown"
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// mountsIn reads module.mounts.
func mountsIn(m map[string]any) []mount {
	var out []mount
	mounts, _ := at(m, "module", "mounts").([]any)
	for _, v := range mounts {
		e, ok := v.(map[string]any)
		if !ok || stringAt(e, "source") == "" || boolAt(e, "disabled") {
			continue
		}
		out = append(out, mount{stringAt(e, "source"), path.Clean(filepath.ToSlash(stringAt(e, "target"))), strings.ToLower(stringAt(e, "lang"))})
	}
	return out
}

// fillThemes finds the themes and modules of the site's folder: those of themesDir, those that hugo mod vendor brought, and those
// that they need in turn.
func (c *SiteConfig) fillThemes(files *beneath, root string, m map[string]any) {
	themesDir := stringAt(m, "themesdir")
	if themesDir == "" {
		themesDir = "themes"
	}
	var seen []string
	var add func(names []string, depth int)
	add = func(names []string, depth int) {
		for _, name := range names {
			if slices.Contains(seen, name) || depth > 8 || len(seen) > 200 {
				continue
			}
			seen = append(seen, name)
			dir := themeDir(files, root, themesDir, name)
			if dir == "" {
				c.MissingThemes = append(c.MissingThemes, name)
				continue
			}
			own := themeConfig(files, filepath.Join(root, dir))
			t := themeAt{dir: dir}
			for _, mt := range mountsIn(own) {
				t.mounts = append(t.mounts, mount{filepath.Join(dir, filepath.FromSlash(mt.source)), mt.target, mt.lang})
			}
			c.themes = append(c.themes, t)
			add(importsIn(own), depth+1)
		}
	}
	names := importsIn(m)
	add(names, 0)
	if len(names) > 0 {
		return
	}
	entries, _ := files.entries(filepath.Join(root, filepath.FromSlash(themesDir)), "")
	for _, e := range entries { // hugo --theme may name any of them
		if e.IsDir() && !hidden(e.Name()) {
			c.MissingThemes = append(c.MissingThemes, e.Name())
		}
	}
}

// importsIn lists the themes and modules that a configuration names.
func importsIn(m map[string]any) []string {
	names := listAt(m, "theme")
	imports, _ := at(m, "module", "imports").([]any)
	for _, v := range imports {
		if e, ok := v.(map[string]any); ok && !boolAt(e, "disable") && stringAt(e, "path") != "" {
			names = append(names, stringAt(e, "path"))
		}
	}
	return names
}

// themeDir is the folder of a theme or module relative to the root, empty where it is not there.
func themeDir(files *beneath, root, themesDir, name string) string {
	name = filepath.FromSlash(name)
	for _, dir := range []string{filepath.Join(themesDir, name), filepath.Join("_vendor", name)} {
		if filepath.IsAbs(name) || !filepath.IsLocal(dir) {
			continue
		}
		if entries, err := files.entries(filepath.Join(root, dir), ""); err == nil && slices.ContainsFunc(entries, func(e os.DirEntry) bool { return !hidden(e.Name()) }) { // a submodule that was not fetched is empty
			return dir
		}
	}
	return ""
}

// themeConfig reads the configuration that a theme brings along.
func themeConfig(files *beneath, dir string) map[string]any {
	all := map[string]any{}
	for _, name := range append([]string{"theme.toml"}, configNames...) {
		if m, err := readMap(files, filepath.Join(dir, name)); err == nil {
			merge(all, m)
		}
	}
	for _, name := range []string{"hugo", "config", "module"} {
		for _, ext := range []string{".toml", ".yaml", ".yml", ".json"} {
			if m, err := readMap(files, filepath.Join(dir, "config", "_default", name+ext)); err == nil {
				if name == "module" {
					m = map[string]any{"module": m}
				}
				merge(all, m)
			}
		}
	}
	return all
}

// contentTree lists the folders of posts, relative to the root or absolute, the default language's first.
func (c *SiteConfig) contentTree() []branch {
	var tree []branch
	def := c.DefaultLanguage
	if def == "" {
		def = "en"
	}
	for _, l := range c.Languages {
		if l.ContentDir == "" {
			continue
		}
		b := branch{dir: l.ContentDir, lang: l.Code}
		if l.Code == def {
			tree = slices.Insert(tree, 0, b)
		} else {
			tree = append(tree, b)
		}
	}
	roots := len(tree)
	for _, m := range c.mounts {
		if b, ok := m.in("content"); ok {
			tree = append(tree, b)
			if b.at == "" {
				roots++
			}
		}
	}
	if roots == 0 || c.ContentDir != "" {
		main := c.ContentDir
		if main == "" {
			main = "content"
		}
		tree = slices.Insert(tree, 0, branch{dir: main})
	}
	slices.SortStableFunc(tree, func(a, b branch) int { return cmp.Compare(min(len(a.at), 1), min(len(b.at), 1)) })
	return tree
}

// in is the branch that a mount adds to a tree.
func (m mount) in(tree string) (branch, bool) {
	if m.target == tree {
		return branch{dir: m.source, lang: m.lang}, true
	}
	at, ok := strings.CutPrefix(m.target, tree+"/")
	return branch{dir: m.source, at: at, lang: m.lang}, ok
}

// dirTree lists the branches of static, assets or layouts: what the site says, the customary name where it says nothing, then the
// themes'.
func (c *SiteConfig) dirTree(name string, said []string) []branch {
	var tree []branch
	for _, m := range c.mounts {
		if b, ok := m.in(name); ok {
			tree = append(tree, b)
		}
	}
	for _, d := range said {
		tree = append(tree, branch{dir: d})
	}
	if len(tree) == 0 {
		tree = []branch{{dir: name}}
	}
	for _, t := range c.themes {
		own := false
		for _, m := range t.mounts {
			if b, ok := m.in(name); ok {
				tree, own = append(tree, b), true
			}
		}
		if !own {
			tree = append(tree, branch{dir: filepath.Join(t.dir, name)})
		}
	}
	return tree
}

// layoutTree lists the folders of templates, the site's own before its themes'.
func (c *SiteConfig) layoutTree() []branch {
	return slices.DeleteFunc(c.dirTree("layouts", c.layout), func(b branch) bool { return b.at != "" })
}
