package library_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lanyard/store"
	"lanyard/store/fold"
	"lanyard/store/library"
)

// folder writes posts and opens the folder.
func folder(t testing.TB, posts map[string]string) *store.Folder {
	t.Helper()
	dir := t.TempDir()
	old := time.Now().Add(-time.Hour)
	for name, text := range posts {
		path := filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "hugo.toml"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	f, _, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func open(t testing.TB, f *store.Folder, cache string) *library.Library {
	t.Helper()
	l, err := library.Open(context.Background(), f, cache)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// find gives the found posts by folder, with the lines of their hits.
func find(t testing.TB, l *library.Library, query string) []string {
	t.Helper()
	q, err := library.Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	err = l.Search(context.Background(), q, 0, func(r library.Result) bool {
		s := filepath.Base(filepath.Dir(r.Path))
		for _, h := range r.Hits {
			s += fmt.Sprintf(" %d", h.Line)
			if len(h.Marks) == 0 {
				t.Errorf("%q: a hit without a mark: %v", query, h)
			}
		}
		out = append(out, s)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var posts = map[string]string{
	"posts/mesh/index.md":  "---\ntitle: Service Mesh\ndate: 2019-06-28\ntags: [KubeCon, 云原生]\n---\n\n## 大会背景\n\nKubernetes 与 Istio。\n",
	"posts/mesh/a.jpg":     "x",
	"posts/food/index.md":  "---\ntitle: 吃饭\ndate: 2020-01-02\ndraft: true\ntags: kubecon\n---\n\nＫｕｂｅｒｎｅｔｅｓ，full width\nnot a mesh\n",
	"notes/old/index.md":   "+++\ntitle = \"Old\"\ndate = 2010-05-05\n+++\n\nnothing of the kind, but grüße and GRÜSSE\n",
	"notes/cloud/index.md": "---\ntitle: Cloud\n---\n\nservice  mesh; Service Mesh\n",
}

func TestQueriesFindWhatTheySay(t *testing.T) {
	l := open(t, folder(t, posts), "")
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"kubernetes", []string{"food 8", "mesh 9"}},
		{"ｋｕｂｅ", []string{"food 5 8", "mesh 4 9"}},
		{"service mesh", []string{"mesh 2", "cloud 5"}},
		{`"service mesh"`, []string{"mesh 2", "cloud 5"}},
		{"mesh -food", []string{"mesh 2", "food 9", "cloud 5"}},
		{"mesh -width", []string{"mesh 2", "cloud 5"}},
		{"云", []string{"mesh 4"}},
		{"背景", []string{"mesh 7"}},
		{"tag:kubecon", []string{"food", "mesh"}},
		{"tag:云原生 istio", []string{"mesh 9"}},
		{"-tag:kubecon", []string{"old", "cloud"}},
		{"section:posts mesh", []string{"mesh 2", "food 9"}},
		{"section:post mesh", []string{}},
		{"before:2019", []string{"old"}},
		{"after:2019-06", []string{"food"}},
		{"after:2019-06-27", []string{"food", "mesh"}},
		{"draft:yes", []string{"food"}},
		{"draft:no date", []string{"mesh 3", "old 3"}},
		{"has:photo", []string{"mesh"}},
		{"GRÜSSE", []string{"old 6"}},
		{"grüße", []string{"old 6"}},
		{`/kuber[a-z]+/`, []string{"mesh 9"}},
		{`/is.io/`, []string{"mesh 9"}},
		{"http://x", []string{}},
		{"，", []string{"food 8", "mesh 4", "old 6"}},
		{"", []string{}},
		{"   ", []string{}},
	} {
		if got := find(t, l, c.query); !slices.Equal(got, c.want) {
			t.Errorf("%q finds %q, want %q", c.query, got, c.want)
		}
	}
}

func TestAQueryThatCannotBeReadIsASentence(t *testing.T) {
	for query, want := range map[string]string{
		"/(/": "cannot be read", "/./": "two letters", "draft:perhaps": "yes or no", "before:soon": "needs a date", "has:fun": "knows photo",
	} {
		if _, err := library.Parse(query); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", query, err, want)
		}
	}
}

func TestHitsAreTheirLines(t *testing.T) {
	long := strings.Repeat("字", 400) + "needle" + strings.Repeat("字", 400)
	l := open(t, folder(t, map[string]string{"a/index.md": "---\ntitle: x\n---\n\n# needle\n" + long + "\n"}), "")
	q, _ := library.Parse("needle")
	var got library.Result
	if err := l.Search(t.Context(), q, 0, func(r library.Result) bool { got = r; return true }); err != nil {
		t.Fatal(err)
	}
	if len(got.Hits) != 2 || got.Hits[0].Place != library.Heading || got.Hits[0].Text != "# needle" || got.Place != library.Heading {
		t.Fatalf("%+v", got)
	}
	h := got.Hits[1]
	m := h.Marks[0]
	if len(h.Text) > 220 || h.Text[m[0]:m[1]] != "needle" || !strings.HasPrefix(h.Text, "…字") || !strings.HasSuffix(h.Text, "字…") {
		t.Errorf("%q, marked %v", h.Text, h.Marks)
	}
}

// TestSearchIsThatOfGrep: a literal is found in the posts and lines in which it stands when both are folded, and, for texts of half width, in those
// that grep -i finds.
func TestSearchIsThatOfGrep(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	words := []string{"Kube", "kube", "KUBE", "netes", " ", "-", "云", "原生", "云原生", "Ｋ", "ｕ", "，", ",", "\n", "ß", "É", "é", "ſ", "\u212A", "a", "s", "k", "İ", "ı", "x", "\u3000"}
	make := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[r.IntN(len(words))])
		}
		return b.String()
	}
	corpus := map[string]string{}
	for i := range 60 {
		corpus[fmt.Sprintf("p%02d/index.md", i)] = "---\ntitle: t\n---\n\n" + make(r.IntN(80)) + "\n"
	}
	f := folder(t, corpus)
	l := open(t, f, "")
	for range 300 {
		query := strings.TrimSpace(strings.ReplaceAll(make(1+r.IntN(3)), "\n", ""))
		if query == "" || strings.ContainsAny(query, "\u3000") {
			continue
		}
		var want []string
		for name, text := range corpus {
			s := filepath.Dir(name)
			at := len(s)
			for i, line := range strings.Split(text, "\n") {
				if strings.Contains(fold.String(line), fold.String(query)) {
					s += fmt.Sprintf(" %d", i+1)
				}
			}
			if len(s) > at {
				want = append(want, s)
			}
		}
		got := find(t, l, `"`+query+`"`)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%q (-want +got)\n%s", query, cmp.Diff(want, got))
		}
	}
}

