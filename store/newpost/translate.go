package newpost

import (
	"fmt"

	"lanyard/store"
	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// Translate makes the page of a post in another language of the site and returns its path: a draft with the original's front matter and
// text, to be written over. In a bundle it lies beside the original and shares its photos. title replaces the original's where it is not
// empty. It never overwrites.
func Translate(f *store.Folder, post *store.Post, lang, title string) (string, error) {
	path, ok := f.TranslationPath(post.Path, lang)
	if !ok {
		return "", store.Fail("translate", post.Path, store.Exists, fmt.Errorf("%q is no language of the site that this post still lacks", lang))
	}
	text := post.Text
	var err error
	if pg, perr := page.Parse(text); perr == nil && pg.Format != page.None {
		if title != "" {
			text, err = set(text, "title", title)
		}
		if err == nil {
			text, err = set(text, "draft", true)
		}
	} else if title != "" {
		var e frontmatter.Edit
		e, err = frontmatter.InsertBlock(text, page.YAML, frontmatter.Map{{Key: "title", Value: title}, {Key: "draft", Value: true}})
		text = frontmatter.Apply(text, []frontmatter.Edit{e})
	}
	if err != nil {
		return "", store.MetaError(post.Path, err)
	}
	if err := store.MakeFile(path, []byte(text), post.Stamp.Mode); err != nil {
		return "", err
	}
	return path, nil
}
