package act_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
	"lanyard/store/act"
	"lanyard/store/frontmatter"
	"lanyard/store/intent"
	"lanyard/store/journal"
	"lanyard/store/recovery"
	"lanyard/store/versions"
)

var noon = time.Date(2026, 3, 22, 12, 0, 0, 0, time.UTC)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		if d.IsDir() {
			out[rel+"/"] = ""
			return nil
		}
		data, err := os.ReadFile(path)
		out[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// folder is a folder with two posts, and an act that moves one and changes both.
func folder(t *testing.T) (root string, a *act.Act) {
	t.Helper()
	root = t.TempDir()
	at := func(name string) string { return filepath.Join(root, name) }
	write(t, at("a/index.md"), "to a")
	write(t, at("a/p.png"), "P")
	write(t, at("x.md"), "[a](a)")
	a = act.New(root, "mv a b", noon)
	a.Dirs = []string{at("new")}
	a.Moves = []act.Move{{From: at("a"), To: at("new/b")}}
	a.Writes = []act.Write{
		act.NewWrite(at("new/b/index.md"), "to a", []frontmatter.Edit{{From: 3, To: 4, Insert: "b"}}),
		act.NewWrite(at("x.md"), "[a](a)", []frontmatter.Edit{{From: 4, To: 5, Insert: "new/b"}}),
	}
	return root, a
}

var done = map[string]string{"./": "", "new/": "", "new/b/": "", "new/b/index.md": "to b", "new/b/p.png": "P", "x.md": "[a](new/b)"}

func TestAnActIsDoneAndUndone(t *testing.T) {
	root, a := folder(t)
	state := t.TempDir()
	before := tree(t, root)
	if _, err := act.Last(state, root); !errors.Is(err, act.ErrNothing) {
		t.Errorf("before there is something to undo: %v", err)
	}
	r, err := a.Do(context.Background(), state)
	if err != nil || r.State != nil || len(r.Left) > 0 {
		t.Fatal(r, err)
	}
	if diff := cmp.Diff(done, tree(t, root)); diff != "" {
		t.Error(diff)
	}
	last, err := act.Last(state, filepath.Dir(root))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, last); diff != "" {
		t.Error(diff)
	}
	if _, err := act.Last(state, t.TempDir()); !errors.Is(err, act.ErrNothing) {
		t.Errorf("another folder's act is found: %v", err)
	}
	if _, err := last.Inverse(noon).Do(context.Background(), state); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, tree(t, root)); diff != "" {
		t.Error(diff)
	}
	if _, err := act.Last(state, root); !errors.Is(err, act.ErrNothing) {
		t.Errorf("undone, it is there to be undone: %v", err)
	}
}

func TestWhatChangedMeanwhileIsLeftOutAndNamed(t *testing.T) {
	root, a := folder(t)
	write(t, filepath.Join(root, "x.md"), "another text [a](a)")
	r, err := a.Do(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{filepath.Join(root, "x.md")}, r.Left); diff != "" {
		t.Error(diff)
	}
	want := map[string]string{"./": "", "new/": "", "new/b/": "", "new/b/index.md": "to b", "new/b/p.png": "P", "x.md": "another text [a](a)"}
	if diff := cmp.Diff(want, tree(t, root)); diff != "" {
		t.Error(diff)
	}
}

func TestNothingIsDoneWhenAStepFails(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Log("permissions do not hinder this user; only what stands in the way is tried")
	}
	for name, hinder := range map[string]func(t *testing.T, root string){
		"in the way": func(t *testing.T, root string) {
			t.Helper()
			write(t, filepath.Join(root, "new/b/index.md"), "in the way")
		},
		"gone": func(t *testing.T, root string) {
			t.Helper()
			_ = os.Rename(filepath.Join(root, "a"), filepath.Join(root, "c"))
		},
		"no folder": func(t *testing.T, root string) { t.Helper(); write(t, filepath.Join(root, "new"), "a file") },
	} {
		t.Run(name, func(t *testing.T) {
			root, a := folder(t)
			state := t.TempDir()
			hinder(t, root)
			before := tree(t, root)
			_, err := a.Do(context.Background(), state)
			var e *store.Error
			if !errors.As(err, &e) {
				t.Errorf("%v", err)
			}
			if diff := cmp.Diff(before, tree(t, root)); diff != "" {
				t.Error(diff)
			}
			if left, _ := intent.Find(intent.Dir(state)); len(left) > 0 {
				t.Error("a record is left")
			}
		})
	}
}

