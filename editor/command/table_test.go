package command

import (
	"encoding/json"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func catalogue(t *testing.T, lang string) map[string]string {
	t.Helper()
	b, err := os.ReadFile("../../assets/lang/command." + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]string
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

var systems = []string{"linux", "windows", "darwin"}

func TestNoTwoCommandsShareAKeyOrAnID(t *testing.T) {
	for _, goos := range systems {
		table := NewTable(goos)
		owner, ids := map[string]string{}, map[string]bool{}
		for _, c := range table.All() {
			if ids[c.ID] {
				t.Errorf("%s: two commands %q", goos, c.ID)
			}
			ids[c.ID] = true
			for _, k := range table.Keys(c.ID) {
				if other := owner[k]; other != "" {
					t.Errorf("%s: %s is the key of %q and %q", goos, k, other, c.ID)
				}
				owner[k] = c.ID
				if canon, err := Canonical(k); err != nil || canon != k {
					t.Errorf("%s: key %q of %q is not canonical: %q %v", goos, k, c.ID, canon, err)
				}
				if got, _ := table.ByKey(k); got.ID != c.ID {
					t.Errorf("%s: %s leads to %q, want %q", goos, k, got.ID, c.ID)
				}
			}
		}
		for id := range darwinKeys {
			if !ids[id] {
				t.Errorf("keys for macOS name %q, which is no command", id)
			}
		}
	}
}

func TestNoKeyIsAltGrAndALetter(t *testing.T) {
	for _, c := range NewTable("windows").All() {
		for _, k := range c.Keys {
			if rest, ok := strings.CutPrefix(k, "Ctrl+Alt+"); ok && len(rest) == 1 {
				t.Errorf("%s of %q cannot be told from AltGr", k, c.ID)
			}
		}
	}
}

func TestEveryCommandHasItsTextInBothLanguages(t *testing.T) {
	en, zh := catalogue(t, "en"), catalogue(t, "zh")
	known := map[string]bool{}
	for _, c := range NewTable("linux").All() {
		id := "command." + c.ID
		known[id] = true
		if en[id] == "" || zh[id] == "" {
			t.Errorf("%q has no name: %q, %q", c.ID, en[id], zh[id])
		}
		if en[id+".also"] != zh[id] || zh[id+".also"] != en[id] {
			t.Errorf("%q cannot be searched in the other language", c.ID)
		}
		if (en[id+".why"] == "") != (zh[id+".why"] == "") {
			t.Errorf("%q has its reason in one language only", c.ID)
		}
		if c.Enabled != nil && en[id+".why"] == "" {
			t.Errorf("%q can be disabled and does not say why", c.ID)
		}
	}
	for id := range en {
		base := strings.TrimSuffix(strings.TrimSuffix(id, ".why"), ".also")
		if !known[base] && !strings.HasPrefix(id, "command.menu.") && !strings.HasPrefix(id, "command.help.") {
			t.Errorf("text %q belongs to no command", id)
		}
	}
}

func TestTheKeysOfTheDesignAreThere(t *testing.T) {
	table := NewTable("linux")
	for key, id := range map[string]string{
		"Ctrl+N": "file.new", "Ctrl+O": "file.open", "Ctrl+S": "file.save", "Ctrl+W": "file.close", "Ctrl+Q": "file.quit", "Ctrl+P": "file.goto",
		"Ctrl+Shift+P": "view.palette", "Ctrl+F": "edit.find", "Ctrl+H": "edit.replace", "F3": "edit.find.next", "Ctrl+G": "edit.goto.line",
		"Ctrl+Shift+O": "edit.goto.heading", "Ctrl+=": "view.zoomin", "Ctrl+-": "view.zoomout", "Ctrl+0": "view.zoomreset", "Ctrl+B": "format.bold",
		"Ctrl+I": "format.italic", "Ctrl+K": "insert.link", "Ctrl+`": "format.code", "Alt+Up": "edit.line.up", "Alt+Down": "edit.line.down",
		"Alt+Shift+Down": "edit.line.duplicate", "Ctrl+D": "edit.carets.next", "Ctrl+Shift+I": "insert.photo", "Ctrl+Shift+E": "post.export",
		"Ctrl+Shift+C": "post.check", "Ctrl+\\": "view.list", "Ctrl+1": "view.list", "Ctrl+2": "view.source", "Ctrl+3": "view.preview",
		"Ctrl+E": "view.switch", "Ctrl+Shift+F": "view.form", "F6": "view.next",
	} {
		if c, ok := table.ByKey(key); !ok || c.ID != id {
			t.Errorf("%s: got %q, want %q", key, c.ID, id)
		}
	}
}

func TestCanonical(t *testing.T) {
	for in, want := range map[string]string{
		"ctrl+shift+p": "Ctrl+Shift+P", "Shift+Mod+p": "Ctrl+Shift+P", "cmd+enter": "Ctrl+Enter", "Ctrl++": "Ctrl++", "+": "+", "alt+pageup": "Alt+PageUp",
		" Ctrl + B ": "Ctrl+B", "F12": "F12", "Ctrl+，": "Ctrl+，",
	} {
		if got, err := Canonical(in); err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", in, got, err, want)
		}
	}
	for _, bad := range []string{"", "Ctrl+", "Hyper+X", "Ctrl+Ctrl+X", "Ctrl+XY", "Ctrl"} {
		if got, err := Canonical(bad); err == nil {
			t.Errorf("%q: got %q, want an error", bad, got)
		}
	}
}

func TestOverrideKeys(t *testing.T) {
	table := NewTable("linux")
	err := table.Override([]byte("format.bold: ctrl+alt+1\nedit.line.sort: [Ctrl+B, F9]\nformat.italic:\nno.such: F2\nfile.save: Ctrl+Foo\nedit.line.join: F9\n"))
	if err == nil || !strings.Contains(err.Error(), "no.such") || !strings.Contains(err.Error(), "line 5") || !strings.Contains(err.Error(), "F9") {
		t.Errorf("got %v", err)
	}
	for id, want := range map[string][]string{
		"format.bold": {"Ctrl+Alt+1"}, "edit.line.sort": {"Ctrl+B", "F9"}, "format.italic": nil, "file.save": {"Ctrl+S"}, "edit.line.join": nil,
	} {
		if diff := cmp.Diff(table.Keys(id), want); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	if c, _ := table.ByKey("Ctrl+B"); c.ID != "edit.line.sort" {
		t.Errorf("Ctrl+B leads to %q", c.ID)
	}
	if _, ok := table.ByKey("Ctrl+I"); ok {
		t.Error("a key that was taken away still works")
	}
	if err := table.Override(nil); err != nil || table.Key("format.bold") != "Ctrl+B" {
		t.Errorf("an empty file: %v, %q", err, table.Key("format.bold"))
	}
	for _, bad := range []string{"- a\n", "a: [", "format.bold: {a: b}"} {
		if err := table.Override([]byte(bad)); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestLabel(t *testing.T) {
	for in, want := range map[string]string{"Ctrl+Shift+P": "⇧⌘P", "Ctrl+Alt+Up": "⌥⌘↑", "Super+G": "⌃G", "F3": "F3", "": ""} {
		if got := Label(in, "darwin"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := Label("Ctrl+B", "linux"); got != "Ctrl+B" {
		t.Errorf("got %q", got)
	}
}

func TestFuzzyMatch(t *testing.T) {
	for _, c := range []struct{ text, query string }{
		{"Command palette", "cp"},
		{"Command palette", "palette"},
		{"开发者大会", "kfz"},
		{"开发者大会", "kaifazhe"},
		{"开发者大会", "发大"},
		{"开源，社区与朋友们", "kysq"},
		{"KubeCon 上海", "kcsh"},
		{"重庆", "cq"},
		{"重要", "zy"},
		{"旅行", "lvx"},
		{"ＡＢＣ", "abc"},
		{"x", ""},
		{"Show trailing spaces", "spaces show"},
		{"开源社区 2019", "2019 shequ"},
	} {
		if _, ok := NewText(c.text).Match(c.query); !ok {
			t.Errorf("%q does not find %q", c.query, c.text)
		}
	}
	for _, c := range []struct{ text, query string }{{"bold", "bx"}, {"开发", "fk"}, {"", "a"}, {"one two", "two three"}} {
		if _, ok := NewText(c.text).Match(c.query); ok {
			t.Errorf("%q finds %q", c.query, c.text)
		}
	}
	better := func(query, a, b string) {
		x, _ := NewText(a).Match(query)
		y, _ := NewText(b).Match(query)
		if x <= y {
			t.Errorf("%q: %q has %d, %q has %d", query, a, x, b, y)
		}
	}
	better("bold", "Bold", "Brilliant old idea")
	better("fl", "Find line", "After all")
	better("dh", "大会", "大家一起开会")
	better("cuti", "粗体", "help.customise")
}

func TestSearchFindsInBothLanguagesRecentFirst(t *testing.T) {
	table := NewTable(runtime.GOOS)
	for query, want := range map[string]string{"bold": "format.bold", "粗体": "format.bold", "cuti": "format.bold", "ct": "format.bold", "daochu": "post.export", "export": "post.export"} {
		got := table.Search(query, nil)
		if k := slices.IndexFunc(got, func(c Command) bool { return c.ID == want }); k < 0 || k > 4 {
			t.Errorf("%q: %q is at %d of %d", query, want, k, len(got))
		}
	}
	got := table.Search("", []string{"view.zoomin", "edit.find"})
	if got[0].ID != "view.zoomin" || got[1].ID != "edit.find" || got[2].ID != table.All()[0].ID {
		t.Errorf("got %q, %q, %q first", got[0].ID, got[1].ID, got[2].ID)
	}
	if slices.ContainsFunc(got, func(c Command) bool { return c.Hidden }) {
		t.Error("the palette shows what only a key makes sense of")
	}
}

func TestHelpNamesEveryCommand(t *testing.T) {
	table := NewTable("linux")
	help := table.Help()
	for _, c := range table.All() {
		if !strings.Contains(help, "| "+c.ID+" |") {
			t.Errorf("%q is missing", c.ID)
		}
	}
	for _, l := range strings.Split(help, "\n") {
		if strings.HasPrefix(l, "| ") && strings.Count(strings.ReplaceAll(l, `\|`, ""), "|") != 4 {
			t.Errorf("a row of other than three cells: %s", l)
		}
	}
}

func BenchmarkPalette(b *testing.B) {
	table := NewTable("linux")
	for b.Loop() {
		table.Search("cuti", nil)
	}
}

func BenchmarkMatchTenThousandPosts(b *testing.B) {
	var posts []Text
	for range 10_000 {
		posts = append(posts, NewText("开源，社区与朋友们 - 2019 KubeCon + CloudNativeCon 有感 posts/kubecon-2019/index.md"))
	}
	for b.Loop() {
		for _, p := range posts {
			p.Match("kysq")
		}
	}
}
