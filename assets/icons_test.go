package assets

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"testing"
)

func TestEveryIconTheWindowNeedsIsThere(t *testing.T) {
	for _, name := range []string{
		"search", "plus", "list", "panes", "photo", "image", "folder", "calendar", "chevron-up", "chevron-down",
		"chevron-left", "chevron-right", "close", "warning", "error", "info", "check", "trash", "undo", "redo", "bold",
		"italic", "link", "code",
	} {
		var svg struct {
			ViewBox string `xml:"viewBox,attr"`
			Path    []struct {
				D string `xml:"d,attr"`
			} `xml:"path"`
		}
		if err := xml.Unmarshal(Icon(name), &svg); err != nil {
			t.Errorf("icon %q: %v", name, err)
			continue
		}
		if svg.ViewBox != "0 0 24 24" || len(svg.Path) != 1 || svg.Path[0].D == "" {
			t.Errorf("icon %q is not one path in a box of 24", name)
		}
	}
	if got := Icon("no-such"); got != nil {
		t.Errorf("unknown icon: %d bytes", len(got))
	}
}

func TestAppIconIsAsLargeAsAskedFor(t *testing.T) {
	for _, side := range []int{1, 32, 33, 64, 128, 200, 512, 4000} {
		cfg, err := png.DecodeConfig(bytes.NewReader(AppIcon(side)))
		if err != nil {
			t.Fatal(err)
		}
		if cfg.Width != cfg.Height || cfg.Width < min(side, 512) {
			t.Errorf("icon for %d pixels is %dx%d", side, cfg.Width, cfg.Height)
		}
	}
}
