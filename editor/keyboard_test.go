package editor

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lanyard/editor/field"
)

// alive fails unless keys do something: a control has the keyboard, and it shows.
func (k *keyed) alive(after string) {
	k.t.Helper()
	f := k.win.Canvas().Focused()
	if f == nil {
		k.t.Errorf("%s: no control has the keyboard", after)
		return
	}
	for _, c := range controls(k.win.Canvas()) {
		if c.o == f.(fyne.CanvasObject) {
			return
		}
	}
	k.t.Errorf("%s: the keyboard is in a %s that does not show", after, kindOf(f))
}

// TestAClickOnNothingLeavesTheKeyboardWhereItWas gives the keyboard to each control there is and presses where nothing takes it.
func TestAClickOnNothingLeavesTheKeyboardWhereItWas(t *testing.T) {
	for _, s := range states() {
		t.Run(s.name, func(t *testing.T) {
			k := in(t, s)
			c := k.win.Canvas()
			for _, s := range controls(c) {
				f := s.o.(fyne.Focusable)
				if _, menu := f.(*widget.PopUpMenu); menu {
					continue // Fyne's own, which a click beside it closes
				}
				c.Focus(f)
				k.wait()
				f = c.Focused() // some hand it on
				for range 2 {   // the press, and the release
					c.Unfocus()
					k.wait()
				}
				if got := c.Focused(); got != f {
					t.Errorf("a %s loses the keyboard to %s", kindOf(f), kindOf(got))
				}
			}
		})
	}
}

// The real window's table of controls (.ci/hand) learns from the log which control has the keyboard, and where to click on it.
func TestTheLogSaysWhereTheKeyboardIs(t *testing.T) {
	for _, s := range states() {
		if s.name != "the folded form" && s.name != "the settings" && s.name != "the palette" {
			continue
		}
		k := in(t, s)
		var b bytes.Buffer
		k.w.log = slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{Level: slog.LevelDebug}))
		for _, c := range controls(k.win.Canvas()) {
			k.win.Canvas().Focus(nil)
			k.win.Canvas().Focus(c.o.(fyne.Focusable))
			k.wait()
			for _, now := range controls(k.win.Canvas()) { // it may have come into view
				if now.o != k.win.Canvas().Focused().(fyne.CanvasObject) {
					continue
				}
				x, y := k.win.Canvas().PixelCoordinateForPosition(fyne.NewPos(now.area().x, now.area().y))
				w, h := k.win.Canvas().PixelCoordinateForPosition(fyne.NewPos(0, 0).Add(now.o.Size()))
				lines := strings.Split(strings.TrimSpace(b.String()), "\n")
				want := fmt.Sprintf(`msg=keyboard in=%s at="%d %d %d %d"`, kindOf(now.o), x, y, w, h)
				if got := lines[len(lines)-1]; !strings.HasSuffix(got, want) {
					t.Errorf("%s: logged %s, want %s", s.name, got, want)
				}
			}
		}
	}
}

func TestTheLogSaysWhereTheKeyboardIsAgainWhenThePaletteCloses(t *testing.T) {
	k := newKeyed(t, plainBody)
	k.win.Canvas().Focus(k.w.list.add)
	k.wait()
	k.Run("view.palette")
	var b bytes.Buffer
	k.w.log = slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{Level: slog.LevelDebug}))
	k.Hits(fyne.KeyEscape)
	k.wait()
	if want := "msg=keyboard in=" + kindOf(k.w.list.add); strings.Count(b.String(), want) != 1 {
		t.Errorf("logged %q, want once %q", b.String(), want)
	}
}

