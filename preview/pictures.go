package preview

import (
	"container/list"
	"context"
	"errors"
	"image"
	"io/fs"
	"net/url"
	"strings"

	"golang.org/x/image/draw"

	"lanyard/preview/paint"
)

// maxPixels bounds a picture that is decoded for show.
const maxPixels = 200 << 20

// pictures knows the pictures of the post: what they lead to, those decoded at
// the size they are shown in, and those on their way. It belongs to the UI
// goroutine; only Load, and Fetch after a click, run beside it.
type pictures struct {
	p       *Preview
	looks   map[string]paint.Picture
	cache   map[pictureKey]*list.Element
	order   *list.List // front: used last
	bytes   int
	queue   []pictureKey
	asked   map[pictureKey]bool
	failed  map[string]string // why, by path, what could not be decoded
	running int
	serial  int  // grows when the files are to be looked at again
	missed  bool // an image was asked for that is not there yet
	fetched map[string]image.Image
}

// pictureKey is a picture at a size. Two posts may call different files by the
// same name, so the path decides.
type pictureKey struct {
	path string
	w, h int
}

type cached struct {
	key pictureKey
	img *image.RGBA
}

func newPictures(p *Preview) *pictures {
	t := &pictures{p: p, order: list.New(), fetched: map[string]image.Image{}}
	t.forget()
	return t
}

// forget looks at all files again.
func (t *pictures) forget() {
	t.serial++
	t.looks = map[string]paint.Picture{}
	t.cache, t.bytes = map[pictureKey]*list.Element{}, 0
	t.order.Init()
	t.queue, t.asked, t.failed = nil, map[pictureKey]bool{}, map[string]string{}
}

// renew asks anew where destinations lead: the post, or its place, may be
// another one.
func (t *pictures) renew() { t.looks = map[string]paint.Picture{} }

// Look tells what a destination leads to. Local files are measured by their
// headers.
func (t *pictures) Look(dest string) paint.Picture {
	if l, ok := t.looks[dest]; ok {
		return l
	}
	l := t.look(dest)
	t.looks[dest] = l
	return l
}

func (t *pictures) look(dest string) paint.Picture {
	if img, ok := t.fetched[dest]; ok {
		return paint.Picture{W: img.Bounds().Dx(), H: img.Bounds().Dy(), Path: dest}
	}
	if t.p.meta.Resolve == nil || t.p.opt.Size == nil {
		if remote(dest) {
			return paint.Picture{State: paint.PictureRemote, Path: dest}
		}
		return paint.Picture{State: paint.PictureMissing, Path: dest}
	}
	path, err := t.p.meta.Resolve(dest)
	if err != nil && remote(dest) { // no file that the site publishes under its own address
		return paint.Picture{State: paint.PictureRemote, Path: dest}
	}
	if t.p.opt.Looked != nil && (err == nil || errors.Is(err, fs.ErrNotExist)) { // what is refused is not followed either
		t.p.opt.Looked(path)
	}
	if err != nil {
		if path == "" {
			path = dest
		}
		if errors.Is(err, fs.ErrNotExist) {
			return paint.Picture{State: paint.PictureMissing, Path: path}
		}
		return paint.Picture{State: paint.PictureRefused, Path: path, Message: t.p.explain(err)}
	}
	w, h, err := t.p.opt.Size(path)
	switch {
	case t.failed[path] != "":
		return paint.Picture{State: paint.PictureRefused, Path: path, Message: t.failed[path]}
	case errors.Is(err, fs.ErrNotExist):
		return paint.Picture{State: paint.PictureMissing, Path: path}
	case err != nil:
		return paint.Picture{State: paint.PictureRefused, Path: path, Message: t.p.explain(err)}
	case w <= 0 || h <= 0:
		return paint.Picture{State: paint.PictureRefused, Path: path, Message: sentence("picture.unreadable")}
	case w > maxPixels/h:
		return paint.Picture{State: paint.PictureRefused, Path: path, Message: sentence("picture.huge", w, h)}
	}
	return paint.Picture{W: w, H: h, Path: path}
}

func (p *Preview) explain(err error) string {
	if p.opt.Explain != nil {
		return p.opt.Explain(err)
	}
	return err.Error()
}

