package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"lanyard/editor/command"
)

// A step is one thing that the monkey does. It gives what it did in a line.
type step struct {
	weight int
	do     func(m *monkey) (string, error)
}

// calm are the steps that must not take away a word, whatever shows.
var calm = []step{
	{40, (*monkey).pressCalm},
	{20, (*monkey).typeWord},
	{12, (*monkey).wheel},
	{10, (*monkey).hover},
	{6, (*monkey).resize},
	{6, (*monkey).goTo},
	{6, (*monkey).drop},
	{5, (*monkey).meddle},
	{3, (*monkey).scheme},
	{3, (*monkey).answer},
	{2, (*monkey).scale},
	{2, (*monkey).handOver},
	{2, (*monkey).state},
	{1, (*monkey).bundle},
}

// wild are the steps that may edit the post that shows; the calm ones are among them.
var wild = append([]step{
	{120, (*monkey).character},
	{90, (*monkey).chord},
	{60, (*monkey).motion},
	{60, (*monkey).click},
	{15, (*monkey).drag},
	{12, (*monkey).palette},
	{10, (*monkey).edge},
	{4, (*monkey).export},
}, calm...)

// calmChords change what shows and nothing of the text.
var calmChords = []string{
	"Ctrl+S", "Ctrl+S", "Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+E", "Ctrl+Shift+F", "Ctrl+Shift+F", "Ctrl+=", "Ctrl+-", "Ctrl+0", "F11", "F6",
	"Shift+F6", "Ctrl+Shift+C", "F8", "Shift+F8", "Ctrl+,", "Ctrl+F", "Ctrl+H", "Ctrl+Shift+P", "Ctrl+P", "Ctrl+G", "F1", "Escape", "Escape", "Ctrl+C",
	"Ctrl+Shift+O", "Ctrl+N",
}

// chordsOf are all chords of the table of commands.
func chordsOf() (chords, titles []string) {
	for _, c := range command.NewTable("linux").All() {
		chords = append(chords, c.Keys...)
		if !c.Hidden {
			titles = append(titles, c.Title())
		}
	}
	return chords, titles
}

// xdrive's names of keys.
var keyNames = map[string]string{"Enter": "Return", "Backspace": "BackSpace", "PageUp": "Prior", "PageDown": "Next", "Space": "space"}

// keyOf writes a chord of the table as xdrive reads it.
func keyOf(chord string) string {
	out := ""
	for {
		name, rest, ok := strings.Cut(chord, "+")
		if !ok || name == "" || rest == "" {
			break
		}
		out, chord = out+strings.ToLower(name)+"+", rest
	}
	if name, ok := keyNames[chord]; ok {
		chord = name
	} else if len(chord) == 1 {
		chord = strings.ToLower(chord)
	}
	return out + chord
}

func (m *monkey) press(chord string) (string, error) {
	_, err := m.hand.do("key %s", keyOf(chord))
	return chord, err
}

// pressCalm presses a chord that edits nothing. What a chord opened is closed by the next, or by Escape.
func (m *monkey) pressCalm() (string, error) { return m.press(pick(m, calmChords)) }

// chord presses any chord of the table of commands.
func (m *monkey) chord() (string, error) {
	c := pick(m, m.chords)
	if (c == "Ctrl+Q" || c == "Ctrl+O") && m.rand.IntN(4) > 0 {
		c = "Ctrl+W" // what takes long, less often
	}
	return m.press(c)
}

// character types one character. A slash is not among them: no path can be typed by chance that leads out of the desk.
func (m *monkey) character() (string, error) {
	const plain = "abcdefghijklmnopqrstuvwxyz ABC 0123456789 #*_`-+=[]()!<>|~:\"'.,;&%"
	if m.rand.IntN(4) == 0 {
		r := []rune(letterKeys)
		c := r[m.rand.IntN(len(r))]
		_, err := m.hand.do("type %c", c)
		return fmt.Sprintf("type %c", c), err
	}
	c := string(plain[m.rand.IntN(len(plain))])
	if c == " " {
		return m.press("Space")
	}
	_, err := m.hand.do("type %s", c)
	return "type " + c, err
}

// letterKeys are typed as a keyboard types them that has a key for each: an input method gives no others.
const letterKeys = "会议开源社区我们的大，。é—"

