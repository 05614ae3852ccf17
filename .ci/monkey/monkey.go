package main

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A monkey works in the window by chance, after a seed.
type monkey struct {
	binary string
	desk   *desk
	hand   *hand
	site   *site
	prog   *program
	ledger *ledger
	rand   *rand.Rand

	chords, titles []string // of the commands
	pool           []string // files to drop
	photos         []string // those of them that are photos
	width, height  int      // of the window; 0 is not known
	runs           int      // of the program
	killed         time.Time
	answered       time.Time // the topmost bar
	dropped        int       // how many photos, into this run of the program, by [monkey.dropSome]
	last           []string  // steps, the newest last
	keep           int       // how many of them
	slowest        time.Duration
	starved        time.Duration
	peak           int      // of memory, in megabytes
	bad            []string // lines of the log
}

// newMonkey lays a desk in a directory, with the program at work on a site.
func newMonkey(dir, binary, xdrive string, seed uint64, keep int) (m *monkey, err error) {
	m = &monkey{binary: binary, ledger: newLedger(), keep: keep, rand: rand.New(rand.NewPCG(seed, 0))}
	m.chords, m.titles = chordsOf()
	if m.desk, err = newDesk(dir); err != nil {
		return nil, err
	}
	if m.hand, err = newHand(xdrive, m.desk.env); err != nil {
		m.desk.close()
		return nil, err
	}
	if err = m.ready(); err != nil {
		m.close()
		return nil, err
	}
	return m, nil
}

func (m *monkey) ready() (err error) {
	if err := m.hand.all("pace 0", "letters "+letterKeys); err != nil {
		return err
	}
	if m.site, err = newSite(m.binary, m.desk); err != nil {
		return err
	}
	if m.pool, err = paintPool(filepath.Join(m.desk.dir, "phone")); err != nil {
		return err
	}
	m.photos = m.pool[:photos]
	return m.start()
}

func (m *monkey) start() (err error) {
	m.runs++
	m.prog, err = launch(m.desk, m.hand, m.binary, m.site.dir, m.runs)
	m.width, m.starved, m.dropped = 0, 0, 0
	return err
}

func (m *monkey) close() {
	if m.prog != nil {
		m.prog.kill()
	}
	m.hand.close()
	m.desk.close()
}

// extent is the size of the window in pixels.
func (m *monkey) extent() (w, h int) {
	if m.width == 0 {
		if out, err := m.hand.do("extent"); err == nil {
			_, _ = fmt.Sscan(out, &m.width, &m.height)
		}
	}
	return m.width, m.height
}

// others closes the windows that are not the program's main one, and reports whether there was one.
func (m *monkey) others() bool {
	titles, err := m.hand.do("others")
	if err != nil || titles == "" {
		return false
	}
	m.note("closed another window: " + titles)
	return true
}

// note keeps what was done.
func (m *monkey) note(what string) {
	m.last = append(m.last, what)
	if len(m.last) > m.keep {
		m.last = slices.Delete(m.last, 0, len(m.last)-m.keep)
	}
}

// quickly is how fast the window must take a key, on a machine that has time.
const quickly = time.Second

// play makes a number of steps. The error says which law was broken.
func (m *monkey) play(steps int) error {
	isWild, left := false, 40
	looked := time.Now()
	for n := 1; n <= steps; n++ {
		if left--; left < 0 {
			isWild, left = !isWild, 30+m.rand.IntN(60)
			if !isWild {
				if err := m.comeToRest(); err != nil {
					return err
				}
			}
		}
		if err := m.step(n, isWild && !m.ledger.waiting()); err != nil {
			return err
		}
		if time.Since(looked) > 400*time.Millisecond {
			if err := m.laws(false); err != nil {
				return err
			}
			looked = time.Now()
		}
	}
	return m.finish()
}

