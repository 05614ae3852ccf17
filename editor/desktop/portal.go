//go:build linux || freebsd || openbsd || netbsd || dragonfly

package desktop

import (
	"context"
	"log/slog"

	"github.com/godbus/dbus/v5"

	"lanyard/editor/sched"
)

const (
	portalName = "org.freedesktop.portal.Desktop"
	portalPath = "/org/freedesktop/portal/desktop"
	settings   = "org.freedesktop.portal.Settings"
	namespace  = "org.freedesktop.appearance"
	key        = "color-scheme"
)

// Follow begins to ask for the scheme, beside everything else that a start has to do.
func Follow(s *sched.Scheduler, log *slog.Logger) *Follower {
	f := newFollower(s)
	s.Serve("colour scheme", func(ctx context.Context) {
		defer f.heard(Unknown) // nobody will answer any more
		if err := f.follow(ctx); err != nil && ctx.Err() == nil {
			log.Debug("no colour scheme from the desktop", "error", err)
		}
	})
	return f
}

// follow asks the portal, which the bus starts where it does not run, and then hears of changes until ctx or the bus ends. A portal that is
// started anew may have another answer.
func (f *Follower) follow(ctx context.Context) error {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return err
	}
	defer conn.Close()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	for _, step := range []func() error{
		func() error { return conn.Auth(nil) },
		conn.Hello,
		func() error {
			return conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(portalPath), dbus.WithMatchInterface(settings), dbus.WithMatchMember("SettingChanged"))
		},
		func() error {
			return conn.AddMatchSignalContext(ctx, dbus.WithMatchSender("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, portalName))
		},
	} {
		if err := step(); err != nil {
			return err
		}
	}
	f.heard(ask(ctx, conn))
	for sig := range signals { // closed with the connection, which ends with ctx
		switch s, again := hear(sig.Name, sig.Body); {
		case again:
			f.heard(ask(ctx, conn))
		case s != Unknown:
			f.heard(s)
		}
	}
	return nil
}

// ask reads the scheme. Portals before 1.17 know Read alone, which wraps the value once more.
func ask(ctx context.Context, conn *dbus.Conn) Scheme {
	portal := conn.Object(portalName, portalPath)
	for _, method := range []string{".ReadOne", ".Read"} {
		var v dbus.Variant
		if portal.CallWithContext(ctx, settings+method, 0, namespace, key).Store(&v) == nil {
			return schemeOf(v)
		}
	}
	return Unknown
}

// hear reads a signal: another scheme, or a portal that is to be asked again. One of another shape than it should have says nothing.
func hear(name string, body []any) (s Scheme, again bool) {
	switch {
	case name == settings+".SettingChanged" && len(body) == 3 && body[0] == namespace && body[1] == key:
		return schemeOf(body[2]), false
	case name == "org.freedesktop.DBus.NameOwnerChanged" && len(body) == 3 && body[0] == portalName:
		owner, _ := body[2].(string)
		return Unknown, owner != ""
	}
	return Unknown, false
}

// schemeOf reads the portal's number: 1 is dark, 2 light, and 0, no preference, is what desktops say whose own look is light.
func schemeOf(value any) Scheme {
	for {
		v, ok := value.(dbus.Variant)
		if !ok {
			break
		}
		value = v.Value()
	}
	n, ok := value.(uint32)
	switch {
	case !ok:
		return Unknown
	case n == 1:
		return Dark
	}
	return Light
}
