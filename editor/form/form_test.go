package form

import (
	"errors"
	"fmt"
	"image/color"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"lanyard/assets"
	"lanyard/assets/theme"
	"lanyard/editor/field"
	"lanyard/store/frontmatter"
)

const post = `---
title:   "Notes"   # mine
date: 2019-06-28T11:05:00+08:00
draft: false
authors: ["赵化冰"]
tags: [kubecon, 2019]
category: one
weight: 12
params:
  depth: 2 # keep
  list:
    - a
---

Text.
`

// story drives a form as a person does.
type story struct {
	t         *testing.T
	f         *Form
	m         *fileModel
	w         fyne.Window
	left      int
	shown     int
	forwarded []string
}

func open(t *testing.T, text string) *story {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Options{}))
	assets.SetLanguage(assets.English)
	t.Cleanup(func() { assets.SetLanguage("") })
	s := &story{t: t, m: &fileModel{text: text, values: map[string][]string{
		"tags": {"kubecon", "kubernetes", "istio", "服务网格"},
	}}}
	s.w = test.NewTempWindow(t, nil)
	s.f = New(s.m, Options{
		Now: fixedNow, Zone: china(),
		Ways: field.Ways{Forward: func(sc fyne.Shortcut) {
			s.forwarded = append(s.forwarded, sc.ShortcutName())
			if sc.ShortcutName() == "Undo" {
				s.m.undo()
			}
		}},
		Leave:    func() { s.left++; s.w.Canvas().Unfocus() },
		ShowText: func() { s.shown++ },
	})
	s.m.seen = s.f.Update
	s.w.SetContent(s.f)
	s.w.Resize(fyne.NewSize(640, 800))
	s.f.fields.fresh() // as when they were opened once
	return s
}

func (s *story) at(key string) *story {
	s.t.Helper()
	if !s.f.FocusKey(key) {
		s.t.Fatalf("there is no field for %q", key)
	}
	return s
}

func (s *story) types(text string) *story {
	for _, r := range text {
		s.w.Canvas().Focused().TypedRune(r)
	}
	return s
}

func (s *story) press(names ...fyne.KeyName) *story {
	for _, n := range names {
		s.w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: n})
	}
	return s
}

func (s *story) shortcut(sc fyne.Shortcut) *story {
	s.w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(sc)
	return s
}

func (s *story) clear() *story {
	return s.shortcut(&fyne.ShortcutSelectAll{}).press(fyne.KeyBackspace)
}

// becomes checks that the file is post with old replaced by new and nothing else.
func (s *story) becomes(old, new string) *story {
	s.t.Helper()
	if !strings.Contains(post, old) {
		s.t.Fatalf("the post has no %q", old)
	}
	if diff := cmp.Diff(s.m.text, strings.Replace(post, old, new, 1)); diff != "" {
		s.t.Errorf("file (-got +want):\n%s", diff)
	}
	return s
}

func (s *story) sentence(key, part string) *story {
	s.t.Helper()
	r := s.f.fields.rowOf(key)
	if !strings.Contains(r.why.Text, part) || (part != "") != r.under.Visible() {
		s.t.Errorf("under %q: %q, line %v, want %q", key, r.why.Text, r.under.Visible(), part)
	}
	return s
}

func TestTypingInTheTitleChangesOnlyTheTitle(t *testing.T) {
	open(t, post).at("title").press(fyne.KeyEnd).types("，第二天").becomes(`"Notes"`, `"Notes，第二天"`)
}

func TestUndoInAFieldIsThePosts(t *testing.T) {
	s := open(t, post).at("title").press(fyne.KeyEnd).types("!")
	s.shortcut(&fyne.ShortcutUndo{}).becomes("Notes", "Notes")
	if s.f.title.entry.Text != "Notes" {
		t.Errorf("title shows %q", s.f.title.entry.Text)
	}
}

