package editor

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lanyard/assets"
	"lanyard/editor/command"
	"lanyard/editor/edit"
	"lanyard/editor/field"
	"lanyard/editor/textedit"
)

// windowCommand is what a command of the table does in the window. enabled nil is always.
type windowCommand struct {
	run     func()
	enabled func() bool
	checked func() bool
}

// windowCommands are the commands that the table leaves to the workbench, by ID.
func (w *Workbench) windowCommands() map[string]windowCommand {
	post := func() bool { return w.active != nil }
	folder := func() bool { return w.folder != nil }
	on := func(v *bool) func() {
		return func() { *v = !*v; w.settings.save(); w.restyle() }
	}
	is := func(v *bool) func() bool { return func() bool { return *v } }
	toggle := func(i int) windowCommand {
		return windowCommand{
			run:     func() { w.panes.Toggle(i); w.afterPanes() },
			checked: func() bool { return !w.settings.Panes.Hidden[i] },
		}
	}
	m := map[string]windowCommand{
		"file.new":      {run: w.NewPost, enabled: folder},
		"file.open":     {run: w.OpenFolder},
		"file.goto":     {run: w.GoToPost, enabled: folder},
		"file.save":     {run: w.Save, enabled: post},
		"file.reload":   {run: w.Reload, enabled: post},
		"file.bundle":   {run: w.MakeBundle, enabled: func() bool { return post() && !w.active.copy.Post().Bundle }},
		"file.reveal":   {run: w.ShowInFiles, enabled: post},
		"file.trash":    {run: w.Trash, enabled: post},
		"file.settings": {run: w.Settings},
		"file.close":    {run: w.ClosePost, enabled: post},
		"file.quit":     {run: w.Quit},

		"edit.undo":           {run: w.Undo, enabled: func() bool { return post() && w.active.copy.CanUndo() }},
		"edit.redo":           {run: w.Redo, enabled: func() bool { return post() && w.active.copy.CanRedo() }},
		"edit.cut":            {run: func() { w.clip(field.Cut) }},
		"edit.copy":           {run: func() { w.clip(field.Copy) }},
		"edit.paste":          {run: func() { w.clip(field.Paste) }},
		"edit.paste.markdown": {run: w.PasteMarkdown, enabled: post},
		"edit.selectall":      {run: func() { w.clip(field.SelectAll) }},
		"edit.find":           {run: func() { w.Find(false) }, enabled: post},
		"edit.replace":        {run: func() { w.Find(true) }, enabled: post},
		"edit.find.next":      {run: func() { w.FindStep(1) }, enabled: post},
		"edit.find.previous":  {run: func() { w.FindStep(-1) }, enabled: post},
		"edit.goto.line":      {run: w.GoToLine, enabled: post},
		"edit.goto.heading":   {run: w.GoToHeading, enabled: post},

		"insert.photo":        {run: w.InsertPhotos, enabled: post},
		"insert.snippet":      {run: w.InsertSnippet, enabled: post},
		"insert.snippet.edit": {run: w.EditSnippets},
		"insert.photo.edit":   {run: w.EditPhoto, enabled: func() bool { return post() && w.active.copy.Post().Bundle }},

		"view.palette":    {run: w.Palette},
		"view.list":       toggle(paneList),
		"view.outline":    {run: w.ToggleOutline, enabled: post, checked: w.outlineShows},
		"view.guide":      {run: on(&w.settings.Guide), checked: is(&w.settings.Guide)},
		"view.spelling":   {run: w.ToggleSpelling, checked: is(&w.settings.Spelling)},
		"view.goal":       {run: w.AskGoal},
		"view.source":     toggle(paneSource),
		"view.preview":    toggle(panePreview),
		"view.switch":     {run: func() { w.panes.SwapBody(); w.afterPanes() }},
		"view.form":       {run: w.ToggleForm, enabled: post, checked: func() bool { return w.form.IsOpen() }},
		"view.meta":       {run: func() { w.SetMetaText(!w.active.copy.MetaAsText()) }, enabled: post, checked: func() bool { return post() && w.active.copy.MetaAsText() }},
		"view.answer":     {run: func() { w.bars.Answer() }, enabled: w.bars.Asks},
		"view.next":       {run: func() { w.NextPane(false) }},
		"view.previous":   {run: func() { w.NextPane(true) }},
		"view.zoomin":     {run: func() { w.Zoom(1) }},
		"view.zoomout":    {run: func() { w.Zoom(-1) }},
		"view.zoomreset":  {run: func() { w.Zoom(0) }, enabled: func() bool { return w.settings.Zoom != 1 }},
		"view.focus":      {run: on(&w.settings.Focus), checked: is(&w.settings.Focus)},
		"view.typewriter": {run: on(&w.settings.Typewriter), checked: is(&w.settings.Typewriter)},
		"view.numbers":    {run: on(&w.settings.Numbers), checked: is(&w.settings.Numbers)},
		"view.trailing":   {run: on(&w.settings.Trailing), checked: is(&w.settings.Trailing)},
		"view.mono":       {run: on(&w.settings.Mono), checked: is(&w.settings.Mono)},
		"view.sync":       {run: on(&w.settings.Sync), checked: is(&w.settings.Sync)},
		"view.theme":      {run: w.NextTheme},
		"view.language":   {run: w.NextLanguage},
		"view.fullscreen": {run: func() { w.env.Window.SetFullScreen(!w.env.Window.FullScreen()) }, checked: func() bool { return w.env.Window.FullScreen() }},

		"post.check":          {run: w.Check, enabled: post},
		"post.check.next":     {run: func() { w.FindingStep(1) }, enabled: post},
		"post.check.previous": {run: func() { w.FindingStep(-1) }, enabled: post},
		"post.export":         {run: w.Export, enabled: post},
		"post.reveal":         {run: func() { w.revealPreview(w.active.copy.State().Selection.MainRange().Head) }, enabled: post},
		"post.clean":          {run: w.CleanPhotos, enabled: func() bool { return post() && w.active.copy.Post().Bundle }},
		"post.versions":       {run: w.Versions, enabled: post},
		"post.language":       {run: pageLanguages{w}.Next, enabled: func() bool { return len(pageLanguages{w}.pages()) > 1 }},
		"post.translate":      {run: pageLanguages{w}.Translate, enabled: func() bool { return len(pageLanguages{w}.missing()) > 0 }},

		"help.keys":      {run: w.HelpKeys},
		"help.page":      {run: w.HelpPage},
		"help.sample":    {run: w.OpenSample},
		"help.customise": {run: w.CustomiseKeys},
		"help.about":     {run: w.About},
	}
	return m
}

