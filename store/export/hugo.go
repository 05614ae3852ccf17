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
	if err := p.judge(s, places); err != nil {
		return err
	}
	renamed(s, places)
	for _, page := range s.pages {
		name := "index.md"
		if s.bundle {
			name = filepath.Base(page.Path)
		} else if _, lang := p.f.StemAndLang(page.Path); lang != "" {
			name = "index." + lang + ".md"
		}
		text, err := p.rewritten(s, page, places, store.Escape)
		if err != nil {
			return err
		}
		p.stillNamed(s, page, text, places)
		p.text(s.slug+"/"+name, text)
	}
	for file, place := range places {
		p.copy(s.slug+"/"+place, file, s.converted[file].data)
	}
	return nil
}
