package editor

import (
	"context"
	"path/filepath"
	"strings"

	"lanyard/store"
	"lanyard/store/watch"
)

// maxPictureFolders bounds the folders that are watched beside the content folder. A site rarely has more than one or two that a post shows
// pictures of, and each is an instance of the system's watch, of which a user has some hundred.
const maxPictureFolders = 16

// shownPictures are the files of the pictures that the preview has looked for since the post was opened, there or not, and the watches of
// those folders that the content folder's does not reach: the site's static ones, mostly. It belongs to the UI goroutine.
type shownPictures struct {
	of      *openPost
	paths   map[string]struct{}
	folders map[string]context.CancelFunc // by folder that is watched
	due     bool
}

// has reports whether a path is that of a picture, or of a folder that one lies in.
func (s *shownPictures) has(path string) bool {
	if _, ok := s.paths[path]; ok {
		return true
	}
	for p := range s.paths {
		if strings.HasPrefix(p, path) && len(p) > len(path) && p[len(path)] == filepath.Separator {
			return true
		}
	}
	return false
}

// forget ends the watches.
func (s *shownPictures) forget() {
	for dir, stop := range s.folders {
		stop()
		delete(s.folders, dir)
	}
	s.paths, s.of = nil, nil
}

// pictureLooked is told by the preview which file a picture is looked for in.
func (w *Workbench) pictureLooked(path string) {
	s := &w.looked
	if s.of != w.active {
		s.paths, s.of = nil, w.active
	}
	if _, known := s.paths[path]; known {
		return
	}
	if s.paths == nil {
		s.paths, s.folders = map[string]struct{}{}, orNew(s.folders)
	}
	s.paths[path] = struct{}{}
	if !s.due { // the pictures of one screen come one after the other
		s.due = true
		w.env.Sched.Do(func() {
			s.due = false
			w.watchPictures()
		})
	}
}

func orNew(m map[string]context.CancelFunc) map[string]context.CancelFunc {
	if m == nil {
		return map[string]context.CancelFunc{}
	}
	return m
}

// watchPictures watches the folders that hold pictures of the post and lie outside of the content folder, and those only.
func (w *Workbench) watchPictures() {
	s := &w.looked
	if w.session.Folder() == nil || !w.session.Watched() {
		return
	}
	want := map[string]struct{}{}
	for path := range s.paths {
		if dir := filepath.Dir(path); !store.Within(w.session.Folder().Content, dir) {
			want[dir] = struct{}{}
		}
	}
	for dir, stop := range s.folders {
		if _, ok := want[dir]; !ok {
			stop()
			delete(s.folders, dir)
		}
	}
	for dir := range want {
		if s.folders[dir] == nil && len(s.folders) < maxPictureFolders {
			s.folders[dir] = w.watchPictureFolder(dir)
		}
	}
}

// watchPictureFolder follows one folder, also one that is not there yet, and gives what ends it.
func (w *Workbench) watchPictureFolder(dir string) context.CancelFunc {
	follow, log := w.env.Watch, w.log
	ctx, stop := context.WithCancel(w.env.Sched.Context())
	w.env.Sched.Serve("watch pictures", func(context.Context) {
		err := follow(ctx, dir, watch.Options{Log: log, Flat: true}, func(c watch.Changes) {
			w.env.Sched.Do(func() {
				if ctx.Err() == nil {
					w.picturesChanged(c)
				}
			})
		})
		if err != nil && ctx.Err() == nil {
			log.Warn("watch pictures", "error", err)
		}
	})
	return stop
}

// picturesChanged takes in what happened in a folder of pictures.
func (w *Workbench) picturesChanged(c watch.Changes) {
	shown := c.Everything || c.RootGone
	for _, path := range c.Paths {
		shown = shown || w.looked.has(path)
	}
	if shown {
		w.reloadPictures()
	}
}
