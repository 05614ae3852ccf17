package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"gopkg.in/yaml.v3"

	"lanyard/store/hugo"
)

// SiteConfig is what of a Hugo site's configuration concerns writing and showing
// posts, with Hugo's defaults filled in by its methods. Keys match whatever their
// case, as in Hugo.
type SiteConfig struct {
	Title           string
	BaseURL         string
	ContentDir      string   // as written; empty means "content"
	StaticDirs      []string // as written; empty means "static"
	ArchetypeDir    string   // as written; empty means "archetypes"
	Themes          []string
	DefaultLanguage string // empty means "en"
	DefaultInSubdir bool   // the addresses of the default language begin with its code, too
	Languages       []Language
	HasCJKLanguage  bool
	TimeZone        string            // an IANA name; empty means UTC
	Taxonomies      map[string]string // singular → plural; nil means tags and categories
	Params          map[string]any    // the theme's and the author's own, keys in lower case
	BuildDrafts     bool
	BuildFuture     bool
	EnableEmoji     bool
	Goldmark        Goldmark
	Hooks           []string // names of the render hooks in the site's layouts, such as image or codeblock-mermaid
	File            string   // the configuration's file or folder; empty without a site
	Err             error    // what could not be read; the rest holds
	Permalinks      hugo.Permalinks
	UglyURLs        bool // a page is NAME.html, not NAME/
	AllowsHTML      bool // security.allowContent: the site has said itself which files of the content may be pages
	RefsMayBeDead   bool // refLinksErrorLevel: a reference to no page does not stop the build

	// MissingThemes are the themes and modules that are not in the site's folder, so that nobody knows what they bring.
	MissingThemes []string

	mounts []mount
	bases  []string          // baseURL of the site and its languages
	base   map[string]string // baseURL by language; that of the site under ""
	subdir bool              // defaultContentLanguageInSubdir
	assets []string          // assetDir, as written
	layout []string          // layoutDir, as written
	params map[string]any
	hooks  map[string]any // markup.goldmark.renderhooks
	themes []themeAt      // those of the site's folder, the first the most important
}

// Language is one language of a site.
type Language struct {
	Code           string // as in index.CODE.md, lower case
	Name           string
	Title          string
	ContentDir     string
	HasCJKLanguage bool
	Weight         int
}

// Goldmark is the part of markup.goldmark that changes what a page shows. A nil
// pointer means Hugo's default.
type Goldmark struct {
	Unsafe               bool // renderer.unsafe: raw HTML is kept
	HardWraps            bool
	XHTML                bool
	Typographer          *bool // extensions.typographer, or the negation of its disable
	TypographerMarks     map[string]string
	Table                *bool
	Strikethrough        *bool
	Linkify              *bool
	LinkifyProtocol      string
	TaskList             *bool
	DefinitionList       *bool
	Footnote             *bool
	CJK                  bool
	EastAsianLineBreaks  bool
	EastAsianStyle       string // simple or css3draft
	EscapedSpace         bool
	Passthrough          bool
	PassthroughBlock     [][2]string
	PassthroughInline    [][2]string
	ExtraDelete          bool
	ExtraInsert          bool
	ExtraMark            bool
	ExtraSubscript       bool
	ExtraSuperscript     bool
	AutoHeadingID        *bool
	AutoHeadingIDType    string // github, github-ascii or blackfriday
	AutoDefinitionTermID bool   // since 0.144
	AttributeTitle       *bool
	AttributeBlock       bool
	WrapStandAloneImage  *bool // parser.wrapStandAloneImageWithinParagraph
}

// mount is a folder or file of the site that stands for one of Hugo's folders: source is relative to the site's root, for a theme's
// mount too, and target has slashes.
type mount struct{ source, target, lang string }

