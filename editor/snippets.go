package editor

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"lanyard/assets"
	"lanyard/editor/ask"
	"lanyard/editor/command"
	"lanyard/editor/edit"
	"lanyard/editor/text"
	"lanyard/store/atomicfile"
)

// builtIn are the snippets that everybody has.
func builtIn() []edit.Snippet {
	name := func(id string) string { return assets.T("writing.snippet." + id) }
	return []edit.Snippet{
		{Name: name("figure"), Also: "figure shortcode image caption 图片", Body: `{{< figure src="${1}" caption="${SELECTION}${2}" >}}$0`},
		{Name: name("ref"), Also: "ref relref shortcode link 链接", Body: `[${SELECTION:}${1}]({{< ref "${2}" >}})$0`},
		{Name: name("youtube"), Also: "youtube shortcode video 视频", Body: `{{< youtube ${1:id} >}}$0`},
		{Name: name("details"), Also: "details summary fold 折叠", Body: "<details>\n<summary>${1}</summary>\n\n${SELECTION}$0\n\n</details>"},
		{Name: name("code"), Also: "code fence block 代码", Body: "```${1:go}\n${SELECTION}$0\n```"},
		{Name: name("code.highlight"), Also: "code fence highlight hl_lines linenos 高亮", Body: "```${1:go} {hl_lines=[${2:1}]}\n${SELECTION}$0\n```"},
	}
}

// snippetsFile is where the author's snippets stand.
func snippetsFile() (string, error) {
	dir, err := os.UserConfigDir()
	return filepath.Join(dir, "lanyard", "snippets.yaml"), err
}

// InsertSnippet opens the panel with the author's snippets and the built-in ones; the chosen one goes in at the caret.
func (w *Workbench) InsertSnippet() {
	w.env.Sched.Go("snippets", func(context.Context) {
		own, err := readSnippets()
		w.env.Sched.Do(func() {
			if err != nil {
				w.bars.Ask(ask.Question{ID: "snippets", Sticky: true, Tone: ask.Warning, Text: assets.T("writing.snippets.bad", err.Error())})
			} else {
				w.bars.Close("snippets")
			}
			w.chooseSnippet(own)
		})
	})
}

// readSnippets reads the author's file; a missing one is none.
func readSnippets() ([]edit.Snippet, error) {
	path, err := snippetsFile()
	if err != nil {
		return nil, nil // a system without a place for settings has no snippets
	}
	data, err := os.ReadFile(path)
	if isMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return edit.ReadSnippets(data)
}

func (w *Workbench) chooseSnippet(own []edit.Snippet) {
	type item struct {
		edit.Snippet
		detail string
		match  command.Text
	}
	var items []item
	for _, s := range own {
		items = append(items, item{s, assets.T("writing.snippets.own"), command.NewText(s.Name + " " + s.Also)})
	}
	for _, s := range builtIn() {
		items = append(items, item{s, firstLine(s.Plain()), command.NewText(s.Name + " " + s.Also)})
	}
	w.quick.Open(assets.T("writing.snippets"), func(query string) []choice {
		var out []choice
		for _, s := range items {
			if _, ok := s.match.Match(query); ok {
				out = append(out, choice{title: s.Name, detail: s.detail, run: func() { w.putSnippet(s.Snippet) }})
			}
		}
		return out
	})
}

// firstLine shortens a body for the panel.
func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if r := []rune(s); len(r) > 32 {
		s = string(r[:31]) + "…"
	}
	return s
}

// putSnippet inserts a snippet; Tab then goes through its fields.
func (w *Workbench) putSnippet(s edit.Snippet) {
	p := w.active
	if p == nil {
		return
	}
	tr, fields, err := s.Insert(p.Copy.State(), w.commandEnv())
	if err != nil {
		w.status.Say(assets.T("writing.snippets.failed", err.Error()))
		return
	}
	w.fields.end()
	p.Copy.Dispatch(tr)
	w.fields.begin(p, fields)
	w.focusSource()
}

