package editor

import (
	"maps"

	"lanyard/editor/sched"
	"lanyard/store/draft"
	"lanyard/store/photo"
)

// unfinished is what the author has begun and neither done nor given up: the title of a new post, what was drawn into a photo. It is kept
// while it is typed and drawn, and there again when the sheet or the photo is opened again, after a quit or a crash too. It belongs to the UI
// goroutine.
type unfinished struct {
	draft.Unfinished
	keep   *sched.Keep
	failed bool // it could not be written last; quitting does not wait for it
}

func (w *Workbench) newUnfinished() *unfinished {
	u := &unfinished{Unfinished: draft.Unfinished{Titles: map[string]string{}, Drawn: map[string]draft.Drawn{}}}
	u.keep = sched.NewKeep(w.env.Sched, w.drafts.worker, w.drafts.disk, draftDelay, func() (write, sync func() error) {
		dir, now := w.draftDir(), draft.Unfinished{Titles: maps.Clone(u.Titles), Drawn: maps.Clone(u.Drawn)}
		return func() error { return draft.PutUnfinished(dir, now) }, func() error { return draft.SyncUnfinished(dir) }
	}, func(err error) {
		u.failed = err != nil
		w.draftKept(err)
	})
	return u
}

// add takes over what an earlier run left. What this one knows already is newer.
func (u *unfinished) add(left draft.Unfinished) {
	for folder, title := range left.Titles {
		if _, ok := u.Titles[folder]; !ok {
			u.Titles[folder] = title
		}
	}
	for path, d := range left.Drawn {
		if _, ok := u.Drawn[path]; !ok {
			u.Drawn[path] = d
		}
	}
}

// title keeps the title that is typed for a new post of a folder; none lets it go.
func (u *unfinished) title(folder, title string) { change(u, u.Titles, folder, title, title == "") }

// drawn keeps what is drawn into a photo; nothing lets it go.
func (u *unfinished) drawn(path string, e photo.Edits, width, height int) {
	change(u, u.Drawn, path, draft.Drawn{Edits: e, Width: width, Height: height}, e.Empty())
}

func change[V any](u *unfinished, of map[string]V, key string, v V, isNothing bool) {
	if _, was := of[key]; isNothing && !was {
		return
	}
	if of[key] = v; isNothing {
		delete(of, key)
	}
	u.keep.Changed()
}
