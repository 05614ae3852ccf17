package photo

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"lanyard/store/photo/internal/container"
)

// lookSVG reads an SVG and refuses it when it runs or fetches anything: scripts, event handlers, foreign HTML, links to anything but its
// own parts and embedded pictures, style imports, and entity declarations.
func (s *source) lookSVG() error {
	if len(s.data) > maxSVG {
		return &Error{Op: s.op, Path: s.path, Kind: KindTooManyBytes, Actual: SVG.what(), Why: Why{"svg-bytes", []any{maxSVG >> 20}}, Detail: fmt.Sprintf("an SVG may have at most %d MB", maxSVG>>20)}
	}
	d := xml.NewDecoder(bytes.NewReader(s.data))
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
				return s.unsafe(code, what, which)
			}
		case xml.EndElement:
			depth--
			style = false
		case xml.CharData:
			if style && unsafeStyle(string(t)) {
				return s.unsafe("style", "a style that fetches something", "")
			}
		case xml.ProcInst:
			if t.Target != "xml" {
				return s.unsafe("instruction", "a processing instruction ", t.Target)
			}
		case xml.Directive:
			if bytes.Contains(t, []byte("ENTITY")) {
				return s.unsafe("entity", "an entity declaration", "")
			}
		}
	}
	if !root {
		return fmt.Errorf("%w: no svg element", container.ErrCorrupt)
	}
	return nil
}

// unsafe refuses the drawing for what in it; which is a name from the file.
func (s *source) unsafe(code, what, which string) error {
	return &Error{
		Op: s.op, Path: s.path, Kind: KindUnsafe, Actual: SVG.what(), Why: Why{code, []any{which}}, Detail: "it contains " + what + which,
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