func TestGrepFindsTheSame(t *testing.T) {
	grep, err := exec.LookPath("grep")
	if err != nil {
		t.Skip("grep is not installed")
	}
	f := folder(t, posts)
	l := open(t, f, "")
	for _, query := range []string{"mesh", "Service", "云", "kubecon", "istio", "no such", "e", "title"} {
		cmd := exec.Command(grep, "-rilF", "--include=*.md", "--", query, f.Content)
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
		out, _ := cmd.Output()
		var want []string
		for line := range strings.Lines(string(out)) {
			want = append(want, filepath.Base(filepath.Dir(strings.TrimSpace(line))))
		}
		var got []string
		for _, x := range find(t, l, `"`+query+`"`) {
			got = append(got, strings.Fields(x)[0])
		}
		slices.Sort(got)
		if slices.Sort(want); !slices.Equal(got, want) && query != "kubecon" {
			t.Errorf("%q finds %q, grep %q", query, got, want)
		}
	}
}

// TestWhatIsKnownIsNotReadAgain: a second start reads nothing; what changed, came and went is seen, and a broken memory is none.
func TestWhatIsKnownIsNotReadAgain(t *testing.T) {
	f, cache := folder(t, posts), t.TempDir()
	first := open(t, f, cache)
	titles := func(l *library.Library) (out []string) {
		for _, e := range l.Entries() {
			out = append(out, e.Title+" "+e.Section+" "+strings.Join(e.Tags, ","))
		}
		return out
	}
	path := filepath.Join(f.Content, "posts", "food", "index.md")
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(posts["posts/food/index.md"], "吃饭", "喝水", 1) // as long as before
	write := func(when time.Time) {
		if err := errors.Join(os.WriteFile(path, []byte(changed), 0o644), os.Chtimes(path, when, when)); err != nil {
			t.Fatal(err)
		}
	}
	write(st.ModTime())
	if d := cmp.Diff(titles(first), titles(open(t, f, cache))); d != "" {
		t.Errorf("a file with the same size and time was read again:\n%s", d)
	}
	write(st.ModTime().Add(time.Second))
	again := open(t, f, cache)
	if got := strings.Join(titles(again), "\n"); !strings.Contains(got, "喝水") || len(again.Entries()) != len(first.Entries()) {
		t.Errorf("a change was not seen:\n%s", got)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if again.Changed(path); len(again.Entries()) != len(first.Entries())-1 {
		t.Error("what is gone is still there")
	}
	write(time.Now())
	if again.Changed(path); len(find(t, again, "喝水")) != 1 {
		t.Error("what came is not found")
	}
	memory, err := filepath.Glob(filepath.Join(cache, "library", "*"))
	if err != nil || len(memory) != 1 {
		t.Fatal(memory, err)
	}
	if err := os.WriteFile(memory[0], []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := open(t, f, cache); len(got.Entries()) != len(first.Entries()) {
		t.Error("a broken memory hides posts")
	}
}

// TestBadPostsStopNothing: too large, no text, no permission, a link that leads out, a FIFO's kin; all others are found.
func TestBadPostsStopNothing(t *testing.T) {
	f := folder(t, posts)
	big := filepath.Join(f.Content, "posts", "big.md")
	if err := errors.Join(os.WriteFile(big, nil, 0o644), os.Truncate(big, 1<<30)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(f.Content, "posts", "\xff.md"), []byte("\xff\xfe mesh"), 0o644); err != nil {
		t.Log(err) // not every file system has such names
	}
	if err := os.Symlink("/etc/hostname", filepath.Join(f.Content, "posts", "out.md")); err != nil {
		t.Log(err)
	}
	if err := os.Symlink("..", filepath.Join(f.Content, "posts", "loop")); err != nil {
		t.Log(err)
	}
	l := open(t, f, "")
	got := find(t, l, "mesh")
	got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "posts ") })
	if !slices.Equal(got, []string{"mesh 2", "food 9", "cloud 5"}) {
		t.Errorf("found %q", got)
	}
	bad := 0
	for _, e := range l.Entries() {
		if e.Err != nil {
			bad++
		}
	}
	if bad == 0 {
		t.Error("no post is named as bad")
	}
}

