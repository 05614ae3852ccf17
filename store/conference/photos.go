package conference

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"lanyard/store"
	"lanyard/store/markdown"
	"lanyard/store/page"
	"lanyard/store/photo"
	"lanyard/store/place"
)

// Photos are those that a post shows or that were imported into its folder, by time: when each was taken, by which clock, and what is
// doubtful about it. What an import left out of a photo is in the state directory; of others the file itself is looked at, and then its
// name.
func Photos(ctx context.Context, f *store.Folder, p *store.Post, state string) []place.Photo {
	captures := photo.Captures(state, p.Dir)
	var out []place.Photo
	for name, k := range captures {
		if _, err := f.Check(filepath.Join(p.Dir, name)); err == nil { // else it was taken out
			out = append(out, captured(name, k))
		}
	}
	name := Shown(f, p)
	body := 0
	if pg, err := page.Parse(p.Text); err == nil {
		body = pg.BodyFrom
	}
	for _, r := range markdown.Parse(p.Text, body, f.Config().Markdown()).References() {
		if !r.Image {
			continue
		}
		n := name(r.Dest)
		if _, known := captures[n]; known || n == "" || slices.ContainsFunc(out, func(o place.Photo) bool { return o.Name == n }) {
			continue
		}
		ph := place.Photo{Name: n}
		if info, err := photo.Opener(f.OpenFile).Look(ctx, filepath.Join(p.Dir, n)); err == nil && info.HasTaken {
			ph.Taken, ph.HasZone, ph.Camera, ph.Body = info.Taken, info.HasZone, info.Camera, info.Body
			if info.Edited {
				ph.Doubt = place.Edited
			}
		} else if at, ok := place.TimeInName(n); ok {
			ph.Taken, ph.Doubt = at, place.FromName
		}
		out = append(out, ph)
	}
	slices.SortFunc(out, func(a, b place.Photo) int {
		if d := a.Taken.Compare(b.Taken); d != 0 {
			return d
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

// captured is a photo as its import remembers it.
func captured(name string, k photo.Capture) place.Photo {
	ph := place.Photo{Name: name, Taken: k.Taken, HasZone: k.HasZone, Camera: k.Camera, Body: k.Body}
	if k.Edited {
		ph.Doubt = place.Edited
	}
	switch {
	case k.Origin == photo.OriginScreenshot:
		ph.Apart = place.Screenshot
	case k.Origin == photo.OriginMessenger && k.Taken.IsZero():
		ph.Apart = place.Messenger
	}
	return ph
}

// Shown gives the name of the file in a post's folder that a destination shows; empty for any other.
func Shown(f *store.Folder, p *store.Post) func(dest string) string {
	find := f.Resolver(p)
	return func(dest string) string {
		t, err := find.Picture(dest)
		if err != nil || t.Place != store.File || filepath.Dir(t.Path) != filepath.Clean(p.Dir) {
			return ""
		}
		return filepath.Base(t.Path)
	}
}
