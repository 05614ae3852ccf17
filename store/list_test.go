package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
)

func equal(a, b []string) bool { return slices.Equal(a, b) }

// paths lists the folder, relative to base; ! marks a post that cannot be read.
func paths(t *testing.T, f *store.Folder, base string) []string {
	t.Helper()
	var out []string
	err := f.List(context.Background(), func(s store.Summary) bool {
		rel, _ := filepath.Rel(base, s.Path)
		rel = filepath.ToSlash(rel)
		if s.Err != nil {
			rel += "!"
		}
		out = append(out, rel)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestListReadsFrontMatter(t *testing.T) {
	long := "---\ntitle: long\nnote: " + strings.Repeat("长", 20_000) + "\ndraft: true\n---\n"
	dir := tree(t, map[string]string{
		"a/index.md": "\ufeff---\r\nTitle: \"开源\"\r\ndate: 2019-06-28T11:05:00+08:00\r\ntags: [a, b]\r\nauthor: Ann\r\ncover:\r\n  image: x.jpg\r\n---\r\n",
		"a/x.jpg":    "", "a/img/y.PNG": "", "a/notes.txt": "", "a/.z.jpg": "",
		"json.md":      "{\"title\": \"J\", \"draft\": true}\n",
		"long.md":      long,
		"none.md":      "only text",
		"open.md":      "---\ntitle: never closed\n",
		"bin.md":       "---\ntitle: x\n---\n",
		"bad/index.md": "---\ntitle: a: b\n---\n",
	})
	f, _ := open(t, dir)
	got := map[string]store.Summary{}
	if err := f.List(context.Background(), func(s store.Summary) bool {
		rel, _ := filepath.Rel(dir, s.Path)
		got[filepath.ToSlash(rel)] = s
		return true
	}); err != nil {
		t.Fatal(err)
	}
	a := got["a/index.md"]
	if a.Title != "开源" || a.Date.String() != "2019-06-28T11:05:00+08:00" || !equal(a.Tags, []string{"a", "b"}) ||
		!equal(a.Authors, []string{"Ann"}) || a.Cover != "x.jpg" || a.Photos != 2 || !a.Bundle || a.Draft {
		t.Errorf("got %+v", a)
	}
	if j := got["json.md"]; j.Title != "J" || !j.Draft {
		t.Errorf("got %+v", j)
	}
	if l := got["long.md"]; l.Title != "long" || !l.Draft {
		t.Errorf("front matter past the first block of bytes: got title %q, %v", l.Title, l.Err)
	}
	if got["none.md"].Err != nil {
		t.Error(got["none.md"].Err)
	}
	wantKind(t, got["open.md"].Err, store.BadMeta, "open.md")
	wantKind(t, got["bad/index.md"].Err, store.BadMeta, "bad/index.md", ":2:")
}

func TestListEndsWhenToldTo(t *testing.T) {
	files := map[string]string{}
	for i := range 300 {
		files[fmt.Sprintf("p%03d.md", i)] = "---\ntitle: x\n---\n"
	}
	dir := tree(t, files)
	f, _ := open(t, dir)
	n := 0
	if err := f.List(context.Background(), func(store.Summary) bool { n++; return n < 5 }); err != nil || n != 5 {
		t.Errorf("got %d posts, %v", n, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err := f.List(ctx, func(store.Summary) bool { cancel(); return true })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	want := make([]string, 0, 300)
	for i := range 300 {
		want = append(want, fmt.Sprintf("p%03d.md", i))
	}
	if diff := cmp.Diff(want, paths(t, f, dir)); diff != "" {
		t.Errorf("not in the order of paths (-want +got):\n%s", diff)
	}
}

func TestSiblingsStayInTheirSection(t *testing.T) {
	dir := tree(t, map[string]string{
		"hugo.toml": "", "content/posts/a/index.md": "", "content/posts/b.md": "", "content/posts/sub/c.md": "", "content/other.md": "",
	})
	f, post := open(t, filepath.Join(dir, "content", "posts", "a"))
	var got []string
	if err := f.Siblings(context.Background(), post, func(s store.Summary) bool {
		got = append(got, filepath.Base(s.Path))
		return true
	}); err != nil {
		t.Fatal(err)
	}
	if !equal(got, []string{"index.md", "b.md"}) {
		t.Errorf("got %v", got)
	}
}

// BenchmarkList is the budget of DESIGN §5: 10,000 posts within a second.
func BenchmarkList(b *testing.B) {
	files := map[string]string{"hugo.toml": ""}
	for i := range 10_000 {
		files[fmt.Sprintf("content/posts/s%02d/post-%04d/index.md", i%50, i)] = fmt.Sprintf(`---
title: "开源，社区与朋友们 - KubeCon + CloudNativeCon %d"
date: 2019-06-28T11:05:00+08:00
draft: false
authors: ["赵化冰"]
summary: "奇妙的 2019 KubeCon + CloudNativeCon 大会！在这里，我近距离接触了大神 Linus"
tags: ["kubecon", "t%d"]
categories: ["开源社区"]
keywords: ["KubeCon China"]
---

%s
`, i, i%40, strings.Repeat("会议期间上海天气很好，虽然已经是夏天。\n\n", 100))
	}
	dir := tree(b, files)
	f, _ := open(b, dir)
	for b.Loop() {
		n := 0
		if err := f.List(context.Background(), func(s store.Summary) bool {
			if s.Err != nil {
				b.Fatal(s.Err)
			}
			n++
			return true
		}); err != nil || n != 10_000 {
			b.Fatal(n, err)
		}
	}
}

func TestAListingRemovesWhatKilledProgramsLeft(t *testing.T) {
	dir := tree(t, map[string]string{"a/index.md": "", "a/img/x.jpg": "", "b.md": "", "c/d/e.md": ""})
	var temps []string
	for _, in := range []string{".", "a", "a/img", "c", "c/d"} {
		temps = append(temps, filepath.Join(dir, in, ".lanyard-0123.tmp"))
	}
	for _, path := range temps {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, _ := open(t, dir)
	if err := f.List(t.Context(), func(store.Summary) bool { return true }); err != nil {
		t.Fatal(err)
	}
	for _, path := range temps {
		if _, err := os.Lstat(path); err == nil && runtime.GOOS != "windows" {
			t.Errorf("%s is left", path)
		}
	}
}
