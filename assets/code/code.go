// Package code owns which languages listings are coloured in. The editor and the preview ask it, so that a fence has the same colours in both.
package code

import (
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// maxName bounds the bytes of a language's name; the longest that there is has 27. What stands behind a fence may be a paragraph whose first
// character is a backtick too many.
const maxName = 40

// Lexer gives the lexer of a language as Hugo finds it: by name, by alias, by the ending or the name of a file; nil where there is none. It
// takes some microseconds whatever the name is, and may be called from any goroutine.
//
// Chroma's own search tries some 7,000 patterns on a name that it does not know, which takes half a millisecond a byte.
func Lexer(name string) chroma.Lexer {
	if name == "" || len(name) > maxName {
		return nil
	}
	return languages().find(name)
}

// catalogue is chroma's registry, ordered for looking up.
type catalogue struct {
	names  map[string]chroma.Lexer
	first  patterns // the usual names of a language's files
	second patterns // names that may be another language's, too
}

var languages = sync.OnceValue(func() *catalogue {
	c := &catalogue{names: map[string]chroma.Lexer{}, first: newPatterns(), second: newPatterns()}
	aliases := map[string]chroma.Lexer{}
	for i, l := range lexers.GlobalLexerRegistry.Lexers {
		config := l.Config()
		c.names[config.Name], c.names[strings.ToLower(config.Name)] = l, l
		for _, a := range config.Aliases {
			aliases[a], aliases[strings.ToLower(a)] = l, l
		}
		for _, glob := range config.Filenames {
			c.first.add(glob, entry{i, l})
		}
		for _, glob := range config.AliasFilenames {
			c.second.add(glob, entry{i, l})
		}
	}
	for a, l := range aliases {
		if c.names[a] == nil {
			c.names[a] = l
		}
	}
	return c
})

func (c *catalogue) find(name string) chroma.Lexer {
	if l := c.names[name]; l != nil {
		return l
	}
	if l := c.names[strings.ToLower(name)]; l != nil {
		return l
	}
	var found []entry
	for i, file := range []string{"filename." + name, name} {
		if l := c.match(filepath.Base(file)); l != nil {
			found = append(found, entry{i, l})
		}
	}
	return best(found)
}

func (c *catalogue) match(file string) chroma.Lexer {
	if l := best(c.first.match(file)); l != nil {
		return l
	}
	return best(c.second.match(file))
}

// entry is a lexer with its place in the registry.
type entry struct {
	place int
	lexer chroma.Lexer
}

// best is the lexer of the highest priority, of several the one that stands first.
func best(found []entry) chroma.Lexer {
	if len(found) == 0 {
		return nil
	}
	slices.SortFunc(found, func(a, b entry) int { return a.place - b.place })
	var all chroma.PrioritisedLexers
	for _, e := range found {
		all = append(all, e.lexer)
	}
	sort.Stable(all)
	return all[0]
}

// patterns are the names of files, by their shape.
type patterns struct {
	whole   map[string][]entry // "Makefile"
	endings map[string][]entry // what stands behind "*" in "*.go"
	wild    []wild             // the few others
}

type wild struct {
	glob string
	entry
}

func newPatterns() patterns {
	return patterns{whole: map[string][]entry{}, endings: map[string][]entry{}}
}

func (p *patterns) add(glob string, e entry) {
	const special = `*?[\`
	ending, star := strings.CutPrefix(glob, "*.")
	switch {
	case !strings.ContainsAny(glob, special):
		p.whole[glob] = append(p.whole[glob], e)
	case star && !strings.ContainsAny(ending, special):
		p.endings["."+ending] = append(p.endings["."+ending], e)
	default:
		p.wild = append(p.wild, wild{glob, e})
	}
}

func (p *patterns) match(file string) []entry {
	found := slices.Clone(p.whole[file])
	for i := range len(file) {
		if file[i] == '.' {
			found = append(found, p.endings[file[i:]]...)
		}
	}
	for _, w := range p.wild {
		if ok, err := filepath.Match(w.glob, file); ok && err == nil {
			found = append(found, w.entry)
		}
	}
	return found
}
