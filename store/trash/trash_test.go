package trash

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

func TestNamesAreNumberedBeforeTheExtension(t *testing.T) {
	for _, c := range []struct {
		base  string
		n     int
		limit int
		want  string
	}{
		{"a.md", 1, 255, "a.md"},
		{"a.md", 2, 255, "a.2.md"},
		{"folder", 3, 255, "folder.3"},
		{".hidden", 2, 255, ".hidden.2"},
		{"文文文.md", 2, 10, "文.2.md"},
		{"about. a talk of an hour", 2, 255, "about. a talk of an hour.2"},
	} {
		if got := name(c.base, c.n, c.limit); got != c.want {
			t.Errorf("%q, %d: got %q, want %q", c.base, c.n, got, c.want)
		}
	}
}

func record(version uint64, path string, when time.Time) []byte {
	out := binary.LittleEndian.AppendUint64(nil, version)
	out = binary.LittleEndian.AppendUint64(out, 123)
	out = binary.LittleEndian.AppendUint64(out, uint64(when.UnixNano()/100+116444736000000000))
	units := append(utf16.Encode([]rune(path)), 0)
	if version == 2 {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(units)))
	} else {
		units = append(units, make([]uint16, 260-len(units))...)
	}
	for _, u := range units {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

func TestRecycleBinRecordsSayWhereTheItemWas(t *testing.T) {
	when := time.Date(2019, 6, 28, 3, 5, 7, 1234500, time.UTC)
	for version := uint64(1); version <= 2; version++ {
		path, deleted, ok := readRecord(record(version, `C:\站\a.md`, when))
		if !ok || path != `C:\站\a.md` || !deleted.Equal(when) {
			t.Errorf("version %d: got %q, %v, %v", version, path, deleted, ok)
		}
	}
	if _, _, ok := readRecord(record(3, "x", when)); ok {
		t.Error("read a version that nobody knows")
	}
}

func FuzzReadRecord(f *testing.F) {
	f.Add(record(1, `C:\a`, time.Unix(0, 0)))
	f.Add(record(2, `C:\a`, time.Unix(0, 0)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if path, _, ok := readRecord(data); ok && (path == "" || strings.Contains(path, "\x00")) {
			t.Fatalf("a path that is none: %q", path)
		}
	})
}
