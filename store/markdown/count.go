package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words is how much prose a text holds.
type Words struct {
	Characters int // Chinese, Japanese and Korean characters, and words of other scripts, each as one
	Runs       int // runs without white space
	CJK        bool
}

// Add adds what another text holds.
func (w *Words) Add(o Words) {
	w.Characters += o.Characters
	w.Runs += o.Runs
	w.CJK = w.CJK || o.CJK
}

// CountWords counts as Hugo does with hasCJKLanguage: a word with ideographs or kana counts each of its characters, any other word counts one
// (gohugoio/hugo, hugolib/page__content.go).
func CountWords(text string) Words {
	var w Words
	for run := range strings.FieldsSeq(text) {
		w.Runs++
		if !strings.ContainsFunc(run, isCJK) {
			w.Characters++
			continue
		}
		w.CJK = true
		w.Characters += utf8.RuneCountInString(run)
	}
	return w
}

// Words counts what a reader sees of the block: no markup, no addresses, no code.
func (b *Block) Words() Words {
	var w Words
	if len(b.Inlines) > 0 {
		w = CountWords(PlainText(b.Inlines))
	}
	for _, child := range b.Children {
		w.Add(child.Words())
	}
	return w
}

func isCJK(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}
