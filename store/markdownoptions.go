package store

import "lanyard/store/markdown"

// Markdown is how the site has its posts parsed. Without a site it is Hugo's
// default.
func (c SiteConfig) Markdown() markdown.Options {
	g := c.Goldmark
	off := func(p *bool) bool { return p != nil && !*p }
	return markdown.Options{
		Unsafe: g.Unsafe, HardWraps: g.HardWraps, XHTML: g.XHTML,
		NoTypographer: off(g.Typographer), NoTable: off(g.Table), NoStrikethrough: off(g.Strikethrough),
		NoLinkify: off(g.Linkify), NoTaskList: off(g.TaskList), NoDefinitionList: off(g.DefinitionList),
		NoFootnote: off(g.Footnote), Marks: g.TypographerMarks, LinkifyProtocol: g.LinkifyProtocol,
		EastAsianLineBreaks: g.CJK && g.EastAsianLineBreaks, EastAsianStyle: g.EastAsianStyle,
		EscapedSpace: g.CJK && g.EscapedSpace, Emoji: c.EnableEmoji,
		Passthrough: g.Passthrough, PassthroughBlock: g.PassthroughBlock, PassthroughInline: g.PassthroughInline,
		Delete: g.ExtraDelete, Insert: g.ExtraInsert, Mark: g.ExtraMark,
		Subscript: g.ExtraSubscript, Superscript: g.ExtraSuperscript,
		NoAutoHeadingID: off(g.AutoHeadingID), IDType: g.AutoHeadingIDType,
		NoTitleAttribute: off(g.AttributeTitle), BlockAttribute: g.AttributeBlock,
		TermID: g.AutoDefinitionTermID, NoImageParagraph: off(g.WrapStandAloneImage),
	}
}
