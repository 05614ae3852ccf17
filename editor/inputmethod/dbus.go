package inputmethod

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"lanyard/editor/sched"
)

// findPatience is how long a start of the program waits for the bus and the input method, which answer within some milliseconds on a machine that
// has nothing else to do.
const findPatience = 2 * time.Second

// Find gives a context of the input method that the environment asks for and that runs, or nil. It starts neither a bus nor an input method.
func Find(s *sched.Scheduler, log *slog.Logger) *Client {
	d, ok := wanted()
	if !ok {
		return nil
	}
	type result struct {
		bus  bus
		path string
		err  error
	}
	c := newClient(d, s, log)
	found := make(chan result, 1)
	ctx, cancel := context.WithTimeout(s.Context(), findPatience)
	defer cancel()
	s.Go("input method", func(context.Context) {
		b, path, err := d.connect(ctx, c)
		found <- result{b, path, err}
	})
	select {
	case r := <-found:
		if r.err == nil {
			c.adopt(r.bus, r.path)
			return c
		}
		c.log.Debug("no input method on the bus", "error", r.err)
	case <-ctx.Done():
		c.log.Warn("the input method does not answer")
	}
	return nil
}

// onSessionBus opens a context of a service of the session bus, which may come and go there.
func onSessionBus(ctx context.Context, c *Client) (bus, string, error) {
	return connect(ctx, c, dbus.SessionBusPrivateNoAutoStartup,
		[]dbus.MatchOption{dbus.WithMatchSender("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, c.dialect.service)})
}

// onBusOfIBus opens a context on the bus that IBus has for itself.
func onBusOfIBus(ctx context.Context, c *Client) (bus, string, error) {
	address := busOfIBus()
	if address == "" {
		return nil, "", errors.New("ibus: no bus")
	}
	return connect(ctx, c, func(o ...dbus.ConnOption) (*dbus.Conn, error) { return dbus.Dial(address, o...) }, nil)
}

// busOfIBus is the address of IBus's bus, from the environment or the file that IBus writes (src/ibusshare.c); empty without one.
func busOfIBus() string {
	if a := os.Getenv("IBUS_ADDRESS"); a != "" {
		return a
	}
	id := []byte("machine-id") // IBus's own word where there is none
	for _, path := range []string{"/var/lib/dbus/machine-id", "/etc/machine-id"} {
		if text, err := os.ReadFile(path); err == nil {
			id = text
			break
		}
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	host, display, _ := strings.Cut(os.Getenv("DISPLAY"), ":")
	if host == "" {
		host = "unix"
	}
	display, _, _ = strings.Cut(display, ".")
	for _, name := range []string{"unix-" + os.Getenv("WAYLAND_DISPLAY"), host + "-" + display} {
		text, err := os.ReadFile(filepath.Join(dir, "ibus", "bus", string(bytes.TrimSpace(id))+"-"+name))
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			if a, ok := strings.CutPrefix(strings.TrimSpace(line), "IBUS_ADDRESS="); ok {
				return a
			}
		}
	}
	return ""
}

// connect dials and opens a context. Once ctx has ended it gives up and leaves nothing behind. what is of interest besides the context.
func connect(ctx context.Context, c *Client, dial func(...dbus.ConnOption) (*dbus.Conn, error), what []dbus.MatchOption) (bus, string, error) {
	conn, err := dial(dbus.WithSignalHandler(signals{c}), dbus.WithContext(c.sched.Context()))
	if err != nil {
		return nil, "", err
	}
	ended := context.AfterFunc(ctx, func() { conn.Close() }) // ends what waits below
	defer ended()
	b := session{conn, c.dialect.service}
	path := ""
	for _, step := range []func() error{
		func() error { return conn.Auth(nil) },
		conn.Hello,
		func() error {
			if what == nil {
				return nil
			}
			return conn.AddMatchSignal(what...)
		},
		func() error { return conn.AddMatchSignal(dbus.WithMatchInterface(c.dialect.context)) },
		func() (err error) { path, err = c.open(b); return err },
		ctx.Err,
	} {
		if err := step(); err != nil {
			conn.Close()
			return nil, "", err
		}
	}
	context.AfterFunc(conn.Context(), func() { c.deliver(event{lost: b}) })
	return b, path, nil
}

// session is a connection to a bus.
type session struct {
	conn    *dbus.Conn
	service string
}

func (s session) call(path, method string, args ...any) ([]any, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	call := s.conn.Object(s.service, dbus.ObjectPath(path)).CallWithContext(ctx, method, dbus.FlagNoAutoStart, pairs(args)...)
	for i, v := range call.Body {
		if p, ok := v.(dbus.ObjectPath); ok {
			call.Body[i] = string(p)
		}
	}
	return call.Body, call.Err
}

func (s session) send(path, method string, args ...any) {
	s.conn.Object(s.service, dbus.ObjectPath(path)).Go(method, dbus.FlagNoAutoStart|dbus.FlagNoReplyExpected, nil, args...)
}

func (s session) close() { s.conn.Close() }

// pairs turns pairs into what D-Bus calls a(ss).
func pairs(args []any) []any {
	type pair struct{ Key, Value string }
	for i, a := range args {
		if list, ok := a.([][2]string); ok {
			out := make([]pair, len(list))
			for k, p := range list {
				out[k] = pair{p[0], p[1]}
			}
			args[i] = out
		}
	}
	return args
}

// signals hands on what the input method says. It is called on the goroutine that reads the connection, in the order of arrival.
type signals struct{ c *Client }

// DeliverSignal is for dbus.SignalHandler.
func (s signals) DeliverSignal(_, name string, sig *dbus.Signal) {
	if e, ok := heard(name, s.c.dialect.service, sig.Body); ok {
		e.path = string(sig.Path)
		s.c.deliver(e)
	}
}

// heard reads a signal. What has another shape than it should is not heard.
func heard(name, service string, body []any) (e event, ok bool) {
	switch {
	case name == "NameOwnerChanged" && len(body) == 3 && body[0] == service:
		owner, is := body[2].(string)
		return event{owner: &owner}, is
	case name == "CommitString" && len(body) == 1:
		text, is := body[0].(string)
		return event{commit: text}, is
	case name == "CommitText" && len(body) == 1: // a variant of the structure IBusText: (name, attachments, text, attributes)
		v, _ := body[0].(dbus.Variant)
		fields, _ := v.Value().([]any)
		if len(fields) < 3 {
			return e, false
		}
		text, is := fields[2].(string)
		return event{commit: text}, is
	case name == "ForwardKey" && len(body) == 3: // (keysym, state, released)
		sym, is1 := body[0].(uint32)
		state, is2 := body[1].(uint32)
		release, is3 := body[2].(bool)
		return event{key: &Key{Sym: sym, State: state, Release: release}}, is1 && is2 && is3
	case name == "ForwardKeyEvent" && len(body) == 3: // (keysym, code, state)
		sym, is1 := body[0].(uint32)
		state, is2 := body[2].(uint32)
		return event{key: &Key{Sym: sym, State: state &^ ibusRelease, Release: state&ibusRelease != 0}}, is1 && is2
	}
	return e, false
}
