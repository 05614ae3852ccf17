package spell

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/editor/syntax"
	"lanyard/editor/text"
)

const aff = "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\nSFX S Y 1\nSFX S 0 s .\nPFX U Y 1\nPFX U 0 un .\n"

// small makes a dictionary of a few words.
func small(t *testing.T, words ...string) Dictionary {
	t.Helper()
	dir := t.TempDir()
	d := Dictionary{Name: "en_US", Aff: filepath.Join(dir, "en_US.aff"), Dic: filepath.Join(dir, "en_US.dic")}
	if err := errors.Join(os.WriteFile(d.Aff, []byte(aff), 0o644), os.WriteFile(d.Dic, []byte("1\n"+strings.Join(words, "\n")+"\n"), 0o644)); err != nil {
		t.Fatal(err)
	}
	return d
}

func wordsOf(s string) []string {
	doc := text.New(s)
	x := syntax.New(doc)
	var out []string
	for i := range doc.Lines() {
		for _, w := range Words(doc.Line(i), x.Line(i)) {
			out = append(out, w.Text)
		}
	}
	return out
}

func TestWordsAreProseOnly(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"Plain words, here.", []string{"Plain", "words", "here"}},
		{"中文里的 English 词，和more中文", []string{"English", "more"}},
		{"`code` and `fmt`s", []string{"and"}},
		{"```go\nfunc main() {}\n```\nafter", []string{"after"}},
		{"see https://exmaple.com/abc now", []string{"see", "now"}},
		{"a [link text](https://exmaple.com \"titel\")", []string{"link", "text"}},
		{"![photo of halls](hal.jpg)", []string{"photo", "of", "halls"}},
		{"{{< figure src=\"abx\" >}} rest", []string{"rest"}},
		{"<b class=\"xyz\">bold</b>", []string{"bold"}},
		{"KubeCon GitHub API APIs HTTP2 v1.2 foo.jpg a/b me@exmaple.com #tag snake_case", nil},
		{"don't speakers’ it’s 'quoted'", []string{"don't", "speakers", "it’s", "quoted"}},
		{"**K**ubernetes *is* ~~olld~~", []string{"Kubernetes", "is", "olld"}},
		{"well-known e-mail", []string{"well-known", "e-mail"}},
		{"## Heading words", []string{"Heading", "words"}},
		{"---\ntitle: Xyzzy\n---\nbody", []string{"body"}},
		{"text[^note] more&nbsp;text `x`s", []string{"text"}},
		{"日本語のテキスト", nil},
		{"| cell one | two |\n|---|---|\n", []string{"cell", "one", "two"}},
		{"x", nil},
	} {
		got := wordsOf(c.in)
		if diff := cmp.Diff(got, c.want); diff != "" {
			t.Errorf("%q: %s", c.in, diff)
		}
	}
}

func TestWordsLieInTheirLine(t *testing.T) {
	line := "一 **wo**rd, and «more»"
	x := syntax.New(text.New(line))
	for _, w := range Words(line, x.Line(0)) {
		if got := strings.ReplaceAll(line[w.From:w.To], "*", ""); got != w.Text {
			t.Errorf("got %q at its place, want %q", got, w.Text)
		}
	}
}

func TestCheckerKnowsAffixesAndTheAuthorsWords(t *testing.T) {
	own := filepath.Join(t.TempDir(), "state", "words.txt")
	d := small(t, "talk/S", "known/U", "well", "Paris", "don't")
	c, err := Open([]Dictionary{d}, own)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"talk", "Talks", "TALKS", "unknown", "well-known", "Paris", "don’t", "talk's", "Привет", "中文"} {
		if !c.Right(w) {
			t.Errorf("%q is taken for wrong", w)
		}
	}
	for _, w := range []string{"takl", "paris", "well-knwn", "Istio"} {
		if c.Right(w) {
			t.Errorf("%q is taken for right", w)
		}
	}
	if got := c.Suggest("takl", 5); len(got) == 0 || got[0] != "talk" {
		t.Errorf("suggested %q", got)
	}
	if err := c.Add("Istio"); err != nil {
		t.Fatal(err)
	}
	if !c.Right("Istio") || !c.Right("Istio's") {
		t.Error("a word that was added is still wrong")
	}
	again, err := Open([]Dictionary{d}, own)
	if err != nil || !again.Right("Istio") {
		t.Errorf("the word was not kept: %v", err)
	}
}

