// Package versions owns what a save replaced: the earlier texts of each post, compressed, outside the content folder. Equal texts are
// kept once; the oldest go when a post has too many or they take too much room.
//
// Its methods block on the disk; one goroutine at a time may use a Store.
package versions

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"lanyard/store/atomicfile"
)

// Bounds of what is kept of one post.
const (
	MaxCount = 200
	MaxBytes = 64 << 20 // compressed
)

// A Version is one earlier text of a post.
type Version struct {
	When  time.Time // when the text was last in the file
	Size  int       // of the text, in bytes
	file  string
	bytes int64 // on the disk
	sum   string
}

// A Store keeps versions below one folder.
type Store struct{ dir string }

// New makes a store. The folder is made when something is kept.
func New(dir string) *Store { return &Store{dir: dir} }

const suffix = ".md.gz"

func (s *Store) folder(post string) string {
	sum := sha256.Sum256([]byte(post))
	return filepath.Join(s.dir, hex.EncodeToString(sum[:12]))
}

// Put keeps a text of the post at that path. A text that is kept already only gets the newer time.
func (s *Store) Put(post, text string, when time.Time) error {
	dir := s.folder(post)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("keep version of %q: %w", post, err)
	}
	digest := sha256.Sum256([]byte(text))
	sum := hex.EncodeToString(digest[:8])
	list, err := s.List(post)
	if err != nil {
		return err
	}
	if epoch := time.Unix(0, 0); when.Before(epoch) {
		when = epoch // a file whose time is not known
	}
	target := filepath.Join(dir, fmt.Sprintf("%020d-%d-%s%s", when.UnixNano(), len(text), sum, suffix))
	if i := slices.IndexFunc(list, func(v Version) bool { return v.sum == sum && v.Size == len(text) }); i >= 0 {
		if !list[i].When.Before(when) {
			return nil
		}
		if err := os.Rename(list[i].file, target); err != nil {
			return fmt.Errorf("keep version of %q: %w", post, err)
		}
		return nil
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := io.WriteString(z, text); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	if err := atomicfile.Write(target, out.Bytes(), 0o600); err != nil {
		return fmt.Errorf("keep version of %q: %w", post, err)
	}
	return s.trim(post)
}

// List gives the versions of a post, the newest first.
func (s *Store) List(post string) ([]Version, error) {
	dir := s.folder(post)
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list versions of %q: %w", post, err)
	}
	var out []Version
	for _, e := range entries {
		v, ok := parseName(e.Name())
		if info, err := e.Info(); ok && err == nil {
			v.file, v.bytes = filepath.Join(dir, e.Name()), info.Size()
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b Version) int { return b.When.Compare(a.When) })
	return out, nil
}

// parseName reads what the name of a version's file says: time, size and the beginning of the text's SHA-256.
func parseName(name string) (Version, bool) {
	parts := strings.Split(strings.TrimSuffix(name, suffix), "-")
	if !strings.HasSuffix(name, suffix) || len(parts) != 3 {
		return Version{}, false
	}
	nanos, err1 := strconv.ParseInt(parts[0], 10, 64)
	size, err2 := strconv.Atoi(parts[1])
	if err1 != nil || err2 != nil {
		return Version{}, false
	}
	return Version{When: time.Unix(0, nanos), Size: size, sum: parts[2]}, true
}

// Load reads the text of a version. A damaged one is an error, never a wrong text.
func (s *Store) Load(v Version) (string, error) {
	data, err := os.ReadFile(v.file)
	if err != nil {
		return "", fmt.Errorf("read version: %w", err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return "", fmt.Errorf("read version %q: %w", v.file, err)
	}
	text, err := io.ReadAll(io.LimitReader(z, int64(v.Size)+1))
	if err != nil {
		return "", fmt.Errorf("read version %q: %w", v.file, err)
	}
	digest := sha256.Sum256(text)
	if len(text) != v.Size || hex.EncodeToString(digest[:8]) != v.sum {
		return "", fmt.Errorf("read version %q: its content is damaged", v.file)
	}
	return string(text), nil
}

// Move follows a post to a new path. Versions that the new path has already stay.
func (s *Store) Move(from, to string) error {
	list, err := s.List(from)
	if err != nil || len(list) == 0 {
		return err
	}
	dir := s.folder(to)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("move versions of %q: %w", from, err)
	}
	for _, v := range list {
		if err := os.Rename(v.file, filepath.Join(dir, filepath.Base(v.file))); err != nil {
			return fmt.Errorf("move versions of %q: %w", from, err)
		}
	}
	return nil
}

// trim removes the oldest versions beyond the bounds; the newest one stays whatever its size.
func (s *Store) trim(post string) error {
	if err := atomicfile.Sweep(s.folder(post)); err != nil {
		return fmt.Errorf("clean versions of %q: %w", post, err)
	}
	list, err := s.List(post)
	if err != nil {
		return err
	}
	var total int64
	for i, v := range list {
		total += v.bytes
		if i > 0 && (i >= MaxCount || total > MaxBytes) {
			if err := os.Remove(v.file); err != nil {
				return fmt.Errorf("remove old version of %q: %w", post, err)
			}
		}
	}
	return nil
}
