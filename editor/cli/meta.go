package cli

import (
	"errors"
	"fmt"
	"strings"

	"lanyard/store"
	"lanyard/store/frontmatter"
)

// keyPath splits a key at its dots; \. is a dot and \\ a backslash.
func keyPath(key string) ([]string, error) {
	var path []string
	var b strings.Builder
	for i := 0; i < len(key); i++ {
		switch {
		case key[i] == '\\' && i+1 < len(key) && (key[i+1] == '.' || key[i+1] == '\\'):
			i++
			b.WriteByte(key[i])
		case key[i] == '.':
			path = append(path, b.String())
			b.Reset()
		default:
			b.WriteByte(key[i])
		}
	}
	path = append(path, b.String())
	for _, p := range path {
		if p == "" {
			return nil, usagef("%q is no key", key)
		}
	}
	return path, nil
}

// openMeta loads a post whose front matter can be read.
func (c *call) openMeta(path string) (*store.Post, *frontmatter.File, error) {
	_, p, err := c.open(path)
	if err != nil {
		return nil, nil, err
	}
	file, err := frontmatter.Open(p.Text)
	if err != nil {
		return nil, nil, store.MetaError(p.Path, err)
	}
	return p, file, nil
}

func runGet(c *call) error {
	p, file, err := c.openMeta(c.args[0])
	if err != nil {
		return err
	}
	if len(c.args) == 1 {
		return c.getAll(file)
	}
	path, err := keyPath(c.args[1])
	if err != nil {
		return err
	}
	v, ok := file.Block.Get(path...)
	if !ok {
		return store.Fail("get", p.Path, store.BadMeta, fmt.Errorf("it has no key %q", c.args[1]))
	}
	if c.has("json") {
		return c.printJSON(ordered{v})
	}
	c.printValue(v)
	return nil
}

func (c *call) getAll(file *frontmatter.File) error {
	all := frontmatter.Map{}
	for _, e := range file.Block.Entries() {
		all = append(all, frontmatter.Pair{Key: e.Key, Value: e.Value})
	}
	if c.has("json") {
		return c.printJSON(ordered{all})
	}
	for _, pair := range all {
		fmt.Fprintf(c.out, "%s: %s\n", pair.Key, inline(pair.Value))
	}
	return nil
}

// printValue prints a list one item a line, a map one key a line.
func (c *call) printValue(v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			fmt.Fprintln(c.out, inline(x))
		}
	case frontmatter.Map:
		for _, pair := range v {
			fmt.Fprintf(c.out, "%s: %s\n", pair.Key, inline(pair.Value))
		}
	default:
		fmt.Fprintln(c.out, frontmatter.Text(v))
	}
}

// inline is a value on one line: a scalar as its text, all else as JSON.
func inline(v any) string {
	switch v.(type) {
	case []any, frontmatter.Map:
		b, err := ordered{v}.MarshalJSON()
		if err == nil {
			return string(b)
		}
	}
	return strings.Join(strings.Split(frontmatter.Text(v), "\n"), " ")
}

func runSet(c *call) error {
	path, err := keyPath(c.args[1])
	if err != nil {
		return err
	}
	return c.editMeta(func(f *store.Folder, file *frontmatter.File) ([]frontmatter.Edit, error) {
		value, err := c.value(f, file, path, c.args[2:])
		if err != nil {
			return nil, err
		}
		return file.Set(path, value)
	})
}

// editMeta patches the front matter of the post that is the first argument.
// Where another program saves the post at the same time, change is asked again.
func (c *call) editMeta(change func(*store.Folder, *frontmatter.File) ([]frontmatter.Edit, error)) error {
	f, p, err := c.open(c.args[0])
	if err != nil {
		return err
	}
	saved, err := f.Edit(c.ctx, p, func(p *store.Post) (string, error) {
		file, err := frontmatter.Open(p.Text)
		if err != nil {
			return "", store.MetaError(p.Path, err)
		}
		edits, err := change(f, file)
		var usage *usageError
		if err != nil && !errors.As(err, &usage) {
			err = store.MetaError(p.Path, err)
		}
		return frontmatter.Apply(p.Text, edits), err
	})
	c.sayParted(saved)
	return err
}

// sayParted tells of a file with several names that the save has parted it from the others.
func (c *call) sayParted(p *store.Post) {
	if p != nil && p.Parted {
		fmt.Fprintf(c.env.Stderr, "lanyard: %q had another name (a hard link), which keeps the old text\n", p.Path)
	}
}

// value turns the words of the command line into what the key is to hold.
func (c *call) value(f *store.Folder, file *frontmatter.File, path, words []string) (any, error) {
	if c.has("json") {
		if len(words) != 1 {
			return nil, usagef("--json takes one VALUE")
		}
		v, err := parseJSON(words[0])
		if err != nil {
			return nil, usagef("%q is no JSON value: %v", words[0], err)
		}
		return v, nil
	}
	old, has := file.Block.Get(path...)
	kind := c.kind(f, path, has && old != nil)
	if len(words) > 1 && builtIn(f, path) == frontmatter.ListKind {
		kind = frontmatter.ListKind
	}
	v, err := frontmatter.Coerce(kind, old, has, words)
	if err != nil {
		return nil, usagef("%s: %v", strings.Join(path, "."), err)
	}
	return v, nil
}

// kind is what a key holds. For one that the post has not, most of the folder's
// posts decide; then the site's taxonomies, then Hugo.
func (c *call) kind(f *store.Folder, path []string, has bool) frontmatter.Kind {
	if !has {
		if k := c.kindElsewhere(f, path); k != frontmatter.Unknown {
			return k
		}
	}
	return builtIn(f, path)
}

// builtIn is the kind that the site's configuration or Hugo gives a key.
func builtIn(f *store.Folder, path []string) frontmatter.Kind {
	if len(path) != 1 {
		return frontmatter.Unknown
	}
	for _, key := range f.Config().TaxonomyKeys() {
		if strings.EqualFold(path[0], key) {
			return frontmatter.ListKind
		}
	}
	return frontmatter.KindOf(path[0])
}

// kindElsewhere is the kind that a key has in most of the folder's posts that have it.
func (c *call) kindElsewhere(f *store.Folder, path []string) frontmatter.Kind {
	count := map[frontmatter.Kind]int{}
	_ = f.Metas(c.ctx, func(_ string, b *frontmatter.Block) bool {
		if v, ok := b.Get(path...); ok && v != nil {
			count[kindOf(v)]++
		}
		return true
	})
	best := frontmatter.Unknown
	for _, k := range []frontmatter.Kind{
		frontmatter.TextKind, frontmatter.ListKind, frontmatter.DateKind, frontmatter.SwitchKind, frontmatter.NumberKind, frontmatter.MapKind,
	} {
		if count[k] > count[best] {
			best = k
		}
	}
	return best
}

// kindOf is the kind of a value that stands in a post; Unknown for none.
func kindOf(v any) frontmatter.Kind {
	switch v.(type) {
	case string:
		return frontmatter.TextKind
	case []any:
		return frontmatter.ListKind
	case bool:
		return frontmatter.SwitchKind
	case frontmatter.Date:
		return frontmatter.DateKind
	case int64, float64:
		return frontmatter.NumberKind
	case frontmatter.Map:
		return frontmatter.MapKind
	}
	return frontmatter.Unknown
}

func runUnset(c *call) error {
	path, err := keyPath(c.args[1])
	if err != nil {
		return err
	}
	return c.editMeta(func(_ *store.Folder, file *frontmatter.File) ([]frontmatter.Edit, error) { return file.Unset(path) })
}
