//go:build unix

package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"lanyard/store"
	"lanyard/store/journal"
	"lanyard/store/versions"
)

// The texts of the save that .ci/kill kills: what the file held, what was saved, what was typed while it was saved.
var (
	killOld   = strings.Repeat("old 旧\n", 2000)
	killNew   = strings.Repeat("new 新\n", 2500)
	killNewer = killNew + "typed meanwhile\n"
)

// TestMain makes the test binary the program that .ci/kill kills, or the next start that looks what is left; for .ci/slow-disk it prints what the
// journals of a state directory give back:
//
//	LANYARD_KILL=prepare|run|check|journal LANYARD_KILL_DIR=DIR [LANYARD_KILL_DONE=LETTERS] store.test
func TestMain(m *testing.M) {
	dir := os.Getenv("LANYARD_KILL_DIR")
	var err error
	switch os.Getenv("LANYARD_KILL") {
	case "":
		os.Exit(m.Run())
	case "prepare":
		err = killPrepare(dir)
	case "run":
		err = killSave(dir)
	case "check":
		err = killCheck(dir, os.Getenv("LANYARD_KILL_DONE"))
	case "journal":
		err = killJournal(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func killPrepare(dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, "content"), 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "content", "a.md"), []byte(killOld), 0o640)
}

// killSave does what the window does from the first key to the end of a save. After each step it prints a letter: what came before is
// promised from then on.
func killSave(dir string) error {
	runtime.LockOSThread() // system calls are counted by thread
	post, err := store.Load(filepath.Join(dir, "content", "a.md"))
	if err != nil {
		return err
	}
	log := journal.New(filepath.Join(dir, "journal"), journal.Base{Path: post.Path, Sum: post.Stamp.Sum}, func() string { return killOld })
	log.Append([]journal.Edit{{From: 0, To: len(killOld), Insert: killNew}})
	if err := log.Flush(); err != nil {
		return err
	}
	fmt.Print("F")
	log.Mark()
	log.Append([]journal.Edit{{From: len(killNew), To: len(killNew), Insert: killNewer[len(killNew):]}})
	saved, err := store.Save(post, killNew, store.SaveOptions{})
	if err != nil {
		return err
	}
	fmt.Print("S")
	if err := versions.New(filepath.Join(dir, "versions")).Put(post.Path, killOld, post.Stamp.ModTime); err != nil {
		return err
	}
	fmt.Print("V")
	if err := log.Saved(journal.Base{Path: post.Path, Sum: saved.Stamp.Sum}, func() string { return killNew }); err != nil {
		return err
	}
	fmt.Print("J")
	log.Append([]journal.Edit{{From: 0, To: 0, Insert: "x"}})
	if err := log.Flush(); err != nil {
		return err
	}
	fmt.Print("X")
	return nil
}

// killJournal prints the unsaved texts of a state directory.
func killJournal(dir string) error {
	found, err := journal.Pending(filepath.Join(dir, "journal"), string(filepath.Separator))
	for _, r := range found {
		fmt.Print(r.Text)
	}
	return err
}

// killCheck is the next start after done was printed.
func killCheck(dir, done string) error {
	path := filepath.Join(dir, "content", "a.md")
	post, err := store.Load(path)
	if err != nil {
		return err
	}
	is := func(letter string) bool { return strings.Contains(done, letter) }
	if post.Text != killNew && (is("S") || post.Text != killOld) {
		return fmt.Errorf("after %q the file holds %d bytes, neither the old text nor the new one", done, len(post.Text))
	}
	if post.Text == killNew && !is("F") {
		return fmt.Errorf("after %q the file is new already", done)
	}
	if post.Stamp.Mode != 0o640 {
		return fmt.Errorf("after %q the file has the permissions %v", done, post.Stamp.Mode)
	}
	found, err := journal.Pending(filepath.Join(dir, "journal"), dir)
	if err != nil {
		return fmt.Errorf("after %q: %w", done, err)
	}
	recovered := post.Text // without a journal
	if len(found) == 1 {
		recovered = found[0].Text
	}
	want := []string{killOld, killNew, killNewer, "x" + killNewer}
	first := 0 // of the texts that may come back
	for i, letter := range []string{"F", "J", "X"} {
		if is(letter) {
			first = i + 1
		}
	}
	ok := false
	for _, w := range want[first:] {
		ok = ok || recovered == w
	}
	if !ok || len(found) > 1 {
		return fmt.Errorf("after %q %d journals, and %d bytes come back", done, len(found), len(recovered))
	}
	if list, err := versions.New(filepath.Join(dir, "versions")).List(path); err != nil || is("V") && len(list) != 1 {
		return fmt.Errorf("after %q %d versions, %w", done, len(list), err)
	}
	folder, _, err := store.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	if err := folder.List(context.Background(), func(store.Summary) bool { return true }); err != nil { // as the next start does
		return err
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() != "a.md" {
			return fmt.Errorf("after %q there is %q", done, e.Name())
		}
	}
	return nil
}
