package store

// fill reads markup.goldmark; its keys are lower case already.
func (g *Goldmark) fill(m map[string]any) {
	g.Unsafe = boolAt(m, "renderer", "unsafe")
	g.HardWraps = boolAt(m, "renderer", "hardwraps")
	g.XHTML = boolAt(m, "renderer", "xhtml")
	ext, _ := at(m, "extensions").(map[string]any)
	g.Typographer = switchAt(ext, "typographer")
	if t, ok := at(ext, "typographer").(map[string]any); ok {
		on := !boolAt(t, "disable")
		g.Typographer = &on
		g.TypographerMarks = map[string]string{}
		for k, v := range t {
			if s, ok := v.(string); ok {
				g.TypographerMarks[k] = s
			}
		}
	}
	g.Table = switchAt(ext, "table")
	g.Strikethrough = switchAt(ext, "strikethrough")
	g.Linkify = switchAt(ext, "linkify")
	g.LinkifyProtocol = stringAt(ext, "linkifyprotocol")
	g.TaskList = switchAt(ext, "tasklist")
	g.DefinitionList = switchAt(ext, "definitionlist")
	g.Footnote = switchAt(ext, "footnote")
	if f, ok := at(ext, "footnote").(map[string]any); ok { // a table since Hugo 0.151
		g.Footnote = switchAt(f, "enable")
	}
	if c, ok := at(ext, "cjk").(map[string]any); ok {
		g.CJK = boolAt(c, "enable")
		g.EastAsianLineBreaks = boolAt(c, "eastasianlinebreaks")
		g.EastAsianStyle = stringAt(c, "eastasianlinebreaksstyle")
		g.EscapedSpace = boolAt(c, "escapedspace")
	}
	g.Passthrough = boolAt(ext, "passthrough", "enable")
	g.PassthroughBlock = pairsAt(ext, "passthrough", "delimiters", "block")
	g.PassthroughInline = pairsAt(ext, "passthrough", "delimiters", "inline")
	extras, _ := at(ext, "extras").(map[string]any)
	g.ExtraDelete = boolAt(extras, "delete", "enable")
	g.ExtraInsert = boolAt(extras, "insert", "enable")
	g.ExtraMark = boolAt(extras, "mark", "enable")
	g.ExtraSubscript = boolAt(extras, "subscript", "enable")
	g.ExtraSuperscript = boolAt(extras, "superscript", "enable")
	parser, _ := at(m, "parser").(map[string]any)
	g.AutoHeadingID = switchAt(parser, "autoheadingid")
	g.AutoHeadingIDType = stringAt(parser, "autoheadingidtype")
	if g.AutoHeadingIDType == "" {
		g.AutoHeadingIDType = stringAt(parser, "autoidtype") // its name since 0.144
	}
	g.AutoDefinitionTermID = boolAt(parser, "autodefinitiontermid")
	g.AttributeTitle = switchAt(parser, "attribute", "title")
	g.AttributeBlock = boolAt(parser, "attribute", "block")
	g.WrapStandAloneImage = switchAt(parser, "wrapstandaloneimagewithinparagraph")
}

func pairsAt(m map[string]any, path ...string) [][2]string {
	list, _ := at(m, path...).([]any)
	var out [][2]string
	for _, v := range list {
		if p, ok := v.([]any); ok && len(p) == 2 {
			a, okA := p[0].(string)
			b, okB := p[1].(string)
			if okA && okB {
				out = append(out, [2]string{a, b})
			}
		}
	}
	return out
}
