package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"lanyard/store"
)

// ToDir writes a plan into dir, which is made where it is missing. All posts
// appear, each at once, or none does: everything is written to a hidden folder in
// dir and then renamed; when a rename fails, those before it are taken back. A
// target that holds the same already is left alone. One that holds something else
// fails with Kind Exists unless force, and even then only an earlier export is
// replaced: a folder that has none of the plan's files is not.
func ToDir(ctx context.Context, plan Plan, dir string, force bool) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return store.Wrap("export to", dir, err)
	}
	if err := plan.refuse(abs, dir); err != nil {
		return err
	}
	made, err := makeDirs(abs)
	if err != nil {
		return store.Wrap("export to", dir, err)
	}
	err = place(ctx, plan, abs, force)
	if err != nil {
		for _, d := range made {
			os.Remove(d)
		}
	}
	return err
}

// makeDirs makes dir and what is missing above it; deepest first in the result.
func makeDirs(dir string) ([]string, error) {
	var made []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); !errors.Is(err, fs.ErrNotExist) || filepath.Dir(d) == d {
			break
		}
		made = append(made, d)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		for _, d := range made {
			os.Remove(d)
		}
		return nil, err
	}
	return made, nil
}

// refuse keeps an export out of what it is made of.
func (plan Plan) refuse(abs, shown string) error {
	real := resolved(abs)
	for _, src := range plan.sources {
		src = resolved(src)
		if store.Within(src, real) {
			return store.Fail("export to", shown, store.BadName, errors.New("lies inside the post that is exported"))
		}
		for _, u := range plan.Units {
			target := filepath.Join(real, filepath.FromSlash(u))
			single := strings.TrimSuffix(src, filepath.Ext(src)) // post.md and post/index.md are one page
			if store.Within(target, src) || store.Within(src, target) || store.IsMarkdown(src) && target == single {
				return store.Fail("export to", filepath.Join(shown, filepath.FromSlash(u)), store.BadName, errors.New("is the post that is exported"))
			}
		}
	}
	return nil
}

// resolved is path without symbolic links, as far as it exists.
func resolved(path string) string {
	for d, rest := path, ""; ; {
		if real, err := filepath.EvalSymlinks(d); err == nil {
			return filepath.Join(real, rest)
		}
		up := filepath.Dir(d)
		if up == d {
			return path
		}
		d, rest = up, filepath.Join(filepath.Base(d), rest)
	}
}

func place(ctx context.Context, plan Plan, dir string, force bool) error {
	stage, err := os.MkdirTemp(dir, ".lanyard-export-")
	if err != nil {
		return store.Wrap("export to", dir, err)
	}
	defer os.RemoveAll(stage)
	if err := fill(ctx, plan, filepath.Join(stage, "new")); err != nil {
		return err
	}
	var todo []string
	for _, u := range plan.Units {
		need, err := needed(plan, filepath.Join(stage, "new"), dir, u, force)
		if err != nil {
			return err
		}
		if need {
			todo = append(todo, u)
		}
	}
	return swap(ctx, stage, dir, todo)
}

// fill writes all files below dir and sees to it that they are on the disk.
func fill(ctx context.Context, plan Plan, dir string) error {
	folders := map[string]bool{}
	for _, f := range plan.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if parent := filepath.Dir(path); !folders[parent] {
			if err := os.MkdirAll(parent, 0o777); err != nil {
				return store.Wrap("export to", parent, err)
			}
			folders[parent] = true
		}
		if err := fillFile(path, f); err != nil {
			return store.Wrap("export", f.Path, err)
		}
	}
	// One pass of syncs after all writes: the first takes the others along.
	for _, f := range plan.Files {
		if err := syncFile(filepath.Join(dir, filepath.FromSlash(f.Path))); err != nil {
			return store.Wrap("export", f.Path, err)
		}
	}
	for d := range folders {
		syncDir(d)
	}
	return nil
}

func syncFile(path string) error {
	h, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer h.Close()
	return h.Sync()
}

func fillFile(path string, f File) error {
	h, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := f.writeTo(h); err != nil {
		return err
	}
	return h.Close()
}

// syncDir makes a folder's entries last; not every system can.
func syncDir(dir string) {
	if h, err := os.Open(dir); err == nil {
		h.Sync()
		h.Close()
	}
}

