package gate

import (
	"math/rand"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// A field is the simplest text field behind a gate: runes are appended, Backspace takes the last one away, Return writes a line
// end, every other key is noted in angle brackets.
type field struct {
	*Gate
	text  string
	clock time.Time
}

func newField() *field {
	f := &field{clock: time.Unix(1_000_000, 0)}
	f.Gate = New(func() time.Time { return f.clock }, func(r rune) { f.text += string(r) }, func(k Key) {
		switch {
		case k.Mods&Control != 0:
			f.text += "<C-" + k.Name + ">"
		case k.Name == "BackSpace":
			_, n := utf8.DecodeLastRuneInString(f.text)
			f.text = f.text[:len(f.text)-n]
		case k.Name == "Return":
			f.text += "\n"
		default:
			f.text += "<" + k.Name + ">"
		}
	})
	return f
}

func (f *field) wait(d time.Duration) { f.clock = f.clock.Add(d) }

// keys presses the keys, 150 ms apart; no rune comes of them.
func (f *field) keys(names ...string) {
	for _, n := range names {
		f.Press(Key{Name: n, Printable: Printable(n, 0, "linux")})
		f.wait(150 * time.Millisecond)
	}
}

// types is ordinary typing: each press followed by its rune.
func (f *field) types(s string) {
	for _, r := range s {
		f.Press(Key{Name: strings.ToUpper(string(r)), Printable: true})
		f.Rune(r)
		f.wait(80 * time.Millisecond)
	}
}

func (f *field) commit(s string) {
	for _, r := range s {
		f.Rune(r)
	}
}

func TestGate(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(*field)
		want string
	}{
		{"typing passes", func(f *field) { f.types("hello"); f.keys("BackSpace", "Left") }, "hell<Left>"},
		{"a commit is inserted", func(f *field) { f.keys("N", "I", "H", "A", "O", "Space"); f.commit("你好") }, "你好"},
		{"Backspace in a composition is kept back", func(f *field) {
			f.keys("N", "I", "H", "A", "O", "Space")
			f.commit("你好")
			f.keys("N", "I", "H", "A", "P", "BackSpace", "O", "Space")
			f.commit("你好")
		}, "你好你好"},
		{"after the last letter Backspace deletes text again", func(f *field) {
			f.types("ab")
			f.keys("N", "I", "BackSpace", "BackSpace", "BackSpace")
		}, "a"},
		{"Enter takes the letters and breaks no line", func(f *field) { f.keys("N", "I", "Return"); f.commit("ni"); f.keys("Return") }, "ni\n"},
		{"Escape gives up", func(f *field) { f.types("a"); f.keys("N", "I", "Escape", "BackSpace") }, ""},
		{"Escape passes when nothing composes", func(f *field) { f.types("a"); f.keys("Escape") }, "a<Escape>"},
		{"arrows and digits choose", func(f *field) { f.keys("N", "I", "Down", "Right", "2"); f.commit("泥"); f.keys("Down") }, "泥<Down>"},
		{"a shortcut passes and opens nothing", func(f *field) {
			f.types("a")
			f.Press(Key{Name: "S", Mods: Control})
			f.keys("BackSpace")
		}, "a<C-S"},
		{"the pointer closes", func(f *field) { f.types("a"); f.keys("N"); f.Close(); f.keys("BackSpace") }, ""},
		{"a composition is forgotten in time", func(f *field) { f.types("a"); f.keys("N"); f.wait(Limit); f.keys("BackSpace") }, ""},
		{"a dead key joins the next letter", func(f *field) {
			f.Press(Key{Printable: true})
			f.wait(30 * time.Millisecond)
			f.Press(Key{Name: "E", Printable: true})
			f.Rune('é')
			f.keys("BackSpace")
			f.types("x")
		}, "x"},
		{"a dead key taken back", func(f *field) {
			f.types("ab")
			f.Press(Key{Printable: true})
			f.keys("BackSpace", "BackSpace")
		}, "a"},
		{"a rune that takes a round trip, then Backspace", func(f *field) {
			f.types("b")
			f.Press(Key{Name: "A", Printable: true})
			f.wait(5 * time.Millisecond)
			f.Press(Key{Name: "BackSpace"})
			f.wait(5 * time.Millisecond)
			f.Rune('a')
			f.types("c")
		}, "bc"},
		{"two keys under way, Enter between them", func(f *field) {
			f.Press(Key{Name: "A", Printable: true})
			f.Press(Key{Name: "Return"})
			f.Press(Key{Name: "B", Printable: true})
			f.wait(9 * time.Millisecond)
			f.Rune('a')
			f.Rune('b')
			f.keys("Return")
		}, "a\nb\n"},
		{"a method that grows slow, step by step", func(f *field) {
			for _, d := range []time.Duration{100, 190, 350, 600} {
				f.Press(Key{Name: "A", Printable: true})
				f.wait(10 * time.Millisecond)
				f.Press(Key{Name: "BackSpace"})
				f.wait(d*time.Millisecond - 10*time.Millisecond)
				f.Rune('a')
			}
		}, ""},
		{"a slow method does not make Enter break the line", func(f *field) {
			for _, d := range []time.Duration{100, 190, 350} {
				f.Press(Key{Name: "A", Printable: true})
				f.wait(d * time.Millisecond)
				f.Rune('a')
			}
			f.keys("N", "Return")
			f.commit("n")
		}, "aaan"},
		{"English and Chinese in turn", func(f *field) {
			f.types("Go ")
			f.keys("Y", "U", "Y", "A", "N", "Space")
			f.commit("语言")
			f.types("is")
			f.keys("BackSpace")
		}, "Go 语言i"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newField()
			tt.do(f)
			if got := strings.TrimSuffix(f.text, ">"); got != strings.TrimSuffix(tt.want, ">") {
				t.Errorf("text %q, want %q", got, tt.want)
			}
		})
	}
}

