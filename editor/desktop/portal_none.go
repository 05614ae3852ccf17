//go:build !linux && !freebsd && !openbsd && !netbsd && !dragonfly

package desktop

import (
	"log/slog"

	"lanyard/editor/sched"
)

// Follow gives a nil follower: Fyne knows the scheme here.
func Follow(*sched.Scheduler, *slog.Logger) *Follower { return nil }
