package command

import (
	"lanyard/editor/edit"
	"lanyard/editor/text"
)

// darwinKeys are the default chords that differ on macOS, where ⌘H, ⌘` and F keys belong to the system.
var darwinKeys = map[string][]string{
	"edit.replace":         {"Ctrl+Alt+F"},
	"edit.find.next":       {"Ctrl+G", "F3"},
	"edit.find.previous":   {"Ctrl+Shift+G", "Shift+F3"},
	"edit.goto.line":       {"Super+G"},
	"edit.redo":            {"Ctrl+Shift+Z"},
	"format.code":          {"Ctrl+Shift+M"},
	"edit.delete.wordleft": {"Alt+Backspace", "Ctrl+Backspace"}, "edit.delete.wordright": {"Alt+Delete", "Ctrl+Delete"},
}

// rows is the table. Within a menu the order is that of the rows.
func rows() []Command {
	var out []Command
	for _, part := range [][]Command{fileRows(), editRows(), lineRows(), keyRows(), insertRows(), formatRows(), viewRows(), postRows(), helpRows()} {
		out = append(out, part...)
	}
	return out
}

func fileRows() []Command {
	return []Command{
		{ID: "file.new", Keys: []string{"Ctrl+N"}, Menu: "file"},
		{ID: "file.open", Keys: []string{"Ctrl+O"}, Menu: "file"},
		{ID: "file.goto", Keys: []string{"Ctrl+P"}, Menu: "file"},
		{ID: "file.save", Keys: []string{"Ctrl+S"}, Menu: "file", Group: 1},
		{ID: "file.reload", Menu: "file", Group: 1},
		{ID: "file.bundle", Menu: "file", Group: 1},
		{ID: "file.reveal", Menu: "file", Group: 1},
		{ID: "file.rename", Keys: []string{"F2"}, Menu: "file", Group: 1},
		{ID: "file.duplicate", Menu: "file", Group: 1},
		{ID: "file.trash", Menu: "file", Group: 1},
		{ID: "file.settings", Keys: []string{"Ctrl+,"}, Menu: "file", Group: 2},
		{ID: "file.close", Keys: []string{"Ctrl+W"}, Menu: "file", Group: 3},
		{ID: "file.quit", Keys: []string{"Ctrl+Q"}, Menu: "file", Group: 3},
	}
}

func editRows() []Command {
	return []Command{
		{ID: "edit.undo", Keys: []string{"Ctrl+Z"}, Menu: "edit"},
		{ID: "edit.redo", Keys: []string{"Ctrl+Y", "Ctrl+Shift+Z"}, Menu: "edit"},
		{ID: "edit.cut", Keys: []string{"Ctrl+X"}, Menu: "edit", Group: 1},
		{ID: "edit.copy", Keys: []string{"Ctrl+C"}, Menu: "edit", Group: 1},
		{ID: "edit.paste", Keys: []string{"Ctrl+V"}, Menu: "edit", Group: 1},
		{ID: "edit.paste.markdown", Keys: []string{"Ctrl+Shift+V"}, Menu: "edit", Group: 1},
		{ID: "edit.selectall", Keys: []string{"Ctrl+A"}, Menu: "edit", Group: 1},
		{ID: "edit.find", Keys: []string{"Ctrl+F"}, Menu: "edit", Group: 2},
		{ID: "edit.find.next", Keys: []string{"F3"}, Menu: "edit", Group: 2},
		{ID: "edit.find.previous", Keys: []string{"Shift+F3"}, Menu: "edit", Group: 2},
		{ID: "edit.replace", Keys: []string{"Ctrl+H"}, Menu: "edit", Group: 2},
		{ID: "edit.goto.line", Keys: []string{"Ctrl+G"}, Menu: "edit", Group: 3},
		{ID: "edit.goto.heading", Keys: []string{"Ctrl+Shift+O"}, Menu: "edit", Group: 3},
		{ID: "edit.carets.next", Keys: []string{"Ctrl+D"}, Menu: "edit", Group: 4, Source: true, Run: edit.NextOccurrence},
		{ID: "edit.carets.all", Keys: []string{"Ctrl+Shift+L"}, Menu: "edit", Group: 4, Source: true, Run: edit.AllOccurrences},
		{ID: "edit.carets.above", Keys: []string{"Ctrl+Alt+Up"}, Menu: "edit", Group: 4, Source: true, Run: edit.CaretAbove, Enabled: does(edit.CaretAbove)},
		{ID: "edit.carets.below", Keys: []string{"Ctrl+Alt+Down"}, Menu: "edit", Group: 4, Source: true, Run: edit.CaretBelow, Enabled: does(edit.CaretBelow)},
		{ID: "edit.carets.lines", Keys: []string{"Alt+Shift+I"}, Source: true, Run: edit.CaretsInLines},
	}
}

