package relocate

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"strings"
	"time"

	"lanyard/store"
	"lanyard/store/act"
)

// Linking tells which other pages link to the post or section at path, and what belongs to it: its files or folders in all languages.
func Linking(ctx context.Context, f *store.Folder, path string) (links []Link, roots []string, err error) {
	name := "gone-" + strings.ToLower(rand.Text()[:12]) // a move to where nothing is: what would have to change links here
	p := &planner{f: f, o: Options{Aliases: None, Now: time.Now()}, plan: &Plan{Act: act.New(f.Boundary(), "rm", time.Now())}, gone: "/" + name + "/"}
	dir := filepath.Dir(path)
	if store.IsIndex(filepath.Base(path)) || isSection(path) {
		dir = filepath.Dir(dir)
	}
	if err := p.roots(path, filepath.Join(dir, name)); err != nil {
		return nil, nil, err
	}
	if err := p.find(ctx); err != nil {
		return nil, nil, err
	}
	if err := p.followOthers(ctx); err != nil { // links of its own do not count
		return nil, nil, err
	}
	for _, m := range p.plan.Act.Moves {
		roots = append(roots, m.From)
	}
	return append(p.plan.Links, p.plan.Lost...), roots, nil
}
