package frontmatter_test

import (
	"testing"

	"lanyard/store/frontmatter"
	"lanyard/store/hostiletest"
)

// TestTimeGrowsWithTheText: no front matter takes more than its length to read, to set a key in and to ask for what is wrong with it.
func TestTimeGrowsWithTheText(t *testing.T) {
	hostiletest.Law(t, 3000, func(text string) {
		f, err := frontmatter.Open(text)
		f.Duplicates()
		f.Block.Entries()
		if err != nil {
			return
		}
		for _, key := range []string{"title", "a", "tags"} {
			_, _ = f.Set([]string{key}, "x")
			_, _ = f.Unset([]string{key})
		}
	})
}
