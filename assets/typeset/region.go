package typeset

import "strings"

// region says whose shapes of the unified ideographs a font has.
type region uint8

const (
	regionNone region = iota
	regionSC
	regionTC
	regionHK
	regionJP
	regionKR
)

// regionOf returns the region that a language tag asks for, or none.
func regionOf(lang string) region {
	tag := strings.ToLower(strings.ReplaceAll(lang, "_", "-"))
	tag, _, _ = strings.Cut(tag, ".")
	primary, rest, _ := strings.Cut(tag, "-")
	switch primary {
	case "ja":
		return regionJP
	case "ko":
		return regionKR
	case "yue":
		return regionHK
	case "zh", "cmn":
		switch {
		case strings.Contains(rest, "hans"):
			return regionSC
		case strings.Contains(rest, "hk"), strings.Contains(rest, "mo"):
			return regionHK
		case strings.Contains(rest, "hant"), strings.Contains(rest, "tw"):
			return regionTC
		}
		return regionSC
	}
	return regionNone
}

// tag returns the language that OpenType calls the region's shapes by.
func (r region) tag() string {
	switch r {
	case regionTC:
		return "zh-tw"
	case regionHK:
		return "zh-hk"
	case regionJP:
		return "ja"
	case regionKR:
		return "ko"
	}
	return "zh-cn"
}

// order lists the regions to try for text of region r, the nearest first.
func (r region) order() []region {
	switch r {
	case regionTC:
		return []region{regionTC, regionHK, regionSC, regionJP, regionKR}
	case regionHK:
		return []region{regionHK, regionTC, regionSC, regionJP, regionKR}
	case regionJP:
		return []region{regionJP, regionSC, regionTC, regionHK, regionKR}
	case regionKR:
		return []region{regionKR, regionSC, regionTC, regionHK, regionJP}
	}
	return []region{regionSC, regionTC, regionHK, regionJP, regionKR}
}

// cjkFamilies maps normalised family names, or their beginnings, to regions,
// the better fonts of each region first.
func cjkFamilies() []struct {
	prefix string
	region region
} {
	return []struct {
		prefix string
		region region
	}{
		{"notosanscjksc", regionSC},
		{"notosanscjktc", regionTC},
		{"notosanscjkhk", regionHK},
		{"notosanscjkjp", regionJP},
		{"notosanscjkkr", regionKR},
		{"sourcehansanssc", regionSC},
		{"sourcehansanscn", regionSC},
		{"sourcehansanstc", regionTC},
		{"sourcehansanstw", regionTC},
		{"sourcehansanshk", regionHK},
		{"sourcehansansjp", regionJP},
		{"sourcehansanskr", regionKR},
		{"sourcehansansk", regionKR},
		{"sourcehansans", regionJP},
		{"notosanssc", regionSC},
		{"notosanstc", regionTC},
		{"notosanshk", regionHK},
		{"notosansjp", regionJP},
		{"notosanskr", regionKR},
		{"pingfangsc", regionSC},
		{"pingfangtc", regionTC},
		{"pingfanghk", regionHK},
		{"hiraginosansgb", regionSC},
		{"hiraginosans", regionJP},
		{"hiraginokakugo", regionJP},
		{"microsoftyahei", regionSC},
		{"microsoftjhenghei", regionTC},
		{"yugothic", regionJP},
		{"meiryo", regionJP},
		{"malgungothic", regionKR},
		{"applesdgothicneo", regionKR},
		{"applegothic", regionKR},
		{"notosansmonocjksc", regionSC},
		{"notosansmonocjktc", regionTC},
		{"notosansmonocjkhk", regionHK},
		{"notosansmonocjkjp", regionJP},
		{"notosansmonocjkkr", regionKR},
		{"wenquanyi", regionSC},
		{"droidsansfallback", regionSC},
		{"heiti", regionSC},
		{"simhei", regionSC},
		{"ipagothic", regionJP},
		{"ipaexgothic", regionJP},
		{"takao", regionJP},
		{"msgothic", regionJP},
		{"nanumgothic", regionKR},
		{"gulim", regionKR},
		{"dotum", regionKR},
		{"notoserifcjksc", regionSC},
		{"notoserifcjktc", regionTC},
		{"notoserifcjkhk", regionHK},
		{"notoserifcjkjp", regionJP},
		{"notoserifcjkkr", regionKR},
		{"sourcehanserifsc", regionSC},
		{"sourcehanseriftc", regionTC},
		{"sourcehanserifk", regionKR},
		{"sourcehanserif", regionJP},
		{"songti", regionSC},
		{"simsun", regionSC},
		{"nsimsun", regionSC},
		{"arplumingcn", regionSC},
		{"arplukaicn", regionSC},
		{"arpluming", regionTC},
		{"arplukai", regionTC},
		{"mingliu", regionTC},
		{"pmingliu", regionTC},
		{"msmincho", regionJP},
		{"batang", regionKR},
	}
}

// cjkFamily tells whether a normalised family name is one of a font for
// Chinese, Japanese or Korean, for which region it was made, and its place in
// the list of known ones.
func cjkFamily(name string) (known bool, r region, rank int) {
	for i, f := range cjkFamilies() {
		if strings.HasPrefix(name, f.prefix) {
			return true, f.region, i
		}
	}
	return false, regionNone, 0
}