// Key runs the command of a chord and reports whether there was one that applied. It is the first to see every key of the source.
func (w *Workbench) Key(chord string) bool {
	if w.hasQuit {
		return true
	}
	if w.sourceFocused() && w.fields.key(chord) {
		return true
	}
	if chord == "Escape" {
		return w.Escape()
	}
	c, ok := w.table.ByKey(chord)
	if !ok {
		return false
	}
	return w.RunCommand(c.ID)
}

// RunCommand runs a command by its ID and reports whether it applied. A command of the source does nothing while the keyboard is in a
// field: menus and fields hand their keys on to here, and Ctrl+B in a title must not change the text below it.
func (w *Workbench) RunCommand(id string) bool {
	c, ok := w.table.Get(id)
	if !ok || w.hasQuit {
		return false
	}
	if c.Run == nil {
		run, ok := w.runs[id]
		if !ok {
			return false
		}
		if run.enabled != nil && !run.enabled() {
			return w.refuse(c)
		}
		run.run()
		w.menus.update()
		return true
	}
	if w.active == nil {
		return false
	}
	if c.Source && w.inField() {
		w.status.Say(assets.T("writing.field"))
		return false
	}
	tr, ok := c.Run(w.active.copy.State(), w.commandEnv())
	if !ok {
		return w.refuse(c)
	}
	tr.Scroll = true
	w.active.copy.Dispatch(tr)
	return true
}

// refuse says why a command does nothing, but for a key that is pressed without asking for more, such as Backspace. It is false.
func (w *Workbench) refuse(c command.Command) bool {
	if why := c.Why(); !c.Hidden && why != "" {
		w.status.Say(why)
	} else if !c.Hidden {
		w.status.Say(assets.T("window.command.disabled"))
	}
	return false
}

func (w *Workbench) commandEnv() edit.Env {
	return edit.Env{Now: w.now(), Floor: w.active.copy.Floor()}
}

// Enabled reports whether a command would do something now.
func (w *Workbench) Enabled(id string) bool {
	c, ok := w.table.Get(id)
	if !ok {
		return false
	}
	if c.Run == nil {
		run, ok := w.runs[id]
		return ok && (run.enabled == nil || run.enabled())
	}
	return w.active != nil && (c.Enabled == nil || c.Enabled(w.active.copy.State(), w.commandEnv()))
}

