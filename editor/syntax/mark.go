package syntax

import "slices"

// Mark is an inline construct with its two halves, offsets in the text it was found in: [Open, Text) and [End, Close) are markup.
type Mark struct {
	Kind                   Flags // Strong, Emphasis, Strike, Mono for code, Link, 0 for an image
	Open, Text, End, Close int
}

// Inline finds the emphasis, code, links and images of a paragraph, sorted by where they open. whole are the stretches that no
// markup can be put into: code, destinations, addresses, tags, shortcodes, footnotes, maths, escapes. Text past the first 32 KB is not
// looked at.
func Inline(s string) (marks []Mark, whole [][2]int) {
	p := painter{record: true}
	p.start(s)
	p.inline(0, len(s))
	for i := 0; i < len(s); {
		k := p.kinds[i]
		j := i + 1
		for j < len(s) && p.kinds[j] == k {
			j++
		}
		switch k {
		case Code, LinkURL, LinkLabel, HTML, Comment, Shortcode, Footnote, Math, Entity:
			whole = append(whole, [2]int{i, j})
		}
		i = j
	}
	slices.SortFunc(p.marks, func(a, b Mark) int { return a.Open - b.Open })
	return p.marks, whole
}

func (p *painter) note(kind Flags, open, text, end, closes int) {
	if p.record {
		p.marks = append(p.marks, Mark{kind, open, text, end, closes})
	}
}
