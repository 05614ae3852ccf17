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
		if errors.Is(err, ErrLimit) {
			os.Exit(exitLimit)
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
	m, err := decode(data, p)
	if err != nil {
		return err
	}
	if b := m.Bounds(); b.Dx() < p.Width || b.Dy() < p.Height || b.Dx() > p.Width+64 || b.Dy() > p.Height+64 {
		return fmt.Errorf("%d × %d pixels came out, %d × %d were promised", b.Dx(), b.Dy(), p.Width, p.Height)
	}
	m = crop(m, p.Width, p.Height)
	w, h := min(int(q.W), p.Width), min(int(q.H), p.Height)
	return send(out, raster.Resize(m, w, h))
}

// crop cuts a coder's padding off at the right and below.
func crop(m image.Image, w, h int) image.Image {
	at := image.Rect(0, 0, w, h).Add(m.Bounds().Min)
	switch m := m.(type) {
	case *image.YCbCr:
		return m.SubImage(at)
	case *image.Gray:
		return m.SubImage(at)
	}
	r := raster.RGBA(m)
	return raster.RGBA(r.SubImage(image.Rect(0, 0, w, h)))
}
