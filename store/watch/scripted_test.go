package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/google/go-cmp/cmp"
)

// script runs a watcher on a real folder with events that the test makes up and a clock that moves when all is waiting.
type script struct {
	t      *testing.T
	root   string
	events chan fsnotify.Event
	errs   chan error
	told   chan Changes
	opened int
	ready  chan [2]int
	moved  chan struct{}
}

// flat is the name of roots that are watched without their sub-folders.
const flat = "flat"

// long ago, so that nothing in the folder looks new to a clock that begins in the year 2000.
var longAgo = time.Date(1990, 1, 1, 0, 0, 0, 1, time.UTC)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func age(t *testing.T, root string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		return errors.Join(err, os.Chtimes(path, longAgo, longAgo))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// play begins a script. add is asked about every folder that is to send events.
func play(t *testing.T, root string, remote bool, add func(dir string) error, f func(*script)) {
	t.Helper()
	age(t, root)
	synctest.Test(t, func(t *testing.T) {
		s := &script{
			t: t, root: root, events: make(chan fsnotify.Event), errs: make(chan error), told: make(chan Changes, 100),
			ready: make(chan [2]int, 10), moved: make(chan struct{}),
		}
		ctx, stop := context.WithCancel(context.Background())
		done := make(chan error)
		go func() {
			done <- Run(ctx, root, Options{
				Flat: filepath.Base(root) == flat,
				open: func() (*source, error) {
					s.opened++
					if add == nil {
						return nil, errors.New("no watch to be had")
					}
					return &source{events: s.events, errs: s.errs, add: add, remove: func(string) {}, close: func() error { return nil }}, nil
				},
				remote: func(string) bool { return remote },
				anchor: func(string) *anchor { return &anchor{moved: s.moved, close: func() {}} },
				ready:  func(folders, polled int) { s.ready <- [2]int{folders, polled} },
			}, func(c Changes) { s.told <- c })
		}()
		defer func() {
			stop()
			if err := <-done; err != nil {
				t.Error(err)
			}
		}()
		f(s)
	})
}

// aWhile ends between two polls.
const aWhile = 20*time.Minute + time.Second

func fine(string) error { return nil }

func (s *script) send(name string, op fsnotify.Op) {
	s.events <- fsnotify.Event{Name: filepath.Join(s.root, name), Op: op}
}

func (s *script) want(want Changes) time.Time {
	s.t.Helper()
	for i, p := range want.Paths {
		want.Paths[i] = filepath.Join(s.root, p)
	}
	if d := cmp.Diff(want, <-s.told); d != "" {
		s.t.Fatalf("(-want +got)\n%s", d)
	}
	return time.Now()
}

func (s *script) silent(d time.Duration) {
	s.t.Helper()
	select {
	case c := <-s.told:
		s.t.Fatalf("told %+v", c)
	case <-time.After(d):
	}
}

func TestABatchIsToldWhenItIsQuiet(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "a.md"), "x")
	play(t, root, false, fine, func(s *script) {
		<-s.ready
		began := time.Now()
		s.send("a.md", fsnotify.Write)
		<-time.After(100 * time.Millisecond)
		s.send("b.jpg", fsnotify.Remove)
		s.send("a.md", fsnotify.Write)
		at := s.want(Changes{Paths: []string{"a.md", "b.jpg"}})
		if got := at.Sub(began); got != 250*time.Millisecond {
			t.Errorf("told after %v, want 250ms", got)
		}
		s.silent(time.Minute)
	})
}

func TestFlatIsTheRootAlone(t *testing.T) {
	for name, add := range map[string]func(string) error{"events": fine, "polled": nil} {
		root := filepath.Join(t.TempDir(), flat)
		write(t, filepath.Join(root, "a", "index.md"), "x")
		write(t, filepath.Join(root, "keys.json"), "x")
		play(t, root, false, add, func(s *script) {
			if got := <-s.ready; got[0] != 1 {
				t.Errorf("%s: %d folders", name, got[0])
			}
			write(t, filepath.Join(root, "a", "index.md"), "xy")
			write(t, filepath.Join(root, "keys.json"), "xy")
			if add != nil {
				s.send("a/index.md", fsnotify.Write)
				s.send("keys.json", fsnotify.Write)
			}
			s.want(Changes{Paths: []string{"keys.json"}})
			s.silent(time.Minute)
		})
	}
}

func TestABatchIsToldAfterASecondAtMost(t *testing.T) {
	root := t.TempDir()
	play(t, root, false, fine, func(s *script) {
		<-s.ready
		began := time.Now()
		for i := range 11 {
			s.send(fmt.Sprint(i, ".jpg"), fsnotify.Remove)
			<-time.After(100 * time.Millisecond)
		}
		c := <-s.told
		if got := time.Since(began); len(c.Paths) < 9 || got > 1100*time.Millisecond {
			t.Errorf("told %d paths after %v", len(c.Paths), got)
		}
	})
}