func (w *Workbench) checked(id string) bool {
	run, ok := w.runs[id]
	return ok && run.checked != nil && run.checked()
}

// inField reports whether the keyboard is in a field, whose text is not the post's.
func (w *Workbench) inField() bool {
	switch w.env.Window.Canvas().Focused() {
	case nil, fyne.Focusable(w.source), fyne.Focusable(w.preview), fyne.Focusable(w.list.list), fyne.Focusable(w.outline):
		return false
	}
	return true
}

// sourceFocused reports whether the keyboard is in the text.
func (w *Workbench) sourceFocused() bool {
	return w.env.Window.Canvas().Focused() == fyne.Focusable(w.source)
}

// Escape closes the topmost thing and reports whether there was one.
func (w *Workbench) Escape() bool {
	switch {
	case w.outline.letGo():
		return true
	case w.quick.Close(), w.closeTouch(), w.sheet.Close(), w.bars.CloseTop(), w.closeTray():
		w.keyboard.Back()
		return true
	case w.form.IsOpen():
		w.form.SetOpen(false)
		w.focusSource()
		return true
	}
	return false
}

// Undo takes back the last step of the post, wherever the keyboard is.
func (w *Workbench) Undo() {
	if w.active != nil && !w.undoTouch() {
		w.active.copy.Undo()
	}
}

// Redo brings it again.
func (w *Workbench) Redo() {
	if w.active != nil && w.touching == nil {
		w.active.copy.Redo()
	}
}

// ToggleForm opens the fields of the post, or folds them.
func (w *Workbench) ToggleForm() {
	open := !w.form.IsOpen()
	w.form.SetOpen(open)
	if open {
		w.form.Focus()
	} else {
		w.focusSource()
	}
	w.relayout()
}

// NextPane moves the keyboard round the panes: the list, what is asked on top of the source, the title, the text, the preview.
func (w *Workbench) NextPane(back bool) {
	c := w.env.Window.Canvas()
	focused := c.Focused()
	var stops []fyne.Focusable
	at := -1
	add := func(f fyne.Focusable, also ...fyne.Focusable) {
		if f == nil {
			return
		}
		if focused == f || focused != nil && slices.Contains(also, focused) {
			at = len(stops)
		}
		stops = append(stops, f)
	}
	if w.panes.Shows(paneList) && w.list.Visible() {
		add(w.list.list, w.list.search, w.list.find, w.list.add)
	}
	if w.outlineShows() && w.active != nil {
		add(w.outline)
	}
	if w.panes.Shows(paneSource) {
		for _, part := range []fyne.CanvasObject{w.bars, w.sheet} {
			if all := focusables(part); len(all) > 0 {
				add(all[0], all...)
			}
		}
		if w.active != nil {
			if all := w.form.Stops(); len(all) > 0 {
				add(all[0], all...)
			}
			add(w.source)
		}
	}
	if w.active != nil && w.panes.Shows(panePreview) {
		add(w.preview)
	}
	if w.tray != nil {
		all := w.tray.view.Stops()
		add(all[0], all...)
	}
	if len(stops) == 0 {
		return
	}
	step := 1
	if back {
		step = len(stops) - 1
	}
	if at < 0 && back {
		at = 0
	}
	c.Focus(stops[(at+step)%len(stops)])
}

// afterPanes keeps the keyboard in a pane that shows.
func (w *Workbench) afterPanes() {
	if w.panes.alone() && w.list.Visible() {
		w.env.Window.Canvas().Focus(w.list.list)
	} else if !w.panes.alone() && w.env.Window.Canvas().Focused() == fyne.Focusable(w.list.list) && !w.panes.Shows(paneList) {
		w.focusSource()
	} else if !w.panes.Shows(paneSource) && w.sourceFocused() {
		w.env.Window.Canvas().Focus(w.preview)
	} else if w.panes.Shows(paneSource) && w.env.Window.Canvas().Focused() == fyne.Focusable(w.preview) && !w.panes.Shows(panePreview) {
		w.focusSource()
	}
}

// NextTheme goes from the system's theme to light to dark.
func (w *Workbench) NextTheme() {
	next := map[string]string{"": "light", "light": "dark", "dark": ""}[w.settings.Theme]
	w.SetTheme(next)
	w.status.Say(assets.T("window.theme." + map[string]string{"": "system", "light": "light", "dark": "dark"}[next]))
}

// NextLanguage changes between English and Chinese.
func (w *Workbench) NextLanguage() {
	w.SetLanguage(map[string]string{"en": "zh", "zh": "en"}[assets.Language()])
}

