//go:build ci

package window

import (
	"fmt"
	"os"
)

// Open says that this build is the command line alone, and returns the exit code of wrong usage.
func Open([]string, string) int {
	fmt.Fprintln(os.Stderr, "lanyard: this build has no window; \"lanyard help\" lists the commands")
	return 2
}
