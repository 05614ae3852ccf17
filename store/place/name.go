package place

import (
	"regexp"
	"time"
)

// named finds a time in a file's name: 20190625-101112, IMG_20190625_101112. Pixel
// phones write theirs in UTC (PXL_…), which tells no wall clock.
var named = regexp.MustCompile(`^(?:[A-Za-z]*[_-])?((?:19|20)[0-9]{6})[-_]?([0-9]{6})(?:[^0-9].*)?$`)

// TimeInName gives the wall clock that a camera or phone put into a file's name.
func TimeInName(name string) (time.Time, bool) {
	m := named.FindStringSubmatch(name)
	if m == nil || len(name) > 4 && name[:4] == "PXL_" {
		return time.Time{}, false
	}
	at, err := time.Parse("20060102150405", m[1]+m[2])
	return at, err == nil
}
