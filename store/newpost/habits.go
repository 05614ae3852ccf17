package newpost

import (
	"context"
	"slices"
	"strings"
	"time"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// fromHabits makes the text of a new post as the newest posts of its section are
// written: their format, the keys that most of them have, in their order and with
// their quotes and lists. False where there are none to learn from.
func fromHabits(ctx context.Context, f *store.Folder, recent []store.Summary, o Options, slug string) (string, bool) {
	var blocks []*frontmatter.Block
	eol := ""
	for _, s := range recent {
		if ctx.Err() != nil {
			return "", false
		}
		post, err := f.Load(s.Path)
		if err != nil {
			continue
		}
		file, err := frontmatter.Open(post.Text)
		if err != nil || len(file.Block.Entries()) == 0 {
			continue
		}
		blocks = append(blocks, file.Block)
		if eol == "" {
			eol = page.EOL(post.Text)
		}
	}
	if len(blocks) == 0 {
		return "", false
	}
	h := newHabits(blocks)
	meta, err := h.write(f, o, slug, eol)
	if err != nil {
		return "", false
	}
	d := h.format.Delimiter()
	text := meta + eol + eol
	if d != "" {
		text = d + eol + meta + d + eol + eol
	}
	if text, err = said(text, o); err != nil {
		return "", false
	}
	return text, true
}

// habits is what most of some posts have in common.
type habits struct {
	format page.Format
	blocks []*frontmatter.Block // of that format, the newest first
	keys   []string             // of most of them, in the order of model, then of the others
	model  *frontmatter.Block   // the newest that has the most of the keys
}

func newHabits(all []*frontmatter.Block) habits {
	formats := map[page.Format]int{}
	h := habits{format: all[0].Format()}
	for _, b := range all {
		if formats[b.Format()]++; formats[b.Format()] > formats[h.format] {
			h.format = b.Format()
		}
	}
	count := map[string]int{}
	for _, b := range all {
		if b.Format() != h.format {
			continue
		}
		h.blocks = append(h.blocks, b)
		seen := map[string]bool{}
		for _, e := range b.Entries() {
			if k := strings.ToLower(e.Key); !seen[k] {
				seen[k] = true
				count[k]++
			}
		}
	}
	common := func(key string) bool {
		n := count[strings.ToLower(key)]
		// A draft loses the key when it is published, so that one post with it tells of the habit.
		return 2*n > len(h.blocks) || n > 0 && strings.EqualFold(key, "draft")
	}
	most := -1
	for _, b := range h.blocks {
		n := 0
		for _, e := range b.Entries() {
			if common(e.Key) {
				n++
			}
		}
		if n > most {
			most, h.model = n, b
		}
	}
	for _, b := range append([]*frontmatter.Block{h.model}, h.blocks...) {
		for _, e := range b.Entries() {
			if common(e.Key) && !slices.ContainsFunc(h.keys, func(k string) bool { return strings.EqualFold(k, e.Key) }) {
				h.keys = append(h.keys, e.Key)
			}
		}
	}
	return h
}

// write gives the block of a new post. It is the model's own text, entry by entry,
// with other values in it: so quotes, indents and the look of lists stay.
func (h habits) write(f *store.Folder, o Options, slug, eol string) (string, error) {
	var kept []string // keys whose text is the model's
	src := ""
	if h.format != page.JSON {
		for _, e := range h.model.Entries() {
			if e.Style == frontmatter.Table || !h.has(e.Key) || slices.Contains(kept, e.Key) {
				continue
			}
			kept = append(kept, e.Key)
			src += strings.TrimRight(h.model.Source()[e.LineFrom:max(e.To, e.From)], " \t\r\n") + eol
		}
	} else {
		src = "{" + eol + "}"
	}
	b, err := frontmatter.Parse(h.format, src)
	if err != nil { // an entry that does not stand by itself, such as one with an alias
		if src = ""; h.format == page.JSON {
			src = "{" + eol + "}"
		}
		if b, err = frontmatter.Parse(h.format, src); err != nil {
			return "", err
		}
	}
	for _, key := range h.keys {
		v, ok := h.value(f, key, o, slug)
		if items, isList := v.([]any); isList && len(items) == 0 && listOfLines(b, key) {
			v = nil
		}
		if b, err = put(b, key, v, ok); err != nil {
			return "", err
		}
	}
	return b.Source(), nil
}

// put gives key the value, or takes it out; nil is written as nothing in YAML.
func put(b *frontmatter.Block, key string, v any, keep bool) (*frontmatter.Block, error) {
	if !keep {
		edits, err := b.Unset([]string{key})
		if err != nil {
			return nil, err
		}
		return frontmatter.Parse(b.Format(), frontmatter.Apply(b.Source(), edits))
	}
	edits, err := b.Set([]string{key}, v)
	if err != nil {
		return nil, err
	}
	b, err = frontmatter.Parse(b.Format(), frontmatter.Apply(b.Source(), edits))
	if err != nil || v != nil || b.Format() != page.YAML {
		return b, err
	}
	if edits, err = b.SetRaw(key, ""); err != nil {
		return nil, err
	}
	lines := strings.Split(frontmatter.Apply(b.Source(), edits), "\n")
	for i, l := range lines {
		if trimmed := strings.TrimRight(l, " \r"); strings.EqualFold(trimmed, key+":") {
			lines[i] = trimmed + l[len(strings.TrimRight(l, "\r")):]
		}
	}
	return frontmatter.Parse(b.Format(), strings.Join(lines, "\n"))
}

// listOfLines reports a list with its items on lines of their own. Empty it is
// written as nothing: [] would be the other style, and stay so with items in it.
func listOfLines(b *frontmatter.Block, key string) bool {
	return b.Format() == page.YAML && slices.ContainsFunc(b.Entries(), func(e frontmatter.Entry) bool {
		return strings.EqualFold(e.Key, key) && e.Style == frontmatter.Lines
	})
}

func (h habits) has(key string) bool {
	return slices.ContainsFunc(h.keys, func(k string) bool { return strings.EqualFold(k, key) })
}

// value is what a key of a new post holds; false for one that it should not have.
func (h habits) value(f *store.Folder, key string, o Options, slug string) (any, bool) {
	lower := strings.ToLower(key)
	switch lower {
	case "title":
		return o.Title, true
	case "slug":
		return slug, true
	case "draft":
		return true, true
	case "date", "lastmod", "publishdate", "pubdate", "published", "modified", "updated":
		return h.date(f, key, o.Date), true
	case "tags":
		if len(o.Tags) > 0 {
			return list(o.Tags), true
		}
	case "url", "aliases", "expirydate", "unpublishdate", "resources", "linktitle", "translationkey", "id", "uuid", "permalink":
		return nil, false // of one post alone
	}
	values := h.values(key)
	if v, ok := h.constant(f, lower, values); ok {
		return v, true
	}
	return blank(values)
}

// values are those of a key, the newest post's first.
func (h habits) values(key string) []any {
	var out []any
	for _, b := range h.blocks {
		if v, ok := b.Get(key); ok {
			out = append(out, v)
		}
	}
	return out
}

// constant is the value that all of the posts share, but for one in ten: the
// author, the kind of page, a switch. Terms are chosen anew for each post.
func (h habits) constant(f *store.Folder, key string, values []any) (any, bool) {
	if len(values) < 3 || slices.Contains(f.Config().TaxonomyKeys(), key) {
		return nil, false
	}
	switch key {
	case "summary", "description", "excerpt", "subtitle", "keywords", "image", "images", "cover", "banner", "thumbnail", "featured_image":
		return nil, false
	}
	if _, isDate := values[0].(frontmatter.Date); isDate {
		return nil, false
	}
	same := 0
	for _, v := range values {
		if frontmatter.Equal(v, values[0]) {
			same++
		}
	}
	return values[0], 10*same >= 9*len(values)
}

// blank is an empty value of the kind that most have: a text without letters, a
// list without items, the switch that most have. A number or a date that differs
// from post to post is left out.
func blank(values []any) (any, bool) {
	kinds := map[string]int{}
	best := ""
	for _, v := range values {
		k := kindOf(v)
		if kinds[k]++; kinds[k] > kinds[best] {
			best = k
		}
	}
	first := slices.IndexFunc(values, func(v any) bool { return kindOf(v) == best })
	switch best {
	case "text":
		return "", true
	case "list":
		return []any{}, true
	case "switch":
		return commonSwitch(values), true
	case "map":
		var all []any
		for _, v := range values {
			if m, ok := v.(frontmatter.Map); ok {
				all = append(all, m)
			}
		}
		out := frontmatter.Map{}
		for _, p := range values[first].(frontmatter.Map) {
			var inner []any
			for _, m := range all {
				if v, ok := m.(frontmatter.Map).Get(p.Key); ok {
					inner = append(inner, v)
				}
			}
			if v, ok := blank(inner); ok {
				out = append(out, frontmatter.Pair{Key: p.Key, Value: v})
			}
		}
		return out, len(out) > 0
	}
	return nil, best == "nothing"
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "nothing"
	case string:
		return "text"
	case []any:
		return "list"
	case bool:
		return "switch"
	case frontmatter.Map:
		return "map"
	}
	return "other"
}