func TestShortcutsAFieldDoesNotUseAreForwarded(t *testing.T) {
	s := open(t, post)
	for _, key := range []string{"title", "draft", "tags", "summary", "params"} {
		s.forwarded = nil
		s.at(key).shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyS, Modifier: fyne.KeyModifierControl})
		if len(s.forwarded) != 1 {
			t.Errorf("in %q: forwarded %q", key, s.forwarded)
		}
	}
}

func TestEnterAddsAChip(t *testing.T) {
	s := open(t, post).at("tags").types("open source").press(fyne.KeyReturn)
	s.becomes("[kubecon, 2019]", `[kubecon, 2019, open source]`)
}

func TestCommasOfEitherWidthAddChips(t *testing.T) {
	s := open(t, post).at("authors").types("Ada,").types("Linus，").types("林、")
	s.becomes(`["赵化冰"]`, `["赵化冰", "Ada", "Linus", "林"]`)
}

func TestLeavingTheFieldKeepsWhatIsTyped(t *testing.T) {
	s := open(t, post).at("authors").types("Ada").at("title")
	s.becomes(`["赵化冰"]`, `["赵化冰", "Ada"]`)
}

func TestBackspaceTakesTheLastChip(t *testing.T) {
	open(t, post).at("tags").press(fyne.KeyBackspace).becomes("[kubecon, 2019]", "[kubecon]")
}

func TestMarkedChipIsTakenOut(t *testing.T) {
	s := open(t, post).at("tags").press(fyne.KeyLeft, fyne.KeyLeft, fyne.KeyDelete)
	s.becomes("[kubecon, 2019]", "[2019]")
}

func TestAChipThatIsThereIsNotAddedAgain(t *testing.T) {
	open(t, post).at("tags").types("kubecon").press(fyne.KeyReturn).becomes("kubecon", "kubecon")
}

func TestDownTakesAValueOnOffer(t *testing.T) {
	s := open(t, post).at("tags").types("kub").press(fyne.KeyDown, fyne.KeyReturn)
	s.becomes("[kubecon, 2019]", `[kubecon, 2019, kubernetes]`)
}

func TestAListEmptiedAgainLeavesNoKey(t *testing.T) {
	s := open(t, post).at("categories").types("x,")
	if !strings.Contains(s.m.text, "categories") {
		t.Fatal("the key was not added")
	}
	s.press(fyne.KeyBackspace).becomes("category", "category")
}

func TestPastedListIsCut(t *testing.T) {
	s := open(t, post).at("authors")
	board := fyne.CurrentApp().Clipboard()
	board.SetContent("Ada, Linus\nGrace")
	s.shortcut(&fyne.ShortcutPaste{Clipboard: board}).becomes(`["赵化冰"]`, `["赵化冰", "Ada", "Linus", "Grace"]`)
}

func TestSpaceSwitchesTheDraft(t *testing.T) {
	open(t, post).at("draft").press(fyne.KeySpace).becomes("draft: false", "draft: true")
}

func TestADateLeftEmptyIsTakenOut(t *testing.T) {
	s := open(t, strings.Replace(post, "T11:05:00+08:00", "", 1)).at("date").clear()
	if !strings.Contains(s.m.text, "date: 2019") {
		t.Error("the date is gone before the field was left")
	}
	s.at("title").becomes("date: 2019-06-28T11:05:00+08:00\n", "")
}

func TestADateKeepsItsWriting(t *testing.T) {
	for _, c := range []struct{ old, day, want string }{
		{"2019-06-28T11:05:00+08:00", "2020-1-2", "2020-01-02T11:05:00+08:00"},
		{"2019-06-28 11:05:00 +0800", "2020-01-02", "2020-01-02 11:05:00 +0800"},
		{"2019-06-28", "2020/1/2", "2020-01-02"},
		{`"2019-06-28"`, "2020年1月2日", `"2020-01-02"`},
		{"2019-06-28T11:05:00Z", "２０２０－０１－０２", "2020-01-02T11:05:00Z"},
	} {
		text := strings.Replace(post, "2019-06-28T11:05:00+08:00", c.old, 1)
		s := open(t, text).at("date").clear().types(c.day)
		want := strings.Replace(text, c.old, c.want, 1)
		if diff := cmp.Diff(s.m.text, want); diff != "" {
			t.Errorf("%s with day %s (-got +want):\n%s", c.old, c.day, diff)
		}
	}
}