// Without an input method the gate must be no more than a wire, whatever is typed and however fast.
func TestGateIsAWireWithoutInputMethod(t *testing.T) {
	seed := time.Now().UnixNano()
	r := rand.New(rand.NewSource(seed))
	for range 200 {
		f, plain := newField(), newField()
		for range 60 {
			f.wait(time.Duration(r.Intn(200)) * time.Millisecond)
			if c := "abcdefghijklm nop,.;"[r.Intn(20)]; r.Intn(4) > 0 {
				name := strings.ToUpper(string(c))
				if c == ' ' {
					name = "Space"
				}
				f.Press(Key{Name: name, Printable: true})
				f.Rune(rune(c))
				plain.insert(rune(c))
				continue
			}
			k := Key{Name: []string{"BackSpace", "Return", "Escape", "Left", "Next"}[r.Intn(5)]}
			if plain.text == "" {
				continue
			}
			f.Press(k)
			plain.press(k)
		}
		if f.text != plain.text {
			t.Fatalf("seed %d: text %q, want %q", seed, f.text, plain.text)
		}
		if f.Open() {
			t.Fatalf("seed %d: the gate is open after plain typing", seed)
		}
	}
}

func TestPrintable(t *testing.T) {
	for _, tt := range []struct {
		name string
		scan int
		goos string
		want bool
	}{
		{"A", 38, "linux", true},
		{"", 48, "linux", true},   // a dead key
		{"", 123, "linux", false}, // volume
		{"7", 79, "linux", false}, // keypad
		{"Space", 65, "linux", true},
		{"Return", 36, "linux", false},
		{"A", 0, "linux", true},
		{"", 0, "linux", false},
		{"A", 30, "windows", true},
		{"Left", 75, "windows", false},
	} {
		if got := Printable(tt.name, tt.scan, tt.goos); got != tt.want {
			t.Errorf("Printable(%q, %d, %q) = %v, want %v", tt.name, tt.scan, tt.goos, got, tt.want)
		}
	}
}
