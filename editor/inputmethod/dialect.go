package inputmethod

import (
	"context"
	"os"
	"strings"
	"time"
)

// dialect is in what two input methods differ.
type dialect struct {
	service  string // the name on the bus
	path     string // of the object that opens contexts
	opener   string // its interface
	context  string // the interface of contexts
	place    string // the method that tells the caret's place
	destroy  string // the method that ends a context, with its interface
	open     func() []any
	greeting []greeting
	key      func(k Key, now time.Time) []any // the arguments of ProcessKeyEvent
	connect  func(ctx context.Context, c *Client) (bus, string, error)
}

// greeting is a call that a new context begins with.
type greeting struct {
	method string
	args   []any
}

// wanted is what the environment asks for: XMODIFIERS, as the manuals of both have it set.
func wanted() (dialect, bool) {
	switch m := os.Getenv("XMODIFIERS"); {
	case strings.Contains(m, "@im=fcitx"):
		return fcitx(), true
	case strings.Contains(m, "@im=ibus"):
		return ibus(), true
	}
	return dialect{}, false
}

// fcitx is fcitx5's src/frontend/dbusfrontend.
func fcitx() dialect {
	return dialect{
		service: "org.fcitx.Fcitx5", path: "/org/freedesktop/portal/inputmethod",
		opener: "org.fcitx.Fcitx.InputMethod1", context: "org.fcitx.Fcitx.InputContext1",
		place: "SetCursorRect", destroy: "org.fcitx.Fcitx.InputContext1.DestroyIC",
		open: func() []any {
			return []any{[][2]string{{"program", "lanyard"}, {"display", "x11:" + os.Getenv("DISPLAY")}}}
		},
		key: func(k Key, now time.Time) []any {
			return []any{k.Sym, k.Code, k.State, k.Release, uint32(now.UnixMilli())}
		},
		connect: onSessionBus,
	}
}

// Bits of IBus's src/ibustypes.h.
const (
	ibusRelease  = 1 << 30 // of a key's state
	ibusCapFocus = 1 << 3  // tells the focus, and leaves the letters that are composed to the panel
)

// ibus is IBus's src/ibusinputcontext.c. Its key codes are the kernel's, which are 8 below X's.
func ibus() dialect {
	return dialect{
		service: "org.freedesktop.IBus", path: "/org/freedesktop/IBus",
		opener: "org.freedesktop.IBus", context: "org.freedesktop.IBus.InputContext",
		place: "SetCursorLocation", destroy: "org.freedesktop.IBus.Service.Destroy",
		open:     func() []any { return []any{"lanyard"} },
		greeting: []greeting{{"org.freedesktop.IBus.InputContext.SetCapabilities", []any{uint32(ibusCapFocus)}}},
		key: func(k Key, _ time.Time) []any {
			if k.Release {
				k.State |= ibusRelease
			}
			return []any{k.Sym, max(k.Code, 8) - 8, k.State}
		},
		connect: onBusOfIBus,
	}
}
