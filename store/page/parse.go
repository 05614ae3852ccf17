package page

// Parse divides src. The error, where there is one, is an *Error; the Page is
// then one without front matter whose body is the whole text, to be shown as
// it is.
func Parse(src string) (Page, error) { return Page{}, nil }

// EOL returns the line end most lines of src have, "\r\n" or "\n"; "\n" when
// there is none.
func EOL(src string) string { return "\n" }
