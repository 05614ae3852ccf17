package main

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"github.com/jezek/xgb/xproto"
)

// letters gives characters keys that mean nothing so far.
func (d *driver) letters(text string) error {
	for _, r := range text {
		sym, err := symOf(string(r))
		if err != nil {
			return err
		}
		if _, ok := d.keys[sym]; ok {
			continue
		}
		if len(d.free) == 0 {
			return fmt.Errorf("no key is left for %q", r)
		}
		code := d.free[0]
		d.free = d.free[1:]
		if err := xproto.ChangeKeyboardMappingChecked(d.c, 1, code, 1, []xproto.Keysym{sym}).Check(); err != nil {
			return err
		}
		d.keys[sym] = press{code: code}
	}
	return nil
}

// held does something while keys are held.
func (d *driver) held(names []string, do func() error) error {
	for _, name := range names {
		sym, err := symOf(name)
		if err != nil {
			return err
		}
		code := byte(d.keys[sym].code)
		if err := d.fake(xproto.KeyPress, code, 0, 0); err != nil {
			return err
		}
		defer d.fake(xproto.KeyRelease, code, 0, 0)
	}
	return do()
}

// wheel turns the wheel at a place of the window, down for a positive number.
func (d *driver) wheel(x, y, notches int) error {
	if err := d.move(x, y); err != nil {
		return err
	}
	button := byte(5)
	if notches < 0 {
		button, notches = 4, -notches
	}
	for range notches {
		if err := d.fake(xproto.ButtonPress, button, 0, 0); err != nil {
			return err
		}
		if err := d.fake(xproto.ButtonRelease, button, 0, 0); err != nil {
			return err
		}
		d.settle()
	}
	return nil
}

// tell sends a message of the window manager's protocols (https://specifications.freedesktop.org/wm-spec) about the window.
func (d *driver) tell(to xproto.Window, mask uint32, about xproto.Window, kind string, data ...uint32) error {
	e := xproto.ClientMessageEvent{
		Format: 32, Window: about, Type: d.atom(kind), Data: xproto.ClientMessageDataUnionData32New(append(data, 0, 0, 0, 0, 0)[:5]),
	}
	return xproto.SendEventChecked(d.c, false, to, mask, string(e.Bytes())).Check()
}

const toManager = xproto.EventMaskSubstructureNotify | xproto.EventMaskSubstructureRedirect

func (d *driver) state(name string) error {
	wide, high := uint32(d.atom("_NET_WM_STATE_MAXIMIZED_HORZ")), uint32(d.atom("_NET_WM_STATE_MAXIMIZED_VERT"))
	switch name {
	case "maximized":
		return d.tell(d.root, toManager, d.win, "_NET_WM_STATE", 1, wide, high, 2)
	case "normal":
		if err := d.tell(d.root, toManager, d.win, "_NET_ACTIVE_WINDOW", 2); err != nil {
			return err
		}
		return d.tell(d.root, toManager, d.win, "_NET_WM_STATE", 0, wide, high, 2)
	case "iconic":
		return d.tell(d.root, toManager, d.win, "WM_CHANGE_STATE", 3)
	}
	return fmt.Errorf("no state %q", name)
}

// betweenLooks is how many turns of a waiting loop go by before it looks whether the window is there at all.
const betweenLooks = 32

// there fails when the window is no more: it answers nothing then.
func (d *driver) there() error {
	if _, err := xproto.GetWindowAttributes(d.c, d.win).Reply(); err != nil {
		return fmt.Errorf("the window is gone: %w", err)
	}
	return nil
}

// ping waits until the window answers that it has taken all events before: the message stands behind them in its queue. Every window of
// GLFW answers (_NET_WM_PING), by a message to the root window.
func (d *driver) ping() (time.Duration, error) {
	err := xproto.ChangeWindowAttributesChecked(d.c, d.root, xproto.CwEventMask, []uint32{xproto.EventMaskSubstructureNotify}).Check()
	if err != nil {
		return 0, err
	}
	d.pings++
	begin := time.Now()
	protocols, ping := d.atom("WM_PROTOCOLS"), d.atom("_NET_WM_PING")
	if err := d.tell(d.win, 0, d.win, "WM_PROTOCOLS", uint32(ping), d.pings, uint32(d.win)); err != nil {
		return 0, cmp.Or(d.there(), err)
	}
	for idle := 1; time.Since(begin) < patience; {
		event, _ := d.c.PollForEvent() // an error is of an earlier message to a window that is gone, or of this one: it is looked after below
		if event == nil {
			<-time.After(time.Millisecond)
			if idle++; idle%betweenLooks == 0 {
				if err := d.there(); err != nil {
					return 0, err
				}
			}
			continue
		}
		e, ok := event.(xproto.ClientMessageEvent)
		if ok && e.Window == d.root && e.Type == protocols && e.Data.Data32[0] == uint32(ping) && e.Data.Data32[1] == d.pings {
			return time.Since(begin), nil
		}
	}
	return time.Since(begin), fmt.Errorf("the window does not answer within %v", patience)
}

// others presses Escape in the windows on the screen that are not the driven one, such as a file chooser, until they are gone, and gives
// their titles. The keyboard goes back to the driven window.
func (d *driver) others() (string, error) {
	var titles []string
	windows, err := d.clients()
	for try := 0; err == nil && try < 20; try++ {
		foreign := 0
		for _, w := range windows {
			if w == d.win {
				continue
			}
			foreign++
			if t := d.title(w); len(titles) == 0 || titles[len(titles)-1] != t {
				titles = append(titles, t)
			}
			if err := d.tell(d.root, toManager, w, "_NET_ACTIVE_WINDOW", 2); err != nil {
				return "", err
			}
			<-time.After(100 * time.Millisecond)
			if err := d.chord("Escape"); err != nil {
				return "", err
			}
			<-time.After(100 * time.Millisecond)
		}
		if foreign == 0 {
			break
		}
		windows, err = d.clients()
	}
	if len(titles) > 0 && err == nil {
		err = d.tell(d.root, toManager, d.win, "_NET_ACTIVE_WINDOW", 2)
		<-time.After(100 * time.Millisecond)
	}
	return strings.Join(titles, ", "), err
}

// clients are the windows that the window manager manages.
func (d *driver) clients() ([]xproto.Window, error) {
	r, err := xproto.GetProperty(d.c, false, d.root, d.atom("_NET_CLIENT_LIST"), xproto.AtomWindow, 0, 1<<10).Reply()
	if err != nil {
		return nil, err
	}
	var out []xproto.Window
	for v := r.Value; len(v) >= 4; v = v[4:] {
		out = append(out, xproto.Window(binary.LittleEndian.Uint32(v)))
	}
	return out, nil
}
