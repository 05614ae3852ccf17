package live

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lanyard/store/atomicfile"
)

// Seen is what is remembered of a post that was live: which version, and where. It lies in the state directory and can be lost without harm.
type Seen struct {
	Place  string    `json:"place"`  // the post's folder or file
	Object string    `json:"object"` // Git's name of its content then
	URL    string    `json:"url"`
	At     time.Time `json:"at"`
}

// A Store remembers below one folder.
type Store struct{ dir string }

// NewStore makes the store of a state directory; with an empty one nothing is remembered.
func NewStore(state string) Store {
	if state == "" {
		return Store{}
	}
	return Store{filepath.Join(state, "live")}
}

func (s Store) path(place string) string {
	sum := sha256.Sum256([]byte(place))
	return filepath.Join(s.dir, hex.EncodeToString(sum[:12])+".json")
}

// Keep remembers that a post was live.
func (s Store) Keep(x Seen) error {
	if s.dir == "" {
		return nil
	}
	data, err := json.MarshalIndent(x, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	return atomicfile.Write(s.path(x.Place), data, 0o600)
}

// maxSeen bounds what is read of a file of the state directory, in bytes.
const maxSeen = 64 << 10

// Seen gives what is remembered of a post; false without. What cannot be read is as if it were not there.
func (s Store) Seen(place string) (Seen, bool, error) {
	var x Seen
	if s.dir == "" {
		return x, false, nil
	}
	f, err := os.Open(s.path(place))
	if errors.Is(err, fs.ErrNotExist) {
		return x, false, nil
	}
	if err != nil {
		return x, false, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSeen))
	if err != nil || json.Unmarshal(data, &x) != nil {
		return Seen{}, false, err
	}
	return x, x.Place == place, nil
}
