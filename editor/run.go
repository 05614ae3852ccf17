package editor

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"lanyard/assets/theme"
	"lanyard/editor/dialog"
	"lanyard/editor/driver"
	"lanyard/editor/inputmethod"
	"lanyard/editor/sched"
	"lanyard/editor/session"
	"lanyard/store"
	"lanyard/store/hugo"
	"lanyard/store/watch"
)

// appID names the preferences of the window.
const appID = "page.lanyard.desktop"

// warmDelay is how long after the first text the quick pictures are got ready: it has been painted by then.
const warmDelay = 250 * time.Millisecond

// Run opens the window on the first of paths that opens, or on the folder of last time, and returns when it is closed. It must be
// called on the main goroutine. The result is the process's exit code.
func Run(paths []string, version string) int {
	log, closeLog := openLog()
	defer closeLog()
	if cache, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(cache, 0o700) // Fyne complains where there is none
	}
	if path := asked(paths); path != "" && session.HandOver(store.StateDir(), path, log) {
		return 0
	}
	boundMemory()
	s := sched.NewFyne(log)
	scheme, settled := schemeOfDesktop(s, log)
	book, cache := NewBook(), store.CacheDir()
	fonts := loadFonts(s, book, cache, log)
	a := newApp()
	a.SetIcon(theme.AppIcon())
	method := inputmethod.Find(s, log)
	opened := driver.BeforeWindow(method)
	win := a.NewWindow("Lanyard")
	opened()
	driver.Flat()
	driver.Guard(s, log)
	win.SetMaster()
	loop := driver.New(s, win, log)
	w := New(Env{
		App: a, Window: win, Watch: watch.Run, Sched: s, Book: book, Log: log, Version: version, FontsReady: fonts,
		Chooser:  dialog.New(dialog.Options{Window: win, Do: s.Do, Log: log}),
		StateDir: store.StateDir(), CacheDir: cache, Settings: settingsFile(), Hugo: hugo.Version,
		Loop: loop, Scheme: scheme,
		Quit: func() {
			win.SetCloseIntercept(nil)
			win.Close()
		},
	})
	win.SetOnClosed(s.Leave)
	win.Resize(fyne.NewSize(w.settings.Width, w.settings.Height))
	a.Lifecycle().SetOnStarted(func() {
		settled()
		loop.Start()
		if method != nil {
			driver.Attach(method, win, w.caretPlace)
		}
		w.start(paths)
	})
	stop := onSignal(s, w)
	win.ShowAndRun()
	stop()
	if method != nil {
		method.Close()
	}
	loop.Report()
	if left := s.Close(session.QuitGrace); left != nil { // a save that is under way ends first
		log.Error("still working at the end", "workers", left)
	}
	w.ended()
	return 0
}

// asked is what the window shall show: the first of paths, else the folder of last time, "" when there is neither.
func asked(paths []string) string {
	if len(paths) > 0 {
		return paths[0]
	}
	last, _ := readSettings(settingsFile()) // the window says what is wrong with them
	return last.Folder
}

// ended puts what is unsaved on the disk, whatever ended the event loop.
func (w *Workbench) ended() {
	w.session.Abandon()
}

// start runs once the event loop does. The folder is opened while the fonts are read.
func (w *Workbench) start(paths []string) {
	w.awaitFonts()
	w.settle()
	w.loadKeys()
	path := w.settings.Folder
	if len(paths) > 0 {
		path = paths[0]
	}
	if path == "" {
		w.showWelcome(true)
		return
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if _, err := os.Stat(path); err != nil && len(paths) == 0 {
		w.showWelcome(true) // the folder of last time is gone
		return
	}
	w.Open(path, func(err error) {
		if err == nil {
			w.log.Debug("ready")
			if w.env.Loop != nil {
				w.env.Sched.After(warmDelay, w.env.Loop.Warm)
			}
		}
	})
}

// openLog makes the log: warnings to standard error, and everything to the file that LANYARD_LOG names.
func openLog() (*slog.Logger, func()) {
	var out io.Writer = os.Stderr
	level := slog.LevelWarn
	done := func() {}
	if path := os.Getenv("LANYARD_LOG"); path != "" {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			fmt.Fprintf(os.Stderr, "lanyard: open log %q: %v\n", path, err)
		} else {
			out, level, done = f, slog.LevelDebug, func() { f.Close() }
		}
	}
	return slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: level})), done
}

// signalDelay is how long after its start Fyne has surely asked for signals, beside us. It ends its loop at one without a word, whatever is under
// way, and is asked for none any more.
const signalDelay = 200 * time.Millisecond

// onSignal closes the window when the system asks the program to end, and sees to it that a window that was closed, however, is the end of the
// program: the X server or an input method may go away under the event loop, which then waits for it for ever. What was typed is in the journal.
func onSignal(s *sched.Scheduler, w *Workbench) (stop func()) {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
	s.After(signalDelay, func() {
		signal.Reset(os.Interrupt, syscall.SIGTERM)
		signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
	})
	done, end := context.WithCancel(context.Background())
	s.Serve("signal", func(closing context.Context) {
		if !loopEnds(asked, closing.Done(), done.Done(), func() { s.Do(w.Quit) }, 2*session.QuitGrace) {
			w.log.Error("the event loop does not end", "at", mainStack())
			os.Exit(1)
		}
	})
	return func() { signal.Stop(asked); end() }
}

// mainStack is what the main goroutine, which is the event loop's, is at.
func mainStack() string {
	buf := make([]byte, 1<<20)
	_, stack, _ := strings.Cut(string(buf[:runtime.Stack(buf, true)]), "\ngoroutine 1 ")
	stack, _, _ = strings.Cut(stack, "\n\n")
	return stack
}

// loopEnds waits until the event loop is done. From the first signal on, for which it calls quit, or from the closing of the window on, it waits no
// longer than patience and no further than another signal; it is false then.
func loopEnds(asked <-chan os.Signal, closing, done <-chan struct{}, quit func(), patience time.Duration) bool {
	select {
	case <-asked:
		quit()
	case <-closing:
	case <-done:
		return true
	}
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case <-done:
		return true
	case <-asked:
	case <-late.C:
	}
	return false
}

// settingsFile is where the window's settings stand; "" where the system knows no such place.
func settingsFile() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "lanyard", "settings.json")
}
