package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"lanyard/store"
	"lanyard/store/act"
	"lanyard/store/relocate"
	"lanyard/store/trash"
)

func runCopy(c *call) error {
	f, from, to, err := c.ends(c.args[0], c.args[1])
	if err != nil {
		return err
	}
	now := c.env.Now()
	if zone := zoneOf(f); zone != nil {
		now = now.In(zone)
	}
	made, err := relocate.Duplicate(c.ctx, f, from, to, relocate.CopyOptions{Title: c.text("title"), Now: now})
	if err != nil {
		return err
	}
	for _, path := range made {
		fmt.Fprintln(c.out, printed(path))
	}
	return nil
}

// runRemove moves posts to the system's trash: all of them, or none.
func runRemove(c *call) error {
	var roots []string
	var links []relocate.Link
	all := &act.Act{}
	for _, post := range c.args {
		f, from, _, err := c.ends(post, post)
		if err != nil {
			return err
		}
		to, own, err := relocate.Linking(c.ctx, f, from)
		if err != nil {
			return err
		}
		links = append(links, to...)
		for _, path := range own {
			if !slices.Contains(roots, path) {
				roots = append(roots, path)
				all.Moves = append(all.Moves, act.Move{From: path})
			}
		}
	}
	links = slices.DeleteFunc(links, func(l relocate.Link) bool {
		return slices.ContainsFunc(roots, func(r string) bool { return store.Within(r, l.Path) })
	})
	for _, l := range links {
		fmt.Fprintf(c.env.Stderr, "lanyard: %s:%d links here: %s\n", printed(l.Path), l.Line, store.PrintableText(l.Old))
	}
	if len(links) > 0 && !c.has("force") {
		return store.Fail("remove", roots[0], store.BadReference, errors.New("other posts link to it; --force removes it all the same"))
	}
	if err := c.unsaved(all); err != nil {
		return err
	}
	if c.has("dry-run") {
		for _, path := range roots {
			fmt.Fprintln(c.out, printed(path))
		}
		return nil
	}
	var gone []trash.Item
	for _, path := range roots {
		item, err := trash.Put(path)
		if err != nil {
			errs := []error{store.Wrap("remove", filepath.Clean(path), err)}
			for _, i := range slices.Backward(gone) {
				errs = append(errs, i.PutBack())
			}
			return errors.Join(errs...)
		}
		gone = append(gone, item)
	}
	for _, path := range roots {
		fmt.Fprintf(c.out, "%s is in the trash\n", printed(path))
	}
	return nil
}