var configNames = []string{"hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "config.yaml", "config.yml", "config.json"}

// isSite reports whether dir is the root of a Hugo site. A file named config.*
// alone does not make one, for many programs have such a file.
func isSite(dir string) bool {
	exists := func(elem ...string) bool {
		_, err := os.Stat(filepath.Join(append([]string{dir}, elem...)...))
		return err == nil
	}
	for _, name := range configNames {
		if !exists(name) {
			continue
		}
		if strings.HasPrefix(name, "hugo.") {
			return true
		}
		if slices.ContainsFunc([]string{"content", "themes", "layouts", "archetypes"}, func(d string) bool { return exists(d) }) {
			return true
		}
		if c := readConfig(dir); c.ContentDir != "" && exists(c.ContentDir) {
			return true
		}
	}
	if !exists("config", "_default") {
		return false
	}
	for _, stem := range []string{"hugo", "config"} {
		for _, ext := range []string{".toml", ".yaml", ".yml", ".json"} {
			if exists("config", "_default", stem+ext) {
				return true
			}
		}
	}
	return false
}

// configEnvironments are the folders of config/ that hugo reads when it builds the site, in this order.
var configEnvironments = []string{"_default", "production"}

// readConfigDir adds one folder of configuration to all.
func readConfigDir(c *SiteConfig, files *beneath, dir string, all map[string]any) error {
	entries, err := files.entries(dir, "")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var errs []error
	for _, e := range entries {
		ext := strings.ToLower(filepath.Ext(e.Name()))
		if e.IsDir() || !slices.Contains([]string{".toml", ".yaml", ".yml", ".json"}, ext) {
			continue
		}
		m, err := readMap(files, filepath.Join(dir, e.Name()))
		errs = append(errs, err)
		if c.File == "" {
			c.File = dir
		}
		stem := strings.ToLower(strings.TrimSuffix(e.Name(), filepath.Ext(e.Name())))
		if stem == "hugo" || stem == "config" {
			merge(all, m)
			continue
		}
		if name, lang, ok := strings.Cut(stem, "."); ok { // params.zh.toml belongs to one language
			merge(all, map[string]any{"languages": map[string]any{lang: map[string]any{name: m}}})
			continue
		}
		merge(all, map[string]any{stem: m})
	}
	return errors.Join(errs...)
}

// readConfig reads the first configuration file of the root, then config/_default and config/production
// over it, as Hugo does.
func readConfig(root string) SiteConfig {
	c := SiteConfig{}
	all := map[string]any{}
	var errs []error
	files := siteFiles(root)
	defer files.Close()
	for _, name := range configNames {
		path := filepath.Join(root, name)
		if _, err := os.Stat(path); err != nil {
			continue
		}
		m, err := readMap(files, path)
		errs = append(errs, err)
		merge(all, m)
		c.File = path
		break
	}
	for _, env := range configEnvironments {
		errs = append(errs, readConfigDir(&c, files, filepath.Join(root, "config", env), all))
	}
	c.fill(all)
	for _, name := range importsIn(all) {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			errs = append(errs, outsideError(c.File, name))
		}
	}
	c.Err = errors.Join(errs...)
	c.fillThemes(files, root, all)
	c.Hooks = hooksOf(files, root, c.layoutTree())
	return c
}

// siteFiles opens what lies in a site.
func siteFiles(dir string) *beneath {
	files := &beneath{}
	if site, err := rootAt(dir); err == nil {
		files.roots = append(files.roots, site)
	}
	return files
}

// outsideError is about a folder or theme that a configuration names.
func outsideError(config, name string) error {
	return Fail("read", config, Outside, fmt.Errorf("%q %w", name, ErrOutside))
}

func readMap(files *beneath, path string) (map[string]any, error) {
	h, st, err := files.file(path, "")
	if err != nil {
		return nil, err
	}
	defer h.Close()
	data, err := readAll(h, st, path, 8<<20)
	if err != nil {
		return nil, err
	}
	var m map[string]any
	switch strings.ToLower(filepath.Ext(path)) {
	case ".toml":
		err = toml.Unmarshal(data, &m)
	case ".json":
		err = json.Unmarshal(data, &m)
	default:
		err = yaml.Unmarshal(data, &m)
	}
	if err != nil {
		e := &Error{Op: "read", Path: path, Kind: BadMeta, Err: err}
		var de *toml.DecodeError
		if errors.As(err, &de) {
			e.Line, e.Col = de.Position()
		}
		return nil, e
	}
	return lowerKeys(m), nil
}

// lowerKeys makes every key lower case, at every depth.
func lowerKeys(m map[string]any) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[strings.ToLower(k)] = lowerValue(v)
	}
	return out
}

func lowerValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		return lowerKeys(v)
	case map[any]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[strings.ToLower(fmt.Sprint(k))] = lowerValue(x)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = lowerValue(x)
		}
		return out
	}
	return v
}

func merge(into, from map[string]any) {
	for k, v := range from {
		if a, ok := into[k].(map[string]any); ok {
			if b, ok := v.(map[string]any); ok {
				merge(a, b)
				continue
			}
		}
		into[k] = v
	}
}

// at walks down the maps of m.
func at(m map[string]any, path ...string) any {
	var v any = m
	for _, p := range path {
		mm, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = mm[p]
	}
	return v
}

func stringAt(m map[string]any, path ...string) string {
	s, _ := at(m, path...).(string)
	return s
}

func boolAt(m map[string]any, path ...string) bool {
	p := switchAt(m, path...)
	return p != nil && *p
}

func switchAt(m map[string]any, path ...string) *bool {
	switch v := at(m, path...).(type) {
	case bool:
		return &v
	case string:
		b := strings.EqualFold(v, "true")
		return &b
	}
	return nil
}

