package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lanyard/store"
)

func TestConfigIsReadInEveryFormat(t *testing.T) {
	on, off := true, false
	want := store.SiteConfig{
		Title: "站点", ContentDir: "c", Themes: []string{"a", "b"}, HasCJKLanguage: true, TimeZone: "Asia/Shanghai",
		MissingThemes: []string{"a", "b"},
		Taxonomies:    map[string]string{"tag": "tags"}, Hooks: []string{"image"},
		Goldmark: store.Goldmark{Unsafe: true, Typographer: &off, TaskList: &on, Passthrough: true, PassthroughInline: [][2]string{{"$", "$"}}},
	}
	for name, text := range map[string]string{
		"hugo.toml": `
title = "站点"
contentdir = "c"
theme = ["a", "b"]
hasCJKLanguage = true
TimeZone = "Asia/Shanghai"
[Taxonomies]
tag = "tags"
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.extensions]
typographer = false
taskList = true
[markup.goldmark.extensions.passthrough]
enable = true
delimiters.inline = [["$", "$"]]
`,
		"config.yaml": `
title: 站点
contentDir: c
theme: [a, b]
hasCJKLanguage: true
timeZone: Asia/Shanghai
taxonomies: {tag: tags}
markup:
  goldmark:
    renderer: {unsafe: true}
    extensions:
      typographer: {disable: true}
      taskList: true
      passthrough: {enable: true, delimiters: {inline: [["$", "$"]]}}
`,
		"hugo.json": `{"title": "站点", "contentDir": "c", "theme": ["a", "b"], "hasCJKLanguage": true, "timeZone": "Asia/Shanghai",
 "taxonomies": {"tag": "tags"}, "markup": {"goldmark": {"renderer": {"unsafe": true}, "extensions": {"typographer": false, "taskList": true,
 "passthrough": {"enable": true, "delimiters": {"inline": [["$", "$"]]}}}}}}`,
	} {
		dir := tree(t, map[string]string{name: text, "c/x.md": "", "layouts/_default/_markup/render-image.html": ""})
		f, _ := open(t, dir)
		got := f.Config()
		if got.Err != nil {
			t.Error(got.Err)
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(store.SiteConfig{}), cmpopts.IgnoreFields(store.SiteConfig{}, "File"), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestConfigFolderIsMerged(t *testing.T) {
	dir := tree(t, map[string]string{
		"hugo.toml":                      "title='root'\nbaseURL='https://x.org'",
		"config/_default/config.toml":    "title='default'",
		"config/_default/languages.yaml": "zh: {weight: 1, languageName: 中文, hasCJKLanguage: true}\nen: {weight: 2}\nxx: {disabled: true}\n",
		"config/_default/markup.toml":    "goldmark.renderer.hardWraps=true",
		"content/x.md":                   "",
	})
	f, _ := open(t, dir)
	c := f.Config()
	if c.Title != "default" || c.BaseURL != "https://x.org" || !c.Goldmark.HardWraps {
		t.Errorf("got %+v", c)
	}
	if len(c.Languages) != 2 || c.Languages[0].Code != "zh" || !c.CJK("zh") || c.CJK("en") {
		t.Errorf("got %+v", c.Languages)
	}
	if c.Location() != time.UTC {
		t.Errorf("got %v", c.Location())
	}
	if m := c.Markdown(); !m.HardWraps || m.NoTypographer || m.Unsafe {
		t.Errorf("got %+v", m)
	}
}

func FuzzConfig(f *testing.F) {
	f.Add("hugo.toml", "title = 1\n[markup]\ngoldmark = 3")
	f.Add("hugo.yaml", "languages: [a, {b: c}]\nmarkup: {goldmark: {extensions: {passthrough: {delimiters: {inline: [[1]]}}}}}")
	f.Add("hugo.json", `{"module": {"mounts": [{"source": 1}, "x"]}}`)
	f.Fuzz(func(t *testing.T, name, text string) {
		switch name {
		case "hugo.toml", "hugo.yaml", "hugo.json":
		default:
			return
		}
		dir := tree(t, map[string]string{name: text})
		f, _, err := store.Open(dir)
		if err != nil {
			return // a content folder outside of the site, perhaps
		}
		f.Config().Markdown()
		f.Config().Location()
	})
}

// TestConfigOfProductionWins: hugo builds with config/production on top of config/_default.
func TestConfigOfProductionWins(t *testing.T) {
	dir := tree(t, map[string]string{
		"content/a.md":                      "x",
		"hugo.toml":                         "title = 'root'\n",
		"config/_default/hugo.toml":         "title = 'default'\nbaseURL = 'http://localhost/'\n[markup.goldmark.renderer]\nhardWraps = true\n",
		"config/_default/markup.toml":       "[goldmark.renderer]\nunsafe = true\n",
		"config/production/hugo.toml":       "baseURL = 'https://x.org/'\n",
		"config/production/markup.yaml":     "goldmark:\n  renderer:\n    unsafe: false\n",
		"config/development/hugo.toml":      "baseURL = 'http://wrong/'\n",
		"config/production/params.zh.toml":  "x = 1\n",
		"config/production/languages.ztoml": "not read",
	})
	f, _ := open(t, dir)
	c := f.Config()
	if c.BaseURL != "https://x.org/" || c.Title != "default" || c.Goldmark.Unsafe || !c.Goldmark.HardWraps || c.Err != nil {
		t.Errorf("%+v", c)
	}
}
