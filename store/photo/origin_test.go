package photo

import "testing"

func TestNamesTellWhereAPictureComesFrom(t *testing.T) {
	for name, want := range map[string]Origin{
		"/a/Screenshot_20190625-101112.png": OriginScreenshot, "Screen Shot 2019-06-25 at 10.11.12.png": OriginScreenshot, `C:\x\屏幕快照 2019-06-25.png`: OriginScreenshot,
		"IMG-20190625-WA0012.jpg": OriginMessenger, "mmexport1561432800123.jpg": OriginMessenger, "微信图片_20190625101112.jpg": OriginMessenger,
		"photo_2019-06-25_10-11-12.jpg": OriginMessenger, "signal-2019-06-25-101112.jpg": OriginMessenger, "WhatsApp Image 2019-06-25 at 10.11.12.jpeg": OriginMessenger,
		"IMG_20190625_101112.jpg": OriginCamera, "DSC01234.JPG": OriginCamera, "signal-tower.jpg": OriginCamera, "photo_of_the_hall.jpg": OriginCamera, "": OriginCamera,
	} {
		if got := OriginOf(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