// TestAHalfDoneActIsFinishedAtTheNextStart: whatever part of the steps a killed program did, the next start does the rest, or nothing where
// none was done.
func TestAHalfDoneActIsFinishedAtTheNextStart(t *testing.T) {
	steps := []func(root string) error{
		func(root string) error { return os.Mkdir(filepath.Join(root, "new"), 0o755) },
		func(root string) error { return os.Rename(filepath.Join(root, "a"), filepath.Join(root, "new/b")) },
		func(root string) error {
			return os.WriteFile(filepath.Join(root, "new/b/index.md"), []byte("to b"), 0o600)
		},
		func(root string) error { return os.WriteFile(filepath.Join(root, "x.md"), []byte("[a](new/b)"), 0o600) },
	}
	for n := range len(steps) + 1 {
		root, a := folder(t)
		state := t.TempDir()
		want := tree(t, root)
		if n > 1 {
			want = done
		}
		log := intent.New(intent.Dir(state))
		log.Note(act.Note, a)
		log.Release()
		for _, step := range steps[:n] {
			if err := step(root); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			if r, err := recovery.Settle(state, root, nil); err != nil || r.Kept > 0 {
				t.Fatal(r, err)
			}
			if diff := cmp.Diff(want, tree(t, root)); diff != "" {
				t.Errorf("after %d steps: %s", n, diff)
			}
		}
		if _, err := act.Last(state, root); (err == nil) != (n > 1) {
			t.Errorf("after %d steps: to undo: %v", n, err)
		}
	}
}

func TestAnActThatLeavesItsFolderIsNotTakenUp(t *testing.T) {
	root, a := folder(t)
	a.Moves[0].To = filepath.Join(t.TempDir(), "b")
	if err := os.Rename(a.Moves[0].From, a.Moves[0].To); err != nil {
		t.Fatal(err)
	}
	state := t.TempDir()
	log := intent.New(intent.Dir(state))
	log.Note(act.Note, a)
	log.Release()
	if _, err := recovery.Settle(state, root, nil); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, root)["x.md"]; got != "[a](a)" {
		t.Errorf("it wrote %q", got)
	}
}

func TestTheStateFollows(t *testing.T) {
	root, a := folder(t)
	state := t.TempDir()
	from, to := filepath.Join(root, "a/index.md"), filepath.Join(root, "new/b/index.md")
	kept := versions.New(filepath.Join(state, "versions"))
	if err := kept.Put(from, "an earlier text", noon); err != nil {
		t.Fatal(err)
	}
	l := journal.New(filepath.Join(state, "journal"), journal.Base{Path: from, Time: noon}, func() string { return "to a" })
	l.Append([]journal.Edit{{From: 4, To: 4, Insert: " and more"}})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := a.Do(context.Background(), state)
	if err != nil || r.State != nil {
		t.Fatal(r, err)
	}
	if list, err := kept.List(to); err != nil || len(list) != 1 {
		t.Errorf("versions: %v, %v", list, err)
	}
	unsaved, err := journal.Pending(filepath.Join(state, "journal"), root)
	if err != nil || len(unsaved) != 1 || unsaved[0].Path != to || unsaved[0].Text != "to a and more" || unsaved[0].BaseText != "to a" {
		t.Errorf("unsaved: %+v, %v", unsaved, err)
	}
}
