package command

import (
	"errors"
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"
)

// Table is the commands with the keys that hold: the defaults of a system, changed by the author's file. It belongs to one
// goroutine.
type Table struct {
	goos  string
	rows  []Command
	byID  map[string]int
	keys  [][]string // beside rows
	byKey map[string]int
}

// NewTable makes the table for a system (runtime.GOOS) with the default keys.
func NewTable(goos string) *Table {
	t := &Table{goos: goos, rows: rows(), byID: map[string]int{}}
	for i, c := range t.rows {
		t.byID[c.ID] = i
	}
	t.reset()
	return t
}

// reset goes back to the default keys.
func (t *Table) reset() {
	t.keys = make([][]string, len(t.rows))
	t.byKey = map[string]int{}
	for i, c := range t.rows {
		t.keys[i] = c.Keys
		if mac, ok := darwinKeys[c.ID]; ok && t.goos == "darwin" {
			t.keys[i] = mac
		}
		for _, k := range t.keys[i] {
			t.byKey[k] = i
		}
	}
}

// All is every command, menus in order.
func (t *Table) All() []Command { return t.rows }

// Get finds a command by its ID.
func (t *Table) Get(id string) (Command, bool) {
	i, ok := t.byID[id]
	if !ok {
		return Command{}, false
	}
	return t.rows[i], true
}

// Key is the first chord of a command, "" when it has none.
func (t *Table) Key(id string) string {
	if k := t.Keys(id); len(k) > 0 {
		return k[0]
	}
	return ""
}

// Keys are the chords of a command. They must not be modified.
func (t *Table) Keys(id string) []string {
	if i, ok := t.byID[id]; ok {
		return t.keys[i]
	}
	return nil
}

// Label is the first chord of a command as menus show it.
func (t *Table) Label(id string) string { return Label(t.Key(id), t.goos) }

// ByKey finds the command of a chord in canonical form.
func (t *Table) ByKey(chord string) (Command, bool) {
	i, ok := t.byKey[chord]
	if !ok {
		return Command{}, false
	}
	return t.rows[i], true
}

// Override reads the author's keys, a YAML map from command IDs to a chord, a list of chords or nothing ("edit.sort: Ctrl+Alt+S",
// "format.bold:" takes the key away). A chord given to a command is taken from the one that had it. The defaults hold for all else;
// an empty file goes back to them. Every line that cannot be used is named in the error, and the others hold.
func (t *Table) Override(file []byte) error {
	t.reset()
	var doc yaml.Node
	if err := yaml.Unmarshal(file, &doc); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	if len(doc.Content) == 0 {
		return nil
	}
	m := doc.Content[0]
	if m.Kind != yaml.MappingNode {
		return fmt.Errorf("keys: line %d: want a map from commands to chords", m.Line)
	}
	var problems []error
	given := map[string]string{}
	for i := 0; i+1 < len(m.Content); i += 2 {
		id, val := m.Content[i].Value, m.Content[i+1]
		row, ok := t.byID[id]
		if !ok {
			problems = append(problems, fmt.Errorf("keys: line %d: no command %q", m.Content[i].Line, id))
			continue
		}
		chords, err := chordsOf(val)
		if err != nil {
			problems = append(problems, fmt.Errorf("keys: line %d: %w", val.Line, err))
			continue
		}
		for _, k := range t.keys[row] {
			if t.byKey[k] == row {
				delete(t.byKey, k)
			}
		}
		t.keys[row] = nil
		for _, k := range chords {
			if other, twice := given[k]; twice && other != id {
				problems = append(problems, fmt.Errorf("keys: line %d: %q is given to %q and %q", val.Line, k, other, id))
				continue
			}
			given[k] = id
			if old, had := t.byKey[k]; had && old != row {
				t.keys[old] = slices.DeleteFunc(slices.Clone(t.keys[old]), func(s string) bool { return s == k })
			}
			t.byKey[k] = row
			t.keys[row] = append(t.keys[row], k)
		}
	}
	return errors.Join(problems...)
}

func chordsOf(n *yaml.Node) ([]string, error) {
	var raw []string
	switch {
	case n.Kind == yaml.ScalarNode && (n.Tag == "!!null" || n.Value == ""):
		return nil, nil
	case n.Kind == yaml.ScalarNode:
		raw = []string{n.Value}
	case n.Kind == yaml.SequenceNode:
		for _, c := range n.Content {
			raw = append(raw, c.Value)
		}
	default:
		return nil, fmt.Errorf("want a chord or a list of chords")
	}
	var out []string
	for _, r := range raw {
		k, err := Canonical(r)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}
