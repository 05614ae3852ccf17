package place

import "testing"

func TestATimeInAName(t *testing.T) {
	for name, want := range map[string]string{
		"20190625-101112.jpg": "2019-06-25 10:11:12", "IMG_20190625_101112.jpg": "2019-06-25 10:11:12", "20190625-101112-2.jpg": "2019-06-25 10:11:12",
		"VID_20190625_101112.mp4": "2019-06-25 10:11:12", "PXL_20190625_101112345.jpg": "", "20191325-101112.jpg": "", "talk-3.jpg": "", "123456789.jpg": "", "": "",
	} {
		at, ok := TimeInName(name)
		got := ""
		if ok {
			got = at.Format("2006-01-02 15:04:05")
		}
		if got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
