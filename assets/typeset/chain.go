package typeset

import (
	"slices"
	"strings"

	"github.com/go-text/typesetting/font"
)

// chainKey is what the order of the families depends on.
type chainKey struct {
	bold, italic, mono bool
	lang               string
}

// chain is the order in which the families are asked for a rune, with the
// answers that were found. It belongs to one shaper.
type chain struct {
	key    chainKey
	set    *faceSet
	cjk    string   // the language of ideographs, for the fonts' own choices
	groups []*group // without emoji
	emoji  []*group
	pages  [0x110000 >> 8]*[256]uint16
	picks  []pick // what pages refer to, from 1
}

// pick is a face for a rune, and what has to be done to it to look as asked.
type pick struct {
	face       *face
	bold, skew bool // synthesised
}

func newChain(set *faceSet, key chainKey) *chain {
	c := &chain{key: key, set: set}
	lang := key.lang
	if regionOf(lang) == regionNone {
		lang = set.locale
	}
	regions := regionOf(lang).order()
	c.cjk = regionOf(lang).tag()
	ranks := make(map[*group]int, len(set.groups))
	for _, g := range set.groups {
		if g.emoji {
			c.emoji = append(c.emoji, g)
			continue
		}
		ranks[g] = groupRank(g, key.mono, regions)
		c.groups = append(c.groups, g)
	}
	slices.SortStableFunc(c.groups, func(a, b *group) int { return ranks[a] - ranks[b] })
	slices.SortStableFunc(c.emoji, func(a, b *group) int { return emojiRank(a) - emojiRank(b) })
	return c
}

// groupRank orders families: given ones, those for ideographs of the wanted
// region, the rest; sans before serif, and monospaced ones first or last as the
// style wants. Ideographs are as wide as each other in any font: their
// monospaced families would only cost memory.
func groupRank(g *group, mono bool, regions []region) int {
	rank := 0
	switch {
	case g.given && !g.cjk:
	case g.cjk:
		rank = 100 * (1 + slices.Index(regions, g.region))
		if !g.given {
			rank += 1 + g.rank
		}
		if g.mono {
			rank += 80
		}
		mono = g.mono
	default:
		rank = 2000
		for _, odd := range []string{"symbol", "math", "display", "ui", "looped", "condensed", "lastresort", "unifont"} {
			if strings.Contains(g.family, odd) {
				rank += 100
			}
		}
		switch g.family {
		case "notosans", "segoeui", "helveticaneue", "arial", "dejavusans", "liberationsans", "roboto", "ubuntu",
			"notosansmono", "menlo", "consolas", "dejavusansmono", "liberationmono", "ubuntumono", "couriernew":
			rank -= 200
		}
		if !strings.Contains(g.family, "sans") {
			rank += 200
		}
		if mono && g.mono && !g.serif && rank <= 2200 { // Latin of code is never taken from a font for ideographs
			rank = 60 + (rank-1800)/20
		}
	}
	if g.serif {
		rank += 700
	}
	if g.mono != mono {
		rank += 50
		if g.mono {
			rank += 1000
		}
	}
	return rank
}

func emojiRank(g *group) int {
	rank := 0
	if !g.given {
		rank++
	}
	if !strings.Contains(g.family, "color") && !strings.Contains(g.family, "colour") {
		rank += 2
	}
	return rank
}

// lookup returns the face for r; its face is nil when there is none.
func (c *chain) lookup(b *Book, r rune) pick {
	if r < 0 || int(r>>8) >= len(c.pages) {
		return pick{}
	}
	page := c.pages[r>>8]
	if page == nil {
		page = new([256]uint16)
		c.pages[r>>8] = page
	}
	if i := page[r&255]; i != 0 {
		return c.picks[i-1]
	}
	p := c.find(b, c.groups, r)
	if p.face == nil {
		p = c.find(b, c.emoji, r)
	}
	if p.face == nil && !c.known(r) {
		b.noteMissing(c.set, r)
	}
	page[r&255] = c.remember(p)
	return p
}

// known reports whether some family has r, loaded or not.
func (c *chain) known(r rune) bool {
	for _, g := range slices.Concat(c.groups, c.emoji) {
		if g.pick(r, c.key.bold, c.key.italic) != nil {
			return true
		}
	}
	return false
}

// remember returns the number of p among the chain's picks, which are few.
func (c *chain) remember(p pick) uint16 {
	i := slices.Index(c.picks, p)
	if i < 0 {
		i = len(c.picks)
		c.picks = append(c.picks, p)
	}
	return uint16(i + 1)
}

// find asks the families in turn. While the best face is being loaded only what is there already takes its place: asking for the next
// best ones too would load every font of the script, some 17 MB each.
func (c *chain) find(b *Book, groups []*group, r rune) pick {
	waiting := false
	for _, g := range groups {
		f := g.pick(r, c.key.bold, c.key.italic)
		if waiting && f != nil {
			f = g.pickLoaded(r, nil)
		}
		for f != nil && !b.wanted(f) {
			if f.state.Load() != faceFailed {
				waiting = true
			}
			f = g.pickLoaded(r, f) // not there yet, or broken: another face of the family may be
		}
		if f == nil {
			continue
		}
		p := pick{face: f}
		if c.key.bold && f.weight < font.WeightSemibold && !g.emoji {
			if v := f.boldInstance(); v != nil {
				p.face = v
			} else {
				p.bold = true
			}
		}
		p.skew = c.key.italic && !f.italic && !g.emoji
		return p
	}
	return pick{}
}

// pickLoaded returns a face of the family other than not that covers r and is
// ready.
func (g *group) pickLoaded(r rune, not *face) *face {
	for _, f := range g.faces {
		if f != not && f.state.Load() == faceLoaded && f.covers(r) {
			return f
		}
	}
	return nil
}

// emojiFor returns the colour face for r.
func (c *chain) emojiFor(b *Book, r rune) pick { return c.find(b, c.emoji, r) }

// primary is the face of the style's spaces and of what no face covers.
func (c *chain) primary(b *Book) pick {
	if p := c.lookup(b, ' '); p.face != nil {
		return p
	}
	waiting := false
	for _, g := range slices.Concat(c.groups, c.emoji) {
		for _, f := range g.faces {
			if f.state.Load() == faceLoaded || !waiting && b.wanted(f) {
				return pick{face: f}
			}
			waiting = waiting || f.state.Load() == faceLoading
		}
	}
	return pick{}
}
