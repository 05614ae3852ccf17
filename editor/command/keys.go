package command

import (
	"fmt"
	"slices"
	"strings"
)

// modifiers in the order in which a chord names them.
var modifiers = [4]string{"Ctrl", "Alt", "Shift", "Super"}

// keyNames are the keys with a name of more than one letter. Letters are written upper case, other characters as they are.
var keyNames = [...]string{
	"Enter", "Tab", "Backspace", "Delete", "Insert", "Escape", "Space", "Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown",
	"F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12",
}

// Canonical writes a chord the way the table does: modifiers in the order Ctrl, Alt, Shift, Super, then the key, as "Ctrl+Shift+P".
// Ctrl stands for the platform's main modifier, ⌘ on macOS, where Super stands for the control key. Upper and lower case do not
// matter in what is read, "Mod" and "Cmd" are other names of Ctrl.
func Canonical(chord string) (string, error) {
	rest := strings.TrimSpace(chord)
	var has [len(modifiers)]bool
	for {
		name, after, ok := strings.Cut(rest, "+")
		if !ok || name == "" || after == "" {
			break // "+" itself may be the key
		}
		name = strings.TrimSpace(name)
		switch strings.ToLower(name) {
		case "mod", "cmd":
			name = "ctrl"
		case "option":
			name = "alt"
		}
		i := slices.IndexFunc(modifiers[:], func(m string) bool { return strings.EqualFold(m, name) })
		if i < 0 || has[i] {
			return "", fmt.Errorf("chord %q: %q is no modifier", chord, name)
		}
		has[i] = true
		rest = strings.TrimSpace(after)
	}
	key := ""
	if r := []rune(rest); len(r) == 1 && r[0] > ' ' {
		key = strings.ToUpper(rest)
	}
	for _, n := range keyNames {
		if strings.EqualFold(n, rest) {
			key = n
		}
	}
	if key == "" {
		return "", fmt.Errorf("chord %q: %q is no key", chord, rest)
	}
	var b strings.Builder
	for i, m := range modifiers {
		if has[i] {
			b.WriteString(m)
			b.WriteByte('+')
		}
	}
	b.WriteString(key)
	return b.String(), nil
}

// Label is a chord as menus and help show it on a system (runtime.GOOS): "⇧⌘P" on macOS, elsewhere as it is.
func Label(chord, goos string) string {
	if goos != "darwin" || chord == "" {
		return chord
	}
	signs := [4]string{"⌘", "⌥", "⇧", "⌃"}
	key, out := chord, ""
	var has [4]bool
	for i, m := range modifiers {
		if strings.HasPrefix(key, m+"+") {
			has[i], key = true, key[len(m)+1:]
		}
	}
	for _, i := range [4]int{3, 1, 2, 0} { // Apple's order
		if has[i] {
			out += signs[i]
		}
	}
	switch key {
	case "Up":
		key = "↑"
	case "Down":
		key = "↓"
	case "Left":
		key = "←"
	case "Right":
		key = "→"
	case "Enter":
		key = "↩"
	case "Backspace":
		key = "⌫"
	case "Delete":
		key = "⌦"
	case "Escape":
		key = "⎋"
	case "Tab":
		key = "⇥"
	}
	return out + key
}
