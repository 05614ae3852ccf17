//go:build !race

package hostiletest

const raced = false