// named is what a person would call something to click on.
func (s seen) named() string {
	switch o := s.o.(type) {
	case *field.Button:
		return fmt.Sprintf("the button %q %s", o.Text, o.Icon)
	case *field.Check:
		return fmt.Sprintf("the box %q", o.Text)
	}
	switch kindOf(s.o) {
	case "*tray.grid", "*tray.board", "*textedit.Editor", "*preview.Preview", "*editor.focusList", "*editor.outline":
		return "a " + kindOf(s.o) // there is one
	}
	text := ""
	walkTree(s.o, s.pos, s.clip, nil, func(s seen) {
		if t, ok := s.o.(*canvas.Text); ok && text == "" {
			text = t.Text
		}
	})
	return fmt.Sprintf("a %s %q", kindOf(s.o), text)
}

// TestAfterEveryClickTheKeyboardWorks clicks, with either button, on everything that takes clicks.
func TestAfterEveryClickTheKeyboardWorks(t *testing.T) {
	done := map[string]bool{}
	k := newKeyed(t, plainBody)
	for _, s := range states() {
		for _, which := range []desktop.MouseButton{desktop.MouseButtonPrimary, desktop.MouseButtonSecondary} {
			for {
				k = k.again(t, s)
				target, ok := k.fresh(done, which)
				if !ok {
					break
				}
				(&hand{k: k}).Click(target.middle(), which)
				k.settle().alive(s.name + ": after a click on " + target.named())
			}
		}
	}
	if len(done) < 60 {
		t.Errorf("only %d things to click on were met", len(done))
	}
}

// fresh is something to click on that was not clicked on before.
func (k *keyed) fresh(done map[string]bool, which desktop.MouseButton) (found seen, ok bool) {
	h := &hand{k: k}
	top := k.win.Canvas().Overlays().Top()
	walk(k.win.Canvas(), func(s seen) {
		if ok || !takesClicks(s.o) || s.shows().empty() || top != nil && (len(s.ancestry) == 0 || s.ancestry[0] != top) {
			return
		}
		if hit, is := h.under(s.middle(), takesClicks); !is || hit.o != s.o {
			return // something lies over its middle
		}
		name := fmt.Sprint(which, s.named())
		if !done[name] {
			done[name], found, ok = true, s, true
		}
	})
	return found, ok
}

func TestKeysThatNobodyHasGoToTheText(t *testing.T) {
	k := newKeyed(t, "one|\n")
	c := k.win.Canvas()
	c.Unfocus() // and before anything else happens, a key comes
	c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyX})
	c.OnTypedRune()('x')
	k.wait()
	k.Sees("onex")
	c.Unfocus()
	c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	k.wait()
	k.Sees("one\n")
}

func TestEscapeInTheSearchOfTheListGivesTheKeyboardBack(t *testing.T) {
	k := newKeyed(t, plainBody)
	c := k.win.Canvas()
	for _, from := range []fyne.Focusable{k.w.source, k.w.preview} {
		c.Focus(from)
		k.wait()
		k.w.list.ToggleSearch()
		k.wait()
		for _, r := range "single" {
			c.Focused().TypedRune(r)
		}
		if got := len(k.w.list.shown); got != 1 {
			t.Errorf("the search finds %d posts", got)
		}
		k.Hits(fyne.KeyEscape).Focused("after Escape", from)
		if got := len(k.w.list.shown); got != 3 {
			t.Errorf("after Escape %d posts show", got)
		}
	}
	k.w.list.ToggleSearch()
	k.wait()
	for _, r := range "single" {
		c.Focused().TypedRune(r)
	}
	k.Hits(fyne.KeyDown).Focused("after Down", k.w.list.list)
	k.Hits(fyne.KeyEscape)
	if k.w.list.search.Visible() || len(k.w.list.shown) != 3 {
		t.Error("Escape in the list does not end its search")
	}
}

func TestEnterInTheTitleLetsGoOfWhatWasSelected(t *testing.T) {
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyDown} {
		k := newKeyed(t, "«one» two\n")
		k.win.Canvas().Focus(k.w.form.Stops()[0])
		k.Hits(key).Focused("after the title", k.w.source)
		k.w.source.TypedRune('x')
		k.wait().Sees("onex two")
	}
}

