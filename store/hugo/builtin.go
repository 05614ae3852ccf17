package hugo

import (
	"slices"
	"strconv"
	"strings"
)

// A builtin is a shortcode that Hugo brings along.
type builtin struct {
	since string // the first version that has it; empty for all that matter
	gone  string // the first version whose template only stops the build
	inner bool
}

// builtins are Hugo's own shortcodes, of 0.111 and of 0.165.
var builtins = map[string]builtin{
	"comment":          {since: "0.137.1", inner: true},
	"details":          {since: "0.140.0", inner: true},
	"figure":           {},
	"gist":             {gone: "0.156.0"},
	"highlight":        {inner: true},
	"instagram":        {},
	"instagram_simple": {gone: "0.123.0"},
	"param":            {},
	"qr":               {since: "0.141.0", inner: true},
	"ref":              {},
	"relref":           {},
	"tweet":            {gone: "0.156.0"},
	"twitter":          {gone: "0.156.0"},
	"twitter_simple":   {gone: "0.156.0"},
	"vimeo":            {},
	"vimeo_simple":     {},
	"x":                {since: "0.141.0"},
	"x_simple":         {since: "0.141.0"},
	"youtube":          {},
}

// Older reports whether version a comes before b. An empty a is the newest there is.
func Older(a, b string) bool {
	if a == "" {
		return false
	}
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(x), len(y)) {
		if m, n := part(x, i), part(y, i); m != n {
			return m < n
		}
	}
	return false
}

func part(version []string, i int) int {
	if i >= len(version) {
		return 0
	}
	n, _ := strconv.Atoi(version[i])
	return n
}

// newer reports whether some version that builds the site is v or later.
func (t *Templates) newer(v string) bool {
	if t == nil || len(t.Versions) == 0 {
		return true
	}
	return slices.ContainsFunc(t.Versions, func(have string) bool { return !Older(have, v) })
}

// Since reports whether a Hugo that builds the site is of version v or later; so is the newest, where none is known.
func (t *Templates) Since(v string) bool { return t.newer(v) }

// Before reports whether a Hugo that builds the site is known to be older than v.
func (t *Templates) Before(v string) bool { return t.older(v) }

// older reports whether the version that the site asks for comes before v, or, where it asks for none, that of the installed Hugo.
func (t *Templates) older(v string) bool {
	if t != nil && t.Site != "" {
		return Older(t.Site, v)
	}
	return t != nil && slices.ContainsFunc(t.Versions, func(have string) bool { return Older(have, v) })
}

// Eras tells on which sides of version v the Hugos are that build the site: true for before, false for since.
func (t *Templates) Eras(v string) []bool {
	var out []bool
	if t.older(v) {
		out = append(out, true)
	}
	if t.newer(v) {
		out = append(out, false)
	}
	return out
}

// find gives the site's own template of that name. Hugo overlooks case since 0.146.
func (t *Templates) find(name string) (own, bool) {
	if t == nil {
		return own{}, false
	}
	o, ok := t.own[name]
	if !ok && !t.older("0.146.0") {
		o, ok = t.own[t.folded[strings.ToLower(name)]]
	}
	return o, ok
}

// Has reports whether the site has a template of that name of its own, or one of its themes has.
func (t *Templates) Has(name string) bool {
	_, ok := t.find(name)
	return ok
}

// inner tells whether the shortcode has an inside.
func (t *Templates) inner(name string) sure {
	if o, ok := t.find(name); ok {
		return o.inner
	}
	b, ok := builtins[name]
	switch {
	case !ok:
		return unsure
	case b.inner:
		return yes
	}
	return no
}

// template checks that there is one for the call, and what Hugo's own ones need.
func (p *parser) template(c Call) {
	x := Problem{Name: c.Name, From: c.From, To: c.To, Call: &c}
	if o, ok := p.known.find(c.Name); ok {
		if o.plain && !c.Percent && p.known.newer("0.146.0") { // a template NAME.md is for {{% NAME %}} only
			x.Reason = PlainOnly
			p.problem(x)
		}
		return
	}
	b, ok := builtins[c.Name]
	x.Unsure = p.unsure(c.Name)
	switch {
	case !ok && c.Name == "":
		x.Reason = NoName
	case !ok:
		x.Reason = Unknown
	case p.known.older(b.since):
		x.Reason, x.Since = Unknown, b.since
	case b.gone != "":
		x.Reason, x.Since, x.Later = Dropped, b.gone, !p.known.newer(b.gone)
	default:
		if x.Text = p.missing(c); x.Text == "" {
			return
		}
		x.Reason = Needs
	}
	p.problem(x)
}

// unsure reports a shortcode that a theme which is not here may have in its own way.
func (p *parser) unsure(name string) bool {
	return name != "" && (p.known == nil || !p.known.Complete && !p.known.Has(name))
}

// missing is the parameter without which the template of Hugo's own stops the build; empty where it has all that it needs.
func (p *parser) missing(c Call) string {
	has := func(key string, at int) bool {
		a, ok := c.Get(key, at)
		return ok && a.Value != ""
	}
	switch c.Name {
	case "youtube", "vimeo":
		if !has("id", 0) && p.known.newer("0.146.0") {
			return "id"
		}
	case "x", "x_simple":
		if !has("user", -1) {
			return "user"
		}
		if !has("id", -1) {
			return "id"
		}
	case "instagram", "vimeo_simple":
		if !has("", 0) && !(c.Name == "vimeo_simple" && has("id", -1)) {
			return "id"
		}
	case "highlight":
		if len(c.Params) == 0 && p.known.older("0.112.0") {
			return "language"
		}
	case "param":
		if !has("", 0) {
			return "key"
		}
	case "ref", "relref":
		if !has("path", -1) && len(c.Params) == 0 || c.Named && !has("path", -1) {
			return "path"
		}
	}
	return ""
}
