package editor

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	gocmp "github.com/google/go-cmp/cmp"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/text"
	"lanyard/editor/text/texttest"
	"lanyard/store/siteserver"
)

// opener is an application that remembers what it was asked to open.
type opener struct {
	fyne.App
	urls []string
}

func (o *opener) OpenURL(u *url.URL) error {
	o.urls = append(o.urls, filepath.Base(u.Path))
	return nil
}

// keyed is an author in a home of their own, whose window remembers what it opens.
type keyed struct {
	*author
	opener    *opener
	home      string
	settings  settings
	selection text.Selection
}

const plainPost = "---\ntitle: T\ndate: 2019-06-28T11:05:00+08:00\n---\n"

// plainBody is what a command finds in a plain post: a word selected in a paragraph, and lines around it.
const plainBody = "first line\n\nb «word» and another word\na line below\n\n## 标题\n\nthe end\n"

func newKeyed(t *testing.T, body string) *keyed {
	t.Helper()
	k := &keyed{home: t.TempDir()}
	for _, v := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"} {
		t.Setenv(v, k.home)
	}
	st := texttest.Parse(plainPost + body)
	k.author = newAuthor(t, map[string]string{
		"w/index.md": st.Doc.String(), "single.md": plainPost + "Hello\n", "other.md": plainPost + strings.Repeat("x\n\n", 50),
	})
	k.opener = &opener{App: k.app}
	k.w.env.App = k.opener
	k.Open("w/index.md")
	k.w.focusSource()
	k.w.active.Copy.Dispatch(text.Transaction{Selection: &st.Selection, Kind: text.Move})
	k.wait()
	k.settings, k.selection = k.w.settings, st.Selection
	return k
}

// state is all that can be seen from outside, a line for each thing.
func (k *keyed) look() []string {
	w := k.w
	out := []string{"title " + k.win.Title()}
	add := func(name string, v any) { out = append(out, fmt.Sprintf("%s %v", name, v)) }
	if p := w.active; p != nil {
		add("text", texttest.Format(p.Copy.State()))
		add("undo", fmt.Sprint(p.Copy.CanUndo(), p.Copy.CanRedo(), p.Copy.MetaAsText()))
		add("path", p.Copy.Post().Path)
	}
	add("folder", w.session.Folder().Content)
	add("sheet", w.sheet.IsOpen())
	add("matches", fmt.Sprint(w.finder != nil, w.finder != nil && w.finder.with != nil && w.finder.with.Visible()))
	if w.sheet.IsOpen() {
		add("sheet has", len(focusables(w.sheet)))
	}
	if w.quick.popup != nil && w.quick.popup.Visible() {
		add("quick", w.quick.field.PlaceHolder)
	}
	add("panes", fmt.Sprint(w.panes.state, w.panes.asked))
	if s, err := json.Marshal(w.settings); err == nil {
		add("settings", string(s))
	}
	add("form", w.form.IsOpen())
	add("focus", fmt.Sprintf("%T", k.win.Canvas().Focused()))
	add("said", w.status.said)
	add("bars", k.bars())
	add("asked", len(k.picks.Asked))
	add("opened", k.opener.urls)
	add("quit", k.quit)
	add("full", k.win.FullScreen())
	add("clipboard", k.app.Clipboard().Content())
	add("language", assets.Language())
	add("preview", w.preview.TopOffset())
	add("overlays", len(k.win.Canvas().Overlays().List()))
	for _, dir := range []string{k.dir, k.home} {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !strings.HasSuffix(path, "settings.json") {
				rel, _ := filepath.Rel(dir, path)
				out = append(out, "file "+rel)
			}
			return nil
		})
	}
	for i := range out { // folders have other names each time
		out[i] = strings.NewReplacer(k.dir, "DIR", filepath.Dir(k.dir), "TOP", k.home, "HOME", k.author.state, "STATE").Replace(out[i])
	}
	return out
}

