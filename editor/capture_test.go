package editor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lanyard/assets"
	"lanyard/store/conference"
)

// The stories begin at noon of 28 June 2019 in Shanghai.
const programmeCSV = "id,date,start,end,title,speaker\none,2019-06-28,11:30,12:15,Mesh in the large,\"Mara Holt, 林小满\"\ntwo,,13:00,13:30,Open source,Ann Lee\n"

const notedPost = "---\ntitle: T\ndate: 2019-06-01\n---\nIntro.\n\n## Mesh in the large\n\nFirst.\n\n## Open source\n\nLast words.\n"

// atConference opens a post whose schedule is known.
func atConference(t *testing.T, post string) *author {
	t.Helper()
	a := newAuthor(t, map[string]string{"a/index.md": post, "b/index.md": "---\ntitle: B\ndate: 2019-05-01\n---\n## Open source\n"})
	a.know("a/index.md")
	return a.Open("a/index.md")
}

func (a *author) know(post string) {
	a.t.Helper()
	err := conference.New(a.state).Keep(conference.Kept{
		Post: filepath.Join(a.dir, post), Zone: "Asia/Shanghai", Files: []conference.File{{Name: "a.csv", Data: []byte(programmeCSV)}},
	})
	if err != nil {
		a.t.Fatal(err)
	}
}

func TestANoteWhileTheTextIsBeingTyped(t *testing.T) {
	a := atConference(t, notedPost)
	a.Caret("Last words.").Type(" And")
	before := a.w.active.Copy.State()
	a.Press("Ctrl+Shift+N")
	if !a.w.capture.Visible() || !strings.Contains(a.w.capture.where.Text(), "12:00 "+assets.Dot+" Mesh in the large") {
		t.Fatalf("the line shows %v, with %q", a.w.capture.Visible(), a.w.capture.where.Text())
	}
	a.fill("it scales").strike(fyne.KeyReturn)
	if got, want := a.Text(), strings.Replace(notedPost, "First.\n", "First.\n\n- 12:00 it scales\n", 1); !strings.HasPrefix(strings.Replace(got, " And", "", 1), want) {
		t.Errorf("the text is %q", got)
	}
	state := a.w.active.Copy.State()
	if at := state.Selection.MainRange().Head; state.Doc.Slice(at-4, at) != " And" || a.w.capture.Visible() {
		t.Errorf("the caret is behind %q, the line open %v", state.Doc.Slice(max(at-10, 0), at), a.w.capture.Visible())
	}
	if f := a.win.Canvas().Focused(); f != fyne.Focusable(a.w.source) {
		t.Errorf("the keyboard is in %T", f)
	}
	a.Type(" on")
	if !strings.Contains(a.Text(), "Last words. And on\n") {
		t.Errorf("typing went on elsewhere: %q", a.Text())
	}
	a.Press("Ctrl+Z", "Ctrl+Z")
	if got := a.Text(); got != before.Doc.String() {
		t.Errorf("two steps back the text is %q", got)
	}
}

// At the very place where the note goes the caret stays before it.
func TestANoteAtTheCaret(t *testing.T) {
	a := atConference(t, notedPost)
	a.Caret("First.").Run("post.note").fill("x").strike(fyne.KeyReturn).Type("!")
	if !strings.Contains(a.Text(), "First.!\n\n- 12:00 x\n") {
		t.Errorf("the text is %q", a.Text())
	}
}

// A note above what is seen moves nothing that is seen.
func TestANoteAboveWhatIsSeen(t *testing.T) {
	a := atConference(t, notedPost+strings.Repeat("\nA paragraph of the long rest.\n", 200)+"\nThe end.\n")
	a.Caret("The end.")
	seen := func() string {
		return a.w.active.Copy.State().Doc.Slice(a.w.source.TopOffset(), a.w.source.TopOffset()+40)
	}
	before, from := seen(), a.w.source.TopOffset()
	if from < len(notedPost) {
		t.Fatalf("the view begins at %d: the note would be seen", from)
	}
	a.Run("post.note").fill("x").strike(fyne.KeyReturn)
	if got := seen(); got != before || a.w.source.TopOffset() == from {
		t.Errorf("the view begins with %q at %d, before with %q at %d", got, a.w.source.TopOffset(), before, from)
	}
}

