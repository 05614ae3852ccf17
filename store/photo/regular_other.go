//go:build !unix

package photo

// openAtOnce: opening a file does not wait here.
const openAtOnce = 0
