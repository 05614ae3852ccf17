package photo

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lanyard/store/atomicfile"
)

// Capture is what is known of a stored photo beside its pixels. It lives in the state directory, never in the bundle.
type Capture struct {
	Name    string    `json:"name"`             // in the post's folder
	Source  string    `json:"source"`           // key of the original's coded pixels, hex
	Sum     string    `json:"sum"`              // SHA-256 of the stored file, hex
	Taken   time.Time `json:"taken"`            // zero when unknown
	HasZone bool      `json:"zone"`             // Taken's offset is that of the place
	Edited  bool      `json:"edited,omitempty"` // Taken is when the original was last changed
	Camera  string    `json:"camera"`
	Body    string    `json:"body,omitempty"` // as in Info; captures of older versions have none
	Origin  Origin    `json:"origin,omitempty"`
	Hash    uint64    `json:"hash,string"`
}

// ledger is the file of captures of one folder.
type ledger struct {
	Dir    string    `json:"dir"`
	Photos []Capture `json:"photos"`
}

// maxLedger bounds what is read of a ledger.
const maxLedger = 16 << 20

func ledgerPath(state, dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(filepath.ToSlash(abs)))
	return filepath.Join(state, "photos", hex.EncodeToString(sum[:12])+".json"), nil
}

// Captures gives what is known of the photos in a folder, by file name. A photo that was changed by another program since is left out of
// nothing: its capture time is still right. A missing or broken file is no error, for it can be lost without harm.
func Captures(state, dir string) map[string]Capture {
	out := map[string]Capture{}
	if state == "" {
		return out
	}
	l, err := readLedger(state, dir)
	if err != nil {
		return out
	}
	for _, c := range l.Photos {
		out[c.Name] = c
	}
	return out
}

func readLedger(state, dir string) (ledger, error) {
	var l ledger
	path, err := ledgerPath(state, dir)
	if err != nil {
		return l, err
	}
	st, err := os.Stat(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return l, err
	}
	if st.Size() > maxLedger {
		return l, fmt.Errorf("read capture times %q: %d bytes", path, st.Size())
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal(b, &l); err != nil {
		return ledger{}, nil //nolint:nilerr // a broken ledger is begun anew
	}
	return l, nil
}

// record enters captures in a folder's ledger, each in place of an older one of the same name; old names are taken out.
func record(state, dir string, add []Capture, gone ...string) error {
	if state == "" || len(add) == 0 && len(gone) == 0 {
		return nil
	}
	l, err := readLedger(state, dir)
	if err != nil {
		return err
	}
	path, err := ledgerPath(state, dir)
	if err != nil {
		return err
	}
	l.Dir, err = filepath.Abs(dir)
	if err != nil {
		return err
	}
	drop := map[string]bool{}
	for _, c := range add {
		drop[fold(c.Name)] = true
	}
	for _, n := range gone {
		drop[fold(n)] = true
	}
	kept := l.Photos[:0]
	for _, c := range l.Photos {
		if !drop[fold(c.Name)] {
			kept = append(kept, c)
		}
	}
	l.Photos = append(kept, add...)
	b, err := json.MarshalIndent(l, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(path, b, 0o600)
}

// known finds the stored file of a photo that was imported before: by its source, if the file is there and still what was stored.
func (l ledger) known(dir, source string) (Capture, bool) {
	for _, c := range l.Photos {
		if c.Source != source || strings.ContainsAny(c.Name, `/\`) {
			continue
		}
		b, err := readPlaced(filepath.Join(dir, c.Name))
		if err == nil && sumHex(b) == c.Sum {
			return c, true
		}
	}
	return Capture{}, false
}

func sumHex(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// MoveCaptures takes what is known of the photos of a folder along to its new path. What is known of a photo of that name there already stays.
func MoveCaptures(state, from, to string) error {
	old, err := ledgerPath(state, from)
	if err != nil || state == "" {
		return err
	}
	l, err := readLedger(state, from)
	if err != nil || len(l.Photos) == 0 {
		return err
	}
	there := Captures(state, to)
	var add []Capture
	for _, c := range l.Photos {
		if _, ok := there[c.Name]; !ok {
			add = append(add, c)
		}
	}
	if err := record(state, to, add); err != nil {
		return err
	}
	return os.Remove(old)
}
