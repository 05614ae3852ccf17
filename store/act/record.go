package act

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lanyard/store"
	"lanyard/store/atomicfile"
	"lanyard/store/journal"
	"lanyard/store/photo"
	"lanyard/store/versions"
)

// ErrNothing: no act is recorded that could be undone.
var ErrNothing = errors.New("nothing to undo")

const (
	maxActs = 100 // acts that are kept
	suffix  = ".json"
)

// follow takes along what the state directory knows of the pages that moved: their earlier texts, unsaved texts, and the capture times of photos.
func (a *Act) follow(state string) error {
	if state == "" || len(a.Moves) == 0 {
		return nil
	}
	pages := map[string]string{} // the new path by the old one
	var errs []error
	kept := versions.New(filepath.Join(state, "versions"))
	for _, m := range a.Moves {
		err := filepath.WalkDir(m.To, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil //nolint:nilerr // what cannot be listed has nothing that could be taken along
			}
			old := moved([]Move{{m.To, m.From}}, path)
			if d.IsDir() {
				errs = append(errs, photo.MoveCaptures(state, old, path))
			} else if store.IsMarkdown(path) {
				pages[old] = path
				errs = append(errs, kept.Move(old, path))
			}
			return nil
		})
		errs = append(errs, err)
	}
	errs = append(errs, journal.Move(filepath.Join(state, "journal"), func(path string) (string, bool) {
		to, ok := pages[path]
		return to, ok
	}))
	return errors.Join(errs...)
}

func folder(state string) string { return filepath.Join(state, "acts") }

// recorded is the file of the act with that ID among names; empty where it is in none.
func recorded(names []string, id string) string {
	if i := slices.IndexFunc(names, func(name string) bool { return strings.HasSuffix(name, "-"+id+suffix) }); i >= 0 {
		return names[i]
	}
	return ""
}

// record keeps the act; one that undoes another takes that one's record away instead.
func (a *Act) record(state string) error {
	if state == "" {
		return nil
	}
	old := names(state)
	if a.Undoes != "" {
		if name := recorded(old, a.Undoes); name != "" {
			return os.Remove(filepath.Join(folder(state), name))
		}
		return nil
	}
	if recorded(old, a.ID) != "" {
		return nil
	}
	next := 1 // the clock may stand still, or go back
	if len(old) > 0 {
		number, _, _ := strings.Cut(old[len(old)-1], "-")
		last, _ := strconv.Atoi(number)
		next = last + 1
	}
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder(state), 0o700); err != nil {
		return err
	}
	if err := atomicfile.Write(filepath.Join(folder(state), fmt.Sprintf("%010d-%s%s", next, a.ID, suffix)), data, 0o600); err != nil {
		return err
	}
	for _, name := range old[:max(len(old)+1-maxActs, 0)] {
		_ = os.Remove(filepath.Join(folder(state), name)) // one more that is kept does no harm
	}
	return nil
}

// names are the files of the recorded acts, the oldest first.
func names(state string) []string {
	entries, err := os.ReadDir(folder(state))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasSuffix(e.Name(), suffix) && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, e.Name())
		}
	}
	slices.Sort(out)
	return out
}

// Last gives the newest act recorded below state that was done in the folder root or below it and was not undone, and ErrNothing where there is
// none.
func Last(state, root string) (*Act, error) {
	if state == "" {
		return nil, ErrNothing
	}
	for _, name := range slices.Backward(names(state)) {
		data, err := read(filepath.Join(folder(state), name))
		var a Act
		if err != nil || json.Unmarshal([]byte(data), &a) != nil || a.ID == "" {
			continue // a record that is damaged undoes nothing
		}
		if store.Within(root, a.Root) && a.inside() {
			return &a, nil
		}
	}
	return nil, ErrNothing
}

// inside reports whether the act stays in its folder.
func (a *Act) inside() bool {
	return filepath.IsAbs(a.Root) && !slices.ContainsFunc(a.Paths(), func(p string) bool { return !filepath.IsAbs(p) || !store.Within(a.Root, p) })
}
