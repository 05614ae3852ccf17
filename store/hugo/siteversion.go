package hugo

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// versionFiles are where sites say by which Hugo they are built: the settings of hosts, of workflows and of version managers. A * is any name.
var versionFiles = []string{
	".github/workflows/*.yml", ".github/workflows/*.yaml", "netlify.toml", "vercel.json", "wrangler.toml", ".gitlab-ci.yml", ".woodpecker.yml", ".drone.yml",
	".hvm", ".hugoversion", ".hugo-version", ".tool-versions", "mise.toml", ".mise.toml", "package.json", "Dockerfile", "docker-compose.yml", "amplify.yml",
	"render.yaml", "firebase.json", "Makefile",
}

// asked finds a version in such a file: HUGO_VERSION = "0.120.4", hugo-version: '0.120.4', hugomods/hugo:0.120.4, "hugo-extended": "^0.120.4",
// hugo extended_0.120.4.
var asked = regexp.MustCompile(`(?i)\bhugo(?:[_-]?(?:extended|version|ver|bin))*(?:[-_]installer)?["']?\s*(?:[:=]|\s)\s*["']?[v^~]?(?:extended_|ext-|debian-)*(0\.\d{2,3}(?:\.\d+)?)\b`)

// plain is a file that holds nothing but a version.
var plain = regexp.MustCompile(`^\s*v?(0\.\d{2,3}(?:\.\d+)?)(?:/extended)?\s*$`)

// SiteVersion is the version of Hugo that a site says it is built by, such as "0.120.4"; empty where it does not say. It blocks on the disk.
func SiteVersion(root string, read Reader) string {
	for _, pattern := range versionFiles {
		paths, _ := filepath.Glob(filepath.Join(escapeGlob(root), filepath.FromSlash(pattern)))
		slices.Sort(paths)
		for _, path := range paths {
			text, err := read(path, 1<<20)
			if err != nil {
				continue
			}
			if m := asked.FindSubmatch(text); m != nil {
				return string(m[1])
			}
			if m := plain.FindSubmatch(text); m != nil && strings.HasPrefix(filepath.Base(path), ".h") {
				return string(m[1])
			}
		}
	}
	return ""
}

// escapeGlob keeps the characters of a folder's name from being a pattern.
func escapeGlob(s string) string {
	if filepath.Separator == '\\' { // where a backslash cannot escape
		return s
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(s)
}
