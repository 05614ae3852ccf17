//go:build !race

package photo

// racing: the race detector needs more address space than the decoder process is allowed.
const racing = false
