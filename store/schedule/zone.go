package schedule

import (
	"strings"
	"time"
	_ "time/tzdata" // a conference may be where this computer's system knows no zones
)

// ZoneNamed finds the zone that a calendar names: an IANA name, one of Windows, the
// city alone as Rails writes it, or either behind a path as some programs write.
// Nil where nobody knows it.
func ZoneNamed(name string) *time.Location {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	if name == "" || strings.EqualFold(name, "local") || len(name) > 100 {
		return nil
	}
	if iana := windowsZone(name); iana != "" {
		name = iana
	}
	if loc := load(name); loc != nil {
		return loc
	}
	// /freeassociation.sourceforge.net/Europe/Berlin and the like
	parts := strings.Split(strings.Trim(name, "/"), "/")
	for n := min(3, len(parts)); n >= 2; n-- {
		if loc := load(strings.Join(parts[len(parts)-n:], "/")); loc != nil {
			return loc
		}
	}
	if len(parts) == 1 { // Berlin
		city := strings.ReplaceAll(strings.TrimSpace(name), " ", "_")
		for _, area := range []string{"Europe", "Asia", "America", "Australia", "Africa", "Pacific", "Atlantic", "Indian"} {
			if loc := load(area + "/" + city); loc != nil {
				return loc
			}
		}
	}
	return nil
}

func load(name string) *time.Location {
	if strings.EqualFold(name, "local") || strings.Contains(name, "..") {
		return nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return loc
}

// isUTC reports a zone that calendars name when they mean none.
func isUTC(loc *time.Location) bool {
	if loc == nil {
		return false
	}
	switch loc.String() {
	case "UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/Zulu", "Universal":
		return true
	}
	return false
}
