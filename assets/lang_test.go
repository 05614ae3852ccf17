package assets

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"
)

func catalogues(t *testing.T) (en, zh map[string]string) {
	t.Helper()
	en, err := load(langFS, English)
	if err != nil {
		t.Fatal(err)
	}
	zh, err = load(langFS, Chinese)
	if err != nil {
		t.Fatal(err)
	}
	return en, zh
}

func TestBothLanguagesHaveTheSameIDs(t *testing.T) {
	en, zh := catalogues(t)
	if len(en) == 0 {
		t.Fatal("no sentences at all")
	}
	for id := range en {
		if _, ok := zh[id]; !ok {
			t.Errorf("%q has no Chinese text", id)
		}
	}
	for id := range zh {
		if _, ok := en[id]; !ok {
			t.Errorf("%q has no English text", id)
		}
	}
}

// A count may be left out of the singular ("one photo"), so .one is compared with the verbs it has in either language.
func TestBothLanguagesHaveTheSameVerbs(t *testing.T) {
	en, zh := catalogues(t)
	for id, text := range en {
		a, b := sortedVerbs(text), sortedVerbs(zh[id])
		if strings.HasSuffix(id, ".one") {
			a, b = withoutCount(a), withoutCount(b)
		}
		if diff := gocmp.Diff(a, b, gocmp.AllowUnexported(verb{})); diff != "" {
			t.Errorf("%q (-en +zh):\n%s", id, diff)
		}
	}
}

func sortedVerbs(text string) []verb {
	all := verbs(text)
	slices.SortFunc(all, func(a, b verb) int {
		return cmp.Or(a.arg-b.arg, int(a.letter-b.letter))
	})
	return all
}

func withoutCount(all []verb) []verb {
	return slices.DeleteFunc(all, func(v verb) bool { return v.arg == 1 })
}

func TestCountedSentencesHaveBothForms(t *testing.T) {
	en, _ := catalogues(t)
	for id := range en {
		if base, ok := strings.CutSuffix(id, ".one"); ok && en[base+".other"] == "" {
			t.Errorf("%q has no .other", base)
		}
	}
}

func TestNoSentenceIsEmptyOrShouts(t *testing.T) {
	en, zh := catalogues(t)
	for _, texts := range []map[string]string{en, zh} {
		for id, text := range texts {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%q is empty", id)
			}
			if strings.ContainsAny(strings.ReplaceAll(text, "<!--", ""), "!！") {
				t.Errorf("%q has an exclamation mark: %q", id, text)
			}
		}
	}
}

func TestMissingIDIsReturnedItself(t *testing.T) {
	if got := T("nowhere.nothing", 1, 2); got != "nowhere.nothing" {
		t.Errorf("T = %q", got)
	}
}

func TestLanguageFollowsTheEnvironment(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{nil, English},
		{map[string]string{"LANG": "zh_CN.UTF-8"}, Chinese},
		{map[string]string{"LANG": "zh"}, Chinese},
		{map[string]string{"LANG": "zha_CN"}, English},
		{map[string]string{"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, English},
		{map[string]string{"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_TW"}, Chinese},
		{map[string]string{"LANGUAGE": "zh:en"}, Chinese},
	} {
		got := environmentLanguage(func(name string) string { return c.env[name] })
		if got != c.want {
			t.Errorf("environment %v: %q, want %q", c.env, got, c.want)
		}
	}
}

func TestSetLanguageWinsOverTheEnvironment(t *testing.T) {
	t.Cleanup(func() { SetLanguage("") })
	SetLanguage("zh-Hans-CN")
	if got := T("app.comment"); !strings.Contains(got, "照片") {
		t.Errorf("Chinese comment = %q", got)
	}
	SetLanguage("fr")
	if got := T("app.comment"); !strings.Contains(got, "photos") {
		t.Errorf("comment for French = %q", got)
	}
}

func TestVerbsAreFoundWithTheirArguments(t *testing.T) {
	for _, c := range []struct {
		text string
		want []verb
	}{
		{"plain", nil},
		{"100%%", nil},
		{"%d of %q", []verb{{1, 'd'}, {2, 'q'}}},
		{"%[2]s (%[1]d, %s)", []verb{{2, 's'}, {1, 'd'}, {2, 's'}}},
		{"%.1f %+03d", []verb{{1, 'f'}, {2, 'd'}}},
	} {
		if diff := gocmp.Diff(verbs(c.text), c.want, gocmp.AllowUnexported(verb{})); diff != "" {
			t.Errorf("verbs of %q (-got +want):\n%s", c.text, diff)
		}
	}
}

func TestCatalogueRefusesForeignAndBrokenFiles(t *testing.T) {
	for name, text := range map[string]string{
		"lang/form.en.json": `{"app.name": "x"}`,
		"lang/app.en.json":  `{"app.name": `,
	} {
		_, err := load(fstest.MapFS{name: {Data: []byte(text)}}, English)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("load of %s: %v, want an error naming it", text, err)
		}
	}
}
