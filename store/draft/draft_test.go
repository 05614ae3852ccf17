package draft

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var when = time.Date(2019, 6, 28, 3, 5, 0, 0, time.UTC)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func pending(t *testing.T, dir, root string) []Tray {
	t.Helper()
	got, err := Pending(dir, root)
	must(t, err)
	return got
}

func TestATrayComesBackAsItWas(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "drafts")
	a := Tray{Post: "/site/a/index.md", At: 7, Line: "One", ByName: true, When: when, Photos: []Photo{
		{Path: "/cards/1.jpg", Alt: "两个人", Caption: "a \"talk\"", Turn: 3}, {Path: "/cards/2.jpg", Out: true}, {Path: "/cards/3.jpg"},
	}}
	b := Tray{Post: "/site/b/index.md", When: when.Add(time.Minute), Photos: []Photo{{Path: "/cards/4.jpg"}}}
	other := Tray{Post: "/elsewhere/c.md", When: when, Photos: []Photo{{Path: "/cards/5.jpg"}}}
	for _, d := range []Tray{other, a, b} {
		must(t, Put(dir, d))
	}
	if d := cmp.Diff(pending(t, dir, "/site"), []Tray{b, a}); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(pending(t, dir, "/site/a/index.md"), []Tray{a}); d != "" {
		t.Errorf("of one post: %s", d)
	}
	a.Photos = a.Photos[:1]
	must(t, Put(dir, a))
	b.Photos = nil
	must(t, Put(dir, b))
	if d := cmp.Diff(pending(t, dir, "/site"), []Tray{a}); d != "" {
		t.Error(d)
	}
	must(t, Sync(dir, a.Post))
	must(t, Drop(dir, a.Post))
	must(t, Drop(dir, a.Post))
	must(t, Sync(dir, a.Post))
	must(t, Sync(filepath.Join(dir, "nothing yet"), a.Post))
	if got := pending(t, dir, "/site"); len(got) != 0 {
		t.Errorf("dropped, and %v is there", got)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the directory is %v, %v", info.Mode(), err)
	}
}

func TestADamagedDraftHindersNoOther(t *testing.T) {
	dir := t.TempDir()
	good := Tray{Post: "/site/a.md", When: when, Photos: []Photo{{Path: "/1.jpg"}}}
	must(t, Put(dir, good))
	must(t, os.WriteFile(filepath.Join(dir, "bad.json"), []byte("{"), 0o600))
	got, err := Pending(dir, "/site")
	if err == nil || cmp.Diff(got, []Tray{good}) != "" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestThePlaceIsFoundAgain(t *testing.T) {
	const text = "---\ntitle: A\n---\n\nOne\n\n第二\n\nOne\n"
	second := strings.LastIndex(text, "One")
	for _, c := range []struct {
		name string
		tray Tray
		text string
		want int
	}{
		{"the same text", Tray{At: second + 3, Line: "One", Col: 3}, text, second + 3},
		{"more above", Tray{At: strings.Index(text, "第二") + 3, Line: "第二", Col: 3}, "---\ntitle: A longer title\n---\n" + text[17:], strings.Index(text, "第二") + 3 + 13},
		{"the line is gone", Tray{At: second, Line: "Zero"}, text, second},
		{"in a rune", Tray{At: strings.Index(text, "第") + 1, Line: "x"}, text, strings.Index(text, "第")},
		{"behind the end", Tray{At: 900, Line: "x"}, text, len(text)},
		{"an empty line", Tray{At: second + 4, Line: ""}, text, second + 4},
	} {
		if got := c.tray.Place(c.text); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

func TestTextsOfCanceledTraysAreRemembered(t *testing.T) {
	dir := t.TempDir()
	must(t, Remember(dir, []Photo{{Path: "/1.jpg", Alt: "one"}, {Path: "/2.jpg"}, {Path: "/3.jpg", Turn: 1}}))
	must(t, Remember(dir, []Photo{{Path: "/1.jpg", Alt: "uno"}, {Path: "/3.jpg"}}))
	got, err := Remembered(dir)
	must(t, err)
	if d := cmp.Diff(got, []Photo{{Path: "/1.jpg", Alt: "uno"}}); d != "" {
		t.Error(d)
	}
	var many []Photo
	for i := range maxTexts + 10 {
		many = append(many, Photo{Path: fmt.Sprint("/", i), Out: true})
	}
	must(t, Remember(dir, many))
	if got, err := Remembered(dir); err != nil || len(got) != maxTexts || got[0].Path != "/10" {
		t.Errorf("%d are remembered, %v", len(got), err)
	}
	must(t, os.WriteFile(filepath.Join(dir, texts), []byte("[{"), 0o600))
	if got, err := Remembered(dir); err != nil || len(got) != 0 {
		t.Errorf("of a damaged file: %v, %v", got, err)
	}
	if got := pending(t, dir, "/"); len(got) != 0 {
		t.Errorf("the texts are taken for a tray: %v", got)
	}
}

func FuzzPending(f *testing.F) {
	f.Add([]byte(`{"post":"/site/a.md","at":-4,"photos":[{"path":"/x.jpg","turn":7}]}`), "one\ntwo\n")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		dir := t.TempDir()
		must(t, os.WriteFile(filepath.Join(dir, "x.json"), data, 0o600))
		trays, _ := Pending(dir, "/")
		for _, tray := range trays {
			for _, p := range tray.Photos {
				if p.Turn < 0 || p.Turn > 3 {
					t.Errorf("turned %d times", p.Turn)
				}
			}
			if at := tray.Place(text); at < 0 || at > len(text) {
				t.Errorf("the place is %d of %d", at, len(text))
			}
		}
	})
}
