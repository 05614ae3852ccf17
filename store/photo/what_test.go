package photo

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lanyard/assets"
)

// refusals are errors of every kind, as they come about.
func refusals(t *testing.T) map[string]error {
	t.Helper()
	svg := func(in string) []byte {
		return []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">` + in + `</svg>`)
	}
	out := map[string]error{}
	for name, data := range map[string][]byte{
		"empty": {}, "zip": []byte("PK\x03\x04xxxx"), "pdf": []byte("%PDF-1.4"), "text": []byte("hello"), "nothing": {1, 2, 3, 4}, "corrupt": []byte("GIF89a"),
		"pixels": bmpOf(40_000), "element": svg("<script/>"), "handler": svg(`<g onload="x"/>`), "link": svg(`<image href="http://a.example/x"/>`),
		"style": svg(`<style>@import "x"</style>`), "instruction": svg(`<?php x?>`), "entity": []byte(`<!DOCTYPE svg [<!ENTITY a "b">]><svg/>`),
		"base": svg(`<g xml:base="http://a.example/"/>`), "animation": svg(`<set attributeName="href"/>`),
		"svg bytes": append(svg(""), make([]byte, maxSVG)...),
	} {
		_, err := LookData("x.jpg", data)
		if err == nil {
			t.Fatalf("%s was not refused", name)
		}
		out[name] = err
	}
	out["bytes"] = tooManyBytes("look at", "x.jpg", 300<<20)
	_, _, out["publish"] = Strip(bmpOf(1))
	return out
}

// bmpOf is a BMP of one row.
func bmpOf(width int) []byte {
	b := make([]byte, 58)
	copy(b, "BM")
	b[2], b[10], b[14], b[18], b[19], b[22], b[26], b[28] = 58, 54, 40, byte(width), byte(width>>8), 1, 1, 24
	return b
}

// TestRefusalsAreSaidInOneLanguage: beside names of formats and what stands in the file, a Chinese sentence has no word of English.
func TestRefusalsAreSaidInOneLanguage(t *testing.T) {
	t.Cleanup(func() { assets.SetLanguage("") })
	english := regexp.MustCompile(`[A-Za-z]{2,}`)
	names := regexp.MustCompile(`x\.jpg|JPEG|PNG|GIF|SVG|BMP|ZIP|PDF|MB|Lanyard|script|onload|"http://a.example/x"|php|"href"`)
	all := refusals(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		e, ok := all[name].(*Error)
		if !ok {
			t.Errorf("%s: got %T %v", name, all[name], all[name])
			continue
		}
		for _, lang := range []string{"en", "zh"} {
			assets.SetLanguage(lang)
			said := e.Say(assets.T)
			t.Logf("%s %s: %s", name, lang, said)
			if strings.Contains(said, "photo.") || strings.Contains(said, "%!") {
				t.Errorf("%s, %s: %q is no sentence", name, lang, said)
			}
			if left := english.FindString(names.ReplaceAllString(said, "")); lang == "zh" && left != "" {
				t.Errorf("%s: %q has %q in it", name, said, left)
			}
		}
	}
}

func TestEveryAnswerToWhatAFileIsIsTranslated(t *testing.T) {
	t.Cleanup(func() { assets.SetLanguage("") })
	for _, magic := range []string{
		"", "%PDF-", "PK\x03\x04", "\x00\x00\x01\x00", "8BPS", "\xff\x0a", "\x00\x00\x00\x0cjP  ", "FUJIFILMCCD-RAW", "IIU\x00", "IIRO", "\x7fELF",
		"\x1aE\xdf\xa3", "\x00\x05\x16\x07", "\x00\x00\x01\xba", "ID3", "<html", "text", "\x01\x02",
		"II*\x00\x10\x00\x00\x00CR\x02\x00", "II*\x00NIKON", "II*\x00SONY DSC", "\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ",
	} {
		_, is := sniff([]byte(magic))
		saidInBoth(t, is)
	}
	for _, is := range []What{WhatFolder, WhatPipe, WhatSocket, WhatDevice, WhatSpecial} {
		saidInBoth(t, is)
	}
	if id := JPEG.what().ID(); id != "" {
		t.Errorf("the name of a format has the entry %q", id)
	}
}

func saidInBoth(t *testing.T, is What) {
	t.Helper()
	for _, lang := range []string{"en", "zh"} {
		assets.SetLanguage(lang)
		if id := is.ID(); id == "" || !assets.Has(id) {
			t.Errorf("%q has no sentence in %s", fmt.Sprint(is), lang)
		}
	}
}
