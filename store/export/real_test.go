package export_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/export"
)

// What real blogs refer to in their own ways goes along, and what a sync program left behind does not.
func TestExportOfPostsAsSitesWriteThem(t *testing.T) {
	dir := tree(t, map[string]string{
		"hugo.toml": "baseURL = 'https://example.org/'\n[permalinks]\nposts = '/:year/:slug/'\n",
		"content/posts/b/index.md": "---\ntitle: B\nslug: s\ndate: 2026-01-02T00:00:00Z\nlinks:\n- image: link.jpg\n---\n" +
			"![x](/posts/b/1.jpg) ![y](/2026/s/2.jpg) ![z](https://example.org/posts/c/3.jpg)\n\n{{< video src=\"clip\" >}} {{< img src=\"no-file\" >}}\n",
		"content/posts/b/1.jpg": "jpeg", "content/posts/b/2.jpg": "jpeg", "content/posts/c/3.jpg": "jpeg", "content/posts/c/index.md": "---\ntitle: C\n---\n",
		"content/posts/b/link.jpg": "jpeg", "content/posts/b/trip-cover.jpg": "jpeg", "content/posts/b/clip.mp4": "x", "content/posts/b/left.jpg": "jpeg",
		"content/posts/b/index.Conflict.md":                              "---\ntitle: old\n---\n",
		"content/posts/b/index.sync-conflict-20260301-101010-ABCDEFG.md": "---\ntitle: old\n---\n",
		"content/posts/b/1.sync-conflict-20260301-101010-ABCDEFG.jpg":    "jpeg",
	})
	plan, err := prepare(t, dir, "content/posts/b/index.md")
	plan = must(t, plan, err)
	out := t.TempDir()
	if err := export.ToDir(context.Background(), plan, out, false); err != nil {
		t.Fatal(err)
	}
	want := []string{"b/1.jpg", "b/2.jpg", "b/3.jpg", "b/clip.mp4", "b/index.md", "b/link.jpg", "b/trip-cover.jpg"}
	if diff := cmp.Diff(want, list(t, out)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	text, err := os.ReadFile(filepath.Join(out, "b", "index.md"))
	if err != nil || !strings.Contains(string(text), "![x](1.jpg) ![y](2.jpg) ![z](3.jpg)") {
		t.Errorf("%v\n%s", err, text)
	}
	if _, err := prepare(t, dir, "content/posts/b/index.Conflict.md"); err == nil {
		t.Error("a conflict copy was exported")
	}
}