func commonSwitch(values []any) bool {
	yes, no := 0, 0
	for _, v := range values {
		if b, ok := v.(bool); ok && b {
			yes++
		} else if ok {
			no++
		}
	}
	return yes > no
}

// date is the new post's date as the posts write theirs. Where they name no offset
// and the site has no zone either, Hugo would read the wall clock as UTC, so that a
// post of the morning in Shanghai lies in the future: then the offset goes with it.
func (h habits) date(f *store.Folder, key string, t time.Time) any {
	var model frontmatter.Date
	quoted, found := false, false
	count := map[string]int{}
	for _, v := range h.values(key) {
		d, ok := frontmatter.AsDate(v)
		if !ok {
			continue
		}
		if count[d.Layout]++; !found || count[d.Layout] > count[model.Layout] {
			model, found = d, true
			_, quoted = v.(string)
		}
	}
	if !found {
		return frontmatter.NewDate(t)
	}
	layout := model.Layout
	if !model.HasZone && f.Config().TimeZone == "" {
		layout = withZone(layout)
	}
	d := frontmatter.Date{Layout: layout}.With(t.Truncate(time.Second))
	if quoted {
		return d.String()
	}
	return d
}

// withZone is a layout with the offset behind the time. A date alone gets the time
// of day too, without which there is no offset.
func withZone(layout string) string {
	switch {
	case layout == "2006-01-02":
		return time.RFC3339
	case strings.HasPrefix(layout, "2006-01-02T"):
		return time.RFC3339
	case strings.HasPrefix(layout, "2006-01-02 15:04:05"):
		return "2006-01-02 15:04:05-07:00"
	}
	return time.RFC3339
}
