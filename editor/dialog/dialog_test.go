package dialog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/google/go-cmp/cmp"
)

// absent is a chooser that is not there.
type absent struct{}

func (absent) Folder(context.Context, string, string) (string, error) {
	return "", fmt.Errorf("%w: test", errUnavailable)
}

func (absent) Files(context.Context, string, string, []Filter) ([]string, error) {
	return nil, fmt.Errorf("%w: test", errUnavailable)
}

func (absent) Save(context.Context, string, string, string) (string, error) {
	return "", fmt.Errorf("%w: test", errUnavailable)
}

func chainOf(choosers ...Chooser) chain {
	return chain{choosers: choosers, log: slog.New(slog.DiscardHandler)}
}

func TestTheNextChooserIsAskedWhenOneIsNotThere(t *testing.T) {
	fake := &Fake{Answers: [][]string{{"/a"}, {"/b", "/c"}, {"/d"}}}
	c := chainOf(absent{}, fake)
	if got, err := c.Folder(t.Context(), "T", "/s"); got != "/a" || err != nil {
		t.Errorf("Folder = %q, %v", got, err)
	}
	filters := []Filter{{Name: "Photos", Extensions: []string{"jpg"}}}
	files, err := c.Files(t.Context(), "T", "/s", filters)
	if diff := cmp.Diff(files, []string{"/b", "/c"}); diff != "" || err != nil {
		t.Errorf("Files: %v\n%s", err, diff)
	}
	if got, err := c.Save(t.Context(), "T", "/s", "n.zip"); got != "/d" || err != nil {
		t.Errorf("Save = %q, %v", got, err)
	}
	want := []Asked{
		{Kind: "folder", Title: "T", Start: "/s"},
		{Kind: "files", Title: "T", Start: "/s", Filters: filters},
		{Kind: "save", Title: "T", Start: "/s", Name: "n.zip"},
	}
	if diff := cmp.Diff(fake.Asked, want); diff != "" {
		t.Errorf("asked (-got +want):\n%s", diff)
	}
}

func TestAClosedChooserEndsTheQuestion(t *testing.T) {
	second := &Fake{Answers: [][]string{{"/a"}}}
	_, err := chainOf(&Fake{}, second).Folder(t.Context(), "T", "")
	if !errors.Is(err, ErrCancelled) || len(second.Asked) != 0 {
		t.Errorf("error %v, second chooser asked %d times", err, len(second.Asked))
	}
}

func TestNoChooserAtAllIsAnError(t *testing.T) {
	if _, err := chainOf(absent{}).Folder(t.Context(), "T", ""); !errors.Is(err, errUnavailable) {
		t.Errorf("error %v", err)
	}
}

func TestACancelledContextEndsTheQuestion(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := chainOf(absent{}, &Fake{Answers: [][]string{{"/a"}}}).Folder(ctx, "T", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// Under the test driver fyne.Do is synchronous, so a test shows the dialog and answers it in Do.
func askInFyne(t *testing.T, act func(w fyne.Window)) inFyne {
	t.Helper()
	test.NewTempApp(t)
	w := test.NewTempWindow(t, nil)
	w.Resize(fyne.NewSize(800, 600))
	return inFyne{Options{Window: w, Do: func(f func()) { f(); act(w) }}}
}

func TestClosingFynesDialogIsNoChoice(t *testing.T) {
	d := askInFyne(t, func(w fyne.Window) {
		for _, o := range test.LaidOutObjects(w.Canvas().Overlays().Top()) {
			if b, ok := o.(*widget.Button); ok && b.Text == lang.L("Cancel") {
				b.OnTapped()
				return
			}
		}
	})
	if _, err := d.Folder(t.Context(), "T", t.TempDir()); !errors.Is(err, ErrCancelled) {
		t.Errorf("error %v, want %v", err, ErrCancelled)
	}
}

func TestFynesDialogGoesAwayWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var window fyne.Window
	d := askInFyne(t, func(w fyne.Window) { window = w; cancel() })
	if _, err := d.Files(ctx, "T", "", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if top := window.Canvas().Overlays().Top(); top != nil {
		t.Errorf("the dialog still shows: %T", top)
	}
}

func TestWithoutAWindowFynesDialogIsNotThere(t *testing.T) {
	if _, err := (inFyne{}).Folder(t.Context(), "T", ""); !errors.Is(err, errUnavailable) {
		t.Errorf("error %v", err)
	}
}

func TestFiltersPassEitherCase(t *testing.T) {
	f := anyOf([]Filter{{Extensions: []string{"jpg", "jpeg"}}, {Extensions: []string{"png"}}})
	for name, want := range map[string]bool{"a.jpg": true, "b.JPG": true, "c.Png": true, "d.txt": false, "e": false} {
		if got := f.Matches(storage.NewFileURI("/x/" + name)); got != want {
			t.Errorf("%s passes: %v", name, got)
		}
	}
}
