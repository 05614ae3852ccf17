// Lanyard turns conference notes and phone photos into a finished post for a static site.
package main

import (
	"os"
	"runtime/debug"

	"lanyard/assets/theme"
	"lanyard/editor/cli"
	"lanyard/editor/window"
	"lanyard/store/photo"
)

// version is set by the Makefile's -X; without it, it is that of the module.
var version = ""

func main() {
	if photo.ChildMain(os.Args) {
		return
	}
	v := versionText()
	os.Exit(cli.Main(os.Args[1:], cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Version: v, Fonts: theme.BookFonts,
		Window: func(paths []string) int { return window.Open(paths, v) },
	}))
}

func versionText() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "dev"
}