func TestTheKeyboardIsGivenOnlyToWhatIsThere(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	a.Open("a/index.md").Run("post.export")
	where := a.w.exporting.where
	if !a.w.keyboard.Give(where) || a.win.Canvas().Focused() != fyne.Focusable(where) {
		t.Error("an open sheet does not get it")
	}
	a.w.Escape()
	a.wait()
	if a.w.keyboard.Give(where) { // as when a file chooser closes after its sheet
		t.Error("a sheet that is closed gets it")
	}
	if !a.w.sourceFocused() {
		t.Error("the text has lost it")
	}
}

func TestArrowsGoFromRowToRowOfFindingsAndVersions(t *testing.T) {
	k := newKeyed(t, plainBody)
	k.write("rich/index.md", richPost)
	k.Open("rich/index.md")
	for _, open := range []func(){
		func() { k.Run("post.check") },
		func() {
			k.Type("x").Run("file.save").Type("y").Run("file.save").Type("z").Run("file.save").Run("post.versions")
		},
	} {
		open()
		k.wait()
		c := k.win.Canvas()
		y := func() float32 {
			return fyne.CurrentApp().Driver().AbsolutePositionForObject(c.Focused().(fyne.CanvasObject)).Y
		}
		first, at := c.Focused(), y()
		k.Hits(fyne.KeyDown)
		if c.Focused() == first || y() <= at {
			t.Errorf("Down goes from %v to %v in a %s", at, y(), kindOf(c.Focused()))
		}
		k.Hits(fyne.KeyUp)
		if c.Focused() != first {
			t.Errorf("Up does not go back, but to a %s", kindOf(c.Focused()))
		}
		k.w.Escape()
		k.wait()
	}
}

func TestAFindingShowsItsWholeSentence(t *testing.T) {
	k := newKeyed(t, plainBody)
	long := strings.Repeat("a-rather-long-name-", 12) + ".jpg"
	k.write("rich/index.md", strings.Replace(richPost, "![](nothere.jpg)", "![x]("+long+")", 1))
	k.Open("rich/index.md").Run("post.check")
	shown := ""
	walk(k.win.Canvas(), func(s seen) {
		if text, ok := s.o.(*canvas.Text); ok {
			shown += text.Text
		}
	})
	if !strings.Contains(shown, long) {
		t.Errorf("the name is not whole in %q", shown)
	}
}

func TestTheMenuOfAChoiceBeginsAtTheOptionInForce(t *testing.T) {
	k := newKeyed(t, plainBody)
	k.w.settings.Theme = "dark"
	k.Run("file.settings")
	p, ok := k.win.Canvas().Focused().(*field.Picker)
	if !ok || p.Selected != 2 {
		t.Fatalf("the keyboard is in a %s", kindOf(k.win.Canvas().Focused()))
	}
	k.Hits(fyne.KeyReturn, fyne.KeyUp, fyne.KeyReturn)
	if p.Selected != 1 {
		t.Errorf("Enter, Up, Enter from the third option chooses option %d", p.Selected+1)
	}
	k.Focused("after the menu", p)
}

func TestTypingInTheListSearchesIt(t *testing.T) {
	k := newKeyed(t, plainBody)
	k.win.Canvas().Focus(k.w.list.list)
	k.wait()
	for _, r := range "sin" {
		k.win.Canvas().Focused().TypedRune(r)
	}
	k.wait().Focused("typed", k.w.list.search)
	if got := k.w.list.search.Text; got != "sin" || len(k.w.list.shown) != 1 {
		t.Errorf("the search is for %q and finds %d", got, len(k.w.list.shown))
	}
	if got := k.w.list.heading.Text(); got != "Posts: 1 of 3" {
		t.Errorf("the heading says %q", got)
	}
	(&hand{k: k}).Click(fyne.CurrentApp().Driver().AbsolutePositionForObject(k.w.list.end).AddXY(8, 8), desktop.MouseButtonPrimary)
	if k.w.list.search.Visible() || len(k.w.list.shown) != 3 {
		t.Error("the cross does not end the search")
	}
	k.alive("after the cross")
}