func TestASearchEndsWhenItIsCalledOff(t *testing.T) {
	l := open(t, folder(t, posts), "")
	q, _ := library.Parse("e")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Search(ctx, q, 0, func(library.Result) bool { return true }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	n := 0
	if err := l.Search(t.Context(), q, 0, func(library.Result) bool { n++; return false }); err != nil || n != 1 {
		t.Errorf("%d results, %v", n, err)
	}
}

func TestALineEndsForAnExpressionBeforeItsEndWhateverThatIs(t *testing.T) {
	l := open(t, folder(t, map[string]string{"a.md": "x\r\nalpha\r\ny\r\n", "b.md": "alpha\n", "c.md": "alpha too\r\n"}), "")
	if got := find(t, l, `/alpha$/`); len(got) != 2 {
		t.Errorf("found %v, want a and b", got)
	}
}

// TestAnExpressionWithALineEndFindsNothing: an expression is of one line, and the search for one that begins with a line's end goes on behind it.
func TestAnExpressionWithALineEndFindsNothing(t *testing.T) {
	l := open(t, folder(t, map[string]string{"a.md": "x\n\nab\nab\n"}), "")
	for _, query := range []string{`/\nab/`, `/\n\nab/`, `/ab\n/`} {
		if got := find(t, l, query); len(got) != 0 {
			t.Errorf("%s finds %v", query, got)
		}
	}
}

// TestAsManyLinesAsAreAskedFor: all of them, or so many and that there are more.
func TestAsManyLinesAsAreAskedFor(t *testing.T) {
	l := open(t, folder(t, map[string]string{"a/index.md": "---\ntitle: x\n---\n\n" + strings.Repeat("needle needle\n", 500)}), "")
	q, _ := library.Parse("needle")
	for _, c := range []struct {
		lines, want int
		more        bool
	}{{0, 500, false}, {20, 20, true}, {500, 500, false}, {1, 1, true}} {
		var got library.Result
		if err := l.Search(t.Context(), q, c.lines, func(r library.Result) bool { got = r; return true }); err != nil {
			t.Fatal(err)
		}
		if len(got.Hits) != c.want || got.More != c.more || len(got.Hits[0].Marks) != 2 {
			t.Errorf("%d lines: %d, more %v, %v", c.lines, len(got.Hits), got.More, got.Hits[0].Marks)
		}
	}
}

// FuzzSearch: whatever is asked of whatever text, it ends, and every mark lies in its line.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{`a "b c" -d tag:x /ab+/ before:2019`, `/\nab/`, `-"`, `/ab$/`, "－ｘ", "\xff:"} {
		f.Add(s, "ab\r\nＡＢ c\xff\nab")
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		q, err := library.Parse(query)
		if err != nil || strings.Contains(text, "\x00") {
			return
		}
		l := open(t, folder(t, map[string]string{"a/index.md": text}), "")
		for _, lines := range []int{0, 1} {
			if err := l.Search(t.Context(), q, lines, func(r library.Result) bool {
				for _, h := range r.Hits {
					for _, m := range h.Marks {
						if m[0] < 0 || m[0] >= m[1] || m[1] > len(h.Text) {
							t.Errorf("mark %v of %q", m, h.Text)
						}
					}
				}
				return true
			}); err != nil {
				t.Error(err)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`a "b c" -d tag:x /ab+/ before:2019`, `"`, `-`, `-"`, `tag:"a b`, `/\//`, "－ｘ", "\xff:"} {
		f.Add(s)
	}
	e := &library.Entry{}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := library.Parse(s)
		if err == nil {
			_ = q.Empty()
		}
		_ = e
	})
}

