package editor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lanyard/assets"
	"lanyard/editor/ask"
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

// loadSettings reads a settings file. write puts a new content on the disk. One that is broken, after a hand's edit perhaps, is set aside before
// anything is written in its place, and one that cannot be read or set aside is never written; what is to be said about it is in the error.
func loadSettings(file string, write func([]byte), now time.Time) (settings, error) {
	s, err := readSettings(file)
	s.file, s.write = file, write
	var damage *damagedError
	if errors.As(err, &damage) {
		damage.kept = strings.TrimSuffix(file, filepath.Ext(file)) + ".broken-" + now.Format("20060102-150405") + filepath.Ext(file)
		if move := (atomicfile.OS{}).Move(file, damage.kept, false); move != nil {
			err = move
		}
	}
	if err != nil && (damage == nil || err != error(damage)) {
		s.write = nil
	}
	return s, err
}

// damagedError says that a settings file was no settings.
type damagedError struct {
	kept  string // where it is now
	cause error
}

func (e *damagedError) Error() string { return "damaged: " + e.cause.Error() }

func (e *damagedError) Unwrap() error { return e.cause }

// readSettings gives what a settings file says, and the usual settings for what it does not; a missing or empty one says nothing. The error is
// a *damagedError where it is no settings; what of it can be read holds all the same.
func readSettings(file string) (settings, error) {
	s := settings{Panes: defaultPanes(), PhotoMax: 2048, PhotoQuality: 85, Zoom: 1, Sync: true, Width: 1280, Height: 800}
	data, err := os.ReadFile(file)
	switch {
	case isMissing(err) || file == "":
		err = nil
	case err == nil && len(bytes.TrimSpace(data)) > 0:
		if broken := json.Unmarshal(data, &s); broken != nil {
			err = &damagedError{cause: broken}
		}
	}
	s.Zoom = clamp(s.Zoom, 0.5, 4)
	s.PhotoMax = min(max(s.PhotoMax, 320), 8192)
	s.PhotoQuality = min(max(s.PhotoQuality, 30), 100)
	s.Goal = min(max(s.Goal, 0), maxGoal)
	s.Width, s.Height = clamp(s.Width, 480, 10000), clamp(s.Height, 320, 10000)
	return s, err
}

// settingsTrouble says that the settings file could not be read, and where it is.
func (w *Workbench) settingsTrouble(err error) {
	if err == nil {
		return
	}
	w.log.Warn("settings", "error", err)
	text := assets.T("window.settings.unreadable", w.settings.file, ask.Explain(err))
	if damage := (*damagedError)(nil); errors.As(err, &damage) {
		text = assets.T("window.settings.broken", damage.kept)
	}
	w.bars.Ask(ask.Question{ID: "settings", Sticky: true, Tone: ask.Warning, Text: text})
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

// writeSettings puts the settings on the disk, in the order of its changes.
func (w *Workbench) writeSettings(data []byte) {
	file := w.settings.file
	if file == "" {
		return
	}
	w.session.State.Go(func(context.Context) {
		err := os.MkdirAll(filepath.Dir(file), 0o700)
		if err == nil {
			err = atomicfile.Write(file, data, 0o600)
		}
		if err != nil {
			w.log.Warn("settings", "error", err)
		}
	})
}
