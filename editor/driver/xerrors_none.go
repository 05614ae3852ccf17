//go:build !linux || !x11 || ci

package driver

import (
	"log/slog"

	"lanyard/editor/sched"
)

// Guard does nothing where there is no X server.
func Guard(*sched.Scheduler, *slog.Logger) {}
