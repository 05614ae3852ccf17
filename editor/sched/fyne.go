package sched

import (
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
)

// NewFyne makes the scheduler of a running window. This file is the only one that calls fyne.Do.
func NewFyne(log *slog.Logger) *Scheduler { return newScheduler(fyneBackend{}, log) }

type fyneBackend struct{}

func (fyneBackend) post(f func()) { fyne.Do(f) }

func (fyneBackend) now() time.Time { return time.Now() }

func (fyneBackend) after(d time.Duration, f func()) func() {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}
