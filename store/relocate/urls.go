package relocate

import (
	"net/url"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// urlMap tells which address a page has after the move. Addresses are keyed in lower case and without the slash at their end.
type urlMap struct {
	pages  map[string]string // language and address → new address
	places []place
}

func newURLMap(pages []Page, places []place) urlMap {
	m := urlMap{pages: map[string]string{}, places: places}
	for _, pg := range pages {
		if pg.Address == "" || pg.After == "" {
			continue
		}
		key := addressKey(pg.Address)
		m.pages[pg.Lang+" "+key] = pg.After
		if _, ok := m.pages[" "+key]; !ok {
			m.pages[" "+key] = pg.After
		}
	}
	return m
}

func addressKey(addr string) string {
	return strings.ToLower(norm.NFC.String(strings.TrimRight(addr, "/")))
}

// find maps a path on the site, which begins with a slash: the address of a page that moves, or of what lies below one. lang is the page's
// language, where it is known. False where it stays.
func (m urlMap) find(addr, lang string) (string, bool) {
	for at := strings.TrimRight(addr, "/"); len(at) > 1; at = path.Dir(at) {
		to, ok := m.pages[lang+" "+addressKey(at)]
		if !ok {
			to, ok = m.pages[" "+addressKey(at)]
		}
		if ok {
			return join(to, addr[len(at):]), true
		}
	}
	return m.byPlace(addr)
}

// byPlace maps a path that follows the folders of the content.
func (m urlMap) byPlace(addr string) (string, bool) {
	for _, pl := range m.places {
		if len(addr) < len(pl.from) || !strings.EqualFold(norm.NFC.String(addr[:len(pl.from)]), norm.NFC.String(pl.from)) {
			continue
		}
		if rest := addr[len(pl.from):]; rest == "" || rest[0] == '/' || rest[0] == '.' {
			return pl.to + rest, true
		}
	}
	return "", false
}

// join puts rest, which is empty or begins with a slash, behind an address, whose own end gives way.
func join(addr, rest string) string {
	if rest == "" {
		return strings.TrimSuffix(addr, "/")
	}
	if rest == "/" && path.Ext(addr) != "" { // /posts/a.html
		return addr
	}
	return strings.TrimSuffix(addr, "/") + rest
}

// relative is how one writes target seen from the folder dir of an address; both begin with a slash.
func relative(dir, target string) string {
	rel, err := filepath.Rel(filepath.FromSlash(dir), filepath.FromSlash(target))
	if err != nil {
		return target
	}
	rel = filepath.ToSlash(rel)
	if strings.HasSuffix(target, "/") && !strings.HasSuffix(rel, "/") {
		rel += "/"
	}
	return rel
}

// against is the path that a relative reference has on the page at the address addr.
func against(addr, ref string) string {
	dir := addr
	if !strings.HasSuffix(dir, "/") {
		dir = path.Dir(dir)
	}
	out := path.Join("/", dir, ref)
	if last := path.Base(ref); (strings.HasSuffix(ref, "/") || last == "." || last == "..") && !strings.HasSuffix(out, "/") {
		out += "/"
	}
	return out
}

// folderOf is the folder against which relative references on the page at addr are read.
func folderOf(addr string) string {
	if strings.HasSuffix(addr, "/") {
		return addr
	}
	return path.Dir(addr)
}

// needles are the words of which a text must have one to be of interest.
type needles []string

func newNeedles(plan *Plan, places []place) needles {
	var n needles
	have := map[string]bool{}
	add := func(name string) {
		name = strings.ToLower(name)
		for _, s := range []string{name, norm.NFC.String(name), norm.NFD.String(name), strings.ToLower(url.PathEscape(norm.NFC.String(name))), strings.ReplaceAll(name, " ", "-")} {
			if s != "" && !have[s] {
				have[s] = true
				n = append(n, s)
			}
		}
	}
	for _, pl := range places {
		add(path.Base(pl.from))
		add(path.Base(pl.to)) // a bare name that was the only one may be so no longer
	}
	for _, pg := range plan.Pages {
		if base := path.Base(pg.Address); pg.Address != pg.After && pg.Address != "" && !n.in(pg.Address) {
			add(base)
		}
	}
	return n
}

func (n needles) in(text string) bool {
	lower := strings.ToLower(text)
	for _, s := range n {
		if strings.Contains(lower, s) {
			return true
		}
	}
	return false
}