func lineRows() []Command {
	return []Command{
		{ID: "edit.line.up", Keys: []string{"Alt+Up"}, Source: true, Run: edit.LineUp, Enabled: does(edit.LineUp)},
		{ID: "edit.line.down", Keys: []string{"Alt+Down"}, Source: true, Run: edit.LineDown, Enabled: does(edit.LineDown)},
		{ID: "edit.line.duplicate", Keys: []string{"Alt+Shift+Down"}, Source: true, Run: edit.DuplicateDown},
		{ID: "edit.line.duplicateup", Keys: []string{"Alt+Shift+Up"}, Source: true, Run: edit.DuplicateUp},
		{ID: "edit.line.delete", Keys: []string{"Ctrl+Shift+K"}, Source: true, Run: edit.DeleteLines},
		{ID: "edit.line.join", Keys: []string{"Ctrl+J"}, Source: true, Run: edit.JoinLines},
		{ID: "edit.line.sort", Source: true, Run: edit.SortLines},
		{ID: "edit.line.trim", Source: true, Run: edit.TrimLines},
		{ID: "edit.line.below", Keys: []string{"Ctrl+Enter"}, Source: true, Run: edit.LineBelow},
		{ID: "edit.line.above", Keys: []string{"Ctrl+Shift+Enter"}, Source: true, Run: edit.LineAbove},
		{ID: "edit.line.indent", Keys: []string{"Ctrl+]"}, Source: true, Run: edit.Indent},
		{ID: "edit.line.outdent", Keys: []string{"Ctrl+["}, Source: true, Run: edit.Outdent},
		{ID: "edit.section.up", Source: true, Run: edit.SectionUp},
		{ID: "edit.section.down", Source: true, Run: edit.SectionDown},
	}
}

// keyRows are what only a key makes sense of.
func keyRows() []Command {
	return []Command{
		{ID: "edit.key.enter", Keys: []string{"Enter"}, Source: true, Hidden: true, Run: edit.Newline},
		{ID: "edit.key.break", Keys: []string{"Shift+Enter"}, Source: true, Hidden: true, Run: edit.BreakLine},
		{ID: "edit.key.tab", Keys: []string{"Tab"}, Source: true, Hidden: true, Run: edit.Tab},
		{ID: "edit.key.backtab", Keys: []string{"Shift+Tab"}, Source: true, Hidden: true, Run: edit.BackTab},
		{ID: "edit.delete.left", Keys: []string{"Backspace", "Shift+Backspace"}, Source: true, Hidden: true, Run: edit.DeleteLeft},
		{ID: "edit.delete.right", Keys: []string{"Delete"}, Source: true, Hidden: true, Run: edit.DeleteRight},
		{ID: "edit.delete.wordleft", Keys: []string{"Ctrl+Backspace", "Alt+Backspace"}, Source: true, Hidden: true, Run: edit.DeleteWordLeft},
		{ID: "edit.delete.wordright", Keys: []string{"Ctrl+Delete", "Alt+Delete"}, Source: true, Hidden: true, Run: edit.DeleteWordRight},
		{ID: "edit.delete.linestart", Keys: []string{"Ctrl+Shift+Backspace"}, Source: true, Hidden: true, Run: edit.DeleteLineStart},
		{ID: "edit.delete.lineend", Keys: []string{"Ctrl+Shift+Delete"}, Source: true, Hidden: true, Run: edit.DeleteLineEnd},
	}
}