func TestHiddenAndTemporaryFilesAreOverlooked(t *testing.T) {
	root := t.TempDir()
	play(t, root, false, fine, func(s *script) {
		<-s.ready
		for _, name := range []string{".git/index", ".lanyard-0123456789abcdef.tmp", "a/.b/c.md", "a.md~", "../other.md"} {
			s.send(name, fsnotify.Create|fsnotify.Write)
		}
		s.silent(time.Minute)
		s.send("..a/x.md", fsnotify.Write) // hidden too
		s.send("a/b..md", fsnotify.Write)
		s.want(Changes{Paths: []string{"a/b..md"}})
	})
}

func TestLostEventsHaveEverythingLookedAt(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "a", "index.md"), "x")
	play(t, root, false, fine, func(s *script) {
		<-s.ready
		s.send("a/index.md", fsnotify.Write)
		s.errs <- errors.New("something else")
		s.errs <- fsnotify.ErrEventOverflow
		s.want(Changes{Everything: true})
		<-s.ready
		if s.opened != 2 {
			t.Errorf("opened %d times", s.opened)
		}
		s.send("a/index.md", fsnotify.Write)
		s.want(Changes{Paths: []string{"a/index.md"}})
	})
}

func TestManyChangesAreEverything(t *testing.T) {
	root := t.TempDir()
	play(t, root, false, fine, func(s *script) {
		<-s.ready
		for i := range maxPaths + 1 {
			s.send(fmt.Sprint(i, ".md"), fsnotify.Write)
		}
		s.want(Changes{Everything: true})
		s.silent(time.Minute)
	})
}

func TestAFolderThatVanishesNamesItsPosts(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"a/index.md", "a/1.jpg", "a/deep/er/note.md", "b/index.md"} {
		write(t, filepath.Join(root, name), "x")
	}
	play(t, root, false, fine, func(s *script) {
		<-s.ready
		s.send("a", fsnotify.Rename)
		s.want(Changes{Paths: []string{"a", "a/deep", "a/deep/er", "a/deep/er/note.md", "a/index.md"}})
	})
}

func TestAFolderThatAppearsNamesItsFiles(t *testing.T) {
	root := t.TempDir()
	var added []string
	play(t, root, false, func(dir string) error { added = append(added, dir); return nil }, func(s *script) {
		<-s.ready
		for _, name := range []string{"a/index.md", "a/img/1.jpg", "a/.git/config"} {
			write(t, filepath.Join(root, name), "x")
		}
		outside := t.TempDir()
		write(t, filepath.Join(outside, "x.md"), "x")
		if err := os.Symlink(outside, filepath.Join(root, "a", "link")); err != nil {
			t.Skip("no symbolic links:", err)
		}
		s.send("a", fsnotify.Create)
		s.want(Changes{Paths: []string{"a", "a/img", "a/index.md"}})
		if want := []string{root, filepath.Join(root, "a"), filepath.Join(root, "a", "img")}; !slices.Equal(added, want) {
			t.Errorf("watches %q, want %q", added, want)
		}
		s.send("a", fsnotify.Remove)
		s.want(Changes{Paths: []string{"a", "a/img", "a/index.md"}})
	})
}

func TestPollsWhereNoEventsCome(t *testing.T) {
	for name, add := range map[string]func(string) error{
		"no watch": nil,
		"refused":  func(string) error { return errors.New("limit reached") },
		"remote":   fine,
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			write(t, filepath.Join(root, "a", "index.md"), "x")
			write(t, filepath.Join(root, "a", "1.jpg"), "x")
			write(t, filepath.Join(root, "b", "index.md"), "x")
			play(t, root, name == "remote", add, func(s *script) {
				if got := <-s.ready; got != [2]int{3, 3} {
					t.Errorf("folders and polled ones: %v", got)
				}
				s.silent(aWhile)
				began := time.Now()
				write(t, filepath.Join(root, "a", "index.md"), "xy")
				if at := s.want(Changes{Paths: []string{"a/index.md"}}); at.Sub(began) > 2*pollEvery {
					t.Errorf("told after %v", at.Sub(began))
				}
				write(t, filepath.Join(root, "c", "d", "new.jpg"), "x")
				s.want(Changes{Paths: []string{"c", "c/d", "c/d/new.jpg"}})
				if err := os.Remove(filepath.Join(root, "a", "1.jpg")); err != nil {
					t.Fatal(err)
				}
				s.want(Changes{Paths: []string{"a/1.jpg"}})
				if err := os.RemoveAll(filepath.Join(root, "b")); err != nil {
					t.Fatal(err)
				}
				s.want(Changes{Paths: []string{"b", "b/index.md"}})
				if err := os.Rename(filepath.Join(root, "c"), filepath.Join(root, "e")); err != nil {
					t.Fatal(err)
				}
				s.want(Changes{Paths: []string{"c", "c/d", "c/d/new.jpg", "e", "e/d", "e/d/new.jpg"}})
				s.silent(aWhile)
			})
		})
	}
}

