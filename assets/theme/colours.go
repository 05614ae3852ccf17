package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Palette is every colour of the window. Ink, Secondary, Placeholder, Accent, Warning, Error and Success are for text
// and have a contrast of at least 4.5 : 1 on Paper and Panel; Faint is only for marks and for what is switched off.
type Palette struct {
	Paper     color.NRGBA // behind text
	Panel     color.NRGBA // list, bars, fields, code
	Raised    color.NRGBA // menus and pop-ups
	Ink       color.NRGBA // text
	Secondary color.NRGBA // labels, captions, markers
	Faint     color.NRGBA // disabled text, line numbers, folded markers
	Hairline  color.NRGBA // one-pixel lines and borders
	// FieldBorder is Hairline for Fyne's own entries, whose border mixes with black at its edges and comes out darker.
	FieldBorder color.NRGBA

	Accent      color.NRGBA // focus, links, the main action; nothing else
	OnAccent    color.NRGBA // text on Accent, Error, Warning and Success
	Focus       color.NRGBA // translucent halo of the focused thing
	Selection   color.NRGBA // behind selected text
	Placeholder color.NRGBA

	Warning, Error, Success color.NRGBA
	// WarningTint and ErrorTint are the backgrounds of bars that carry such a message.
	WarningTint, ErrorTint, InfoTint color.NRGBA

	Button, Hover, Pressed color.NRGBA // Hover and Pressed lie over the thing
	Chip                   color.NRGBA // behind a tag
	CurrentLine            color.NRGBA // behind the line with the caret
	Match, CurrentMatch    color.NRGBA // behind what find found
	Code                   color.NRGBA // behind code in the preview
	ScrollBar, Shadow      color.NRGBA

	Syntax Syntax
}

// Syntax is the colours of code in the source and in the preview, on Panel.
type Syntax struct {
	Keyword, String, Number, Comment, Name, Type, Literal color.NRGBA
}

// Colours returns the palette of a variant; every variant but dark is light.
func Colours(v fyne.ThemeVariant) Palette {
	if v == fynetheme.VariantDark {
		return dark()
	}
	return light()
}

func light() Palette {
	return Palette{
		Paper: rgb(0xffffff), Panel: rgb(0xf6f7f9), Raised: rgb(0xffffff),
		Ink: rgb(0x1c1f23), Secondary: rgb(0x5b6470), Faint: rgb(0x9aa1ab), Hairline: rgb(0xe3e6ea), FieldBorder: rgba(0xffffff, 0x50),
		Accent: rgb(0x1f6feb), OnAccent: rgb(0xffffff), Focus: rgba(0x1f6feb, 0x38), Selection: rgb(0xcfe3ff),
		Placeholder: rgb(0x676f7a),
		Warning:     rgb(0x9a6700), Error: rgb(0xc62828), Success: rgb(0x1a7f37),
		WarningTint: rgb(0xfff6dd), ErrorTint: rgb(0xfdecec), InfoTint: rgb(0xeaf2fe),
		Button: rgb(0xf0f2f5), Hover: rgba(0x1c1f23, 0x0d), Pressed: rgba(0x1c1f23, 0x1a),
		Chip: rgb(0xeaedf1), CurrentLine: rgba(0x1c1f23, 0x08),
		Match: rgb(0xfff0b3), CurrentMatch: rgb(0xffd75e), Code: rgb(0xf6f7f9),
		ScrollBar: rgba(0x1c1f23, 0x3c), Shadow: rgba(0x000000, 0x26),
		Syntax: Syntax{
			Keyword: rgb(0xa626a4), String: rgb(0x2f6f36), Number: rgb(0x905205), Comment: rgb(0x667079),
			Name: rgb(0x1a57b8), Type: rgb(0x8a5a00), Literal: rgb(0x0b7285),
		},
	}
}

func dark() Palette {
	return Palette{
		Paper: rgb(0x15171b), Panel: rgb(0x1b1e23), Raised: rgb(0x22262c),
		Ink: rgb(0xe4e6ea), Secondary: rgb(0x9aa3af), Faint: rgb(0x626b77), Hairline: rgb(0x2b3037), FieldBorder: rgb(0x363c45),
		Accent: rgb(0x6cb2ff), OnAccent: rgb(0x0d1117), Focus: rgba(0x6cb2ff, 0x46), Selection: rgb(0x23406a),
		Placeholder: rgb(0x8b94a1),
		Warning:     rgb(0xe3b341), Error: rgb(0xff7b72), Success: rgb(0x57c46a),
		WarningTint: rgb(0x2e2713), ErrorTint: rgb(0x331d1d), InfoTint: rgb(0x182536),
		Button: rgb(0x272c33), Hover: rgba(0xe4e6ea, 0x12), Pressed: rgba(0xe4e6ea, 0x22),
		Chip: rgb(0x2a2f37), CurrentLine: rgba(0xe4e6ea, 0x0a),
		Match: rgb(0x4d430f), CurrentMatch: rgb(0x7a6200), Code: rgb(0x1b1e23),
		ScrollBar: rgba(0xe4e6ea, 0x46), Shadow: rgba(0x000000, 0x80),
		Syntax: Syntax{
			Keyword: rgb(0xd2a6ff), String: rgb(0x8ddb8c), Number: rgb(0xf0b072), Comment: rgb(0x8b949e),
			Name: rgb(0x79c0ff), Type: rgb(0xe3b341), Literal: rgb(0x76d9e6),
		},
	}
}

func rgb(v uint32) color.NRGBA { return rgba(v, 0xff) }

func rgba(v uint32, a uint8) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: a}
}
