package trash

import (
	"encoding/binary"
	"time"
	"unicode/utf16"
)

// readRecord reads a $I file of the Windows recycle bin: where the item was, and when it was deleted. Version 1, until Windows 8, has 260
// UTF-16 units for the path; version 2 says how many there are.
func readRecord(data []byte) (path string, deleted time.Time, ok bool) {
	const head = 24
	if len(data) < head {
		return "", time.Time{}, false
	}
	rest := data[head:]
	switch binary.LittleEndian.Uint64(data) {
	case 1:
	case 2:
		if len(rest) < 4 {
			return "", time.Time{}, false
		}
		n := uint64(binary.LittleEndian.Uint32(rest))
		if rest = rest[4:]; uint64(len(rest)) < 2*n {
			return "", time.Time{}, false
		}
		rest = rest[:2*n]
	default:
		return "", time.Time{}, false
	}
	var units []uint16
	for ; len(rest) >= 2; rest = rest[2:] {
		u := binary.LittleEndian.Uint16(rest)
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	// A FILETIME counts 100 ns from 1601.
	const epoch = 116444736000000000
	t := int64(binary.LittleEndian.Uint64(data[16:])) - epoch
	return string(utf16.Decode(units)), time.Unix(t/1e7, t%1e7*100), len(units) > 0
}
