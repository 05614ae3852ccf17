package store

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"lanyard/store/frontmatter"
	"lanyard/store/hugo"
)

// ReadAs has List and Summary read front matter as a version of Hugo reads it, where versions differ. version is asked once, and only when such a
// post is met; it may block. Where it gives "", and without ReadAs, a post is what its author means. It is called before anything is read.
func (f *Folder) ReadAs(version func() string) { f.hugo = sync.OnceValue(version) }

// goccy reports whether the Hugo that posts are read as has the YAML reader of 0.152: it takes only true for true, and keys behind an empty item
// of a list that is not indented for a part of that item.
func (f *Folder) goccy() bool {
	if f.hugo == nil {
		return false
	}
	v := f.hugo()
	return v != "" && !hugo.Older(v, "0.152.0")
}

// draft reports whether a value of the key draft makes a draft. Hugo before 0.152 took yes and on for true, and so do the authors who write it.
func (f *Folder) draft(v any) bool {
	on, _ := frontmatter.Bool(v)
	s, isText := v.(string)
	if !on || !isText {
		return on
	}
	if _, err := strconv.ParseBool(s); err == nil {
		return true
	}
	return !f.goccy()
}

// lost lists the keys of a block that Hugo takes for a part of a list.
func (f *Folder) lost(b *frontmatter.Block) []string {
	if f.hugo == nil {
		return nil
	}
	gaps := b.Gaps()
	if len(gaps) == 0 || !f.goccy() {
		return nil
	}
	var keys []string
	for _, g := range gaps {
		keys = append(keys, g.Keys...)
	}
	return keys
}

// values gives the values of a block as the folder's posts are read.
func (f *Folder) values(b *frontmatter.Block) func(key string) any {
	lost := f.lost(b)
	return func(key string) any {
		if slices.ContainsFunc(lost, func(k string) bool { return strings.EqualFold(k, key) }) {
			return nil
		}
		v, _ := b.Get(key)
		return v
	}
}
