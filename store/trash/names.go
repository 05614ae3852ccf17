package trash

import (
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxTries bounds the search for a free name.
const maxTries = 10000

// name gives the n-th name, from 1, to try for base in the trash: the name itself, then with a number before the extension, within limit
// bytes.
func name(base string, n, limit int) string {
	ext, number := filepath.Ext(base), ""
	if n > 1 {
		number = "." + strconv.Itoa(n)
	}
	stem := strings.TrimSuffix(base, ext)
	if stem == "" || strings.Contains(ext, " ") || len(ext) > 20 { // a hidden file, or a title with a full stop in it
		stem, ext = base, ""
	}
	for len(stem)+len(number)+len(ext) > limit && stem != "" {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	return stem + number + ext
}
