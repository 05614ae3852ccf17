//go:build race

package hostiletest

// raced: the race detector watches, which costs some texts more than others.
const raced = true
