package store_test

import (
	"path/filepath"
	"testing"

	"lanyard/store"
)

// The list says what the Hugo that builds the site makes of a post: `hugo list drafts` and `hugo list all` of 0.111.3 and 0.165 say the same. The
// version is asked only where it matters.
func TestListReadsAsHugoDoes(t *testing.T) {
	type post struct {
		title string
		draft bool
	}
	for _, c := range []struct {
		meta     string
		old, now post
		asked    bool
	}{
		{"title: t\ndraft: true\n", post{"t", true}, post{"t", true}, false},
		{"title: t\ndraft: \"1\"\n", post{"t", true}, post{"t", true}, false},
		{"title: t\ndraft: no\n", post{"t", false}, post{"t", false}, false},
		{"title: t\ndraft: yes\n", post{"t", true}, post{"t", false}, true},
		{"title: t\ndraft: on\n", post{"t", true}, post{"t", false}, true},
		{"tags:\n- a\n-\ntitle: Lost\ndraft: true\n", post{"Lost", true}, post{"", false}, true},
		{"tags:\n  - a\n  -\ntitle: Kept\n", post{"Kept", false}, post{"Kept", false}, false},
	} {
		root := tree(t, map[string]string{"hugo.toml": "", "content/p.md": "---\n" + c.meta + "---\n"})
		path := filepath.Join(root, "content", "p.md")
		for version, want := range map[string]post{"": c.old, "0.111.3": c.old, "0.151.2": c.old, "0.152.0": c.now, "0.165.0": c.now} {
			f, _, err := store.Open(root)
			if err != nil {
				t.Fatal(err)
			}
			asked := false
			f.ReadAs(func() string { asked = true; return version })
			if s := f.Summary(path); s.Err != nil || (post{s.Title, s.Draft}) != want || asked != c.asked {
				t.Errorf("%q, Hugo %q: %q, draft %v, asked %v, %v", c.meta, version, s.Title, s.Draft, asked, s.Err)
			}
		}
	}
}
