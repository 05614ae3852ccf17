//go:build ci

package driver

// ForgetFonts does nothing where there is no window.
func ForgetFonts() {}
