package schedule

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lanyard/store/frontmatter"
)

func programme(t *testing.T, rows ...string) *Schedule {
	t.Helper()
	s, err := Read([]byte("date,start,end,title,speaker,room,slides,video\n"+strings.Join(rows, "\n")+"\n"), Options{Zone: ZoneNamed("Asia/Shanghai")})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheSkeletonOfAPost(t *testing.T) {
	s := programme(t,
		"2019-06-25,09:00,09:30,Opening,Ann,Hall,,",
		",10:00,10:30,Lunch break,,,,",
		",11:00,11:30,Mesh *in* the large,\"Bo, Cy\",1,https://x/m.pdf,",
		",12:00,12:30,开源与社区,,,,https://x/v",
	)
	head := "---\ntitle: T\n---\n"
	tests := []struct{ name, text, want string }{
		{
			"into an empty post", head,
			head + "## Opening\n\nAnn\n\n## Mesh \\*in\\* the large\n\nBo, Cy\n\n[Slides](https://x/m.pdf)\n\n## 开源与社区\n\n[Video](https://x/v)\n",
		},
		{
			"behind what is there", head + "\nHello.\n",
			head + "\nHello.\n\n## Opening\n\nAnn\n\n## Mesh \\*in\\* the large\n\nBo, Cy\n\n[Slides](https://x/m.pdf)\n\n## 开源与社区\n\n[Video](https://x/v)\n",
		},
		{
			"around the sections that are there, which get what they lack", head + "Intro\n\n## mesh *in*  the large\n\nMy notes.\n\n## Epilogue\n\nBye.\n",
			head + "Intro\n\n## Opening\n\nAnn\n\n## mesh *in*  the large\n\nMy notes.\n\n[Slides](https://x/m.pdf)\n\n## 开源与社区\n\n[Video](https://x/v)\n\n## Epilogue\n\nBye.\n",
		},
		{
			"with the line ends of Windows", "---\r\ntitle: T\r\n---\r\n\r\n### Opening\r\n",
			"---\r\ntitle: T\r\n---\r\n\r\n### Opening\r\n\r\n## Mesh \\*in\\* the large\r\n\r\nBo, Cy\r\n\r\n[Slides](https://x/m.pdf)\r\n\r\n## 开源与社区\r\n\r\n[Video](https://x/v)\r\n",
		},
	}
	for _, tt := range tests {
		edits, _ := Skeleton(tt.text, s, SkeletonOptions{At: -1})
		got := frontmatter.Apply(tt.text, edits)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
		if again, _ := Skeleton(got, s, SkeletonOptions{At: -1}); len(again) > 0 {
			t.Errorf("%s: a second time it changes %v", tt.name, again)
		}
	}
}

func TestASkeletonByTheAuthorsTemplate(t *testing.T) {
	s := programme(t, "2019-06-25,09:00,09:30,Opening,Ann,Hall,,", ",10:00,10:30,Plain,,,,")
	edits, missing := Skeleton("", s, SkeletonOptions{Template: "### {time} {title}\n\n*{speakers}* in {room}\n\nNotes {unknown}:\n", Only: []string{s.Sessions[0].ID, "nobody"}})
	if got, want := frontmatter.Apply("", edits), "### 09:00–09:30 Opening\n\n*Ann* in Hall\n\nNotes {unknown}:\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(missing) != 1 || missing[0] != "nobody" {
		t.Errorf("missing are %v", missing)
	}
}

func TestLinksThatCameLaterGoIntoTheirSection(t *testing.T) {
	text := "## Opening\n\nI was there.\n\n[Slides](https://x/a.pdf)\n\n## Other\n"
	s := programme(t, "2019-06-25,09:00,09:30,Opening,,,https://x/a.pdf,https://x/v(1)")
	edits, _ := Skeleton(text, s, SkeletonOptions{At: -1})
	if got, want := frontmatter.Apply(text, edits), "## Opening\n\nI was there.\n\n[Slides](https://x/a.pdf) [Video](https://x/v%281%29)\n\n## Other\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Whatever stands in a text, a skeleton is written once, and takes nothing away.
func FuzzSkeleton(f *testing.F) {
	for _, s := range []string{"", "## Opening\n", "---\ntitle: x\n---\ntext", "```\n## Opening\n```\n", "Opening\n===\n", "> ## Plain\n", "\r\n\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsRune(text, '{') || strings.ContainsRune(text, 0) {
			return
		}
		s, err := Read([]byte("title,start,slides\nOpening,2026-01-01 09:00,https://x/a.pdf\nPlain,2026-01-01 10:00,\n"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		edits, _ := Skeleton(text, s, SkeletonOptions{At: -1})
		at := 0
		for _, e := range edits {
			if e.From != e.To || e.From < at || e.From > len(text) {
				t.Fatalf("the edit %+v takes something away, or lies before another", e)
			}
			at = e.From
		}
	})
}
