package cli

import (
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
func (c *call) openMeta(path string) (*store.Folder, *store.Post, *frontmatter.File, error) {
	f, p, err := c.open(path)
	if err != nil {
		return nil, nil, nil, err
	}
	file, err := frontmatter.Open(p.Text)
	if err != nil {
		return nil, nil, nil, store.MetaError(p.Path, err)
	}
	return f, p, file, nil
}

func runGet(c *call) error {
	_, p, file, err := c.openMeta(c.args[0])
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
	f, p, file, err := c.openMeta(c.args[0])
	if err != nil {
		return err
	}
	value, err := c.value(f, file, path, c.args[2:])
	if err != nil {
		return err
	}
	edits, err := file.Set(path, value)
	if err != nil {
		return store.MetaError(p.Path, err)
	}
	return c.save(p, edits)
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
	kind := frontmatter.Unknown
	if len(path) == 1 {
		kind = frontmatter.KindOf(path[0])
	}
	if !has && kind == frontmatter.Unknown {
		kind = c.kindElsewhere(f, path)
	}
	v, err := frontmatter.Coerce(kind, old, has, words)
	if err != nil {
		return nil, usagef("%s: %v", strings.Join(path, "."), err)
	}
	return v, nil
}

// kindElsewhere is the kind that a key has in the folder's other posts: that of
// the first value found which tells one, a list before all.
func (c *call) kindElsewhere(f *store.Folder, path []string) frontmatter.Kind {
	for _, key := range f.Config().TaxonomyKeys() {
		if len(path) == 1 && strings.EqualFold(path[0], key) {
			return frontmatter.ListKind
		}
	}
	kind := frontmatter.Unknown
	_ = f.Metas(c.ctx, func(_ string, b *frontmatter.Block) bool {
		v, ok := b.Get(path...)
		if !ok {
			return true
		}
		switch v.(type) {
		case []any:
			kind = frontmatter.ListKind
			return false
		case bool:
			kind = frontmatter.SwitchKind
		case frontmatter.Date:
			kind = frontmatter.DateKind
		case int64, float64:
			kind = frontmatter.NumberKind
		}
		return true
	})
	return kind
}

func runUnset(c *call) error {
	path, err := keyPath(c.args[1])
	if err != nil {
		return err
	}
	_, p, file, err := c.openMeta(c.args[0])
	if err != nil {
		return err
	}
	edits, err := file.Unset(path)
	if err != nil {
		return store.MetaError(p.Path, err)
	}
	return c.save(p, edits)
}

func (c *call) save(p *store.Post, edits []frontmatter.Edit) error {
	if len(edits) == 0 {
		return nil
	}
	_, err := store.Save(p, frontmatter.Apply(p.Text, edits), store.SaveOptions{})
	return err
}