func insertRows() []Command {
	return []Command{
		{ID: "insert.photo", Keys: []string{"Ctrl+Shift+I"}, Menu: "insert"},
		{ID: "insert.photo.edit", Menu: "insert"},
		{ID: "insert.link", Keys: []string{"Ctrl+K"}, Menu: "insert", Source: true, Run: edit.Link},
		{ID: "insert.image", Menu: "insert", Source: true, Run: edit.Image},
		{ID: "insert.footnote", Menu: "insert", Group: 1, Source: true, Run: edit.Footnote},
		{ID: "insert.footnote.jump", Menu: "insert", Group: 1, Source: true, Run: edit.FootnoteJump},
		{ID: "insert.more", Menu: "insert", Group: 1, Source: true, Run: edit.More},
		{ID: "insert.rule", Menu: "insert", Group: 1, Source: true, Run: edit.Rule},
		{ID: "insert.code", Menu: "insert", Group: 1, Source: true, Run: edit.CodeBlock},
		{ID: "insert.date", Menu: "insert", Group: 2, Source: true, Run: edit.Date},
		{ID: "insert.time", Menu: "insert", Group: 2, Source: true, Run: edit.Time},
		{ID: "insert.table", Menu: "insert", Group: 3, Source: true, Run: edit.InsertTable, Enabled: edit.OutOfTable},
		{ID: "insert.table.row", Menu: "insert", Group: 3, Source: true, Run: edit.AddRow, Enabled: edit.InTable},
		{ID: "insert.table.column", Menu: "insert", Group: 3, Source: true, Run: edit.AddColumn, Enabled: edit.InTable},
		{ID: "insert.table.deleterow", Menu: "insert", Group: 3, Source: true, Run: edit.DeleteRow, Enabled: edit.InTable},
		{ID: "insert.table.deletecolumn", Menu: "insert", Group: 3, Source: true, Run: edit.DeleteColumn, Enabled: edit.InTable},
		{ID: "insert.table.align", Menu: "insert", Group: 3, Source: true, Run: edit.AlignTable, Enabled: edit.InTable},
		{ID: "insert.snippet", Menu: "insert", Group: 4},
		{ID: "insert.snippet.edit", Menu: "insert", Group: 4},
	}
}

func formatRows() []Command {
	out := []Command{
		{ID: "format.bold", Keys: []string{"Ctrl+B"}, Menu: "format", Source: true, Run: edit.Bold},
		{ID: "format.italic", Keys: []string{"Ctrl+I"}, Menu: "format", Source: true, Run: edit.Italic},
		{ID: "format.strike", Keys: []string{"Alt+Shift+5"}, Menu: "format", Source: true, Run: edit.Strike},
		{ID: "format.code", Keys: []string{"Ctrl+`"}, Menu: "format", Source: true, Run: edit.Code},
	}
	for level, id := range []string{"format.heading.1", "format.heading.2", "format.heading.3", "format.heading.4", "format.heading.5", "format.heading.6"} {
		out = append(out, Command{ID: id, Keys: []string{"Alt+" + id[len(id)-1:]}, Menu: "format", Group: 1, Source: true, Run: edit.Heading(level + 1)})
	}
	return append(
		out,
		Command{ID: "format.heading.0", Keys: []string{"Alt+0"}, Menu: "format", Group: 1, Source: true, Run: edit.Heading(0), Enabled: edit.OnHeading},
		Command{ID: "format.heading.raise", Source: true, Run: edit.HeadingStep(-1), Enabled: does(edit.HeadingStep(-1))},
		Command{ID: "format.heading.lower", Source: true, Run: edit.HeadingStep(1), Enabled: does(edit.HeadingStep(1))},
		Command{ID: "format.quote", Keys: []string{"Ctrl+Shift+."}, Menu: "format", Group: 2, Source: true, Run: edit.Quote},
		Command{ID: "format.list", Keys: []string{"Ctrl+Shift+8"}, Menu: "format", Group: 2, Source: true, Run: edit.List},
		Command{ID: "format.numbered", Keys: []string{"Ctrl+Shift+7"}, Menu: "format", Group: 2, Source: true, Run: edit.Numbered},
		Command{ID: "format.task", Keys: []string{"Ctrl+Shift+9"}, Menu: "format", Group: 2, Source: true, Run: edit.Task},
		Command{ID: "format.task.done", Keys: []string{"Alt+Enter"}, Menu: "format", Group: 2, Source: true, Run: edit.TaskDone, Enabled: does(edit.TaskDone)},
		Command{ID: "format.emphasis.fix", Menu: "format", Group: 3, Source: true, Run: edit.FixEmphasis},
	)
}