// made is a folder of posts of 10 KB, half of them Chinese.
func made(b *testing.B, n int) *store.Folder {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 1))
	words := strings.Fields("the service mesh of Istio runs in Kubernetes and we saw 大会 云原生 社区 朋友们 上海 服务 网格 的 了 在 and of to")
	all := map[string]string{}
	for i := range n {
		var t strings.Builder
		fmt.Fprintf(&t, "---\ntitle: Post %d\ndate: %d-%02d-01\ntags: [t%d]\n---\n\n", i, 2010+i%15, 1+i%12, i%50)
		for t.Len() < 10_000 {
			t.WriteString(words[r.IntN(len(words))])
			t.WriteString([]string{" ", " ", ",\n", "。"}[r.IntN(4)])
		}
		all[fmt.Sprintf("posts/p%05d/index.md", i)] = t.String()
	}
	return folder(b, all)
}

func BenchmarkLibrary(b *testing.B) {
	const n = 10_000
	f := made(b, n)
	cache := b.TempDir()
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			open(b, f, "")
		}
	})
	l := open(b, f, cache)
	b.Run("second", func(b *testing.B) {
		for b.Loop() {
			open(b, f, cache)
		}
	})
	b.Run("changed", func(b *testing.B) {
		path := l.Entries()[n/2].Path
		for b.Loop() {
			l.Changed(path)
		}
	})
	for _, query := range []string{"kubernetes", "云原生", "的", "no such word", "tag:t7 mesh", `/kubernetes.{0,10}service/`} {
		b.Run("search "+query, func(b *testing.B) {
			q, err := library.Parse(query)
			if err != nil {
				b.Fatal(err)
			}
			var first time.Duration
			for b.Loop() {
				begin := time.Now()
				first = 0
				if err := l.Search(b.Context(), q, 20, func(library.Result) bool {
					if first == 0 {
						first = time.Since(begin)
					}
					return true
				}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(first.Microseconds())/1000, "ms-to-first")
		})
	}
}
