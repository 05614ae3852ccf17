//go:build ci

package driver

// Flat does nothing where there is no window.
func Flat() {}
