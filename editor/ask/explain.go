package ask

import (
	"errors"
	"fmt"
	"io/fs"

	"lanyard/assets"
	"lanyard/store"
)

// Explain says an error in the author's language: what, where and why. What has no sentence of its own is shown as the system
// reports it.
func Explain(err error) string {
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
	var told interface { // it has a sentence of its own
		Say(T func(id string, values ...any) string) string
	}
	if errors.As(err, &told) {
		return told.Say(assets.T)
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return Explain(store.Wrap(pathError.Op, pathError.Path, err))
	}
	return err.Error()
}

// Place is the place in the open post that an error speaks of; 0 when there is none.
func Place(err error) (line, col int) {
	var se *store.Error
	if errors.As(err, &se) {
		return se.Line, se.Col
	}
	return 0, 0
}
