//go:build unix

package textedit

import (
	"syscall"
	"time"
)

// cpu is the processor time of the process: on a machine that does other things too, time on the clock says little.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
