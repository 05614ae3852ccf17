package photo

import (
	"regexp"
	"strings"
	"sync"
)

// Origin says of a picture that no camera of the author's took it there and then, as far as its name tells.
type Origin string

// The origins that names tell.
const (
	OriginCamera     Origin = ""
	OriginScreenshot Origin = "screenshot" // taken by a computer or phone of its own screen
	OriginMessenger  Origin = "messenger"  // came through a messenger, which drops the time of the shutter
)

// origins match names in lower case without their extension. The words are those that programs give; a person may give them too, so a
// messenger's has to come with a number.
var origins = sync.OnceValue(func() map[Origin]*regexp.Regexp {
	return map[Origin]*regexp.Regexp{
		OriginScreenshot: regexp.MustCompile(`^(?:screen ?shot|screencap|bildschirmfoto|capture d.écran|captura de pantalla|截屏|截图|屏幕截图|屏幕快照|微信截图|企业微信截图|qq截图|钉钉截图|螢幕快照|螢幕截圖|スクリーンショット|스크린샷)`),
		OriginMessenger: regexp.MustCompile(`^(?:(?:img|vid)-[0-9]{8}-wa[0-9]+|whatsapp (?:image|video) [0-9].*|signal-[0-9].*|photo_[0-9]{4}-[0-9]{2}-[0-9]{2}_.*|` +
			`mmexport[0-9]+.*|wx_camera_[0-9]+.*|(?:wechat|weixin|telegram) ?image[ _]?[0-9].*|(?:微信图片|qq图片)[ _]?[0-9].*)$`),
	}
})

// OriginOf tells the origin of a picture by the name under which it came.
func OriginOf(path string) Origin {
	base := path
	if i := strings.LastIndexAny(base, `/\`); i >= 0 {
		base = base[i+1:]
	}
	if i := strings.LastIndexByte(base, '.'); i > 0 {
		base = base[:i]
	}
	base = strings.ToLower(strings.TrimSpace(base))
	for o, match := range origins() {
		if match.MatchString(base) {
			return o
		}
	}
	return OriginCamera
}
