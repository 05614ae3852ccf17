package archetype

import (
	"path"
	"strings"
	"time"
)

// values is the data as a template names it.
func (d Data) values() map[string]any {
	file := d.file()
	site := d.site()
	return map[string]any{
		"Name":    d.Name,
		"Type":    d.Section,
		"Section": d.Section,
		"Date":    d.Date.Format(time.RFC3339),
		"File":    file,
		"Site":    site,
		"Page":    map[string]any{"File": file, "Site": site, "Type": d.Section, "Section": d.Section},

		// Names of File that stood at the top in old versions.
		"BaseFileName":        file["BaseFileName"],
		"TranslationBaseName": file["TranslationBaseName"],
		"ContentBaseName":     file["ContentBaseName"],
		"LogicalName":         file["LogicalName"],
		"Dir":                 file["Dir"],
		"Path":                file["Path"],
		"Ext":                 file["Ext"],
	}
}

func (d Data) file() map[string]any {
	ext := strings.TrimPrefix(path.Ext(d.File), ".")
	base := strings.TrimSuffix(d.File, path.Ext(d.File))
	translation := base
	if d.Lang != "" {
		translation = strings.TrimSuffix(base, "."+d.Lang)
	}
	return map[string]any{
		"ContentBaseName":     d.Name,
		"BaseFileName":        base,
		"TranslationBaseName": translation,
		"LogicalName":         d.File,
		"Dir":                 d.Dir,
		"Path":                d.Dir + d.File,
		"Ext":                 ext,
		"Section":             d.Section,
		"Lang":                d.Lang,
	}
}

func (d Data) site() map[string]any {
	return map[string]any{
		"Title": d.Title, "BaseURL": d.BaseURL, "Params": d.Params, "LanguageCode": d.Lang,
		"Language": map[string]any{"Lang": d.Lang},
	}
}