// motion presses a key without a chord.
func (m *monkey) motion() (string, error) {
	key := pick(m, []string{
		"Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown", "Enter", "Enter", "Tab", "Backspace", "Delete", "Escape", "Escape", "Space", "Menu", "F10", "F2", "Insert",
	})
	mod := pick(m, []string{"", "", "", "Shift+", "Shift+", "Ctrl+", "Alt+", "Ctrl+Shift+", "Alt+Shift+", "Ctrl+Alt+"})
	if mod == "Alt+" && key == "Tab" {
		mod = "" // the window manager's
	}
	return m.press(mod + key)
}

// place is anywhere in the window.
func (m *monkey) place() (x, y int) {
	w, h := m.extent()
	return m.rand.IntN(max(w, 1)), m.rand.IntN(max(h, 1))
}

func (m *monkey) click() (string, error) {
	x, y := m.place()
	switch m.rand.IntN(8) {
	case 0:
		y = m.rand.IntN(30) // the menu
	case 1:
		_, h := m.extent()
		y = max(h-1-m.rand.IntN(30), 0) // the status bar
	}
	button := pick(m, []int{1, 1, 1, 1, 1, 3, 3, 2})
	held := pick(m, []string{"", "", "", "", "", " shift", " ctrl", " alt"})
	what := fmt.Sprintf("click %d %d %d%s", x, y, button, held)
	if held == " alt" {
		what = strings.TrimSuffix(what, held) // the window manager moves windows with it
	}
	times := pick(m, []int{1, 1, 1, 2, 3})
	for range times {
		if _, err := m.hand.do("%s", what); err != nil {
			return what, err
		}
	}
	return fmt.Sprintf("%d × %s", times, what), nil
}

func (m *monkey) drag() (string, error) {
	x, y := m.place()
	x2, y2 := m.place()
	what := fmt.Sprintf("drag %d %d %d %d", x, y, x2, y2)
	_, err := m.hand.do("%s", what)
	return what, err
}

// edge drags the border of panes, which stand upright.
func (m *monkey) edge() (string, error) {
	x, y := m.place()
	w, _ := m.extent()
	what := fmt.Sprintf("drag %d %d %d %d", pick(m, []int{240, 241, w / 2, 240 + (w-240)/2}), y, x, y)
	_, err := m.hand.do("%s", what)
	return what, err
}

func (m *monkey) wheel() (string, error) {
	x, y := m.place()
	what := fmt.Sprintf("wheel %d %d %d", x, y, m.rand.IntN(9)-4)
	_, err := m.hand.do("%s", what)
	return what, err
}

func (m *monkey) hover() (string, error) {
	x, y := m.place()
	what := fmt.Sprintf("move %d %d", x, y)
	_, err := m.hand.do("%s", what)
	return what, err
}

func (m *monkey) resize() (string, error) {
	what := fmt.Sprintf("size %d %d", 320+m.rand.IntN(1200), 240+m.rand.IntN(800))
	m.width = 0
	_, err := m.hand.do("%s", what)
	return what, err
}

func (m *monkey) state() (string, error) {
	name := pick(m, []string{"maximized", "iconic"})
	m.width = 0
	if err := m.hand.all("state "+name, "ping"); err != nil {
		return name, err
	}
	return "the window is " + name + " and back", m.hand.all("state normal", "ping")
}

func (m *monkey) scheme() (string, error) {
	name := pick(m, []string{"default", "prefer-dark", "prefer-light"})
	return "the desktop's colour scheme is " + name, m.desk.scheme(name)
}

func (m *monkey) scale() (string, error) {
	f := pick(m, []float64{1, 1.25, 0.8, 2, 1.5})
	return fmt.Sprint("the desktop's scale is ", f), m.desk.scale(f)
}

// goTo opens a post by its name.
func (m *monkey) goTo() (string, error) {
	name := pick(m, []string{"keynote", "hallway", "workshop", "lunch", "evening", "second", "gophers"})
	return "go to " + name, m.hand.all("key Escape", "key Escape", "key ctrl+p", "type "+name, "key Return")
}

