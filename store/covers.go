package store

import (
	"slices"
	"strings"

	"lanyard/store/frontmatter"
)

// Cover is a picture that the front matter names: the key under which themes look
// for it and the value as written.
type Cover struct {
	Key   []string // the way to the value, as spelled
	Value string
	Line  int // of the top-level key, in the front matter's own text, from 1
	Col   int
	From  int // the bytes of the top-level value, in the front matter's own text
	To    int
}

// coverKeys are the keys under which themes look for a picture of the whole post,
// see facts/static-sites §1.5; the first found is the cover.
var coverKeys = []string{
	"cover", "image", "featured_image", "featuredimage", "featureimage", "banner", "thumbnail",
	"header-img", "header_image", "heroimage", "hero", "primary_image", "images", "socialimage", "og_image",
}

// coverParts are the keys inside a map under such a key.
var coverParts = []string{"image", "src", "url", "path", "relative_image", "thumbnail"}

// Covers lists the pictures that the front matter names, the most likely cover
// first. A value counts when it ends like a picture's name.
func Covers(b *frontmatter.Block) []Cover {
	entries := b.Entries()
	var out []Cover
	for _, key := range coverKeys {
		for _, e := range entries {
			if strings.EqualFold(e.Key, key) {
				out = coversIn(out, e, []string{e.Key}, e.Value)
			}
		}
	}
	for _, e := range entries {
		if m, ok := e.Value.(frontmatter.Map); ok && strings.EqualFold(e.Key, "params") {
			for _, pair := range m {
				if slices.Contains(coverKeys, strings.ToLower(pair.Key)) {
					out = coversIn(out, e, []string{e.Key, pair.Key}, pair.Value)
				}
			}
		}
	}
	return out
}

func coversIn(out []Cover, e frontmatter.Entry, key []string, v any) []Cover {
	switch v := v.(type) {
	case string:
		if name, _, _ := strings.Cut(v, "?"); IsPicture(name) {
			out = append(out, Cover{Key: key, Value: v, Line: e.Line, Col: e.Col, From: e.From, To: e.To})
		}
	case []any:
		for _, x := range v {
			out = coversIn(out, e, key, x)
		}
	case frontmatter.Map:
		for _, pair := range v {
			if slices.Contains(coverParts, strings.ToLower(pair.Key)) {
				out = coversIn(out, e, append(slices.Clone(key), pair.Key), pair.Value)
			}
		}
	}
	return out
}

// Replaced is a value, or a list of values, with one text put for another: how the
// value at a Cover's Key is edited.
func Replaced(v any, from, to string) any {
	switch v := v.(type) {
	case string:
		if v == from {
			return to
		}
	case []any:
		out := slices.Clone(v)
		for i, x := range v {
			out[i] = Replaced(x, from, to)
		}
		return out
	}
	return v
}
