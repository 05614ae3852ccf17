package store

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"lanyard/store/atomicfile"
	"lanyard/store/frontmatter"
	"lanyard/store/markdown"
	"lanyard/store/page"
)

// ToBundle turns a single post, a/b.md, into a leaf bundle, a/b/index.md, and
// returns its path; the address of its page stays. What the text refers to beside
// it is copied into the bundle (the neighbours may be used by other posts, so they
// stay too) and references are rewritten where they would lead elsewhere. A
// language in the name of the file goes along: b.zh.md becomes b/index.zh.md. On
// failure everything is as before. The page is there once at every instant.
func (f *Folder) ToBundle(path string) (string, error) { return f.ToBundleRecorded(path, nil) }

// ToBundleRecorded is ToBundle for a program that may be killed in it: record hears
// of each step before it is done, as a [BundleNote] and some [CopyNote]; see
// store/recovery. It may be nil.
func (f *Folder) ToBundleRecorded(path string, record Recorder) (string, error) {
	p, err := f.Load(path)
	if err != nil {
		return "", err
	}
	if p.Bundle {
		return "", Fail("make a bundle of", path, Exists, errors.New("it is one already"))
	}
	if IsIndex(filepath.Base(path)) {
		return "", Fail("make a bundle of", path, BadName, errors.New("it is the page of the whole site"))
	}
	index := f.indexOf(path)
	m := mover{f: f, p: p, resolver: f.Resolver(p), copies: map[string]string{}, dir: filepath.Dir(index)}
	if _, err := os.Lstat(index); err == nil || hasSection(m.dir) {
		return "", Wrap("make a bundle of", path, &fs.PathError{Op: "make", Path: m.dir, Err: fs.ErrExist})
	}
	m.record = record
	return m.do(index, m.plan())
}

// indexOf is the page that a single post becomes in a bundle.
func (f *Folder) indexOf(path string) string {
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	index := "index.md"
	if name, lang, ok := cutLast(stem, "."); ok && f.language(lang) {
		stem, index = name, "index."+lang+".md"
	}
	return filepath.Join(filepath.Dir(path), stem, index)
}

// Bundled is where the page of a post is now: path, or the page of the bundle that the post was made into, where that is there and the file
// is not. Who remembers a path for long asks: made anew under its old one, the page would be there twice.
func (f *Folder) Bundled(path string) string {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) || IsIndex(filepath.Base(path)) {
		return path
	}
	if info, err := os.Lstat(f.indexOf(path)); err != nil || !info.Mode().IsRegular() {
		return path
	}
	return f.indexOf(path)
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i <= 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// language reports whether the code in a file's name is that of a language of the site. Where the site names none, Hugo knows the default
// one only; without a site every code counts.
func (f *Folder) language(code string) bool {
	switch {
	case f.Site == "":
		return langCode.MatchString(code)
	case len(f.config.Languages) == 0:
		return strings.EqualFold(code, cmp.Or(f.config.DefaultLanguage, "en"))
	}
	return slices.ContainsFunc(f.config.Languages, func(l Language) bool { return strings.EqualFold(l.Code, code) })
}

// hasSection reports a folder that is a page or a section already.
func hasSection(dir string) bool {
	entries, _ := os.ReadDir(dir)
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return IsMarkdown(e.Name()) && (IsIndex(e.Name()) || strings.HasPrefix(e.Name(), "_index."))
	})
}

// mover moves one post into its folder.
type mover struct {
	f        *Folder
	p        *Post
	resolver *Resolver
	dir      string            // the bundle to be
	copies   map[string]string // file → name in the bundle, with slashes
	edits    []frontmatter.Edit
	record   Recorder
}

// plan finds the copies and gives the text of the bundle.
func (m *mover) plan() string {
	from := 0
	if pg, err := page.Parse(m.p.Text); err == nil {
		from = pg.BodyFrom
	}
	doc := markdown.Parse(m.p.Text, from, m.f.config.Markdown())
	for _, r := range doc.References() {
		if r.Kind == markdown.RefShortcode && (r.Name == "ref" || r.Name == "relref") {
			continue
		}
		if place, suffix, ok := m.place(r.Dest); ok && r.From < r.To {
			if dest := Escape(place) + suffix; !m.leads(r.Dest, place) {
				m.edits = append(m.edits, frontmatter.Edit{From: r.From, To: r.To, Insert: dest})
			}
		}
	}
	m.covers()
	slices.SortFunc(m.edits, func(a, b frontmatter.Edit) int { return a.From - b.From })
	m.edits = slices.CompactFunc(m.edits, func(a, b frontmatter.Edit) bool { return a.From == b.From })
	return frontmatter.Apply(m.p.Text, m.edits)
}

