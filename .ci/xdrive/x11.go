package main

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"image"
	"image/png"
	"io"
	"log"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// driver is a connection to the X server and the window that is driven.
type driver struct {
	c     *xgb.Conn
	root  xproto.Window
	win   xproto.Window
	keys  map[xproto.Keysym]press
	free  []xproto.Keycode // keys of the keyboard that mean nothing
	pace  time.Duration    // between two events, so that the window sees one before the next
	read  map[string]int   // how far each log command has read its file, in bytes
	pings uint32
}

// press is a key of the keyboard, with or without Shift.
type press struct {
	code  xproto.Keycode
	shift bool
}

func connect() (*driver, error) {
	xgb.Logger = log.New(io.Discard, "", 0) // it tells of every display without a key
	c, err := xgb.NewConn()
	if err != nil {
		return nil, err
	}
	if err := xtest.Init(c); err != nil {
		return nil, err
	}
	setup := xproto.Setup(c)
	d := &driver{c: c, root: setup.DefaultScreen(c).Root, keys: map[xproto.Keysym]press{}, pace: 18 * time.Millisecond, read: map[string]int{}}
	first, last := setup.MinKeycode, setup.MaxKeycode
	m, err := xproto.GetKeyboardMapping(c, first, byte(last-first+1)).Reply()
	if err != nil {
		return nil, err
	}
	per := int(m.KeysymsPerKeycode)
	for i := range int(last-first) + 1 {
		if !slices.ContainsFunc(m.Keysyms[i*per:(i+1)*per], func(s xproto.Keysym) bool { return s != 0 }) {
			d.free = append(d.free, first+xproto.Keycode(i))
		}
		for level := min(per, 2) - 1; level >= 0; level-- {
			if sym := m.Keysyms[i*per+level]; sym != 0 {
				if old, ok := d.keys[sym]; !ok || old.shift {
					d.keys[sym] = press{first + xproto.Keycode(i), level == 1}
				}
			}
		}
	}
	return d, nil
}

func (d *driver) atom(name string) xproto.Atom {
	r, err := xproto.InternAtom(d.c, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0
	}
	return r.Atom
}

// title is the window's name; "" when there is no such window.
func (d *driver) title(w xproto.Window) string {
	for _, name := range []string{"_NET_WM_NAME", "WM_NAME"} {
		r, err := xproto.GetProperty(d.c, false, w, d.atom(name), xproto.GetPropertyTypeAny, 0, 1<<16).Reply()
		if err == nil && len(r.Value) > 0 {
			return string(r.Value)
		}
	}
	return ""
}

func (d *driver) find(title string) bool {
	queue := []xproto.Window{d.root}
	for len(queue) > 0 {
		w := queue[0]
		queue = queue[1:]
		if strings.Contains(d.title(w), title) {
			if a, err := xproto.GetWindowAttributes(d.c, w).Reply(); err == nil && a.MapState == xproto.MapStateViewable {
				d.win = w
				xproto.SetInputFocus(d.c, xproto.InputFocusParent, w, xproto.TimeCurrentTime)
				return true
			}
		}
		if t, err := xproto.QueryTree(d.c, w).Reply(); err == nil {
			queue = append(queue, t.Children...)
		}
	}
	return false
}

// origin is the window's place on the screen.
func (d *driver) origin() (x, y int) {
	r, err := xproto.TranslateCoordinates(d.c, d.win, d.root, 0, 0).Reply()
	if err != nil {
		return 0, 0
	}
	return int(r.DstX), int(r.DstY)
}

func (d *driver) fake(kind, detail byte, x, y int) error {
	return xtest.FakeInputChecked(d.c, kind, detail, 0, d.root, int16(x), int16(y), 0).Check()
}

func (d *driver) settle() {
	if d.pace > 0 {
		<-time.After(d.pace)
	}
}

func (d *driver) move(x, y int) error {
	ox, oy := d.origin()
	err := d.fake(xproto.MotionNotify, 0, ox+x, oy+y)
	d.settle()
	return err
}

func (d *driver) click(x, y, button int) error {
	if err := d.move(x, y); err != nil {
		return err
	}
	d.settle()
	if err := d.fake(xproto.ButtonPress, byte(button), 0, 0); err != nil {
		return err
	}
	d.settle()
	err := d.fake(xproto.ButtonRelease, byte(button), 0, 0)
	d.settle()
	return err
}

