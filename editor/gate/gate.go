// Package gate owns the composition gate that stands in front of every text field of the window.
//
// Neither Fyne nor GLFW knows about composition (fyne-io/fyne#618, glfw/glfw#1972): while an X11 or macOS input method composes, it
// takes the characters, but the key presses still reach the field. A Backspace meant for the letters in the candidate window then
// deletes text, and the Enter that takes the letters as they are breaks the line. The gate tells from the order of presses and
// runes whether a composition is open and keeps such keys back. Dead keys behave like a composition of one letter.
//
// fcitx5 and IBus are spoken with over D-Bus (editor/inputmethod): they put their candidates at the caret, the keys that they take never
// come here, and the gate stays closed. Over XIM the candidates cannot be placed: GLFW opens its input context with XIMPreeditNothing and exposes neither
// the context nor a call that sets the spot. That needs a change in GLFW itself.
//
// The package knows no toolkit; everything in it belongs to the UI goroutine.
package gate

import (
	"time"
	"unicode"
)

const (
	// Limit is how long a composition is believed to be open without a key.
	Limit = 8 * time.Second
	// A key's own rune comes late when an input method runs but does not compose: it hands the key back. A rune that comes later
	// than the limit was committed by a composition instead. The limit follows what was seen lately, between least and most; with
	// Enter among the keys held back it is short, for Enter makes a composition commit its letters as they are, and to break the
	// line after them would be wrong.
	leastTrip = 200 * time.Millisecond
	mostTrip  = time.Second
	enterTrip = 120 * time.Millisecond
)

// Mod is a set of modifier keys.
type Mod uint8

// The modifier keys.
const (
	Shift Mod = 1 << iota
	Control
	Alt
	Super
)

// Key is one press of a key, repeats included. Name is Fyne's name of the key, such as "A", "BackSpace" or "Return", and empty for
// a key that Fyne does not know.
type Key struct {
	Name      string
	Mods      Mod
	Printable bool // by itself the key would write a character; see [Printable]
}

// A Gate passes on runes and keys, except those keys that belong to an input method. Make one with [New].
type Gate struct {
	now    func() time.Time
	insert func(rune)
	press  func(Key)

	count int     // letters the composition holds; above 0 it is open
	log   []entry // what was held back since the composition opened, oldest first
	last  time.Time
	trip  time.Duration // how long a key's own rune took lately
}

type entry struct {
	key Key
	at  time.Time
}

// New makes a closed gate. now is the clock. insert gets every rune that belongs into the text, press every key that the field
// must handle itself; both are called before Rune and Press return.
func New(now func() time.Time, insert func(rune), press func(Key)) *Gate {
	return &Gate{now: now, insert: insert, press: press}
}

// Open reports whether an input method is believed to be composing.
func (g *Gate) Open() bool { return g.count > 0 && g.now().Sub(g.last) <= Limit }

// Press takes a key press. Keys with Control, Alt or Super pass always, without any effect on the gate. A printable key is never
// passed on: it opens the gate until its rune has come. Every other key passes when the gate is closed and is held back when it is open.
func (g *Gate) Press(k Key) {
	if k.Mods&(Control|Alt|Super) != 0 {
		g.press(k)
		return
	}
	now := g.now()
	if now.Sub(g.last) > Limit {
		g.Close()
	}
	g.last = now
	if !k.Printable {
		if g.count == 0 {
			g.log = g.log[:0]
			g.press(k)
			return
		}
		switch k.Name {
		case "BackSpace":
			g.count--
		case "Escape":
			g.count = 0
		}
	} else {
		if g.count == 0 && len(g.log) > 0 && now.Sub(g.log[0].at) > g.limit() {
			g.log = g.log[:0] // a composition that was deleted or given up; nothing of it can come any more
		}
		g.count++
	}
	g.log = append(g.log, entry{k, now})
}

// Rune takes a rune that the window system delivered. It is inserted in any case. When it is the own character of the oldest key
// held back, and in time, no composition was open, only an input method that handed the key back: the keys held back behind it are
// then passed on. Any other rune was committed by a composition, which is closed by it.
func (g *Gate) Rune(r rune) {
	g.insert(r)
	now := g.now()
	if len(g.log) == 0 || !g.log[0].key.writes(r, g.printable() == 1) {
		g.Close()
		return
	}
	took := now.Sub(g.log[0].at)
	if took > g.limit() {
		g.Close()
		return
	}
	g.trip = max(took, g.trip*3/4)
	n := 1
	for n < len(g.log) && !g.log[n].key.Printable {
		n++
	}
	var small [4]Key
	replay := small[:0]
	for _, e := range g.log[1:n] {
		replay = append(replay, e.key)
	}
	g.log = append(g.log[:0], g.log[n:]...)
	g.count = g.printable()
	for _, k := range replay {
		g.press(k)
	}
}

// limit is how long a key's own rune may take.
func (g *Gate) limit() time.Duration {
	for _, e := range g.log {
		if e.key.Name == "Return" || e.key.Name == "KP_Enter" {
			return enterTrip
		}
	}
	return min(max(leastTrip, 4*g.trip), mostTrip)
}

// printable is the number of character keys in the log.
func (g *Gate) printable() int {
	n := 0
	for _, e := range g.log {
		if e.key.Printable {
			n++
		}
	}
	return n
}

// Close forgets the composition. Call it when the field loses the focus or the pointer is pressed: input methods give up then too.
func (g *Gate) Close() {
	g.count = 0
	g.log = g.log[:0]
}

// writes reports whether r is what the key writes by itself. The name tells it for letters, for the space and for other ASCII
// characters without Shift. The rest differs between keyboards; a key that is alone is believed to have written whatever comes,
// but not a character of the Chinese, Japanese and Korean blocks. With a second key behind it, it may be a dead key.
func (k Key) writes(r rune, alone bool) bool {
	switch {
	case !k.Printable:
		return false
	case k.Name == "Space":
		return r == ' '
	case len(k.Name) == 1 && k.Name[0] >= 'A' && k.Name[0] <= 'Z':
		return unicode.ToUpper(r) == rune(k.Name[0])
	case len(k.Name) == 1 && rune(k.Name[0]) == r:
		return true
	default:
		return alone && r < 0x2e80
	}
}
