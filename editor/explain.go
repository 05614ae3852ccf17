package editor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"lanyard/assets"
	"lanyard/editor/dialog"
	"lanyard/store"
	"lanyard/store/photo"
)

// explain says an error in the author's language: what, where and why. What has no sentence of its own is shown as the system
// reports it.
func explain(err error) string {
	var se *store.Error
	if errors.As(err, &se) {
		text := ""
		if id := fmt.Sprintf("window.error.%d", se.Kind); assets.Has(id) {
			text = assets.T(id)
		} else if se.Err != nil {
			text = se.Err.Error()
		}
		if se.Line > 0 {
			text = assets.T("window.error.at", se.Line, max(se.Col, 1), text)
		}
		return text
	}
	var pe *photo.Error
	if errors.As(err, &pe) {
		return pe.Say(assets.T)
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return explain(store.Wrap(pathError.Op, pathError.Path, err))
	}
	if errors.Is(err, errPrivateAddress) {
		return assets.T("window.fetch.private")
	}
	return err.Error()
}

// placeOf is the place in the open post that an error speaks of; 0 when there is none.
func placeOf(err error) (line, col int) {
	var se *store.Error
	if errors.As(err, &se) {
		return se.Line, se.Col
	}
	return 0, 0
}

// isCanceled reports whether the author called it off.
func isCanceled(err error) bool {
	return errors.Is(err, dialog.ErrCancelled) || errors.Is(err, context.Canceled)
}

// errRelative: a folder was typed that does not begin at the root.
var errRelative = errors.New("write the whole path of the folder")
