//go:build windows || (darwin && cgo)

package dialog

func system(o Options) []Chooser { return []Chooser{native{o}, inFyne{o}} }