// SetLanguage speaks "en" or "zh"; "" is the system's. Sentences that are shown already follow at the next start.
func (w *Workbench) SetLanguage(tag string) {
	w.settings.Language = tag
	w.settings.save()
	assets.SetLanguage(tag)
	w.menus.rebuild()
	w.status.Say(assets.T("window.language"))
}

// bindKeys makes the commands' keys work wherever the keyboard is: the menu takes those with a place in it, the canvas the others.
func (w *Workbench) bindKeys() {
	c := w.env.Window.Canvas()
	for _, b := range w.bindings() {
		c.AddShortcut(b.shortcut, func(fyne.Shortcut) { w.strayChord(b.chord) })
	}
	c.SetOnTypedKey(w.strayKey)
	c.SetOnTypedRune(w.strayRune)
}

// strayKey is a key that came while no control had the keyboard. It goes where the keyboard belongs.
func (w *Workbench) strayKey(e *fyne.KeyEvent) {
	if f := w.keyboard.Take(); f != nil {
		f.TypedKey(e)
	} else if e.Name == fyne.KeyEscape {
		w.Escape()
	} else {
		w.functionKey(e.Name)
	}
}

// strayRune is a character that came while no control had the keyboard.
func (w *Workbench) strayRune(r rune) {
	if f := w.keyboard.Take(); f != nil {
		f.TypedRune(r)
	}
}

// strayChord is a chord that came while no control had the keyboard that takes chords.
func (w *Workbench) strayChord(chord string) {
	if w.keyboard.Take() == fyne.Focusable(w.source) {
		w.source.Key(chord)
	} else {
		w.Key(chord)
	}
}

// binding is a chord as the canvas takes it while nothing has the focus.
type binding struct {
	shortcut fyne.Shortcut
	chord    string
}

// bindings are the chords of the commands that work wherever the keyboard is. Those that Fyne has a type for it delivers as that alone,
// which the menu does not know either.
func (w *Workbench) bindings() []binding {
	own := map[string]fyne.Shortcut{}
	for _, s := range []fyne.Shortcut{
		&fyne.ShortcutUndo{}, &fyne.ShortcutRedo{}, &fyne.ShortcutCut{}, &fyne.ShortcutCopy{}, &fyne.ShortcutPaste{}, &fyne.ShortcutSelectAll{},
	} {
		if chord, ok := textedit.Chord(s); ok {
			own[chord] = s
		}
	}
	var out []binding
	for _, cmd := range w.table.All() {
		if cmd.Run != nil || cmd.Source {
			continue
		}
		for _, chord := range w.table.Keys(cmd.ID) {
			if s, ok := shortcut(chord); ok {
				out = append(out, binding{s, chord})
			}
			if s := own[chord]; s != nil {
				out = append(out, binding{s, chord})
			}
		}
	}
	return out
}

// functionKey runs the command of F1 to F12, with Shift where it is held; false for every other key. Fyne delivers these keys to the
// holder of the focus alone, which hands them on to here.
func (w *Workbench) functionKey(name fyne.KeyName) bool {
	s, ok := field.Function(name)
	return ok && w.forward(s)
}

// shortcut is a chord as Fyne has it; false for one without modifiers, or with Shift alone, which Fyne delivers as a typed key.
func shortcut(chord string) (fyne.Shortcut, bool) {
	s := &desktop.CustomShortcut{}
	rest := chord
	for rest != "" {
		name, after, ok := strings.Cut(rest, "+")
		mod := map[string]fyne.KeyModifier{"Ctrl": fyne.KeyModifierShortcutDefault, "Alt": fyne.KeyModifierAlt, "Shift": fyne.KeyModifierShift, "Super": superModifier}[name]
		if !ok || mod == 0 {
			break
		}
		s.Modifier |= mod
		rest = after
	}
	s.KeyName = keyName(rest)
	return s, s.Modifier&^fyne.KeyModifierShift != 0
}

func keyName(name string) fyne.KeyName {
	switch name {
	case "Enter":
		return fyne.KeyReturn
	case "Backspace":
		return fyne.KeyBackspace
	case "PageUp":
		return fyne.KeyPageUp
	case "PageDown":
		return fyne.KeyPageDown
	}
	return fyne.KeyName(name)
}

// superModifier is the modifier that chords call Super: the control key on macOS, where Ctrl stands for ⌘.
const superModifier = fyne.KeyModifierSuper
