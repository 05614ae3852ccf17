package photo

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"lanyard/store/photo/internal/container"
	"lanyard/store/photo/internal/svg"
)

// maxNested is how deep drawings may be embedded in drawings.
const maxNested = 3

// lookSVG reads an SVG, notes what in it runs or fetches anything (scripts, event handlers, foreign HTML, links to anything but its own parts
// and embedded pictures, style imports, entity declarations), and finds out what editors left in it.
func (s *source) lookSVG() error {
	if len(s.data) > maxSVG {
		return &Error{Op: s.op, Path: s.path, Kind: KindTooManyBytes, Actual: SVG.what(), Why: Why{"svg-bytes", []any{maxSVG >> 20}}, Detail: fmt.Sprintf("an SVG may have at most %d MB", maxSVG>>20)}
	}
	if s.nested > maxNested {
		return fmt.Errorf("%w: drawings in drawings", container.ErrCorrupt)
	}
	if err := s.readSVG(); err != nil {
		return err
	}
	clean, said, err := svg.Scrub(s.data, s.embedded)
	if err != nil {
		return err
	}
	s.drawing = clean
	s.info.Metadata = !bytes.Equal(clean, s.data)
	s.private(PrivateName, said.Name)
	s.private(PrivateComment, said.Comment)
	return nil
}

// embedded cleans a picture that is embedded in a drawing, and notes what it tells.
func (s *source) embedded(data []byte) ([]byte, error) {
	e, err := examine(s.op, s.path, data, s.nested+1)
	var refused *Error
	if errors.As(err, &refused) && refused.Kind == KindUnsupported {
		return data, nil // nothing that a reader draws
	}
	if err != nil {
		return nil, fmt.Errorf("an embedded picture: %w", err)
	}
	for _, p := range e.info.Private {
		s.private(p, true)
	}
	clean, _, err := e.bare()
	return clean, err
}

// charset reads the encodings in which ASCII is itself, so that markup is found by its bytes.
func charset(label string, r io.Reader) (io.Reader, error) {
	e, err := htmlindex.Get(label)
	if err != nil || strings.HasPrefix(strings.ToLower(label), "utf-16") || strings.HasPrefix(strings.ToLower(label), "iso-2022") {
		return nil, fmt.Errorf("%w: the encoding %q", container.ErrCorrupt, label)
	}
	return e.NewDecoder().Reader(r), nil
}

// readSVG goes through the elements.
func (s *source) readSVG() error {
	d := xml.NewDecoder(bytes.NewReader(s.data))
	d.CharsetReader, d.Entity = charset, map[string]string{}
	depth, root, style := 0, false, false
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			var syntax *xml.SyntaxError
			if errors.As(err, &syntax) && syntax.Msg == "unexpected EOF" {
				return fmt.Errorf("%w: %w", container.ErrTruncated, err)
			}
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > 512 {
				return fmt.Errorf("%w: elements nested too deep", container.ErrCorrupt)
			}
			if !root {
				if root = true; t.Name.Local != "svg" {
					return fmt.Errorf("%w: begins with %q", container.ErrCorrupt, t.Name.Local)
				}
				s.svgSize(t)
			}
			style = t.Name.Local == "style"
			if code, what, which := unsafeElement(t); code != "" {
				s.unsafe(code, what, which)
			}
		case xml.EndElement:
			depth--
			style = false
		case xml.CharData:
			if style && unsafeStyle(string(t)) {
				s.unsafe("style", "a style that fetches something", "")
			}
		case xml.ProcInst:
			if t.Target != "xml" {
				s.unsafe("instruction", "a processing instruction ", t.Target)
			}
		case xml.Directive:
			if bytes.Contains(t, []byte("ENTITY")) {
				s.unsafe("entity", "an entity declaration", "")
				for _, m := range entityDeclared.FindAllSubmatch(t, 100) {
					d.Entity[string(m[1])] = string(m[2])
				}
			}
		}
	}
	if !root {
		return fmt.Errorf("%w: no svg element", container.ErrCorrupt)
	}
	return nil
}

var entityDeclared = regexp.MustCompile(`<!ENTITY\s+(\w+)\s+"([^"<&%]*)"`)

