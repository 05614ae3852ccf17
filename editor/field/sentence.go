package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
)

// Sentence is a text to read that a menu copies. Fyne's label that can be selected takes the keyboard when it is clicked, and then knows
// no key but Copy: the window would be deaf.
type Sentence struct{ widget.Label }

var _ fyne.SecondaryTappable = (*Sentence)(nil)

// NewSentence makes a text that wraps.
func NewSentence(text string) *Sentence {
	s := &Sentence{}
	s.Text, s.Wrapping = text, fyne.TextWrapWord
	s.ExtendBaseWidget(s)
	return s
}

// TappedSecondary shows the menu.
func (s *Sentence) TappedSecondary(ev *fyne.PointEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(s)
	if c == nil || s.Text == "" {
		return
	}
	menu := fyne.NewMenu("", fyne.NewMenuItem(assets.T("form.copy"), func() { fyne.CurrentApp().Clipboard().SetContent(s.Text) }))
	widget.ShowPopUpMenuAtPosition(menu, c, ev.AbsolutePosition)
}
