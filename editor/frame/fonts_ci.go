//go:build ci

package frame

// ForgetFonts does nothing where there is no window.
func ForgetFonts() {}
