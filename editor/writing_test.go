package editor

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/assets"
	"lanyard/editor/text"
	"lanyard/editor/text/texttest"
	"lanyard/editor/textedit"
)

// post opens a post whose body is marked text, with the selection that is marked.
func (a *author) post(marked string) *author {
	a.t.Helper()
	const head = "---\ntitle: T\n---\n"
	st := texttest.Parse(head + marked)
	path := "w/index.md"
	for n := 2; a.Exists(path); n++ {
		path = fmt.Sprintf("w%d/index.md", n)
	}
	a.write(path, st.Doc.String())
	a.Open(path)
	a.w.focusSource()
	a.w.active.Copy.Dispatch(text.Transaction{Selection: &st.Selection, Kind: text.Move})
	return a.wait()
}

// marked is the body in the notation of [author.post].
func (a *author) marked() string {
	return strings.TrimPrefix(texttest.Format(a.w.active.Copy.State()), "---\ntitle: T\n---\n")
}

func (a *author) want(marked string) *author {
	a.t.Helper()
	if got := a.marked(); got != marked {
		a.t.Errorf("got %q, want %q", got, marked)
	}
	return a
}

// writer is an author before a post with that body.
func writer(t *testing.T, marked string) *author {
	t.Helper()
	return newAuthor(t, map[string]string{"other.md": "---\ntitle: Other\n---\n"}).post(marked)
}

func TestKeysDoWhatTheirCommandsSay(t *testing.T) {
	for _, c := range []struct{ keys, in, want string }{
		{"Ctrl+B", "a «中文» b", "a **«中文»** b"},
		{"Ctrl+B Ctrl+B", "a «中文» b", "a «中文» b"},
		{"Ctrl+I", "«x»", "*«x»*"},
		{"Ctrl+`", "«x»", "`«x»`"},
		{"Alt+2", "标题|", "## 标题|"},
		{"Ctrl+K", "«文»", "[文](|)"},
		{"Enter", "- 一|", "- 一\n- |"},
		{"Enter Enter", "- 一|", "- 一\n|"},
		{"Tab", "- a\n- |b", "- a\n  - |b"},
		{"Shift+Tab", "- a\n  - |b", "- a\n- |b"},
		{"Alt+Up", "a\nb|", "b|\na"},
		{"Alt+Shift+Down", "中|", "中\n中|"},
		{"Ctrl+Shift+K", "a\n|b\nc", "a\n|c"},
		{"Ctrl+D Ctrl+D", "fo|o foo", "«foo» «foo»"},
		{"Backspace", "👨‍👩‍👧|", "|"},
		{"Ctrl+Shift+8", "a|", "- a|"},
		{"Ctrl+Z", "a|", "a|"},
		{"Ctrl+Enter", "a|b", "ab\n|"},
		{"Tab", "| a | b |\n|---|---|\n| ‸c | d |", "| a   | b   |\n| --- | --- |\n| c   | «d»   |"},
	} {
		t.Run(c.keys, func(t *testing.T) {
			writer(t, c.in).Press(strings.Fields(c.keys)...).want(c.want)
		})
	}
}

func TestTypedBracketsAreCompletedAndSteppedOver(t *testing.T) {
	a := writer(t, "|")
	a.Type("（中）").want("（中）|").Type("(a").want("（中）(a|)").Type(")").want("（中）(a)|")
	a.post("«字»").Type("“").want("“«字»”")
}

func TestPastedTextKnowsWhereItGoes(t *testing.T) {
	for _, c := range []struct{ name, clip, in, want string }{
		{"an address makes a link", "https://a.b", "«文»", "[文](https://a.b)|"},
		{"an address alone stays", "https://a.b", "|", "https://a.b|"},
		{"plain text is left as it is", "# a\n\t* b  \n", "|", "# a\n\t* b  \n|"},
		{"lines are dealt to carets", "1\n2", "a|\nb|", "a1|\nb2|"},
		{"cells fill a table", "x\ty", "| a | b |\n|---|---|\n| ‸ | |", "| a   | b   |\n| --- | --- |\n| x   | y‸   |"},
		{"foreign line ends become the post's", "a\r\nb\rc", "|", "a\nb\nc|"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := writer(t, c.in)
			a.app.Clipboard().SetContent(c.clip)
			a.Press("Ctrl+V").want(c.want)
			a.Run("edit.undo").want(c.in)
		})
	}
}

