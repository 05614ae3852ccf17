package hugo

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template/parse"
)

// sure says what is known of a template.
type sure uint8

const (
	unsure sure = iota
	no
	yes
)

// Templates are the shortcodes that a site can call.
type Templates struct {
	// Complete says that all templates are there to be seen: none could not be read, and no theme and no module of the site is missing.
	Complete bool
	// Site is the version that the site asks for, empty where it asks for none; one of Versions.
	Site string
	// Versions are those of the Hugos that build the site: the installed one, and the one that the site asks for. None means the newest.
	Versions []string

	// Bare says that there is no folder of templates at all, so that the site is not built as it stands here.
	Bare bool

	reader Reader
	own    map[string]own
	folded map[string]string // names by their lower case
}

// own is a template of the site or of a theme.
type own struct {
	inner sure // it reads .Inner
	plain bool // it is for text, not for HTML
}

// A Reader reads a file of the site of at most limit bytes. That of a site, [lanyard/store.Folder.ReadFile], reads nothing outside of it,
// whatever another program puts at the path, and waits for no FIFO.
type Reader func(path string, limit int64) ([]byte, error)

// ReadTemplates looks for shortcodes in folders of layouts, the most important first. It blocks on the disk. Where a template may not be read
// it is not Complete.
func ReadTemplates(layouts []string, read Reader) *Templates {
	t := &Templates{own: map[string]own{}, folded: map[string]string{}, Bare: true, Complete: true, reader: read}
	for _, dir := range layouts {
		if st, err := os.Stat(dir); err == nil && st.IsDir() {
			t.Bare = false
		}
		t.read(filepath.Join(dir, "shortcodes"), "")
		t.read(filepath.Join(dir, "_shortcodes"), "")
		entries, _ := os.ReadDir(dir)
		for _, e := range entries { // since Hugo 0.146 a section may have its own
			if e.IsDir() && e.Name() != "shortcodes" && e.Name() != "_shortcodes" {
				t.read(filepath.Join(dir, e.Name(), "_shortcodes"), "")
			}
		}
	}
	return t
}

// AddVersion adds the version of a Hugo that builds the site, unless it is empty.
func (t *Templates) AddVersion(v string) {
	if v != "" && !slices.Contains(t.Versions, v) {
		t.Versions = append(t.Versions, v)
	}
}

// maxTemplate is the largest template, in bytes, that is read.
const maxTemplate = 1 << 20

func (t *Templates) read(dir, prefix string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		st, err := os.Stat(path)
		if err != nil {
			continue
		}
		if st.IsDir() {
			if strings.Count(prefix, "/") < 8 {
				t.read(path, prefix+e.Name()+"/")
			}
			continue
		}
		stem, _, dotted := strings.Cut(e.Name(), ".")
		if !dotted || stem == "" || !st.Mode().IsRegular() || st.Size() > maxTemplate {
			continue
		}
		key := prefix + stem
		text, err := t.reader(path, maxTemplate)
		if err != nil {
			t.Complete = t.Complete && errors.Is(err, fs.ErrNotExist)
			continue
		}
		o := own{inner: usesInner(string(text)), plain: !strings.Contains(e.Name(), ".html")}
		if have, ok := t.own[key]; ok { // variants, of which Hugo takes any
			if have.inner != o.inner {
				o.inner = unsure
			}
			o.plain = o.plain && have.plain
		}
		t.own[key] = o
		t.folded[strings.ToLower(key)] = key
	}
}

// usesInner reports whether a template reads .Inner, by which Hugo decides whether its shortcode has a closing tag.
func usesInner(text string) sure {
	if !strings.Contains(text, "Inner") {
		return no
	}
	tree := parse.New("\x00") // no name that a template may define
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(text, "", "", trees); err != nil {
		return unsure
	}
	for _, t := range trees {
		if t.Root != nil && innerIn(t.Root) {
			return yes
		}
	}
	if tree.Root != nil && innerIn(tree.Root) {
		return yes
	}
	return no
}

func innerIn(n parse.Node) bool {
	switch n := n.(type) {
	case *parse.ListNode:
		return n != nil && slices.ContainsFunc(n.Nodes, innerIn)
	case *parse.ActionNode:
		return innerInPipe(n.Pipe)
	case *parse.TemplateNode:
		return innerInPipe(n.Pipe)
	case *parse.IfNode:
		return innerInBranch(&n.BranchNode)
	case *parse.WithNode:
		return innerInBranch(&n.BranchNode)
	case *parse.RangeNode:
		return innerInBranch(&n.BranchNode)
	}
	return false
}

func innerInBranch(b *parse.BranchNode) bool {
	return innerInPipe(b.Pipe) || innerIn(b.List) || b.ElseList != nil && innerIn(b.ElseList)
}

func innerInPipe(p *parse.PipeNode) bool {
	if p == nil {
		return false
	}
	for _, c := range p.Cmds {
		for _, a := range c.Args {
			var names []string
			switch a := a.(type) {
			case *parse.FieldNode:
				names = a.Ident
			case *parse.VariableNode:
				names = a.Ident
			case *parse.PipeNode:
				if innerInPipe(a) {
					return true
				}
			}
			if slices.Contains(names, "Inner") || slices.Contains(names, "InnerDeindent") {
				return true
			}
		}
	}
	return false
}
