// Package editor owns the workbench: the window with its panes, menus, bars and dialogs, and the way of a post through them from
// opening to the exported bundle. It holds no text of its own; an open post's state belongs to editor/workcopy.
//
// Everything here runs on the UI goroutine but for the functions handed to the scheduler, which get values and post values back.
package editor

import (
	"context"
	"log/slog"
	"runtime"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lanyard/assets"
	"lanyard/assets/typeset"
	"lanyard/editor/command"
	"lanyard/editor/desktop"
	"lanyard/editor/dialog"
	"lanyard/editor/driver"
	"lanyard/editor/field"
	"lanyard/editor/form"
	"lanyard/editor/sched"
	"lanyard/editor/session"
	"lanyard/editor/text"
	"lanyard/editor/textedit"
	"lanyard/editor/workcopy"
	"lanyard/preview"
	"lanyard/store/check"
	"lanyard/store/photo"
	"lanyard/store/siteserver"
	"lanyard/store/watch"
)

// Env is what a workbench needs from outside. Tests hand in their own.
type Env struct {
	App      fyne.App
	Window   fyne.Window
	Sched    *sched.Scheduler
	Book     *typeset.Book
	Chooser  dialog.Chooser
	Log      *slog.Logger
	StateDir string // journal, withdrawn photos; outside every content folder
	CacheDir string // thumbnails, font index
	Settings string // file of the window's settings
	Version  string
	// FontsReady is closed once the system's fonts are in the book; nil where nobody looks for them.
	FontsReady <-chan struct{}
	Quit       func() // ends the program; the window is about to close
	// Scheme gives the colour scheme that the desktop asks for and has told called on the UI goroutine with every other one. Nil, and a
	// scheme that is not known, leave it to Fyne.
	Scheme func(told func(desktop.Scheme)) desktop.Scheme
	// Loop makes the window's pictures come at once; nil where there is nothing to be seen.
	Loop *driver.Loop
	// Hugo is the version of the installed Hugo, empty without one: hugo.Version. Nil shows posts as the newest would.
	Hugo func(ctx context.Context) string
	// Serve shows a site by its Hugo until its context ends; nil means siteserver.Run.
	Serve func(context.Context, siteserver.Options) error
	// Watch follows a folder until its context ends: watch.Run.
	Watch func(ctx context.Context, root string, o watch.Options, notify func(watch.Changes)) error
}

// A Workbench is the contents of the window and what they do.
type Workbench struct {
	env     Env
	log     *slog.Logger
	session *session.Session
	views   map[*session.Post]*openPost // of the posts that are open
	active  *openPost                   // the one that shows

	pool *photo.Pool
	site sitePictures
	photoViews
	writing

	list    *postList
	bars    *bars
	form    *form.Form
	source  *textedit.Editor
	preview *preview.Preview
	panes   *panes
	status  *statusBar
	sheet   *sheet

	keyboard *keyboard
	router   *keyRouter
	root     *fyne.Container
	welcome  fyne.CanvasObject
	empty    fyne.CanvasObject // in place of the text while no post is open

	table     *command.Table
	keys      string // text of the author's keys file, as it is in force
	fonts     widgetFonts
	styled    uint64 // revision of the book that the panes were last drawn with
	settings  settings
	parser    parser
	words     map[string][]string // completion: values of the folder's posts by lower-case key, the most used first
	sync      scrollSync
	sourceAt  fyne.Position   // of the editor in the window, as of the last showText
	hugo      string          // version of the installed Hugo, once it is known
	hovered   string          // address of the link under the pointer in the preview
	findings  []check.Finding // of the last check of the open post; nil where it was not checked
	listing   bool            // their sheet is open
	recheck   *recheck
	quick     *quick
	capture   *capture
	sessions  *conferences
	programme *programme
	photoSort *photoSort
	finder    *finder      // of the last search
	exporting *exportSheet // the sheet opened last
	runs      map[string]windowCommand
	menus     *menuBar
	glance    *later // the caret's place and the menus
	hasQuit   bool   // it has quit: keys that come late are nobody's
}

// openPost is what the window knows of a post that is open.
type openPost struct {
	*session.Post
	marks   *text.Marks     // places in the text that travel with every change
	checked workcopy.Origin // that the findings speak of
	top     int             // first visible offset when another post was shown instead
	typed   time.Time       // a key last wrote or deleted something
	tray    *photoTray      // photos on their way in; nil while there are none
}

// New builds the workbench in env.Window. Nothing is open yet.
func New(env Env) *Workbench {
	w := &Workbench{env: env, log: env.Log, views: map[*session.Post]*openPost{}, words: map[string][]string{}, parser: parser{results: make(chan parsed, 1)}}
	if w.log == nil {
		w.log = slog.New(slog.DiscardHandler)
	}
	w.session = w.newSession()
	var trouble error
	w.settings, trouble = loadSettings(env.Settings, w.writeSettings, w.now())
	if w.settings.Language != "" {
		assets.SetLanguage(w.settings.Language)
	}
	w.drafts.worker, w.drafts.disk = env.Sched.NewSerial("drafts"), env.Sched.NewSerial("drafts flush")
	w.drafts.begun = w.newUnfinished()
	w.table = command.NewTable(runtime.GOOS)
	w.pool = photo.NewPool(0, photoBudget)
	w.fonts = cachedFonts(env.CacheDir)
	w.followDesktop()
	w.applyTheme()
	w.build()
	w.settingsTrouble(trouble)
	w.followTheme()
	return w
}

