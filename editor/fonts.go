package editor

import (
	"context"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"lanyard/assets/theme"
	"lanyard/assets/typeset"
	"lanyard/editor/sched"
)

// NewBook makes the book of faces that both panes draw with: Fyne's own fonts, before those of the system are known.
func NewBook() *typeset.Book {
	return typeset.NewBook(
		bookFont(fynetheme.DefaultTextFont(), false), bookFont(fynetheme.DefaultTextBoldFont(), false),
		bookFont(fynetheme.DefaultTextItalicFont(), false), bookFont(fynetheme.DefaultTextBoldItalicFont(), false),
		bookFont(fynetheme.DefaultTextMonospaceFont(), true),
	)
}

func bookFont(r fyne.Resource, mono bool) typeset.Font {
	return typeset.Font{Name: r.Name(), Data: r.Content(), Mono: mono}
}

// loadFonts adds the system's fonts to the book, beside everything else that a start has to do, and closes ready when they are in.
func loadFonts(s *sched.Scheduler, book *typeset.Book, cache string, log *slog.Logger) (ready <-chan struct{}) {
	done := make(chan struct{})
	s.Go("fonts", func(context.Context) {
		defer close(done)
		if err := book.LoadSystem(cache, systemLocale()); err != nil {
			log.Warn("system fonts", "error", err)
		}
	})
	return done
}

// cachedFonts are the labels' fonts as an earlier run of the program left them, so that the first theme has them.
func cachedFonts(cache string) (f widgetFonts) {
	f.regular, f.bold = theme.CachedCJK(cache, systemLocale())
	return f
}

// awaitFonts draws with the system's fonts as soon as they are there, and finds a font with Chinese for the labels where the cache
// had none.
func (w *Workbench) awaitFonts() {
	w.styled = w.env.Book.Revision()
	w.env.Book.OnDemand(func(load func()) { // a large font file is read beside; until then the text uses what is there
		w.env.Sched.Go("font", func(context.Context) {
			load()
			w.env.Sched.Do(w.fontsChanged)
		})
	})
	cache, found := w.env.CacheDir, w.fonts.regular != nil
	w.env.Sched.Go("fonts", func(ctx context.Context) {
		select {
		case <-w.env.FontsReady:
		case <-ctx.Done():
			return
		}
		w.env.Sched.Do(func() {
			w.log.Debug("fonts")
			w.fontsChanged()
			w.missingFonts()
		})
		if found {
			return
		}
		regular, bold, err := theme.CJK(cache, systemLocale())
		debug.FreeOSMemory() // whole fonts were read; at the next start they are in the cache
		w.env.Sched.Do(func() {
			if err != nil {
				w.log.Warn("no Chinese font for the window", "error", err)
				return
			}
			w.SetWidgetFonts(regular, bold)
		})
	})
}

// fontsChanged draws the panes anew when the book has grown since.
func (w *Workbench) fontsChanged() {
	if r := w.env.Book.Revision(); r != w.styled {
		w.styled = r
		w.restyle()
	}
}

// fontPatience is how long a post waits for the system's fonts, so that it need not be drawn twice.
const fontPatience = 300 * time.Millisecond

// prepareFonts loads the fonts of a post before it is shown. It blocks: not for the UI goroutine.
func (w *Workbench) prepareFonts(ctx context.Context, lang, text string) {
	if w.env.FontsReady == nil {
		return
	}
	late := time.NewTimer(fontPatience)
	defer late.Stop()
	select {
	case <-w.env.FontsReady:
		w.env.Book.Prepare(lang, text[:min(len(text), 32<<10)])
	case <-late.C:
	case <-ctx.Done():
	}
}

// systemLocale is the locale of the environment, for the choice between Chinese, Japanese and Korean shapes.
func systemLocale() string {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); v != "" {
			return v
		}
	}
	return ""
}
