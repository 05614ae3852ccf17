package editor

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"lanyard/editor/desktop"
	"lanyard/store/atomicfile"
)

// settings is what the window remembers on this machine: nothing of the author's text. They have a file of their own, because Fyne
// truncates its preferences before it writes them (measured: a killed program left an empty file).
type settings struct {
	Panes         panesState
	Folder        string   // opened last
	Recent        []string // folders, newest first
	ExportFolder  string
	ExportZip     bool
	ExportTarget  string
	PhotoFolder   string
	PhotoMax      int
	PhotoQuality  int
	KeepOriginals bool
	Theme         string         // "", "light" or "dark"
	Scheme        desktop.Scheme // of the desktop when it was heard last
	Zoom          float32        // of the text, 1 is normal
	Mono          bool
	Sync          bool // scrolling either side scrolls the other
	Numbers       bool
	Trailing      bool
	Focus         bool
	Typewriter    bool
	Guide         bool // shows where the text wraps
	Spelling      bool
	Outline       bool
	OutlineShare  float32 // of the left column; 0 is the usual share
	Goal          int     // characters and words a day, 0 for none
	Width, Height float32
	Carets        []caretPlace // of posts opened lately, newest last
	Commands      []string     // chosen in the palette lately, newest first
	Language      string       // "en", "zh"; empty follows the system

	file  string       // "" keeps nothing
	write func([]byte) // puts the file's content on the disk
}

// caretPlace is where the caret was in a post when it was left.
type caretPlace struct {
	Path   string
	Offset int
}

const (
	maxCarets = 200
	maxRecent = 8
)

// loadSettings reads a settings file; a missing or damaged one is as good as none. write puts a new content on the disk.
func loadSettings(file string, write func([]byte)) settings {
	s := settings{Panes: defaultPanes(), PhotoMax: 2048, PhotoQuality: 85, Zoom: 1, Sync: true, Width: 1280, Height: 800}
	if data, err := os.ReadFile(file); err == nil {
		_ = json.Unmarshal(data, &s)
	}
	s.file, s.write = file, write
	s.Zoom = clamp(s.Zoom, 0.5, 4)
	s.PhotoMax = min(max(s.PhotoMax, 320), 8192)
	s.PhotoQuality = min(max(s.PhotoQuality, 30), 100)
	s.Goal = min(max(s.Goal, 0), maxGoal)
	s.Width, s.Height = clamp(s.Width, 480, 10000), clamp(s.Height, 320, 10000)
	return s
}

func (s *settings) save() {
	if s.Folder != "" && (len(s.Recent) == 0 || s.Recent[0] != s.Folder) {
		s.Recent = slices.DeleteFunc(s.Recent, func(x string) bool { return x == s.Folder })
		s.Recent = slices.Insert(s.Recent, 0, s.Folder)
		s.Recent = s.Recent[:min(len(s.Recent), maxRecent)]
	}
	if data, err := json.MarshalIndent(s, "", "  "); err == nil && s.write != nil {
		s.write(append(data, '\n'))
	}
}

// remember keeps where the caret was.
func (s *settings) remember(path string, off int) {
	s.Carets = slices.DeleteFunc(s.Carets, func(c caretPlace) bool { return c.Path == path })
	s.Carets = append(s.Carets, caretPlace{path, off})
	s.Carets = s.Carets[max(0, len(s.Carets)-maxCarets):]
	s.save()
}

// caret is where the caret was in the post; false when it was not opened lately.
func (s *settings) caret(path string) (int, bool) {
	for _, c := range s.Carets {
		if c.Path == path {
			return c.Offset, true
		}
	}
	return 0, false
}

// maxCommands is how many commands the palette remembers as used lately.
const maxCommands = 12

// used notes a command chosen in the palette.
func (s *settings) used(id string) {
	s.Commands = slices.DeleteFunc(s.Commands, func(x string) bool { return x == id })
	s.Commands = slices.Insert(s.Commands, 0, id)
	s.Commands = s.Commands[:min(len(s.Commands), maxCommands)]
	s.save()
}

// writeSettings puts the settings on the disk, behind other work of the journal's writer.
func (w *Workbench) writeSettings(data []byte) {
	file := w.settings.file
	if file == "" {
		return
	}
	w.journal.Go(func(context.Context) {
		err := os.MkdirAll(filepath.Dir(file), 0o700)
		if err == nil {
			err = atomicfile.Write(file, data, 0o600)
		}
		if err != nil {
			w.log.Warn("settings", "error", err)
		}
	})
}