// chord presses a key as the driver of the window delivers it: the main menu first, then the holder of the focus, and what is no
// shortcut for Fyne as a typed key.
func (k *keyed) chord(chord string) {
	k.t.Helper()
	s, ok := shortcut(chord)
	key := s.(*desktop.CustomShortcut)
	focused := k.win.Canvas().Focused()
	defer k.wait()
	if !ok && !(key.Modifier != 0 && key.KeyName == fyne.KeyDelete) {
		if h, is := focused.(desktop.Keyable); is && key.Modifier&fyne.KeyModifierShift != 0 {
			h.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
			defer h.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		}
		if focused != nil {
			focused.TypedKey(&fyne.KeyEvent{Name: key.KeyName})
		} else if f := k.win.Canvas().OnTypedKey(); f != nil {
			f(&fyne.KeyEvent{Name: key.KeyName})
		}
		return
	}
	s = named(key, k.app.Clipboard())
	for _, m := range k.win.MainMenu().Items {
		for _, i := range m.Items {
			if i.Shortcut != nil && i.Shortcut.ShortcutName() == s.ShortcutName() {
				i.Action()
				return
			}
		}
	}
	if h, is := focused.(fyne.Shortcutable); is {
		h.TypedShortcut(s)
		return
	}
	for _, b := range k.w.router.bindings() { // what the canvas has; that of the tests keeps none
		if b.shortcut.ShortcutName() == s.ShortcutName() {
			k.w.router.Key(b.chord)
		}
	}
}

// named is the shortcut as which the driver delivers a key: some have types of their own.
func named(s *desktop.CustomShortcut, board fyne.Clipboard) fyne.Shortcut {
	if s.Modifier == fyne.KeyModifierShortcutDefault {
		switch s.KeyName {
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		case fyne.KeyX:
			return &fyne.ShortcutCut{Clipboard: board}
		case fyne.KeyC:
			return &fyne.ShortcutCopy{Clipboard: board}
		case fyne.KeyV:
			return &fyne.ShortcutPaste{Clipboard: board}
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		}
	}
	return s
}

// before brings about what some commands need to have something to do.
var before = map[string]struct {
	body string
	do   func(k *keyed)
}{
	"edit.undo":  {do: func(k *keyed) { k.Type("x") }},
	"edit.redo":  {do: func(k *keyed) { k.Type("x").Run("edit.undo") }},
	"edit.paste": {do: func(k *keyed) { k.app.Clipboard().SetContent("pasted") }},
	"view.answer": {do: func(k *keyed) {
		k.w.bars.Ask(ask.Question{ID: "x", Text: "?", Answers: []ask.Answer{{Label: "Yes", Run: func() {}}}})
	}},
	"file.reload":               {do: func(k *keyed) { k.write("w/index.md", plainPost+"Theirs\n") }},
	"file.save":                 {do: func(*keyed) {}}, // tells the time, and check what was found before: a window of their own
	"post.check.next":           {do: func(*keyed) {}},
	"post.check.previous":       {do: func(*keyed) {}},
	"view.zoomreset":            {do: func(k *keyed) { k.Run("view.zoomin") }},
	"post.reveal":               {body: strings.Repeat("x\n\n", 100) + "a|\n"},
	"format.heading.0":          {body: "## 标|题\n"},
	"format.heading.raise":      {body: "## 标|题\n"},
	"format.heading.lower":      {body: "## 标|题\n"},
	"format.task.done":          {body: "- [ ] a|\n"},
	"format.emphasis.fix":       {body: "文**“字”**文|\n"},
	"edit.line.sort":            {body: "«b\na\n»c"},
	"edit.line.trim":            {body: "a  |\nb"},
	"edit.line.outdent":         {body: "  a|"},
	"edit.key.backtab":          {body: "- a\n  - b|"},
	"edit.carets.lines":         {body: "«a\nb»\n"},
	"edit.section.up":           {body: "## a\n\n## b|\n"},
	"edit.section.down":         {body: "## a|\n\n## b\n"},
	"insert.footnote.jump":      {body: "a[^1]| b\n\n[^1]: c\n"},
	"insert.table.row":          {body: "| a | b |\n|---|---|\n| c‸ | d |\n"},
	"insert.table.column":       {body: "| a | b |\n|---|---|\n| c‸ | d |\n"},
	"insert.table.deleterow":    {body: "| a | b |\n|---|---|\n| c‸ | d |\n"},
	"insert.table.deletecolumn": {body: "| a | b |\n|---|---|\n| c‸ | d |\n"},
	"post.language":             {do: (*keyed).translated},
	"post.translate":            {do: (*keyed).translated},
	"post.site":                 {do: (*keyed).served},
	"post.site.stop":            {do: func(k *keyed) { k.served(); k.Run("post.site") }},
	"insert.table.align":        {body: "| a | b |\n|---|---|\n| c‸ | d |\n"},
}

