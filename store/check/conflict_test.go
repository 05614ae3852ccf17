package check

import (
	"testing"

	"lanyard/store"
	"lanyard/store/markdown"
)

func TestMarkersOfAMergeAreErrors(t *testing.T) {
	text := "---\ntitle: T\n---\n\nA\n<<<<<<< mine\nx\n=======\ny\n>>>>>>> theirs\n\nHeading\n=======\n\n    <<<<<<< code\n"
	c := &checker{p: &store.Post{Path: "/p.md", Text: text}, tally: tally{}}
	c.code = codeBlocks(markdown.Parse(text, 0, markdown.Default()))
	c.conflicts()
	if len(c.found) != 1 || c.found[0].Line != 6 || text[c.found[0].From:c.found[0].To] != "<<<<<<< mine\nx\n=======\ny\n>>>>>>> theirs" {
		t.Errorf("got %+v", c.found)
	}
}
