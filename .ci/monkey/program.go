package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// patience is how long is waited for what must come.
const patience = 30 * time.Second

// A program is one run of the program that is tried.
type program struct {
	cmd    *exec.Cmd
	log    string // file
	err    string // file
	read   int    // of log, in bytes
	said   int    // of err
	shown  string // path of the post that shows, "" before there is one
	folder string // that is open
	opened int    // how many posts have been shown
	placed int    // how many photos went in
	quit   bool   // it said that it quits
	holder holder // of the keyboard
	moves  int    // of the keyboard
	trays  int    // how often a tray has been filled
	ended  chan struct{}
	exit   error
}

// launch starts the program on path and waits until its window is there and it has opened what it was asked to.
func launch(d *desk, h *hand, binary, path string, n int) (*program, error) {
	p := &program{
		log: filepath.Join(d.dir, fmt.Sprintf("log-%d", n)), err: filepath.Join(d.dir, fmt.Sprintf("err-%d", n)),
		ended: make(chan struct{}),
	}
	out, err := os.Create(p.err)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	p.cmd = exec.Command(binary, path)
	p.cmd.Env, p.cmd.Dir, p.cmd.Stdout, p.cmd.Stderr = append(d.env, "LANYARD_LOG="+p.log), d.dir, out, out
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.exit = p.cmd.Wait()
		close(p.ended)
	}()
	if err := h.all("window Lanyard", "log "+p.log+" msg=ready"); err != nil {
		if p.gone() {
			return p, fmt.Errorf("the program ended while it started: %v", p.exit)
		}
		return p, err
	}
	return p, nil
}

// gone reports whether the program has ended.
func (p *program) gone() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// goneWith reports whether the program has ended. Its window goes a moment before it does.
func (p *program) goneWith(err error) bool {
	if err != nil && strings.Contains(err.Error(), "the window is gone") {
		_ = p.wait()
	}
	return p.gone()
}

// wait waits for the end of the program.
func (p *program) wait() error {
	select {
	case <-p.ended:
		return nil
	case <-time.After(patience):
		return errors.New("the program does not end")
	}
}

// kill ends the program at once, as a crash or a power cut does.
func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// stack ends a program that hangs and gives what its window's goroutine was at, which is the first. All of them are in the file err.
func (p *program) stack() string {
	if p.gone() {
		return ""
	}
	_ = p.cmd.Process.Signal(syscall.SIGQUIT)
	select {
	case <-p.ended:
	case <-time.After(5 * time.Second):
		p.kill()
	}
	data, _ := os.ReadFile(p.err)
	_, own, _ := strings.Cut("\n"+string(data), "\ngoroutine 1 ")
	own, _, _ = strings.Cut(own, "\n\n")
	return "\nits window is at: " + own
}

// An entry is a line of the program's log.
type entry map[string]string

var attribute = regexp.MustCompile(`(\w+)=("(?:[^"\\]|\\.)*"|\S*)`)

// entries gives the lines of the log that are new, and follows what they say about the program.
func (p *program) entries() ([]entry, error) {
	data, err := os.ReadFile(p.log)
	if err != nil {
		return nil, err
	}
	end := bytes.LastIndexByte(data, '\n') + 1
	var out []entry
	for line := range strings.Lines(string(data[min(p.read, end):end])) {
		e := entry{}
		for _, m := range attribute.FindAllStringSubmatch(line, -1) {
			v := m[2]
			if u, err := strconv.Unquote(v); err == nil {
				v = u
			}
			e[m[1]] = v
		}
		switch e["msg"] {
		case "opened":
			p.shown = e["path"]
			p.opened++
		case "folder":
			p.folder, p.shown = e["path"], ""
		case "closed":
			p.shown = ""
			p.opened++ // what shows is another: none
		case "keyboard":
			p.holder = of(e)
			p.moves++
		case "tray ready":
			p.trays++
		case "photos placed":
			n, _ := strconv.Atoi(e["count"])
			p.placed += n
		case "quit":
			p.quit = true
		}
		out = append(out, e)
	}
	p.read = end
	return out, nil
}

// complaints gives the new lines on standard error.
func (p *program) complaints() string {
	data, err := os.ReadFile(p.err)
	if err != nil {
		return err.Error()
	}
	out := string(data[p.said:])
	p.said = len(data)
	return strings.TrimSpace(goneControl.ReplaceAllString(emptyPreferences.ReplaceAllString(out, ""), ""))
}

// emptyPreferences is what Fyne says when it reads its own preferences while it writes them, at the end: it empties the file first. The
// program keeps nothing there.
var emptyPreferences = regexp.MustCompile(`(?m)^.*Fyne error:  Preferences load error:\n.*Cause: EOF\n.*preferences\.go:\d+\n?`)

// goneControl is what Fyne says when the keyboard was to go to a control that went away meanwhile: it stays where it was then. That keys are
// answered afterwards is asked of the program all the same. Who asks Fyne to in such a moment is not found yet.
var goneControl = regexp.MustCompile(`(?m)^.*Fyne error:  Failed to focus object which is not part of the canvas.*\n.*At: .*\.go:\d+\n?`)

// starved is how long a process has waited for a processor that others had: its first thread, which is the window's, and the three others
// that waited longest, which may have waited for one another. What a busy machine takes away is not the program's fault.
func starved(pid int) time.Duration {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	var first time.Duration
	var others []time.Duration
	for _, t := range threads {
		data, err := os.ReadFile(t)
		if err != nil {
			continue
		}
		var run, wait, turns int64
		if _, err := fmt.Sscan(string(data), &run, &wait, &turns); err != nil {
			continue
		}
		if filepath.Base(filepath.Dir(t)) == strconv.Itoa(pid) {
			first = time.Duration(wait)
		} else {
			others = append(others, time.Duration(wait))
		}
	}
	slices.SortFunc(others, func(a, b time.Duration) int { return cmp.Compare(b, a) })
	for _, o := range others[:min(len(others), 3)] {
		first += o
	}
	return first
}

// crowd is how many programs want each processor: 1 on a machine that has time, more on one that is busy with other things, of which what
// a thread has waited for does not tell all.
func crowd() float64 {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 1
	}
	var load float64
	_, _ = fmt.Sscan(string(data), &load)
	return max(1, load/float64(runtime.NumCPU()))
}

// times is a duration for a machine as crowded as this one.
func times(d time.Duration, crowd float64) time.Duration { return time.Duration(float64(d) * crowd) }

// peak is the most memory that the program has had, in megabytes.
func (p *program) peak() int {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	kb := 0
	if _, rest, ok := strings.Cut(string(data), "VmHWM:"); ok {
		_, _ = fmt.Sscan(rest, &kb)
	}
	return kb >> 10
}
