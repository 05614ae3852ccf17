// Command tested reads what go test -json writes, shows what go test would, and counts the tests that were skipped. A skip is a test that
// says nothing, and nobody reads of it in a log that ends with "ok": in CI one that the file expected does not name is a failure.
//
//	go test -json ./... | go run ./.ci/tested [--must] [EXPECTED]
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
)

func main() {
	must := flag.Bool("must", false, "fail at a skip that is not expected")
	flag.Parse()
	name := ".ci/tested/expected"
	if flag.NArg() > 0 {
		name = flag.Arg(0)
	}
	b, err := os.ReadFile(name)
	if err == nil {
		var expected []*regexp.Regexp
		if expected, err = patterns(string(b)); err == nil {
			err = read(os.Stdin, os.Stdout, expected, *must)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tested:", err)
		os.Exit(1)
	}
}

// patterns are the lines of the file of expected skips, each a regular expression for "package Test: reason". Lines that begin with # say why.
func patterns(file string) (out []*regexp.Regexp, err error) {
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		p, err := regexp.Compile(line)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// An event is one of those that go doc test2json describes.
type event struct {
	Action, Package, Test, Output string
}

// reason is where a test says why it does not run: "    x_test.go:12: no display".
var reason = regexp.MustCompile(`^\s+\S+\.go:\d+: (.*)`)

// read copies what matters of r to w and returns why the run as a whole failed.
func read(r io.Reader, w io.Writer, expected []*regexp.Regexp, must bool) error {
	var passed, failed, packages int
	running := map[string]bool{}  // packages that began and have not ended
	said := map[string][]string{} // by package and test: what it wrote until it ended
	var skips, surprises []string
	in := bufio.NewScanner(r)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		var e event
		if err := json.Unmarshal(in.Bytes(), &e); err != nil {
			fmt.Fprintln(w, in.Text()) // go itself has something to say
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "build-output":
			fmt.Fprint(w, e.Output)
			continue
		case "output":
			said[key] = append(said[key], e.Output)
			continue
		case "start":
			running[e.Package] = true
			continue
		case "pass", "fail", "skip":
		default:
			continue
		}
		all := said[key]
		delete(said, key)
		switch {
		case e.Test == "":
			packages++
			delete(running, e.Package)
			for _, line := range all {
				if e.Action == "fail" || strings.HasPrefix(line, "ok") || strings.HasPrefix(line, "?") {
					fmt.Fprint(w, line)
				}
			}
			if e.Action == "fail" {
				failed++
			}
		case e.Action == "pass":
			passed++
		case e.Action == "fail":
			failed++
			fmt.Fprint(w, strings.Join(all, ""))
		default:
			s := strings.TrimPrefix(key, "lanyard/") + ": " + why(all)
			skips = append(skips, s)
			if !named(expected, s) {
				surprises = append(surprises, s)
			}
		}
	}
	if err := in.Err(); err != nil {
		return err
	}
	fmt.Fprintf(w, "%d passed, %d failed, %d skipped, %d of them unexpected\n", passed, failed, len(skips), len(surprises))
	for _, s := range surprises {
		fmt.Fprintln(w, "skipped:", s)
	}
	switch {
	case len(running) > 0: // go itself was ended, and the shell sees this command's word only
		return fmt.Errorf("go test ended while it tested %s", strings.Join(slices.Sorted(maps.Keys(running)), ", "))
	case packages == 0:
		return fmt.Errorf("no package was tested")
	case failed > 0:
		return fmt.Errorf("%d failed", failed)
	case must && len(surprises) > 0:
		return fmt.Errorf("%d tests were skipped that run in CI: install what they want (.ci/deps), or name them in .ci/tested/expected", len(surprises))
	}
	return nil
}

func why(output []string) string {
	for _, line := range slices.Backward(output) { // what was logged before comes before
		if m := reason.FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil {
			return m[1]
		}
	}
	return "no reason given"
}

func named(expected []*regexp.Regexp, s string) bool {
	for _, p := range expected {
		if p.MatchString(s) {
			return true
		}
	}
	return false
}
