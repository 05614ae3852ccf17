// Monkey works in a real window by chance: keys (all chords of the table of commands among them), clicks, drags, drops, the wheel, other
// sizes, colours and scales, other programs that write, other posts. Afterwards the program must be alive, have answered each key within a
// second, have kept every word in a journal or a file, have left no file that nobody asked for, and have complained of nothing.
//
//	monkey -program bin/lanyard -xdrive bin/xdrive [-seed N] [-steps N]
//	monkey -kills N …     types, saves, drops, takes back, and is killed at any moment
//	monkey -table […]     no chance: asks every control what each key does
//
// It lays a desk of its own: Xvfb, a window manager, a session bus and a portal. On failure it prints the seed and the last steps.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

func main() {
	runtime.LockOSThread() // what the thread has started ends with it, however it ends
	program := flag.String("program", "bin/lanyard", "the program")
	xdrive := flag.String("xdrive", "bin/xdrive", "the driver of the display")
	seed := flag.Uint64("seed", 1, "which chance")
	steps := flag.Int("steps", 5000, "how many steps")
	kills := flag.Int("kills", 0, "how often to kill the program, instead of steps")
	table := flag.Bool("table", false, "ask every control, instead of steps")
	only := flag.String("only", "", "with -table: in the states alone whose name contains this")
	keep := flag.Bool("keep", false, "keep the desk's directory after a failure")
	last := flag.Int("last", 50, "how many steps to tell after a failure")
	flag.Parse()
	if err := work(*program, *xdrive, *seed, *steps, *kills, *last, *keep, *table, *only); err != nil {
		fmt.Fprintln(os.Stderr, "monkey:", err)
		os.Exit(1)
	}
}

func work(binary, xdrive string, seed uint64, steps, kills, last int, keep, table bool, only string) (err error) {
	for _, path := range []*string{&binary, &xdrive} {
		if *path, err = filepath.Abs(*path); err != nil {
			return err
		}
	}
	dir, err := os.MkdirTemp("", "monkey-")
	if err != nil {
		return err
	}
	begin := time.Now()
	m, err := newMonkey(dir, binary, xdrive, seed, last)
	if err == nil {
		switch {
		case table:
			err = m.ask(only)
		case kills > 0:
			err = m.die(kills)
		default:
			err = m.play(steps)
		}
		if err != nil {
			_, _ = m.hand.do("shot %s", filepath.Join(dir, "failed.png"))
			err = fmt.Errorf("seed %d: %w\nthe last steps:\n%s", seed, err, strings.Join(m.last, "\n"))
		}
		m.close()
	}
	if err == nil && !table {
		kept, gone := m.ledger.kept()
		did := fmt.Sprintf("%d steps", steps)
		if kills > 0 {
			did = fmt.Sprintf("%d kills", kills)
		}
		fmt.Printf("monkey: seed %d: %s in %v, started %d times; %d words kept, %d edited away; the slowest answer took %v; at most %d MB\n",
			seed, did, time.Since(begin).Round(time.Second), m.runs, kept, gone, m.slowest.Round(time.Millisecond), m.peak)
	}
	if err != nil && keep {
		return fmt.Errorf("%w\nsee %s", err, dir)
	}
	if e := os.RemoveAll(dir); err == nil {
		err = e
	}
	return err
}
