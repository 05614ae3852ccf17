// Package hugo owns what is asked of the Hugo on this computer: its version,
// which decides how a post is shown where the versions differ.
package hugo

import (
	"context"
	"os"
	"os/exec"
	"regexp"
	"time"
)

// patience is how long the program may take to say its version.
const patience = 10 * time.Second

// Version gives the version of the installed hugo, such as "0.111.3"; empty
// where there is none, or where it does not answer. It runs a process and blocks
// for about a tenth of a second.
func Version(ctx context.Context) string { return VersionOf(ctx, "hugo") }

// VersionOf is Version of another program, by its name on the PATH or its path.
func VersionOf(ctx context.Context, program string) string {
	path, err := exec.LookPath(program)
	if err != nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "version")
	cmd.Dir = os.TempDir() // not a site, whose configuration it would read
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return versionIn(string(out))
}

// version is "hugo v0.111.3+extended …", "hugo v0.120.4-f11bca5…", and with old
// ones "Hugo Static Site Generator v0.54.0 …".
var version = regexp.MustCompile(`(?i)^hugo\b[^\n]*?\bv(\d+\.\d+(?:\.\d+)?)`)

func versionIn(out string) string {
	if m := version.FindStringSubmatch(out); m != nil {
		return m[1]
	}
	return ""
}
