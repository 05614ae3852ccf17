package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// A desk is what a program meets on a desktop, in memory and in a directory of its own: a display, a window manager, a session bus, and a
// portal that tells the colour scheme and chooses files.
type desk struct {
	dir   string   // also the home of everything that runs on the desk
	env   []string // for programs on the desk
	procs []*exec.Cmd
}

// services are the ones that the bus may start. Others, of the desktop that happens to be installed, would make each machine another desk.
var services = []string{"org.freedesktop.portal.Desktop.service", "org.freedesktop.impl.portal.desktop.gtk.service"}

func newDesk(dir string) (*desk, error) {
	d := &desk{dir: dir}
	for _, sub := range []string{"config/openbox", "config/glib-2.0/settings", "config/fyne", "cache", "data", "state", "run", "bin", "services"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, err
		}
	}
	d.env = append(
		inherited(),
		"HOME="+dir, "XDG_CONFIG_HOME="+dir+"/config", "XDG_CACHE_HOME="+dir+"/cache", "XDG_DATA_HOME="+dir+"/data",
		"XDG_RUNTIME_DIR="+dir+"/run", "LANYARD_STATE="+dir+"/state", "PATH="+dir+"/bin:"+os.Getenv("PATH"),
		"LIBGL_ALWAYS_SOFTWARE=1", "LANG=C.UTF-8", "TZ=UTC", "GSETTINGS_BACKEND=keyfile", "NO_AT_BRIDGE=1", "GTK_A11Y=none",
	)
	for _, start := range []func() error{d.openFile, d.display, d.bus, d.manager} {
		if err := start(); err != nil {
			d.close()
			return nil, err
		}
	}
	return d, nil
}

// inherited is what of our own environment says nothing about a desktop.
func inherited() []string {
	var out []string
	for _, e := range os.Environ() {
		name, _, _ := strings.Cut(e, "=")
		switch {
		case strings.HasPrefix(name, "XDG_"), strings.HasPrefix(name, "LC_"), strings.HasPrefix(name, "LANYARD_"), strings.HasPrefix(name, "FYNE_"):
		case name == "HOME", name == "DISPLAY", name == "XAUTHORITY", name == "WAYLAND_DISPLAY", name == "DBUS_SESSION_BUS_ADDRESS", name == "LANGUAGE", name == "PATH":
		default:
			out = append(out, e)
		}
	}
	return out
}

// openFile puts a program in place of the one that opens files and addresses, which notes what it was asked.
func (d *desk) openFile() error {
	script := "#!/bin/sh\necho \"$@\" >>" + d.dir + "/opened\n"
	return os.WriteFile(filepath.Join(d.dir, "bin", "xdg-open"), []byte(script), 0o700)
}

// start starts a program of the desk, which ends with it. Its complaints go to a file.
func (d *desk) start(name string, args []string, extra ...*os.File) error {
	log, err := os.OpenFile(filepath.Join(d.dir, name+".out"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	c := exec.Command(name, args...)
	c.Env, c.Dir, c.Stdout, c.Stderr, c.ExtraFiles = d.env, d.dir, log, log, extra
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := c.Start(); err != nil {
		return err
	}
	d.procs = append(d.procs, c)
	return nil
}

// told starts a program that writes a line to its file descriptor 3 when it is ready, and gives the line.
func (d *desk) told(name string, args ...string) (string, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	err = d.start(name, args, w)
	w.Close()
	if err != nil {
		return "", err
	}
	if err := r.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return "", err
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", fmt.Errorf("%s does not start: %w", name, err)
	}
	return strings.TrimSpace(line), nil
}

func (d *desk) display() error {
	n, err := d.told("Xvfb", "-displayfd", "3", "-screen", "0", "1600x1100x24", "-nolisten", "tcp")
	if err != nil || n == "" {
		return fmt.Errorf("no display: %v", err)
	}
	d.env = append(d.env, "DISPLAY=:"+n)
	return nil
}

// server is the process of the display, the first that was started.
func (d *desk) server() int { return d.procs[0].Process.Pid }

const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=%[1]s/run</listen>
  <servicedir>%[1]s/services</servicedir>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
`

// bus starts the session bus in the environment of the display, which the portal needs.
func (d *desk) bus() error {
	for _, s := range services {
		data, err := os.ReadFile(filepath.Join("/usr/share/dbus-1/services", s))
		if err != nil {
			return fmt.Errorf("the portal is not installed: %w", err)
		}
		if err := os.WriteFile(filepath.Join(d.dir, "services", s), data, 0o600); err != nil {
			return err
		}
	}
	config := filepath.Join(d.dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, d.dir), 0o600); err != nil {
		return err
	}
	address, err := d.told("dbus-daemon", "--config-file="+config, "--nofork", "--print-address=3")
	if err != nil || address == "" {
		return fmt.Errorf("no session bus: %v", err)
	}
	d.env = append(d.env, "DBUS_SESSION_BUS_ADDRESS="+address)
	return nil
}

// managerConfig has one desktop, so that no key of the program's takes the window out of sight, and the one key that every desk has.
const managerConfig = `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <desktops><number>1</number></desktops>
  <keyboard><keybind key="A-Tab"><action name="NextWindow"/></keybind></keyboard>
  <mouse><context name="Client"><mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind></context></mouse>
</openbox_config>
`

func (d *desk) manager() error {
	config := filepath.Join(d.dir, "config", "openbox", "rc.xml")
	if err := os.WriteFile(config, []byte(managerConfig), 0o600); err != nil {
		return err
	}
	return d.start("openbox", []string{"--sm-disable", "--config-file", config})
}

// scheme sets the colour scheme of the desktop, "default", "prefer-dark" or "prefer-light"; the portal tells it to everybody.
func (d *desk) scheme(name string) error {
	return replace(filepath.Join(d.dir, "config/glib-2.0/settings/keyfile"), "[org/gnome/desktop/interface]\ncolor-scheme='"+name+"'\n")
}

// scale sets the scale of Fyne's programs.
func (d *desk) scale(factor float64) error {
	return replace(filepath.Join(d.dir, "config/fyne/settings.json"), fmt.Sprintf(`{"scale":%g}`, factor))
}

// replace replaces a file, or makes it.
func replace(path, text string) error {
	if err := os.WriteFile(path+"~", []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(path+"~", path)
}

// close ends everything on the desk.
func (d *desk) close() {
	for i := len(d.procs) - 1; i >= 0; i-- {
		p := d.procs[i]
		_ = syscall.Kill(-p.Process.Pid, syscall.SIGKILL) // its group: the bus has started others
		_ = p.Wait()
	}
}
