package assets

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"sync/atomic"
)

// The languages the program speaks, as the tags that [Language] answers.
const (
	English = "en"
	Chinese = "zh"
)

// chosen is the language set by [SetLanguage], nil until then. It is the one mutable variable of the package: a
// sentence is needed in every corner of the program, and a catalogue handed through each constructor would say less.
var chosen atomic.Pointer[string]

// fromEnvironment is read once, so that a sentence never changes its language by itself.
var fromEnvironment = sync.OnceValue(func() string {
	return environmentLanguage(os.Getenv)
})

// sentence is one catalogue text with the number of arguments its verbs use.
type sentence struct {
	text string
	args int
}

var (
	english = sync.OnceValue(func() map[string]sentence { return mustLoad(English) })
	chinese = sync.OnceValue(func() map[string]sentence { return mustLoad(Chinese) })
)

// T returns the sentence with the id "area.name" in the language of the program, its fmt verbs filled with args. A
// literal percent sign is written %% in the catalogue; verbs may be indexed (%[2]s) where Chinese orders differently;
// arguments beyond the verbs are left out. An unknown id is returned as it is. Any goroutine may call it.
func T(id string, args ...any) string {
	return lookup(id, args)
}

// N is T for a sentence that counts: it takes id.one when n is 1 and id.other else. The first verb is n, the rest args.
func N(id string, n int, args ...any) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return lookup(id+form, append([]any{n}, args...))
}

// Has reports whether the catalogue has the id, for ids that are put together from a code of another package.
func Has(id string) bool {
	_, ok := catalogue()[id]
	return ok
}

// SetLanguage chooses the language by a tag as "zh-Hans", "zh_CN.UTF-8" or "en": Chinese for every zh, English for
// the rest; an empty tag goes back to the environment. Texts already shown stay until they are made again.
func SetLanguage(tag string) {
	if tag == "" {
		chosen.Store(nil)
		return
	}
	lang := languageOf(tag)
	chosen.Store(&lang)
}

// Language returns the language in use, English or Chinese. Until SetLanguage it is that of the first non-empty of
// LC_ALL, LC_MESSAGES, LANG and LANGUAGE. A graphical session on Windows or macOS sets none of them: the window then
// passes the system's own locale to SetLanguage.
func Language() string {
	if lang := chosen.Load(); lang != nil {
		return *lang
	}
	return fromEnvironment()
}

func environmentLanguage(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"} {
		if v := getenv(name); v != "" {
			return languageOf(v)
		}
	}
	return English
}

func languageOf(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if rest, ok := strings.CutPrefix(tag, Chinese); ok && (rest == "" || strings.ContainsRune("-_.@:", rune(rest[0]))) {
		return Chinese
	}
	return English
}

func catalogue() map[string]sentence {
	if Language() == Chinese {
		return chinese()
	}
	return english()
}

func lookup(id string, args []any) string {
	s, ok := catalogue()[id]
	if !ok {
		return id
	}
	return fmt.Sprintf(s.text, args[:min(len(args), s.args)]...)
}

// mustLoad panics on a broken catalogue: it is compiled in, and a test loads both languages.
func mustLoad(lang string) map[string]sentence {
	texts, err := load(langFS, lang)
	if err != nil {
		panic(err)
	}
	all := make(map[string]sentence, len(texts))
	for id, text := range texts {
		n := 0
		for _, v := range verbs(text) {
			n = max(n, v.arg)
		}
		all[id] = sentence{text, n}
	}
	return all
}

// load merges lang/AREA.LANG.json of every area. An id has to begin with its area, so no two files can hold the same.
func load(fsys fs.FS, lang string) (map[string]string, error) {
	files, err := fs.Glob(fsys, "lang/*."+lang+".json")
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, name := range files {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		var texts map[string]string
		if err := json.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("read catalogue %q: %w", name, err)
		}
		area := strings.TrimSuffix(path.Base(name), "."+lang+".json")
		for id, text := range texts {
			if !strings.HasPrefix(id, area+".") {
				return nil, fmt.Errorf("read catalogue %q: id %q is not of the area %q", name, id, area)
			}
			all[id] = text
		}
	}
	return all, nil
}

// verb is one fmt verb of a sentence: the number of the argument it takes, from 1, and its letter.
type verb struct {
	arg    int
	letter rune
}

// verbs lists the fmt verbs of a text in the order they stand. Widths and precisions taken from arguments (*) are not
// used in catalogues and not understood here.
func verbs(text string) []verb {
	var all []verb
	arg, inside := 0, false
	index := -1
	for _, r := range text {
		switch {
		case !inside:
			inside = r == '%'
		case index >= 0 && r >= '0' && r <= '9':
			index = index*10 + int(r-'0')
		case r == '[':
			index = 0
		case r == ']':
			arg, index = index-1, -1
		case strings.ContainsRune("+-# .0123456789", r):
		case r == '%':
			inside = false
		default:
			arg++
			all = append(all, verb{arg, r})
			inside = false
		}
	}
	return all
}

// Dot stands between the facts of one line of a label. It is no middle dot (U+00B7): fonts for simplified Chinese have that as wide as a character.
// They lack this one, which comes from the font of Latin text.
const Dot = "\u2219"
