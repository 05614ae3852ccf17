package editor

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"lanyard/assets/theme"
	"lanyard/editor/ask"
	"lanyard/editor/desktop"
	"lanyard/store/photo"
)

// schemeApp is the app on a desktop whose colour scheme changes.
type schemeApp struct {
	fyne.App
	settings schemeSettings
}

type schemeSettings struct {
	fyne.Settings
	variant fyne.ThemeVariant
}

func (a *schemeApp) Settings() fyne.Settings { return &a.settings }

func (s *schemeSettings) ThemeVariant() fyne.ThemeVariant { return s.variant }

// onDesktop puts the app on a desktop of that scheme; it is called before a window is opened.
func onDesktop(app fyne.App, v fyne.ThemeVariant) *schemeApp {
	a := &schemeApp{App: app, settings: schemeSettings{app.Settings(), v}}
	fyne.SetCurrentApp(a)
	return a
}

// turn changes the scheme as the portal does: Fyne applies its settings, and nobody calls us.
func (a *schemeApp) turn(v fyne.ThemeVariant) {
	a.settings.variant = v
	a.settings.Settings.SetTheme(a.settings.Theme())
}

// themeScene is a state of the window with as much in it as a hand can put there.
type themeScene struct {
	name string
	do   func(*author)
}

const themePost = `---
title: "开源，社区与朋友们"
date: 2019-06-28T11:05:00+08:00
draft: true
authors: ["赵化冰"]
tags: [kubecon, wasm]
image: "none.jpg"
weight: no number
mood: {weather: "sunny", temp: 24}
---

## 大会背景介绍 and a *heading*

Some **bold** text with ` + "`code`" + `, a [link](https://example.org), ==mark==, H~2~O and a note[^1]. A misspeled word.

> A quote with ~~nothing~~ in it.

- [ ] one
- [x] two
  1. nested

| a | b |
|---|--:|
| 1 | 2 |

` + "```go\n// said once\nfunc main() { fmt.Println(\"你好\", 42) }\n```" + `

{{< figure src="none.jpg" title="A figure" >}}

![missing](none.jpg) ![remote](https://example.org/a.jpg)

<details><summary>More</summary>

Hidden.

</details>

<div class="x">raw</div>

---

[^1]: The note.
`

