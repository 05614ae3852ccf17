package main

import (
	"hash/fnv"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
)

// photo paints a hall with a stage in the evening: a sky, hills, a bright screen. The name decides where the hills are, so that no two are the
// same photo.
func photo(path string) error {
	const w, h = 1200, 800
	name := fnv.New32a()
	name.Write([]byte(filepath.Base(path)))
	shift := float64(name.Sum32() % 1000)
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			t := float64(y) / h
			c := color.RGBA{uint8(30 + 150*t), uint8(50 + 90*t), uint8(110 + 40*t), 255}
			if float64(y) > 560+60*math.Sin((float64(x)+shift)/140)+25*math.Sin(float64(x)/47) {
				c = color.RGBA{34, 40, 58, 255}
			}
			if x > 420 && x < 780 && y > 250 && y < 470 {
				c = color.RGBA{236, 240, 250, 255}
				if (y-250)%44 > 30 && x > 460 && x < 700-(y%90) {
					c = color.RGBA{31, 111, 235, 255}
				}
			}
			img.SetRGBA(x, y, c)
		}
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := jpeg.Encode(f, img, &jpeg.Options{Quality: 88}); err != nil {
		return err
	}
	return f.Close()
}
