package spell

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Dictionary is a pair of hunspell files.
type Dictionary struct {
	Name     string // as the files are called: "en_US"
	Aff, Dic string
}

// maxDictionary is the size of a word list past which it is not read, in bytes.
const maxDictionary = 64 << 20

// Dirs are the folders where systems keep dictionaries, the author's own first. getenv is os.Getenv, home the home folder.
func Dirs(getenv func(string) string, home string) []string {
	out := filepath.SplitList(getenv("DICPATH"))
	data := getenv("XDG_DATA_HOME")
	if data == "" && home != "" {
		data = filepath.Join(home, ".local", "share")
	}
	roots := filepath.SplitList(getenv("XDG_DATA_DIRS"))
	if runtime.GOOS != "windows" {
		roots = append(roots, "/usr/local/share", "/usr/share", "/opt/homebrew/share")
	}
	for _, root := range append([]string{data}, roots...) {
		if root != "" {
			out = append(out, filepath.Join(root, "hunspell"), filepath.Join(root, "myspell", "dicts"), filepath.Join(root, "myspell"))
		}
	}
	if runtime.GOOS == "darwin" {
		out = append(out, filepath.Join(home, "Library", "Spelling"), "/Library/Spelling")
	}
	if app := getenv("APPDATA"); app != "" {
		out = append(out, filepath.Join(app, "hunspell"))
	}
	return slices.Compact(out)
}

// Find lists the dictionaries of some folders, by name; the first folder that has one wins.
func Find(dirs []string) []Dictionary {
	var out []Dictionary
	for _, dir := range dirs {
		if !filepath.IsAbs(dir) {
			continue
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			name, ok := strings.CutSuffix(e.Name(), ".aff")
			if !ok || strings.HasPrefix(name, "hyph_") || slices.ContainsFunc(out, func(d Dictionary) bool { return d.Name == name }) {
				continue
			}
			d := Dictionary{Name: name, Aff: filepath.Join(dir, e.Name()), Dic: filepath.Join(dir, name+".dic")}
			if info, err := os.Stat(d.Dic); err == nil && info.Mode().IsRegular() && info.Size() <= maxDictionary {
				out = append(out, d)
			}
		}
	}
	slices.SortFunc(out, func(a, b Dictionary) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Choose picks the dictionaries for some languages, tags such as "de", "pt-BR" or "en_GB.UTF-8", one for each: the very one, else that
// of the language's own country, else any of the language. Languages that are written without spaces need none. missing are the
// languages for which there is none.
func Choose(all []Dictionary, langs ...string) (chosen []Dictionary, missing []string) {
	var seen []string
	for _, tag := range langs {
		tag, _, _ = strings.Cut(tag, ".")
		tag, _, _ = strings.Cut(tag, "@")
		tag = strings.ReplaceAll(tag, "-", "_")
		base, _, _ := strings.Cut(strings.ToLower(tag), "_")
		if len(base) < 2 || slices.Contains([]string{"zh", "ja", "th", "lo", "km", "my", "posix"}, base) || slices.Contains(seen, base) {
			continue
		}
		seen = append(seen, base)
		if d, ok := best(all, tag, base); ok {
			chosen = append(chosen, d)
		} else {
			missing = append(missing, base)
		}
	}
	return chosen, missing
}

func best(all []Dictionary, tag, base string) (Dictionary, bool) {
	home := base + "_" + strings.ToUpper(base)
	if base == "en" {
		home = "en_US"
	}
	for _, want := range []string{tag, home, base} {
		for _, d := range all {
			if strings.EqualFold(strings.ReplaceAll(d.Name, "-", "_"), want) {
				return d, true
			}
		}
	}
	for _, d := range all {
		if b, _, _ := strings.Cut(strings.ReplaceAll(d.Name, "-", "_"), "_"); strings.EqualFold(b, base) {
			return d, true
		}
	}
	return Dictionary{}, false
}
