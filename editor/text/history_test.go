package text

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// desk is a state with its history, as the working copy holds it.
type desk struct {
	State
	h   *History
	now time.Time
}

func newDesk(s string) *desk {
	return &desk{State: NewState(s), h: NewHistory(1 << 20), now: time.Unix(1000, 0)}
}

func (d *desk) do(tr Transaction) {
	if tr.Time.IsZero() {
		tr.Time = d.now
	}
	d.h.Record(d.State, tr)
	d.State = d.Apply(tr)
}

func (d *desk) typed(s string) {
	for _, r := range s {
		at := d.Selection.MainRange()
		sel := Caret(at.From() + len(string(r)))
		d.do(Transaction{Change: d.Doc.Replace(at.From(), at.To(), string(r)), Selection: &sel, Kind: Type})
	}
}

func (d *desk) backspace(n int) {
	for range n {
		at := d.Selection.MainRange().Head
		d.do(Transaction{Change: d.Doc.Replace(at-1, at, ""), Kind: Delete})
	}
}

func (d *desk) moved(to int) {
	sel := Caret(to)
	d.do(Transaction{Selection: &sel, Kind: Move})
}

func (d *desk) undo() (Transaction, bool) {
	tr, ok := d.h.Undo(d.State)
	d.State = d.Apply(tr)
	return tr, ok
}

func (d *desk) redo() (Transaction, bool) {
	tr, ok := d.h.Redo(d.State)
	d.State = d.Apply(tr)
	return tr, ok
}

func (d *desk) steps() []string {
	out := []string{d.Doc.String()}
	for {
		if _, ok := d.undo(); !ok {
			return out
		}
		out = append(out, d.Doc.String())
	}
}

