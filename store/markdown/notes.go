package markdown

// Footnote is a note that the page shows at its end.
type Footnote struct {
	Number int
	Label  string
	Block  *Block // of kind Note
	Start  int    // file offset of the top-level block it lies in
}

type notesOf struct {
	list    []Footnote
	numbers map[string]int
}

// Footnotes are the notes in the order of their numbers. Notes nothing refers
// to are not shown.
func (d *Document) Footnotes() []Footnote { return d.numbers().list }

// NoteNumber is the number of the footnote with the label, 0 when it has none.
func (d *Document) NoteNumber(label string) int { return d.numbers().numbers[label] }

// NoteRefs are the labels of the footnotes that the top-level block refers to.
func (b *Block) NoteRefs() []string {
	if b.top == nil {
		return nil
	}
	return b.top.noteRefs
}

// numberNotes numbers the footnotes in the order of their first reference.
// Where the first note stands, all of them are gone through, as goldmark does.
func (d *Document) numberNotes() notesOf {
	n := notesOf{numbers: map[string]int{}}
	byLabel := map[string]Footnote{}
	var inOrder []Footnote
	for i, b := range d.Blocks {
		if b.top == nil {
			continue
		}
		for _, def := range b.top.noteDefs {
			f := Footnote{Label: def.Info, Block: def, Start: d.Starts[i]}
			inOrder = append(inOrder, f)
			if _, dup := byLabel[def.Info]; !dup {
				byLabel[def.Info] = f
			}
		}
	}
	if len(inOrder) == 0 {
		return n
	}
	see := func(label string) {
		if f, ok := byLabel[label]; ok && n.numbers[label] == 0 {
			f.Number = len(n.list) + 1
			n.numbers[label] = f.Number
			n.list = append(n.list, f)
		}
	}
	walked := false
	for _, b := range d.Blocks {
		if b.top == nil {
			continue
		}
		for _, label := range b.top.noteRefs {
			see(label)
		}
		if len(b.top.noteDefs) > 0 && !walked {
			walked = true
			for _, f := range inOrder {
				eachNoteRef(f.Block.Children, see)
			}
		}
	}
	return n
}

func eachNoteRef(blocks []*Block, see func(string)) {
	for _, b := range blocks {
		inlineNoteRefs(b.Inlines, see)
		eachNoteRef(b.Children, see)
	}
}

func inlineNoteRefs(ins []Inline, see func(string)) {
	for i := range ins {
		if ins[i].Kind == NoteRef {
			see(ins[i].Text)
		}
		inlineNoteRefs(ins[i].Children, see)
	}
}
