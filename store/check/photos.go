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

// photos looks into the files that are no pages, each by its content, whatever its name: those of the bundle, which Hugo publishes whether
// something refers to them or not, and those used from elsewhere.
func (c *checker) photos(u *Uses) {
	paths := slices.Clone(u.Files)
	paths = append(paths, u.Unused...)
	slices.Sort(paths)
	for _, path := range slices.Compact(paths) {
		if c.ctx.Err() != nil {
			return
		}
		if !store.IsMarkdown(path) {
			c.photo(path)
		}
	}
}

// InsideFile reports whether the finding comes of a look into a file that is no page: what [Options.NoPhotos] leaves out.
func (f Finding) InsideFile() bool {
	switch f.Code {
	case CodePhoto, CodeHEIC, CodePrivate, CodeSealed, CodeActive, CodeBig:
		return true
	}
	return false
}

func (c *checker) photo(path string) {
	name := filepath.Base(path)
	p, err := photo.Opener(c.f.OpenFile).JudgeFile(c.ctx, path)
	if err == nil && p.Format == photo.Unknown && p.Way == photo.Whole && store.IsPicture(path) {
		err = p.NoPicture()
	}
	if err != nil {
		if c.ctx.Err() == nil {
			c.add(Finding{
				Path: path, Severity: Error, Code: CodePhoto, Name: name, Args: []any{err},
				Message: "the picture cannot be read: " + reason(err),
			})
		}
		return
	}
	if p.Way == photo.Convert {
		kind := p.Format.String()
		c.add(Finding{
			Path: path, Severity: Error, Code: CodeHEIC, Name: name, Args: []any{kind},
			Message: fmt.Sprintf("browsers do not show %s pictures", kind),
			Fix:     &Fix{Code: "clean-photo", Label: "Make it one that they show"},
		})
	}
	c.private(path, p)
	if p.Hazard != nil {
		c.add(Finding{
			Path: path, Severity: Warning, Code: CodeActive, Name: name, Args: []any{p.Hazard},
			Message: "the drawing may run or fetch something where it is opened by itself: " + reason(p.Hazard),
		})
	}
	side := max(p.Info.Width, p.Info.Height)
	if p.Info.Bytes > maxPhotoBytes || side > maxPhotoSide && p.Format != photo.SVG {
		c.add(Finding{
			Path: path, Severity: Warning, Code: CodeBig, Name: name, Args: []any{p.Info.Width, p.Info.Height, p.Info.Bytes},
			Message: fmt.Sprintf("the photo is large for a page: %d × %d pixels, %.1f MB", p.Info.Width, p.Info.Height, float64(p.Info.Bytes)/(1<<20)),
		})
	}
}

// private says what a file tells about people and places.
func (c *checker) private(path string, p *photo.Publication) {
	name := filepath.Base(path)
	if p.Way == photo.Refused {
		c.add(Finding{
			Path: path, Severity: Error, Code: CodeSealed, Name: name, Args: []any{p.What},
			Message: fmt.Sprintf("%s carries private data that cannot be taken out here, so an export stops at it", p.What),
		})
		return
	}
	if len(p.Private) == 0 {
		return
	}
	kinds := make([]string, len(p.Private))
	severity := Warning
	for i, k := range p.Private {
		kinds[i] = string(k)
		if k == photo.PrivateGPS || k == photo.PrivateSerial || k == photo.PrivateName { // who and where; the rest may tell it
			severity = Error
		}
	}
	list := strings.Join(kinds, ", ")
	what := "file"
	if p.Format != photo.Unknown {
		what = "photo"
	}
	c.add(Finding{
		Path: path, Severity: severity, Code: CodePrivate, Name: name, Args: []any{list},
		Message: fmt.Sprintf("the %s gives away private data: %s", what, list),
		Fix:     &Fix{Code: "clean-photo", Label: "Remove it from the " + what},
	})
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
	var se *store.Error
	if errors.As(err, &se) && se.Err != nil {
		return se.Err.Error()
	}
	return store.Bare(err).Error()
}
