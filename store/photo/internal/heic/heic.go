// Package heic owns the decoding of HEIC and AVIF. The decoders are large C libraries (or the same ones as wasm) that read hostile bytes,
// so they run in a child process: this program, started again, under a memory and a time limit. A file that crashes the decoder, or makes
// it take too much, costs an error and nothing else.
//
// Which decoder is there depends on the build: with cgo libde265 and dav1d (goheif); without it, and with the tag nodynamic, libheif and
// libavif as wasm; else none, and Decode says so.
package heic

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"time"

	"lanyard/store/photo/internal/bmff"
	"lanyard/store/photo/internal/icc"
)

// Errors.
var (
	ErrNoDecoder = errors.New("this build cannot read it; save it as JPEG first (on an iPhone: Settings, Camera, Formats, Most Compatible)")
	ErrLimit     = errors.New("the decoder ran into its memory or time limit")
	ErrDecode    = errors.New("the decoder gave up")
	// ErrUnsupported: only the decoder without C says it.
	ErrUnsupported = errors.New("this build's decoder does not know this kind of it; the window program's does, or save it as JPEG first")
)

// childArg marks a process as a decoder. childEnv must be set too, so that no file name can do it.
const (
	childArg = "--photo-decoder"
	childEnv = "LANYARD_PHOTO_DECODER"
)

// The child's exit codes for a picture that it refused for its size, and for one of a kind that its decoder does not know.
const (
	exitLimit       = 75
	exitUnsupported = 76
)

// timeout bounds one picture: 24 MP take 0.5 s with libde265, 3 s with wasm.
const timeout = 60 * time.Second

// ready tells that this program's main calls ChildMain: only then a process started from it is a decoder, and not the whole program (or a
// test binary) once more. It is set once, from main.
var ready atomic.Bool

// request is what the parent writes before the file.
type request struct {
	W, H uint32 // the size that is wanted, as coded; a larger picture is shrunk
	Size uint64 // of the file
}

// reply is what the child writes before the planes.
type reply struct {
	Magic uint32
	Kind  uint32 // kindYCbCr, kindGray or kindRGBA
	Ratio uint32
	W, H  uint32
}

const (
	magic     = 0x4c414e59
	kindYCbCr = 1
	kindGray  = 2
	kindRGBA  = 3
)

// Available reports whether this build and process can decode.
func Available() bool { return decoder != "" && ready.Load() }

// Slow reports that the decoder is the one that takes seconds for a photo.
func Slow() bool { return decoder == "wasm" }

// Decode gives the picture of a file as coded (not turned), shrunk to w × h pixels if it is larger. p is what bmff.Parse said of it.
// Cancelling ctx kills the child.
func Decode(ctx context.Context, data []byte, p bmff.Picture, w, h int) (image.Image, error) {
	if !Available() {
		return nil, ErrNoDecoder
	}
	return run(ctx, data, memoryLimit(p), w, h)
}

// run starts a child that may take limit bytes, and reads its answer.
func run(ctx context.Context, data []byte, limit string, w, h int) (image.Image, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("start decoder: %w", err)
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	cmd := exec.CommandContext(limited, exe, childArg)
	cmd.Args[0] = os.Args[0]
	cmd.Env = append(os.Environ(), childEnv+"="+limit)
	var head bytes.Buffer
	_ = binary.Write(&head, binary.LittleEndian, request{uint32(w), uint32(h), uint64(len(data))}) // a Buffer takes everything
	cmd.Stdin = io.MultiReader(&head, bytes.NewReader(data))
	says := &tail{}
	cmd.Stderr = says
	hide(cmd)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start decoder: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start decoder: %w", err)
	}
	m, rerr := receive(bufio.NewReaderSize(out, 1<<16), w, h)
	if rerr != nil {
		_, _ = io.Copy(io.Discard, io.LimitReader(out, 1<<20)) // let it end by itself, so that its exit code can be told
	}
	werr := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, ErrLimit
	case werr != nil:
		return nil, childError(werr, says)
	case rerr != nil:
		return nil, fmt.Errorf("%w: %w", ErrDecode, rerr)
	}
	return m, nil
}

// memoryLimit is what the child may take, in bytes, as text: some times the picture, and what the runtime and libraries need.
func memoryLimit(p bmff.Picture) string {
	px := max(p.CodedW*p.CodedH, p.TileW*p.TileH*p.Tiles)
	if p.Alpha != 0 {
		px *= 2
	}
	return fmt.Sprint(baseMemory + px*bytesPerPixel)
}