func TestCommandsOfTheTextSpareAField(t *testing.T) {
	a := writer(t, "«word»")
	a.Run("view.form")
	if !a.w.inField() {
		t.Fatalf("the form has not the keyboard but %T", a.win.Canvas().Focused())
	}
	for _, id := range []string{"format.bold", "edit.line.delete", "edit.key.enter", "insert.table"} {
		if a.w.RunCommand(id) {
			t.Errorf("%s ran with the keyboard in a field", id)
		}
	}
	if a.w.router.Forward(&desktop.CustomShortcut{KeyName: fyne.KeyB, Modifier: fyne.KeyModifierControl}) != textedit.Refused {
		t.Error("Ctrl+B of a field changed the text")
	}
	a.want("«word»").Dirty(false)
	a.w.focusSource()
	a.Run("format.bold").want("**«word»**")
}

func TestManyCaretsAreOneUndoStep(t *testing.T) {
	a := writer(t, "«甲» 甲 甲")
	a.Press("Ctrl+Shift+L").want("«甲» «甲» «甲»").Type("乙丙").want("乙丙| 乙丙| 乙丙|")
	a.Run("edit.undo").want("«甲» «甲» «甲»").Run("edit.redo").want("乙丙| 乙丙| 乙丙|")
}

func TestThePaletteFindsAndRuns(t *testing.T) {
	a := writer(t, "«字»")
	a.Run("view.palette")
	for _, r := range "cuti" { // 粗体
		a.w.quick.field.TypedRune(r)
	}
	a.wait()
	a.w.quick.field.OnSubmitted("")
	a.wait().want("**«字»**")
	a.Run("view.palette")
	if got := a.w.quick.shown[0].title; got != assets.T("command.format.bold") {
		t.Errorf("the command used last is not first but %q", got)
	}
	a.w.Escape()
	if !a.w.sourceFocused() {
		t.Error("closing the palette does not give the keyboard back to the text")
	}
}

func TestThePaletteSaysWhenThereIsNothing(t *testing.T) {
	a := writer(t, "|")
	a.Run("view.palette")
	a.w.quick.update("qqqqq")
	if len(a.w.quick.shown) != 1 || a.w.quick.shown[0].why == "" {
		t.Errorf("it shows %d rows", len(a.w.quick.shown))
	}
	a.w.quick.choose(0)
	a.want("|")
}

