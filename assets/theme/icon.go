package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"lanyard/assets"
)

// ColorNameSecondary and ColorNamePanel are colours of ours under names of Fyne's kind.
const (
	ColorNameSecondary fyne.ThemeColorName = "lanyardSecondary"
	ColorNamePanel     fyne.ThemeColorName = "lanyardPanel"
)

// stock names our line icon for one of Fyne's own, "" where we have none.
func stock(name fyne.ThemeIconName) string {
	switch name {
	case fynetheme.IconNameSearch:
		return "search"
	case fynetheme.IconNameContentAdd:
		return "plus"
	case fynetheme.IconNameContentRemove:
		return "minus"
	case fynetheme.IconNameList:
		return "list"
	case fynetheme.IconNameFolder, fynetheme.IconNameFolderOpen:
		return "folder"
	case fynetheme.IconNameCalendar:
		return "calendar"
	case fynetheme.IconNameNavigateBack:
		return "chevron-left"
	case fynetheme.IconNameNavigateNext:
		return "chevron-right"
	case fynetheme.IconNameMoveUp, fynetheme.IconNameArrowDropUp:
		return "chevron-up"
	case fynetheme.IconNameMoveDown, fynetheme.IconNameArrowDropDown:
		return "chevron-down"
	case fynetheme.IconNameCancel:
		return "close"
	case fynetheme.IconNameConfirm:
		return "check"
	case fynetheme.IconNameWarning:
		return "warning"
	case fynetheme.IconNameError:
		return "error"
	case fynetheme.IconNameInfo:
		return "info"
	case fynetheme.IconNameDelete:
		return "trash"
	case fynetheme.IconNameContentUndo:
		return "undo"
	case fynetheme.IconNameContentRedo:
		return "redo"
	case fynetheme.IconNameMoreHorizontal:
		return "more"
	case fynetheme.IconNameSettings:
		return "settings"
	}
	return ""
}

// Icon returns one of our line icons in the colour of secondary text, which follows the theme; names are those of
// assets.Icon, an unknown one is Fyne's broken picture.
func Icon(name string) fyne.Resource { return Coloured(name, ColorNameSecondary) }

// Coloured is Icon in another colour of the theme, as fynetheme.ColorNameError.
func Coloured(name string, c fyne.ThemeColorName) fyne.Resource {
	data := assets.Icon(name)
	if data == nil {
		return fynetheme.BrokenImageIcon()
	}
	return fynetheme.NewColoredResource(fyne.NewStaticResource("lanyard-"+name+".svg", data), c)
}

// AppIcon is the program's icon for its window.
func AppIcon() fyne.Resource {
	return fyne.NewStaticResource("lanyard.png", assets.AppIcon(256))
}
