//go:build !windows && !darwin

package dialog

func system(o Options) []Chooser {
	return []Chooser{portal{o}, picker{find: beside}, inFyne{o}}
}
