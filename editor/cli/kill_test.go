package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"lanyard/editor/cli"
	"lanyard/store"
	"lanyard/store/atomicfile"
)

// The test binary is the program that .ci/kill kills in the middle of a command, and the next start that looks what is left:
//
//	LANYARD_KILL=prepare|run|check LANYARD_KILL_WHAT=add|bundle|clean|mv LANYARD_KILL_DIR=DIR cli.test
//
// run prints X when the command ended well, and E when it said that it failed.

// killing runs one part of a kill; false when the binary was started for the tests.
func killing() bool {
	what, dir := os.Getenv("LANYARD_KILL_WHAT"), os.Getenv("LANYARD_KILL_DIR")
	k, ok := kills[what]
	var err error
	switch part := os.Getenv("LANYARD_KILL"); {
	case part == "":
		return false
	case !ok:
		err = fmt.Errorf("LANYARD_KILL_WHAT is %q", what)
	case part == "prepare":
		err = k.prepare(dir)
	case part == "run":
		runtime.LockOSThread() // system calls are counted by thread
		if err = os.Chdir(dir); err == nil {
			if killRun(k.args) == 0 {
				fmt.Print("X")
			} else {
				fmt.Print("E")
			}
		}
	case part == "check":
		if err = os.Chdir(dir); err == nil {
			err = k.looks()
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return true
}

// killRun is one command in this process, without what it prints.
func killRun(args []string) int {
	return cli.Main(args, cli.Env{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: os.Stderr, Version: "v1"})
}

// A kill is a command that is killed.
type kill struct {
	files map[string]string // beside the photos one.jpg and two.jpg, which lie outside the content
	args  []string
	// pages are where the post's pages may be, each with the texts that they may have, also where a photo was refused. Pages of one place have
	// theirs together.
	pages []map[string][]string
	// others are pages that stay where they are, with their texts for each of the places in pages.
	others map[string][]string
	again  []string // the command that has to end well after all; args with the page for their third without
}

const (
	killPost   = "---\ntitle: A\n---\n\n![](img/x.bmp) ![](../y.bmp)\n\nWords.\n"
	killBundle = "---\ntitle: A\n---\n\n![](img/x.bmp) ![](y.bmp)\n\nWords.\n"
	killOne    = "\n![](one.jpg)\n"
	killTwo    = "\n![](two.jpg)\n"
	killAdd    = "---\ntitle: A\n---\n\nWords.\n"
	killClean  = "---\ntitle: A\ncover: x.bmp\n---\n\n![](x.bmp) ![](z.jpg)\n"
)

const (
	killMv      = "---\ntitle: A\n---\n\n![](x.bmp) [o](../o/)\n"
	killMoved   = "---\ntitle: A\naliases: [/posts/a/]\n---\n\n![](x.bmp) [o](../../posts/o/)\n"
	killLinks   = "---\ntitle: O\n---\n\n[a](../a/) {{< ref \"a\" >}}\n"
	killFollows = "---\ntitle: O\n---\n\n[a](../../talks/b/) {{< ref \"b\" >}}\n"
)

var kills = map[string]kill{
	"mv": {
		files: map[string]string{
			"hugo.toml": "[languages.en]\n[languages.zh]\n", "content/posts/a/index.md": killMv, "content/posts/a/index.zh.md": killMv, "content/posts/a/x.bmp": bmp(),
			"content/posts/o.md": killLinks, "content/posts/p.md": killLinks,
		},
		args: []string{"mv", "content/posts/a", "content/talks/b"},
		pages: []map[string][]string{
			{"content/posts/a/index.md": {killMv}, "content/posts/a/index.zh.md": {killMv}},
			{"content/talks/b/index.md": {killMoved}, "content/talks/b/index.zh.md": {strings.Replace(killMoved, "/posts/a/", "/zh/posts/a/", 1)}},
		},
		others: map[string][]string{"content/posts/o.md": {killLinks, killFollows}, "content/posts/p.md": {killLinks, killFollows}},
		again:  []string{"check", "content/posts/o.md"},
	},
	"bundle": {
		files: map[string]string{"hugo.toml": "title = \"Site\"\n", "content/posts/a.md": killPost, "content/posts/img/x.bmp": bmp(), "content/y.bmp": bmp() + "y"},
		args:  []string{"photo", "add", "content/posts/a.md", "one.jpg", "two.jpg", "--bundle"},
		pages: []map[string][]string{{"content/posts/a.md": {killPost}}, {"content/posts/a/index.md": {killBundle, killBundle + killOne, killBundle + killTwo, killBundle + killOne + killTwo}}},
	},
	"add": {
		files: map[string]string{"content/a/index.md": killAdd},
		args:  []string{"photo", "add", "content/a/index.md", "one.jpg", "two.jpg"},
		pages: []map[string][]string{{"content/a/index.md": {killAdd, killAdd + killOne, killAdd + killTwo, killAdd + killOne + killTwo}}},
	},
	"clean": {
		files: map[string]string{"content/a/index.md": killClean, "content/a/index.zh.md": killClean, "content/a/x.bmp": bmp(), "content/a/z.jpg": string(privatePhoto(3))},
		args:  []string{"photo", "clean", "content/a"},
		pages: []map[string][]string{{
			"content/a/index.md":    {killClean, strings.ReplaceAll(killClean, "x.bmp", "x.png")},
			"content/a/index.zh.md": {killClean, strings.ReplaceAll(killClean, "x.bmp", "x.png")},
		}},
	},
}

// bmp is a picture that no site should show.
func bmp() string {
	b := slices.Concat([]byte("BM"), make([]byte, 52), make([]byte, 8*8*3))
	for at, v := range map[int]int{2: len(b), 10: 54, 14: 40, 18: 8, 22: 8, 34: 8 * 8 * 3} {
		b[at], b[at+1] = byte(v), byte(v>>8)
	}
	b[26], b[28] = 1, 24
	for i := range 8 * 8 * 3 {
		b[54+i] = byte(i)
	}
	return string(b)
}

// privatePhoto is a small JPEG with a serial number.
func privatePhoto(seed uint8) []byte {
	m := image.NewGray(image.Rect(0, 0, 32, 24))
	for i := range m.Pix {
		m.Pix[i] = uint8(i) * seed
	}
	m.SetGray(0, 0, color.Gray{seed})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		panic(err)
	}
	tiff := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x69\x87\x04\x00\x01\x00\x00\x00\x1a\x00\x00\x00\x00\x00\x00\x00" +
		"\x01\x00\x31\xa4\x02\x00\x08\x00\x00\x00\x2c\x00\x00\x00\x00\x00\x00\x001234567\x00")
	seg := append([]byte("Exif\x00\x00"), tiff...)
	app1 := append([]byte{0xff, 0xe1, 0, byte(len(seg) + 2)}, seg...)
	return slices.Concat(b.Bytes()[:2], app1, b.Bytes()[2:])
}