func themeScenes(t *testing.T) []themeScene {
	post := func(a *author) { a.Open("posts/a/index.md") }
	with := func(do func(*author)) func(*author) { return func(a *author) { post(a); do(a) } }
	run := func(ids ...string) func(*author) {
		return with(func(a *author) {
			for _, id := range ids {
				a.Run(id)
			}
		})
	}
	return []themeScene{
		{"a post", post},
		{"end of a post", with(func(a *author) { a.Caret("The note.").Type(" More."); a.w.preview.Reveal(len(themePost), 0); a.wait() })},
		{"selection and options", run("view.numbers", "view.trailing", "view.guide", "view.outline", "view.spelling", "edit.selectall")},
		{"fields", run("view.form")},
		{"calendar", with(func(a *author) { a.Run("view.form").w.form.FocusKey("date"); a.Hits(fyne.KeyDown) })},
		{"tag suggestions", with(func(a *author) {
			a.Run("view.form").w.form.FocusKey("tags")
			a.win.Canvas().Focused().TypedRune('k')
			a.wait()
		})},
		{"text menu", with(func(a *author) { a.w.contextMenu(fyne.NewPos(500, 300)); a.wait() })},
		{"palette", run("view.palette")},
		{"find", with(func(a *author) { a.Run("edit.find"); a.w.finder.what.TypedRune('o'); a.wait() })},
		{"check", run("post.check")},
		{"settings", run("file.settings")},
		{"export", run("post.export")},
		{"versions", with(func(a *author) { a.Caret("More").Type("x").Run("file.save").Run("post.versions") })},
		{"goal", run("view.goal")},
		{"comparison", with(func(a *author) { a.w.showDiff("Compare", "one\ntwo\nthree\n", "one\n2\nthree\n"); a.wait() })},
		{"list search", with(func(a *author) { a.win.Canvas().Focus(a.w.list.search); a.w.list.search.TypedRune('k'); a.wait() })},
		{"bars", with(func(a *author) {
			for i, tone := range []ask.Tone{ask.Info, ask.Warning, ask.Error} {
				a.w.bars.Ask(ask.Question{ID: fmt.Sprint(i), Tone: tone, Text: "A sentence.", Answers: []ask.Answer{{Label: "Do", Main: true}, {Label: "Leave"}}})
			}
			a.wait()
		})},
		{"list menu", with(func(a *author) { a.w.postMenu(a.w.activePath(), fyne.NewPos(100, 200)); a.wait() })},
		{"tray", with(func(a *author) {
			names := []string{"a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"}
			a.Drop(a.shoot(names, 1, 2, 3, 4, 4)...)
			if a.w.tray == nil {
				t.Fatal("no tray")
			}
		})},
		{"redacting", with(func(a *author) {
			a.Caret("A quote").Drop(a.shoot([]string{"hall.jpg"}, 7)...)
			a.Caret("![](").Run("insert.photo.edit")
			v := a.touch().view
			v.Use(image.Rect(10, 10, 40, 40))
			v.Choose(photo.Blur)
			v.Use(image.Rect(50, 10, 70, 40))
			a.wait()
		})},
		{"broken front matter", func(a *author) { a.Open("posts/broken.md") }},
		{"no post", with(func(a *author) { a.Run("file.close") })},
		{"welcome", func(a *author) { a.w.showWelcome(true); a.wait() }},
	}
}

// A desktop that changes its colour scheme, whenever it does, leaves a window that looks as one that was opened in that scheme.
func TestTheWindowFollowsTheSchemeOfTheDesktop(t *testing.T) {
	const dark, light = fynetheme.VariantDark, fynetheme.VariantLight
	for i, s := range themeScenes(t) {
		if testing.Short() && i%4 != 0 {
			continue // three windows for each are much for the race detector
		}
		t.Run(strings.ReplaceAll(s.name, " ", "-"), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "content") // one for all, because the preview names paths
			open := func(v fyne.ThemeVariant) *author {
				if err := os.RemoveAll(dir); err != nil {
					t.Fatal(err)
				}
				return openAuthor(t, dir, &v, map[string]string{
					"posts/a/index.md": themePost, "posts/kubecon.md": recap, "posts/broken.md": "---\ntitle: [a\n---\nx\n",
				})
			}
			a := open(dark)
			s.do(a)
			wantDark := a.shot()

			a = open(light)
			s.do(a)
			wantLight := a.shot()
			if bytes.Equal(wantLight.Pix, wantDark.Pix) {
				t.Fatal("light and dark look alike")
			}
			a.turn(dark)
			sameShot(t, "turned dark", a.shot(), wantDark)
			a.turn(light)
			sameShot(t, "and light again", a.shot(), wantLight)

			a = open(light).turn(dark) // before anything was shown, as where the portal answers late
			s.do(a)
			sameShot(t, "dark before it was shown", a.shot(), wantDark)
		})
	}
}

// Where the desktop is asked without Fyne, its word holds from the first picture on, and one that says nothing in time is taken to say what it
// said last time. A theme that the author has chosen is not changed by it.
func TestTheSchemeOfTheDesktopHoldsFromTheStart(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": themePost})
	is := func(what string, dark bool) {
		t.Helper()
		a.wait()
		if got := palette() == theme.Colours(fynetheme.VariantDark); got != dark {
			t.Errorf("%s: dark %v, want %v", what, got, dark)
		}
	}
	is("no desktop, in the test driver", false)
	a.scheme = new(desktop.Dark)
	a.restart()
	is("a dark desktop", true)
	a.asks(desktop.Light)
	is("the desktop changed", false)
	a.asks(desktop.Dark)
	is("it changed back", true)
	a.scheme = new(desktop.Unknown)
	a.restart()
	is("one that answers late was dark", true)
	a.asks(desktop.Light)
	is("and is light by now", false)
	a.w.SetTheme("dark")
	is("the author wants dark", true)
	a.asks(desktop.Dark)
	a.asks(desktop.Light)
	is("whatever the desktop asks", true)
	a.w.SetTheme("")
	is("until the author follows it again", false)
}

