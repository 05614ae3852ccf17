package export

import (
	"path/filepath"

	"lanyard/store"
)

// hugo plans a leaf bundle.
func (p *planner) hugo(s *source) error {
	if err := p.unit(s, s.slug); err != nil {
		return err
	}
	places := layout(s)
	for _, page := range s.pages {
		name := "index.md"
		if s.bundle {
			name = filepath.Base(page.Path)
		} else if _, lang := p.f.StemAndLang(page.Path); lang != "" {
			name = "index." + lang + ".md"
		}
		p.text(s.slug+"/"+name, p.rewritten(s, page, places, store.Escape))
	}
	for file, place := range places {
		p.copy(s.slug+"/"+place, file)
	}
	return nil
}
