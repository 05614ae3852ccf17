package command

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"

	"lanyard/assets"
	"lanyard/editor/find"
	"lanyard/editor/text"
)

// Text is a text made ready for fuzzy search. A query matches when its letters occur in it in order; an ideograph is matched by itself
// or by the first letters of its pinyin, so "kfz" and "kaifazhe" find 开发者.
type Text struct {
	units []unitRune
}

// unitRune is a character with the ways to type it.
type unitRune struct {
	r      rune     // folded
	spell  []string // pinyin without tones
	starts bool     // at the begin of a word
	first  uint64   // bits of what it can be typed with
}

// bit spreads runes over a set.
func bit(r rune) uint64 { return 1 << (uint32(r) % 64) }

// maxUnits and maxQuery bound what is compared, in characters.
const (
	maxUnits = 200
	maxQuery = 60
	maxWords = 8
)

// NewText makes a text ready. Any goroutine may call it.
func NewText(s string) Text {
	var t Text
	prev := ' '
	for _, r := range s {
		if len(t.units) == maxUnits {
			break
		}
		u := unitRune{r: find.Fold(r), starts: !text.IsWord(prev) || text.IsCJK(r) || (unicode.IsUpper(r) && unicode.IsLower(prev))}
		if r >= 0x3400 && r <= 0x9FFF {
			u.spell = spellings(r)
		}
		u.first = bit(u.r)
		for _, s := range u.spell {
			u.first |= bit(rune(s[0]))
		}
		t.units = append(t.units, u)
		prev = r
	}
	return t
}

// spellings are the readings of an ideograph in plain letters.
func spellings(r rune) []string {
	var out []string
	for s := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		plain := strings.Map(func(c rune) rune {
			if c < 0x80 {
				return c
			}
			return toneless[c]
		}, s)
		if plain != "" && !slices.Contains(out, plain) {
			out = append(out, plain)
		}
	}
	return out
}

// toneless are the letters of pinyin without their tones; ü is typed as v.
var toneless = map[rune]rune{
	'ā': 'a', 'á': 'a', 'ǎ': 'a', 'à': 'a', 'ē': 'e', 'é': 'e', 'ě': 'e', 'è': 'e', 'ê': 'e', 'ế': 'e', 'ề': 'e', 'ī': 'i', 'í': 'i', 'ǐ': 'i', 'ì': 'i',
	'ō': 'o', 'ó': 'o', 'ǒ': 'o', 'ò': 'o', 'ū': 'u', 'ú': 'u', 'ǔ': 'u', 'ù': 'u', 'ü': 'v', 'ǖ': 'v', 'ǘ': 'v', 'ǚ': 'v', 'ǜ': 'v',
	'ń': 'n', 'ň': 'n', 'ǹ': 'n', 'ḿ': 'm',
}

// Match reports whether the query matches and how well; more is better. Words that do not match in their order may match in any other.
// The empty query matches everything alike.
func (t Text) Match(query string) (score int, ok bool) {
	var q []rune
	for _, r := range query {
		if !unicode.IsSpace(r) && len(q) < maxQuery {
			q = append(q, find.Fold(r))
		}
	}
	if len(q) == 0 {
		return 0, true
	}
	if score, ok = t.match(q); ok {
		return score, true
	}
	words := strings.Fields(query)
	if len(words) < 2 || len(words) > maxWords {
		return 0, false
	}
	total := 0
	for _, w := range words {
		q = q[:0]
		for _, r := range w {
			if len(q) < maxQuery {
				q = append(q, find.Fold(r))
			}
		}
		score, ok := t.match(q)
		if !ok {
			return 0, false
		}
		total += score
	}
	return total/len(words) - 50, true
}

func (t Text) match(q []rune) (score int, ok bool) {
	const no = -1 << 30
	// best[i] is the best score with the first i letters of the query used up; run[i] the same with the last of them in the character
	// just passed. Both are kept in place: a character only moves scores to higher i, so i goes down.
	var best, run [maxQuery + 1]int
	for i := range len(q) + 1 {
		best[i], run[i] = no, no
	}
	best[0] = 0
	var letters uint64
	for _, r := range q {
		letters |= bit(r)
	}
	for k := range t.units {
		u := &t.units[k]
		run[len(q)] = no
		if u.first&letters == 0 {
			for i := range q {
				run[i] = no
			}
			continue
		}
		for i := len(q) - 1; i >= 0; i-- {
			from, after := best[i]-1, run[i]+6
			run[i] = no
			if best[i] <= no {
				continue
			}
			if i == 0 {
				from = -min(k/4, 10) // matches near the begin first
			}
			from = max(from, after)
			if u.starts {
				from += 4
			}
			if u.r == q[i] {
				best[i+1], run[i+1] = max(best[i+1], from+10), max(run[i+1], from+10)
			}
			for _, s := range u.spell {
				for n := 1; n <= len(s) && i+n <= len(q) && q[i+n-1] == rune(s[n-1]); n++ {
					gain := from + 8 + 16*(n-1) // letters of one reading count as letters side by side do
					best[i+n], run[i+n] = max(best[i+n], gain), max(run[i+n], gain)
				}
			}
		}
	}
	if best[len(q)] <= no/2 {
		return 0, false
	}
	return best[len(q)]*10 - min(len(t.units), 100), true
}

// Search finds the commands of the palette: those that match the query by name, in either language, or by ID, best first. recent are
// the IDs used lately, the last one first: they come first for an empty query and win among equals.
func (t *Table) Search(query string, recent []string) []Command {
	type hit struct {
		c     Command
		score int
	}
	var hits []hit
	for _, c := range t.rows {
		if c.Hidden {
			continue
		}
		score, found := 0, false
		for i, s := range []string{c.Title(), assets.T("command." + c.ID + ".also"), c.ID} {
			if v, ok := NewText(s).Match(query); ok && (!found || v-40*i > score) {
				score, found = v-40*i, true
			}
		}
		if !found {
			continue
		}
		if strings.TrimSpace(query) == "" {
			score = 0
		}
		if k := slices.Index(recent, c.ID); k >= 0 {
			score += 30 - min(k, 29)
		}
		hits = append(hits, hit{c, score})
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return b.score - a.score })
	out := make([]Command, len(hits))
	for i, h := range hits {
		out[i] = h.c
	}
	return out
}

// Help is the page of all commands and their keys, in Markdown and the language of the program.
func (t *Table) Help() string {
	var b strings.Builder
	b.WriteString("# " + assets.T("command.help.title") + "\n")
	menu := "-"
	for _, part := range []bool{false, true} { // what stands in menus, then the rest
		for _, c := range t.rows {
			if (c.Menu == "") != part {
				continue
			}
			if c.Menu != menu {
				menu = c.Menu
				name := assets.T("command.help.more")
				if menu != "" {
					name = assets.T("command.menu." + menu)
				}
				b.WriteString("\n## " + name + "\n\n| " + assets.T("command.help.command") + " | " + assets.T("command.help.key") + " | " +
					assets.T("command.help.id") + " |\n|---|---|---|\n")
			}
			var keys []string
			for _, k := range t.Keys(c.ID) {
				keys = append(keys, "`` "+Label(k, t.goos)+" ``")
			}
			b.WriteString("| " + strings.NewReplacer("|", `\|`, "<", `\<`).Replace(c.Title()) + " | " + strings.Join(keys, ", ") + " | " + c.ID + " |\n")
		}
	}
	return b.String()
}
