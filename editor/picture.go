package editor

import (
	"context"
	"errors"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"

	"lanyard/store"
	"lanyard/store/photo"
)

const (
	largePicture = 2 << 20   // pixels from which on a picture's decoding is worth a place in the cache
	pictureCache = 512 << 20 // bytes of the cache on the disk that are kept from one session to the next
)

// sitePictures opens the pictures of the folder that is open, from any goroutine, and nothing else.
type sitePictures struct{ folder atomic.Pointer[store.Folder] }

// open is a [photo.Opener].
func (s *sitePictures) open(path string) (*os.File, fs.FileInfo, error) {
	if f := s.folder.Load(); f != nil {
		return f.OpenFile(path)
	}
	return nil, nil, store.Wrap("open", path, store.ErrOutside)
}

// loadPicture decodes a picture of the post. A photo comes from the cache on the disk, at a size that many panes share, so that a post
// with hundreds of them opens without decoding them anew; small pictures, screenshots among them, are decoded each time.
func (w *Workbench) loadPicture(ctx context.Context, path string, width, height int) (*image.RGBA, error) {
	defer w.env.Sched.Do(w.calm)
	site := photo.Opener(w.site.open)
	if natW, natH, err := site.Size(path); err == nil && natW*natH >= largePicture && w.env.CacheDir != "" {
		for _, side := range [...]int{480, 960, 1600} {
			if max(width, height) <= side {
				return w.pool.ThumbFrom(ctx, site, path, w.pictureDir(), side)
			}
		}
	}
	return w.pool.DecodeFrom(ctx, site, path, width, height)
}

func (w *Workbench) pictureDir() string { return filepath.Join(w.env.CacheDir, "pictures") }

// trimPictures forgets the oldest of the kept pictures.
func (w *Workbench) trimPictures() {
	if w.env.CacheDir == "" {
		return
	}
	if err := photo.TrimThumbs(w.pictureDir(), pictureCache); err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.log.Warn("trim pictures", "error", err)
	}
}
