package workcopy

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"lanyard/store"
	"lanyard/store/merge"
)

var sides = merge.Labels{Mine: "mine", Theirs: "theirs"}

// Whatever comes, from whatever text it was made, and whatever was typed since: every word is in the text, one undo gives the text from
// before it, one redo the text after it, and the copy is clean exactly when it is the file's.
func TestWhatComesLosesNothingThatWasTyped(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	ways := map[string]func(c *Copy, from Origin, s string) (inFile string, r merge.Result){
		"join": func(c *Copy, from Origin, s string) (string, merge.Result) { return "", c.Join(from, s, ByWord(sides)) },
		"follow": func(c *Copy, from Origin, s string) (string, merge.Result) {
			return s, c.Follow(&store.Post{Path: "/p/index.md", Text: s}, from, ByWord(sides))
		},
		"merge": func(c *Copy, _ Origin, s string) (string, merge.Result) {
			return s, c.Follow(&store.Post{Path: "/p/index.md", Text: s}, c.InFile(), ByLine(sides))
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			for range 400 {
				c, _ := open(t, post)
				word := 0
				typeIn := func() string {
					word++
					w := fmt.Sprintf("<w%d>", word)
					at := c.Floor() + r.IntN(c.State().Doc.Len()-c.Floor()+1)
					c.insert(between(body(c), at), w)
					return w
				}
				var words []string
				from := c.InFile()
				if name != "merge" {
					words = append(words, typeIn())
					from = c.Now()
				}
				base := from.String()
				at := between(base, strings.Index(base, "---\n\n")+5+r.IntN(20))
				comes := strings.Replace(base[:at]+"<theirs>"+base[at:], "a, b", "a, b, c", 1)
				for range r.IntN(3) {
					words = append(words, typeIn())
				}
				before := body(c)
				inFile, got := way(c, from, comes)
				check(t, c)
				after := body(c)
				for _, w := range append(words, "<theirs>", "a, b, c") {
					if !strings.Contains(after, w) {
						t.Fatalf("%q is lost: %q, then %q", w, before, after)
					}
				}
				if got.Text != after {
					t.Fatalf("the result is %q, the text %q", got.Text, after)
				}
				for _, f := range got.Conflicts {
					if !strings.HasPrefix(after[f.From:], "<<<<<<< ") {
						t.Fatalf("a conflict at %d of %q", f.From, after)
					}
				}
				if inFile != "" && c.Dirty() != (after != inFile) {
					t.Fatalf("dirty %v with %q, the file has %q", c.Dirty(), after, inFile)
				}
				if c.Undo(); body(c) != before {
					t.Fatalf("undo gave %q, want %q", body(c), before)
				}
				if c.Redo(); body(c) != after {
					t.Fatalf("redo gave %q, want %q", body(c), after)
				}
			}
		})
	}
}

// between is a place near at where nothing that was put in is torn apart.
func between(s string, at int) int {
	at = min(at, len(s))
	for at < len(s) && (s[at]&0xC0 == 0x80 || strings.LastIndexByte(s[:at], '<') > strings.LastIndexByte(s[:at], '>')) {
		at++
	}
	return at
}

func TestCaretAndMarksStayWhereTheyAre(t *testing.T) {
	c, _ := open(t, post)
	at := strings.Index(post, "文字")
	c.PutCaret(at)
	from := c.Now()
	c.insert(at, "typed ")
	comes := strings.Replace(strings.Replace(post, "## 背景", "## 大会背景介绍", 1), "文字.\n", "文字，more.\n\nEnd\n", 1)
	c.Follow(&store.Post{Path: "/p/index.md", Text: comes}, from, ByWord(sides))
	if got := body(c)[c.State().Selection.MainRange().Head:]; got != "文字，more.\n\nEnd\n" {
		t.Errorf("behind the caret stands %q in %q", got, body(c))
	}
}

func TestAReloadOfAnUntouchedTextIsClean(t *testing.T) {
	c, _ := open(t, post)
	theirs := strings.Replace(post, "Text", "Words", 1)
	c.Follow(&store.Post{Path: "/p/index.md", Text: theirs}, c.Now(), ByWord(sides))
	if c.Dirty() || body(c) != theirs {
		t.Error("the reloaded text is not clean")
	}
	c.Undo()
	if body(c) != post || !c.Dirty() {
		t.Error("undo does not bring the author's text back")
	}
}