// drag holds the button from one place to another, with a stop half-way.
func (d *driver) drag(x, y, x2, y2 int) error {
	if err := d.move(x, y); err != nil {
		return err
	}
	d.settle()
	if err := d.fake(xproto.ButtonPress, 1, 0, 0); err != nil {
		return err
	}
	for _, p := range [][2]int{{(x + x2) / 2, (y + y2) / 2}, {x2, y2}} {
		d.settle()
		if err := d.move(p[0], p[1]); err != nil {
			return err
		}
	}
	d.settle()
	err := d.fake(xproto.ButtonRelease, 1, 0, 0)
	d.settle()
	return err
}

// syms are the keys with names; every other name is one character.
var syms = map[string]xproto.Keysym{
	"Return": 0xff0d, "Escape": 0xff1b, "Tab": 0xff09, "BackSpace": 0xff08, "Delete": 0xffff, "Home": 0xff50, "Left": 0xff51, "Up": 0xff52,
	"Right": 0xff53, "Down": 0xff54, "Prior": 0xff55, "Next": 0xff56, "End": 0xff57, "Insert": 0xff63, "Menu": 0xff67, "space": 0x20,
	"F1": 0xffbe, "F2": 0xffbf, "F3": 0xffc0, "F4": 0xffc1, "F5": 0xffc2, "F6": 0xffc3, "F7": 0xffc4, "F8": 0xffc5, "F9": 0xffc6,
	"F10": 0xffc7, "F11": 0xffc8, "F12": 0xffc9,
	"shift": 0xffe1, "ctrl": 0xffe3, "alt": 0xffe9,
}

// unicodeSym is added to a character to make the symbol of a key that types it.
const unicodeSym xproto.Keysym = 0x01000000

func symOf(name string) (xproto.Keysym, error) {
	if s, ok := syms[name]; ok {
		return s, nil
	}
	if r := []rune(name); len(r) == 1 && r[0] < 0x100 {
		return xproto.Keysym(r[0]), nil
	} else if len(r) == 1 {
		return unicodeSym | xproto.Keysym(r[0]), nil
	}
	return 0, fmt.Errorf("no key %q", name)
}

func (d *driver) chord(chord string) error {
	parts := strings.Split(chord, "+")
	if strings.HasSuffix(chord, "++") {
		parts = append(strings.Split(strings.TrimSuffix(chord, "++"), "+"), "+")
	}
	return d.strike(parts)
}

// strike presses keys by their names, one after the other, and lets them go.
func (d *driver) strike(names []string) error {
	var down []xproto.Keycode
	for _, p := range names {
		sym, err := symOf(p)
		if err != nil {
			return err
		}
		k, ok := d.keys[sym]
		if !ok {
			return fmt.Errorf("no key on this keyboard for %q", p)
		}
		if k.shift {
			shift := d.keys[syms["shift"]]
			down = append(down, shift.code)
		}
		down = append(down, k.code)
	}
	for _, code := range down {
		if err := d.fake(xproto.KeyPress, byte(code), 0, 0); err != nil {
			return err
		}
	}
	d.settle()
	for i := len(down) - 1; i >= 0; i-- {
		if err := d.fake(xproto.KeyRelease, byte(down[i]), 0, 0); err != nil {
			return err
		}
	}
	d.settle()
	return nil
}

func (d *driver) text(s string) error {
	for _, r := range s {
		name := string(r)
		switch r {
		case '\n':
			name = "Return"
		case ' ':
			name = "space"
		}
		if err := d.strike([]string{name}); err != nil {
			return err
		}
	}
	return nil
}

func (d *driver) resize(w, h int) error {
	return xproto.ConfigureWindowChecked(d.c, d.win, xproto.ConfigWindowWidth|xproto.ConfigWindowHeight, []uint32{uint32(w), uint32(h)}).Check()
}

