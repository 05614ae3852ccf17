package editor

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lanyard/store"
)

// A window saves, and beside it a loop of `lanyard set` saves the same file: of 2,000 saves nothing is lost.
func TestContendedSavesOfTheWindowLoseNothing(t *testing.T) {
	saves := 1000 // of each
	if testing.Short() {
		saves = 60
	}
	a := newAuthor(t, map[string]string{"a/index.md": "---\ntitle: T\n---\n\nMine:\n\n## Between\n\n## Theirs\n"})
	path := filepath.Join(a.dir, "a", "index.md")
	a.Open("a/index.md").Caret("Mine:")
	other, _, err := store.Open(a.dir)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	turns, theirs := make(chan struct{}, 1), 0
	wait.Go(func() {
		for range turns {
			post, err := other.Load(path)
			if err == nil {
				_, err = other.Edit(t.Context(), post, func(p *store.Post) (string, error) { return p.Text + fmt.Sprintf("\nc%d.\n", theirs), nil })
			}
			if err != nil {
				t.Errorf("the command: %v", err)
				continue
			}
			theirs++
		}
	})
	merged := 0
	save := func() {
		for a.Run("file.save"); ; a.Run("file.save") {
			if _, asks := a.w.bars.Find("conflict"); !asks {
				break
			}
			merged++
			a.Choose("conflict", "window.conflict.merge")
		}
	}
	for i := range saves {
		a.Type(fmt.Sprintf(" m%d.", i))
		turns <- struct{}{}
		save()
	}
	close(turns)
	wait.Wait()
	save()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := range saves {
		if want := fmt.Sprintf(" m%d.", i); strings.Count(text, want) != 1 {
			t.Fatalf("%q, which the window saved, is there %d times", want, strings.Count(text, want))
		}
	}
	for i := range theirs {
		if want := fmt.Sprintf("\nc%d.\n", i); strings.Count(text, want) != 1 {
			t.Fatalf("%q, which the command saved, is there %d times", want, strings.Count(text, want))
		}
	}
	if merged < saves/20 {
		t.Errorf("only %d saves met another: little was tried", merged)
	}
	t.Logf("%d saves of the window, %d of the command, %d merged", saves, theirs, merged)
}
