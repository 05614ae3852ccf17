package edit

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lanyard/editor/text"
	"lanyard/store/markdown"
)

// TestTheOutlineIsThatOfGoldmark: the line reader behind colours and outline and the parser behind the preview see the same headings.
func TestTheOutlineIsThatOfGoldmark(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatalf("where goldmark is: %v", err)
	}
	b, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		Markdown string
		Example  int
	}
	if err := json.Unmarshal(b, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) < 600 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, e := range examples {
		if got, want := headingsOf(e.Markdown); !slices.Equal(got, want) {
			t.Errorf("%d: outline %v, goldmark %v\n%s", e.Example, got, want, e.Markdown)
		}
	}
	posts, _ := filepath.Glob("../../../shared/samples/posts/*.md")
	for _, path := range posts {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, body, ok := strings.Cut(string(b), "\n---\n")
		if !ok {
			continue
		}
		if got, want := headingsOf(body); !slices.Equal(got, want) {
			t.Errorf("%s: outline %v, goldmark %v", path, got, want)
		}
	}
}

// headingsOf are the headings of a text outside quotes and lists, as "level@line".
func headingsOf(s string) (outline, goldmark []string) {
	d := text.New(s)
	for _, h := range Outline(d, 0) {
		outline = append(outline, fmt.Sprintf("%d@%d", h.Level, h.Line))
	}
	doc := markdown.Parse(s, 0, markdown.Default())
	for _, h := range doc.Headings() {
		if doc.Blocks[h.Block].Kind == markdown.HeadingBlock {
			goldmark = append(goldmark, fmt.Sprintf("%d@%d", h.Level, d.LineAt(h.From)))
		}
	}
	return outline, goldmark
}
