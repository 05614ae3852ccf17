package editor

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lanyard/assets"
	"lanyard/editor/command"
)

// Palette opens the panel with every command, those used lately first.
func (w *Workbench) Palette() {
	w.quick.Open(assets.T("window.palette"), func(query string) []choice {
		var out []choice
		for _, c := range w.table.Search(query, w.settings.Commands) {
			item := choice{title: c.Title(), detail: w.table.Label(c.ID), run: func() {
				w.settings.used(c.ID)
				w.runChosen(c)
			}}
			if !w.Enabled(c.ID) {
				item.why = c.Why()
				if item.why == "" {
					item.why = assets.T("window.command.disabled")
				}
			}
			out = append(out, item)
		}
		return out
	})
}

// runChosen runs a command that was chosen from a list. One of the text is for the text, wherever the keyboard was before.
func (w *Workbench) runChosen(c command.Command) {
	if c.Run != nil {
		w.focusSource()
	}
	w.RunCommand(c.ID)
}

// GoToPost opens the panel with the folder's posts: fuzzy over title and path, pinyin initials too.
func (w *Workbench) GoToPost() {
	type post struct {
		title, path string
		match       command.Text
	}
	var posts []post
	for _, p := range w.list.all {
		title := p.Title
		if title == "" {
			title = nameOf(p.Path, p.Bundle)
		}
		rel, err := filepath.Rel(w.session.Folder().Content, p.Path)
		if err != nil {
			rel = p.Path
		}
		posts = append(posts, post{title: title, path: p.Path, match: command.NewText(title + " " + filepath.ToSlash(rel))})
	}
	w.quick.Open(assets.T("window.goto.post"), func(query string) []choice {
		type scored struct {
			post
			score int
		}
		var found []scored
		for _, p := range posts {
			if score, ok := p.match.Match(query); ok {
				found = append(found, scored{p, score})
			}
		}
		slices.SortStableFunc(found, func(a, b scored) int { return b.score - a.score })
		var out []choice
		for _, p := range found[:min(len(found), 200)] {
			title := p.title
			if w.list.unsaved[p.path] {
				title = unsavedMark + title
			}
			out = append(out, choice{title: title, detail: filepath.Base(filepath.Dir(p.path)), run: func() { w.OpenPost(p.path, nil) }})
		}
		return out
	})
}

// GoToHeading opens the panel with the post's headings.
func (w *Workbench) GoToHeading() {
	type heading struct {
		text  string
		at    int
		match command.Text
	}
	var list []heading
	for _, h := range w.headings() {
		list = append(list, heading{text: strings.Repeat("   ", max(h.Level-2, 0)) + h.Text, at: h.From, match: command.NewText(h.Text)})
	}
	w.quick.Open(assets.T("window.goto.heading"), func(query string) []choice {
		var out []choice
		for _, h := range list {
			if _, ok := h.match.Match(query); ok {
				out = append(out, choice{title: h.text, run: func() { w.GoToOffset(h.at) }})
			}
		}
		return out
	})
}

// GoToLine asks for a line, or a line and a column.
func (w *Workbench) GoToLine() {
	lines := w.active.Copy.State().Doc.Lines()
	hint := assets.T("window.goto.line", lines)
	w.quick.Open(hint, func(query string) []choice {
		first, second, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(query), ",", ":"), ":")
		line, err := strconv.Atoi(strings.TrimSpace(first))
		if err != nil || line < 1 {
			return nil
		}
		col, err := strconv.Atoi(strings.TrimSpace(second))
		if err != nil {
			col = 1
		}
		line = min(line, lines)
		return []choice{{title: assets.T("window.place", line, col), run: func() { w.GoTo(line, col) }}}
	})
}

// HelpKeys opens the panel with every command and its keys; choosing one runs it.
func (w *Workbench) HelpKeys() {
	w.quick.Open(assets.T("window.help"), func(query string) []choice {
		var out []choice
		for _, c := range w.table.Search(query, nil) {
			keys := w.table.Keys(c.ID)
			out = append(out, choice{title: c.Title(), detail: strings.Join(keys, "   "), run: func() { w.runChosen(c) }})
		}
		return out
	})
}
