package frontmatter

import (
	"slices"
	"testing"
)

func renamed(from, to string) func(string) (string, bool) {
	return func(v string) (string, bool) {
		if v == from {
			return to, to != ""
		}
		return v, true
	}
}

func TestRewriteChangesTheItemAlone(t *testing.T) {
	for _, c := range []struct{ name, text, from, to, want string }{
		{"block list", "---\na: 1\ntags:\n  - 'old' # c\n\n  - \"b\"\n  # x\n  - old-two\nz: 2\n---\n", "old", "new", "---\na: 1\ntags:\n  - 'new' # c\n\n  - \"b\"\n  # x\n  - old-two\nz: 2\n---\n"},
		{"flow list", "---\ntags: [ 'old',   \"b\", c ] # z\n---\n", "old", "new", "---\ntags: [ 'new',   \"b\", c ] # z\n---\n"},
		{"flow list, plain", "---\ntags: [a,old]\n---\n", "old", "new, too", "---\ntags: [a,\"new, too\"]\n---\n"},
		{"one text", "---\ntags: old # c\n---\n", "old", "new", "---\ntags: new # c\n---\n"},
		{"a number", "---\ntags: [2024, b]\n---\n", "2024", "2025", "---\ntags: [\"2025\", b]\n---\n"},
		{"TOML", "+++\ntags = [ 'old',\n  \"b\", # c\n  'c' ]\n+++\n", "old", "new", "+++\ntags = [ 'new',\n  \"b\", # c\n  'c' ]\n+++\n"},
		{"TOML text", "+++\nTags = \"old\"\n+++\n", "old", "new", "+++\nTags = \"new\"\n+++\n"},
		{"JSON", "{\n  \"tags\": [\"old\",   \"b\"]\n}\n", "old", "n\"", "{\n  \"tags\": [\"n\\\"\",   \"b\"]\n}\n"},
		{"taken out of a block list", "---\ntags:\n  - a\n  - old # c\n  - b\n---\n", "old", "", "---\ntags:\n  - a\n  - b\n---\n"},
		{"taken out of a flow list", "---\ntags: [a, 'old', b]\n---\n", "old", "", "---\ntags: [a, b]\n---\n"},
		{"taken out at the end", "+++\ntags = [ 'a',\n  \"b\", # c\n  'old' ]\n+++\n", "old", "", "+++\ntags = [ 'a',\n  \"b\", # c\n   ]\n+++\n"},
		{"the only one", "---\ntags: [old]\n---\n", "old", "", "---\ntags: []\n---\n"},
		{"the only line", "---\ntags:\n  - old\nb: 1\n---\n", "old", "", "---\ntags: []\nb: 1\n---\n"},
		{"the only text", "---\ntags: old\nb: 1\n---\n", "old", "", "---\nb: 1\n---\n"},
		{"there already", "---\ntags: [a, old, new]\n---\n", "old", "new", "---\ntags: [a, new]\n---\n"},
		{"not there", "---\ntags: [a, olds]\nold: old\n---\n", "old", "new", "---\ntags: [a, olds]\nold: old\n---\n"},
		{"no such key", "---\ntitle: old\n---\n", "old", "new", "---\ntitle: old\n---\n"},
		{"CRLF", "---\r\ntags:\r\n- old\r\n- b\r\n---\r\n", "old", "new", "---\r\ntags:\r\n- new\r\n- b\r\n---\r\n"},
		{"an anchor", "---\ntags: [&x old, b]\nmore: [*x]\n---\n", "b", "new", "---\ntags: [&x old, new]\nmore: [*x]\n---\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := Open(c.text)
			if err != nil {
				t.Fatal(err)
			}
			edits, err := f.Rewrite("tags", renamed(c.from, c.to))
			if got := Apply(c.text, edits); err != nil || got != c.want {
				t.Errorf("%v\n%s\nwant\n%s", err, got, c.want)
			}
		})
	}
}

// FuzzRewriteThereAndBack: an item that is given another name and its own again leaves the bytes as they were, in the quotes that can hold both.
func FuzzRewriteThereAndBack(f *testing.F) {
	for _, s := range []string{
		"---\ntags: [a, 'b', \"c\"]\n---\n", "---\ntags:\n- a # x\n- 'b'\n---\n", "+++\ntags = ['a', \"b\"] # c\n+++\n", "{\"tags\": [\"a\",\"b\"]}\n", "---\ntags: a\n---\n",
		"---\ntags: [a, [b]]\n---\n", "---\ntags: {a: b}\n---\n", "---\ntags: &x [a]\nb: *x\n---\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Open(text)
		if err != nil {
			return
		}
		v, _ := file.Block.Get("tags")
		for _, item := range Strings(v) {
			if item == "" || slices.Contains(Strings(v), "renamedtag") {
				continue
			}
			edits, err := file.Rewrite("tags", renamed(item, "renamedtag"))
			if err != nil || len(edits) == 0 {
				continue
			}
			there := Apply(text, edits)
			after, err := Open(there)
			if err != nil {
				t.Fatalf("%q became unreadable: %q: %v", text, there, err)
			}
			w, _ := after.Block.Get("tags")
			if slices.Contains(Strings(w), item) || !slices.Contains(Strings(w), "renamedtag") {
				t.Fatalf("%q: %q is not renamed: %q", text, item, there)
			}
			if got := Apply(there, Invert(text, edits)); got != text {
				t.Fatalf("%q undone is %q", text, got)
			}
		}
	})
}
