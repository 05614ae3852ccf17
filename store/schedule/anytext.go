package schedule

import (
	"encoding/json"
	"strconv"
	"strings"
)

// anyText is what schedules write for a text: a string, a number, null, a map of
// languages, or an object with a name.
type anyText struct{ by Text }

// UnmarshalJSON never fails: what is no text is none.
func (a *anyText) UnmarshalJSON(data []byte) error {
	a.by = nil
	var v any
	if json.Unmarshal(data, &v) != nil {
		return nil
	}
	switch v := v.(type) {
	case string:
		a.set("", v)
	case float64:
		a.set("", strconv.FormatFloat(v, 'f', -1, 64))
	case map[string]any:
		for _, key := range []string{"name", "title", "slug"} {
			if s, ok := v[key].(string); ok && s != "" {
				a.set("", s)
				return nil
			}
			if m, ok := v[key].(map[string]any); ok {
				a.languages(m)
				return nil
			}
		}
		a.languages(v)
	}
	return nil
}

func (a *anyText) languages(m map[string]any) {
	for lang, s := range m {
		if s, ok := s.(string); ok && len(lang) <= 8 {
			a.set(language(lang), s)
		}
	}
}

func (a *anyText) set(lang, s string) {
	if s = strings.TrimSpace(s); s == "" {
		return
	}
	if a.by == nil {
		a.by = Text{}
	}
	a.by[lang] = s
}

// text gives the text on one line, by language.
func (a anyText) text() Text {
	out := Text{}
	for l, s := range a.by {
		out[l] = oneLine(s)
	}
	return out
}

// one gives the text in the first language that it has.
func (a anyText) one() string { return a.by.In("") }

// language is the code of a language as the schedules write it: zh-tw, zh_CN and
// Chinese are zh.
func language(s string) string {
	s = strings.ToLower(s)
	if s == "chinese" {
		return "zh"
	}
	if s == "english" {
		return "en"
	}
	s, _, _ = strings.Cut(s, "-")
	s, _, _ = strings.Cut(s, "_")
	return s
}
