// Package inputmethod speaks with fcitx5 and IBus, with which Chinese is typed on Linux, over D-Bus.
//
// GLFW's own way, XIM, cannot say where the caret is: it opens its input context with XIMPreeditNothing and exposes neither the context
// nor a call that sets the spot, so the candidates stand in the corner of the window. Here every key goes to the input method before
// the window sees it, with the caret's place, as GTK and Qt do; what the input method takes the window never sees. Where neither is
// asked for (XMODIFIERS) or answers, XIM and the composition gate of editor/gate remain, as with every other input method.
package inputmethod

import (
	"context"
	"fmt"
	"image"
	"log/slog"
	"sync"
	"time"

	"lanyard/editor/sched"
)

// patience is how long a key waits for the input method, whose first key may find it reading its dictionary. One that does not answer is asked
// no more for a while, so that typing goes on.
const (
	patience = 2 * time.Second
	sulk     = 10 * time.Second
	retry    = time.Second
	tries    = 5
)

// Key is a key as X names it. State is the set of modifiers and locks before the key, with the keyboard's group in bits 13 and 14.
type Key struct {
	Sym, Code, State uint32
	Release          bool
}

// Host is the window as the input method sees it. Its methods are called on the UI goroutine.
type Host interface {
	// Commit inserts a text where the keyboard is.
	Commit(s string)
	// Forward does what a key would have done that the input method has taken and gives back.
	Forward(k Key)
	// Caret is the caret's place on the screen, in the X server's pixels; not ok where the keyboard writes nothing.
	Caret() (r image.Rectangle, ok bool)
}

// bus is the connection. call waits for the answer at most for patience.
type bus interface {
	call(path, method string, args ...any) ([]any, error)
	send(path, method string, args ...any)
	close()
}

// A Client is one input context. But for what the bus delivers, everything belongs to the UI goroutine.
type Client struct {
	dialect dialect
	bus     bus // nil while there is none
	sched   *sched.Scheduler
	log     *slog.Logger
	host    Host
	path    string // of the context; empty while the input method is away
	there   bool   // the service has an owner
	focused bool
	caret   image.Rectangle // as told
	deaf    time.Time       // until then it is not asked
	closed  bool

	mu      sync.Mutex
	arrived []event // not done yet
}

// event is what the input method says by itself.
type event struct {
	path   string
	commit string
	key    *Key
	owner  *string // the service has another owner; empty for none
	lost   bus     // the connection has ended
}

func newClient(d dialect, s *sched.Scheduler, log *slog.Logger) *Client {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Client{dialect: d, sched: s, log: log}
}

// open asks for a context over b and gives its path. It may be called from any goroutine.
func (c *Client) open(b bus) (path string, err error) {
	d := &c.dialect
	answer, err := b.call(d.path, d.opener+".CreateInputContext", d.open()...)
	if err != nil {
		return "", err
	}
	if len(answer) > 0 {
		path, _ = answer[0].(string)
	}
	if path == "" {
		return "", fmt.Errorf("%s: no input context", d.service)
	}
	for _, call := range d.greeting {
		b.send(path, call.method, call.args...)
	}
	return path, nil
}

// adopt makes a context that is open the client's.
func (c *Client) adopt(b bus, path string) {
	c.bus, c.path, c.there, c.caret = b, path, true, image.Rectangle{}
	c.log.Debug("input method", "service", c.dialect.service, "context", path)
	if c.focused {
		c.tell("FocusIn")
	}
}

// tell calls a method of the context, if there is one, and waits for no answer.
func (c *Client) tell(method string, args ...any) {
	if c.path != "" {
		c.bus.send(c.path, c.dialect.context+"."+method, args...)
	}
}

// SetHost names the window. It must be called before anything else.
func (c *Client) SetHost(h Host) { c.host = h }

// Focus tells whether the window has the keyboard.
func (c *Client) Focus(on bool) {
	if c.focused == on {
		return
	}
	c.focused = on
	if on {
		c.tell("FocusIn")
	} else {
		c.tell("FocusOut")
	}
}

// Reset gives up what is composed: the keyboard has gone to another field.
func (c *Client) Reset() { c.tell("Reset") }

// Press shows the key to the input method and reports whether it took it. Texts that it commits meanwhile are inserted before Press returns,
// so that they stand before what a key that was not taken writes.
func (c *Client) Press(k Key) (taken bool) {
	if c.path == "" || c.sched.Now().Before(c.deaf) {
		return false
	}
	r, ok := c.host.Caret()
	if !ok {
		return false
	}
	c.Focus(true) // not every window manager tells it
	if r != c.caret {
		c.caret = r
		c.tell(c.dialect.place, int32(r.Min.X), int32(r.Min.Y), int32(r.Dx()), int32(r.Dy()))
	}
	answer, err := c.bus.call(c.path, c.dialect.context+".ProcessKeyEvent", c.dialect.key(k, c.sched.Now())...)
	if err != nil {
		c.log.Warn("input method", "error", err)
		c.deaf = c.sched.Now().Add(sulk)
	}
	c.settle()
	if err == nil && len(answer) == 1 {
		taken, _ = answer[0].(bool)
	}
	return taken
}

// deliver takes what came over the bus, on the bus's goroutine, before the answer to a call that came after it.
func (c *Client) deliver(e event) {
	c.mu.Lock()
	c.arrived = append(c.arrived, e)
	c.mu.Unlock()
	c.sched.Do(c.settle)
}

// settle does what has arrived.
func (c *Client) settle() {
	c.mu.Lock()
	events := c.arrived
	c.arrived = nil
	c.mu.Unlock()
	for _, e := range events {
		switch {
		case e.owner != nil:
			c.owner(*e.owner)
		case e.lost != nil:
			c.lost(e.lost)
		case e.path != c.path || c.host == nil:
		case e.key != nil:
			c.host.Forward(*e.key)
		default:
			c.host.Commit(e.commit)
		}
	}
}

// owner follows the input method when it ends and when it starts again.
func (c *Client) owner(name string) {
	c.path, c.there = "", name != ""
	c.again(tries)
}

// again opens a context with an input method that has just started, and may not listen yet.
func (c *Client) again(left int) {
	b := c.bus
	if !c.there || c.path != "" || b == nil {
		return
	}
	c.sched.Go("input method", func(context.Context) {
		path, err := c.open(b)
		c.sched.Do(func() {
			switch {
			case c.bus != b || c.path != "" || !c.there: // things have changed meanwhile
			case err == nil:
				c.adopt(b, path)
			case left > 0:
				c.sched.After(retry, func() { c.again(left - 1) })
			default:
				c.log.Warn("input method", "error", err)
			}
		})
	})
}

// lost follows the end of a connection: IBus has a bus of its own, which ends with it.
func (c *Client) lost(b bus) {
	if c.bus != b {
		return
	}
	c.bus, c.path = nil, ""
	c.redial()
}

func (c *Client) redial() {
	c.sched.After(retry, func() {
		if c.bus != nil || c.closed {
			return
		}
		c.sched.Go("input method", func(ctx context.Context) {
			b, path, err := c.dialect.connect(ctx, c)
			c.sched.Do(func() {
				switch {
				case err != nil:
					c.redial()
				case c.closed:
					b.close()
				default:
					c.adopt(b, path)
				}
			})
		})
	})
}

// Close ends the context.
func (c *Client) Close() {
	c.closed = true
	if c.path != "" {
		c.bus.send(c.path, c.dialect.destroy)
	}
	if c.bus != nil {
		c.bus.close()
	}
	c.bus, c.path = nil, ""
}
