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
	source, err := d.source()
	if err != nil {
		return err
	}
	defer xproto.DestroyWindow(d.c, source)
	selection, kind := d.atom("XdndSelection"), d.atom("text/uri-list")
	if err := d.move(x, y); err != nil {
		return err
	}
	ox, oy := d.origin()
	at := uint32(ox+x)<<16 | uint32(oy+y)
	d.message(source, "XdndEnter", 5<<24, uint32(kind), 0, 0)
	for range 3 { // as a hand that moves: the position arrives some frames before the drop
		d.message(source, "XdndPosition", 0, at, xproto.TimeCurrentTime, uint32(d.atom("XdndActionCopy")))
		d.settle()
	}
	d.message(source, "XdndDrop", 0, xproto.TimeCurrentTime, 0, 0)
	return d.serve(source, selection, list.String())
}

// source makes the window that a drag comes from.
func (d *driver) source() (xproto.Window, error) {
	source, err := xproto.NewWindowId(d.c)
	if err != nil {
		return 0, err
	}
	screen := xproto.Setup(d.c).DefaultScreen(d.c)
	xproto.CreateWindow(d.c, 0, source, d.root, -10, -10, 1, 1, 0, xproto.WindowClassInputOnly, screen.RootVisual, 0, nil)
	xproto.SetSelectionOwner(d.c, source, d.atom("XdndSelection"), xproto.TimeCurrentTime)
	return source, nil
}

// dies begins a drop like drop and destroys the source after one of its messages. The server is grabbed meanwhile, so that whatever the
// window asks about the source is answered when that is gone. The types of enter are a list in a property of the source, as every source
// with more than three types has them; those of the other stages come in the message.
func (d *driver) dies(stage string, x, y int) error {
	source, err := d.source()
	if err != nil {
		return err
	}
	if err := d.move(x, y); err != nil {
		return err
	}
	ox, oy := d.origin()
	list := uint32(d.atom("text/uri-list"))
	enter := []uint32{5 << 24, list, 0, 0}
	if stage == "enter" {
		enter[0] |= 1
		types := []byte{byte(list), byte(list >> 8), byte(list >> 16), byte(list >> 24)}
		xproto.ChangeProperty(d.c, xproto.PropModeReplace, source, d.atom("XdndTypeList"), xproto.AtomAtom, 32, 1, types)
	}
	xproto.GrabServer(d.c)
	defer xproto.UngrabServer(d.c)
	defer xproto.DestroyWindow(d.c, source)
	d.message(source, "XdndEnter", enter...)
	if stage == "enter" {
		return nil
	}
	d.message(source, "XdndPosition", 0, uint32(ox+x)<<16|uint32(oy+y), xproto.TimeCurrentTime, uint32(d.atom("XdndActionCopy")))
	if stage == "position" {
		return nil
	}
	d.message(source, "XdndDrop", 0, xproto.TimeCurrentTime, 0, 0)
	if stage != "drop" {
		return fmt.Errorf("no stage %q", stage)
	}
	return nil
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
	for idle := 1; time.Now().Before(end); {
		event, _ := d.c.PollForEvent() // an error is of an earlier message to a window that is gone, or of this one: it is looked after below
		switch e := event.(type) {
		case nil:
			<-time.After(2 * time.Millisecond)
			if idle++; idle%betweenLooks == 0 {
				if err := d.there(); err != nil {
					return err
				}
			}
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
