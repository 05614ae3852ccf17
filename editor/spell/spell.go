// Package spell owns the check of spelling: which words of a Markdown line are prose, and what the hunspell dictionaries of the system
// and the author's own words say about them. Chinese, Japanese, code, addresses and markup are left alone.
//
// A [Checker] belongs to one goroutine at a time, never to that of the window: reading a dictionary takes most of a second.
package spell

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/client9/gospell"

	"lanyard/editor/syntax"
	"lanyard/editor/text"
	"lanyard/store/atomicfile"
)

// Checker knows which words are right.
type Checker struct {
	dicts   []loaded
	own     map[string]bool
	file    string // of the author's words, one a line
	verdict map[string]bool
}

type loaded struct {
	name    string
	words   *gospell.GoSpell
	scripts []*unicode.RangeTable
}

// maxVerdicts bounds what is remembered, in words.
const maxVerdicts = 50_000

// Open reads dictionaries and the author's words from the file own, which need not exist; "" keeps none.
func Open(dicts []Dictionary, own string) (*Checker, error) {
	c := &Checker{own: map[string]bool{}, file: own, verdict: map[string]bool{}}
	for _, d := range dicts {
		l, err := load(d)
		if err != nil {
			return nil, err
		}
		c.dicts = append(c.dicts, l)
	}
	if own == "" {
		return c, nil
	}
	data, err := os.ReadFile(own)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("words: %w", err)
	}
	for w := range strings.Lines(string(data)) {
		if w = strings.TrimSpace(w); w != "" {
			c.own[w] = true
		}
	}
	return c, nil
}

// load reads one dictionary. The library trusts what it reads, so a damaged file can make it panic; that is an error of the file here.
func load(d Dictionary) (l loaded, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("dictionary %q: %v", d.Dic, r)
		}
	}()
	words, err := gospell.NewGoSpell(d.Aff, d.Dic)
	if err != nil {
		return l, fmt.Errorf("dictionary %q: %w", d.Dic, err)
	}
	l = loaded{name: d.Name, words: words}
	const look = 2000 // words; enough to see what it is written in
	n := 0
	words.ForEachWord(func(w string) bool {
		for _, r := range w {
			if t := scriptOf(r); t != nil && !slices.Contains(l.scripts, t) {
				l.scripts = append(l.scripts, t)
			}
		}
		n++
		return n < look
	})
	return l, nil
}

// scripts are those that dictionaries are written in; the others are left alone.
func scripts() []*unicode.RangeTable {
	return []*unicode.RangeTable{
		unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Hebrew, unicode.Arabic, unicode.Armenian, unicode.Georgian, unicode.Devanagari,
		unicode.Bengali, unicode.Tamil, unicode.Telugu, unicode.Gujarati, unicode.Hangul,
	}
}

func scriptOf(r rune) *unicode.RangeTable {
	for _, t := range scripts() {
		if unicode.Is(t, r) {
			return t
		}
	}
	return nil
}

// Names are the dictionaries in use.
func (c *Checker) Names() []string {
	var out []string
	for _, d := range c.dicts {
		out = append(out, d.name)
	}
	return out
}

// Wrong finds the misspelt words of the lines [from, to) of the document that the index has the colours of, as ranges of the document,
// sorted. At most limit are given.
func (c *Checker) Wrong(doc text.Doc, x *syntax.Index, from, to, limit int) []text.Range {
	var out []text.Range
	for i := from; i < min(to, doc.Lines()) && len(out) < limit; i++ {
		start := doc.LineStart(i)
		for _, w := range Words(doc.Line(i), x.Line(i)) {
			if !c.Right(w.Text) {
				out = append(out, text.Range{Anchor: start + w.From, Head: start + w.To})
			}
		}
	}
	return out[:min(len(out), limit)]
}

// Right reports whether a word is spelled right, or in no script of the dictionaries.
func (c *Checker) Right(word string) bool {
	word = strings.ReplaceAll(word, "’", "'")
	if ok, known := c.verdict[word]; known {
		return ok
	}
	ok := c.right(word)
	if !ok && strings.Contains(word, "-") {
		ok = !slices.ContainsFunc(strings.Split(word, "-"), func(part string) bool { return utf8.RuneCountInString(part) > 1 && !c.right(part) })
	}
	if len(c.verdict) >= maxVerdicts {
		clear(c.verdict)
	}
	c.verdict[word] = ok
	return ok
}

func (c *Checker) right(word string) bool {
	lower := strings.ToLower(word)
	possessive := strings.TrimSuffix(word, "'s")
	if c.own[word] || c.own[lower] || c.own[possessive] {
		return true
	}
	judged := false
	for i := range c.dicts {
		d := &c.dicts[i]
		if !d.writes(word) {
			continue
		}
		judged = true
		if d.spells(word) || possessive != word && d.spells(possessive) {
			return true
		}
	}
	return !judged
}

// writes reports whether the dictionary knows the script of every letter.
func (d *loaded) writes(word string) bool {
	for _, r := range word {
		if !unicode.IsLetter(r) {
			continue
		}
		if t := scriptOf(r); t == nil || !slices.Contains(d.scripts, t) {
			return false
		}
	}
	return true
}

// spells asks the library, whose rules for affixes may be hostile too: a word it stumbles over is right.
func (d *loaded) spells(word string) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = true
		}
	}()
	return d.words.Spell(word)
}

// Suggest gives words that may be meant, the likeliest first.
func (c *Checker) Suggest(word string, limit int) []string {
	word = strings.ReplaceAll(word, "’", "'")
	var out []string
	for i := range c.dicts {
		d := &c.dicts[i]
		if !d.writes(word) {
			continue
		}
		for _, s := range d.suggest(word, limit) {
			if !slices.Contains(out, s) && s != word {
				out = append(out, s)
			}
		}
	}
	return out[:min(len(out), limit)]
}

func (d *loaded) suggest(word string, limit int) (out []string) {
	defer func() {
		if recover() != nil {
			out = nil
		}
	}()
	found, err := d.words.Suggest(word, limit)
	if err != nil {
		return nil
	}
	for _, s := range found {
		out = append(out, s.Word)
	}
	return out
}

// Add makes a word right from now on and keeps it in the author's file.
func (c *Checker) Add(word string) error {
	word = strings.TrimSpace(strings.ReplaceAll(word, "’", "'"))
	if word == "" || c.own[word] {
		return nil
	}
	c.own[word] = true
	clear(c.verdict)
	if c.file == "" {
		return nil
	}
	words := make([]string, 0, len(c.own))
	for w := range c.own {
		words = append(words, w)
	}
	slices.Sort(words)
	if err := os.MkdirAll(filepath.Dir(c.file), 0o700); err != nil {
		return fmt.Errorf("words: %w", err)
	}
	if err := atomicfile.Write(c.file, []byte(strings.Join(words, "\n")+"\n"), 0o600); err != nil {
		return fmt.Errorf("words: %w", err)
	}
	return nil
}