func TestUndoJoinsTypingAndSplitsWhereItShould(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(d *desk)
		want []string
	}{
		{"a run", func(d *desk) { d.typed("中文") }, []string{"中文", ""}},
		{"a pause", func(d *desk) { d.typed("ab"); d.now = d.now.Add(Pause + 1); d.typed("c") }, []string{"abc", "ab", ""}},
		{"no pause", func(d *desk) { d.typed("ab"); d.now = d.now.Add(Pause); d.typed("c") }, []string{"abc", ""}},
		{"a move", func(d *desk) { d.typed("ab"); d.moved(0); d.typed("c") }, []string{"cab", "ab", ""}},
		{"a move and back", func(d *desk) { d.typed("ab"); d.moved(0); d.moved(2); d.typed("c") }, []string{"abc", "ab", ""}},
		{"a save", func(d *desk) { d.typed("ab"); d.h.Break(); d.typed("c") }, []string{"abc", "ab", ""}},
		{"deleting", func(d *desk) { d.typed("abc"); d.backspace(2) }, []string{"a", "abc", ""}},
		{"a line end", func(d *desk) { d.typed("a\nb") }, []string{"a\nb", "a", ""}},
		{"an undo", func(d *desk) { d.typed("ab"); d.undo(); d.redo(); d.typed("c") }, []string{"abc", "ab", ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk("")
			c.do(d)
			if diff := cmp.Diff(d.steps(), c.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFormEditsOfOneValueJoin(t *testing.T) {
	d := newDesk("title: a\ndate: b\n")
	form := func(from, to int, s string) {
		d.do(Transaction{Change: d.Doc.Replace(from, to, s), Kind: Form})
	}
	form(7, 8, "ab")
	form(7, 9, "abc")
	form(17, 18, "x")
	if diff := cmp.Diff(d.steps(), []string{"title: abc\ndate: x\n", "title: abc\ndate: b\n", "title: a\ndate: b\n"}); diff != "" {
		t.Error(diff)
	}
}

func TestUndoRestoresSelectionAndAttachment(t *testing.T) {
	d := newDesk("hello")
	d.State.Selection = Single(1, 4)
	d.typed("X")
	d.undo()
	if diff := cmp.Diff(d.Selection, Single(1, 4)); diff != "" {
		t.Error(diff)
	}
	d.redo()
	if diff := cmp.Diff(d.Selection, Caret(2)); diff != "" {
		t.Error(diff)
	}
	d.do(Transaction{Change: d.Doc.Replace(0, 0, "![]"), Kind: Photo, Attach: "placed"})
	d.typed("y")
	if tr, _ := d.undo(); tr.Attach != nil {
		t.Errorf("typing carries %v", tr.Attach)
	}
	for range 2 {
		if tr, _ := d.undo(); tr.Attach != "placed" || tr.Kind != Undo {
			t.Errorf("undo carries %v", tr.Attach)
		}
		if tr, _ := d.redo(); tr.Attach != "placed" || tr.Kind != Redo {
			t.Errorf("redo carries %v", tr.Attach)
		}
	}
}

func TestUndoAndRedoWalkTheSameStates(t *testing.T) {
	r := seeded(t)
	for range 100 {
		d := newDesk(randomText(r, 100))
		revs := map[int]string{d.h.Revision(): d.Doc.String()}
		for range 200 {
			switch r.Intn(9) {
			case 0, 1:
				d.undo()
			case 2:
				d.redo()
			case 3:
				d.moved(r.Intn(d.Doc.Len() + 1))
			case 4:
				d.now = d.now.Add(Pause * 2)
			case 5:
				_, c := randomChange(r, d.Doc.Len())
				d.do(Transaction{Change: c, Kind: Command})
			case 6:
				if d.Selection.MainRange().Head > 0 {
					d.backspace(1)
				}
			default:
				d.typed("字")
			}
			if was, ok := revs[d.h.Revision()]; ok && was != d.Doc.String() {
				t.Fatalf("revision %d was %q, is %q", d.h.Revision(), was, d.Doc)
			}
			revs[d.h.Revision()] = d.Doc.String()
		}
		for d.h.CanRedo() {
			d.redo()
		}
		last := d.Doc.String()
		n := len(d.steps()) - 1
		for range n {
			d.redo()
		}
		if d.Doc.String() != last {
			t.Fatalf("undoing and redoing all gives %q, want %q", d.Doc, last)
		}
		for d.h.CanUndo() {
			d.undo()
		}
		if d.Doc.String() != revs[0] {
			t.Fatalf("undoing all gives %q, want %q", d.Doc, revs[0])
		}
	}
}

func TestHistoryIsBoundedByBytes(t *testing.T) {
	d := newDesk(strings.Repeat("x", 100_000))
	d.h = NewHistory(50_000)
	for range 40 {
		d.do(Transaction{Change: d.Doc.Replace(0, 2000, ""), Kind: Command})
	}
	if got := d.h.Bytes(); got > 50_000 {
		t.Errorf("%d bytes kept", got)
	}
	base := d.h.Revision()
	n := len(d.steps()) - 1
	if n < 15 || n > 25 {
		t.Errorf("%d steps kept", n)
	}
	if d.h.Revision() == 0 || d.h.Revision() == base {
		t.Errorf("revision %d after undoing what is left", d.h.Revision())
	}
	d.do(Transaction{Change: d.Doc.Replace(0, 19_000, strings.Repeat("y", 90_000)), Kind: Command})
	d.do(Transaction{Change: d.Doc.Replace(0, 90_000, ""), Kind: Command})
	if len(d.steps()) != 2 {
		t.Error("a step larger than the limit has to stay while it is the newest")
	}
}

func TestRecordingForgetsRedo(t *testing.T) {
	d := newDesk("")
	d.typed("a")
	d.undo()
	d.typed("b")
	if d.h.CanRedo() {
		t.Error("redo after a new edit")
	}
	if got := d.h.Bytes(); got != d.h.undo[0].size() {
		t.Errorf("%d bytes counted, %d kept", got, d.h.undo[0].size())
	}
}

func TestAttachmentWithoutAChangeIsAStepOfItsOwn(t *testing.T) {
	d := newDesk("")
	d.typed("ab")
	saved := d.h.Revision()
	d.do(Transaction{Kind: Photo, Attach: "redacted"})
	if d.h.Revision() != saved {
		t.Error("a step that changes no text gave the text another revision")
	}
	d.typed("c")
	if _, ok := d.undo(); !ok || d.Doc.String() != "ab" {
		t.Fatalf("got %q, want the typing behind the step to be one", d.Doc)
	}
	tr, ok := d.undo()
	if !ok || tr.Attach != "redacted" || !tr.Change.Empty() || d.Doc.String() != "ab" || d.h.Revision() != saved {
		t.Errorf("got %+v, text %q, revision %d, want %d", tr, d.Doc, d.h.Revision(), saved)
	}
	if tr, ok := d.redo(); !ok || tr.Attach != "redacted" || d.h.Revision() != saved {
		t.Errorf("redo gave %+v", tr)
	}
	d.undo()
	if tr, _ := d.undo(); tr.Attach != nil || d.Doc.String() != "" {
		t.Errorf("got %+v, text %q", tr, d.Doc)
	}
	d.typed("x")
	if d.h.CanRedo() {
		t.Error("typing left something to redo")
	}
}
