//go:build !race && unix

package heic

// raced: the race detector watches.
const raced = false