func viewRows() []Command {
	return []Command{
		{ID: "view.palette", Keys: []string{"Ctrl+Shift+P"}, Menu: "view"},
		{ID: "view.list", Keys: []string{"Ctrl+\\", "Ctrl+1"}, Menu: "view", Group: 1},
		{ID: "view.source", Keys: []string{"Ctrl+2"}, Menu: "view", Group: 1},
		{ID: "view.preview", Keys: []string{"Ctrl+3"}, Menu: "view", Group: 1},
		{ID: "view.switch", Keys: []string{"Ctrl+E"}, Menu: "view", Group: 1},
		{ID: "view.outline", Keys: []string{"Ctrl+4"}, Menu: "view", Group: 1},
		{ID: "view.form", Keys: []string{"Ctrl+Shift+F"}, Menu: "view", Group: 1},
		{ID: "view.meta", Menu: "view", Group: 1},
		{ID: "view.answer", Keys: []string{"Ctrl+Shift+R"}, Menu: "view", Group: 1},
		{ID: "view.next", Keys: []string{"F6"}, Menu: "view", Group: 1},
		{ID: "view.previous", Keys: []string{"Shift+F6"}},
		{ID: "view.zoomin", Keys: []string{"Ctrl+=", "Ctrl+Shift+="}, Menu: "view", Group: 2},
		{ID: "view.zoomout", Keys: []string{"Ctrl+-"}, Menu: "view", Group: 2},
		{ID: "view.zoomreset", Keys: []string{"Ctrl+0"}, Menu: "view", Group: 2},
		{ID: "view.focus", Menu: "view", Group: 3},
		{ID: "view.typewriter", Menu: "view", Group: 3},
		{ID: "view.numbers", Menu: "view", Group: 3},
		{ID: "view.trailing", Menu: "view", Group: 3},
		{ID: "view.guide", Menu: "view", Group: 3},
		{ID: "view.mono", Menu: "view", Group: 3},
		{ID: "view.spelling", Menu: "view", Group: 3},
		{ID: "view.goal", Menu: "view", Group: 3},
		{ID: "view.sync", Menu: "view", Group: 3},
		{ID: "view.theme", Menu: "view", Group: 4},
		{ID: "view.language", Menu: "view", Group: 4},
		{ID: "view.fullscreen", Keys: []string{"F11"}, Menu: "view", Group: 4},
	}
}

func postRows() []Command {
	return []Command{
		{ID: "post.check", Keys: []string{"Ctrl+Shift+C"}, Menu: "post"},
		{ID: "post.check.next", Keys: []string{"F8"}, Menu: "post"},
		{ID: "post.check.previous", Keys: []string{"Shift+F8"}, Menu: "post"},
		{ID: "post.export", Keys: []string{"Ctrl+Shift+E"}, Menu: "post", Group: 1},
		{ID: "post.site", Menu: "post", Group: 1},
		{ID: "post.site.stop", Menu: "post", Group: 1},
		{ID: "post.reveal", Menu: "post", Group: 2},
		{ID: "post.versions", Menu: "post", Group: 2},
		{ID: "post.clean", Menu: "post", Group: 2},
		{ID: "post.note", Keys: []string{"Ctrl+Shift+N"}, Menu: "post", Group: 3},
		{ID: "post.schedule", Menu: "post", Group: 3},
		{ID: "post.sort", Menu: "post", Group: 3},
		{ID: "post.clock", Menu: "post", Group: 3},
		{ID: "post.language", Menu: "post", Group: 4},
		{ID: "post.translate", Menu: "post", Group: 4},
	}
}

func helpRows() []Command {
	return []Command{
		{ID: "help.keys", Keys: []string{"F1"}, Menu: "help"},
		{ID: "help.page", Menu: "help"},
		{ID: "help.sample", Menu: "help"},
		{ID: "help.customise", Menu: "help"},
		{ID: "help.about", Menu: "help", Group: 1},
	}
}

// does makes a test of a command that is cheap to run.
func does(f edit.Func) func(text.State, edit.Env) bool {
	return func(s text.State, env edit.Env) bool {
		_, ok := f(s, env)
		return ok
	}
}