// translated makes the site one of several languages, and the open post one in two of them.
func (k *keyed) translated() {
	k.write("../hugo.toml", "[languages.en]\n[languages.zh]\n[languages.es]\n")
	k.write("w/index.zh.md", plainPost)
	k.must(func(done func(error)) { k.w.Open(k.dir, done) })
	k.Open("w/index.md")
}

// served makes the folder that of a site, with a Hugo that builds for ever.
func (k *keyed) served() {
	k.w.env.Serve = func(ctx context.Context, _ siteserver.Options) error { <-ctx.Done(); return nil }
	k.write("../hugo.toml", "title = \"Site\"\n")
	k.must(func(done func(error)) { k.w.Open(k.dir, done) })
	k.Open("w/index.md")
}

// ready is a window in which a command has something to do.
func ready(t *testing.T, id string) *keyed {
	t.Helper()
	b := before[id]
	if b.body == "" {
		b.body = plainBody
	}
	k := newKeyed(t, b.body)
	if id == "file.bundle" {
		k.Open("single.md")
	}
	if b.do != nil {
		b.do(k)
	}
	return k
}

// TestEveryKeyDoesWhatItsCommandDoes runs each command by its ID and then by each of its keys as the window gets them, and compares all
// that can be seen. A command that shows no trace fails. Those of the text share a window, the others do where what they did can be
// taken back: each window costs memory that is not given back before the end.
func TestEveryKeyDoesWhatItsCommandDoes(t *testing.T) {
	shared, plain, commands := newKeyed(t, plainBody), newKeyed(t, plainBody), map[string]bool{}
	base := plain.look()
	for _, c := range shared.w.table.All() {
		commands[c.ID] = true
		begin := func() *keyed { return ready(t, c.ID) }
		if b := before[c.ID]; c.Run != nil {
			begin = func() *keyed { return shared.reset(cmp.Or(b.body, plainBody)) }
		} else if b.body == "" && b.do == nil && c.ID != "file.bundle" {
			begin = func() *keyed {
				if !plain.rewind(base) {
					plain = newKeyed(t, plainBody)
				}
				return plain
			}
		}
		k := begin()
		was := k.look()
		if !k.w.Enabled(c.ID) {
			t.Errorf("%s: it is disabled where it should work; the table before says how to bring that about", c.ID)
		}
		k.w.RunCommand(c.ID)
		want := k.settled()
		if slices.Equal(was, want) {
			t.Errorf("%s: by its ID it does nothing", c.ID)
		}
		for _, key := range k.w.table.Keys(c.ID) {
			k := begin()
			k.chord(key)
			if diff := gocmp.Diff(k.look(), want); diff != "" {
				t.Errorf("%s does not do what %s does (-key +ID):\n%s", key, c.ID, diff)
			}
		}
	}
	for id := range before {
		if !commands[id] {
			t.Errorf("%q is no command", id)
		}
	}
}

// rewind takes back what a command of the window did, and reports whether all looks as it did.
func (k *keyed) rewind(base []string) bool {
	w := k.w
	if w.session.Quitting() || w.active == nil || k.quit {
		return false
	}
	for w.Escape() {
		k.wait()
	}
	if o := k.win.Canvas().Overlays().Top(); o != nil {
		k.win.Canvas().Overlays().Remove(o)
	}
	file, write := w.settings.file, w.settings.write
	w.settings = k.settings
	w.settings.file, w.settings.write = file, write
	w.panes.state, w.panes.asked = k.settings.Panes, columnNone
	w.panes.Refresh()
	w.left.Refresh()
	w.restyle()
	if w.active.Copy.MetaAsText() {
		w.SetMetaText(false)
	}
	w.finder, k.opener.urls, k.picks.Asked = nil, nil, nil
	k.win.SetFullScreen(false)
	assets.SetLanguage("en")
	k.app.Clipboard().SetContent("")
	w.focusSource()
	w.active.Copy.Dispatch(text.Transaction{Selection: &k.selection, Kind: text.Move})
	w.source.Reset()
	w.preview.ScrollTop()
	k.later(time.Minute) // what was said is forgotten
	return slices.Equal(k.look(), base)
}