// picture reads the window's pixels, 4 bytes each: blue, green, red, unused.
func (d *driver) picture() (pix []byte, w, h int, err error) {
	g, err := xproto.GetGeometry(d.c, xproto.Drawable(d.win)).Reply()
	if err != nil {
		return nil, 0, 0, err
	}
	const strip = 64 // rows a request, below the server's limit for a reply
	for y := 0; y < int(g.Height); y += strip {
		n := min(strip, int(g.Height)-y)
		r, err := xproto.GetImage(d.c, xproto.ImageFormatZPixmap, xproto.Drawable(d.win), 0, int16(y), g.Width, uint16(n), 0xffffffff).Reply()
		if err != nil {
			return nil, 0, 0, err
		}
		pix = append(pix, r.Data...)
	}
	return pix, int(g.Width), int(g.Height), nil
}

// colour is that of a place of the window, as hexadecimal digits.
func (d *driver) colour(x, y int) (string, error) {
	r, err := xproto.GetImage(d.c, xproto.ImageFormatZPixmap, xproto.Drawable(d.win), int16(x), int16(y), 1, 1, 0xffffffff).Reply()
	if err != nil || len(r.Data) < 3 {
		return "", err
	}
	return fmt.Sprintf("%02x%02x%02x", r.Data[2], r.Data[1], r.Data[0]), nil
}

func (d *driver) still() error {
	var last []byte
	return until(func() (bool, error) {
		<-time.After(150 * time.Millisecond)
		pix, _, _, err := d.picture()
		if err != nil {
			return false, err
		}
		same := bytes.Equal(pix, last)
		last = pix
		return same, nil
	})
}

func (d *driver) ink(x, y, w, h int) (bool, error) {
	pix, width, height, err := d.picture()
	if err != nil {
		return false, err
	}
	if x+w > width || y+h > height {
		return false, fmt.Errorf("rectangle outside the window of %d×%d", width, height)
	}
	first := pix[4*(y*width+x):][:3]
	for r := y; r < y+h; r++ {
		for c := x; c < x+w; c++ {
			if !bytes.Equal(pix[4*(r*width+c):][:3], first) {
				return true, nil
			}
		}
	}
	return false, nil
}

const (
	statusBar = 30  // pixels at the foot of the window, whose sentences come and go with time
	blinking  = 200 // pixels of a caret
)

// match waits until the window looks as in a picture of it.
func (d *driver) match(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	decoded, err := png.Decode(f)
	if err != nil {
		return err
	}
	want, ok := decoded.(*image.RGBA)
	if !ok {
		return fmt.Errorf("%s is no picture of shot", path)
	}
	differ := 0
	err = until(func() (bool, error) {
		pix, w, h, err := d.picture()
		if err != nil || image.Pt(w, h) != want.Rect.Size() {
			return false, err
		}
		differ = 0
		for i := 0; i < 4*w*(h-statusBar); i += 4 {
			if pix[i+2] != want.Pix[i] || pix[i+1] != want.Pix[i+1] || pix[i] != want.Pix[i+2] {
				differ++
			}
		}
		return differ < blinking, nil
	})
	if err != nil {
		return fmt.Errorf("%w: %d pixels differ", err, differ)
	}
	return nil
}

func (d *driver) shot(path string) error {
	pix, w, h, err := d.picture()
	if err != nil {
		return err
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(pix); i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = pix[i+2], pix[i+1], pix[i], 255
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, img); err != nil {
		return err
	}
	return f.Close()
}

// sum tells two pictures of a rectangle of the window apart. What lies outside of the window is left out.
func (d *driver) sum(x, y, w, h int) (string, error) {
	g, err := xproto.GetGeometry(d.c, xproto.Drawable(d.win)).Reply()
	if err != nil {
		return "", err
	}
	r := image.Rect(x, y, x+w, y+h).Intersect(image.Rect(0, 0, int(g.Width), int(g.Height)))
	if r.Empty() {
		return "0", nil
	}
	sum := fnv.New64a()
	const most = 1 << 18 // bytes of a reply
	for step := max(most/(4*r.Dx()), 1); r.Min.Y < r.Max.Y; r.Min.Y += step {
		n := min(step, r.Dy())
		reply, err := xproto.GetImage(d.c, xproto.ImageFormatZPixmap, xproto.Drawable(d.win), int16(r.Min.X), int16(r.Min.Y), uint16(r.Dx()), uint16(n), 0xffffffff).Reply()
		if err != nil {
			return "", err
		}
		_, _ = sum.Write(reply.Data)
	}
	return fmt.Sprintf("%x", sum.Sum64()), nil
}
