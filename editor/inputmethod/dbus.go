package inputmethod

import (
	"context"
	"log/slog"
	"time"

	"github.com/godbus/dbus/v5"

	"lanyard/editor/sched"
)

// findPatience is how long a start of the program waits for the bus and the input method.
const findPatience = 500 * time.Millisecond

// Find gives a context of the fcitx5 that runs on the session bus, or nil. It starts neither a bus nor fcitx5.
func Find(s *sched.Scheduler, log *slog.Logger) *Client {
	c := newClient(nil, s, log)
	found := make(chan *Client, 1)
	ctx, cancel := context.WithTimeout(s.Context(), findPatience)
	defer cancel()
	s.Go("input method", func(context.Context) {
		if err := c.connect(ctx); err != nil {
			c.log.Debug("no input method on the bus", "error", err)
			found <- nil
			return
		}
		found <- c
	})
	select {
	case c := <-found:
		return c
	case <-ctx.Done():
		return nil
	}
}

// connect opens the bus and the context; once ctx has ended it leaves nothing behind.
func (c *Client) connect(ctx context.Context) error {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithSignalHandler(signals{c}), dbus.WithContext(c.sched.Context()))
	if err != nil {
		return err
	}
	ended := context.AfterFunc(ctx, func() { conn.Close() }) // ends what waits below
	defer ended()
	c.bus = session{conn}
	for _, step := range []func() error{
		func() error { return conn.Auth(nil) },
		conn.Hello,
		func() error {
			return conn.AddMatchSignal(dbus.WithMatchSender("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, service))
		},
		func() error { return conn.AddMatchSignal(dbus.WithMatchInterface(contextIface)) },
		c.start,
		ctx.Err,
	} {
		if err := step(); err != nil {
			conn.Close()
			return err
		}
	}
	return nil
}

// session is a connection to the session bus.
type session struct{ conn *dbus.Conn }

func (s session) call(path, method string, args ...any) ([]any, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	call := s.conn.Object(service, dbus.ObjectPath(path)).CallWithContext(ctx, method, dbus.FlagNoAutoStart, pairs(args)...)
	for i, v := range call.Body {
		if p, ok := v.(dbus.ObjectPath); ok {
			call.Body[i] = string(p)
		}
	}
	return call.Body, call.Err
}

func (s session) send(path, method string, args ...any) {
	s.conn.Object(service, dbus.ObjectPath(path)).Go(method, dbus.FlagNoAutoStart|dbus.FlagNoReplyExpected, nil, args...)
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
	switch name {
	case "NameOwnerChanged":
		if len(sig.Body) == 3 && sig.Body[0] == service {
			if owner, ok := sig.Body[2].(string); ok {
				s.c.deliver(event{owner: &owner})
			}
		}
	case "CommitString":
		if len(sig.Body) == 1 {
			if text, ok := sig.Body[0].(string); ok {
				s.c.deliver(event{path: string(sig.Path), commit: text})
			}
		}
	case "ForwardKey":
		if len(sig.Body) == 3 {
			sym, is1 := sig.Body[0].(uint32)
			state, is2 := sig.Body[1].(uint32)
			release, is3 := sig.Body[2].(bool)
			if is1 && is2 && is3 {
				s.c.deliver(event{path: string(sig.Path), key: &Key{Sym: sym, State: state, Release: release}})
			}
		}
	}
}
