//go:build ci

package main

import (
	"fmt"
	"os"
)

// openWindow says that this build is the command line alone.
func openWindow([]string, string) int {
	fmt.Fprintln(os.Stderr, "lanyard: this build has no window; \"lanyard help\" lists the commands")
	return 2
}
