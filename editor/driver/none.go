//go:build !linux || !x11 || ci

package driver

func (*Loop) start() {}