func TestANewDateIsRFC3339WithTheSitesOffset(t *testing.T) {
	text := strings.Replace(post, "date: 2019-06-28T11:05:00+08:00\n", "", 1)
	s := open(t, text).at("date")
	s.f.fields.rowOf("date").control.(*dateField).pick("2026-06-28")
	if want := "date: 2026-06-28T14:30:00+08:00\n"; !strings.Contains(s.m.text, want) {
		t.Errorf("file has no %q:\n%s", want, s.m.text)
	}
}

func TestTheZoneKeepsTheClock(t *testing.T) {
	s := open(t, post).at("date")
	d := s.f.fields.rowOf("date").control.(*dateField)
	s.f.focus(d.zone)
	s.clear().types("UTC").becomes("11:05:00+08:00", "11:05:00Z")
}

func TestAWrongDateIsToldAndNotWritten(t *testing.T) {
	s := open(t, post).at("date").clear().types("31 June").becomes("date", "date")
	if s.f.fields.rowOf("date").why.Text != "" {
		t.Error("the sentence comes while the date is being typed")
	}
	s.at("title").sentence("date", "2026-06-28")
	s.f.Update()
	if got := s.f.fields.rowOf("date").control.(*dateField).day.Text; got != "31 June" {
		t.Errorf("what was typed is now %q", got)
	}
}

func TestAWrongDateInTheFileIsTold(t *testing.T) {
	s := open(t, strings.Replace(post, "2019-06-28T11:05:00+08:00", "soon", 1))
	s.sentence("date", "soon")
}

func TestTheCalendarMovesByKeys(t *testing.T) {
	s := open(t, post).at("date").press(fyne.KeyDown)
	s.press(fyne.KeyRight, fyne.KeyDown, fyne.KeyPageDown, fyne.KeyReturn)
	s.becomes("2019-06-28T", "2019-08-06T")
	s.press(fyne.KeyDown, fyne.KeyEscape).becomes("2019-06-28T", "2019-08-06T")
	if s.w.Canvas().Overlays().Top() != nil {
		t.Error("the calendar still shows")
	}
}

func TestOtherKeysShowTheirText(t *testing.T) {
	s := open(t, post)
	want := map[string]string{"category": "one", "weight": "12", "params": s.m.Block().Raw("params")}
	for key, text := range want {
		r := s.f.fields.rowOf(key)
		if !r.spec.kind.raw() || r.shown() != text {
			t.Errorf("%q: kind %d, text %q, want %q", key, r.spec.kind, r.shown(), text)
		}
	}
}

// shown is the text in the field of a row.
func (r *row) shown() string {
	switch e := r.control.(*textField).entry.(type) {
	case *field.Line:
		return e.Text
	case *field.Area:
		return e.Text
	}
	return ""
}

func TestANumberIsAddedByItsNameAndItsDigits(t *testing.T) {
	s := open(t, strings.Replace(post, "weight: 12\n", "", 1))
	s.f.SetOpen(true)
	s.f.focus(s.f.fields.adder.button)
	s.press(fyne.KeyReturn).types("weight").press(fyne.KeyReturn).types("12")
	if !strings.Contains(s.m.text, "\nweight: 12\n") {
		t.Errorf("file:\n%s", s.m.text)
	}
	at := s.w.Canvas().Focused()
	if s.press(fyne.KeyReturn); s.w.Canvas().Focused() == at || strings.Contains(s.m.text, "12\n\n") {
		t.Errorf("Enter does not go on from a number:\n%s", s.m.text)
	}
	s.at("weight").press(fyne.KeyEnd).types("x")
	s.w.Canvas().Unfocus()
	if s.sentence("weight", "number"); !strings.Contains(s.m.text, "\nweight: 12\n") {
		t.Errorf("file:\n%s", s.m.text)
	}
}

