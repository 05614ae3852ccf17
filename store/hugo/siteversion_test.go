package hugo

import "testing"

func TestVersionThatASiteAsksFor(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"netlify.toml", "[build.environment]\n  HUGO_VERSION = \"0.120.4\"\n", "0.120.4"},
		{"netlify.toml", "[context.production.environment]\nHUGO_VERSION=\"0.99\"\n", "0.99"},
		{".github/workflows/pages.yml", "    - uses: peaceiris/actions-hugo@v3\n      with:\n        hugo-version: '0.147.9'\n        extended: true\n", "0.147.9"},
		{".github/workflows/hugo.yaml", "    env:\n      HUGO_VERSION: 0.128.0\n", "0.128.0"},
		{".github/workflows/hugo.yaml", "        hugo-version: latest\n", ""},
		{".gitlab-ci.yml", "image: hugomods/hugo:0.136.2\n", "0.136.2"},
		{"vercel.json", "{\"build\": {\"env\": {\"HUGO_VERSION\": \"0.111.3\"}}}", "0.111.3"},
		{".tool-versions", "hugo extended_0.121.1\nnodejs 20\n", "0.121.1"},
		{"package.json", "{\"devDependencies\": {\"hugo-extended\": \"^0.122.0\", \"x\": \"1\"}}", "0.122.0"},
		{".hvm", "v0.147.0\n", "0.147.0"},
		{"Makefile", "hugo:\n\thugo --minify\n", ""},
		{"netlify.toml", "# hugo is good\ncommand = \"hugo --gc\"\n", ""},
	} {
		dir := t.TempDir() + "/a [b] *"
		writeAll(t, dir, map[string]string{c.file: c.text})
		if got := SiteVersion(dir, plainRead); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.file, c.text, got, c.want)
		}
	}
}

func TestOlder(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"0.111.3", "0.156.0", true},
		{"0.156.0", "0.156.0", false},
		{"0.99", "0.100", true},
		{"0.156", "0.156.1", true},
		{"", "0.156.0", false},
	} {
		if got := Older(c.a, c.b); got != c.want {
			t.Errorf("%q, %q: got %v", c.a, c.b, got)
		}
	}
}
