package editor

import (
	"lanyard/assets"
	"lanyard/store/markdown"
)

// counted is how much prose a post holds.
type counted struct {
	Characters int // Chinese, Japanese and Korean characters, and words of other scripts, each as one
	Words      int // runs without white space
	CJK        bool
	known      bool
}

// blockCounts keeps what the blocks of a text hold. A block is the same one in the next text unless an edit touched it.
type blockCounts map[*markdown.Block]counted

// countDocument counts what a reader of the page sees: no markup, no addresses, no code. Blocks that are in known are not looked at.
func countDocument(d *markdown.Document, known blockCounts) (counted, blockCounts) {
	total := counted{known: true}
	fresh := make(blockCounts, len(d.Blocks))
	for _, b := range d.Blocks {
		c, ok := known[b]
		if !ok {
			c = countBlock(b)
		}
		fresh[b] = c
		total.add(c)
	}
	return total, fresh
}

func countBlock(b *markdown.Block) counted {
	w := b.Words()
	return counted{Characters: w.Characters, Words: w.Runs, CJK: w.CJK}
}

func (c *counted) add(o counted) {
	c.Characters += o.Characters
	c.Words += o.Words
	c.CJK = c.CJK || o.CJK
}

// Minutes is the reading time: 500 characters of Chinese a minute, 212 words of other scripts, as Hugo has it.
func (c counted) Minutes() int {
	if c.CJK {
		return (c.Characters + 500) / 501
	}
	return (c.Words + 212) / 213
}

// String is what the status bar says.
func (c counted) String() string {
	if !c.known {
		return ""
	}
	if c.CJK {
		return assets.N("window.characters", c.Characters, group(c.Characters), c.Minutes())
	}
	return assets.N("window.words", c.Words, group(c.Words), c.Minutes())
}

// group writes a number with commas between thousands.
func group(n int) string {
	if n < 1000 {
		return assets.T("window.number", n)
	}
	return group(n/1000) + assets.T("window.thousands", n%1000)
}
