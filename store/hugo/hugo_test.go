package hugo

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestVersionIsReadFromWhatHugoSays(t *testing.T) {
	for out, want := range map[string]string{
		"hugo v0.111.3+extended linux/amd64 BuildDate=2023-03-16T08:41:31Z VendorInfo=debian:0.111.3-1\n": "0.111.3",
		"hugo v0.165.0-1a2b+extended+withdeploy darwin/arm64 BuildDate=unknown\n":                         "0.165.0",
		"Hugo Static Site Generator v0.54.0 linux/amd64 BuildDate: 2019\n":                                "0.54.0",
		"hugo v0.92 linux\n": "0.92",
		"bash: hugo: no":     "",
		"":                   "",
	} {
		if got := versionIn(out); got != want {
			t.Errorf("%q: got %q, want %q", out, got, want)
		}
	}
}

func TestVersionOfTheProgramInThePath(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in for hugo is a shell script")
	}
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	if got := Version(context.Background()); got != "" {
		t.Errorf("without hugo: %q", got)
	}
	script := "#!/bin/sh\n[ \"$1\" = version ] && echo 'hugo v0.140.2+extended linux/amd64'\n"
	if err := os.WriteFile(filepath.Join(dir, "hugo"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := Version(context.Background()); got != "0.140.2" {
		t.Errorf("got %q, want 0.140.2", got)
	}
}
