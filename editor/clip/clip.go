// Package clip owns what Fyne's clipboard does not give: formatted text and pictures. It asks a small program of the platform
// (wl-paste, xclip, osascript, PowerShell), so it blocks and must be called off the UI goroutine.
package clip

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// ErrNone: the clipboard holds nothing of that kind, or nothing here can read it.
var ErrNone = errors.New("the clipboard holds nothing of that kind")

const (
	patience = 3 * time.Second
	most     = 64 << 20 // bytes
)

// HTML is the clipboard's formatted text.
func HTML(ctx context.Context) (string, error) {
	data, err := read(ctx, "text/html")
	return strings.ToValidUTF8(string(data), "\uFFFD"), err
}

// Picture is the clipboard's picture, as PNG.
func Picture(ctx context.Context) ([]byte, error) { return read(ctx, "image/png") }

// read asks each program that may know until one gives something.
func read(ctx context.Context, kind string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for _, argv := range commands(runtime.GOOS, kind, os.Getenv("WAYLAND_DISPLAY") != "") {
		cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
		out := &bounded{limit: most}
		cmd.Stdout = out
		if err := cmd.Run(); err != nil || out.over || out.Len() == 0 {
			continue
		}
		if data := decode(argv[0], out.Bytes()); len(data) > 0 {
			return data, nil
		}
	}
	return nil, ErrNone
}

// commands are the programs to ask on a system, the likeliest first.
func commands(goos, kind string, wayland bool) [][]string {
	switch goos {
	case "darwin":
		class := "«class HTML»"
		if kind == "image/png" {
			class = "«class PNGf»"
		}
		return [][]string{{"osascript", "-e", "the clipboard as " + class}}
	case "windows":
		if kind == "image/png" {
			return [][]string{{"powershell", "-NoProfile", "-Sta", "-Command", "Add-Type -AssemblyName System.Windows.Forms; " +
				"$i=[Windows.Forms.Clipboard]::GetImage(); if($i){$m=New-Object IO.MemoryStream; $i.Save($m,[Drawing.Imaging.ImageFormat]::Png); " +
				"[BitConverter]::ToString($m.ToArray()).Replace('-','')}"}}
		}
		return [][]string{{"powershell", "-NoProfile", "-Sta", "-Command", "[Console]::OutputEncoding=[Text.Encoding]::UTF8; Get-Clipboard -TextFormatType Html"}}
	}
	x := []string{"xclip", "-selection", "clipboard", "-t", kind, "-o"}
	w := []string{"wl-paste", "--no-newline", "--type", kind}
	if wayland {
		return [][]string{w, x}
	}
	return [][]string{x, w}
}

// decode undoes the hexadecimal that two of the programs print.
func decode(program string, out []byte) []byte {
	text := strings.TrimSpace(string(out))
	switch program {
	case "osascript": // «data HTML3C68746D6C…»
		_, rest, ok := strings.Cut(text, "«data ")
		if !ok || len(rest) < 4 {
			return nil
		}
		text = strings.TrimSuffix(rest[4:], "»")
	case "powershell":
		if start := strings.Index(text, "<"); start >= 0 { // the header of CF_HTML
			return []byte(text[start:])
		}
	default:
		return out
	}
	data, err := hex.DecodeString(text)
	if err != nil {
		return nil
	}
	return data
}

// bounded keeps at most limit bytes.
type bounded struct {
	bytes.Buffer
	limit int
	over  bool
}

// Write is for io.Writer.
func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > b.limit {
		b.over = true
		return 0, errors.New("too much")
	}
	return b.Buffer.Write(p)
}
