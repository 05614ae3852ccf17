package fold

import (
	"testing"
	"unicode/utf8"
)

func TestLettersThatAreLookedForAlike(t *testing.T) {
	for _, same := range []string{"aAａＡ", "kK\u212Aｋ", "sSſ", "1１", ",，", " \u3000", "éÉ", "云", "ıı", "ßß"} {
		first, _ := utf8.DecodeRuneInString(same)
		for _, r := range same {
			if Rune(r) != Rune(first) {
				t.Errorf("%q and %q are folded to %q and %q", first, r, Rune(first), Rune(r))
			}
		}
	}
	for _, other := range []string{"iı", "iİ", "ab", "，。"} {
		a, n := utf8.DecodeRuneInString(other)
		if b, _ := utf8.DecodeRuneInString(other[n:]); Rune(a) == Rune(b) {
			t.Errorf("%q and %q are folded alike", a, b)
		}
	}
}

// FuzzText: the folded text is that of String, and each of its bytes says where it comes from.
func FuzzText(f *testing.F) {
	f.Add("aＡ云\xffé")
	f.Fuzz(func(t *testing.T, s string) {
		folded, at := Text([]byte(s))
		if want := String(s); string(folded) != want {
			t.Fatalf("%q, want %q", folded, want)
		}
		if len(at) != len(folded)+1 || int(at[len(folded)]) != len(s) {
			t.Fatalf("%d offsets for %d bytes, the last %d of %d", len(at), len(folded), at[len(folded)], len(s))
		}
		for i := range folded {
			if at[i] > at[i+1] || int(at[i]) >= len(s) {
				t.Fatalf("offsets %v", at)
			}
		}
	})
}
