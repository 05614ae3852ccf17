//go:build !linux || !x11 || ci

package frame

func (*Loop) start() {}
