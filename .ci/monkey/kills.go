package main

import (
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lanyard/editor/command"
)

// deeds are what the program is killed in the middle of.
var deeds = []step{
	{30, (*monkey).typeQuickly},
	{12, (*monkey).save},
	{12, (*monkey).dropPhotos},
	{8, (*monkey).dropAndUndo},
	{4, (*monkey).dropInTray},
	{5, (*monkey).bundle},
	{5, (*monkey).clean},
	{8, (*monkey).goTo},
	{3, (*monkey).meddle},
	{6, (*monkey).answer},
}

// longestLife is the longest that the program lives once it shows a post.
const longestLife = 4 * time.Second

// die kills the program a number of times, each time at a moment of chance, and looks at what the next start finds.
func (m *monkey) die(kills int) error {
	for k := 1; k <= kills; k++ {
		m.note(fmt.Sprintf("life %d", k))
		if err := m.live(time.Duration(m.rand.Int64N(int64(longestLife)))); err != nil {
			return fmt.Errorf("life %d: %w", k, err)
		}
		if err := m.afterDeath(); err != nil {
			return fmt.Errorf("after kill %d: %w", k, err)
		}
	}
	return m.finish()
}

// live does deeds until the time is up, at which the program is killed, in the middle of whatever it does.
func (m *monkey) live(long time.Duration) error {
	p, at := m.prog, make(chan time.Time, 1)
	timer := time.AfterFunc(long, func() {
		at <- time.Now()
		_ = p.cmd.Process.Kill()
	})
	defer timer.Stop()
	for len(at) == 0 {
		what, err := m.choose(deeds).do(m)
		m.note(what)
		if err == nil {
			_, err = m.hand.ping()
		}
		if err != nil && len(at) == 0 {
			if p.goneWith(err) {
				return m.ended()
			}
			return fmt.Errorf("%s: %w%s", what, err, p.stack())
		}
		m.waited()
	}
	p.kill()
	m.follow()
	if said := p.complaints(); said != "" {
		return fmt.Errorf("the program says on standard error:\n%s", tail(said, 60))
	}
	m.killed = <-at
	return m.hand.all("gone") // else the next start finds the window of this one
}

// afterDeath starts the program again and looks whether all laws hold.
func (m *monkey) afterDeath() error {
	if err := m.onDisk(); err != nil {
		return fmt.Errorf("before the next start: %w", err)
	}
	if err := m.addBig(); err != nil {
		return err
	}
	if err := m.start(); err != nil {
		return err
	}
	if err := m.onDisk(); err != nil {
		return err
	}
	if err := m.laws(false); err != nil {
		return err
	}
	var problems []string
	var err error
	for range 20 { // what the start has to put in order may take a moment
		if problems, err = m.site.problems(); err != nil || len(problems) == 0 {
			return err
		}
		<-time.After(100 * time.Millisecond)
	}
	return fmt.Errorf("a crash left behind:\n%s", strings.Join(problems, "\n"))
}

// onDisk looks for the words that were typed more than a second before the kill; the others are forgotten when they are not there.
func (m *monkey) onDisk() error {
	texts, err := m.site.texts()
	if err != nil {
		return err
	}
	missing := m.ledger.look(texts, m.killed)
	m.ledger.forget(func(w *word) bool { return w.where == "" && m.killed.Sub(w.typed) <= m.ledger.limit+w.slack })
	if len(missing) > 0 {
		return fmt.Errorf("typed words are lost:\n%s", strings.Join(missing, "\n"))
	}
	return nil
}

// typeQuickly types a word without waiting for the one before to be seen.
func (m *monkey) typeQuickly() (string, error) { return m.word() }

func (m *monkey) save() (string, error) { return m.press("Ctrl+S") }

// dropPhotos drops a few photos on the text.
func (m *monkey) dropPhotos() (string, error) { return m.dropSome(pick(m, []int{1, 1, 2, 3})) }

func (m *monkey) dropSome(n int) (string, error) {
	w, h := m.extent()
	var list []string
	for range n {
		list = append(list, fmt.Sprintf("%q", pick(m, m.photos)))
	}
	m.dropped += n
	what := fmt.Sprintf("drop %d %d %s", w*2/5, h/2+m.rand.IntN(h/4), strings.Join(list, " "))
	_, err := m.hand.do("%s", what)
	return what, err
}

// dropAndUndo takes back what was dropped, once it is there. Undo must not meet anything else: a drop before it that goes in late, or a text
// that was taken back after a crash.
func (m *monkey) dropAndUndo() (string, error) {
	settled := func() bool { m.follow(); return m.prog.placed == m.dropped || m.prog.gone() }
	isAlone := m.within(time.Second, settled) && time.Since(m.answered) > 2*time.Second
	what, err := m.dropSome(2)
	if err != nil || !isAlone {
		return what, err
	}
	if !m.within(time.Second, settled) {
		return what + ", which did not go in", nil // there is nothing to take back but words
	}
	m.editing() // what goes back may be another step: photos that were dropped before may have come only now
	_, err = m.press("Ctrl+Z")
	m.editing()
	return what + ", and undo", err
}

// within waits for something at most so long, and reports whether it came.
func (m *monkey) within(most time.Duration, ok func() bool) bool {
	for end := time.Now().Add(most); time.Now().Before(end); <-time.After(25 * time.Millisecond) {
		if ok() {
			return true
		}
	}
	return ok()
}

// dropInTray drops so many photos that the tray opens, and puts them in.
func (m *monkey) dropInTray() (string, error) {
	what, err := m.dropSome(5)
	if err != nil {
		return what, err
	}
	<-time.After(300 * time.Millisecond)
	return what + ", Ctrl+Enter", m.hand.all("key ctrl+Return")
}

// clean mends the photos of the post that are too big.
func (m *monkey) clean() (string, error) {
	title := command.Command{ID: "post.clean"}.Title()
	if err := m.command(title); err != nil {
		return "", err
	}
	<-time.After(100 * time.Millisecond)
	_, err := m.answer()
	return "palette: " + title + ", Ctrl+Shift+R", err
}

// addBig puts a photo that is too big into a bundle, with its link, as another program may: something for clean to mend.
func (m *monkey) addBig() error {
	post := filepath.Join(m.site.content, "gophers-by-the-river", "index.md")
	if _, err := os.Stat(post); err != nil || m.runs > 12 {
		return nil
	}
	name := fmt.Sprintf("mk-big-%d.jpg", m.runs)
	big := image.NewYCbCr(image.Rect(0, 0, 2600, 1800), image.YCbCrSubsampleRatio420)
	for i := range big.Y {
		big.Y[i] = uint8(i/2600 + m.runs*7)
	}
	for i := range big.Cb {
		big.Cb[i], big.Cr[i] = 100, uint8(i)
	}
	f, err := os.Create(filepath.Join(filepath.Dir(post), name))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := jpeg.Encode(f, big, nil); err != nil {
		return err
	}
	return ignoreGone(rewrite(post, func(b []byte) []byte { return fmt.Appendf(b, "\n![](%s)\n", name) }))
}
