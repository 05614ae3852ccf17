package markdown

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestADenseRestIsShownAsItIsWritten: what is too much to parse stands as one block behind the rest, and loses nothing.
func TestADenseRestIsShownAsItIsWritten(t *testing.T) {
	src := "# Head\n\n" + strings.Repeat("- a <b>\n", 90_000) + "\nlast & least\n"
	d := Parse(src, 0, Options{})
	last := d.Blocks[len(d.Blocks)-1]
	at := d.Starts[len(d.Starts)-1]
	if len(d.Blocks) != 3 || last.Kind != Plain || !strings.HasSuffix(last.Text, "last & least") || src[at:at+len(last.Text)] != last.Text {
		t.Fatalf("%d blocks, the last of kind %d: %.60q…", len(d.Blocks), last.Kind, last.Text)
	}
	if at < len(src)/20 || src[at-1] != '\n' {
		t.Errorf("it begins at byte %d of %d, behind %q", at, len(src), src[at-1])
	}
	if off := last.Offset(17); src[at+off] != last.Text[17] {
		t.Errorf("byte 17 lies at %d", off)
	}
	page := d.HTML(nil)
	if !strings.Contains(page, "<h1") || !strings.Contains(page, "<li>a") || !strings.HasSuffix(page, "last &amp; least\n</pre>\n") {
		t.Errorf("the page ends with %q", page[len(page)-60:])
	}
	// typing moves the boundary, and in the end there is none
	for _, next := range []string{"x" + src, src[:at-40] + "\n\n" + src[at-40:], src[:at+300] + "*" + src[at+300:], src[:4000], src} {
		got := Update(d, next, 0, Options{})
		if describe(got) != describe(Parse(next, 0, Options{})) {
			t.Fatal("updating differs from parsing")
		}
		d = got
	}
}

// TestUsualTextIsNotDense: long posts of prose, tables, code and links are parsed to their end.
func TestUsualTextIsNotDense(t *testing.T) {
	for name, unit := range map[string]string{
		"Chinese": "由于最近两年在从事 **Service Mesh** 方面的一些工作，[议程](http://a.b/x) 和 `code`。\n\n- 一个条目\n- 另一个\n\n",
		"English": "It's the \"second\" time that we went to [KubeCon](https://example.org/kubecon), and **this** time with `kubectl`.\n\n",
		"table":   "| 2019-06-24 | KubeCon in Shanghai | 3500 people | [site](https://example.org/a) |\n",
		"Go":      "\tif err := f.Close(); err != nil {\n\t\treturn fmt.Errorf(\"close %q: %w\", name, err)\n\t}\n",
	} {
		for _, n := range []int{200_000, 1_000_000, 5_000_000} {
			src := strings.Repeat(unit, n/len(unit)+1)
			d := &Document{Source: src}
			if d.weighed(nil); d.dense < len(src) {
				t.Errorf("%s of %d bytes is dense from byte %d on", name, len(src), d.dense)
			}
		}
	}
}

// TestTheNextVersionIsWeighedByItsChange: the sum is that of the whole, whatever was changed.
func TestTheNextVersionIsWeighedByItsChange(t *testing.T) {
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	const bytes = "a\n-.>:/{*[]<|1 \xff"
	piece := func() string {
		b := make([]byte, rnd.IntN(6))
		for i := range b {
			b[i] = bytes[rnd.IntN(len(bytes))]
		}
		return string(b)
	}
	for range 20_000 {
		body := piece() + piece() + piece() + piece()
		at := rnd.IntN(len(body) + 1)
		next := body[:at] + piece() + body[at+rnd.IntN(len(body)-at+1):]
		heads := [2]string{piece(), piece()} // front matter
		prev := &Document{Source: heads[0] + body, From: len(heads[0])}
		prev.weighed(nil)
		d := &Document{Source: heads[1] + next, From: len(heads[1])}
		d.weighed(prev)
		if want := weigh(d.Source, d.From, d.From, len(d.Source)); d.weight != want {
			t.Fatalf("%q to %q: %d, want %d", body, next, d.weight, want)
		}
	}
}
