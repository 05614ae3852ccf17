package editor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lanyard/assets"
	"lanyard/editor/command"
)

// menuNames are the menus from left to right, as [command.Command.Menu] names them.
var menuNames = []string{"file", "edit", "insert", "format", "view", "post", "help"}

// menuBar is the main menu, made from the table of commands.
type menuBar struct {
	w     *Workbench
	main  *fyne.MainMenu
	items map[string]*fyne.MenuItem // by command ID
}

func newMenuBar(w *Workbench) *menuBar {
	m := &menuBar{w: w, items: map[string]*fyne.MenuItem{}}
	var menus []*fyne.Menu
	for _, name := range menuNames {
		menu := fyne.NewMenu(assets.T("command.menu." + name))
		group, first := 0, true
		for _, c := range w.table.All() {
			if c.Menu != name {
				continue
			}
			if !first && c.Group != group {
				menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			}
			group, first = c.Group, false
			menu.Items = append(menu.Items, m.item(c))
		}
		menus = append(menus, menu)
	}
	m.main = fyne.NewMainMenu(menus...)
	return m
}

func (m *menuBar) item(c command.Command) *fyne.MenuItem {
	item := fyne.NewMenuItem(c.Title(), func() { m.w.RunCommand(c.ID) })
	if c.ID == "file.quit" {
		item.IsQuit = true
	}
	if key := m.w.table.Key(c.ID); key != "" {
		if s, ok := shortcut(key); ok {
			item.Shortcut = s
		}
	}
	m.items[c.ID] = item
	return item
}

// update shows what can be done now. It is cheap when nothing changed.
func (m *menuBar) update() {
	if m == nil {
		return
	}
	changed := false
	for id, item := range m.items {
		disabled := !m.w.Enabled(id)
		checked := m.w.checked(id)
		if item.Disabled != disabled || item.Checked != checked {
			item.Disabled, item.Checked = disabled, checked
			changed = true
		}
	}
	if changed {
		m.main.Refresh()
	}
}

// rebuild makes the menus anew after the keys changed.
func (m *menuBar) rebuild() {
	fresh := newMenuBar(m.w)
	m.main.Items, m.items = fresh.main.Items, fresh.items
	m.main.Refresh()
}

// popUp shows commands at a place of the window, the ones that can be done now.
func (w *Workbench) popUp(at fyne.Position, ids ...string) { w.popUpWith(nil, at, ids...) }

// popUpWith is popUp with other items on top.
func (w *Workbench) popUpWith(first []*fyne.MenuItem, at fyne.Position, ids ...string) {
	menu := fyne.NewMenu("", first...)
	for _, id := range ids {
		if id == "" {
			if n := len(menu.Items); n > 0 && !menu.Items[n-1].IsSeparator {
				menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			}
			continue
		}
		c, ok := w.table.Get(id)
		if !ok {
			continue
		}
		item := fyne.NewMenuItem(c.Title(), func() { w.RunCommand(id) })
		item.Disabled = !w.Enabled(id)
		menu.Items = append(menu.Items, item)
	}
	widget.ShowPopUpMenuAtPosition(menu, w.env.Window.Canvas(), at)
}
