package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// rewrite changes a post's file as another program does: it writes a new file and puts it into place. Should the file have changed since
// it was read, it goes back: this program loses nothing of others.
func rewrite(path string, change func([]byte) []byte) error {
	before, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	fresh := path + ".other~"
	if err := os.WriteFile(fresh, change(before), 0o600); err != nil {
		return err
	}
	defer os.Remove(fresh)
	if err := unix.Renameat2(unix.AT_FDCWD, fresh, unix.AT_FDCWD, path, unix.RENAME_EXCHANGE); err != nil {
		return err
	}
	replaced, err := os.ReadFile(fresh)
	if err == nil && !bytes.Equal(replaced, before) {
		err = unix.Renameat2(unix.AT_FDCWD, fresh, unix.AT_FDCWD, path, unix.RENAME_EXCHANGE)
	}
	return err
}

// meddle changes one of the posts as another program does, and says how. Nothing that stands in it goes away.
func (s *site) meddle(r *rand.Rand) (string, error) {
	var posts []string
	files, err := s.files()
	if err != nil {
		return "", err
	}
	for _, f := range files {
		if strings.HasSuffix(f, ".md") && s.allowed(f) && strings.HasPrefix(f, s.content) {
			posts = append(posts, f)
		}
	}
	if len(posts) == 0 {
		return "no post to write into", nil
	}
	post := posts[r.IntN(len(posts))]
	rel, _ := filepath.Rel(s.content, post)
	n := r.IntN(1000)
	switch r.IntN(5) {
	case 0: // a program that adds to the end, in place
		f, err := os.OpenFile(post, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			return "", nil // it went
		}
		defer f.Close()
		_, err = fmt.Fprintf(f, "\nAdded %d by another program.\n", n)
		return "another program adds to " + rel, err
	case 1:
		err = rewrite(post, func(b []byte) []byte { return b })
		return "another program writes " + rel + " unchanged", ignoreGone(err)
	case 2:
		fresh := filepath.Join(s.content, fmt.Sprintf("other-%d.md", n))
		s.ask(fresh)
		return "another program makes " + filepath.Base(fresh), os.WriteFile(fresh, fmt.Appendf(nil, "---\ntitle: Other %d\ndate: 2024-06-01\n---\n\nWritten elsewhere.\n", n), 0o600)
	case 3:
		err = rewrite(post, func(b []byte) []byte {
			head, body, ok := bytes.Cut(b, []byte("\n---\n"))
			if !ok {
				return b
			}
			return fmt.Appendf(nil, "%s\n---\n\nPut on top %d by another program.\n%s", head, n, body)
		})
		return "another program writes on top of " + rel, ignoreGone(err)
	}
	err = rewrite(post, func(b []byte) []byte {
		lines := bytes.SplitAfter(b, []byte("\n"))
		at := len(lines) - r.IntN(min(len(lines), 4))
		rest := bytes.Join(lines[at:], nil)
		return fmt.Appendf(bytes.Join(lines[:at], nil), "\nIn between %d from another program.\n\n%s", n, rest)
	})
	return "another program writes into " + rel, ignoreGone(err)
}

func ignoreGone(err error) error {
	if os.IsNotExist(err) {
		return nil
	}
	return err
}
