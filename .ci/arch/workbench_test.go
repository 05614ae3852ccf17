package arch

import (
	"go/ast"
	"slices"
	"testing"
)

// holders are the types of the window that hold the whole workbench. All others get the functions that they need: what a part may do stands
// in its fields then, and it can be tried without a window. The list grows shorter only.
var holders = []string{
	"dailyGoal", "exportSheet", "finder", "formModel", "menuBar", "newPostSheet", "pageLanguages", "photoTray", "recheck", "sourceHost", "speller", "touching",
}

func TestFewPartsHoldTheWorkbench(t *testing.T) {
	var met []string
	for _, s := range sources(t) {
		if s.test || s.dir != "editor" {
			continue
		}
		for _, d := range s.file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range g.Specs {
				if name, ok := holds(spec); ok {
					if met = append(met, name); !slices.Contains(holders, name) {
						t.Errorf("%s: %s holds the workbench: give it the functions that it needs", s.path, name)
					}
				}
			}
		}
	}
	for _, name := range holders {
		if !slices.Contains(met, name) {
			t.Errorf("%s does not hold the workbench any more: take it off the list", name)
		}
	}
}

// holds reports a struct type with a field of type *Workbench.
func holds(spec ast.Spec) (name string, ok bool) {
	ts, ok := spec.(*ast.TypeSpec)
	if !ok {
		return "", false
	}
	st, ok := ts.Type.(*ast.StructType)
	if !ok {
		return "", false
	}
	for _, f := range st.Fields.List {
		if p, ok := f.Type.(*ast.StarExpr); ok {
			if id, ok := p.X.(*ast.Ident); ok && id.Name == "Workbench" {
				return ts.Name.Name, true
			}
		}
	}
	return "", false
}
