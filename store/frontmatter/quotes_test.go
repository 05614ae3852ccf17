package frontmatter

import (
	"strings"
	"testing"

	"lanyard/store/page"
)

func TestACharacterIsNamedNotItsFirstByte(t *testing.T) {
	for src, want := range map[string]string{
		"title = “Smart”\n":       "U+201C '“'",
		"a = 1\ntitle = 「引」\n":    "U+300C '「'",
		"title = \"a\" 中\n":       "U+4E2D '中'",
		"标题 = 1\n":                "U+6807 '标'",
		"title = é\n":             "U+00E9 'é'",
		"[t]\nx = 1\n[t]\n y=‘a’": "U+2018 '‘'",
	} {
		_, err := Parse(page.TOML, src)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "'â'") {
			t.Errorf("%q: %v, want it to name %s", src, err, want)
		}
	}
}
