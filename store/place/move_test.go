package place

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/markdown"
	"lanyard/store/schedule"
)

// two is a programme of the talks One and Two.
func two(t testing.TB) *schedule.Schedule {
	t.Helper()
	s, err := schedule.Read([]byte("date,start,end,title\n2019-06-25,09:00,09:30,One\n,10:00,10:30,Two\n,11:00,11:30,Three\n"), schedule.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// placed are photos a1, a2 … of One, b1 … of Two and c1 … of Three, in order.
func placed(s *schedule.Schedule) []Placement {
	var out []Placement
	for i, letter := range "abc" {
		for n := range 9 {
			out = append(out, Placement{Name: fmt.Sprintf("%c%d.jpg", letter, n), At: s.Sessions[i].Start.Add(time.Duration(n) * time.Minute), Group: Talk, Session: s.Sessions[i].ID})
		}
	}
	return out
}

func itself(dest string) string { return dest }

func TestPicturesGoUnderTheirTalks(t *testing.T) {
	s := two(t)
	head := "---\ntitle: T\n---\n"
	tests := []struct{ name, text, want, stayed string }{
		{
			"from the end, in order", head + "## One\n\nText.\n\n## Two\n\nMore.\n\n![](b2.jpg)\n\n![](a2.jpg)\n\n![x](a1.jpg)\n",
			head + "## One\n\nText.\n\n![x](a1.jpg)\n\n![](a2.jpg)\n\n## Two\n\nMore.\n\n![](b2.jpg)\n", "b2.jpg there",
		},
		{
			"from the beginning, into sections without a text", head + "![](b1.jpg)\n\n![](a1.jpg)\n\n## One\n## Two\n",
			head + "## One\n\n![](a1.jpg)\n\n## Two\n\n![](b1.jpg)\n", "",
		},
		{
			"side by side", head + "## One\n\n## Two\n\n![](a1.jpg)\n![](a2.jpg)\n![](b1.jpg)\n\nEnd.",
			head + "## One\n\n![](a1.jpg)\n![](a2.jpg)\n\n## Two\n\n![](b1.jpg)\n\nEnd.", "b1.jpg there",
		},
		{
			"not out of a text, a list or a line with another", head + "## One\n\n## Two\n\nSee ![](a1.jpg) here.\n\n- ![](a2.jpg)\n\n![](a3.jpg) ![](b3.jpg)\n\n![](a4.jpg)\n*with a caption*\n\n![](c1.jpg)\n",
			head + "## One\n\n## Two\n\nSee ![](a1.jpg) here.\n\n- ![](a2.jpg)\n\n![](a3.jpg) ![](b3.jpg)\n\n![](a4.jpg)\n*with a caption*\n\n![](c1.jpg)\n",
			"a1.jpg in text, a2.jpg in text, a3.jpg mixed, b3.jpg mixed, a4.jpg in text, c1.jpg no section",
		},
		{
			"figures and linked pictures, with the line ends of Windows", "## One\r\n\r\n## Two\r\n\r\n{{< figure src=\"a1.jpg\" >}}\r\n\r\n[![](a2.jpg)](a2.jpg)\r\n",
			"## One\r\n\r\n{{< figure src=\"a1.jpg\" >}}\r\n\r\n[![](a2.jpg)](a2.jpg)\r\n\r\n## Two\r\n", "",
		},
		{"a text without pictures", head + "## One\n", head + "## One\n", ""},
	}
	for _, tt := range tests {
		got, _, stayed, err := Move(tt.text, s, placed(s), itself, markdown.Options{})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
		var why []string
		for _, x := range stayed {
			why = append(why, x.Name+" "+string(x.Why))
		}
		if got := strings.Join(why, ", "); got != tt.stayed {
			t.Errorf("%s: what stays is %q, want %q", tt.name, got, tt.stayed)
		}
	}
}

// A text whose fence is never closed has no place behind it.
func TestNoPictureIsMovedIntoAFence(t *testing.T) {
	text := "![](b1.jpg)\n\n## One\n\n## Two\n\n```\nopen\n"
	got, moved, _, err := Move(text, two(t), placed(two(t)), itself, markdown.Options{})
	if err == nil || got != text || len(moved) > 0 {
		t.Errorf("%v moved into %q, %v", moved, got, err)
	}
}

func filled(text string) []string {
	var out []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	slices.Sort(out)
	return out
}

// law: no line is lost or made, what was moved is where it belongs, and a second time
// nothing moves.
func law(t *testing.T, text string) {
	t.Helper()
	s := two(t)
	got, moved, _, err := Move(text, s, placed(s), itself, markdown.Options{})
	if err != nil || len(moved) == 0 {
		if got != text {
			t.Fatalf("%q became %q with %v", text, got, err)
		}
		return
	}
	if diff := cmp.Diff(filled(text), filled(got)); diff != "" {
		t.Fatalf("lines of %q: %s", text, diff)
	}
	if again, moved, _, err := Move(got, s, placed(s), itself, markdown.Options{}); err != nil || len(moved) > 0 || again != got {
		t.Fatalf("%q: a second time %v moved, %v\n%q\n%q", text, moved, err, got, again)
	}
}

func TestMovingLosesNoLine(t *testing.T) {
	pieces := []string{
		"## One\n", "## Two\n", "### Sub\n", "Text.\n", "\n", "\n", "\n", "![](a1.jpg)\n", "![](b1.jpg)\n", "![](b2.jpg)\n", "![](x.jpg)\n", "- item\n", "  more\n",
		"```\n", "> quote\n", "{{< figure src=\"a3.jpg\" >}}\n", "<div>\n", "</div>\n", "![](a4.jpg) ![](b4.jpg)\n", "| a |\n|---|\n", "===\n", "[![](c1.jpg)](c1.jpg)\n", "![](a5.jpg)",
	}
	for seed := range uint64(1200) {
		r := rand.New(rand.NewPCG(seed, 4))
		var b strings.Builder
		for range r.IntN(24) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		text := b.String()
		if r.IntN(4) == 0 {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		law(t, text)
	}
}

func FuzzMove(f *testing.F) {
	for _, s := range []string{"", "## One\n\n## Two\n\n![](a1.jpg)\n", "---\ntitle: x\n---\n![](b1.jpg)\n# Two", "![](a1.jpg\n\"title\")\n\n## One\n", "```\n![](a1.jpg)\n## One\n"} {
		f.Add(s)
	}
	f.Fuzz(law)
}