// EditSnippets opens the author's file in the system's editor; a new one says what can be written.
func (w *Workbench) EditSnippets() {
	path, err := snippetsFile()
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o700)
	}
	if err == nil {
		if _, missing := os.Stat(path); isMissing(missing) {
			err = atomicfile.Create(path, []byte(snippetsTemplate()), 0o644)
		}
	}
	if err == nil {
		err = w.env.App.OpenURL(uriOf(path))
	}
	if err != nil {
		w.fail(assets.T("window.link.failed", path), err)
	}
}

// snippetsTemplate is a first file of snippets: what can be written, and the built-in ones, all commented out.
func snippetsTemplate() string {
	var b strings.Builder
	b.WriteString("# " + assets.T("writing.snippets.file.head") + "\n")
	for _, s := range builtIn() {
		b.WriteString("#\n# " + s.Name + ":\n#   also: " + s.Also + "\n#   body: |\n")
		for l := range strings.Lines(s.Body) {
			b.WriteString("#     " + strings.TrimSuffix(l, "\n") + "\n")
		}
	}
	return b.String()
}

// fieldWalk is the way through the fields of a snippet that was inserted. It ends when the caret leaves the fields.
type fieldWalk struct {
	p      *openPost
	fields [][]fieldMarks
	at     int
	moving bool
}

// fieldMarks are the ends of a field; they travel with the text.
type fieldMarks struct{ from, to text.Mark }

// begin starts at the first field, which is selected. One place alone is no way.
func (f *fieldWalk) begin(p *openPost, fields []edit.Field) {
	if len(fields) < 2 {
		return
	}
	f.p, f.at = p, 0
	f.mark(fields)
}

// mark sets the marks anew: the field that is being filled in grows with what is typed at its ends, the others give way.
func (f *fieldWalk) mark(fields []edit.Field) {
	f.fields = nil
	for i, field := range fields {
		var marks []fieldMarks
		for _, r := range field {
			from, to := 1, -1
			switch {
			case i == f.at:
				from, to = -1, 1
			case r.Empty() && i < f.at:
				from, to = -1, -1
			case r.Empty():
				from, to = 1, 1
			}
			marks = append(marks, fieldMarks{f.p.marks.Add(r.From(), from), f.p.marks.Add(r.To(), to)})
		}
		f.fields = append(f.fields, marks)
	}
}

// ranges are where the fields are now.
func (f *fieldWalk) ranges() []edit.Field {
	out := make([]edit.Field, len(f.fields))
	for i, marks := range f.fields {
		for _, m := range marks {
			from, _ := f.p.marks.Pos(m.from)
			to, _ := f.p.marks.Pos(m.to)
			out[i] = append(out[i], text.Range{Anchor: from, Head: max(from, to)})
		}
	}
	return out
}

func (f *fieldWalk) clear() {
	for _, marks := range f.fields {
		for _, m := range marks {
			f.p.marks.Remove(m.from)
			f.p.marks.Remove(m.to)
		}
	}
	f.fields = nil
}

// end forgets the way.
func (f *fieldWalk) end() {
	if f.p != nil {
		f.clear()
		f.p = nil
	}
}

// step goes to the next field or the one before and reports whether there was a way to go.
func (f *fieldWalk) step(n int) bool {
	if f.p == nil || f.at+n < 0 {
		return f.p != nil
	}
	fields := f.ranges()
	f.clear()
	f.at += n
	f.mark(fields)
	f.moving = true
	f.p.Copy.Dispatch(text.Transaction{Selection: new(text.Select(append([]text.Range(nil), fields[f.at]...), 0)), Kind: text.Move, Scroll: true})
	f.moving = false
	if f.at == len(fields)-1 {
		f.end()
	}
	return true
}

// key takes the keys that belong to a way.
func (f *fieldWalk) key(chord string) bool {
	if f.p == nil {
		return false
	}
	switch chord {
	case "Tab":
		return f.step(1)
	case "Shift+Tab":
		return f.step(-1)
	case "Escape":
		f.end()
		return true
	}
	return false
}

// caret ends the way when the caret is in none of its fields.
func (f *fieldWalk) caret(active *openPost) {
	if f.p == nil || f.moving {
		return
	}
	if f.p != active {
		f.end()
		return
	}
	head := active.Copy.State().Selection.MainRange().Head
	for _, field := range f.ranges() {
		for _, r := range field {
			if head >= r.From() && head <= r.To() {
				return
			}
		}
	}
	f.end()
}
