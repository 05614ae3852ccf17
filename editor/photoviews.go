package editor

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lanyard/store/photo"
)

// photoViews are the places of the window for photos that are on their way in or being touched up.
type photoViews struct {
	tray     *photoTray // that shows: of the active post; nil where it has none
	touching *touching  // nil while none is open
	drafts   drafts
	looked   shownPictures
	calming  func() // stops the timer that gives memory back
	// placePhoto is the pool's Place; tests put a disk that fills up in its way.
	placePhoto  func(context.Context, photo.Staged, string, photo.Settings) (photo.Result, error)
	work        *fyne.Container // the panes and, below them, the tray
	trayHolder  *fyne.Container
	touchHolder *fyne.Container
}

// newWork lays out the panes with the places for the tray and for touching up.
func (w *Workbench) newWork() fyne.CanvasObject {
	w.placePhoto = w.pool.Place
	w.trayHolder, w.touchHolder = container.NewStack(), container.NewStack()
	w.trayHolder.Hide()
	w.touchHolder.Hide()
	w.work = container.New(&workLayout{}, container.NewStack(w.panes, w.welcome, w.touchHolder), w.trayHolder)
	return w.work
}

// workLayout gives the tray its height at the bottom while it shows, and the panes the rest.
type workLayout struct{}

// MinSize is for fyne.Layout. It leaves the tray out: opening it must not make the window grow.
func (*workLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout is for fyne.Layout.
func (*workLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	height := float32(0)
	if o[1].Visible() {
		height = min(o[1].MinSize().Height, max(size.Height-140, size.Height/3))
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(size.Width, size.Height-height))
	o[1].Move(fyne.NewPos(0, size.Height-height))
	o[1].Resize(fyne.NewSize(size.Width, height))
}

// showTray shows the tray of a post, where it has one; nil shows none.
func (w *Workbench) showTray(p *openPost) {
	was := w.tray
	w.tray = nil
	if p != nil {
		w.tray = p.tray
	}
	if was == w.tray {
		return
	}
	w.trayHolder.Objects = nil
	w.trayHolder.Hide()
	if t := w.tray; t != nil {
		w.trayHolder.Objects = []fyne.CanvasObject{t.view}
		w.trayHolder.Show()
		t.showPlace()
	}
	w.work.Layout.Layout(w.work.Objects, w.work.Size())
	if t := w.tray; t != nil {
		t.view.Resize(w.trayHolder.Size()) // the holder may have that size already, and Fyne gives the keyboard to nothing that has none
	}
}
