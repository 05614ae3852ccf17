package form

import (
	"slices"
	"time"

	"lanyard/store/frontmatter"
)

// fileModel is a model over the text of a file, as the working copy is, with an undo.
type fileModel struct {
	text   string
	past   []string
	values map[string][]string
	sets   []string     // keys that were changed, in order
	seen   func()       // called after each change, as the working copy tells the form
	refuse func() error // makes every change fail
}

func (m *fileModel) file() (*frontmatter.File, error) { return frontmatter.Open(m.text) }

func (m *fileModel) Block() *frontmatter.Block {
	f, err := m.file()
	if err != nil {
		return nil
	}
	return f.Block
}

func (m *fileModel) Problem() error {
	_, err := m.file()
	return err
}

func (m *fileModel) change(key string, edit func(*frontmatter.File) ([]frontmatter.Edit, error)) error {
	if m.refuse != nil {
		return m.refuse()
	}
	f, err := m.file()
	if err != nil {
		return err
	}
	edits, err := edit(f)
	if err != nil {
		return err
	}
	m.sets = append(m.sets, key)
	if len(edits) > 0 {
		m.past = append(m.past, m.text)
		m.text = frontmatter.Apply(m.text, edits)
	}
	if m.seen != nil {
		m.seen()
	}
	return nil
}

func (m *fileModel) Set(key string, v any) error {
	return m.change(key, func(f *frontmatter.File) ([]frontmatter.Edit, error) { return f.Set(Path(key), v) })
}

func (m *fileModel) SetRaw(key, raw string) error {
	return m.change(key, func(f *frontmatter.File) ([]frontmatter.Edit, error) { return f.SetRaw(Path(key)[0], raw) })
}

func (m *fileModel) Unset(key string) error {
	return m.change(key, func(f *frontmatter.File) ([]frontmatter.Edit, error) { return f.Unset(Path(key)) })
}

func (m *fileModel) Complete(key string) []string { return slices.Clone(m.values[key]) }

func (m *fileModel) undo() bool {
	if len(m.past) == 0 {
		return false
	}
	m.text, m.past = m.past[len(m.past)-1], m.past[:len(m.past)-1]
	m.seen()
	return true
}

func fixedNow() time.Time { return time.Date(2026, 6, 28, 14, 30, 0, 0, china()) }

func china() *time.Location { return time.FixedZone("", 8*3600) }
