package editor

import (
	"archive/zip"
	"image/color"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lanyard/editor/session"
	"lanyard/store/frontmatter"
	"lanyard/store/versions"
)

// recap is a post as people write them: Chinese and English, comments and odd spacing in its front matter, and a photo.
const recap = `---
title:   "开源，社区与朋友们 - 2019 KubeCon"   # the long one
date: 2019-06-28T11:05:00+08:00
draft: false
authors: ["赵化冰"]
tags: [kubecon]
categories:
  - 开源社区
mood: {weather: "sunny", temp: 24}
---

## 大会背景介绍

2019 年 6 月，KubeCon 在上海举行。

` + "```go\nfmt.Println(\"你好\")\n```" + `

The end.
`

func TestAnAuthorWritesARecapAndExportsIt(t *testing.T) {
	a := newAuthor(t, map[string]string{"posts/kubecon/index.md": recap, "posts/other.md": "---\ntitle: Other\ntags: [wasm, kubecon]\n---\n"})
	a.Open("posts/kubecon/index.md").NotAsked().Dirty(false)

	a.Set("draft", true).Dirty(true)
	a.Caret("在上海举行。").Type("\n\n会后感想 and more")
	a.Sees("draft: true", "在上海举行。\n\n会后感想 and more\n\n```go")

	stage := a.photoFile("舞台 1.JPG", color.RGBA{200, 40, 40, 255})
	badge := a.photoFile("badge.jpg", color.RGBA{40, 40, 200, 255})
	a.Caret("and more").Drop(stage, badge)
	a.Sees("and more\n\n![](舞台-1.jpg)\n\n![](badge.jpg)\n\n```go")
	if !a.Exists("posts/kubecon/舞台-1.jpg") || !a.Exists("posts/kubecon/badge.jpg") {
		t.Fatal("the photos are not in the bundle")
	}

	a.Run("edit.undo") // one order: the photos, the typing, the form
	if strings.Contains(a.Text(), "badge.jpg") || a.Exists("posts/kubecon/badge.jpg") {
		t.Error("undo left a photo or its link")
	}
	a.Run("edit.redo").Sees("![](badge.jpg)")
	if !a.Exists("posts/kubecon/badge.jpg") {
		t.Error("redo did not bring the photo back")
	}

	a.Run("file.save").Dirty(false).NotAsked()
	want := strings.Replace(recap, "draft: false", "draft: true", 1)
	want = strings.Replace(want, "在上海举行。\n", "在上海举行。\n\n会后感想 and more\n\n![](舞台-1.jpg)\n\n![](badge.jpg)\n", 1)
	if got := a.File("posts/kubecon/index.md"); got != want {
		t.Errorf("saved\n%s\nwant\n%s", got, want)
	}

	a.restart().Open("posts/kubecon/index.md").NotAsked().Sees("会后感想 and more")

	out := filepath.Join(t.TempDir(), "out")
	a.export(out, false)
	for _, name := range []string{"index.md", "舞台-1.jpg", "badge.jpg"} {
		if _, err := os.Stat(filepath.Join(out, "kubecon", name)); err != nil {
			t.Errorf("export: %v", err)
		}
	}
	archive := filepath.Join(t.TempDir(), "post.zip")
	a.export(archive, true)
	z, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if len(z.File) < 3 {
		t.Errorf("the zip has %d files, want the post and two photos", len(z.File))
	}
}

// export fills in the export sheet.
func (a *author) export(where string, zipped bool) *author {
	a.t.Helper()
	a.Run("post.export")
	e := a.w.exporting
	e.where.Set(where)
	e.zip.SetChecked(zipped)
	e.run(false)
	return a.wait().NotAsked()
}

