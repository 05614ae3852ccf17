package xmp

import (
	"strings"
	"testing"
	"time"
)

func TestAPacketTellsOfPeoplePlacesAndDevices(t *testing.T) {
	for _, c := range []struct {
		packet string
		want   Said
	}{
		{"", Said{}},
		{`<rdf:Description xmp:Rating="5" tiff:Orientation="6"/>`, Said{}},
		{`<rdf:Description exif:GPSLatitude="31,14.1N"/>`, Said{Place: true}},
		// GIMP writes these into every picture; exiftool finds no place in them.
		{`<Iptc4xmpExt:LocationCreated><rdf:Bag/></Iptc4xmpExt:LocationCreated>`, Said{}},
		{"<Iptc4xmpExt:LocationShown>\n <rdf:Bag>\n </rdf:Bag>\n</Iptc4xmpExt:LocationShown> <dc:creator/> tiff:Artist='' aux:SerialNumber=\" \"", Said{}},
		{`<Iptc4xmpExt:LocationCreated rdf:parseType="Resource"/>`, Said{}},
		{`<Iptc4xmpExt:LocationCreated Iptc4xmpExt:City="x"/>`, Said{Place: true}},
		{`<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li Iptc4xmpExt:City="x"/></rdf:Bag></Iptc4xmpExt:LocationCreated>`, Said{Place: true}},
		{`<Iptc4xmpExt:LocationCreated><rdf:Bag/></Iptc4xmpExt:LocationCreated><Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li>x`, Said{Place: true}},
		{`<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:City>x</Iptc4xmpExt:City></rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>`, Said{Place: true}},
		{`<dc:creator><rdf:Seq><rdf:li rdf:resource="me"/></rdf:Seq></dc:creator>`, Said{Name: true}},
		{`tiff:Artist=A`, Said{Name: true}},
		{`<exifEX:BodySerialNumber>1</exifEX:BodySerialNumber>`, Said{Serial: true}},
		{`<rdf:Description aux:SerialNumber="1"/>`, Said{Serial: true}},
		{`<dc:creator><rdf:Seq><rdf:li>A</rdf:li></rdf:Seq></dc:creator>`, Said{Name: true}},
		{`<mwg-rs:Name>A</mwg-rs:Name>`, Said{Name: true}},
		{`photoshop:City="x" aux:SerialNumber="1" tiff:Artist="A"`, Said{Place: true, Serial: true, Name: true}},
		{`<dc:creator`, Said{Name: true}}, // a packet that was cut off tells what is left of it
	} {
		got := Read([]byte(c.packet))
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.packet, got, c.want)
		}
		if got.Any() != (c.want != Said{}) {
			t.Errorf("%s: Any is %v", c.packet, got.Any())
		}
	}
}

func TestTheCaptureTimeIsAnAttributeOrAnElement(t *testing.T) {
	for _, c := range []struct {
		packet, want string // want is empty where there is no time
		zone         bool
	}{
		{`exif:DateTimeOriginal="2024-05-06T10:11:12+02:00"`, "2024-05-06T10:11:12+02:00", true},
		{`<exif:DateTimeOriginal>2024-05-06T10:11:12-03:30</exif:DateTimeOriginal>`, "2024-05-06T10:11:12-03:30", true},
		{"exif:DateTimeOriginal = \n\t'2024-05-06T10:11:12'", "2024-05-06T10:11:12Z", false},
		{`xmp:CreateDate="2020-01-01T00:00:00" photoshop:DateCreated="2021-01-01T00:00:00"`, "2021-01-01T00:00:00Z", false}, // of the shutter before of the file
		{`exif:DateTimeOriginal="" xmp:CreateDate="2020-01-02T03:04:05"`, "2020-01-02T03:04:05Z", false},
		{`exif:DateTimeOriginal="2024-05-06"`, "", false},
		{`exif:DateTimeOriginal="2024-99-06T10:11:12"`, "", false},
		{`exif:DateTimeOriginal="` + strings.Repeat("2024-05-06T10:11:12", 9) + `"`, "", false},
		{`exif:DateTimeOriginal`, "", false},
		{``, "", false},
	} {
		at, zone, ok := Taken([]byte(c.packet))
		got := ""
		if ok {
			got = at.Format(time.RFC3339)
		}
		if got != c.want || zone != c.zone {
			t.Errorf("%s: %q, %v; want %q, %v", c.packet, got, zone, c.want, c.zone)
		}
	}
}

// FuzzTaken: whatever the packet holds, it is read to its end, and a time is one that a calendar has.
func FuzzTaken(f *testing.F) {
	f.Add([]byte(`exif:DateTimeOriginal="2024-05-06T10:11:12.5+02:00"`))
	f.Add([]byte(`<photoshop:DateCreated>2024-05-06T10:11:12Z`))
	f.Add([]byte(`xmp:CreateDate=`))
	f.Fuzz(func(t *testing.T, packet []byte) {
		at, zone, ok := Taken(packet)
		if ok != !at.IsZero() || zone && !ok {
			t.Errorf("%q: %v, %v, %v", packet, at, zone, ok)
		}
		said := Read(packet)
		if more := Read(append([]byte("before "), packet...)); said.Place && !more.Place || said.Serial && !more.Serial || said.Name && !more.Name {
			t.Errorf("%q: %+v, and with more in it %+v", packet, said, more)
		}
	})
}

// TestManyEmptyPropertiesTakeTheirTime: each part of a packet is looked at once.
func TestManyEmptyPropertiesTakeTheirTime(t *testing.T) {
	for _, packet := range []string{
		strings.Repeat("<dc:creator>", 1<<16) + "</dc:creator>",
		strings.Repeat("<dc:creator></dc:creator>", 1<<16),
		strings.Repeat(`tiff:Artist="" `, 1<<16),
	} {
		begin := time.Now()
		if said := Read([]byte(packet)); said.Any() {
			t.Errorf("%.40s…: %+v", packet, said)
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("%.40s…: %v", packet, took)
		}
	}
}
