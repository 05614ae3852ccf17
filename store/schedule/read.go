package schedule

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// ErrUnknown is that of a file that is no schedule in any form known here.
var ErrUnknown = errors.New("no schedule in a form that is known here")

// Read reads a schedule, whose form is recognised by its content.
func Read(data []byte, o Options) (*Schedule, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%d MB are too much for a schedule, the limit is %d MB", len(data)>>20, MaxBytes>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		data = bytes.ToValidUTF8(data, []byte("\uFFFD"))
	}
	head := strings.TrimSpace(string(data[:min(len(data), 4096)]))
	lower := strings.ToLower(head)
	var s *Schedule
	var err error
	switch {
	case strings.HasPrefix(lower, "begin:vcalendar"):
		s, err = readICS(string(data), o.Zone)
	case strings.HasPrefix(lower, "<!doctype html"), strings.HasPrefix(lower, "<html"):
		return nil, errors.New("a web page, not a schedule; the address of the schedule's file is needed")
	case strings.HasPrefix(head, "<"):
		s, err = readFrab(data, o.Zone)
	case strings.HasPrefix(head, "{"), strings.HasPrefix(head, "["):
		s, err = readJSON(data, o.Zone)
	default:
		s, err = readTable(string(data), o.Zone)
	}
	if err != nil {
		return nil, err
	}
	if len(s.Sessions) > MaxSessions {
		return nil, fmt.Errorf("%d sessions are too many, the limit is %d", len(s.Sessions), MaxSessions)
	}
	s.finish(o)
	return s, nil
}

// readJSON tells the forms of JSON apart by their keys.
func readJSON(data []byte, zone *time.Location) (*Schedule, error) {
	if err := depth(data); err != nil {
		return nil, err
	}
	lines := newLines(data)
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		return readList(list, zone)
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(data, &top); err != nil {
		return nil, lines.explain(err)
	}
	if raw, ok := top["schedule"]; ok {
		var inner map[string]json.RawMessage
		if json.Unmarshal(raw, &inner) == nil {
			if _, ok := inner["events"]; ok {
				return readSchedule2(raw)
			}
			if _, ok := inner["conference"]; ok {
				return readFrabJSON(raw, zone)
			}
			if _, ok := inner["days"]; ok {
				return readFrabJSON(raw, zone)
			}
		}
		if json.Unmarshal(raw, &list) == nil { // Symposion: {"schedule": [...]}
			return readSymposion(list, zone)
		}
	}
	if raw, ok := top["sessions"]; ok {
		if _, ok := top["session_types"]; ok || hasKey(raw, "zh") || hasKey(raw, "co_write") {
			return readOPass(data)
		}
		return readSessionize(data, zone)
	}
	return nil, ErrUnknown
}

// readList reads a list at the top: Sessionize's GridSmart and Sessions, or Symposion's.
func readList(list []json.RawMessage, zone *time.Location) (*Schedule, error) {
	if len(list) == 0 {
		return nil, ErrUnknown
	}
	var first map[string]json.RawMessage
	if json.Unmarshal(list[0], &first) != nil {
		return nil, ErrUnknown
	}
	switch {
	case first["rooms"] != nil, first["timeSlots"] != nil:
		return readGrid(list, zone)
	case first["sessions"] != nil: // Sessions: groups of them
		return readGroups(list, zone)
	case first["title"] != nil, first["name"] != nil:
		return readSymposion(list, zone)
	}
	return nil, ErrUnknown
}

// hasKey reports whether the first object of a list has a key.
func hasKey(list json.RawMessage, key string) bool {
	var all []map[string]json.RawMessage
	if json.Unmarshal(list, &all) != nil || len(all) == 0 {
		return false
	}
	_, ok := all[0][key]
	return ok
}

// maxDepth bounds how deep JSON may be nested; the decoder recurses.
const maxDepth = 200

func depth(data []byte) error {
	n, in, escaped := 0, false, false
	for _, c := range data {
		switch {
		case escaped:
			escaped = false
		case in:
			escaped = c == '\\'
			if c == '"' {
				in = false
			}
		case c == '"':
			in = true
		case c == '{' || c == '[':
			if n++; n > maxDepth {
				return fmt.Errorf("nested deeper than %d", maxDepth)
			}
		case c == '}' || c == ']':
			n--
		}
	}
	return nil
}

// lines tells the line of an offset.
type lines struct{ data []byte }

func newLines(data []byte) lines { return lines{data} }

func (l lines) of(off int64) int {
	return 1 + bytes.Count(l.data[:min(max(off, 0), int64(len(l.data)))], []byte("\n"))
}

// explain gives an error of the JSON decoder its line.
func (l lines) explain(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("line %d: %w", l.of(syntax.Offset), err)
	}
	return err
}

// wall reads a time of a schedule: with an offset as it is, without in zone, UTC
// where that is nil.
func wall(s string, zone *time.Location) (t time.Time, naive, ok bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return time.Time{}, false, false
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05-0700", "20060102T150405Z"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, false, plausible(t)
		}
	}
	if zone == nil {
		zone = time.UTC
	}
	for _, layout := range []string{
		"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "20060102T150405", "2006-01-02T15:04:05.999999999",
		"2006/01/02 15:04", "2006/1/2 15:04", "2006-1-2 15:04",
	} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, true, plausible(t)
		}
	}
	return time.Time{}, false, false
}

// plausible refuses times that no conference has; year 1 is what programs write
// for none.
func plausible(t time.Time) bool { return t.Year() >= 1970 && t.Year() < 2200 }

// span reads a length as HH:MM, or D:HH:MM as frab writes long ones.
func span(s string) (time.Duration, bool) {
	parts := strings.Split(strings.TrimSpace(s), ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	total := 0
	for i, p := range parts {
		n := 0
		if p == "" || len(p) > 4 {
			return 0, false
		}
		for _, c := range p {
			if c < '0' || c > '9' {
				return 0, false
			}
			n = n*10 + int(c-'0')
		}
		switch len(parts) - i {
		case 3:
			total += n * 24 * 60
		case 2:
			total += n * 60
		case 1:
			total += n
		}
	}
	if total > 31*24*60 {
		return 0, false
	}
	return time.Duration(total) * time.Minute, true
}
