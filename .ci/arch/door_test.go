package arch

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// texts are the methods of an open post's copy that take a text or a post. Join and Follow merge it with what was typed; the others change no
// text, or only one entry of the front matter. A plain "replace the text by this" must not come back: it throws away what was typed while
// the text was on its way.
var texts = []string{"Join", "Follow", "Saved", "Restored", "SetRaw"}

func TestAnOpenTextIsReplacedThroughOneDoor(t *testing.T) {
	met := 0
	for _, s := range sources(t) {
		if s.test || !under(s.dir, "editor") {
			continue
		}
		if s.dir == "editor/workcopy" {
			for _, d := range s.file.Decls {
				f, ok := d.(*ast.FuncDecl)
				if !ok || f.Recv == nil || !f.Name.IsExported() || receiver(f) != "Copy" || !takesText(f) {
					continue
				}
				if met++; !slices.Contains(texts, f.Name.Name) {
					t.Errorf("%s: %s takes a text: let it come through Join or Follow", s.path, f.Name.Name)
				}
			}
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			at := s.set.Position(c.Pos())
			switch name := called(c); {
			case name == "Join" || name == "Follow":
				for _, arg := range c.Args {
					if in, ok := arg.(*ast.CallExpr); ok && called(in) == "Now" && len(in.Args) == 0 {
						t.Errorf("%s:%d: the text that %s started from is the one of the moment at which the work began, not at which it ended", s.path, at.Line, name)
					}
				}
			case name == "Replace" && len(c.Args) == 3:
				from, ok := c.Args[0].(*ast.BasicLit)
				to, isCall := c.Args[1].(*ast.CallExpr)
				if ok && isCall && from.Value == "0" && called(to) == "Len" {
					t.Errorf("%s:%d replaces a whole text: let it come through the copy's Join", s.path, at.Line)
				}
			}
			return true
		})
	}
	if met < len(texts) {
		t.Errorf("met %d methods of %v: the rule would hold of nothing", met, texts)
	}
}

// called is the name of the function or method that c calls.
func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

// receiver is the name of the type that a method belongs to.
func receiver(f *ast.FuncDecl) string {
	e := f.Recv.List[0].Type
	if p, ok := e.(*ast.StarExpr); ok {
		e = p.X
	}
	if id, ok := e.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// takesText reports a parameter that is a whole text: a string by itself, or a post.
func takesText(f *ast.FuncDecl) bool {
	for _, p := range f.Type.Params.List {
		if id, ok := p.Type.(*ast.Ident); ok && id.Name == "string" {
			return true
		}
		if star, ok := p.Type.(*ast.StarExpr); ok {
			if sel, ok := star.X.(*ast.SelectorExpr); ok && strings.HasSuffix(sel.Sel.Name, "Post") {
				return true
			}
		}
	}
	return false
}
