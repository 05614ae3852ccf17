package frontmatter

import "time"

// Date is a date as it is written. Time is in the written offset, in UTC
// where HasZone is false. Layout is the Go layout that writes another time the
// same way; Raw the text, empty for a Date not read from one.
type Date struct {
	Time             time.Time
	HasTime, HasZone bool
	Layout, Raw      string
}

// ParseDate reads the dates Hugo ≥ 0.136 accepts and no others.
func ParseDate(s string) (Date, error) { return Date{}, nil }

// NewDate returns t as RFC 3339 with its offset, to the second.
func NewDate(t time.Time) Date { return Date{} }

// Format writes t the way d is written.
func (d Date) Format(t time.Time) string { return "" }

// String returns Raw, or Time in Layout.
func (d Date) String() string { return d.Raw }

// AsDate returns v, a Date or a text or number that is one, as a Date.
func AsDate(v any) (Date, bool) { return Date{}, false }