func TestFormAndTextUndoInOneOrder(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	a.Open("a/index.md")
	a.Set("title", "One")
	a.Caret("The end.").Type(" Really.")
	a.Set("tags", []any{"kubecon", "上海"})
	before := a.Text()
	a.Run("edit.undo").Sees("tags: [kubecon]\n", " Really.")
	a.Run("edit.undo").Sees("One")
	if strings.Contains(a.Text(), "Really") {
		t.Error("the typing is still there")
	}
	a.Run("edit.undo").Dirty(false)
	if a.Text() != recap {
		t.Errorf("three undos gave\n%s", a.Text())
	}
	a.Run("edit.redo").Run("edit.redo").Run("edit.redo")
	if a.Text() != before {
		t.Errorf("three redos gave\n%s\nwant\n%s", a.Text(), before)
	}
}

func TestEditingTheFormChangesOnlyThatKey(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	a.Open("a/index.md").Set("title", `A "new" title: yes`)
	got := a.Text()
	b, err := frontmatter.Open(got)
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := b.Block.Get("title"); v != `A "new" title: yes` {
		t.Errorf("title is %q", v)
	}
	oldLines, newLines := strings.Split(recap, "\n"), strings.Split(got, "\n")
	for i := range oldLines {
		if i != 1 && oldLines[i] != newLines[i] {
			t.Errorf("line %d changed from %q to %q", i+1, oldLines[i], newLines[i])
		}
	}
	if !strings.HasSuffix(newLines[1], "   # the long one") {
		t.Errorf("the comment is gone: %q", newLines[1])
	}
}

func TestAForeignChangeIsNeverOverwritten(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	a.Open("a/index.md").Caret("The end.").Type(" Mine.")
	theirs := strings.Replace(recap, "KubeCon 在", "KubeCon 大会在", 1)
	a.write("a/index.md", theirs)
	a.Run("file.save").Asked("conflict")
	if got := a.File("a/index.md"); got != theirs {
		t.Fatalf("the save overwrote the other program's text:\n%s", got)
	}
	a.Choose("conflict", "window.conflict.merge").Sees("KubeCon 大会在", "The end. Mine.")
	a.Run("file.save")
	if got := a.File("a/index.md"); !strings.Contains(got, "大会在") || !strings.Contains(got, "Mine.") {
		t.Errorf("after the merge the file is\n%s", got)
	}
	a.NotAsked().Dirty(false)
}

func TestWhatIsNotAPhotoIsNamedAndTheOthersGoIn(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	good := a.photoFile("good.jpg", color.White)
	bad := filepath.Join(t.TempDir(), "notes #1.jpg")
	if err := os.WriteFile(bad, []byte("not a photo at all"), 0o644); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(t.TempDir(), "vanished.png")
	a.Open("a/index.md").Caret("The end.").Drop(bad, good, gone)
	a.Sees("The end.\n\n![](good.jpg)\n").Asked("photos")
	text := strings.Join(a.bars(), "\n")
	for _, name := range []string{"notes #1.jpg", "vanished.png"} {
		if !strings.Contains(text, name) {
			t.Errorf("%q is not named in %q", name, text)
		}
	}
}

func TestASingleFileBecomesABundleForItsPhotos(t *testing.T) {
	a := newAuthor(t, map[string]string{"posts/single.md": "---\ntitle: Single\n---\n\nHello\n"})
	photo := a.photoFile("hall.jpg", color.Black)
	a.Open("posts/single.md").Caret("Hello").Type(" there").Drop(photo)
	a.Choose("bundle", "window.bundle.make")
	a.Sees("Hello there\n\n![](hall.jpg)\n")
	if !a.Exists("posts/single/index.md") || a.Exists("posts/single.md") || !a.Exists("posts/single/hall.jpg") {
		t.Error("the post did not move into a folder with its photo")
	}
}

func TestUnsavedTextSurvivesACrash(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	a.Open("a/index.md").Caret("The end.").Type(" Not saved.")
	a.clock.Advance(1500 * time.Millisecond) // the journal writes within a second
	a.wait()
	a.restart().Asked("recovered")
	a.Choose("recovered", "window.recovered.restore")
	a.Sees("The end. Not saved.").Dirty(true)
	if got := a.File("a/index.md"); got != recap {
		t.Errorf("recovery wrote the file:\n%s", got)
	}
	a.Run("file.save").Dirty(false)
	a.restart().NotAsked()
}

