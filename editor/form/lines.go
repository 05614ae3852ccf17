package form

import "lanyard/editor/field"

// newLine makes a field of one line whose Enter goes to the next one and whose Escape leaves the form.
func newLine(f *Form) *field.Line {
	e := field.NewLine(f.o.Now)
	e.OnSubmitted = func(string) { f.next() }
	e.Ways = f.ways()
	return e
}

// newArea makes a field of several lines.
func newArea(f *Form) *field.Area {
	e := field.NewArea(f.o.Now)
	e.Ways = f.ways()
	return e
}
