//go:build unix

package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"lanyard/editor/cli"
)

// A file name may end a line, forge the next one and colour or move what follows on a terminal. None does, whatever command prints it.
func TestNamesDoNothingToATerminal(t *testing.T) {
	const evil = "a\nindex.md:1:1: error: forged\x1b[31m\x07"
	site := t.TempDir()
	t.Setenv("LANYARD_STATE", t.TempDir())
	bundle := filepath.Join(site, "content", evil)
	files := map[string]string{
		filepath.Join(site, "hugo.toml"):           "title = 'x'\n",
		filepath.Join(bundle, "index.md"):          "---\ntitle: \"A\\e[31m\\nB\"\ndate: 2019-01-02\ntags: [\"t\\e[2J\"]\n---\n\n![](none\x1b[1m.jpg) **\x1b“x”**y <b>\x1b</b>\n",
		filepath.Join(bundle, evil+".jpg"):         string(picture(1, true, "")),
		filepath.Join(bundle, "unused"+evil+".md"): "---\ntitle: [\n---\n",
		filepath.Join(bundle, "text"+evil+".jpg"):  "no picture",
		filepath.Join(site, "evil.csv"):            "title,start,room\n\"a\nindex.md:1:1: error: forged\x1b[31m\",2019-06-25 10:00,\x1b[2J\n",
	}
	for path, text := range files {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	post := filepath.Join(bundle, "index.md")
	if code := cli.Main([]string{"schedule", "skeleton", filepath.Join(site, "evil.csv"), post, "--zone", "Asia/Shanghai"}, cli.Env{Stdout: os.Stdout, Stderr: os.Stderr}); code != 0 {
		t.Fatalf("no skeleton: %d", code)
	}
	for _, args := range [][]string{
		{"check", post},
		{"list", site},
		{"photo", "clean", post},
		{"photo", "add", post, filepath.Join(bundle, evil+".jpg")},
		{"export", post, "--to", "hugo", "--out", filepath.Join(t.TempDir(), evil)},
		{"get", filepath.Join(bundle, "none"+evil)},
		{"new", "X", "--in", bundle},
		{"preview", post, "--html", filepath.Join(bundle, "no\x1bfolder", "x.html")},
		{"schedule", "show", filepath.Join(site, "evil.csv")},
		{"schedule", "place", filepath.Join(site, "evil.csv"), post},
		{"note", post, "\x1b[31m", "--zone", "Asia/Shanghai"},
		{"status", "\x1b[31m"},
		{"--\x1b"},
	} {
		var out, errs bytes.Buffer
		cli.Main(args, cli.Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Window: func([]string) int { return 0 }})
		for name, b := range map[string]*bytes.Buffer{"stdout": &out, "stderr": &errs} {
			for _, line := range strings.Split(b.String(), "\n") {
				if strings.ContainsFunc(line, func(r rune) bool { return unicode.IsControl(r) && r != '\t' }) {
					t.Errorf("%q: %s has %q", args, name, line)
				}
				if strings.HasPrefix(line, "index.md:1:1: error: forged") {
					t.Errorf("%q: %s has a line that a file's name made: %q", args, name, line)
				}
			}
		}
		if out.Len()+errs.Len() == 0 {
			t.Errorf("%q printed nothing; it tests nothing", args)
		}
	}
}
