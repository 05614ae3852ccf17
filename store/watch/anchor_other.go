//go:build !linux

package watch

func newAnchor(string) *anchor { return nil }
