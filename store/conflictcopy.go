package store

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// conflictCopies are the names that sync programs give the other version of a file that was changed in two places:
// Syncthing's a.sync-conflict-20260301-101010-ABCDEFG.md, Resilio's a.Conflict.md, a (conflicted copy 2026-03-01).md of Dropbox and Nextcloud, also with
// whose it is, ownCloud's a_conflict-20260301-101010.md, Synology's a_HOST_Mar-01-101010-2026_Conflict.md and a (Case Conflict).md.
// Names such as a (1).md and a-LAPTOP.md may be an author's own.
var conflictCopies = []*regexp.Regexp{
	regexp.MustCompile(`^(.+)\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?(\.[^.]+)$`),
	regexp.MustCompile(`^(.+)\.Conflict(\.[^.]+)$`),
	regexp.MustCompile(`^(.+?) ?\((?i:[^()]*\bconflicted copy\b[^()]*|case conflict(?: \d+)?)\)(\.[^.]+)$`),
	regexp.MustCompile(`^(.+)_conflict-\d{8}-\d{6}(\.[^.]+)$`),
	regexp.MustCompile(`^(.+?)_[^_]+_[A-Z][a-z]{2}-\d{2}-\d{6}-\d{4}_Conflict(\.[^.]+)$`),
}

// ConflictOf gives the name of the file of which name is a sync program's conflict copy.
func ConflictOf(name string) (original string, ok bool) {
	if !strings.Contains(name, "onflict") { // nearly always
		return "", false
	}
	for _, re := range conflictCopies {
		if m := re.FindStringSubmatch(name); m != nil {
			return m[1] + m[2], true
		}
	}
	return "", false
}

// isConflict reports a conflict copy.
func isConflict(name string) bool {
	_, ok := ConflictOf(name)
	return ok
}

// ConflictCopies lists the conflict copies of a post that lie beside its file, or, for a bundle, anywhere in its folder itself.
func ConflictCopies(p *Post) []string {
	entries, _ := os.ReadDir(p.Dir)
	var out []string
	for _, e := range entries {
		of, ok := ConflictOf(e.Name())
		if ok && !e.IsDir() && (p.Bundle || of == filepath.Base(p.Path)) {
			out = append(out, filepath.Join(p.Dir, e.Name()))
		}
	}
	return out
}