func (w *Workbench) build() {
	w.keyboard = w.newKeyboard()
	w.list = newPostList(w.env.Sched.Now)
	w.list.open = func(path string) { w.OpenPost(path, nil) }
	w.list.create = w.NewPost
	w.list.take(w.ways(), w.keyboard.Ask)
	w.list.list.leave, w.list.list.key = w.leaveList, func(name fyne.KeyName) bool {
		return name == fyne.KeyF2 && w.renameInList() || w.router.Function(name)
	}
	w.list.context = w.postMenu
	w.bars = newBars(w.columnSide, w.ways(), w.relayout)
	w.form = form.New(formModel{w}, form.Options{
		Now:      w.env.Sched.Now,
		Ways:     w.ways(),
		Over:     w.waysOver(),
		Rest:     w.keyboard.Rest,
		Leave:    func() { w.focusSource() },
		GoOn:     w.goOnInText,
		ShowText: func() { w.SetMetaText(true) },
		Opened:   func(bool) { w.relayout() },
	})
	w.source = w.newSource()
	w.router = &keyRouter{
		canvas: w.env.Window.Canvas, keyboard: w.keyboard, table: w.table, source: w.source,
		inText: w.sourceFocused, first: w.fields.key, escape: w.Escape, run: w.run, ended: func() bool { return w.hasQuit },
	}
	w.preview = w.newPreview()
	w.sheet = newSheet(sheetNeeds{canvas: w.env.Window.Canvas, side: w.columnSide, resize: w.relayout, back: w.keyboard.Back, ways: w.ways()})
	w.status = newStatusBar(statusNeeds{
		after: w.env.Sched.After, find: w.Check, ctx: w.env.Sched.Context,
		button: func(text string, act func()) *field.Button { return w.button(text, "", field.Quiet, act) },
		goal:   func() string { return w.goal.String() },
		open:   func() bool { return w.active != nil },
	})
	w.empty = newEmpty()
	top := container.New(&stackLayout{}, w.bars, w.sheet, w.form)
	source := container.New(&sourceLayout{}, top, w.source, w.empty)
	w.writing.build(w)
	w.panes = newPanes(w.left, source, w.preview, w.settings.Panes, func(p panesState) {
		w.settings.Panes = p
		w.settings.save()
		w.menus.update()
	})
	w.welcome = newWelcome(w)
	body := w.newWork()
	w.quick = newQuick(quickNeeds{canvas: w.env.Window.Canvas, now: w.env.Sched.Now, ways: w.waysOver(), say: func(s string) { w.status.Say(s) }})
	w.sessions = w.newConferences()
	w.programme = w.newProgramme()
	w.photoSort = w.newPhotoSort()
	w.capture = w.newCapture()
	foot := container.New(&stackLayout{}, w.capture, w.status)
	w.root = container.NewStack(container.New(&footLayout{}, body, foot), container.NewWithoutLayout(w.form.Floating()))
	w.runs = w.windowCommands()
	w.menus = newMenuBar(w)
	w.glance = w.newGlance()
	w.recheck = newRecheck(w)
	w.env.Window.SetPadded(false)
	w.env.Window.SetContent(w.root)
	w.env.Window.SetMainMenu(w.menus.main)
	w.env.Window.SetOnDropped(func(at fyne.Position, uris []fyne.URI) { w.dropped(at, uris) })
	w.env.Window.SetCloseIntercept(w.Quit)
	w.router.bind()
	w.showPost(nil)
	w.welcome.Hide() // until it is known what to show
	w.empty.Hide()
}

// sourceLayout puts the bars and the form on top and gives the rest to the editor.
type sourceLayout struct{}

// MinSize is for fyne.Layout; it does not depend on the text.
func (*sourceLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(bodyWidthMin, 80) }

// Layout is for fyne.Layout; the objects are the top, the editor and what stands in its place. Their background is the window's own.
func (*sourceLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top, source, empty := objects[0], objects[1], objects[2]
	top.Resize(fyne.NewSize(size.Width, 1)) // wrapped labels know their height only at their width
	height := min(top.MinSize().Height, size.Height)
	top.Move(fyne.NewPos(0, 0))
	top.Resize(fyne.NewSize(size.Width, height))
	source.Move(fyne.NewPos(0, height))
	source.Resize(fyne.NewSize(size.Width, size.Height-height))
	empty.Move(fyne.NewPos(0, height))
	empty.Resize(fyne.NewSize(size.Width, size.Height-height))
}

func (w *Workbench) relayout() {
	w.keyboard.Ask() // a control may have gone with what is laid out
	if w.panes != nil {
		w.panes.content[paneSource].Refresh()
	}
}

// foldForm folds the fields to their line when the author goes on in the text.
func (w *Workbench) foldForm(kind text.Kind) {
	if (kind == text.Type || kind == text.Delete || kind == text.Paste) && w.form.IsOpen() && w.sourceFocused() {
		w.form.SetOpen(false)
	}
}

// focusSource gives the keyboard to the text.
func (w *Workbench) focusSource() {
	if w.active != nil {
		w.env.Window.Canvas().Focus(w.source)
	}
}

// goOnInText is Enter in the title: the keyboard goes to the caret. What was selected before is let go, or the next key would replace it.
func (w *Workbench) goOnInText() {
	if w.active == nil {
		return
	}
	w.active.Copy.Dispatch(text.Transaction{Selection: new(text.Caret(w.active.Copy.State().Selection.MainRange().Head)), Kind: text.Move, Scroll: true})
	w.focusSource()
}

// now is the scheduler's time.
func (w *Workbench) now() time.Time { return w.env.Sched.Now() }
