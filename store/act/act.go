// Package act owns changes to several files of a content folder that belong together: pages moved and texts changed as one. An act is planned as
// a value, done as a whole, finished by the next start when the program was killed in it, and undone as a whole.
//
// Everything is a function of the act and the disk. The calls block on the disk; keep them off the UI goroutine.
package act

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"lanyard/store"
	"lanyard/store/atomicfile"
	"lanyard/store/frontmatter"
	"lanyard/store/intent"
)

// Note is what an intent record calls an act; its data is the Act.
const Note = "act"

// An Act is what is to be done, or was done. Its paths are absolute. The moves come first, in their order, then the writes, whose paths are those
// of after the moves.
type Act struct {
	ID     string
	What   string // the command, as a person would give it
	When   time.Time
	Root   string   // the folder in which all of it lies
	Dirs   []string // made before the moves where they are missing, outermost first
	Moves  []Move
	Writes []Write
	Leaves []string // folders that go after the moves when they are empty, innermost first
	Undoes string   // the ID of the act that this one takes back
}

// Move gives a file, or a folder with all in it, another path of the same file system.
type Move struct{ From, To string }

// Write changes the text of one file.
type Write struct {
	Path     string
	Was, Now [32]byte // SHA-256 of the text before and after
	Do, Undo []frontmatter.Edit
}

// NewWrite is the Write that makes the edits in a file whose text is was.
func NewWrite(path, was string, edits []frontmatter.Edit) Write {
	now := frontmatter.Apply(was, edits)
	return Write{Path: path, Was: sha256.Sum256([]byte(was)), Now: sha256.Sum256([]byte(now)), Do: edits, Undo: frontmatter.Invert(was, edits)}
}

// New makes an act without any step.
func New(root, what string, when time.Time) *Act {
	return &Act{ID: rand.Text()[:12], What: what, When: when, Root: root}
}

// Moved is where the file or folder at path is after the moves.
func (a *Act) Moved(path string) string { return moved(a.Moves, path) }

func moved(moves []Move, path string) string {
	for _, m := range moves {
		if rel, err := filepath.Rel(m.From, path); err == nil && filepath.IsLocal(rel) {
			path = filepath.Join(m.To, rel)
		}
	}
	return path
}

// Back is where the file at path was before the moves.
func (a *Act) Back(path string) string { return moved(reversed(a.Moves), path) }

func reversed(moves []Move) []Move {
	out := make([]Move, 0, len(moves))
	for _, m := range slices.Backward(moves) {
		out = append(out, Move{m.To, m.From})
	}
	return out
}

// Inverse is the act that takes a back.
func (a *Act) Inverse(when time.Time) *Act {
	b := &Act{ID: rand.Text()[:12], What: a.What, When: when, Root: a.Root, Moves: reversed(a.Moves), Undoes: a.ID}
	for _, d := range slices.Backward(a.Dirs) {
		b.Leaves = append(b.Leaves, d)
	}
	for _, d := range slices.Backward(a.Leaves) {
		b.Dirs = append(b.Dirs, d)
	}
	for _, w := range a.Writes {
		b.Writes = append(b.Writes, Write{Path: a.Back(w.Path), Was: w.Now, Now: w.Was, Do: w.Undo, Undo: w.Do})
	}
	return b
}

// Paths are all paths that the act speaks of.
func (a *Act) Paths() []string {
	paths := append(slices.Clone(a.Dirs), a.Leaves...)
	for _, m := range a.Moves {
		paths = append(paths, m.From, m.To)
	}
	for _, w := range a.Writes {
		paths = append(paths, w.Path)
	}
	return paths
}

// Result is what Do did not do.
type Result struct {
	Left  []string // files that another program changed meanwhile, and that are left as they are; their paths are those from before the moves
	State error    // what could not be taken along in the state directory, or why the act cannot be undone; nil in all other cases
}

// Do does the act and records it below state so that it can be undone. After an error all is as before; what could not be taken back then is
// finished by the next start. state is the state directory; "" keeps no record.
func (a *Act) Do(ctx context.Context, state string) (Result, error) {
	var left []string
	for _, m := range a.Moves {
		if err := m.possible(); err != nil {
			return Result{}, err
		}
	}
	for _, w := range a.Writes {
		if sum, err := sumOf(a.Back(w.Path)); err != nil || sum != w.Was {
			left = append(left, a.Back(w.Path))
		}
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	log := intent.New(intent.Dir(state))
	log.Note(Note, a)
	late, err := a.steps(ctx, left)
	if err != nil {
		if back := a.takeBack(); back != nil {
			log.Release()
			return Result{}, errors.Join(err, back)
		}
		log.End()
		return Result{}, err
	}
	r := Result{Left: append(left, late...), State: errors.Join(a.follow(state), a.record(state))}
	log.End()
	return r, nil
}

func (m Move) possible() error {
	if _, err := os.Lstat(m.From); err != nil {
		return store.Wrap("move", m.From, err)
	}
	to, err := os.Lstat(m.To)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if from, ferr := os.Lstat(m.From); err == nil && ferr == nil && os.SameFile(from, to) {
		return nil // only the case of its name changes, where the file system overlooks case
	}
	return store.Wrap("move to", m.To, fs.ErrExist)
}

// steps makes the folders, moves, and writes what is not left out. late are the files that changed in the moment of their writing.
func (a *Act) steps(ctx context.Context, leave []string) (late []string, err error) {
	for _, d := range a.Dirs {
		if err := os.Mkdir(d, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, store.Wrap("make", d, err)
		}
	}
	for _, m := range a.Moves {
		if err := m.do(); err != nil {
			return nil, err
		}
	}
	for _, w := range a.Writes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if slices.Contains(leave, a.Back(w.Path)) {
			continue
		}
		switch err := w.do(); {
		case errors.Is(err, store.ErrChanged), errors.Is(err, atomicfile.ErrChanged), errors.Is(err, fs.ErrNotExist):
			late = append(late, a.Back(w.Path))
		case err != nil:
			return nil, store.Wrap("save", w.Path, err)
		}
	}
	for _, d := range a.Leaves {
		_ = os.Remove(d) // only when it is empty
	}
	return late, nil
}

