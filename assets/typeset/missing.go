package typeset

import (
	"slices"
	"strings"

	"github.com/go-text/typesetting/language"
)

// Missing says that no face covers a script, and what to install.
type Missing struct {
	// Script is the ISO 15924 code, such as "Hani".
	Script string
	// Rune is the first one that was found without a face.
	Rune rune
	// Font is a font that has the script, and Package its Debian package.
	Font, Package string
}

// Missing returns the scripts that text was shaped in and that no face covers,
// sorted by script. It is empty until [Book.LoadSystem] has ended.
func (b *Book) Missing() []Missing {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := make([]Missing, 0, len(b.missing))
	for _, m := range b.missing {
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b Missing) int { return strings.Compare(a.Script, b.Script) })
	return list
}

// noteMissing records that set has no face for r.
func (b *Book) noteMissing(set *faceSet, r rune) {
	script := language.LookupScript(r)
	emoji := emojiPresentation(r)
	if !set.system || !emoji && (!script.Strong() || script == language.Unknown) {
		return
	}
	m := Missing{Script: script.String(), Rune: r, Font: "Noto Sans", Package: "fonts-noto"}
	switch {
	case emoji:
		m.Script, m.Font, m.Package = "Zsye", "Noto Color Emoji", "fonts-noto-color-emoji"
	case script == language.Han, script == language.Hiragana, script == language.Katakana,
		script == language.Hangul, script == language.Bopomofo:
		m.Font, m.Package = "Noto Sans CJK", "fonts-noto-cjk"
	case script == language.Latin, script == language.Cyrillic, script == language.Greek,
		script == language.Arabic, script == language.Hebrew, script == language.Thai,
		script == language.Devanagari:
		m.Package = "fonts-noto-core"
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.set.Load() != set {
		return // a newer book may have it
	}
	if _, known := b.missing[m.Script]; !known {
		b.missing[m.Script] = m
	}
}