// unsafe notes why the drawing cannot go into a post: what in it; which is a name from the file. The first reason is the one that is said.
func (s *source) unsafe(code, what, which string) {
	if s.hazard == nil {
		s.hazard = &Error{
			Op: s.op, Path: s.path, Kind: KindUnsafe, Actual: SVG.what(), Why: Why{code, []any{which}}, Detail: "it contains " + what + which,
		}
	}
}

// unsafeElement finds what an element has that runs or fetches something: its code ("" for nothing), its words and which one it is.
func unsafeElement(t xml.StartElement) (code, what, which string) {
	name := strings.ToLower(t.Name.Local)
	if slices.Contains([]string{
		"script", "foreignobject", "iframe", "object", "embed", "link", "handler", "listener", "audio", "video", "base", "meta", "html", "body", "form",
	}, name) {
		return "element", "the element ", t.Name.Local
	}
	for _, a := range t.Attr {
		key, v := strings.ToLower(a.Name.Local), strings.ToLower(strings.TrimSpace(a.Value))
		switch {
		case strings.HasPrefix(key, "on"):
			return "handler", "the event handler ", a.Name.Local
		case key == "href" || key == "src" || key == "data" || key == "action" || key == "formaction":
			if !localRef(v) {
				return "link", "a link to ", short(a.Value)
			}
		case key == "base" && a.Name.Space != "":
			return "base", "a base address", ""
		case key == "attributename" && (strings.HasPrefix(v, "on") || strings.HasSuffix(v, "href")):
			return "animation", "an animation of ", short(a.Value)
		case a.Name.Space == "xmlns" || key == "xmlns":
		case unsafeStyle(v):
			return "style", "a style that fetches something", ""
		}
	}
	return "", "", ""
}

// localRef reports whether a lower-case reference stays within the file: a fragment, or an embedded picture that cannot run anything.
func localRef(v string) bool {
	if v == "" || strings.HasPrefix(v, "#") {
		return true
	}
	for _, kind := range []string{"png", "jpeg", "jpg", "gif", "webp", "avif"} {
		if strings.HasPrefix(v, "data:image/"+kind+";") || strings.HasPrefix(v, "data:image/"+kind+",") {
			return true
		}
	}
	return false
}

// unsafeStyle reports whether a piece of CSS or a presentation attribute fetches anything. Escapes could hide a keyword, so they count too.
func unsafeStyle(v string) bool {
	v = strings.ToLower(v)
	if strings.Contains(v, "@import") || strings.Contains(v, "expression(") || strings.Contains(v, "javascript:") || strings.Contains(v, "image-set(") {
		return true
	}
	fetches := false
	for rest := v; ; {
		i := strings.Index(rest, "url(")
		if i < 0 {
			break
		}
		rest = rest[i+4:]
		fetches = fetches || !localRef(strings.TrimLeft(rest, " \t\r\n'\""))
	}
	return fetches || strings.Contains(v, "\\") && (strings.Contains(v, "(") || strings.Contains(v, "@"))
}

func short(s string) string {
	if len(s) > 60 {
		return strconv.Quote(strings.ToValidUTF8(s[:60], "")) + "…"
	}
	return strconv.Quote(s)
}

// svgSize reads width and height, else the view box; 0×0 when neither is in pixels.
func (s *source) svgSize(t xml.StartElement) {
	get := func(name string) string {
		for _, a := range t.Attr {
			if a.Name.Local == name {
				return strings.TrimSpace(a.Value)
			}
		}
		return ""
	}
	px := func(v string) int {
		f, err := strconv.ParseFloat(strings.TrimSuffix(v, "px"), 64)
		if err != nil || f < 1 || f > maxSide {
			return 0
		}
		return int(f + .5)
	}
	s.info.Width, s.info.Height = px(get("width")), px(get("height"))
	box := strings.FieldsFunc(get("viewBox"), func(r rune) bool { return r == ' ' || r == ',' })
	if (s.info.Width == 0 || s.info.Height == 0) && len(box) == 4 {
		s.info.Width, s.info.Height = px(box[2]), px(box[3])
	}
	if s.info.Width == 0 || s.info.Height == 0 {
		s.info.Width, s.info.Height = 0, 0
	}
}