// place tells where the file that dest names lies as seen from the bundle: in it,
// after a copy, or as before for a page and for what is in a static folder.
func (m *mover) place(dest string) (place, suffix string, ok bool) {
	t, err := m.resolver.Picture(dest)
	if err != nil || t.Place != File || t.Static || t.ByURL {
		return "", "", false
	}
	if IsMarkdown(t.Path) { // another page stays where it is
		rel, err := filepath.Rel(m.dir, t.Path)
		return filepath.ToSlash(rel), t.Suffix, err == nil
	}
	if rel, err := filepath.Rel(m.dir, t.Path); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel), t.Suffix, true // it lies in the folder to be already
	}
	if rel, err := filepath.Rel(m.p.Dir, t.Path); err == nil && filepath.IsLocal(rel) {
		m.copies[t.Path] = filepath.ToSlash(rel)
		return filepath.ToSlash(rel), t.Suffix, true
	}
	if _, ok := m.copies[t.Path]; !ok {
		base := filepath.Base(t.Path)
		ext := filepath.Ext(base)
		m.copies[t.Path] = free(strings.TrimSuffix(base, ext), func(s string) bool { return m.taken(s + ext) }) + ext
	}
	return m.copies[t.Path], t.Suffix, true
}

func (m *mover) taken(name string) bool {
	for _, c := range m.copies {
		if FoldName(c) == FoldName(name) {
			return true
		}
	}
	_, err := os.Lstat(filepath.Join(m.dir, name))
	return err == nil
}

func (m *mover) leads(dest, place string) bool {
	name, err := DestPath(dest)
	return err == nil && filepath.ToSlash(filepath.Clean(filepath.FromSlash(name))) == place
}

// covers copies the pictures that the front matter names beside the post.
func (m *mover) covers() {
	file, err := frontmatter.Open(m.p.Text)
	if err != nil || file.Block == nil {
		return
	}
	for _, c := range Covers(file.Block) {
		place, _, ok := m.place(c.Value)
		if !ok || m.leads(c.Value, place) {
			continue
		}
		old, _ := file.Block.Get(c.Key...)
		if edits, err := file.Set(c.Key, Replaced(old, c.Value, place)); err == nil {
			m.edits = append(m.edits, edits...)
		}
	}
}

// do makes the folder with the copies, moves the page there in one step, and then
// rewrites its references.
func (m *mover) do(index, text string) (_ string, err error) {
	from := m.p.Path
	fail := func(err error) error { return Wrap("make a bundle of", from, err) }
	m.note(NoteBundle, BundleNote{
		From: from, To: index, OldText: m.p.Text, NewText: text, Dirs: missingDirs(m.dir),
	})
	made, err := makeDirs(m.dir)
	if err != nil {
		return "", fail(err)
	}
	var files []string
	defer func() {
		if err != nil {
			for _, f := range slices.Backward(files) {
				os.Remove(f)
			}
			removeEmpty(made)
		}
	}()
	for from, name := range m.copies {
		to := filepath.Join(m.dir, filepath.FromSlash(name))
		if _, err := os.Lstat(to); err == nil {
			return "", Wrap("copy", to, fs.ErrExist)
		}
		m.note(NoteCopy, CopyNote{From: from, To: to, Dirs: missingDirs(filepath.Dir(to))})
		dirs, err := makeDirs(filepath.Dir(to))
		if err != nil {
			return "", fail(err)
		}
		for _, d := range slices.Backward(dirs) {
			files = append(files, d)
		}
		if err := m.copyFile(from, to); err != nil {
			return "", err
		}
		files = append(files, to)
	}
	if err := m.move(index, text); err != nil {
		return "", fail(saveError(from, err))
	}
	return index, nil
}

// move puts the page into the bundle.
func (m *mover) move(index, text string) error {
	old := m.p.Stamp.Sum
	link, err := os.Lstat(m.p.Path)
	if err != nil {
		return err
	}
	if link.Mode()&fs.ModeSymlink == 0 {
		err = atomicfile.Carry(m.p.Path, index, old)
		if !errors.Is(err, syscall.EXDEV) {
			return m.rewrite(err, index, text)
		}
	}
	// A symbolic link, or a folder on another disk: the page is made anew, and there
	// twice for a moment, which a start after a kill puts right.
	if err := atomicfile.Create(index, []byte(text), m.p.Stamp.Mode.Perm()); err != nil {
		return err
	}
	err = ErrChanged
	if readsAs(m.p.Path, old) {
		err = os.Remove(m.p.Path)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(index))
	}
	return err
}

// rewrite makes the text of a page that was moved the bundle's, or takes the move
// back. moved is what the move said.
func (m *mover) rewrite(moved error, index, text string) error {
	if moved != nil || text == m.p.Text {
		return moved
	}
	err := atomicfile.Replace(index, m.p.Stamp.Sum, []byte(text))
	if err == nil || readsAs(index, sha256.Sum256([]byte(text))) { // only its folder could not be flushed
		return nil
	}
	return errors.Join(err, atomicfile.Carry(index, m.p.Path, m.p.Stamp.Sum))
}

// readsAs reports whether the file at path has that content.
func readsAs(path string, sum [32]byte) bool {
	got, err := atomicfile.OS{}.Sum(path) // waits for no FIFO
	return err == nil && got == sum
}

// copyFile copies a file of the site into the bundle; it fails when something
// else has that name.
func (m *mover) copyFile(from, to string) error {
	in, _, err := m.f.OpenFile(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return Wrap("copy", to, err)
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		os.Remove(to)
	}
	return Wrap("copy", to, err)
}
