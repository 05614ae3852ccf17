//go:build race

package heic

// raced: the race detector watches.
const raced = true
