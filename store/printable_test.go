package store

import (
	"strings"
	"testing"
	"unicode"
)

func TestWhatIsPrintedDoesNothingToATerminal(t *testing.T) {
	for _, tt := range []struct{ in, name, text string }{
		{"photo 会场　1.jpg", "photo 会场　1.jpg", "photo 会场　1.jpg"},
		{`a "b" \.jpg`, `a "b" \.jpg`, `a "b" \.jpg`},
		{"👩‍💻.jpg", "👩‍💻.jpg", "👩‍💻.jpg"},
		{"a\n\"b\".jpg", `"a\n\"b\".jpg"`, `a\n"b".jpg`},
		{"\x1b[31mred", `"\x1b[31mred"`, `\x1b[31mred`},
		{"gpj.\u202egod", `"gpj.\u202egod"`, `gpj.\u202egod`},
		{"\xff.jpg", `"\xff.jpg"`, `\xff.jpg`},
		{"\u0085", `"\u0085"`, `\u0085`},
		{"�", "�", "�"},
	} {
		if got := Printable(tt.in); got != tt.name {
			t.Errorf("name %q: %s, want %s", tt.in, got, tt.name)
		}
		if got := PrintableText(tt.in); got != tt.text {
			t.Errorf("text %q: %s, want %s", tt.in, got, tt.text)
		}
	}
	for r := rune(0); r < 0x3000; r++ {
		for _, s := range []string{Printable(string(r)), PrintableText(string(r))} {
			if strings.ContainsFunc(s, unicode.IsControl) {
				t.Errorf("%U is printed as %q", r, s)
			}
		}
	}
}