func TestWrongGivesRangesOfTheDocument(t *testing.T) {
	c, err := Open([]Dictionary{small(t, "good", "words")}, "")
	if err != nil {
		t.Fatal(err)
	}
	doc := text.New("good 中文bda words\n\n`bad` oops\n")
	var got []string
	for _, r := range c.Wrong(doc, syntax.New(doc), 0, doc.Lines(), 100) {
		got = append(got, doc.Slice(r.From(), r.To()))
	}
	if diff := cmp.Diff(got, []string{"bda", "oops"}); diff != "" {
		t.Error(diff)
	}
	if got := c.Wrong(doc, syntax.New(doc), 0, doc.Lines(), 1); len(got) != 1 {
		t.Errorf("the limit gave %d", len(got))
	}
}

func TestFindAndChoose(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	for _, name := range []string{"en_GB", "de_AT", "de_DE", "hyph_de", "no_words"} {
		for _, ext := range []string{".aff", ".dic"} {
			if name+ext != "no_words.dic" {
				if err := os.WriteFile(filepath.Join(one, name+ext), nil, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for _, name := range []string{"en_GB.aff", "en_GB.dic", "pt-BR.aff", "pt-BR.dic"} {
		if err := os.WriteFile(filepath.Join(two, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	all := Find([]string{one, "relative", filepath.Join(one, "missing"), two})
	var names []string
	for _, d := range all {
		names = append(names, d.Name)
	}
	if diff := cmp.Diff(names, []string{"de_AT", "de_DE", "en_GB", "pt-BR"}); diff != "" {
		t.Fatal(diff)
	}
	if filepath.Dir(all[2].Dic) != one {
		t.Error("the second folder won")
	}
	for _, c := range []struct{ langs, want, missing string }{
		{"zh_CN.UTF-8 en", "en_GB", ""},
		{"de en", "de_DE en_GB", ""},
		{"de_AT en", "de_AT en_GB", ""},
		{"de_CH", "de_DE", ""},
		{"pt_BR", "pt-BR", ""},
		{"fr_FR en_US", "en_GB", "fr"},
		{"C.UTF-8 POSIX", "", ""},
		{"en_GB en", "en_GB", ""},
	} {
		chosen, missing := Choose(all, strings.Fields(c.langs)...)
		var got []string
		for _, d := range chosen {
			got = append(got, d.Name)
		}
		if strings.Join(got, " ") != c.want || strings.Join(missing, " ") != c.missing {
			t.Errorf("%s: got %q, without %q", c.langs, got, missing)
		}
	}
}

func TestDamagedDictionaryIsAnError(t *testing.T) {
	d := small(t, "a")
	if err := os.WriteFile(d.Aff, []byte("SET X-NO-SUCH\nSFX S Y 99\nSFX\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if c, err := Open([]Dictionary{d}, ""); err == nil && !c.Right("a") {
		t.Error("a damaged dictionary judges")
	}
	if _, err := Open([]Dictionary{{Name: "x", Aff: filepath.Join(t.TempDir(), "x.aff"), Dic: "x.dic"}}, ""); err == nil {
		t.Error("a missing dictionary is no error")
	}
}

func FuzzWords(f *testing.F) {
	f.Add("a **b**c `d` 中文e’f-g http://x.y \xff")
	f.Fuzz(func(t *testing.T, s string) {
		doc := text.New(s)
		x := syntax.New(doc)
		for i := range doc.Lines() {
			line, last := doc.Line(i), 0
			for _, w := range Words(line, x.Line(i)) {
				if w.From < last || w.To <= w.From || w.To > len(line) {
					t.Fatalf("word [%d, %d) behind %d of %q", w.From, w.To, last, line)
				}
				last = w.To
			}
		}
	})
}

func BenchmarkWords(b *testing.B) {
	doc := text.New(strings.Repeat("The quick brown fox 中文中文中文 jumps over [the lazy](http://dog.example) dog, again and again.\n\n", 100))
	x := syntax.New(doc)
	for b.Loop() {
		for i := range doc.Lines() {
			Words(doc.Line(i), x.Line(i))
		}
	}
}

// BenchmarkWrongAtTheEndOf1MB is a look at the last screen of a long post whose colours are not known yet.
func BenchmarkWrongAtTheEndOf1MB(b *testing.B) {
	dir := b.TempDir()
	d := Dictionary{Name: "en_US", Aff: filepath.Join(dir, "en_US.aff"), Dic: filepath.Join(dir, "en_US.dic")}
	if err := errors.Join(os.WriteFile(d.Aff, []byte(aff), 0o644), os.WriteFile(d.Dic, []byte("2\nand\nsome\n"), 0o644)); err != nil {
		b.Fatal(err)
	}
	c, err := Open([]Dictionary{d}, "")
	if err != nil {
		b.Fatal(err)
	}
	doc := text.New(strings.Repeat("段落里有一些文字，and some wrods.\n\n## 标题 heading\n\n- 列表\n", 14_000))
	for b.Loop() {
		c.Wrong(doc, syntax.New(doc), doc.Lines()-120, doc.Lines(), 500)
	}
}
