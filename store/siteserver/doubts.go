package siteserver

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lanyard/store"
	"lanyard/store/hugo"
)

// A DoubtKind says what may go wrong with a site's build, for a caller that translates.
type DoubtKind uint8

// The kinds of doubts.
const (
	ThemeMissing DoubtKind = iota // a theme or module is not in the site's folder
	ThemeEmpty                    // a theme's folder is empty: a submodule that was not fetched
	OtherVersion                  // the site asks for another Hugo
	Large                         // so many posts that a build takes minutes
)

// A Doubt is said before it fails.
type Doubt struct {
	Kind DoubtKind
	Name string // of the theme; of OtherVersion the version that the site asks for
	Here string // of OtherVersion: the installed version
}

// String is the doubt in English.
func (d Doubt) String() string {
	switch d.Kind {
	case ThemeMissing:
		return fmt.Sprintf("the theme or module %q is not in the site's folder; Hugo may want to fetch it", d.Name)
	case ThemeEmpty:
		return fmt.Sprintf("the theme's folder %q is empty; \"git submodule update --init\" fetches it", d.Name)
	case OtherVersion:
		return fmt.Sprintf("the site is built with Hugo %s elsewhere, and here is %s", d.Name, d.Here)
	case Large:
		return fmt.Sprintf("the site has more than %d posts; Hugo may take minutes for the first build", large)
	}
	return ""
}

// large is how many posts make a site that Hugo takes minutes for.
const large = 5000

// Doubts lists what of a site may stop its build. version is the installed Hugo's, empty where it is not known.
func Doubts(ctx context.Context, f *store.Folder, version string) []Doubt {
	var list []Doubt
	for _, name := range f.Config().MissingThemes {
		d := Doubt{Kind: ThemeMissing, Name: name}
		if entries, err := os.ReadDir(filepath.Join(f.Site, "themes", name)); err == nil && len(entries) == 0 {
			d.Kind = ThemeEmpty
		}
		list = append(list, d)
	}
	entries, err := os.ReadDir(filepath.Join(f.Site, "themes"))
	if err == nil {
		for _, e := range entries {
			below, err := os.ReadDir(filepath.Join(f.Site, "themes", e.Name()))
			known := slices.ContainsFunc(list, func(d Doubt) bool { return d.Name == e.Name() })
			if err == nil && e.IsDir() && len(below) == 0 && !known {
				list = append(list, Doubt{Kind: ThemeEmpty, Name: e.Name()})
			}
		}
	}
	if asked := hugo.SiteVersion(f.Site, f.ReadFile); asked != "" && version != "" && minor(asked) != minor(version) {
		list = append(list, Doubt{Kind: OtherVersion, Name: asked, Here: version})
	}
	n := 0
	_ = f.List(ctx, func(store.Summary) bool { n++; return n <= large }) // what cannot be listed is not counted
	if n > large {
		list = append(list, Doubt{Kind: Large})
	}
	return list
}

// minor is a version without its last part: 0.111 of 0.111.3.
func minor(version string) string {
	parts := strings.SplitN(version, ".", 3)
	return strings.Join(parts[:min(2, len(parts))], ".")
}
