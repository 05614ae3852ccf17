//go:build !race

package heic

// racing: the race detector needs more address space than the decoder process is allowed.
const racing = false