func TestOnlyFoldersBeyondTheLimitArePolled(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "a", "index.md"), "x")
	write(t, filepath.Join(root, "b", "index.md"), "x")
	play(t, root, false, func(dir string) error {
		if strings.HasSuffix(dir, "b") {
			return errors.New("limit reached")
		}
		return nil
	}, func(s *script) {
		if got := <-s.ready; got != [2]int{3, 1} {
			t.Errorf("folders and polled ones: %v", got)
		}
		write(t, filepath.Join(root, "a", "index.md"), "xy") // no event made up: nobody tells
		write(t, filepath.Join(root, "b", "index.md"), "xy")
		s.want(Changes{Paths: []string{"b/index.md"}})
		s.silent(time.Minute)
	})
}

func TestARootThatVanishesAndComesBack(t *testing.T) {
	for _, way := range []string{"event", "anchor", "poll"} {
		t.Run(way, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "content")
			write(t, filepath.Join(root, "a.md"), "x")
			add := fine
			if way == "poll" {
				add = nil
			}
			play(t, root, false, add, func(s *script) {
				<-s.ready
				away := root + "-away"
				for range 2 {
					if err := os.Rename(root, away); err != nil {
						t.Fatal(err)
					}
					switch way {
					case "event":
						s.send("", fsnotify.Rename)
					case "anchor":
						s.moved <- struct{}{}
					}
					s.want(Changes{RootGone: true})
					s.silent(aWhile)
					if err := os.Rename(away, root); err != nil {
						t.Fatal(err)
					}
					s.want(Changes{Everything: true})
					<-s.ready
				}
			})
		})
	}
}

func TestARootThatIsNotThereYetIsWaitedFor(t *testing.T) {
	root := t.TempDir()
	content := filepath.Join(root, "content")
	play(t, root, false, fine, func(s *script) {
		<-s.ready
		told := make(chan Changes, 10)
		ctx, stop := context.WithCancel(context.Background())
		done := make(chan error)
		go func() {
			done <- Run(ctx, content, Options{open: func() (*source, error) { return nil, errors.New("none") }, anchor: func(string) *anchor { return nil }}, func(c Changes) { told <- c })
		}()
		if c := <-told; !c.RootGone {
			t.Errorf("told %+v", c)
		}
		write(t, content, "a file is no folder")
		select {
		case c := <-told:
			t.Errorf("told %+v", c)
		case <-time.After(time.Minute):
		}
		if err := os.Remove(content); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(content, "a.md"), "x")
		if c := <-told; !c.Everything {
			t.Errorf("told %+v", c)
		}
		stop()
		<-done
	})
}

func TestAnEmptyFolderInPlaceOfTheRootIsAFileSystemThatWentAway(t *testing.T) {
	root := filepath.Join(t.TempDir(), "content")
	write(t, filepath.Join(root, "a.md"), "x")
	play(t, root, false, fine, func(s *script) {
		<-s.ready
		if err := os.Rename(root, root+"-away"); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(root, 0o755); err != nil {
			t.Fatal(err)
		}
		s.moved <- struct{}{}
		s.want(Changes{RootGone: true})
		s.silent(aWhile)
		write(t, filepath.Join(root, "b.md"), "x")
		s.want(Changes{Everything: true})
	})
}

func TestAPostThatChangesWhileTheFoldersAreGoneThroughIsTold(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "a", "index.md"), "x")
	write(t, filepath.Join(root, "b", "index.md"), "x")
	play(t, root, false, func(dir string) error {
		if dir == root {
			write(t, filepath.Join(root, "b", "index.md"), "xy") // before b is watched; the folder's own time stays
		}
		return nil
	}, func(s *script) {
		<-s.ready
		s.want(Changes{Paths: []string{"b/index.md"}})
	})
	play(t, root, false, func(dir string) error {
		if dir == root {
			if err := os.Remove(filepath.Join(root, "b", "index.md")); err != nil && !os.IsNotExist(err) {
				t.Error(err)
			}
		}
		return nil
	}, func(s *script) {
		<-s.ready
		s.want(Changes{Everything: true})
	})
}

func TestEventsAreTakenWhileTheFoldersAreGoneThrough(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "a", "index.md"), "x")
	write(t, filepath.Join(root, "b", "index.md"), "x")
	play(t, root, false, func(dir string) error {
		if filepath.Base(dir) == "b" {
			<-time.After(time.Hour)
		}
		return nil
	}, func(s *script) {
		synctest.Wait()
		s.send("a/index.md", fsnotify.Write)
		s.want(Changes{Paths: []string{"a/index.md"}})
		if len(s.ready) > 0 {
			t.Error("the folders were all gone through before")
		}
		<-s.ready
	})
}