func TestTablesOfTOMLAreShownAndNotChanged(t *testing.T) {
	const toml = "+++\ntitle = 'x'\n[params]\na = 1\n[params.deep]\nb = 2\n+++\n"
	s := open(t, toml).at("params").types("z").press(fyne.KeyBackspace, fyne.KeyReturn)
	r := s.f.fields.rowOf("params")
	if want := "[params]\na = 1\n[params.deep]\nb = 2"; r.shown() != want {
		t.Errorf("the field shows %q, want %q", r.shown(), want)
	}
	if s.m.text != toml {
		t.Errorf("the file became\n%s", s.m.text)
	}
	if r.typed == nil {
		t.Error("nothing says why")
	}
	s.shortcut(&fyne.ShortcutSelectAll{}).shortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	if got := fyne.CurrentApp().Clipboard().Content(); got != r.shown() {
		t.Errorf("copied %q", got)
	}
}

func TestRawTextIsWrittenAsTyped(t *testing.T) {
	open(t, post).at("weight").press(fyne.KeyEnd).types("0").becomes("weight: 12", "weight: 120")
}

func TestRawTextThatDoesNotParseStaysInTheField(t *testing.T) {
	s := open(t, post).at("weight").press(fyne.KeyEnd).types(" [")
	s.f.Update()
	if got := s.f.fields.rowOf("weight").shown(); got != "12 [" {
		t.Errorf("field shows %q", got)
	}
	if _, err := frontmatter.Open(s.m.text); err != nil {
		t.Errorf("the file was broken: %v", err)
	}
}

func TestAFieldCanBeAddedAndRemoved(t *testing.T) {
	s := open(t, post)
	s.f.SetOpen(true)
	s.f.focus(s.f.fields.adder.button)
	s.press(fyne.KeySpace).types("lastmod").press(fyne.KeyReturn)
	if want := "lastmod: 2026-06-28T14:30:00+08:00\n"; !strings.Contains(s.m.text, want) {
		t.Errorf("file has no %q:\n%s", want, s.m.text)
	}
	r := s.f.fields.rowOf("lastmod")
	if s.w.Canvas().Focused() != r.control.first() {
		t.Error("the focus is not in the new field")
	}
	s.f.focus(r.remove)
	s.press(fyne.KeyReturn).becomes("title", "title")
}

func TestABadNameForAFieldIsTold(t *testing.T) {
	s := open(t, post)
	s.f.SetOpen(true)
	s.f.focus(s.f.fields.adder.button)
	s.press(fyne.KeySpace).types("a: b").press(fyne.KeyReturn).becomes("title", "title")
	if why := s.f.fields.adder.why; !why.Visible() || !strings.Contains(why.Text, "a: b") {
		t.Errorf("sentence %q", why.Text)
	}
	s.press(fyne.KeyEscape)
	if s.w.Canvas().Focused() != fyne.Focusable(s.f.fields.adder.button) || !s.f.IsOpen() {
		t.Error("Escape did more than close the entry")
	}
}

func TestEscapeFoldsAndGivesTheFocusBack(t *testing.T) {
	s := open(t, post).at("tags").types("half").press(fyne.KeyEscape)
	if s.f.IsOpen() || s.left != 1 {
		t.Errorf("open %v, left %d times", s.f.IsOpen(), s.left)
	}
	s.becomes("[kubecon, 2019]", `[kubecon, 2019, half]`)
}

func TestEnterInTheTitleGoesToTheText(t *testing.T) {
	if s := open(t, post).at("title").press(fyne.KeyReturn); s.left != 1 {
		t.Errorf("left %d times", s.left)
	}
}

func TestTabReachesEveryField(t *testing.T) {
	s := open(t, post)
	s.f.SetOpen(true)
	s.f.SetMaxHeight(4000)
	s.w.Resize(fyne.NewSize(640, 3000))
	s.f.Focus()
	seen := map[fyne.Focusable]bool{}
	for range 60 {
		seen[s.w.Canvas().Focused()] = true
		s.w.Canvas().FocusNext()
	}
	for _, r := range s.f.fields.rows {
		for _, o := range r.control.all() {
			if !seen[o] {
				t.Errorf("Tab does not reach %q (%T)", r.spec.key, o)
			}
		}
	}
	if !seen[s.f.line] || !seen[s.f.fields.adder.button] {
		t.Error("Tab does not reach the summary line or the button that adds a field")
	}
}

