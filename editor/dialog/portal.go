//go:build !windows && !darwin

package dialog

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"fyne.io/fyne/v2/driver"
	"github.com/godbus/dbus/v5"
)

const (
	portalName    = "org.freedesktop.portal.Desktop"
	portalPath    = "/org/freedesktop/portal/desktop"
	portalChooser = "org.freedesktop.portal.FileChooser."
	portalRequest = "org.freedesktop.portal.Request"
)

// portal asks the desktop's portal over D-Bus, as
// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.FileChooser.html describes. The call is
// made here and not by rymdport/portal, whose answers turn a plus in a path into a space, may belong to another
// request, and cannot be called off.
type portal struct {
	o Options
}

func (p portal) Folder(ctx context.Context, title, start string) (string, error) {
	opt := map[string]dbus.Variant{"directory": dbus.MakeVariant(true)}
	return single(p.ask(ctx, "OpenFile", title, start, opt))
}

func (p portal) Files(ctx context.Context, title, start string, filters []Filter) ([]string, error) {
	opt := map[string]dbus.Variant{"multiple": dbus.MakeVariant(true)}
	if len(filters) > 0 {
		opt["filters"] = dbus.MakeVariant(portalFilters(filters))
	}
	return p.ask(ctx, "OpenFile", title, start, opt)
}

func (p portal) Save(ctx context.Context, title, start, name string) (string, error) {
	opt := map[string]dbus.Variant{"current_name": dbus.MakeVariant(name)}
	return single(p.ask(ctx, "SaveFile", title, start, opt))
}

// ask makes one request and waits for its response. Whatever goes wrong before the chooser can be on the screen is
// errUnavailable.
func (p portal) ask(ctx context.Context, method, title, start string, opt map[string]dbus.Variant) ([]string, error) {
	if !hasSessionBus() {
		return nil, fmt.Errorf("%w: there is no session bus", errUnavailable)
	}
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errUnavailable, err)
	}
	defer conn.Close()
	token := "lanyard" + strings.ToLower(rand.Text())
	opt["handle_token"] = dbus.MakeVariant(token)
	opt["modal"] = dbus.MakeVariant(true)
	if start != "" {
		opt["current_folder"] = dbus.MakeVariant(append([]byte(start), 0))
	}
	// The response may come before the call returns, so it is waited for first, at the path the token gives.
	sender := strings.ReplaceAll(strings.TrimPrefix(conn.Names()[0], ":"), ".", "_")
	handle := dbus.ObjectPath(portalPath + "/request/" + sender + "/" + token)
	match := []dbus.MatchOption{dbus.WithMatchObjectPath(handle), dbus.WithMatchInterface(portalRequest), dbus.WithMatchMember("Response")}
	if err := conn.AddMatchSignalContext(ctx, match...); err != nil {
		return nil, fmt.Errorf("%w: %w", errUnavailable, err)
	}
	signals := make(chan *dbus.Signal, 4)
	conn.Signal(signals)
	call := conn.Object(portalName, portalPath).CallWithContext(ctx, portalChooser+method, 0, p.parent(ctx), title, opt)
	if call.Err != nil {
		return nil, fmt.Errorf("%w: %w", errUnavailable, call.Err)
	}
	for {
		select {
		case s, ok := <-signals:
			if !ok {
				return nil, fmt.Errorf("%w: the session bus went away", errUnavailable)
			}
			if s.Path == handle {
				return response(s.Body)
			}
		case <-ctx.Done():
			conn.Object(portalName, handle).Call(portalRequest+".Close", dbus.FlagNoReplyExpected)
			return nil, ctx.Err()
		}
	}
}

// parent names our window, so that the chooser stays above it; "" where that cannot be told.
func (p portal) parent(ctx context.Context) string {
	w, ok := p.o.Window.(driver.NativeWindow)
	if !ok || p.o.Do == nil {
		return ""
	}
	handles := make(chan string, 1)
	p.o.Do(func() {
		handle := ""
		w.RunNative(func(native any) {
			if x, ok := native.(driver.X11WindowContext); ok && x.WindowHandle != 0 {
				handle = fmt.Sprintf("x11:%x", x.WindowHandle)
			}
		})
		handles <- handle
	})
	select {
	case handle := <-handles:
		return handle
	case <-ctx.Done():
		return ""
	}
}

// response reads the body of a Response: a status, 0 for a choice, 1 for a chooser that was cancelled, 2 for one that ended "in some other
// way", and a map with the choice. The GTK portal says 2 when Escape or its window's × closed the chooser, and a second chooser then
// would be asked for by nobody; so GTK and Qt, too, take every status but 0 for no choice.
func response(body []any) ([]string, error) {
	var status uint32
	var results map[string]dbus.Variant
	if err := dbus.Store(body, &status, &results); err != nil {
		return nil, fmt.Errorf("%w: %w", errUnavailable, err)
	}
	if status != 0 {
		return nil, ErrCancelled
	}
	uris, ok := results["uris"].Value().([]string)
	if !ok {
		return nil, fmt.Errorf("%w: the portal's answer has no paths", errUnavailable)
	}
	var paths []string
	for _, u := range uris {
		path, err := filePath(u)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	if len(paths) == 0 {
		return nil, ErrCancelled
	}
	return paths, nil
}

var errNotAFile = errors.New("it is not a file of this computer")

// filePath returns the path that a file URI names. Only %XX stands for something else: a plus is a plus.
func filePath(uri string) (string, error) {
	rest, ok := strings.CutPrefix(uri, "file://")
	if ok {
		path, err := url.PathUnescape(rest)
		if err == nil && filepath.IsAbs(path) {
			return path, nil
		}
	}
	return "", fmt.Errorf("open %q: %w", uri, errNotAFile)
}

// pattern is a portal's filter pattern: kind 0 is a glob.
type pattern struct {
	Kind uint32
	Glob string
}

type portalFilter struct {
	Name     string
	Patterns []pattern
}

func portalFilters(filters []Filter) []portalFilter {
	var all []portalFilter
	for _, f := range filters {
		pf := portalFilter{Name: f.Name}
		for _, ext := range f.Extensions {
			pf.Patterns = append(pf.Patterns, pattern{0, glob(ext)})
		}
		all = append(all, pf)
	}
	return all
}

// glob matches an extension in either case, which portals tell apart.
func glob(ext string) string {
	if ext == "*" {
		return "*"
	}
	b := []rune("*.")
	for _, r := range ext {
		if up := unicode.ToUpper(r); up != r {
			b = append(b, '[', r, up, ']')
		} else {
			b = append(b, r)
		}
	}
	return string(b)
}

// hasSessionBus keeps the D-Bus library from starting a bus of its own where there is none.
func hasSessionBus() bool {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") != "" {
		return true
	}
	_, err := os.Stat(filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "bus"))
	return os.Getenv("XDG_RUNTIME_DIR") != "" && err == nil
}
