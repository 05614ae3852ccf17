package editor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A settings file that a hand has broken is kept, and said; one that says nothing is not worth a word.
func TestBrokenSettingsAreSetAside(t *testing.T) {
	for name, tt := range map[string]struct {
		text  string
		aside bool
		zoom  float32 // of what can be read
	}{
		"cut off":      {`{"Zoom": 2, "Recent": ["/a", `, true, 1},
		"a wrong type": {`{"Zoom": 2, "Recent": "/a"}`, true, 2},
		"other text":   {"theme: dark\n", true, 1},
		"empty":        {"", false, 1},
		"good":         {`{"Zoom": 2, "Unknown": 1}`, false, 2},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAuthor(t, map[string]string{"a/index.md": brief})
			file := filepath.Join(a.state, "settings.json")
			a.wait()
			if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			a.restart()
			kept, _ := filepath.Glob(filepath.Join(a.state, "settings.broken-*.json"))
			if tt.aside != (len(kept) == 1) {
				t.Fatalf("kept are %q", kept)
			}
			if tt.aside {
				if data, err := os.ReadFile(kept[0]); err != nil || string(data) != tt.text {
					t.Errorf("kept is %q, %v", data, err)
				}
				a.Asked("settings")
				if b, _ := a.w.bars.Find("settings"); !strings.Contains(b.Text, kept[0]) {
					t.Errorf("the bar says %q", b.Text)
				}
			}
			if a.w.settings.Zoom != tt.zoom {
				t.Errorf("zoom %v, want %v", a.w.settings.Zoom, tt.zoom)
			}
			a.w.Zoom(1)
			a.wait().restart()
			if _, asked := a.w.bars.Find("settings"); asked || a.w.settings.Zoom != tt.zoom+0.1 {
				t.Errorf("after the next start: asked %v, zoom %v", asked, a.w.settings.Zoom)
			}
		})
	}
}

// Settings that cannot be read are not written over.
func TestSettingsThatCannotBeReadAreLeftAlone(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": brief})
	file := filepath.Join(a.state, "settings.json")
	a.wait()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(file, "something"), 0o700); err != nil {
		t.Fatal(err)
	}
	a.restart().Asked("settings")
	a.w.Zoom(1)
	a.wait()
	if _, err := os.Stat(filepath.Join(file, "something")); err != nil {
		t.Error(err)
	}
}
