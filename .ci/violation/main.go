// Violation touches a widget off the UI goroutine, which Fyne must report: it proves that the check of the real window would see one.
package main

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	a := app.NewWithID("page.lanyard.violation")
	w := a.NewWindow("Violation")
	label := widget.NewLabel("before")
	w.SetContent(label)
	a.Lifecycle().SetOnStarted(func() {
		go func() {
			label.SetText("after")
			<-time.After(500 * time.Millisecond)
			fyne.Do(a.Quit)
		}()
	})
	w.ShowAndRun()
}
