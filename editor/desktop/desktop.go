// Package desktop knows what the desktop around the window asks for: its colour scheme, light or dark.
//
// On Linux and the BSDs the settings portal tells it (org.freedesktop.appearance color-scheme,
// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html). Fyne asks the portal too, but only once its
// loop runs, when a window in the wrong colours is on the screen already, and it starts a bus where there is none. Elsewhere Fyne is asked.
package desktop

import (
	"sync"
	"time"

	"lanyard/editor/sched"
)

// Scheme is a colour scheme.
type Scheme uint8

// The schemes. Unknown is what a desktop without a portal says, and one whose portal has not answered yet.
const (
	Unknown Scheme = iota
	Light
	Dark
)

// String is the scheme's name.
func (s Scheme) String() string { return [...]string{"unknown", "light", "dark"}[min(s, Dark)] }

// A Follower hears of the scheme as long as its scheduler runs.
type Follower struct {
	sched    *sched.Scheduler
	asked    time.Time
	answered chan struct{} // closed when the first answer is there, or nobody will answer
	once     sync.Once

	mu     sync.Mutex
	scheme Scheme
	told   func(Scheme)
}

func newFollower(s *sched.Scheduler) *Follower {
	return &Follower{sched: s, asked: time.Now(), answered: make(chan struct{})}
}

// Listen gives the scheme, for which it waits until patience has passed since the follower was made, and has told called on the UI goroutine
// with every other one that comes later. A nil follower knows nothing.
func (f *Follower) Listen(patience time.Duration, told func(Scheme)) Scheme {
	if f == nil {
		return Unknown
	}
	late := time.NewTimer(time.Until(f.asked.Add(patience)))
	defer late.Stop()
	select {
	case <-f.answered:
	case <-late.C:
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.told = told
	return f.scheme
}

// heard takes an answer of the desktop, Unknown where it has none.
func (f *Follower) heard(s Scheme) {
	defer f.once.Do(func() { close(f.answered) })
	f.mu.Lock()
	defer f.mu.Unlock()
	if s == Unknown || s == f.scheme {
		return
	}
	f.scheme = s
	if told := f.told; told != nil {
		f.sched.Do(func() { told(s) })
	}
}
