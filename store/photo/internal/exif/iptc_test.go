package exif

import (
	"slices"
	"testing"
)

// dataset is one of IPTC-IIM's, of the application record.
func dataset(number byte, value string) []byte {
	return append([]byte{0x1c, 2, number, 0, byte(len(value))}, value...)
}

// resource is one of Photoshop's.
func resource(id int, data []byte) []byte {
	return slices.Concat([]byte("8BIM"), []byte{byte(id >> 8), byte(id), 0, 0, 0, 0, 0, byte(len(data))}, data, make([]byte, len(data)&1))
}

func TestResourcesSayWhoAndWhere(t *testing.T) {
	for name, c := range map[string]struct {
		b    []byte
		want Said
	}{
		"nothing":                    {nil, Said{}},
		"an empty block of IPTC":     {resource(0x0404, nil), Said{}},
		"other resources":            {slices.Concat(resource(0x03ed, make([]byte, 16)), resource(0x0404, nil)), Said{}},
		"by-line":                    {resource(0x0404, dataset(80, "Mallory")), Said{Name: true}},
		"its title":                  {resource(0x0404, dataset(85, "Staff")), Said{Name: true}},
		"credit":                     {resource(0x0404, dataset(110, "Agency")), Said{Name: true}},
		"copyright":                  {resource(0x0404, dataset(116, "Mallory")), Said{Name: true}},
		"writer":                     {resource(0x0404, dataset(122, "Mallory")), Said{Name: true}},
		"an empty by-line":           {resource(0x0404, dataset(80, "  ")), Said{}},
		"city":                       {resource(0x0404, dataset(90, "Paris")), Said{Place: true}},
		"keywords and a version":     {resource(0x0404, slices.Concat(dataset(0, "\x00\x02"), dataset(25, "talk"))), Said{}},
		"behind another resource":    {slices.Concat(resource(0x0425, []byte("odd")), resource(0x0404, dataset(80, "M"))), Said{Name: true}},
		"behind other data":          {resource(0x0404, slices.Concat(dataset(0, "\x00\x02"), dataset(120, "x"), dataset(80, "M"))), Said{Name: true}},
		"records without a resource": {dataset(80, "Mallory"), Said{Name: true}},
		"cut off":                    {resource(0x0404, dataset(80, "Mallory"))[:20], Said{}},
	} {
		if got := Resources(c.b); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

func TestAScreenshotIsNoRemark(t *testing.T) {
	for s, want := range map[string]bool{"Screenshot": false, " screenshot\x00": false, "": false, "\x00 ": false, "me and Bob": true} {
		if got := Remark(s); got != want {
			t.Errorf("Remark(%q) = %v, want %v", s, got, want)
		}
	}
}

func FuzzResources(f *testing.F) {
	f.Add(resource(0x0404, dataset(80, "Mallory")))
	f.Add(dataset(90, "Paris"))
	f.Fuzz(func(t *testing.T, b []byte) {
		Resources(b)
		if got := Resources(slices.Concat(resource(0x0404, dataset(80, "Mallory")), b)); !got.Name {
			t.Errorf("what follows hides the name: %x", b)
		}
	})
}

// What a program stamps on every picture is no remark on this one.
func TestRemark(t *testing.T) {
	for comment, want := range map[string]bool{
		"": false, " \x00": false, "Screenshot": false, "Created with GIMP": false, "Created with The GIMP": false,
		"CREATOR: gd-jpeg v1.0 (using IJG JPEG v80), quality = 82.\n": false, "Cropped with ezgif.com GIF maker": false,
		"Processed By eBay with ImageMagick, z1.1.0. ||B2": false, "File written by Adobe Photoshop¨ 4.0": false, "Lavc58.54.100": false,
		"Our garden": true, "Created with GIMP\nfor Anna, in our garden": true, "Created by Anna": true, "made with love": true,
		"Screenshot of Anna's desk": true, "Edited by gimpy": true,
	} {
		if got := Remark(comment); got != want {
			t.Errorf("%q: %v", comment, got)
		}
	}
}
