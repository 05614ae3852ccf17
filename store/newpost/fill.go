package newpost

import (
	"strings"

	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// fill puts what the author said into the text that an archetype gave: the title
// as it was typed, not as it was made of the folder's name.
func fill(text string, o Options) (string, error) {
	file, err := frontmatter.Open(text)
	if err != nil && file.Page.Format != page.None {
		return "", err
	}
	if file.Page.Format == page.None { // a body alone
		for _, pair := range (frontmatter.Map{
			{Key: "title", Value: o.Title}, {Key: "date", Value: frontmatter.NewDate(o.Date)}, {Key: "draft", Value: true},
		}) {
			if text, err = set(text, pair.Key, pair.Value); err != nil {
				return "", err
			}
		}
	} else if text, err = set(text, "title", o.Title); err != nil {
		return "", err
	}
	return said(text, o)
}

// said sets the tags and authors that the author named.
func said(text string, o Options) (string, error) {
	var err error
	if len(o.Tags) > 0 {
		if text, err = set(text, "tags", list(o.Tags)); err != nil {
			return "", err
		}
	}
	if len(o.Authors) == 0 {
		return text, nil
	}
	file, err := frontmatter.Open(text)
	if err != nil {
		return "", err
	}
	key, value := "authors", any(list(o.Authors))
	if old, ok := file.Block.Get("author"); ok {
		if _, many := file.Block.Get("authors"); !many {
			key = "author"
			if _, isList := old.([]any); !isList {
				value = strings.Join(o.Authors, ", ")
			}
		}
	} else if old, ok := file.Block.Get("authors"); ok && len(o.Authors) == 1 {
		if s, isText := old.(string); isText && s != "" {
			value = o.Authors[0]
		}
	}
	return set(text, key, value)
}

func set(text, key string, value any) (string, error) {
	file, err := frontmatter.Open(text)
	if err != nil && file.Page.Format != page.None {
		return "", err
	}
	edits, err := file.Set([]string{key}, value)
	if err != nil {
		return "", err
	}
	return frontmatter.Apply(text, edits), nil
}

func list(words []string) []any {
	out := make([]any, len(words))
	for i, w := range words {
		out[i] = w
	}
	return out
}
