package photo

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxName bounds a file name in bytes, with room for "-12.jpg"; most file systems end at 255.
const maxName = 120

// machineTail is what cameras, phones and messengers put behind their prefix: numbers, times, and a few marks.
const machineTail = `(?:[ _().:@~–-]|[0-9]|wa|at|am|pm|burst|cover|portrait|night|hdr|mp|ts|edited|top|raw|copy|年|月|日|上午|下午|[0-9a-f]{8,})*`

// machineName matches names that nobody chose. A word with a number, such as talk-3, was chosen.
var machineName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:` +
		// prefixes that count only before a number
		`(?:img|imag|vid|mvimg|pano|burst|dsc|dscn|dscf|dsci|dscpdc|_dsc|_mg|_igp|imgp|sam|sany|stp|cimg|kic|pict|pxl|gopr|gp|gx|dji|dcp|hpim|wp|win|lrm|sdc|c360|p1|signal|received|fb_img|line|tempimage|wechatimg|mmexport)` +
		`[ _().–-]*[0-9]` + machineTail +
		// words that say nothing even alone
		`|(?:image|photo|picture|screenshot|screen shot|screencap|capture|clipboard|pasted image|pasted|paste|untitled|unnamed|download|file|scan|fullsizerender|wechat image|weixin image|whatsapp image|telegram|snapchat|beauty|faceu|camscanner|inshot)` + machineTail +
		`|(?:微信图片|微信截图|企业微信截图|截屏|截图|屏幕截图|屏幕快照|照片|图片|图像|未命名|无标题|qq图片|qq截图|钉钉截图|螢幕快照|螢幕截圖|スクリーンショット|스크린샷)` + machineTail +
		`|(?:screenshot|screen shot|bildschirmfoto|capture d.écran|captura de pantalla)[ _-].*` +
		`|[0-9]` + machineTail +
		`|[0-9a-f]{16,}` +
		`|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?: ?\([0-9]+\))?` +
		`)$`)
})

// isMachineName reports whether nobody chose a name.
func isMachineName(base string) bool { return machineName().MatchString(strings.TrimSpace(base)) }

// SafeName gives the file name under which a photo goes into a post (facts/photos.md §10): a name that a person chose is kept, made safe;
// one that a machine made becomes YYYYMMDD-HHMMSS of taken, in taken's own offset. base may have a path and an extension; both are left
// off, and the extension is the format's. The name is never empty, never hidden and never reserved on any platform.
func SafeName(base string, format Format, taken time.Time) string {
	if i := strings.LastIndexAny(base, `/\`); i >= 0 {
		base = base[i+1:]
	}
	if i := strings.LastIndexByte(base, '.'); i > 0 && isExt(base[i+1:]) {
		base = base[:i]
	}
	name := ""
	if !isMachineName(base) {
		name = safe(base)
	}
	if name == "" {
		if taken.IsZero() {
			name = "photo"
		} else {
			name = taken.Format("20060102-150405")
		}
	}
	return name + format.Ext()
}

// isExt reports whether s looks like a file extension and not like the end of a sentence.
func isExt(s string) bool {
	if len(s) == 0 || len(s) > 5 {
		return false
	}
	for _, c := range s {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			return false
		}
	}
	return true
}

// safe keeps what is harmless in a file name, in a link and in a URL on every platform.
func safe(s string) string {
	var b strings.Builder
	dash := false
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Bidi_Control, r), unicode.Is(unicode.Cf, r), unicode.IsControl(r), unicode.Is(unicode.Co, r):
			continue
		case unicode.IsSpace(r), strings.ContainsRune("#%?*:|\"<>/\\()[]{}`'^&$!;,~@=+", r), r == '-':
			dash = b.Len() > 0
			continue
		}
		if dash {
			b.WriteByte('-')
			dash = false
		}
		b.WriteRune(r)
	}
	out := b.String()
	for len(out) > maxName {
		_, n := utf8.DecodeLastRuneInString(out)
		out = out[:len(out)-n]
	}
	out = strings.Trim(out, "-._ ")
	if reserved(out) {
		out = "photo-" + out
	}
	return out
}

// reserved reports whether Windows keeps a name for a device, or a site generator for a page.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	if slices.Contains([]string{"con", "prn", "aux", "nul", "conin$", "conout$", "_index", "index"}, stem) {
		return true
	}
	if len(stem) >= 4 && (strings.HasPrefix(stem, "com") || strings.HasPrefix(stem, "lpt")) {
		return slices.Contains([]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"}, stem[3:])
	}
	return false
}

// fold makes two names equal that any common file system takes for one.
func fold(name string) string { return strings.ToLower(norm.NFC.String(name)) }
