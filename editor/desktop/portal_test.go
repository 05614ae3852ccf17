//go:build linux

package desktop

import (
	"bufio"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"lanyard/editor/sched"
)

// fakePortal answers as a settings portal does.
type fakePortal struct {
	conn  *dbus.Conn
	value uint32
	old   bool // knows Read alone
}

func (p *fakePortal) ReadOne(ns, k string) (dbus.Variant, *dbus.Error) {
	if p.old {
		return dbus.Variant{}, dbus.MakeFailedError(dbus.ErrMsgUnknownMethod)
	}
	return p.read(ns, k)
}

func (p *fakePortal) Read(ns, k string) (dbus.Variant, *dbus.Error) {
	v, err := p.read(ns, k)
	return dbus.MakeVariant(v), err
}

func (p *fakePortal) read(ns, k string) (dbus.Variant, *dbus.Error) {
	if ns != namespace || k != key {
		return dbus.Variant{}, dbus.NewError("org.freedesktop.portal.Error.NotFound", nil)
	}
	return dbus.MakeVariant(p.value), nil
}

// busConfig is a session bus that starts no service: a portal that is installed here must not answer.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=%s</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`

// bus starts a session bus for this test alone.
func bus(t *testing.T) {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("dbus-daemon is missing; .ci/deps installs it")
	}
	dir := t.TempDir()
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, dir), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(daemon, "--config-file="+config, "--nofork", "--print-address")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
}

// start puts a portal on the bus.
func (p *fakePortal) start(t *testing.T) *fakePortal {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	p.conn = conn
	if err := conn.Export(p, portalPath, settings); err != nil {
		t.Fatal(err)
	}
	if r, err := conn.RequestName(portalName, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(r, err)
	}
	return p
}

func (p *fakePortal) turn(t *testing.T, value uint32) {
	t.Helper()
	for _, other := range []string{"contrast", key} {
		if err := p.conn.Emit(portalPath, settings+".SettingChanged", namespace, other, dbus.MakeVariant(value)); err != nil {
			t.Fatal(err)
		}
	}
}

// listener collects what the UI goroutine is told.
type listener struct {
	t     *testing.T
	clock *sched.Manual
	told  chan Scheme
}

func follow(t *testing.T) (*Follower, *listener) {
	t.Helper()
	l := &listener{t: t, clock: sched.NewManual(time.Now()), told: make(chan Scheme, 9)}
	t.Cleanup(func() {
		if left := l.clock.Close(5 * time.Second); left != nil {
			t.Errorf("still running: %v", left)
		}
	})
	return Follow(l.clock.Scheduler, slog.New(slog.DiscardHandler)), l
}

// hears waits until the UI goroutine is told of a scheme.
func (l *listener) hears(want Scheme) {
	l.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); <-tick.C {
		if err := l.clock.Settle(time.Second); err != nil {
			l.t.Fatal(err)
		}
		select {
		case got := <-l.told:
			if got != want {
				l.t.Fatalf("told %d, want %d", got, want)
			}
			return
		default:
		}
	}
	l.t.Fatalf("not told %d", want)
}

const answers = 20 * time.Second // patience with a portal that answers

func TestTheSchemeIsKnownAtTheStartAndFollowed(t *testing.T) {
	for name, old := range map[string]bool{"new portal": false, "old portal": true} {
		t.Run(name, func(t *testing.T) {
			bus(t)
			p := (&fakePortal{value: 1, old: old}).start(t)
			f, l := follow(t)
			if got := f.Listen(answers, func(s Scheme) { l.told <- s }); got != Dark {
				t.Fatalf("at the start %d, want dark", got)
			}
			p.turn(t, 2)
			l.hears(Light)
			p.turn(t, 1)
			l.hears(Dark)
			p.turn(t, 0)
			l.hears(Light)
		})
	}
}

func TestAPortalMayComeLateAndBeStartedAnew(t *testing.T) {
	bus(t)
	f, l := follow(t)
	if got := f.Listen(answers, func(s Scheme) { l.told <- s }); got != Unknown {
		t.Fatalf("without a portal %d", got)
	}
	p := (&fakePortal{value: 1}).start(t)
	l.hears(Dark)
	if _, err := p.conn.ReleaseName(portalName); err != nil {
		t.Fatal(err)
	}
	(&fakePortal{value: 2}).start(t)
	l.hears(Light)
}

func TestASilentDesktopDelaysNothing(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	f, l := follow(t)
	begin := time.Now()
	if got := f.Listen(answers, func(s Scheme) { l.told <- s }); got != Unknown || time.Since(begin) > answers/2 {
		t.Errorf("without a bus: %d after %v", got, time.Since(begin))
	}
	late := newFollower(l.clock.Scheduler) // nobody answers
	if got := late.Listen(0, nil); got != Unknown {
		t.Errorf("without an answer: %d", got)
	}
}

func TestSignalsOfOtherShapesSayNothing(t *testing.T) {
	for _, body := range [][]any{nil, {namespace}, {namespace, key, "dark"}, {namespace, "accent-color", uint32(1)}, {1, 2, 3}} {
		if s, again := hear(settings+".SettingChanged", body); s != Unknown || again {
			t.Errorf("%v: %d %v", body, s, again)
		}
	}
}