// turn changes the scheme of the desktop.
func (a *author) turn(v fyne.ThemeVariant) *author {
	a.app.(*schemeApp).turn(v)
	return a.wait()
}

// shot is a picture of the window.
func (a *author) shot() *image.NRGBA { return a.win.Canvas().Capture().(*image.NRGBA) }

// sameShot fails where two pictures differ.
func sameShot(t *testing.T, what string, got, want *image.NRGBA) {
	t.Helper()
	if got.Rect != want.Rect {
		t.Fatalf("%s: %v large, want %v", what, got.Rect, want.Rect)
	}
	for i := range got.Pix {
		if got.Pix[i] != want.Pix[i] {
			t.Errorf("%s: differs from %d,%d on%s", what, i%got.Stride/4, i/got.Stride, keep(t, what, got, want))
			return
		}
	}
}

// keep writes the pictures of a failure where LANYARD_TEST_PICTURES says.
func keep(t *testing.T, name string, pictures ...image.Image) string {
	dir := os.Getenv("LANYARD_TEST_PICTURES")
	if dir == "" {
		return " (LANYARD_TEST_PICTURES=DIR keeps the pictures)"
	}
	for i, p := range pictures {
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%s-%s.png", filepath.Base(t.Name()), strings.ReplaceAll(name, " ", "-"), [...]string{"got", "want"}[i])))
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, p); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	return ", see " + dir
}

// TestARendererThatFyneForgotIsMadeAsItWas: what was out of sight for a minute gets another renderer when it is seen again. In a process of its
// own Fyne forgets all of them before every picture.
func TestARendererThatFyneForgotIsMadeAsItWas(t *testing.T) {
	const forget, where = "FYNE_CACHE", "LANYARD_TEST_FORGOTTEN"
	dir, only, child := strings.Cut(os.Getenv(where), "|") // Fyne does so every ten seconds at most: one process a scene
	if !child {
		dir = t.TempDir()
	}
	names := []string{"a post", "selection and options", "list search"} // where fields are open, Fyne's own scroll bar is at the wrong side
	for _, s := range themeScenes(t) {
		if !slices.Contains(names, s.name) || child && s.name != only {
			continue
		}
		content := filepath.Join(dir, "content") // the preview names paths
		if err := os.RemoveAll(content); err != nil {
			t.Fatal(err)
		}
		a := openAuthor(t, content, nil, map[string]string{"posts/a/index.md": themePost, "posts/kubecon.md": recap})
		s.do(a)
		file := filepath.Join(dir, s.name+".png")
		if !child {
			write(t, file, a.shot())
			continue
		}
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		want, err := png.Decode(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		sameShot(t, s.name, a.shot(), toNRGBA(want))
	}
	if child {
		return
	}
	for _, name := range names {
		c := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
		c.Env = append(os.Environ(), forget+"=1ns", where+"="+dir+"|"+name)
		if out, err := c.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name())) {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

func toNRGBA(m image.Image) *image.NRGBA {
	if n, ok := m.(*image.NRGBA); ok {
		return n
	}
	n := image.NewNRGBA(m.Bounds())
	draw.Draw(n, n.Rect, m, m.Bounds().Min, draw.Src)
	return n
}

func write(t *testing.T, file string, m image.Image) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, m), f.Close()); err != nil {
		t.Fatal(err)
	}
}
