package check

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"lanyard/store"
	"lanyard/store/photo"
)

// The most that a photo of a page should have. Import keeps below both.
const (
	maxPhotoBytes = 3 << 20
	maxPhotoSide  = 4096
)

// photos looks into the pictures: those of the bundle, which Hugo publishes
// whether something refers to them or not, and those used from elsewhere.
func (c *checker) photos(u *Uses) {
	paths := slices.Clone(u.Files)
	paths = append(paths, u.Unused...)
	slices.Sort(paths)
	for _, path := range slices.Compact(paths) {
		if c.ctx.Err() != nil {
			return
		}
		if !store.IsPicture(path) {
			continue
		}
		c.photo(path)
	}
}

func (c *checker) photo(path string) {
	name := filepath.Base(path)
	info, err := photo.Look(c.ctx, path)
	if err != nil {
		if c.ctx.Err() == nil {
			c.add(Finding{
				Path: path, Severity: Error, Code: CodePhoto, Name: name, Args: []any{err},
				Message: "the picture cannot be read: " + reason(err),
			})
		}
		return
	}
	if len(info.Private) > 0 {
		kinds := make([]string, len(info.Private))
		severity := Warning
		for i, k := range info.Private {
			kinds[i] = string(k)
			if k == photo.PrivateGPS || k == photo.PrivateSerial || k == photo.PrivateName { // who and where; the rest may tell it
				severity = Error
			}
		}
		list := strings.Join(kinds, ", ")
		c.add(Finding{
			Path: path, Severity: severity, Code: CodePrivate, Name: name, Args: []any{list},
			Message: fmt.Sprintf("the photo gives away private data: %s", list),
			Fix:     &Fix{Code: "clean-photo", Label: "Remove it from the photo"},
		})
	}
	side := max(info.Width, info.Height)
	if info.Bytes > maxPhotoBytes || side > maxPhotoSide {
		c.add(Finding{
			Path: path, Severity: Warning, Code: CodeBig, Name: name, Args: []any{info.Width, info.Height, info.Bytes},
			Message: fmt.Sprintf("the photo is large for a page: %d × %d pixels, %.1f MB", info.Width, info.Height, float64(info.Bytes)/(1<<20)),
		})
	}
}

// reason is what went wrong, without the path that the finding names already.
func reason(err error) string {
	var e *photo.Error
	if errors.As(err, &e) {
		if e.Detail != "" {
			return e.Detail
		}
		if e.Err != nil {
			return e.Err.Error()
		}
	}
	return store.Bare(err).Error()
}