func TestSpeakersAndTalksInANote(t *testing.T) {
	a := atConference(t, notedPost)
	a.Run("post.note").fill("@林")
	if got := a.w.capture.offer.Text(); !strings.Contains(got, "林小满") {
		t.Errorf("offered is %q", got)
	}
	a.strike(fyne.KeyDown).fill(" asks #Open").strike(fyne.KeyDown)
	if got := a.w.capture.where.Text(); !strings.Contains(got, "Open source") {
		t.Errorf("it would go to %q", got)
	}
	a.strike(fyne.KeyReturn)
	if !strings.HasSuffix(a.Text(), "Last words.\n\n- 12:00 林小满 asks\n") {
		t.Errorf("the text is %q", a.Text())
	}
	a.Run("post.note").fill("@a")
	for _, want := range []string{"Ann Lee", "Mara Holt", "Ann Lee"} { // what begins so first
		if a.strike(fyne.KeyDown); a.w.capture.line.Text != want {
			t.Errorf("the line is %q, want %q", a.w.capture.line.Text, want)
		}
	}
	if a.strike(fyne.KeyUp); a.w.capture.line.Text != "Mara Holt" {
		t.Errorf("back it is %q", a.w.capture.line.Text)
	}
}

// Between talks the hallway gets it, in the author's language.
func TestANoteBetweenTalks(t *testing.T) {
	a := atConference(t, notedPost)
	assets.SetLanguage("zh")
	defer assets.SetLanguage("en")
	a.clock.Advance(40 * time.Minute)
	a.Run("post.note").fill("咖啡").strike(fyne.KeyReturn)
	if !strings.HasSuffix(a.Text(), "\n## 走廊\n\n- 12:40 咖啡\n") {
		t.Errorf("the text is %q", a.Text())
	}
}

// Nothing that was typed is lost when the line goes, and an empty one writes nothing.
func TestALineThatIsLeftKeepsItsText(t *testing.T) {
	a := atConference(t, notedPost)
	a.Run("post.note").fill("half a").strike(fyne.KeyEscape)
	if a.w.capture.Visible() || a.Text() != notedPost {
		t.Errorf("the line is open %v, the text %q", a.w.capture.Visible(), a.Text())
	}
	a.Run("post.note").fill(" note").strike(fyne.KeyReturn)
	if !strings.Contains(a.Text(), "- 12:00 half a note\n") {
		t.Errorf("the text is %q", a.Text())
	}
	text := a.Text()
	a.Run("post.note").strike(fyne.KeyReturn)
	if a.Text() != text || a.w.capture.Visible() {
		t.Errorf("an empty note: %q", a.Text())
	}
}

// A line that was opened for one post goes with it; what was typed goes where the author opens it next.
func TestALineIsOfItsPost(t *testing.T) {
	a := atConference(t, notedPost)
	a.know("b/index.md")
	a.Run("post.note").fill("mine")
	a.Open("b/index.md")
	if a.w.capture.Visible() {
		t.Fatal("the line of one post shows over another")
	}
	a.Run("post.note").strike(fyne.KeyReturn)
	if !strings.HasSuffix(a.Text(), "## Hallway\n\n- 12:00 mine\n") || a.Open("a/index.md").Text() != notedPost {
		t.Errorf("the posts have %q", a.Text())
	}
}

// A post without a schedule has the author choose one, and the zone where the file does not tell it, once.
func TestTheScheduleIsAskedForOnce(t *testing.T) {
	a := newAuthor(t, map[string]string{"a/index.md": notedPost})
	file := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(file, []byte(programmeCSV), 0o644); err != nil {
		t.Fatal(err)
	}
	a.Open("a/index.md").Run("post.note")
	if a.w.capture.Visible() || len(a.picks.Asked) != 1 {
		t.Fatalf("without a schedule the line shows %v; asked %v", a.w.capture.Visible(), a.picks.Asked)
	}
	a.picks.Answers = [][]string{{file}}
	a.Run("post.note").fill("shanghai").strike(fyne.KeyReturn)
	if !a.w.capture.Visible() || !strings.Contains(a.w.capture.where.Text(), "12:00 "+assets.Dot+" Mesh") {
		t.Fatalf("the line shows %v, with %q", a.w.capture.Visible(), a.w.capture.where.Text())
	}
	a.strike(fyne.KeyEscape).Run("post.note")
	if !a.w.capture.Visible() || len(a.picks.Asked) != 2 {
		t.Errorf("a second time the line shows %v; asked %d times", a.w.capture.Visible(), len(a.picks.Asked))
	}
	broken := filepath.Join(t.TempDir(), "b.html")
	if err := os.WriteFile(broken, []byte("<!doctype html><p>"), 0o644); err != nil {
		t.Fatal(err)
	}
	a.write("c/index.md", notedPost)
	a.picks.Answers = [][]string{{broken}}
	a.Open("c/index.md").Run("post.note")
	if _, ok := a.w.bars.Find("error:" + assets.T("window.conference.failed")); !ok {
		t.Error("a file that is no schedule is not told")
	}
}
