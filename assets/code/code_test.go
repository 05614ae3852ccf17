package code

import (
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2/lexers"
)

// TestLexerIsChromas: for every name there is, and for some that there are not, the lexer is the one that chroma finds.
func TestLexerIsChromas(t *testing.T) {
	names := []string{"mermaid", "goat", "Go", "YML", "k8s", "c++", "F#", "a/go", "a.go", ".", "..", "/", "*", "[", "x.tar", "Makefile.am", "php4", "7", "ab", "字"}
	for _, n := range lexers.Names(true) {
		names = append(names, n, strings.ToUpper(n))
	}
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		for _, glob := range append(l.Config().Filenames, l.Config().AliasFilenames...) {
			names = append(names, strings.TrimPrefix(glob, "*."))
		}
	}
	if testing.Short() {
		names = names[:400]
	}
	if len(names) < 400 {
		t.Fatalf("%d names", len(names))
	}
	for _, n := range names {
		got, want := Lexer(n), lexers.Get(n)
		if (got == nil) != (want == nil) || got != nil && got.Config().Name != want.Config().Name {
			t.Errorf("%q: got %v, want %v", n, got, want)
		}
	}
}

// TestLexerOfALongWordIsNone: what is no name is not looked for.
func TestLexerOfALongWordIsNone(t *testing.T) {
	for _, n := range []int{41, 1000, 1 << 20} {
		if Lexer(strings.Repeat("a", n)) != nil {
			t.Errorf("%d bytes are a language", n)
		}
	}
	if n := testing.AllocsPerRun(10, func() { Lexer(strings.Repeat("字", 13)) }); n > 20 {
		t.Errorf("a name that is not known costs %v allocations", n)
	}
}

func BenchmarkLexer(b *testing.B) {
	for _, name := range []string{"go", "yml", "mermaid", strings.Repeat("字", 13), strings.Repeat("字", 7000)} {
		b.Run(name[:min(len(name), 12)], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Lexer(name)
			}
		})
	}
}