func TestBrokenFrontMatterOpensAsText(t *testing.T) {
	const broken = "---\ntitle: a: b\ntags: [\n---\n\nBody\n"
	a := newAuthor(t, map[string]string{"a/index.md": broken})
	a.Open("a/index.md").Asked("meta")
	if err := (formModel{a.w}).Set("title", "x"); err == nil {
		t.Error("a broken front matter was patched")
	}
	if a.w.active.Copy.Floor() != 0 || a.Text() != broken {
		t.Error("the text is not shown whole")
	}
	a.w.GoTo(2, 1)
	a.Press("End").Type("\n")
	a.Run("edit.undo")
	if a.Text() != broken {
		t.Errorf("got %q", a.Text())
	}
}

func TestLeavingAPostKeepsWhatIsUnsaved(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap, "b/index.md": "---\ntitle: B\n---\n\nB\n"})
	a.Open("a/index.md").Caret("The end.").Type(" Kept.")
	a.Open("b/index.md").Dirty(false)
	a.Open("a/index.md").Sees("The end. Kept.").Dirty(true)
	a.Run("file.quit")
	if !a.quit {
		t.Fatalf("did not quit; bars: %v", a.bars())
	}
	a.restart().Asked("recovered")
}

func TestAReadOnlyFolderKeepsTheText(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root writes anywhere; store/fault_test.go shows it as nobody")
	}
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	dir := filepath.Join(a.dir, "a")
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755)
	a.Open("a/index.md").Caret("The end.").Type(" Kept.").Run("file.save").Asked("save").Dirty(true)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	a.Choose("save", "window.save.again").Dirty(false).NotAsked()
}

func TestAPostClosedWithUnsavedTextOffersItWhenOpenedAgain(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	a.Open("a/index.md").Caret("The end.").Type(" Kept.").Run("file.close").NotAsked()
	if a.w.active != nil {
		t.Fatal("the post is still open")
	}
	a.Open("a/index.md").Asked("recovered").Dirty(false)
	a.Choose("recovered", "window.recovered.restore").Sees("The end. Kept.").Dirty(true)
}

// Undo takes the text back, its journal is gone, and a crash follows.
func TestTextThatWasTakenBackAfterACrashStaysAmongTheVersions(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	a.Open("a/index.md").Caret("The end.").Type(" Kept.").Run("file.close")
	a.Open("a/index.md").Choose("recovered", "window.recovered.restore").Sees("The end. Kept.").Run("edit.undo")
	if a.Text() != recap {
		t.Fatal("undo does not take it back")
	}
	a.clock.Advance(2 * time.Second)
	a.wait().restart().Open("a/index.md").NotAsked()
	if !slices.ContainsFunc(a.versions("a/index.md"), func(s string) bool { return strings.Contains(s, "The end. Kept.") }) {
		t.Error("what was typed is in no journal, no file and no version")
	}
}

// versions are the kept texts of a post.
func (a *author) versions(rel string) []string {
	a.t.Helper()
	kept := versions.New(filepath.Join(a.state, "versions"))
	list, err := kept.List(filepath.Join(a.dir, filepath.FromSlash(rel)))
	if err != nil {
		a.t.Fatal(err)
	}
	var texts []string
	for _, v := range list {
		text, err := kept.Load(v)
		if err != nil {
			a.t.Fatal(err)
		}
		texts = append(texts, text)
	}
	return texts
}

func TestKeepingMineKeepsTheirsAmongTheVersions(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	a.Open("a/index.md").Caret("The end.").Type(" Mine.")
	theirs := strings.Replace(recap, "The end.", "Their end.", 1)
	a.write("a/index.md", theirs)
	a.Run("file.save").Choose("conflict", "window.conflict.mine").Dirty(false)
	texts := a.versions("a/index.md")
	if !slices.Contains(texts, theirs) || !slices.Contains(texts, recap) {
		t.Errorf("%d versions, and theirs or the one before is not among them", len(texts))
	}
}

