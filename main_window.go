//go:build !ci

package main

import "lanyard/editor"

func openWindow(paths []string, version string) int { return editor.Run(paths, version) }
