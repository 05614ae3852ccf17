package cli_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"lanyard/editor/cli"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

func TestMain(m *testing.M) {
	if killing() {
		return
	}
	testscript.Main(m, map[string]func(){"lanyard": func() { os.Exit(run(os.Args[1:])) }})
}

// run is the program with a fixed clock and a window that only tells its paths.
func run(args []string) int {
	return cli.Main(args, cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Version: "v1.2.3",
		Hugo: func(context.Context) string { return "" },
		Now:  func() time.Time { return time.Date(2026, 3, 22, 9, 0, 0, 0, time.FixedZone("", 3600)) },
		Window: func(paths []string) int {
			fmt.Println("window:", strings.Join(paths, " "))
			return 0
		},
	})
}

func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata", UpdateScripts: *update, RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANYARD_STATE", filepath.Join(e.WorkDir, ".state"))
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("TZ", "UTC")
			e.Setenv("XDG_DATA_HOME", filepath.Join(e.WorkDir, "share"))
			e.Setenv("LANG", "C.UTF-8")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"photo": photoCommand, "tree": treeCommand, "bytes": bytesCommand, "readonly": readonlyCommand,
			"fifo": fifoCommand, "contains": containsCommand, "host": hostCommand, "serve": serveCommand, "crlf": crlfCommand,
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "root":
				return os.Geteuid() == 0, nil
			case "fifo":
				return canFIFO, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
	})
}

// photoCommand makes small JPEG files: photo [-gps] [-color N] [-taken TIME] [-camera NAME] FILE…
func photoCommand(ts *testscript.TestScript, neg bool, args []string) {
	set := flag.NewFlagSet("photo", flag.ContinueOnError)
	gps := set.Bool("gps", false, "")
	shade := set.Int("color", 0, "")
	taken := set.String("taken", "", "")
	camera := set.String("camera", "", "")
	ts.Check(set.Parse(args))
	for i, name := range set.Args() {
		path := ts.MkAbs(name)
		ts.Check(os.MkdirAll(filepath.Dir(path), 0o777))
		ts.Check(os.WriteFile(path, picture(*shade+i, *gps, *taken, *camera), 0o644))
	}
}

// picture is a JPEG whose pixels depend on shade.
func picture(shade int, gps bool, taken string, camera ...string) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 32, 24))
	for y := range 24 {
		for x := range 32 {
			img.Set(x, y, color.RGBA{uint8(x * 8), uint8(y*10 + shade/32*64), uint8(shade * 40), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	if !gps && taken == "" {
		return b.Bytes()
	}
	data := exif(gps, taken, strings.Join(camera, ""))
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(data)+2))...)
	out = append(out, data...)
	return append(out, b.Bytes()[2:]...)
}

// exif is the EXIF of a phone: where, when and by which.
func exif(gps bool, taken, camera string) []byte {
	le := binary.LittleEndian
	b := []byte("II*\x00\x08\x00\x00\x00")
	type field struct {
		tag, kind uint16
		n         uint32
		value     []byte
	}
	// dir writes a directory at the end of b, the values that do not fit behind it.
	dir := func(fields ...field) {
		b = le.AppendUint16(b, uint16(len(fields)))
		at := len(b) + 12*len(fields) + 4
		var tail []byte
		for _, f := range fields {
			b = le.AppendUint32(le.AppendUint16(le.AppendUint16(b, f.tag), f.kind), f.n)
			if len(f.value) <= 4 {
				b = append(b, append(f.value, 0, 0, 0, 0)[:4]...)
				continue
			}
			b = le.AppendUint32(b, uint32(at+len(tail)))
			tail = append(tail, f.value...)
		}
		b = append(le.AppendUint32(b, 0), tail...)
	}
	text := func(tag uint16, s string) field { return field{tag, 2, uint32(len(s) + 1), []byte(s + "\x00")} }
	long := func(tag uint16, v int) field { return field{tag, 4, 1, le.AppendUint32(nil, uint32(v))} }
	// The first directory has three entries and the camera's name behind them.
	exifAt := 8 + 2 + 3*12 + 4
	if len(camera)+1 > 4 {
		exifAt += len(camera) + 1
	}
	gpsAt := exifAt + 2 + 12 + 4 + 20
	dir(text(0x0110, camera), long(0x8769, exifAt), long(0x8825, gpsAt))
	dir(text(0x9003, (taken + "                   ")[:19]))
	if gps {
		var place []byte
		for _, n := range []uint32{31, 10, 59} {
			place = le.AppendUint32(le.AppendUint32(place, n), 1)
		}
		dir(text(1, "N"), field{2, 5, 3, place})
	} else {
		b[8+2+2*12] = 0xff // the third entry is none that is known
	}
	return append([]byte("Exif\x00\x00"), b...)
}

// treeCommand prints the files below a folder, for cmp stdout.
func treeCommand(ts *testscript.TestScript, neg bool, args []string) {
	root := ts.MkAbs(args[0])
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		fmt.Fprintln(ts.Stdout(), filepath.ToSlash(rel))
		return err
	})
	if err != nil && !neg {
		ts.Fatalf("tree: %v", err)
	}
	if neg && err == nil {
		ts.Fatalf("%s is there", args[0])
	}
}

// bytesCommand writes a file of escaped bytes: bytes FILE 'a\x00b'.
func bytesCommand(ts *testscript.TestScript, neg bool, args []string) {
	var data string
	_, err := fmt.Sscanf(`"`+strings.ReplaceAll(args[1], `"`, `\"`)+`"`, "%q", &data)
	ts.Check(err)
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o777))
	ts.Check(os.WriteFile(path, []byte(data), 0o644))
}

// crlfCommand gives a file the line ends of Windows and a byte-order mark.
func crlfCommand(ts *testscript.TestScript, neg bool, args []string) {
	for _, a := range args {
		text := ts.ReadFile(a)
		ts.Check(os.WriteFile(ts.MkAbs(a), []byte("\ufeff"+strings.ReplaceAll(text, "\n", "\r\n")), 0o644))
	}
}

func readonlyCommand(ts *testscript.TestScript, neg bool, args []string) {
	for _, a := range args {
		mode := fs.FileMode(0o555)
		if neg {
			mode = 0o755
		}
		ts.Check(os.Chmod(ts.MkAbs(a), mode))
	}
}

func fifoCommand(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(makeFIFO(ts.MkAbs(args[0])))
}

// containsCommand looks for bytes in a file: [!] contains FILE TEXT.
func containsCommand(ts *testscript.TestScript, neg bool, args []string) {
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	if strings.Contains(string(data), args[1]) == neg {
		ts.Fatalf("%s contains %q: %v", args[0], args[1], neg)
	}
}
