package main

import (
	"os"
	"strings"
	"testing"
)

const run = `{"Action":"output","Package":"lanyard/a","Test":"TestWithout","Output":"=== RUN   TestWithout\n"}
{"Action":"output","Package":"lanyard/a","Test":"TestWithout","Output":"    a_test.go:2: seed 7\n"}
{"Action":"output","Package":"lanyard/a","Test":"TestWithout","Output":"    a_test.go:3: no mount permitted: 1\n"}
{"Action":"skip","Package":"lanyard/a","Test":"TestWithout"}
{"Action":"pass","Package":"lanyard/a","Test":"TestThat"}
{"Action":"output","Package":"lanyard/a","Output":"ok  \tlanyard/a\t0.1s\n"}
{"Action":"pass","Package":"lanyard/a"}
`

func TestASkipThatNobodyExpectsFailsInCI(t *testing.T) {
	broken := run + `{"Action":"output","Package":"lanyard/b","Test":"TestBad","Output":"    b_test.go:9: got 1\n"}
{"Action":"fail","Package":"lanyard/b","Test":"TestBad"}
{"Action":"fail","Package":"lanyard/b"}
`
	for _, c := range []struct {
		name, in, expected string
		must, ok           bool
		want               string
	}{
		{"named", run, "no mount permitted", true, true, "1 passed, 0 failed, 1 skipped, 0 of them unexpected"},
		{"another test is named", run, "^b Test", true, false, "skipped: a TestWithout: no mount permitted: 1"},
		{"at home", run, "# nothing", false, true, "1 skipped, 1 of them unexpected"},
		{"a failure", broken, "mount", false, false, "got 1"},
		{"go was killed", run + `{"Action":"start","Package":"lanyard/d"}` + "\n", "mount", false, false, "1 passed"},
		{"nothing ran", "", "mount", false, false, "0 passed"},
		{"a build that failed", `{"Action":"build-output","ImportPath":"lanyard/c","Output":"undefined: x\n"}` + "\n" + `{"Action":"fail","Package":"lanyard/c"}`, "", false, false, "undefined: x"},
		{"no JSON", "go: no such tool\n", "", false, false, "go: no such tool"},
	} {
		t.Run(c.name, func(t *testing.T) {
			expected, err := patterns(c.expected)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			if err := read(strings.NewReader(c.in), &out, expected, c.must); (err == nil) != c.ok {
				t.Errorf("error %v, want none: %v", err, c.ok)
			}
			if !strings.Contains(out.String(), c.want) {
				t.Errorf("said\n%s\nwithout %q", out.String(), c.want)
			}
		})
	}
}

func TestTheExpectedSkipsCanBeRead(t *testing.T) {
	b, err := os.ReadFile("expected")
	if err != nil {
		t.Fatal(err)
	}
	p, err := patterns(string(b))
	if err != nil || len(p) == 0 {
		t.Fatalf("%d patterns: %v", len(p), err)
	}
	if named(p, "store/hugo TestAddressesAreThoseOfHugo: hugo is not installed") {
		t.Error("a missing Hugo is expected: .ci/deps installs it")
	}
}