// drop drops files as a file manager does; sometimes the file manager dies on the way.
func (m *monkey) drop() (string, error) {
	x, y := m.place()
	files := m.files()
	list := make([]string, len(files))
	for i, f := range files {
		list[i] = strconv.Quote(f)
	}
	what := fmt.Sprintf("%d %d %s", x, y, strings.Join(list, " "))
	if stage := m.rand.IntN(8); stage < 3 {
		what = fmt.Sprintf("dies %s %d %d", []string{"enter", "position", "drop"}[stage], x, y)
	} else {
		what = "drop " + what
	}
	_, err := m.hand.do("%s", what)
	return what, err
}

// files are some of those that lie ready: mostly photos, few at once.
func (m *monkey) files() []string {
	n := pick(m, []int{1, 1, 1, 2, 2, 3, 6})
	var out []string
	for range n {
		out = append(out, pick(m, m.pool))
	}
	if len(out) == 1 && filepath.Base(out[0]) == aFolder {
		return append(out, m.pool[0]) // a folder alone is opened in place of the site
	}
	return out
}

func (m *monkey) meddle() (string, error) { return m.site.meddle(m.rand) }

// answer does what the topmost bar proposes.
func (m *monkey) answer() (string, error) {
	m.answered = time.Now()
	return m.press("Ctrl+Shift+R")
}

// handOver starts the program a second time: it asks the one that runs to show a post, and ends.
func (m *monkey) handOver() (string, error) {
	post := pick(m, []string{"second-day", "gophers-by-the-river", "keynote.md", "lunch.md"})
	path := filepath.Join(m.site.content, post)
	if _, err := os.Stat(path); err != nil {
		path = m.site.dir
	}
	what := "lanyard " + path
	if m.prog.folder != m.site.root() {
		return m.hover() // nobody has the folder, so this would be a second window
	}
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	c := exec.CommandContext(ctx, m.binary, path)
	c.Env, c.SysProcAttr = m.desk.env, &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if out, err := c.CombinedOutput(); err != nil || len(out) > 0 {
		return what, fmt.Errorf("it does not hand over: %v\n%s", err, out)
	}
	return what, nil
}

// command runs a command by its name in the palette.
func (m *monkey) command(title string) error {
	return m.hand.all("key Escape", "key ctrl+shift+p", "type "+strings.TrimRight(title, "…"), "key Return")
}

func (m *monkey) palette() (string, error) {
	title := pick(m, m.titles)
	return "palette: " + title, m.command(title)
}

func (m *monkey) bundle() (string, error) {
	title := command.Command{ID: "file.bundle"}.Title()
	return "palette: " + title, m.command(title)
}

// export writes the post to a folder on the desk.
func (m *monkey) export() (string, error) {
	dir := filepath.Join(m.desk.dir, "out", strconv.Itoa(m.rand.IntN(4)))
	return "export to " + dir, m.hand.all("key Escape", "key ctrl+shift+e", "key ctrl+a", "type "+dir, "key Return")
}

// typeWord types a word at the end of the post that shows. The word is from then on the ledger's.
func (m *monkey) typeWord() (string, error) {
	if m.ledger.waiting() {
		return m.hover() // one after the other: the next word must not be what moves the one before
	}
	if err := m.hand.all("key Escape", "key Escape", "key Escape"); err != nil {
		return "", err
	}
	m.others()
	return m.word()
}

// word types a word at the end of the post that shows.
func (m *monkey) word() (string, error) {
	title, err := m.hand.do("name")
	if err != nil {
		return "", err
	}
	if !strings.Contains(title, " — ") {
		return m.goTo() // no post shows
	}
	m.follow()
	shown, word := m.prog.opened, m.ledger.next()
	if err := m.hand.all("key ctrl+g", "type 9999", "key Return", "key ctrl+End", "key Return", "type "+word); err != nil {
		return "", err
	}
	if _, err := m.hand.ping(); err != nil {
		return "", err
	}
	m.follow()
	// A tray of photos that were dropped before takes the keyboard when it opens.
	if m.prog.opened != shown || m.prog.holder.kind != "*textedit.Editor" || m.others() {
		return "type " + word + ", while another post or window came: it may be torn", nil
	}
	m.ledger.typedAt(word, time.Now())
	return "type the word " + word, nil
}

// pick is any one of a list.
func pick[T any](m *monkey, list []T) T { return list[m.rand.IntN(len(list))] }
