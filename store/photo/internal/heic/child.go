package heic

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"runtime/debug"
	"strconv"

	"lanyard/store/photo/internal/bmff"
	"lanyard/store/photo/internal/raster"
)

// maxFile bounds what the child reads.
const maxFile = 100 << 20

// ChildMain decodes one picture from standard input to standard output when args and the environment say that this process is a decoder;
// it then reports true, or ends the process when it failed. Else it notes that children can be started, and reports false.
func ChildMain(args []string) bool {
	ready.Store(true)
	limit, ok := os.LookupEnv(childEnv)
	if !ok || len(args) < 2 || args[1] != childArg {
		return false
	}
	out := os.Stdout
	os.Stdout = os.Stderr // goheif prints its warnings to standard output
	if err := child(os.Stdin, out, limit); err != nil {
		fmt.Fprintln(os.Stderr, err)
		switch {
		case errors.Is(err, ErrLimit):
			os.Exit(exitLimit)
		case errors.Is(err, ErrUnsupported):
			os.Exit(exitUnsupported)
		}
		os.Exit(1)
	}
	return true
}

func child(in io.Reader, out io.Writer, limit string) error {
	bytes, err := strconv.ParseUint(limit, 10, 63)
	if err != nil {
		return err
	}
	if err := confine(bytes); err != nil {
		return fmt.Errorf("set limits: %w", err)
	}
	debug.SetGCPercent(50)
	var q request
	if err := binary.Read(in, binary.LittleEndian, &q); err != nil {
		return err
	}
	if q.Size > maxFile || q.W == 0 || q.H == 0 {
		return ErrLimit
	}
	data := make([]byte, q.Size)
	if _, err := io.ReadFull(bufio.NewReader(in), data); err != nil {
		return err
	}
	p, err := bmff.Parse(data)
	if err != nil {
		return err
	}
	m, err := item(data, p, 0)
	if err != nil {
		return err
	}
	if p.Alpha != 0 {
		if m, err = transparent(m, data, p); err != nil {
			return err
		}
	}
	m = crop(m, image.Rect(p.CropX, p.CropY, p.CropX+p.Width, p.CropY+p.Height))
	w, h := min(int(q.W), p.Width), min(int(q.H), p.Height)
	return send(out, raster.Resize(m, w, h))
}

// item decodes one item of a file, by its number, the primary one when that is 0, to its coded size. The decoder gets the item alone.
func item(data []byte, p bmff.Picture, id uint32) (image.Image, error) {
	alone, err := bmff.Extract(data, id)
	if err != nil {
		return nil, err
	}
	m, err := decode(alone, p)
	if err != nil {
		return nil, err
	}
	if b := m.Bounds(); b.Dx() < p.CodedW || b.Dy() < p.CodedH || b.Dx() > p.CodedW+64 || b.Dy() > p.CodedH+64 {
		return nil, fmt.Errorf("%d × %d pixels came out, %d × %d were promised", b.Dx(), b.Dy(), p.CodedW, p.CodedH)
	}
	return crop(m, image.Rect(0, 0, p.CodedW, p.CodedH)), nil
}

// transparent gives a picture the transparency of its auxiliary item, whose light is what shows.
func transparent(m image.Image, data []byte, p bmff.Picture) (image.Image, error) {
	alone, err := bmff.Extract(data, p.Alpha)
	if err != nil {
		return nil, err
	}
	q, err := bmff.Parse(alone)
	if err != nil {
		return nil, err
	}
	if q.CodedW*q.CodedH > 4*p.CodedW*p.CodedH {
		return nil, ErrLimit
	}
	a, err := item(data, q, p.Alpha)
	if err != nil {
		return nil, err
	}
	light := raster.Resize(luma(a), p.CodedW, p.CodedH).(*image.Gray)
	out := raster.RGBA(m)
	for y := range p.CodedH {
		row := out.Pix[y*out.Stride:]
		for x, v := range light.Pix[y*light.Stride : y*light.Stride+p.CodedW] {
			for i := range 3 {
				row[4*x+i] = uint8((int(row[4*x+i])*int(v) + 127) / 255)
			}
			row[4*x+3] = v
		}
	}
	return out, nil
}

// luma gives the light of a picture alone, with its origin at 0, 0.
func luma(m image.Image) *image.Gray {
	b := m.Bounds()
	out := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		to := out.Pix[y*out.Stride : y*out.Stride+b.Dx()]
		switch m := m.(type) {
		case *image.YCbCr:
			copy(to, m.Y[m.YOffset(b.Min.X, b.Min.Y+y):])
		case *image.Gray:
			copy(to, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):])
		case *image.RGBA:
			for x := range to {
				to[x] = m.Pix[m.PixOffset(b.Min.X+x, b.Min.Y+y)+1]
			}
		}
	}
	return out
}

// crop cuts a part out: a coder pads at the right and below, and a container may say that less is shown.
func crop(m image.Image, r image.Rectangle) image.Image {
	if r == m.Bounds() {
		return m
	}
	at := r.Add(m.Bounds().Min)
	switch m := m.(type) {
	case *image.YCbCr:
		return m.SubImage(at)
	case *image.Gray:
		return m.SubImage(at)
	}
	return raster.RGBA(raster.RGBA(m).SubImage(r))
}