func TestFindAndReplaceInTheSheet(t *testing.T) {
	a := writer(t, "|云原生 ＡＢＣ abc 云 (x1) (x2)")
	a.Run("edit.replace")
	f := a.w.finder
	search := func(s string) *author {
		f.what.Set(s)
		f.search(true)
		return a.wait()
	}
	if search("云"); f.result.Text() != assets.T("window.find.of", 1, 2) {
		t.Errorf("the count says %q", f.result.Text())
	}
	a.want("«云»原生 ＡＢＣ abc 云 (x1) (x2)")
	f.step(1)
	a.want("云原生 ＡＢＣ abc «云» (x1) (x2)")
	f.step(1) // round the end
	a.want("«云»原生 ＡＢＣ abc 云 (x1) (x2)")
	f.step(-1)
	a.want("云原生 ＡＢＣ abc «云» (x1) (x2)")
	f.with.Set("雲")
	f.replaceOne()
	a.wait().Sees("云原生 ＡＢＣ abc 雲 (x1)")
	f.replaceAll()
	a.wait().Sees("雲原生 ＡＢＣ abc 雲 (x1)")
	a.w.GoToOffset(a.w.active.Copy.Floor())
	f.with.Set("云云")
	search("云") // none is left
	search("abc")
	f.with.Set("abcabc")
	f.replaceOne()
	f.replaceOne()
	a.wait().Sees("雲原生 abcabc abcabc 雲")
	a.Run("edit.undo").Run("edit.undo")
	if search("abc"); len(f.matches) != 2 { // full width and case are folded
		t.Errorf("%d matches of abc, want 2", len(f.matches))
	}
	f.options[optRegexp].On = true
	search(`x(\d)`)
	f.with.Set("y$1$1")
	f.replaceAll()
	a.wait().Sees("(y11) (y22)")
	a.Run("edit.undo").Sees("(x1) (x2)") // one step
	if search("("); f.query != nil || f.result.Text() == "" {
		t.Error("a bad regular expression is not named")
	}
	a.Press("Escape")
	if a.w.sheet.IsOpen() || !a.w.sourceFocused() {
		t.Error("Escape does not lead back to the text")
	}
}

func TestThePaletteOpensAtOnce(t *testing.T) {
	a := writer(t, strings.Repeat("中文 text\n", 1000)+"|")
	best := time.Hour
	for range 5 {
		start := time.Now()
		a.w.Palette()
		best = min(best, time.Since(start))
		a.w.Escape()
	}
	if t.Logf("%v", best); best > 50*time.Millisecond {
		t.Errorf("the palette takes %v to open, at most 50 ms are allowed", best)
	}
}

func TestADisabledCommandSaysWhyInThePalette(t *testing.T) {
	a := writer(t, "no table|")
	a.Run("view.palette")
	for _, c := range a.w.quick.find("align") {
		if c.title == assets.T("command.insert.table.align") {
			if c.why == "" || c.why == assets.T("window.command.disabled") {
				t.Errorf("the reason is %q", c.why)
			}
			return
		}
	}
	t.Error("the command is not in the palette")
}

