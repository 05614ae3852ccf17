package main

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/jezek/xgb/xproto"
)

// drop is the source's side of XDND version 5 (https://freedesktop.org/wiki/Specifications/XDND), with one type, text/uri-list.
func (d *driver) drop(x, y int, files []string) error {
	var list strings.Builder
	for _, f := range files {
		abs, err := filepath.Abs(f)
		if err != nil {
			return err
		}
		list.WriteString((&url.URL{Scheme: "file", Path: abs}).String() + "\r\n")
	}
	source, err := xproto.NewWindowId(d.c)
	if err != nil {
		return err
	}
	screen := xproto.Setup(d.c).DefaultScreen(d.c)
	xproto.CreateWindow(d.c, 0, source, d.root, -10, -10, 1, 1, 0, xproto.WindowClassInputOnly, screen.RootVisual, 0, nil)
	defer xproto.DestroyWindow(d.c, source)
	selection, kind := d.atom("XdndSelection"), d.atom("text/uri-list")
	xproto.SetSelectionOwner(d.c, source, selection, xproto.TimeCurrentTime)
	if err := d.move(x, y); err != nil {
		return err
	}
	ox, oy := d.origin()
	at := uint32(ox+x)<<16 | uint32(oy+y)
	d.message(source, "XdndEnter", 5<<24, uint32(kind), 0, 0)
	for range 3 { // as a hand that moves: the position arrives some frames before the drop
		d.message(source, "XdndPosition", 0, at, xproto.TimeCurrentTime, uint32(d.atom("XdndActionCopy")))
		settle()
	}
	d.message(source, "XdndDrop", 0, xproto.TimeCurrentTime, 0, 0)
	return d.serve(source, selection, list.String())
}

func (d *driver) message(source xproto.Window, name string, data ...uint32) {
	e := xproto.ClientMessageEvent{
		Format: 32, Window: d.win, Type: d.atom(name),
		Data: xproto.ClientMessageDataUnionData32New(append([]uint32{uint32(source)}, data...)),
	}
	xproto.SendEvent(d.c, false, d.win, 0, string(e.Bytes()))
}

// serve hands out the list when the window asks for it and ends when the window says that it has finished.
func (d *driver) serve(source xproto.Window, selection xproto.Atom, list string) error {
	finished := d.atom("XdndFinished")
	end := time.Now().Add(patience)
	for time.Now().Before(end) {
		event, err := d.c.PollForEvent()
		if err != nil {
			return err
		}
		switch e := event.(type) {
		case nil:
			settle()
		case xproto.SelectionRequestEvent:
			if e.Selection != selection {
				continue
			}
			xproto.ChangeProperty(d.c, xproto.PropModeReplace, e.Requestor, e.Property, e.Target, 8, uint32(len(list)), []byte(list))
			reply := xproto.SelectionNotifyEvent{Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: e.Property}
			xproto.SendEvent(d.c, false, e.Requestor, 0, string(reply.Bytes()))
		case xproto.ClientMessageEvent:
			if e.Type == finished {
				if len(e.Data.Data32) > 1 && e.Data.Data32[1] == 0 { // GLFW puts the length of the list here, not one bit
					return fmt.Errorf("the window refused the drop")
				}
				return nil
			}
		}
	}
	return fmt.Errorf("the window did not finish the drop within %v", patience)
}