// childError makes an error of how the child ended.
func childError(err error, says *tail) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return fmt.Errorf("%w: %w", ErrDecode, err)
	}
	switch {
	case exit.ExitCode() == 1:
		return fmt.Errorf("%w: %s", ErrDecode, says)
	case exit.ExitCode() == exitUnsupported:
		return ErrUnsupported
	case exit.ExitCode() == exitLimit, says.starved():
		return ErrLimit
	}
	return fmt.Errorf("%w: %s", ErrDecode, exit.Error())
}

// receive reads the child's answer; it believes no size larger than was asked for.
func receive(r io.Reader, w, h int) (image.Image, error) {
	var a reply
	if err := binary.Read(r, binary.LittleEndian, &a); err != nil {
		return nil, fmt.Errorf("no answer: %w", err)
	}
	if a.Magic != magic || a.W == 0 || a.H == 0 || int(a.W) > w || int(a.H) > h {
		return nil, errors.New("an answer that was not asked for")
	}
	rect := image.Rect(0, 0, int(a.W), int(a.H))
	switch a.Kind {
	case kindYCbCr:
		ratio := image.YCbCrSubsampleRatio(a.Ratio)
		if ratio > image.YCbCrSubsampleRatio440 {
			return nil, errors.New("an unknown subsampling")
		}
		m := image.NewYCbCr(rect, ratio)
		for _, p := range [][]byte{m.Y, m.Cb, m.Cr} {
			if _, err := io.ReadFull(r, p); err != nil {
				return nil, err
			}
		}
		return m, nil
	case kindGray:
		m := image.NewGray(rect)
		_, err := io.ReadFull(r, m.Pix)
		return m, err
	case kindRGBA:
		m := image.NewRGBA(rect)
		_, err := io.ReadFull(r, m.Pix)
		return m, err
	}
	return nil, errors.New("an unknown kind of picture")
}

// send writes a picture in the form that receive reads.
func send(w io.Writer, m image.Image) error {
	b := m.Bounds()
	a := reply{Magic: magic, W: uint32(b.Dx()), H: uint32(b.Dy())}
	type rows struct {
		pix          []byte
		stride, w, h int
	}
	var parts []rows
	switch m := m.(type) {
	case *image.YCbCr:
		a.Kind, a.Ratio = kindYCbCr, uint32(m.SubsampleRatio)
		sx, sy := icc.Steps(m.SubsampleRatio)
		cw, ch := (b.Dx()+sx-1)/sx, (b.Dy()+sy-1)/sy
		parts = []rows{{m.Y, m.YStride, b.Dx(), b.Dy()}, {m.Cb, m.CStride, cw, ch}, {m.Cr, m.CStride, cw, ch}}
	case *image.Gray:
		a.Kind = kindGray
		parts = []rows{{m.Pix, m.Stride, b.Dx(), b.Dy()}}
	case *image.RGBA:
		a.Kind = kindRGBA
		parts = []rows{{m.Pix, m.Stride, 4 * b.Dx(), b.Dy()}}
	default:
		return fmt.Errorf("a picture of type %T", m)
	}
	out := bufio.NewWriterSize(w, 1<<16)
	if err := binary.Write(out, binary.LittleEndian, a); err != nil {
		return err
	}
	for _, p := range parts {
		for y := range p.h {
			if _, err := out.Write(p.pix[y*p.stride : y*p.stride+p.w]); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

// tail keeps the first lines of what a child says, where a runtime says why it ends, and the last, where our own error stands.
type tail struct{ first, last []byte }

const tailBytes = 4 << 10

func (t *tail) Write(p []byte) (int, error) {
	if room := tailBytes - len(t.first); room > 0 {
		t.first = append(t.first, p[:min(room, len(p))]...)
	}
	t.last = append(t.last, p...)
	t.last = t.last[max(0, len(t.last)-tailBytes):]
	return len(p), nil
}

// starved reports whether the child ended for want of memory, or of a thread, which is made of memory. Where Go's runtime gets none for
// itself it may also die of a nil pointer, outside of the decoder's C code.
func (t *tail) starved() bool {
	crashed := func(where string) bool { return bytes.Contains(t.first, []byte(where)) }
	if crashed("SIGSEGV") && !crashed("cgo execution") && !crashed("non-Go thread") {
		return true
	}
	for _, s := range []string{"out of memory", "annot allocate memory", "bad_alloc", "pthread_create failed", "failed to create new OS thread"} {
		if bytes.Contains(t.first, []byte(s)) || bytes.Contains(t.last, []byte(s)) {
			return true
		}
	}
	return false
}

// String is the last line.
func (t *tail) String() string {
	s := strings.TrimSpace(strings.ToValidUTF8(string(t.last), ""))
	return s[strings.LastIndexByte(s, '\n')+1:]
}