func TestTheKeysFileIsReadAgain(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	path, err := keysFile()
	if err != nil {
		t.Skip("no place for settings: ", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	a := writer(t, "«x»")
	if err := os.WriteFile(path, []byte("format.bold: Ctrl+Alt+9\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	text, _ := readKeys(path)
	a.w.setKeys(text, true)
	a.Press("Ctrl+B").want("«x»").Press("Ctrl+Alt+9").want("**«x»**")
	if err := os.WriteFile(path, []byte("format.bold: Ctrl+Nonsense\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	text, _ = readKeys(path)
	a.w.setKeys(text, true)
	a.Asked("keys").Press("Ctrl+B").want("«x»")
}

func TestSnippetsGoFromFieldToField(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	if path, err := snippetsFile(); err == nil {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("talk: \"**${1:who}**: ${2:what} ($1)$0\"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	a := writer(t, "a |b")
	a.Run("insert.snippet")
	if got := a.w.quick.shown[0].title; got != "talk" {
		t.Fatalf("the author's snippet is not first but %q", got)
	}
	a.w.quick.choose(0)
	a.wait().want("a **«who»**: what («who»)b")
	a.Type("赵").want("a **赵|**: what (赵|)b")
	a.Press("Tab").want("a **赵**: «what» (赵)b")
	a.Type("keynote").Press("Tab").want("a **赵**: keynote (赵)|b")
	a.Press("Tab").want("a **赵**: keynote (赵)    |b") // the way has ended: Tab indents
	a.post("- |").Run("insert.snippet")
	a.w.quick.choose(0)
	a.wait().Press("Tab", "Shift+Tab").want("- **«who»**: what («who»)")
	a.w.GoToOffset(a.w.active.Copy.Floor())
	a.wait().Press("Tab")
	if a.w.fields.p != nil {
		t.Error("the way goes on after the caret has left it")
	}
}

func TestEverySnippetThatIsBuiltInGoesIn(t *testing.T) {
	a := writer(t, "|")
	for _, s := range builtIn() {
		tr, fields, err := s.Insert(a.w.active.Copy.State(), a.w.commandEnv())
		if err != nil || tr.Change.Empty() || len(fields) < 2 {
			t.Errorf("%q: %d fields, %v", s.Name, len(fields), err)
		}
	}
	if snippetsTemplate() == "" || strings.Contains(snippetsTemplate(), "\n\n") {
		t.Error("the template has lines that are not commented out")
	}
}

func TestTheOutlineFollowsAndMovesSections(t *testing.T) {
	a := writer(t, "intro\n\n## 甲\n\na|\n\n### sub\n\n## 乙\n\nb\n")
	a.Run("view.outline").later(time.Second)
	var got []string
	for _, h := range a.w.outline.heads {
		got = append(got, h.Text)
	}
	if !slices.Equal(got, []string{"甲", "sub", "乙"}) || a.w.outline.at != 0 {
		t.Fatalf("headings %q, at %d", got, a.w.outline.at)
	}
	a.w.outline.goTo(2)
	if a.wait(); a.w.outline.at != 2 || !a.w.sourceFocused() {
		t.Errorf("after going to the third heading the outline is at %d", a.w.outline.at)
	}
	a.want("intro\n\n## 甲\n\na\n\n### sub\n\n## 乙|\n\nb\n")

	a.w.outline.Resize(fyne.NewSize(240, 300))
	a.w.outline.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(50, 2)}, Dragged: fyne.NewDelta(0, 2-70)})
	a.w.outline.DragEnd()
	a.later(time.Second).want("intro\n\n## 乙|\n\nb\n## 甲\n\na\n\n### sub\n\n")
	a.Run("edit.undo").later(time.Second)

	a.win.Canvas().Focus(a.w.outline)
	a.w.outline.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	a.w.outline.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierAlt})
	a.later(time.Second)
	if got := a.w.outline.heads[a.w.outline.chosen].Text; got != "甲" || a.w.outline.heads[0].Text != "乙" {
		t.Errorf("after moving 甲 down the outline begins with %q and %q is chosen", a.w.outline.heads[0].Text, got)
	}
	a.w.outline.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if !a.w.sourceFocused() {
		t.Error("Escape does not lead back to the text")
	}
	a.Run("view.outline")
	if a.w.outlineShows() {
		t.Error("the outline does not go away")
	}
}

// later lets time pass and everything end that was due.
func (a *author) later(d time.Duration) *author {
	a.t.Helper()
	a.clock.Advance(d)
	return a.wait()
}

func TestTheDailyGoalCountsWhatIsWritten(t *testing.T) {
	a := writer(t, "old words here|")
	a.w.settings.Goal = 5
	a.w.goal.count(a.w.active, a.w.status.count)
	a.Type(" 你好 you").later(time.Second)
	if got, want := a.w.goal.String(), assets.T("writing.goal.today", "3", "5"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	a.Type(" and me").later(5 * time.Second)
	if got, want := a.w.goal.String(), assets.T("writing.goal.done", "5"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !strings.Contains(a.w.status.left.Text(), assets.T("writing.goal.done", "5")) {
		t.Errorf("the status bar says %q", a.w.status.left.Text())
	}
	a.Run("file.save")
	a.restart().Open("w/index.md")
	a.w.settings.Goal = 5
	if got, want := a.w.goal.String(), assets.T("writing.goal.done", "5"); got != want {
		t.Errorf("after a restart got %q, want %q", got, want)
	}
	a.clock.Advance(24 * time.Hour)
	if got, want := a.w.goal.String(), assets.T("writing.goal.today", "0", "5"); got != want {
		t.Errorf("the next day got %q, want %q", got, want)
	}
}

// dictionary writes a small one and gives its folder.
func dictionary(t *testing.T, words ...string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string]string{"en_US.aff": "SET UTF-8\nTRY abcdefghijklmnopqrstuvwxyz\n", "en_US.dic": fmt.Sprint(len(words)) + "\n" + strings.Join(words, "\n") + "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestSpellingIsMarkedBesideTheTyping(t *testing.T) {
	a := writer(t, "good wrods 中文 `cdoe`\n\n|end")
	a.w.spelling.dirs = []string{dictionary(t, "good", "words", "end")}
	a.Run("view.spelling").later(time.Second)
	off := strings.Index(a.Text(), "wrods")
	r, ok := a.w.source.WrongAt(off + 1)
	if !ok || a.Text()[r.From():r.To()] != "wrods" {
		t.Fatalf("no mark under the misspelt word: %v %v", r, ok)
	}
	if _, ok := a.w.source.WrongAt(strings.Index(a.Text(), "cdoe") + 1); ok {
		t.Error("code is marked")
	}
	a.Type("xq").later(time.Second)
	at := a.w.active.Copy.State().Selection.MainRange().Head
	if _, ok := a.w.source.WrongAt(at); !ok {
		t.Error("a word behind the caret is not marked") // xqend
	}
	a.w.spelling.correct(a.w.active, r, a.w.version, "words")
	a.later(time.Second).Sees("good words 中文")
	if _, ok := a.w.source.WrongAt(off + 1); ok {
		t.Error("a corrected word is still marked")
	}
	a.w.spelling.add("xqend")
	a.wait().later(time.Second)
	if _, ok := a.w.source.WrongAt(strings.Index(a.Text(), "xqend")); ok {
		t.Error("a word of the author's is still marked")
	}
	if data, err := os.ReadFile(filepath.Join(a.state, "words.txt")); err != nil || string(data) != "xqend\n" {
		t.Errorf("the author's words are %q, %v", data, err)
	}
	a.Run("view.spelling").Type(" xyzzyx ").later(time.Second)
	if _, ok := a.w.source.WrongAt(strings.Index(a.Text(), "xyzzyx") + 1); ok {
		t.Error("the check goes on after it was switched off")
	}
	if a.w.spelling.checker != nil {
		t.Error("the dictionary stays in memory")
	}
	a.Run("view.spelling").later(time.Second)
	if _, ok := a.w.source.WrongAt(strings.Index(a.Text(), "xyzzyx") + 1); !ok {
		t.Error("it does not come back")
	}
}

func TestTheWordBeingTypedIsNotMarkedYet(t *testing.T) {
	a := writer(t, "|")
	a.w.spelling.dirs = []string{dictionary(t, "good")}
	a.Run("view.spelling").later(time.Second)
	a.Type("bda").later(time.Second)
	at := a.w.active.Copy.State().Selection.MainRange().Head
	if _, ok := a.w.source.WrongAt(at - 1); ok {
		t.Error("a word is marked while it is typed")
	}
	a.Type(" ").later(time.Second)
	if _, ok := a.w.source.WrongAt(at - 1); !ok {
		t.Error("a word is not marked after it was typed")
	}
}

func TestSpellingWithoutADictionarySaysSo(t *testing.T) {
	a := writer(t, "wrods|")
	a.w.spelling.dirs = []string{t.TempDir()}
	a.Run("view.spelling").wait()
	if a.w.settings.Spelling || a.w.checked("view.spelling") {
		t.Error("it is on without a dictionary")
	}
	if got, want := a.w.status.said, assets.T("writing.spelling.none", "en", "en-us"); got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}

func TestTheHelpPageNamesEveryCommand(t *testing.T) {
	a := writer(t, "|")
	a.Run("help.page")
	data, err := os.ReadFile(filepath.Join(a.w.env.CacheDir, "help.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"edit.line.sort", "insert.snippet", "view.outline"} {
		if !strings.Contains(string(data), "<td>"+id+"</td>") {
			t.Errorf("%s is not on the page", id)
		}
	}
}
