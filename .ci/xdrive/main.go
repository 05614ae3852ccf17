// Xdrive plays a person in front of an X11 window: it reads a script from standard input, a command a line, and fails with the line
// that did not come true. It needs nothing but an X server, so that the program can be tried where no desktop is.
//
//	window TITLE          wait for a window whose title contains TITLE; later commands speak of it
//	title TEXT            wait until the window's title contains TEXT
//	notitle TEXT          wait until it does not
//	log FILE TEXT         wait until FILE has one more line with TEXT than this command has waited for
//	pace MS               time between two events, 18 ms at the start
//	letters TEXT          give every character of TEXT a key of its own; before the program starts, which reads the keyboard once
//	key CHORD [N]         press ctrl+shift+s, Return, a, N times
//	type TEXT             press the keys of TEXT (ASCII, or what has a key; \n is Return)
//	click X Y [BUTTON [KEY]]   in the window, in pixels, with a key such as ctrl held; a double click is two commands
//	move X Y              the pointer
//	drag X Y X2 Y2        with the button held, from one place to another
//	wheel X Y N           N notches down, or up when negative
//	drop X Y FILE...      as a file manager does (XDND); X Y in the window. A file may be quoted as in Go
//	dies STAGE X Y        a file manager that dies during a drop, after its XdndEnter, XdndPosition or XdndDrop: enter, position, drop
//	size W H              resize the window
//	state NAME            ask the window manager: maximized, normal, iconic
//	ping                  wait until the window has taken all input so far, and print how many milliseconds that took
//	others                close the other windows on the screen as Escape does, and print their titles
//	name                  print the window's title
//	extent                print the window's width and height
//	sum X Y W H           print a number for what that rectangle of the window shows
//	ink X Y W H           wait until the rectangle of the window is not of one colour
//	paper X Y RRGGBB      wait until that place of the window is painted, and fail unless it has this colour then; before any picture it is black
//	colour X Y RRGGBB     wait until that place of the window has this colour
//	match FILE            wait until the window looks as in a PNG of shot, but for a caret and the status bar
//	still                 wait until two pictures of the window, 150 ms apart, are equal
//	shot FILE             write a PNG of the window
//	photo FILE            paint a small JPEG, to have something to drop
//	run COMMAND           run a command of the shell, and wait until it has ended
//	gone                  wait until the window is no more
//
// With -answers it answers every command with a line, "ok" and what there is to print, or "no" and why, and goes on.
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/jezek/xgb/xproto"
)

// patience is how long a command waits.
const patience = 30 * time.Second

func main() {
	answers := flag.Bool("answers", false, "answer every command with a line, and go on after one that failed")
	flag.Parse()
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
		out, err := d.do(name, strings.TrimSpace(rest))
		switch {
		case *answers && err != nil:
			fmt.Println("no", err)
		case *answers:
			fmt.Println("ok", out)
		case err != nil:
			fmt.Fprintf(os.Stderr, "xdrive: line %d: %s: %v\n", n, line, err)
			_ = d.shot("xdrive-failed.png")
			os.Exit(1)
		case out != "":
			fmt.Println(out)
		}
	}
}

// do carries out one command and gives what it prints.
func (d *driver) do(name, rest string) (string, error) {
	switch name {
	case "ping":
		took, err := d.ping()
		return fmt.Sprint(took.Milliseconds()), err
	case "others":
		return d.others()
	case "name":
		return d.title(d.win), nil
	case "extent":
		g, err := xproto.GetGeometry(d.c, xproto.Drawable(d.win)).Reply()
		if err != nil {
			return "", err
		}
		return fmt.Sprint(g.Width, " ", g.Height), nil
	case "sum":
		n, err := numbers(strings.Fields(rest))
		if err != nil || len(n) != 4 {
			return "", fmt.Errorf("want X Y W H")
		}
		return d.sum(n[0], n[1], n[2], n[3])
	}
	return "", d.act(name, rest)
}

func (d *driver) act(name, rest string) error {
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
	case "letters":
		return d.letters(rest)
	case "key":
		chord, n, _ := strings.Cut(rest, " ")
		times, err := strconv.Atoi(cmp.Or(n, "1"))
		if err != nil {
			return err
		}
		for range times {
			if err := d.chord(chord); err != nil {
				return err
			}
		}
		return nil
	case "type":
		return d.text(strings.ReplaceAll(rest, `\n`, "\n"))
	case "state":
		return d.state(rest)
	case "shot":
		return d.shot(rest)
	case "match":
		return d.match(rest)
	case "still":
		return d.still()
	case "photo":
		return photo(rest)
	case "run":
		out, err := exec.Command("sh", "-c", rest).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		return nil
	case "gone":
		return until(func() (bool, error) { return d.title(d.win) == "", nil })
	}
	args, err := words(rest)
	if err != nil {
		return err
	}
	switch {
	case (name == "paper" || name == "colour") && len(args) == 3:
		n, err := numbers(args[:2])
		if err != nil || len(n) < 2 {
			return fmt.Errorf("want X Y RRGGBB")
		}
		return until(func() (bool, error) {
			got, err := d.colour(n[0], n[1])
			if err == nil && name == "paper" && got != "000000" && got != args[2] {
				err = fmt.Errorf("is %s", got)
			}
			return got == args[2], err
		})
	case name == "dies" && len(args) == 3:
		n, err := numbers(args[1:])
		if err != nil || len(n) < 2 {
			return fmt.Errorf("want STAGE X Y")
		}
		return d.dies(args[0], n[0], n[1])
	}
	n, err := numbers(args)
	if err != nil {
		return err
	}
	return d.point(name, n, args)
}

// point carries out a command whose first arguments are numbers: n of args. A colour may look like one.
func (d *driver) point(name string, n []int, args []string) error {
	rest := args[len(n):]
	switch {
	case name == "pace" && len(n) == 1:
		d.pace = time.Duration(n[0]) * time.Millisecond
		return nil
	case name == "click" && len(n) >= 2:
		button := 1
		if len(n) > 2 {
			button = n[2]
		}
		return d.held(rest, func() error { return d.click(n[0], n[1], button) })
	case name == "move" && len(n) == 2:
		return d.move(n[0], n[1])
	case name == "drag" && len(n) == 4:
		return d.drag(n[0], n[1], n[2], n[3])
	case name == "wheel" && len(n) == 3:
		return d.wheel(n[0], n[1], n[2])
	case name == "drop" && len(n) == 2 && len(rest) > 0:
		return d.drop(n[0], n[1], rest)
	case name == "size" && len(n) == 2:
		return d.resize(n[0], n[1])
	case name == "ink" && len(n) == 4:
		return until(func() (bool, error) { return d.ink(n[0], n[1], n[2], n[3]) })
	}
	return fmt.Errorf("no such command, or not with these arguments")
}

// words splits at spaces; a word in double quotes is a string of Go's.
func words(s string) ([]string, error) {
	var out []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		word, rest, _ := strings.Cut(s, " ")
		if strings.HasPrefix(s, `"`) {
			quoted, err := strconv.QuotedPrefix(s)
			if err != nil {
				return nil, err
			}
			if word, err = strconv.Unquote(quoted); err != nil {
				return nil, err
			}
			rest = s[len(quoted):]
		}
		out, s = append(out, word), rest
	}
	return out, nil
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
	if len(out) == 0 {
		return nil, fmt.Errorf("no such command, or not without numbers")
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