func TestBrokenFrontMatterSaysWhereAndOffersTheText(t *testing.T) {
	s := open(t, "---\ntitle: ok\ntags: [a\nx: 1\n---\n")
	if !s.f.problem.Visible() || s.f.line.Visible() {
		t.Fatal("the problem does not show")
	}
	if got := s.f.problem.text.Text; !strings.Contains(got, "ine ") {
		t.Errorf("sentence %q", got)
	}
	test.Tap(s.f.problem.act)
	if s.shown != 1 {
		t.Errorf("text shown %d times", s.shown)
	}
	if s.f.FocusKey("tags") {
		t.Error("a field can be focused that does not show")
	}
	s.m.text = post
	s.f.Update()
	if s.f.problem.Visible() || !s.f.line.Visible() {
		t.Error("the problem still shows after it is mended")
	}
}

func TestARefusedTitleIsTold(t *testing.T) {
	s := open(t, post)
	s.m.refuse = func() error { return &frontmatter.Error{Line: 5, Col: 1, Other: 2, Msg: "twice"} }
	s.at("title").types("x")
	if why := s.f.title.why; !why.Visible() || !strings.Contains(why.Text, "2 and 5") {
		t.Errorf("sentence %q", why.Text)
	}
}

func TestAnInputMethodsKeysDoNotReachTheField(t *testing.T) {
	s := open(t, post).at("title").press(fyne.KeyEnd)
	// Pinyin: n and i come as keys without characters, Backspace and Enter belong to the candidates.
	s.press(fyne.KeyN, fyne.KeyI, fyne.KeyBackspace, fyne.KeyReturn)
	if s.left != 0 {
		t.Error("Enter left the title during a composition")
	}
	s.becomes("Notes", "Notes")
	s.w.Canvas().Focused().TypedRune('你')
	s.press(fyne.KeyBackspace).becomes("Notes", "Notes")
}

func TestLookingAtAPostChangesNothing(t *testing.T) {
	for _, text := range []string{
		post, "", "no front matter\n", "---\n---\n", "+++\ntitle = 'T'\ntags = ['a']\n+++\n", "{\"title\": \"T\", \"draft\": true}\n",
		strings.ReplaceAll(post, "\n", "\r\n"), "\ufeff" + post,
	} {
		s := open(t, text)
		for _, r := range s.f.fields.rows {
			for _, o := range r.control.all() {
				s.f.SetOpen(true)
				s.f.focus(o)
				s.f.Update()
			}
		}
		s.f.SetOpen(false)
		s.f.Focus()
		if s.m.text != text || len(s.m.sets) > 0 {
			t.Errorf("%q was changed to %q by %q", text, s.m.text, s.m.sets)
		}
	}
}

func TestTheModelPostShowsAllItsFields(t *testing.T) {
	data, err := os.ReadFile("../../../shared/samples/seed-post/index.md")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the samples are not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, string(data))
	var got []string
	for _, r := range s.f.fields.rows {
		if r.spec.present {
			got = append(got, fmt.Sprintf("%s %d", r.spec.key, r.spec.kind))
		}
	}
	want := []string{
		fmt.Sprint("date ", dateKind), fmt.Sprint("draft ", switchKind), fmt.Sprint("authors ", listKind), fmt.Sprint("tags ", listKind),
		fmt.Sprint("categories ", listKind), fmt.Sprint("keywords ", listKind), fmt.Sprint("summary ", longKind),
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("fields (-got +want):\n%s", diff)
	}
}

