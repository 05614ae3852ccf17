package assets

import (
	"embed"
	"strconv"
)

//go:embed icons/*.svg
var iconFS embed.FS

//go:embed icons/app/*.png
var appIconFS embed.FS

// Icon returns the line icon with a name such as "search" or "chevron-down" as SVG, one filled path in a box of 24,
// which assets/theme colours; nil when there is none of that name.
func Icon(name string) []byte {
	data, err := iconFS.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil
	}
	return data
}

// AppIcon returns the program's icon as PNG, square, with at least as many pixels a side as asked for (512 at most).
func AppIcon(pixels int) []byte {
	for _, side := range []int{32, 48, 64, 128, 256} {
		if side >= pixels {
			return appIcon(side)
		}
	}
	return appIcon(512)
}

// appIcon panics on a missing file: it is compiled in, and a test asks for every size.
func appIcon(side int) []byte {
	data, err := appIconFS.ReadFile("icons/app/lanyard-" + strconv.Itoa(side) + ".png")
	if err != nil {
		panic(err)
	}
	return data
}
