//go:build !windows && !darwin

package dialog

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"
)

// script writes a program that stands for the picker.
func script(t *testing.T, text string) picker {
	t.Helper()
	path := filepath.Join(t.TempDir(), pickerName)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return picker{find: func() (string, error) { return path, nil }}
}

func TestPickerHandsOverAnyPath(t *testing.T) {
	p := script(t, `printf '/tmp/a b\n"%s"+%%41\0' 会议`)
	got, err := p.Folder(t.Context(), "T", "/s")
	if want := "/tmp/a b\n\"会议\"+%41"; got != want || err != nil {
		t.Errorf("Folder = %q, %v, want %q", got, err, want)
	}
}

func TestPickerIsToldWhatToAsk(t *testing.T) {
	p := script(t, `printf '/%s\0' "$*"`)
	got, err := p.Files(t.Context(), "Pick", "/start", []Filter{{Name: "Photos", Extensions: []string{"jpg", "png"}}})
	if diff := cmp.Diff(got, []string{"/file -title Pick -start /start -filter Photos=jpg,png"}); diff != "" || err != nil {
		t.Errorf("Files: %v\n%s", err, diff)
	}
	save, err := p.Save(t.Context(), "Pick", "/start", "a.zip")
	if want := "/save -title Pick -start /start -name a.zip"; save != want || err != nil {
		t.Errorf("Save = %q, %v", save, err)
	}
}

func TestPickerTellsNoChoiceFromFailure(t *testing.T) {
	for text, want := range map[string]error{
		"exit 1": ErrCancelled, "exit 3": errUnavailable, "kill -9 $$": errUnavailable, "printf relative": errUnavailable, "": errUnavailable,
	} {
		if _, err := script(t, text).Folder(t.Context(), "T", ""); !errors.Is(err, want) {
			t.Errorf("%q: error %v, want %v", text, err, want)
		}
	}
	gone := picker{find: func() (string, error) { return "", os.ErrNotExist }}
	if _, err := gone.Folder(t.Context(), "T", ""); !errors.Is(err, errUnavailable) {
		t.Errorf("without the program: %v", err)
	}
}

func TestPickerEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := script(t, "exec sleep 60").Folder(ctx, "T", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestPortalPathsKeepEveryCharacter(t *testing.T) {
	for uri, want := range map[string]string{
		"file:///tmp/a+b":                "/tmp/a+b",
		"file:///tmp/a%20b%2B%25":        "/tmp/a b+%",
		"file:///tmp/%E4%BC%9A%E8%AE%AE": "/tmp/会议",
		"file:///tmp/x%23y%3Fz":          "/tmp/x#y?z",
	} {
		if got, err := filePath(uri); got != want || err != nil {
			t.Errorf("%s is %q, %v", uri, got, err)
		}
	}
	for _, uri := range []string{"http://x/y", "file://host/x%zz", "/plain", ""} {
		if got, err := filePath(uri); err == nil {
			t.Errorf("%s was taken as %q", uri, got)
		}
	}
}

func TestPortalResponses(t *testing.T) {
	uris := func(u ...string) map[string]dbus.Variant { return map[string]dbus.Variant{"uris": dbus.MakeVariant(u)} }
	got, err := response([]any{uint32(0), uris("file:///a", "file:///b")})
	if diff := cmp.Diff(got, []string{"/a", "/b"}); diff != "" || err != nil {
		t.Errorf("choice: %v\n%s", err, diff)
	}
	for name, c := range map[string]struct {
		body []any
		want error
	}{
		"closed":         {[]any{uint32(1), uris()}, ErrCancelled},
		"closed by key":  {[]any{uint32(2), uris()}, ErrCancelled},
		"nothing picked": {[]any{uint32(0), uris()}, ErrCancelled},
		"no uris":        {[]any{uint32(0), map[string]dbus.Variant{}}, errUnavailable},
		"wrong types":    {[]any{"x"}, errUnavailable},
		"empty":          {nil, errUnavailable},
		"remote":         {[]any{uint32(0), uris("sftp://host/a")}, errNotAFile},
	} {
		if _, err := response(c.body); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
	}
}

func TestPortalIsNotThereWithoutABus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	if _, err := (portal{}).Folder(t.Context(), "T", ""); !errors.Is(err, errUnavailable) {
		t.Errorf("error %v", err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
	if _, err := (portal{}).Folder(t.Context(), "T", ""); !errors.Is(err, errUnavailable) {
		t.Errorf("with a dead bus: %v", err)
	}
}

func TestPortalFiltersMatchEitherCase(t *testing.T) {
	got := portalFilters([]Filter{{Name: "Photos", Extensions: []string{"jpg", "*"}}})
	want := []portalFilter{{Name: "Photos", Patterns: []pattern{{0, "*.[jJ][pP][gG]"}, {0, "*"}}}}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("filters (-got +want):\n%s", diff)
	}
	if sig := dbus.SignatureOf(got).String(); !strings.EqualFold(sig, "a(sa(us))") {
		t.Errorf("signature %s", sig)
	}
}
