package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"lanyard/store"
	"lanyard/store/check"
	"lanyard/store/photo"
)

// maxCopy is the largest file that is copied, in bytes.
const maxCopy = 4 << 30

// converted is a picture that browsers do not show, as it goes out.
type converted struct {
	data []byte
	ext  string
}

// writeTo writes the content, without what is private in it. The file is judged by
// what it is now, through the handle it is read from: that it changed since the
// plan was made gives nothing away.
func (f File) writeTo(w io.Writer) error {
	if f.data != nil || f.Source == "" {
		_, err := w.Write(f.data)
		return err
	}
	h, size, err := open(f.folder, f.Source)
	if err != nil {
		return err
	}
	defer h.Close()
	pub, err := photo.Judge(context.Background(), f.Source, h, size)
	if err == nil {
		_, err = pub.WriteTo(w)
	}
	return withheld(f.Source, err)
}

// open opens a file of the site for reading, and refuses one above the limit.
func open(f *store.Folder, path string) (*os.File, int64, error) {
	h, st, err := f.OpenFile(path)
	if err != nil {
		return nil, 0, err
	}
	if st.Size() > maxCopy {
		h.Close()
		return nil, 0, store.Fail("export", path, store.TooLarge, fmt.Errorf("it has more than %d GB, which is too much for a post", int64(maxCopy)>>30))
	}
	return h, st.Size(), nil
}

// withheld names a file that must not go out unseen.
func withheld(path string, err error) error {
	var e *photo.Error
	if !errors.As(err, &e) {
		return store.Wrap("export", path, err)
	}
	reason := e.Detail
	if e.Err != nil {
		reason = strings.TrimPrefix(reason+": "+e.Err.Error(), ": ")
	}
	if e.Kind != photo.KindPrivate {
		reason = "private data cannot be removed from the file: " + reason
	}
	return store.Fail("export", path, store.BadReference, errors.New(reason))
}

// judge looks at every file that a source takes along: what cannot leave is an
// error that names it, and what browsers do not show is converted now, for its name
// depends on what becomes of it.
func (p *planner) judge(s *source, places map[string]string) error {
	var errs []error
	for _, file := range s.uses.Files {
		if _, ok := places[file]; !ok {
			continue
		}
		if err := p.ctx.Err(); err != nil {
			return err
		}
		if err := p.judgeFile(s, file); err != nil {
			errs = append(errs, withheld(file, err))
		}
	}
	return errors.Join(errs...)
}

func (p *planner) judgeFile(s *source, file string) error {
	h, size, err := open(p.f, file)
	if err != nil {
		return err
	}
	defer h.Close()
	pub, err := photo.Judge(p.ctx, file, h, size)
	switch {
	case err != nil:
		return err
	case pub.Way == photo.Refused:
		return pub.Refusal()
	case pub.Way == photo.Convert:
		data, format, err := pub.Converted(p.ctx, photo.Settings{})
		if err != nil {
			return err
		}
		s.converted[file] = converted{data: data, ext: format.Ext()}
	}
	if pub.Hazard != nil {
		var e *photo.Error
		errors.As(pub.Hazard, &e)
		p.plan.Notes = append(p.plan.Notes, check.Finding{
			Path: file, Severity: check.Warning, Code: check.CodeActive, Name: filepath.Base(file), Args: []any{e},
			Message: "the drawing may run or fetch something where it is opened by itself: " + e.Detail,
		})
	}
	return nil
}

// renamed gives the converted pictures names of their own kind.
func renamed(s *source, places map[string]string) {
	taken := map[string]bool{}
	for _, place := range places {
		taken[store.FoldName(place)] = true
	}
	for _, file := range s.uses.Files {
		c, ok := s.converted[file]
		if !ok {
			continue
		}
		stem := strings.TrimSuffix(places[file], filepath.Ext(places[file]))
		place := stem + c.ext
		if strings.EqualFold(filepath.Ext(places[file]), c.ext) { // it had the wrong name already, and now the right one
			place = places[file]
		}
		for i := 2; place != places[file] && taken[store.FoldName(place)]; i++ {
			place = fmt.Sprintf("%s-%d%s", stem, i, c.ext)
		}
		taken[store.FoldName(place)] = true
		places[file] = place
	}
}

// stillNamed notes the places of a finished text that name a picture by what it was
// called before it was converted, such as the parameter of a shortcode: what they
// mean only the site knows.
func (p *planner) stillNamed(s *source, page *store.Post, text string, places map[string]string) {
	for file := range s.converted {
		old, now := filepath.Base(file), filepath.Base(filepath.FromSlash(places[file]))
		if old == now {
			continue
		}
		i := strings.Index(text, old)
		if i < 0 || i > 0 && (text[i-1] == '-' || text[i-1] == '_' || unicode.IsLetter(rune(text[i-1])) || unicode.IsDigit(rune(text[i-1]))) {
			continue // nowhere, or the end of a longer name
		}
		line, col := store.Position(text, i)
		p.plan.Notes = append(p.plan.Notes, check.Finding{
			Path: page.Path, Line: line, Col: col, From: i, To: i + len(old), Severity: check.Warning, Code: check.CodeRenamed,
			Name: old, Args: []any{old, now},
			Message: fmt.Sprintf("%q is exported as %q, and this place still has the old name", old, now),
		})
	}
}
