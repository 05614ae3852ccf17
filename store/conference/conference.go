// Package conference owns what is remembered of the conference that a post is about:
// the schedule as the author gave it, so that a note finds its talk without being told
// again, and how far each camera's clock was off. All of it lies in the state
// directory, and can be lost without harm to a post.
//
// It may be used from any goroutine; of two programs that remember at the same moment
// the later one is remembered.
package conference

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lanyard/store/atomicfile"
	"lanyard/store/schedule"
)

// maxKept bounds what is read of a file of the state directory: base64 takes a third
// more than the schedules.
const maxKept = 2 * schedule.MaxBytes

// A Store remembers below one folder.
type Store struct{ dir string }

// New makes a store of a state directory, whose folder is made when something is
// kept. With an empty one nothing is remembered.
func New(state string) Store {
	if state == "" {
		return Store{}
	}
	return Store{filepath.Join(state, "conferences")}
}

// File is a schedule as it was read.
type File struct {
	Name string `json:"name"`
	Data []byte `json:"data"`
}

// Kept is the schedule of a post.
type Kept struct {
	Post  string `json:"post"`
	Zone  string `json:"zone,omitempty"` // as the author gave it; empty where the files tell
	Files []File `json:"files"`
}

// Schedule reads the files and puts them together. The error names the file.
func (k Kept) Schedule() (*schedule.Schedule, error) {
	var o schedule.Options
	if k.Zone != "" {
		if o.Zone = schedule.ZoneNamed(k.Zone); o.Zone == nil {
			return nil, fmt.Errorf("nobody knows the zone %q", k.Zone)
		}
	}
	var all *schedule.Schedule
	for _, f := range k.Files {
		s, err := schedule.Read(f.Data, o)
		if err != nil {
			return nil, fmt.Errorf("read the schedule %q: %w", f.Name, err)
		}
		if all == nil {
			all = s
			continue
		}
		all, _ = schedule.Merge(all, s)
	}
	if all == nil {
		return nil, errors.New("no schedule")
	}
	return all, nil
}

// Keep remembers the schedule of the post at k.Post, an absolute path.
func (s Store) Keep(k Kept) error { return s.write(s.path("post", k.Post), k) }

// Kept gives the schedule of a post; false where none is known.
func (s Store) Kept(post string) (Kept, bool, error) {
	var k Kept
	ok, err := s.read(s.path("post", post), &k)
	return k, ok && len(k.Files) > 0, err
}

// attended are the sessions that the author ticked in the schedule of a post.
type attended struct {
	Post     string   `json:"post"`
	Sessions []string `json:"sessions"`
}

// Attended lists the IDs of the sessions that the author ticked for a post.
func (s Store) Attended(post string) ([]string, error) {
	var a attended
	_, err := s.read(s.path("attended", post), &a)
	return a.Sessions, err
}

// SetAttended remembers the sessions that the author ticked.
func (s Store) SetAttended(post string, ids []string) error {
	return s.write(s.path("attended", post), attended{post, ids})
}

// Clock is how far the clock of a camera was off at a conference.
type Clock struct {
	Clock  string        `json:"clock"` // as place.Photo.Clock
	Camera string        `json:"camera"`
	Shift  time.Duration `json:"shift"` // nanoseconds to be added
}

type clocks struct {
	Conference string  `json:"conference"`
	Clocks     []Clock `json:"clocks"`
}

// Clocks lists the clocks that are known of a conference.
func (s Store) Clocks(of *schedule.Schedule) ([]Clock, error) {
	var c clocks
	_, err := s.read(s.path("clocks", key(of)), &c)
	return c.Clocks, err
}

// SetClocks remembers clocks of a conference, each in place of what was known of it;
// one whose shift is zero is forgotten.
func (s Store) SetClocks(of *schedule.Schedule, set []Clock) error {
	have, err := s.Clocks(of)
	if err != nil {
		return err
	}
	for _, c := range set {
		have = slices.DeleteFunc(have, func(o Clock) bool { return o.Clock == c.Clock })
		if c.Shift != 0 {
			have = append(have, c)
		}
	}
	return s.write(s.path("clocks", key(of)), clocks{of.Name, have})
}

// key tells conferences apart: by name and first day, which a newer version of the
// schedule has, too.
func key(of *schedule.Schedule) string {
	first := ""
	if days := of.Days(); len(days) > 0 {
		first = days[0]
	}
	return strings.ToLower(strings.Join(strings.Fields(of.Name), " ")) + "\x00" + first
}

func (s Store) path(kind, of string) string {
	if s.dir == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(of))
	return filepath.Join(s.dir, kind+"-"+hex.EncodeToString(sum[:12])+".json")
}

// read reads a file of ours; what is broken is as if it were not there.
func (s Store) read(path string, into any) (bool, error) {
	if path == "" {
		return false, nil
	}
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return false, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxKept+1))
	if err != nil || len(data) > maxKept {
		return false, err
	}
	return json.Unmarshal(data, into) == nil, nil
}

func (s Store) write(path string, v any) error {
	if path == "" {
		return nil
	}
	data, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	return atomicfile.Write(path, data, 0o600)
}
