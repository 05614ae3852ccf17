package form

import (
	"errors"
	"unicode"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/store/frontmatter"
	"lanyard/store/page"
)

// sentence is a line of small text that wraps, under the field it speaks of. Empty it takes no room.
type sentence struct {
	widget.Label
}

func newSentence(importance widget.Importance) *sentence {
	s := &sentence{}
	s.SizeName = fynetheme.SizeNameCaptionText
	s.Importance = importance
	s.Hidden = true
	s.ExtendBaseWidget(s)
	return s
}

func (s *sentence) say(text string) {
	show(s, text != "")
	if s.Text == text {
		return
	}
	s.Wrapping = fyne.TextWrapWord
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			s.Wrapping = fyne.TextWrapBreak // word wrap breaks only at spaces
			break
		}
	}
	s.SetText(text)
}

func (s *sentence) heightFor(width float32) float32 {
	if !s.Visible() {
		return 0
	}
	if s.Size().Width != width {
		s.Resize(fyne.NewSize(width, s.Size().Height))
	}
	return s.MinSize().Height
}

// explain turns an error of the model into the sentence under a field.
func explain(err error) string {
	if err == nil {
		return ""
	}
	var fm *frontmatter.Error
	var pg *page.Error
	switch {
	case errors.As(err, &fm) && fm.Other > 0:
		return assets.T("form.twice", fm.Other, fm.Line)
	case errors.As(err, &fm):
		return assets.T("form.place", fm.Line, fm.Col, fm.Msg)
	case errors.As(err, &pg):
		return assets.T("form.place", pg.Line, pg.Col, pg.Msg)
	}
	return err.Error()
}

// explainRaw is explain for the text of one value, in which a line and column would mislead.
func explainRaw(err error) string {
	var fm *frontmatter.Error
	if errors.As(err, &fm) && fm.Other == 0 {
		return assets.T("form.raw.invalid", fm.Msg)
	}
	return explain(err)
}