func TestAForeignChangeToACleanPostAppears(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	a.Open("a/index.md").Caret("The end.")
	head := len(a.Text()) - a.w.active.Copy.State().Selection.MainRange().Head
	theirs := strings.Replace(recap, "KubeCon 在", "KubeCon 大会在", 1)
	a.write("a/index.md", theirs)
	a.changed("a/index.md").Sees("KubeCon 大会在").Dirty(false).NotAsked()
	if got := len(a.Text()) - a.w.active.Copy.State().Selection.MainRange().Head; got != head {
		t.Errorf("the caret moved from %d to %d bytes before the end", head, got)
	}
	a.Run("edit.undo")
	if a.Text() != recap {
		t.Error("the change cannot be undone")
	}
}

func TestATouchOrTheSameBytesRaiseNoAlarm(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	a.Open("a/index.md").Caret("The end.").Type(" Mine.")
	a.write("a/index.md", recap)
	a.changed("a/index.md").NotAsked().Dirty(true).Sees("Mine.")
	a.Run("file.save")
	a.changed("a/index.md").NotAsked().Dirty(false)
}

func TestAForeignChangeToADirtyPostAsks(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap})
	a.Open("a/index.md").Caret("The end.").Type(" Mine.")
	a.write("a/index.md", strings.Replace(recap, "The end.", "Another end.", 1))
	a.changed("a/index.md").Asked("conflict").Sees("The end. Mine.")
	a.Choose("conflict", "window.conflict.merge").Asked("merged").Sees("<<<<<<< ", "The end. Mine.", "Another end.", ">>>>>>> ")
}

func TestAPostDeletedOutsideKeepsItsText(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": recap, "b/index.md": recap})
	a.Open("a/index.md")
	if err := os.RemoveAll(filepath.Join(a.dir, "a")); err != nil {
		t.Fatal(err)
	}
	a.changed("a/index.md").Asked("gone").Dirty(true)
	a.Choose("gone", "window.gone.recreate").Dirty(false)
	if got := a.File("a/index.md"); got != recap {
		t.Errorf("wrote %q", got)
	}
}

// changed tells the window that another program changed a file.
func (a *author) changed(path string) *author {
	a.t.Helper()
	a.tell(path)
	return a.wait()
}

func TestASecondWindowOnTheFolderBringsUpTheFirst(t *testing.T) {
	a := newAuthor(t, map[string]string{"../hugo.toml": "title = 'Site'\n", "a/index.md": recap, "b/index.md": strings.Replace(recap, "The end.", "B.", 1)})
	a.Open("a/index.md")
	first := a.w
	second := &author{t: t, dir: a.dir, state: a.state}
	second.start(filepath.Join(a.dir, "b", "index.md"))
	if !second.quit {
		t.Error("the second window stayed")
	}
	a.w = first
	a.handed("b/index.md")
}

func TestWhatAWindowHasIsHandedOverWithoutASecondWindow(t *testing.T) {
	a := newAuthor(t, map[string]string{"../hugo.toml": "title = 'Site'\n", "a/index.md": recap, "b/index.md": strings.Replace(recap, "The end.", "B.", 1)})
	a.Open("a/index.md")
	log := slog.New(slog.DiscardHandler)
	if !session.HandOver(a.state, filepath.Join(a.dir, "b"), log) {
		t.Fatal("nobody took it")
	}
	a.handed("b/index.md")
	if session.HandOver(a.state, t.TempDir(), log) {
		t.Error("a folder that no window has was handed over")
	}
	if session.HandOver(a.state, filepath.Join(a.dir, "missing"), log) {
		t.Error("a folder that is not there was handed over")
	}
}

// handed waits until the window shows a post that another program asked for.
func (a *author) handed(path string) {
	a.t.Helper()
	t := a.t
	for range 100 { // the request comes over a socket, which the scheduler does not count
		a.wait()
		if a.w.activePath() == filepath.Join(a.dir, path) {
			return
		}
		select {
		case <-t.Context().Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
	t.Errorf("the first window shows %s", a.w.activePath())
}