// A random walk over the form changes no key but those whose fields were touched.
func TestRandomEditsTouchOnlyTheirOwnKeys(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	keys := []string{"date", "draft", "authors", "tags", "categories", "summary", "slug", "category", "weight"}
	names := []fyne.KeyName{fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEscape}
	runes := []rune("a9,，:[\"'# 会+-")
	s := open(t, post)
	for range 60 {
		key := keys[rnd.IntN(len(keys))]
		before := raws(s.m)
		if !s.f.FocusKey(key) {
			continue
		}
		for range 6 {
			held := s.w.Canvas().Focused()
			if s.w.Canvas().Overlays().Top() != nil || !slices.Contains(s.f.fields.rowOf(key).control.all(), held) {
				break
			}
			if rnd.IntN(2) == 0 {
				s.press(names[rnd.IntN(len(names))])
			} else {
				s.w.Canvas().Focused().TypedRune(runes[rnd.IntN(len(runes))])
			}
		}
		for top := s.w.Canvas().Overlays().Top(); top != nil; top = s.w.Canvas().Overlays().Top() {
			top.Hide()
			s.w.Canvas().Overlays().Remove(top)
		}
		s.f.Focus()
		if err := s.m.Problem(); err != nil {
			t.Fatalf("after edits of %q: %v\n%s", key, err, s.m.text)
		}
		after := raws(s.m)
		delete(before, key)
		delete(after, key)
		if diff := cmp.Diff(after, before); diff != "" {
			t.Fatalf("edits of %q changed others (-got +want):\n%s", key, diff)
		}
	}
}

func raws(m *fileModel) map[string]string {
	all := map[string]string{}
	for _, e := range m.Block().Entries() {
		all[e.Key] = m.Block().Raw(e.Key)
	}
	return all
}

func TestTheFormFollowsTheTheme(t *testing.T) {
	s := open(t, post)
	s.f.SetOpen(true)
	s.at("tags")
	dark := true
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Options{Dark: &dark}))
	s.f.Refresh()
	p := theme.Current()
	inks := map[color.Color]bool{p.Ink: true, p.Secondary: true, p.Placeholder: true, p.Faint: true, p.Error: true}
	for _, o := range test.LaidOutObjects(s.f) {
		if text, ok := o.(*canvas.Text); ok && text.Visible() && !inks[text.Color] {
			t.Errorf("%q has the colour %v", text.Text, text.Color)
		}
	}
}

func TestSummaryCountsWhatItDoesNotShow(t *testing.T) {
	s := open(t, post)
	var texts []string
	s.f.line.place(600, func(g segment, _, _, _ float32) { texts = append(texts, g.text) })
	want := []string{"2019-06-28 11:05 +08:00", assets.Dot, "published", "Authors", "赵化冰", "Tags", "kubecon", "2019", "⋯ 3 more"}
	if diff := cmp.Diff(texts, want); diff != "" {
		t.Errorf("summary (-got +want):\n%s", diff)
	}
}

func TestSummaryNeverLeavesItsWidth(t *testing.T) {
	s := open(t, strings.Replace(post, "[kubecon, 2019]", "[kubecon, kubernetes, a very long tag that goes on, 服务网格, another]", 1))
	for width := float32(120); width < 900; width += 7 {
		h := s.f.line.place(width, func(g segment, x, y, w float32) {
			if x < 0 || w < 0 || y > lineHeight*summaryLines || (x+w > width && x > 200) {
				t.Errorf("at %v: %q at %v, %v, %v wide", width, g.text, x, y, w)
			}
		})
		if h > lineHeight*(summaryLines+1) {
			t.Errorf("at %v: %v high", width, h)
		}
	}
}

// The post is edited with the form in sight, so an update that finds nothing new must cost next to nothing.
func TestUpdateWithoutNewsAllocatesNothing(t *testing.T) {
	s := open(t, post)
	b := s.m.Block()
	s.f.model = still{s.m, b}
	if n := testing.AllocsPerRun(100, s.f.Update); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// still is a model whose block is kept, as the working copy keeps it while the front matter stays.
type still struct {
	*fileModel
	b *frontmatter.Block
}

func (s still) Block() *frontmatter.Block { return s.b }
func (s still) Problem() error            { return nil }
