//go:build linux && x11 && !ci

package driver

/*
#cgo LDFLAGS: -lX11
#include <X11/Xlib.h>
#include <X11/XKBlib.h>

// name gives the keysym of a key under a state, to which it adds what GLFW does not tell: the locks, AltGr and the group of the keyboard.
static unsigned int name(void *display, unsigned int code, unsigned int *state) {
	XkbStateRec now;
	if (XkbGetState(display, XkbUseCoreKbd, &now) == Success)
		*state = XkbBuildCoreState(*state | (now.locked_mods & (LockMask | Mod2Mask)) | (now.mods & (Mod3Mask | Mod5Mask)), now.group);
	unsigned int used;
	KeySym sym = NoSymbol;
	XkbLookupKeySym(display, code, *state, &used, &sym);
	return sym;
}
*/
import "C"

import (
	"image"
	"os"
	"unsafe"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"

	"lanyard/editor/inputmethod"
)

// BeforeWindow keeps GLFW from opening XIM too, when c is there. What it returns is to be called once the first window was made, which is
// when GLFW looks: programs that are started later want the setting.
func BeforeWindow(c *inputmethod.Client) (after func()) {
	if c == nil {
		return func() {}
	}
	before := os.Getenv("XMODIFIERS")
	os.Setenv("XMODIFIERS", "@im=none")
	return func() { os.Setenv("XMODIFIERS", before) }
}

// Attach shows the keys of a window to the input method before Fyne sees them. caret is where the keyboard writes, in units of the window's canvas,
// if it does. For the UI goroutine, once Fyne's loop runs.
func Attach(c *inputmethod.Client, win fyne.Window, caret func() (pos fyne.Position, size fyne.Size, ok bool)) {
	w, ok := win.(interface{ RunWithContext(func()) })
	if !ok {
		return
	}
	h := &keyWindow{c: c, canvas: win.Canvas(), caret: caret}
	w.RunWithContext(func() { h.view = glfw.GetCurrentContext() })
	if h.view == nil {
		return
	}
	c.SetHost(h)
	h.key = h.view.SetKeyCallback(h.pressed)
	h.char = h.view.SetCharCallback(h.typed)
	h.focus = h.view.SetFocusCallback(h.focused)
	c.Focus(h.view.GetAttrib(glfw.Focused) == glfw.True)
}

// keyWindow is an inputmethod.Host: it stands between GLFW and Fyne.
type keyWindow struct {
	c      *inputmethod.Client
	view   *glfw.Window
	canvas fyne.Canvas
	caret  func() (fyne.Position, fyne.Size, bool)
	field  fyne.Focusable // had the keyboard at the last key
	taken  bool           // the last key was; its character is not Fyne's
	key    glfw.KeyCallback
	char   glfw.CharCallback
	focus  glfw.FocusCallback
}

func (h *keyWindow) pressed(w *glfw.Window, key glfw.Key, scancode int, action glfw.Action, mods glfw.ModifierKey) {
	if field := h.canvas.Focused(); field != h.field {
		h.field = field
		h.c.Reset()
	}
	state := C.uint(coreState(mods))
	sym := C.name(unsafe.Pointer(glfw.GetX11Display()), C.uint(scancode), &state)
	release := action == glfw.Release
	taken := h.c.Press(inputmethod.Key{Sym: uint32(sym), Code: uint32(scancode), State: uint32(state), Release: release})
	if !release {
		h.taken = taken
	}
	if !taken || release { // fcitx5 takes the release of Shift alone, whose press Fyne has seen
		h.key(w, key, scancode, action, mods)
	}
}

func (h *keyWindow) typed(w *glfw.Window, r rune) {
	if !h.taken {
		h.char(w, r)
	}
}

func (h *keyWindow) focused(w *glfw.Window, on bool) {
	h.c.Focus(on)
	h.focus(w, on)
}

// Commit is for inputmethod.Host.
func (h *keyWindow) Commit(s string) {
	for _, r := range s {
		h.char(h.view, r)
	}
}

// forwarded are the keys that an input method may give back and that write nothing, by their keysym.
var forwarded = map[uint32]glfw.Key{
	0xff08: glfw.KeyBackspace, 0xff09: glfw.KeyTab, 0xff0d: glfw.KeyEnter, 0xff8d: glfw.KeyKPEnter, 0xff1b: glfw.KeyEscape,
	0xffff: glfw.KeyDelete, 0xff50: glfw.KeyHome, 0xff51: glfw.KeyLeft, 0xff52: glfw.KeyUp, 0xff53: glfw.KeyRight,
	0xff54: glfw.KeyDown, 0xff55: glfw.KeyPageUp, 0xff56: glfw.KeyPageDown, 0xff57: glfw.KeyEnd,
}

// Forward is for inputmethod.Host. A key that writes is its character (keysyms below 0x100 are Latin-1, above 0x01000000 Unicode).
func (h *keyWindow) Forward(k inputmethod.Key) {
	if key, ok := forwarded[k.Sym]; ok {
		action := glfw.Press
		if k.Release {
			action = glfw.Release
		}
		h.key(h.view, key, 0, action, modifiers(k.State))
		return
	}
	r := rune(k.Sym)
	if k.Sym >= 0x01000100 {
		r = rune(k.Sym - 0x01000000)
	}
	if !k.Release && k.State&(4|8|64) == 0 && (r >= 0x20 && r < 0x7f || r >= 0xa0 && r < 0x100 || k.Sym >= 0x01000100) {
		h.char(h.view, r)
	}
}

// Caret is for inputmethod.Host.
func (h *keyWindow) Caret() (image.Rectangle, bool) {
	pos, size, ok := h.caret()
	if !ok {
		return image.Rectangle{}, false
	}
	x0, y0 := h.canvas.PixelCoordinateForPosition(pos)
	x1, y1 := h.canvas.PixelCoordinateForPosition(pos.Add(size))
	left, top := h.view.GetPos()
	return image.Rect(left+x0, top+y0, left+x1, top+y1), true
}

// masks are the bits of the modifiers in X's core state, as every keyboard map of today has them.
var masks = [...]struct {
	glfw glfw.ModifierKey
	x    uint32
}{{glfw.ModShift, 1}, {glfw.ModControl, 4}, {glfw.ModAlt, 8}, {glfw.ModSuper, 64}}

func coreState(mods glfw.ModifierKey) (state uint32) {
	for _, m := range masks {
		if mods&m.glfw != 0 {
			state |= m.x
		}
	}
	return state
}

func modifiers(state uint32) (mods glfw.ModifierKey) {
	for _, m := range masks {
		if state&m.x != 0 {
			mods |= m.glfw
		}
	}
	return mods
}
