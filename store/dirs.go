package store

import (
	"os"
	"path/filepath"
	"runtime"
)

// StateDir is where Lanyard keeps what must survive a restart and must not be
// published: journals, recovered versions, capture data. It is outside every
// content folder. $LANYARD_STATE overrides it; otherwise it follows the
// platform: $XDG_STATE_HOME, Application Support, %LocalAppData%. Empty where
// the system knows no home. The folder need not exist.
func StateDir() string {
	if d := os.Getenv("LANYARD_STATE"); d != "" {
		return d
	}
	switch runtime.GOOS {
	case "windows":
		return below(os.Getenv("LocalAppData"), "Lanyard")
	case "darwin":
		return below(home(), "Library", "Application Support", "Lanyard")
	}
	if d := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(d) {
		return filepath.Join(d, "lanyard")
	}
	return below(home(), ".local", "state", "lanyard")
}

// CacheDir is where Lanyard keeps what it can make again. With $LANYARD_STATE
// set it is a folder of that one. Empty where the system knows no home.
func CacheDir() string {
	if d := os.Getenv("LANYARD_STATE"); d != "" {
		return filepath.Join(d, "cache")
	}
	d, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	if runtime.GOOS == "linux" {
		return filepath.Join(d, "lanyard")
	}
	return filepath.Join(d, "Lanyard")
}

func home() string {
	h, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return h
}

func below(base string, elem ...string) string {
	if base == "" {
		return ""
	}
	return filepath.Join(append([]string{base}, elem...)...)
}