// needed reports whether a unit has to be placed: false when the very same is
// there. Something else there is an error without force, and with force unless it
// is an earlier export.
func needed(plan Plan, stage, dir, unit string, force bool) (bool, error) {
	path := filepath.Join(dir, filepath.FromSlash(unit))
	st, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, store.Wrap("export to", path, err)
	}
	same, known := compare(plan, stage, dir, unit)
	switch {
	case same:
		return false, nil
	case !force:
		return false, store.Fail("export to", path, store.Exists, errors.New("something else is there already; --force replaces it"))
	case st.IsDir() && !known && !empty(path):
		return false, store.Fail("export to", path, store.BadName, errors.New("the folder is no earlier export, so it is not replaced"))
	}
	return true, nil
}

func empty(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && len(entries) == 0
}

// compare tells whether what is there is the same as what would be placed, and
// whether it has at least one of its files.
func compare(plan Plan, stage, dir, unit string) (same, known bool) {
	same = true
	want := map[string]bool{}
	for _, f := range plan.Files {
		if f.Path != unit && !strings.HasPrefix(f.Path, unit+"/") {
			continue
		}
		name := filepath.FromSlash(f.Path)
		want[name] = true
		st, err := os.Lstat(filepath.Join(dir, name))
		if err != nil || !st.Mode().IsRegular() {
			same = false
			continue
		}
		if store.IsMarkdown(name) {
			known = true
		}
		same = same && equalFiles(stage, name, dir, name)
	}
	err := filepath.WalkDir(filepath.Join(dir, filepath.FromSlash(unit)), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if rel, err := filepath.Rel(dir, path); !d.IsDir() && (err != nil || !want[rel]) {
			same = false
		}
		return nil
	})
	return same && err == nil, known
}

// equalFiles compares a file of one folder with a file of another. What is no regular file below its folder, since it was looked at, equals
// nothing.
func equalFiles(a, inA, b, inB string) bool {
	x, err := openBelow(a, inA)
	if err != nil {
		return false
	}
	defer x.Close()
	y, err := openBelow(b, inB)
	if err != nil {
		return false
	}
	defer y.Close()
	bx, by := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		n, errX := io.ReadFull(x, bx)
		m, errY := io.ReadFull(y, by)
		if n != m || !bytes.Equal(bx[:n], by[:m]) {
			return false
		}
		if errX != nil || errY != nil {
			return endOf(errX) && endOf(errY)
		}
	}
}

// openBelow opens a regular file below a folder. A link that leads out is refused, a FIFO is not waited for.
func openBelow(dir, name string) (*os.File, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	f, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if st, err := f.Stat(); err != nil || !st.Mode().IsRegular() {
		f.Close()
		return nil, errors.Join(err, &fs.PathError{Op: "open", Path: filepath.Join(dir, name), Err: fs.ErrInvalid})
	}
	return f, nil
}

func endOf(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// swap renames every unit into place. What was there goes to the stage and is
// thrown away with it, or comes back when a later unit fails.
func swap(ctx context.Context, stage, dir string, units []string) (err error) {
	var undo []func()
	defer func() {
		if err != nil {
			for _, f := range slices.Backward(undo) {
				f()
			}
		}
	}()
	for i, u := range units {
		if err := ctx.Err(); err != nil {
			return err
		}
		from, to := filepath.Join(stage, "new", filepath.FromSlash(u)), filepath.Join(dir, filepath.FromSlash(u))
		made, err := makeDirs(filepath.Dir(to))
		if err != nil {
			return store.Wrap("export to", to, err)
		}
		undo = append(undo, func() {
			for _, d := range made {
				os.Remove(d)
			}
		})
		if _, err := os.Lstat(to); err == nil {
			if exchange(from, to) == nil { // both at once, where the system can
				undo = append(undo, func() { exchange(from, to) })
				continue
			}
			old := filepath.Join(stage, fmt.Sprintf("old-%d", i))
			if err := os.Rename(to, old); err != nil {
				return store.Wrap("export to", to, err)
			}
			undo = append(undo, func() { os.Rename(old, to) })
		}
		if err := os.Rename(from, to); err != nil {
			return store.Wrap("export to", to, err)
		}
		undo = append(undo, func() { os.Rename(to, from) })
	}
	syncDir(dir)
	return nil
}