func listAt(m map[string]any, path ...string) []string {
	switch v := at(m, path...).(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case []any:
		var out []string
		for _, x := range v {
			if s, ok := x.(string); ok && s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

func (c *SiteConfig) fill(m map[string]any) {
	c.Title, c.BaseURL = stringAt(m, "title"), stringAt(m, "baseurl")
	c.ContentDir = stringAt(m, "contentdir")
	c.StaticDirs = listAt(m, "staticdir")
	for i := range 11 { // staticDir0 … staticDir10 are Hugo's way to name several
		c.StaticDirs = append(c.StaticDirs, listAt(m, fmt.Sprintf("staticdir%d", i))...)
	}
	c.Themes = listAt(m, "theme")
	c.ArchetypeDir = stringAt(m, "archetypedir")
	c.Params, _ = at(m, "params").(map[string]any)
	c.DefaultLanguage = strings.ToLower(stringAt(m, "defaultcontentlanguage"))
	c.DefaultInSubdir = boolAt(m, "defaultcontentlanguageinsubdir")
	c.HasCJKLanguage = boolAt(m, "hascjklanguage")
	c.TimeZone = stringAt(m, "timezone")
	c.BuildDrafts, c.BuildFuture = boolAt(m, "builddrafts"), boolAt(m, "buildfuture")
	c.EnableEmoji = boolAt(m, "enableemoji")
	if t, ok := at(m, "taxonomies").(map[string]any); ok {
		c.Taxonomies = map[string]string{}
		for k, v := range t {
			if s, ok := v.(string); ok {
				c.Taxonomies[k] = strings.ToLower(s)
			}
		}
	}
	c.fillLanguages(m)
	c.mounts = mountsIn(m)
	c.fillTree(m)
	if g, ok := at(m, "markup", "goldmark").(map[string]any); ok {
		c.Goldmark.fill(g)
	}
}

func (c *SiteConfig) fillLanguages(m map[string]any) {
	langs, _ := at(m, "languages").(map[string]any)
	for code, v := range langs {
		l, ok := v.(map[string]any)
		if !ok || boolAt(l, "disabled") {
			continue
		}
		lang := Language{
			Code: code, Name: stringAt(l, "languagename"), Title: stringAt(l, "title"),
			ContentDir: stringAt(l, "contentdir"), HasCJKLanguage: c.HasCJKLanguage,
		}
		if b := switchAt(l, "hascjklanguage"); b != nil {
			lang.HasCJKLanguage = *b
		}
		switch w := at(l, "weight").(type) {
		case int64:
			lang.Weight = int(w)
		case int:
			lang.Weight = w
		case float64:
			lang.Weight = int(w)
		}
		c.Languages = append(c.Languages, lang)
	}
	slices.SortFunc(c.Languages, func(a, b Language) int {
		if a.Weight != b.Weight {
			return a.Weight - b.Weight
		}
		return strings.Compare(a.Code, b.Code)
	})
}

// Language is the code of the site's default language.
func (c SiteConfig) Language() string {
	if c.DefaultLanguage == "" {
		return "en"
	}
	return c.DefaultLanguage
}

// Location is the zone in which Hugo reads a date without an offset: timeZone,
// else UTC.
func (c SiteConfig) Location() *time.Location {
	if c.TimeZone == "" {
		return time.UTC
	}
	loc, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// TaxonomyKeys lists the front matter keys whose values are terms.
func (c SiteConfig) TaxonomyKeys() []string {
	if c.Taxonomies == nil {
		return []string{"categories", "tags"}
	}
	var keys []string
	for _, plural := range c.Taxonomies {
		keys = append(keys, plural)
	}
	slices.Sort(keys)
	return keys
}

// CJK reports whether words are counted by character in the language of a page:
// lang is the code in its file name or empty.
func (c SiteConfig) CJK(lang string) bool {
	for _, l := range c.Languages {
		if strings.EqualFold(l.Code, lang) {
			return l.HasCJKLanguage
		}
	}
	return c.HasCJKLanguage
}

// hooksOf names the render hooks in the folders of layouts.
func hooksOf(files *beneath, root string, layouts []branch) []string {
	var hooks []string
	for _, base := range layouts {
		for _, sub := range []string{filepath.Join("_default", "_markup"), "_markup"} {
			entries, _ := files.entries(filepath.Join(absolute(root, base.dir), sub), "")
			for _, e := range entries {
				name, ok := strings.CutPrefix(e.Name(), "render-")
				name, _, _ = strings.Cut(name, ".")
				if ok && name != "" {
					hooks = appendNew(hooks, name)
				}
			}
		}
	}
	slices.Sort(hooks)
	return hooks
}
