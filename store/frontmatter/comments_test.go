package frontmatter

import (
	"testing"

	"lanyard/store/page"
)

// A comment goes with its item, once; it stays where the item gets another value.
func TestACommentGoesWithItsItem(t *testing.T) {
	tests := []struct {
		name   string
		format page.Format
		src    string
		want   []string
		to     string
	}{
		{"the first is moved", page.YAML, "tags:\n  - a   # one\n  - b\n", []string{"b", "a"}, "tags:\n  - b\n  - a   # one\n"},
		{"the second is moved", page.YAML, "tags:\n  - a\n  - b   # two\n", []string{"b", "a"}, "tags:\n  - b   # two\n  - a\n"},
		{"three go round", page.YAML, "tags:\n- a # 1\n- b # 2\n- c\n", []string{"c", "a", "b"}, "tags:\n- c\n- a # 1\n- b # 2\n"},
		{"one is renamed", page.YAML, "tags:\n- a # 1\n- b # 2\n", []string{"x", "b"}, "tags:\n- x # 1\n- b # 2\n"},
		{"one is renamed, another moved", page.YAML, "tags:\n- a # 1\n- b # 2\n- c\n", []string{"c", "x", "a"}, "tags:\n- c\n- x # 2\n- a # 1\n"},
		{"one is taken out", page.YAML, "tags:\n- a # 1\n- b # 2\n- c # 3\n", []string{"c", "a"}, "tags:\n- c # 3\n- a # 1\n"},
		{"one comes in front", page.YAML, "tags:\n- a # 1\n", []string{"x", "a"}, "tags:\n- x\n- a # 1\n"},
		{"YAML in brackets", page.YAML, "tags: [\n  a, # one\n  b\n]\n", []string{"b", "a"}, "tags: [\n  b,\n  a # one\n]\n"},
		{"TOML", page.TOML, "tags = [\n  \"a\",\n  \"b\", # two\n  \"c\",\n]\n", []string{"b", "a", "c"}, "tags = [\n  \"b\", # two\n  \"a\",\n  \"c\",\n]\n"},
		{"TOML, the last without comma", page.TOML, "tags = [\n  \"a\", # one\n  \"b\" # two\n]\n", []string{"b", "a"}, "tags = [\n  \"b\", # two\n  \"a\" # one\n]\n"},
		{"TOML, renamed and one more", page.TOML, "tags = [\n  \"a\", # one\n  \"b\",\n]\n", []string{"x", "b", "y"}, "tags = [\n  \"x\", # one\n  \"b\",\n  \"y\",\n]\n"},
		{"TOML, one taken out", page.TOML, "tags = [\n  \"a\", # one\n  \"b\", # two\n]\n", []string{"b"}, "tags = [\n  \"b\", # two\n]\n"},
		{"TOML, line ends of Windows", page.TOML, "tags = [\r\n  \"a\", # one\r\n  \"b\",\r\n]\r\n", []string{"b", "a"}, "tags = [\r\n  \"b\",\r\n  \"a\", # one\r\n]\r\n"},
	}
	for _, tt := range tests {
		b, err := Parse(tt.format, tt.src)
		if err != nil {
			t.Fatal(err)
		}
		edits, err := b.Set([]string{"tags"}, tt.want)
		if got := Apply(tt.src, edits); err != nil || got != tt.to {
			t.Errorf("%s: got %q, want %q (%v)", tt.name, got, tt.to, err)
		}
	}
}