func (k kill) prepare(dir string) error {
	files := maps.Clone(k.files)
	files["one.jpg"], files["two.jpg"] = string(privatePhoto(5)), string(privatePhoto(7))
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			return err
		}
	}
	return nil
}

// looks is the next start, and after it the author who gives the command again.
func (k kill) looks() error {
	if code := killRun([]string{"list", "content"}); code != 0 {
		return fmt.Errorf("the next start ends with %d", code)
	}
	if err := k.whole(); err != nil {
		return err
	}
	if code := killRun([]string{"check", k.page()}); code != 0 && code != 1 {
		return fmt.Errorf("check ends with %d", code)
	}
	if k.again != nil {
		if code := killRun(k.again); code != 0 && code != 1 {
			return fmt.Errorf("afterwards, %v ends with %d", k.again, code)
		}
		return nil
	}
	args := slices.Clone(k.args)
	args[2] = k.page()
	if code := killRun(args); code != 0 {
		return fmt.Errorf("given again, the command ends with %d", code)
	}
	for _, place := range k.pages[len(k.pages)-1:] {
		for path := range place {
			if err := shows(path); err != nil {
				return fmt.Errorf("given again: %w", err)
			}
		}
	}
	return nil
}

// page is where the post's first page is.
func (k kill) page() string {
	for _, place := range k.pages {
		for _, path := range slices.Sorted(maps.Keys(place)) {
			if _, err := os.Stat(path); err == nil {
				return path
			}
		}
	}
	return ""
}

// whole reports what is wrong with the content after the next start.
func (k kill) whole() error {
	there, where := 0, 0
	for i, place := range k.pages {
		var which []int
		for path, texts := range place {
			data, err := os.ReadFile(path)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return err
			}
			n := slices.Index(texts, string(data))
			if n < 0 {
				return fmt.Errorf("%s holds what is neither before nor after:\n%s", path, data)
			}
			which = append(which, n)
			if err := shows(path); err != nil {
				return err
			}
		}
		if len(which) == 0 {
			continue
		}
		where = i
		if there++; len(which) != len(place) || slices.Min(which) != slices.Max(which) {
			return fmt.Errorf("the pages of place %d are at %v", i, which)
		}
	}
	if there != 1 {
		return fmt.Errorf("the page is there %d times", there)
	}
	for path, texts := range k.others {
		data, err := os.ReadFile(path)
		if err != nil || string(data) != texts[where] {
			return fmt.Errorf("the page is at place %d, and %s holds, %w:\n%s", where, path, err, data)
		}
	}
	if left, err := os.ReadDir(filepath.Join(store.StateDir(), "intents")); err == nil && len(left) > 0 {
		return fmt.Errorf("%d records are left", len(left))
	}
	return filepath.WalkDir("content", func(path string, d fs.DirEntry, err error) error {
		if err == nil && (strings.HasPrefix(d.Name(), ".") || atomicfile.IsTemp(d.Name())) {
			return fmt.Errorf("%s is left", path)
		}
		if err == nil && !d.IsDir() && k.files[filepath.ToSlash(path)] == "" && !store.IsIndex(filepath.Base(path)) && !store.IsPicture(path) {
			return fmt.Errorf("%s is there and nobody asked for it", path)
		}
		return err
	})
}

var killLink = regexp.MustCompile(`!\[\]\(([^)]*)\)|cover: (\S+)`)

// shows reports a picture that the page names and that is not there, and one in its bundle that it does not name.
func shows(page string) error {
	data, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, m := range killLink.FindAllStringSubmatch(string(data), -1) {
		path := filepath.Join(filepath.Dir(page), filepath.FromSlash(m[1]+m[2]))
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("%s names what is not there: %w", page, err)
		}
		named[path] = true
	}
	if !store.IsIndex(filepath.Base(page)) {
		if _, err := os.Stat(strings.TrimSuffix(page, filepath.Ext(page))); err == nil {
			return fmt.Errorf("beside %s there is a folder for it", page)
		}
		return nil
	}
	return filepath.WalkDir(filepath.Dir(page), func(path string, d fs.DirEntry, err error) error {
		if err == nil && store.IsPicture(path) && !named[path] {
			return fmt.Errorf("%s is in the bundle, and %s does not show it", path, page)
		}
		return err
	})
}
