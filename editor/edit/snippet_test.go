package edit

import (
	"strings"
	"testing"

	"lanyard/editor/text"
	"lanyard/editor/text/texttest"
)

func TestSnippetsGoInAndSelectTheirFields(t *testing.T) {
	for _, c := range []struct {
		body, in string
		want     []string
	}{
		{"[${1:text}](${2:url})$0", "a|b", []string{"a[«text»](url)b", "a[text](«url»)b", "a[text](url)|b"}},
		{"{{< figure src=\"$1\" >}}", "|", []string{"{{< figure src=\"|\" >}}", "{{< figure src=\"\" >}}|"}},
		{"<a>${2:y}</a>${1:x}", "|", []string{"<a>y</a>«x»", "<a>«y»</a>x", "<a>y</a>x|"}},
		{"${1:名}=$1", "|", []string{"«名»=«名»", "名=名|"}},
		{"a\n${1}\nb", "  中|", []string{"  中a\n  |\n  b", "  中a\n  \n  b|"}},
		{"a\nb", "x|\r\ny", []string{"xa\r\nb|\r\ny"}},
		{"> ${SELECTION:x}", "«引»", []string{"> 引|"}},
		{"> ${SELECTION:x}", "|", []string{"> x|"}},
		{"${DATE} ${TIME} ${YEAR} \\${1} $", "|", []string{"2019-06-28 11:05 2019 ${1} $|"}},
	} {
		s := texttest.Parse(c.in)
		tr, fields, err := Snippet{Name: "x", Body: c.body}.Insert(s, env)
		if err != nil {
			t.Errorf("%q: %v", c.body, err)
			continue
		}
		after := s.Apply(tr)
		var got []string
		for i, f := range fields {
			if i > 0 {
				after.Selection = text.Select(append([]text.Range(nil), f...), 0)
			}
			got = append(got, texttest.Format(after))
		}
		if strings.Join(got, "\n---\n") != strings.Join(c.want, "\n---\n") {
			t.Errorf("%q into %q: got %q, want %q", c.body, c.in, got, c.want)
		}
	}
}

func TestPlainSnippetReads(t *testing.T) {
	if got := (Snippet{Body: "[${SELECTION:}${1}](${2:url})$0"}).Plain(); got != "[…](url)" {
		t.Errorf("got %q", got)
	}
}

func TestSnippetStaysBehindTheFloor(t *testing.T) {
	s := texttest.Parse("---\n|---\nx")
	if _, _, err := (Snippet{Name: "x", Body: "y"}).Insert(s, Env{Floor: 8}); err == nil {
		t.Error("a snippet went into the hidden front matter")
	}
}

func TestReadSnippetsNamesWhatItCannotUse(t *testing.T) {
	got, err := ReadSnippets([]byte("提示: |\n  > ${1:注意}\nk8s:\n  body: Kubernetes\n  also: kube\nempty:\nbad: ${X}\nopen: ${1\n列: [a]\nmore: {body: a, x: b}\nk8s: again\n"))
	if len(got) != 2 || got[0] != (Snippet{Name: "提示", Body: "> ${1:注意}"}) || got[1] != (Snippet{Name: "k8s", Also: "kube", Body: "Kubernetes"}) {
		t.Errorf("got %+v", got)
	}
	for _, part := range []string{"line 6", `"empty"`, "${X}", "line 8", "line 9", `"x"`, "twice"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in %v", part, err)
		}
	}
	for _, bad := range []string{"- a\n", "a: [", "x"} {
		if _, err := ReadSnippets([]byte(bad)); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
	for _, none := range []string{"", "# nothing\n", "~\n"} {
		if got, err := ReadSnippets([]byte(none)); err != nil || got != nil {
			t.Errorf("%q: %v, %v", none, got, err)
		}
	}
}

func FuzzSnippet(f *testing.F) {
	f.Add("${1:a}$2${0}\\$ $1\n${SELECTION:b}")
	f.Fuzz(func(t *testing.T, body string) {
		s := texttest.Parse("a\r\n\t«b»c")
		tr, fields, err := Snippet{Name: "x", Body: body}.Insert(s, env)
		if err != nil {
			return
		}
		after := s.Apply(tr)
		for _, fd := range fields {
			for _, r := range fd {
				if r.From() < 0 || r.To() > after.Doc.Len() {
					t.Fatalf("field %v outside of %d bytes", r, after.Doc.Len())
				}
			}
		}
		_, _ = ReadSnippets([]byte(body))
	})
}
