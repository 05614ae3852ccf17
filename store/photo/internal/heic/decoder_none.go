//go:build !cgo && !nodynamic

package heic

import (
	"image"

	"lanyard/store/photo/internal/bmff"
)

// decoder names what decodes; "" is nothing. The wasm decoders need the tag nodynamic: without it they would pull in a loader for shared
// libraries, and the static build would no longer be one.
const decoder = ""

const (
	baseMemory    = 0
	bytesPerPixel = 0
)

func decode([]byte, bmff.Picture) (image.Image, error) { return nil, ErrNoDecoder }