// reset gives the open post a body, with what is selected.
func (k *keyed) reset(body string) *keyed {
	k.t.Helper()
	st := texttest.Parse(plainPost + body)
	d := k.w.active.Copy.State().Doc
	k.w.active.Copy.Dispatch(text.Transaction{Change: d.Replace(0, d.Len(), "-"), Kind: text.Command})
	k.w.active.Copy.Dispatch(text.Transaction{Change: text.New("-").Replace(0, 1, st.Doc.String()), Selection: &st.Selection, Kind: text.Command})
	k.w.focusSource()
	k.w.source.Reset()
	k.w.status.Say("")
	k.wait()
	return k
}

// TestWhatClaimsToBeEnabledDoesSomething runs every command that is enabled in a plain post, with a word selected and with a caret.
func TestWhatClaimsToBeEnabledDoesSomething(t *testing.T) {
	reasons := map[string]string{
		"file.reload":      "the file holds what is shown",
		"edit.key.backtab": "Shift+Tab where there is nothing to take back, which is no mistake to speak of",
		"post.reveal":      "all of the post is in view",
	}
	for _, body := range []string{plainBody, strings.NewReplacer("«", "|", "»", "").Replace(plainBody)} {
		shared := newKeyed(t, body)
		for _, c := range shared.w.table.All() {
			if c.Run == nil && before[c.ID].do == nil && before[c.ID].body == "" {
				continue // TestEveryKeyDoesWhatItsCommandDoes runs it there
			}
			k := shared.reset(body)
			if c.Run == nil {
				k = newKeyed(t, body)
			}
			if !k.w.Enabled(c.ID) {
				continue
			}
			was := k.look()
			k.w.RunCommand(c.ID)
			if slices.Equal(was, k.settled()) && reasons[c.ID] == "" {
				t.Errorf("%s is enabled and does nothing, and says nothing", c.ID)
			}
		}
	}
}

// TestKeysOfTheWindowWorkWhereverTheKeyboardIs presses the key of each command of the window in every pane and field.
func TestKeysOfTheWindowWorkWhereverTheKeyboardIs(t *testing.T) {
	k := newKeyed(t, plainBody)
	k.Run("view.outline").Run("edit.replace")
	k.later(time.Second)
	w := k.w
	got := ""
	for _, c := range w.table.All() {
		if c.Run == nil {
			w.runs[c.ID] = windowCommand{run: func() { got = c.ID }}
		}
	}
	places := map[string]fyne.Focusable{
		"the text": w.source, "the preview": w.preview, "the list": w.list.list, "a button of the list": w.list.add, "the outline": w.outline,
		"the field to find": w.finder.what, "a button": w.finder.options[optCase], "the form": w.form.Stops()[0], "nothing": nil,
	}
	k.w.bars.Ask(ask.Question{ID: "x", Text: "?", Answers: []ask.Answer{{Label: "Yes", Run: func() {}}}})
	k.wait()
	for i, part := range []fyne.CanvasObject{w.bars, w.sheet} {
		for n, f := range focusables(part) {
			places[fmt.Sprintf("control %d of the %s", n, []string{"bar", "sheet"}[i])] = f
		}
	}
	places["the folded form"] = w.form.Stops()[len(w.form.Stops())-1]
	w.form.SetOpen(true)
	for n, f := range w.form.Stops() {
		places[fmt.Sprintf("field %d of the form, a %T", n, f)] = f
	}
	own := map[string]bool{"Ctrl+X": true, "Ctrl+C": true, "Ctrl+V": true, "Ctrl+A": true} // the clipboard is that of the field
	for name, place := range places {
		for _, c := range w.table.All() {
			if c.Run != nil {
				continue
			}
			for _, key := range w.table.Keys(c.ID) {
				if place == nil {
					k.win.Canvas().Unfocus()
				} else if k.win.Canvas().Focus(place); k.win.Canvas().Focused() != place {
					t.Fatalf("%s does not take the keyboard", name)
				}
				if own[key] && name != "the text" && place != nil || strings.HasPrefix(key, "Shift+") && name != "the text" {
					continue // the driver of the tests does not tell whether Shift is held
				}
				got = ""
				k.chord(key)
				if got != c.ID {
					t.Errorf("with the keyboard in %s, %s runs %q, want %s", name, key, got, c.ID)
				}
			}
		}
	}
}

// settled is what can be seen when nothing is under way any more.
func (k *keyed) settled() []string {
	k.wait()
	return k.look()
}
