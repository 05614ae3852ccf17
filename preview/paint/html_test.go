package paint

import (
	"regexp"
	"strings"
	"testing"

	"lanyard/store/markdown"
)

// A page whose site lets raw HTML pass has the author's scripts in it, and a policy under which a browser runs none of them: nothing that can hold
// a script falls back to something that allows one, and the policy stands before all that it is for.
func TestAPageRunsNoScript(t *testing.T) {
	o := markdown.Default()
	o.Unsafe = true
	src := "<script>alert(1)</script>\n\n<img src=x onerror=alert(2)>\n\n[a](javascript:alert(3))\n\n<iframe src=\"https://example.org\"></iframe>\n\n<base href=\"https://example.org\">\n"
	page := HTMLPage(Head{Title: `"><script>alert(4)</script>`}, markdown.Page(src, 0, o, nil), false, "en", nil)
	if !strings.Contains(page, "<script>alert(1)") {
		t.Fatal("the page has no script; nothing is tested")
	}
	m := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`).FindStringSubmatchIndex(page)
	if m == nil {
		t.Fatal("no policy")
	}
	if before := page[:m[0]]; strings.Count(before, "<") != strings.Count(before, "<!DOCTYPE")+strings.Count(before, "<html")+strings.Count(before, "<head")+strings.Count(before, "<meta charset") {
		t.Errorf("something stands before the policy: %s", before)
	}
	allowed := map[string][]string{}
	for _, d := range strings.Split(page[m[2]:m[3]], ";") {
		f := strings.Fields(d)
		allowed[f[0]] = f[1:]
	}
	for _, kind := range []string{"default-src", "base-uri", "form-action"} { // the two have no default
		if len(allowed[kind]) != 1 || allowed[kind][0] != "'none'" {
			t.Errorf("%s is %q", kind, allowed[kind])
		}
	}
	for kind := range allowed { // what is missing is as default-src
		switch kind {
		case "default-src", "base-uri", "form-action", "img-src", "media-src", "style-src":
		default:
			t.Errorf("%s is allowed: %q", kind, allowed[kind])
		}
	}
	if !strings.Contains(page, `<meta name="referrer" content="no-referrer">`) {
		t.Error("remote pictures are told which page asks")
	}
}