// step makes one step and waits until the window has taken it.
func (m *monkey) step(n int, isWild bool) error {
	list := calm
	if isWild {
		list = wild
		m.editing()
	}
	what, err := m.choose(list).do(m)
	m.note(fmt.Sprintf("%d %s", n, what))
	if isWild {
		m.editing()
	}
	if m.prog.goneWith(err) {
		return m.ended()
	}
	if err != nil {
		return fmt.Errorf("step %d, %s: %w%s", n, what, err, m.prog.stack())
	}
	if n%10 == 0 {
		m.others()
		if m.follow(); m.prog.folder != m.site.root() { // the sample, say
			m.note("it shows " + m.prog.folder + " and is told to quit")
			if err := m.quit(); err != nil {
				return err
			}
			return m.start()
		}
	}
	took, err := m.hand.ping()
	if err != nil && m.prog.goneWith(err) {
		return m.ended()
	}
	waited := m.waited()
	if err != nil || took-waited > times(quickly, crowd()) {
		stack := ""
		if err != nil {
			stack = m.prog.stack()
		}
		return fmt.Errorf("step %d, %s: the window took %v to answer (and waited %v for a processor): %v%s", n, what, took, waited, err, stack)
	}
	m.slowest = max(m.slowest, took-waited)
	if n%100 == 0 {
		m.peak = max(m.peak, m.prog.peak())
	}
	return nil
}

// waited is how long the program and the display waited for a processor since this was asked last.
func (m *monkey) waited() time.Duration {
	now := starved(m.prog.cmd.Process.Pid) + starved(m.desk.server())
	by := max(now-m.starved, 0)
	m.starved = now
	m.ledger.late(by)
	m.ledger.limit = times(lateness, crowd())
	return by
}

func (m *monkey) choose(list []step) step {
	sum := 0
	for _, s := range list {
		sum += s.weight
	}
	at := m.rand.IntN(sum)
	for _, s := range list {
		if at -= s.weight; at < 0 {
			return s
		}
	}
	return list[0]
}

// editing notes that the post that shows may be edited now.
func (m *monkey) editing() {
	before := m.prog.shown
	m.follow()
	now := time.Now()
	m.ledger.edited(before, now)
	m.ledger.edited(m.prog.shown, now)
}

// comeToRest closes what is open and waits until what a wild step began cannot edit any more.
func (m *monkey) comeToRest() error {
	if err := m.hand.all("key Escape", "key Escape", "key Escape"); err != nil {
		return m.unlessEnded(err)
	}
	m.others()
	if _, err := m.hand.ping(); err != nil {
		return m.unlessEnded(err)
	}
	<-time.After(200 * time.Millisecond)
	if m.prog.gone() {
		return m.ended()
	}
	m.editing()
	return nil
}

func (m *monkey) unlessEnded(err error) error {
	if m.prog.goneWith(err) {
		return m.ended()
	}
	return err
}

// ended starts a program again that has quit.
func (m *monkey) ended() error {
	if err := m.prog.wait(); err != nil {
		return err
	}
	if err := m.inOrder(); err != nil {
		return err
	}
	m.note("it quit, and is started again")
	return m.start()
}

// finish quits and looks at what is left.
func (m *monkey) finish() error {
	if err := m.comeToRest(); err != nil {
		return err
	}
	return m.quit()
}

// quit has the program quit as a person does, and looks whether it did so in order.
func (m *monkey) quit() error {
	for range 5 { // a file chooser that comes late takes the keys
		if err := m.hand.all("key Escape", "key Escape", "key ctrl+q"); err != nil && !m.prog.gone() {
			return err
		}
		select {
		case <-m.prog.ended:
			return m.inOrder()
		case <-time.After(3 * time.Second):
			m.others()
		}
	}
	return errors.New("the program does not quit")
}

// inOrder looks at a program that has ended, which it may only when it was asked to.
func (m *monkey) inOrder() error {
	m.follow()
	if m.prog.exit != nil || !m.prog.quit {
		return fmt.Errorf("the program ended: %v\n%s", m.prog.exit, tail(m.prog.complaints(), 60))
	}
	if err := m.laws(true); err != nil {
		return fmt.Errorf("after it quit: %w", err)
	}
	return nil
}

