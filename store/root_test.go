package store_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
)

// An index.md at the root of the content, or of a tree that another program makes a
// site of, does not take all other posts into its bundle.
func TestAnIndexAtTheRootIsNoBundle(t *testing.T) {
	pages := func(base string) map[string]string {
		return map[string]string{
			base + "index.md":         "---\ntitle: Home\n---\n",
			base + "guide/index.md":   "---\ntitle: Guide\n---\n",
			base + "guide/a.png":      "x",
			base + "guide/deep/b.md":  "---\ntitle: part of the bundle\n---\n",
			base + "blog/c.md":        "---\ntitle: C\n---\n",
			base + "blog/picture.jpg": "x",
		}
	}
	for name, files := range map[string]map[string]string{"site": pages("content/"), "tree": pages("docs/")} {
		t.Run(name, func(t *testing.T) {
			open := "docs"
			if name == "site" {
				files["hugo.toml"], open = "", "."
			}
			root := tree(t, files)
			f, post, err := store.Open(filepath.Join(root, open))
			if err != nil || post != "" {
				t.Fatalf("it opens as the post %q, %v", post, err)
			}
			var got []string
			err = f.List(context.Background(), func(s store.Summary) bool {
				line := s.Title
				if s.Bundle {
					line += " bundle"
				}
				if s.Photos > 0 {
					line += " photos"
				}
				got = append(got, line)
				return true
			})
			if diff := cmp.Diff([]string{"C", "Guide bundle photos", "Home"}, got); diff != "" || err != nil {
				t.Error(diff, err)
			}
			home := filepath.Join(f.Content, "index.md")
			p, err := f.Load(home)
			if err != nil || p.Bundle || f.Summary(home).Photos != 0 {
				t.Errorf("the page of the root: bundle %v, %v", p.Bundle, err)
			}
			if _, err := f.ToBundle(home); err == nil || !strings.Contains(err.Error(), "whole site") {
				t.Errorf("it was made a bundle: %v", err)
			}
		})
	}
}
