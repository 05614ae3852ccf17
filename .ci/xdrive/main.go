// Xdrive plays a person in front of an X11 window: it reads a script from standard input, a command a line, and fails with the line
// that did not come true. It needs nothing but an X server, so that the program can be tried where no desktop is.
//
//	window TITLE          wait for a window whose title contains TITLE; later commands speak of it
//	title TEXT            wait until the window's title contains TEXT
//	notitle TEXT          wait until it does not
//	log FILE TEXT         wait until FILE has one more line with TEXT than this command has waited for
//	key CHORD [N]         press ctrl+shift+s, Return, a, N times
//	type TEXT             press the keys of TEXT (ASCII; \n is Return)
//	click X Y [BUTTON]    in the window, in pixels; a double click is two commands
//	move X Y              the pointer
//	drag X Y X2 Y2        with the button held, from one place to another
//	drop X Y FILE...      as a file manager does (XDND); X Y in the window
//	dies STAGE X Y        a file manager that dies during a drop, after its XdndEnter, XdndPosition or XdndDrop: enter, position, drop
//	size W H              resize the window
//	ink X Y W H           wait until the rectangle of the window is not of one colour
//	still                 wait until two pictures of the window, 150 ms apart, are equal
//	shot FILE             write a PNG of the window
//	photo FILE            paint a small JPEG, to have something to drop
//	gone                  wait until the window is no more
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// patience is how long a command waits.
const patience = 30 * time.Second

func main() {
	d, err := connect()
	if err != nil {
		fmt.Fprintln(os.Stderr, "xdrive:", err)
		os.Exit(1)
	}
	in := bufio.NewScanner(os.Stdin)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, rest, _ := strings.Cut(line, " ")
		if err := d.do(name, strings.TrimSpace(rest)); err != nil {
			fmt.Fprintf(os.Stderr, "xdrive: line %d: %s: %v\n", n, line, err)
			_ = d.shot("xdrive-failed.png")
			os.Exit(1)
		}
	}
}

func (d *driver) do(name, rest string) error {
	args := strings.Fields(rest)
	switch name {
	case "window":
		return until(func() (bool, error) { return d.find(rest), nil })
	case "title":
		return until(func() (bool, error) { return strings.Contains(d.title(d.win), rest), nil })
	case "notitle":
		return until(func() (bool, error) { return !strings.Contains(d.title(d.win), rest), nil })
	case "log":
		file, text, _ := strings.Cut(rest, " ")
		return until(func() (bool, error) { return d.logged(file, text) })
	case "key":
		times := 1
		if len(args) == 2 {
			times, _ = strconv.Atoi(args[1])
		}
		for range times {
			if err := d.chord(args[0]); err != nil {
				return err
			}
		}
		return nil
	case "type":
		return d.text(strings.ReplaceAll(rest, `\n`, "\n"))
	case "shot":
		return d.shot(rest)
	case "still":
		return d.still()
	case "photo":
		return photo(rest)
	case "gone":
		return until(func() (bool, error) { return d.title(d.win) == "", nil })
	case "drop":
		if len(args) < 3 {
			return fmt.Errorf("want X Y FILE")
		}
	case "dies":
		n, err := numbers(args[min(1, len(args)):])
		if err != nil {
			return err
		}
		return d.dies(args[0], n[0], n[1])
	}
	n, err := numbers(args)
	if err != nil {
		return err
	}
	switch {
	case name == "click" && len(n) >= 2:
		button := 1
		if len(n) > 2 {
			button = n[2]
		}
		return d.click(n[0], n[1], button)
	case name == "move" && len(n) == 2:
		return d.move(n[0], n[1])
	case name == "drag" && len(n) == 4:
		return d.drag(n[0], n[1], n[2], n[3])
	case name == "drop":
		return d.drop(n[0], n[1], args[2:])
	case name == "size" && len(n) == 2:
		return d.resize(n[0], n[1])
	case name == "ink" && len(n) == 4:
		return until(func() (bool, error) { return d.ink(n[0], n[1], n[2], n[3]) })
	}
	return fmt.Errorf("no such command")
}

// numbers reads the leading numbers of args.
func numbers(args []string) ([]int, error) {
	var out []int
	for _, a := range args {
		n, err := strconv.Atoi(a)
		if err != nil {
			break
		}
		out = append(out, n)
	}
	if len(out) < 2 {
		return nil, fmt.Errorf("want numbers")
	}
	return out, nil
}

// until asks every 15 ms whether something has come true.
func until(ok func() (bool, error)) error {
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	end := time.Now().Add(patience)
	for time.Now().Before(end) {
		yes, err := ok()
		if yes || err != nil {
			return err
		}
		<-tick.C
	}
	return fmt.Errorf("not within %v", patience)
}

// logged looks for a line with text behind the one that the same command found before.
func (d *driver) logged(file, text string) (bool, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return false, nil // not there yet
	}
	key := file + " " + text
	from := min(d.read[key], len(data))
	for _, line := range strings.SplitAfter(string(data[from:]), "\n") {
		from += len(line)
		if strings.HasSuffix(line, "\n") && strings.Contains(line, text) {
			d.read[key] = from
			return true, nil
		}
	}
	return false, nil
}