// follow reads what the program said. What it says of an error is kept for [monkey.laws].
func (m *monkey) follow() []string {
	entries, err := m.prog.entries()
	if err != nil {
		return []string{err.Error()}
	}
	now := time.Now()
	for _, e := range entries {
		switch e["msg"] {
		case "opened":
			m.ledger.edited(e["path"], now.Add(-2*lag)) // known, but not edited
		case "created":
			m.site.ask(e["path"])
		}
		if e["level"] == "ERROR" || e["level"] == "WARN" && !expected(e) {
			m.bad = append(m.bad, fmt.Sprint(e))
		}
	}
	return nil
}

// expected are the warnings of what the monkey did wrong itself.
func expected(e entry) bool {
	switch e["msg"] {
	case "photo refused", "not saved", "failed", "x error": // of the X server: a file manager died during a drop
		return true
	}
	return false
}

// laws looks whether all is as it must be. quiet says that the program does not run.
func (m *monkey) laws(quiet bool) error {
	m.follow()
	if len(m.bad) > 0 {
		return fmt.Errorf("the log has errors:\n%s", strings.Join(m.bad, "\n"))
	}
	if said := m.prog.complaints(); said != "" {
		return fmt.Errorf("the program says on standard error:\n%s", tail(said, 60))
	}
	if !quiet {
		m.waited()
	}
	var missing []string
	for range 3 { // what moves between two readings is looked for again
		texts, err := m.site.texts()
		if err != nil {
			return err
		}
		if missing = m.ledger.look(texts, time.Now()); len(missing) == 0 {
			break
		}
		<-time.After(100 * time.Millisecond)
	}
	if len(missing) > 0 {
		return fmt.Errorf("typed words are lost:\n%s", strings.Join(missing, "\n"))
	}
	odd, err := m.site.unasked(time.Now(), quiet)
	if err != nil {
		return err
	}
	if len(odd) > 0 {
		return fmt.Errorf("files that nobody asked for:\n%s", strings.Join(odd, "\n"))
	}
	return nil
}

// tail gives the first and the last lines of a long text.
func tail(s string, n int) string {
	lines := strings.Split(s, "\n")
	if len(lines) <= 2*n {
		return s
	}
	return strings.Join(slices.Concat(lines[:n], []string{"…"}, lines[len(lines)-n:]), "\n")
}

// run runs the program for its command line.
func run(d *desk, binary string, args ...string) (string, error) {
	c := exec.Command(binary, args...)
	c.Env = d.env
	out, err := c.CombinedOutput()
	return string(out), err
}

// photos is how many files of the pool are photos; they stand first.
const photos = 6

const aFolder = "mk-folder"

// paintPool makes files that lie ready to be dropped: photos, and what is none.
func paintPool(dir string) ([]string, error) {
	if err := os.MkdirAll(filepath.Join(dir, aFolder), 0o700); err != nil {
		return nil, err
	}
	var out []string
	add := func(name string) string {
		path := filepath.Join(dir, name)
		out = append(out, path)
		return path
	}
	for i, name := range []string{"mk-hall.jpg", "mk-stage.jpg", "mk-badge.jpg", "mk-dinner.jpg", "mk-river.jpg", "mk-slide.png"} {
		f, err := os.Create(add(name))
		if err != nil {
			return nil, err
		}
		img := painting(i)
		if strings.HasSuffix(name, ".png") {
			err = png.Encode(f, img)
		} else {
			err = jpeg.Encode(f, img, nil)
		}
		if e := f.Close(); err == nil {
			err = e
		}
		if err != nil {
			return nil, err
		}
	}
	if err := os.WriteFile(add("mk-notes.txt"), []byte("no photo\n"), 0o600); err != nil {
		return nil, err
	}
	if err := os.WriteFile(add("mk-broken.jpg"), []byte("\xff\xd8\xff\xe0 no photo either"), 0o600); err != nil {
		return nil, err
	}
	add("mk-missing.jpg")
	add(aFolder)
	return out, nil
}

// painting is a picture of its own for each number.
func painting(n int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for y := range 600 {
		for x := range 900 {
			m.SetRGBA(x, y, color.RGBA{uint8(x*n + y), uint8(y + 40*n), uint8((x ^ y) + n), 255})
		}
	}
	return m
}