func (m Move) do() error {
	if err := rename(m.From, m.To); err != nil {
		return store.Wrap("move to", m.To, err)
	}
	for _, dir := range []string{filepath.Dir(m.To), filepath.Dir(m.From)} {
		_ = atomicfile.OS{}.SyncDir(dir) // a kill does not need it, and a loss of power leaves the old or the new name
	}
	return nil
}

// rename gives from the name to unless something is there.
func rename(from, to string) error {
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	if there, err := os.Lstat(to); err == nil && os.SameFile(info, there) {
		return os.Rename(from, to)
	}
	err = atomicfile.OS{}.Move(from, to, false)
	if err == nil || errors.Is(err, fs.ErrExist) || errors.Is(err, syscall.EXDEV) || !info.IsDir() {
		return err
	}
	// A file system without an exclusive rename, which has none for folders by other ways. A rename replaces an empty folder at most.
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

// Apply gives the new text of a file that has this one; store.ErrChanged when it is not the one that was planned for.
func (w Write) Apply(text string) (string, error) {
	if sha256.Sum256([]byte(text)) != w.Was {
		return "", store.ErrChanged
	}
	now := frontmatter.Apply(text, w.Do)
	if sha256.Sum256([]byte(now)) != w.Now {
		return "", errors.New("the edits planned for it do not give what was planned")
	}
	return now, nil
}

// do changes the text, if it is the one that was planned for.
func (w Write) do() error {
	text, err := read(w.Path)
	if err != nil {
		return err
	}
	now, err := w.Apply(text)
	if err != nil {
		return err
	}
	err = atomicfile.Replace(w.Path, w.Was, []byte(now))
	if err != nil && w.done() { // only its folder could not be flushed
		return nil
	}
	return err
}

func (w Write) done() bool {
	sum, err := sumOf(w.Path)
	return err == nil && sum == w.Now
}

func (m Move) done() bool {
	_, from := os.Lstat(m.From)
	_, to := os.Lstat(m.To)
	return errors.Is(from, fs.ErrNotExist) && to == nil
}

// takeBack undoes the steps that were done.
func (a *Act) takeBack() error {
	var errs []error
	for _, w := range slices.Backward(a.Writes) {
		if w.Was != w.Now && w.done() {
			back := Write{Path: w.Path, Was: w.Now, Now: w.Was, Do: w.Undo}
			errs = append(errs, store.Wrap("save", w.Path, back.do()))
		}
	}
	for _, m := range slices.Backward(a.Moves) {
		if m.done() {
			errs = append(errs, Move{m.To, m.From}.do())
		}
	}
	for _, d := range slices.Backward(a.Dirs) {
		_ = os.Remove(d) // only when it is empty
	}
	return errors.Join(errs...)
}

// Resume brings an act that a killed program had begun to its end, and does nothing where it had not begun. It may be called any number of times.
func (a *Act) Resume(state string) error {
	begun := slices.ContainsFunc(a.Moves, Move.done) || slices.ContainsFunc(a.Writes, func(w Write) bool { return w.Was != w.Now && w.done() })
	dirs := map[string]bool{}
	for _, p := range a.Paths() {
		dirs[filepath.Dir(p)] = true
	}
	for d := range dirs {
		_ = atomicfile.Sweep(d) // what cannot be removed is hidden
	}
	if !begun {
		for _, d := range slices.Backward(a.Dirs) {
			_ = os.Remove(d) // only when it is empty
		}
		return nil
	}
	rest := *a
	rest.Moves = slices.DeleteFunc(slices.Clone(a.Moves), Move.done)
	if _, err := rest.steps(context.Background(), nil); err != nil {
		return err
	}
	return errors.Join(a.follow(state), a.record(state))
}

// read reads a regular file; it does not wait for the other end of a FIFO.
func read(path string) (string, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil || !st.Mode().IsRegular() || st.Size() > store.MaxSize {
		return "", errors.Join(err, fs.ErrInvalid)
	}
	var b strings.Builder
	_, err = io.Copy(&b, io.LimitReader(f, store.MaxSize+1))
	return b.String(), err
}

func sumOf(path string) ([32]byte, error) {
	text, err := read(path)
	return sha256.Sum256([]byte(text)), err
}
