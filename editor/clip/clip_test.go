package clip

import (
	"slices"
	"strings"
	"testing"
)

func TestFormattedTextBecomesCleanMarkdown(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"browser", `<h2>大会</h2><p>One <a href="https://kubecon.io">link</a> and <strong>bold</strong>.</p>`, "## 大会\n\nOne [link](https://kubecon.io) and **bold**."},
		{"list", `<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>`, "- a\n- b\n  - c"},
		{"google docs", `<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:700">Bold</span><span> text</span></p></b>`, "**Bold** text"},
		{"word", `<p class=MsoNormal>Word<o:p></o:p></p><!--[if gte mso 9]><xml>junk</xml><![endif]-->`, "Word"},
		{"wechat", `<section><p style="color:red"><span leaf="">正文</span></p><p><br></p><p>第二段</p></section>`, "正文\n\n第二段"},
		{"table", `<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>`, "| a | b |\n|---|---|\n| 1 | 2 |"},
		{"script", `<p>x</p><script>alert(1)</script><style>p{}</style>`, "x"},
	} {
		got, err := Markdown(c.html)
		if err != nil || got != c.want {
			t.Errorf("%s: got %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}

func TestEverySystemHasAProgram(t *testing.T) {
	for _, goos := range []string{"linux", "darwin", "windows", "freebsd"} {
		for _, kind := range []string{"text/html", "image/png"} {
			if len(commands(goos, kind, false)) == 0 {
				t.Errorf("%s has no program for %s", goos, kind)
			}
		}
	}
	if c := commands("linux", "text/html", true); c[0][0] != "wl-paste" {
		t.Errorf("under Wayland %s is asked first", c[0][0])
	}
}

func TestHexadecimalAnswersAreDecoded(t *testing.T) {
	if got := decode("osascript", []byte("«data HTML3C623E»\n")); string(got) != "<b>" {
		t.Errorf("osascript: got %q", got)
	}
	if got := decode("powershell", []byte("Version:0.9\nStartHTML:00\n<html>x</html>")); string(got) != "<html>x</html>" {
		t.Errorf("CF_HTML: got %q", got)
	}
	if got := decode("powershell", []byte("89504E47\r\n")); !slices.Equal(got, []byte{0x89, 'P', 'N', 'G'}) {
		t.Errorf("picture: got %q", got)
	}
}

func TestAnEndlessAnswerIsCutOff(t *testing.T) {
	b := &bounded{limit: 10}
	if _, err := b.Write([]byte(strings.Repeat("x", 11))); err == nil || !b.over {
		t.Error("took more than its limit")
	}
}