// remote reports whether dest is an address of the network that can be fetched. One without a scheme takes that of the page, on the site.
func remote(dest string) bool {
	u, err := url.Parse(dest)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "" && strings.HasPrefix(dest, "//"))
}

// Image gives the picture scaled, or asks for it and gives nil.
func (t *pictures) Image(dest string, w, h int) *image.RGBA {
	look := t.Look(dest)
	key := pictureKey{look.Path, w, h}
	if e, ok := t.cache[key]; ok {
		t.order.MoveToFront(e)
		return e.Value.(*cached).img
	}
	if look.State != paint.PictureReady || t.p.opt.Load == nil || t.p.opt.Go == nil {
		return nil
	}
	t.missed = true
	if !t.asked[key] {
		t.asked[key] = true
		t.queue = append(t.queue, key)
		t.next()
	}
	return nil
}

// next loads what was asked for last; what has left the pane meanwhile is not
// loaded at all.
func (t *pictures) next() {
	for t.running < 2 && len(t.queue) > 0 {
		key := t.queue[len(t.queue)-1]
		t.queue = t.queue[:len(t.queue)-1]
		if !t.wanted(key.path) {
			delete(t.asked, key)
			continue
		}
		t.load(key)
	}
}

func (t *pictures) load(key pictureKey) {
	t.running++
	serial, path := t.serial, key.path
	web := t.fetched[key.path]
	load, do := t.p.opt.Load, t.p.opt.Do
	t.p.opt.Go("preview picture", func(ctx context.Context) {
		var img *image.RGBA
		var err error
		if web != nil {
			img = scaled(web, key.w, key.h)
		} else {
			img, err = load(ctx, path, key.w, key.h)
			if err == nil && img != nil && (img.Bounds().Dx() > key.w || img.Bounds().Dy() > key.h) {
				img = scaled(img, key.w, key.h)
			}
		}
		do(func() {
			t.running--
			if serial == t.serial {
				t.arrived(key, img, err)
			}
			t.next()
		})
	})
}

func scaled(img image.Image, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	return out
}

func (t *pictures) arrived(key pictureKey, img *image.RGBA, err error) {
	delete(t.asked, key)
	if err != nil || img == nil {
		if errors.Is(err, context.Canceled) {
			return
		}
		t.failed[key.path] = sentence("picture.unreadable")
		if err != nil {
			t.failed[key.path] = t.p.explain(err)
		}
		for dest, l := range t.looks {
			if l.Path == key.path {
				delete(t.looks, dest)
				t.p.resetPicture(dest)
			}
		}
		return
	}
	t.cache[key] = t.order.PushFront(&cached{key, img})
	t.bytes += len(img.Pix)
	for t.bytes > t.p.opt.CacheBytes && t.order.Len() > 1 {
		last := t.order.Back()
		c := last.Value.(*cached)
		t.order.Remove(last)
		delete(t.cache, c.key)
		t.bytes -= len(c.img.Pix)
	}
	t.p.redrawWaiting()
}

// wanted reports whether a picture lies near the pane.
func (t *pictures) wanted(path string) bool {
	c := &t.p.column
	for i := range c.live {
		e := c.entries[i]
		if len(e.strips) == 0 && i != c.at(c.scroll) && e.set != nil {
			if y := c.tops[i]; y > c.scroll+2*c.height || y+e.height < c.scroll-c.height {
				continue
			}
		}
		found := false
		e.set.Photos(func(d string, _, _ int) { found = found || t.Look(d).Path == path })
		if found {
			return true
		}
	}
	return false
}

// fetch gets a remote picture: only ever after a click on its box.
func (t *pictures) fetch(dest string) {
	if t.p.opt.Fetch == nil || t.p.opt.Go == nil {
		return
	}
	address := dest
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	fetch, do := t.p.opt.Fetch, t.p.opt.Do
	t.p.opt.Go("preview fetch", func(ctx context.Context) {
		img, err := fetch(ctx, address)
		do(func() {
			if err != nil || img == nil {
				l := t.Look(dest)
				if err != nil {
					l.Message = t.p.explain(err)
				}
				t.looks[dest] = l
			} else {
				t.fetched[dest] = img
				delete(t.looks, dest)
			}
			t.p.resetPicture(dest)
		})
	})
}
