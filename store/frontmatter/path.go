package frontmatter

import (
	"fmt"
	"slices"
	"strings"
)

// SplitPath divides a key as it is given on a command line: dots reach into
// maps, \. is a dot and \\ a backslash of the key.
func SplitPath(s string) ([]string, error) {
	var path []string
	var part strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '.' || s[i+1] == '\\'):
			i++
			part.WriteByte(s[i])
		case s[i] == '.':
			path = append(path, part.String())
			part.Reset()
		default:
			part.WriteByte(s[i])
		}
	}
	path = append(path, part.String())
	if slices.Contains(path, "") {
		return nil, fmt.Errorf("key %q has an empty part", s)
	}
	return path, nil
}
