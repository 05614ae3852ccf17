package editor

import (
	"slices"

	"fyne.io/fyne/v2"

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
	folder := func() bool { return w.session.Folder() != nil }
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
	moves, site := w.newRelocating(), w.newRealSite()
	m := map[string]windowCommand{
		"file.new":       {run: w.NewPost, enabled: folder},
		"file.open":      {run: w.OpenFolder},
		"file.goto":      {run: w.GoToPost, enabled: folder},
		"file.save":      {run: w.Save, enabled: post},
		"file.reload":    {run: w.Reload, enabled: post},
		"file.bundle":    {run: w.MakeBundle, enabled: func() bool { return post() && !w.active.Copy.Post().Bundle }},
		"file.reveal":    {run: w.ShowInFiles, enabled: post},
		"file.rename":    {run: moves.Rename, enabled: post},
		"file.duplicate": {run: moves.Duplicate, enabled: post},
		"file.trash":     {run: w.Trash, enabled: post},
		"file.settings":  {run: w.Settings},
		"file.close":     {run: w.ClosePost, enabled: post},
		"file.quit":      {run: w.Quit},

		"edit.undo":           {run: w.Undo, enabled: func() bool { return post() && w.active.Copy.CanUndo() }},
		"edit.redo":           {run: w.Redo, enabled: func() bool { return post() && w.active.Copy.CanRedo() }},
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
		"insert.photo.edit":   {run: w.EditPhoto, enabled: func() bool { return post() && w.active.Copy.Post().Bundle }},

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
		"view.meta":       {run: func() { w.SetMetaText(!w.active.Copy.MetaAsText()) }, enabled: post, checked: func() bool { return post() && w.active.Copy.MetaAsText() }},
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
		"post.site":           {run: site.Show, enabled: site.Can},
		"post.site.stop":      {run: site.Stop, enabled: site.Runs},
		"post.note":           {run: w.capture.Open, enabled: post},
		"post.sort":           {run: w.photoSort.Sort, enabled: func() bool { return post() && folder() && w.active.Copy.Post().Bundle }},
		"post.clock":          {run: w.photoSort.Clock, enabled: func() bool { return post() && folder() && w.active.Copy.Post().Bundle }},
		"post.schedule":       {run: w.programme.Open, enabled: post},
		"post.reveal":         {run: func() { w.revealPreview(w.active.Copy.State().Selection.MainRange().Head) }, enabled: post},
		"post.clean":          {run: w.CleanPhotos, enabled: func() bool { return post() && w.active.Copy.Post().Bundle }},
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

// RunCommand runs a command by its ID and reports whether it did.
func (w *Workbench) RunCommand(id string) bool { return w.run(id) == textedit.Done }

// run runs a command. One of the source does nothing while the keyboard is in a field: menus and fields hand their keys on to here, and
// Ctrl+B in a title must not change the text below it.
func (w *Workbench) run(id string) textedit.Answer {
	if w.hasQuit {
		return textedit.Refused
	}
	c, ok := w.table.Get(id)
	if !ok {
		return textedit.NotMine
	}
	if c.Run == nil {
		run, ok := w.runs[id]
		if !ok {
			return textedit.NotMine
		}
		if run.enabled != nil && !run.enabled() {
			return w.refuse(c)
		}
		run.run()
		w.menus.update()
		return textedit.Done
	}
	if w.active == nil {
		return textedit.NotMine
	}
	if c.Source && w.inField() {
		w.status.Say(assets.T("writing.field"))
		return textedit.Refused
	}
	tr, ok := c.Run(w.active.Copy.State(), w.commandEnv())
	if !ok {
		return w.refuse(c)
	}
	tr.Scroll = true
	w.active.Copy.Dispatch(tr)
	return textedit.Done
}

// refuse says why a command does nothing, but for a key that is pressed without asking for more, such as Backspace.
func (w *Workbench) refuse(c command.Command) textedit.Answer {
	if why := c.Why(); !c.Hidden && why != "" {
		w.status.Say(why)
	} else if !c.Hidden {
		w.status.Say(assets.T("window.command.disabled"))
	}
	return textedit.Refused
}

func (w *Workbench) commandEnv() edit.Env {
	return edit.Env{Now: w.now(), Floor: w.active.Copy.Floor()}
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
	return w.active != nil && (c.Enabled == nil || c.Enabled(w.active.Copy.State(), w.commandEnv()))
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
	case w.quick.Close(), w.capture.Close(), w.closeTouch(), w.sheet.Close(), w.bars.CloseTop(), w.closeTray():
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
		w.active.Copy.Undo()
	}
}

// Redo brings it again.
func (w *Workbench) Redo() {
	if w.active != nil && w.touching == nil {
		w.active.Copy.Redo()
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
