// Package text owns the editor's model: the document, changes to it, selections, transactions, marks and the undo history.
// Everything but [History] and [Marks] is a value: it is never modified after it was made, may be shared between goroutines and
// knows nothing of widgets, files or Markdown.
//
// Positions are byte offsets into the whole text, ranges are half open. A position inside a rune or a "\r\n" is legal here;
// the commands see to it that carets do not stand there.
package text

import "time"

// Kind says what sort of action a transaction is. The history joins runs of Type, Delete and Form, nothing else.
type Kind uint8

// The kinds of transactions.
const (
	Command Kind = iota // an editing command; a step of its own in the history
	Type                // typed text
	Delete              // deletion by a key
	Paste               // pasted or dropped text
	Form                // a value changed in the front-matter form
	Photo               // photos placed; Attach says which
	Move                // only the selection
	Undo                // made by History.Undo
	Redo                // made by History.Redo
	Reload              // the file changed on disk
)

// Transaction is one step from a state to the next.
type Transaction struct {
	Change    Change
	Selection *Selection // after the change; nil means: the old one, mapped through Change
	Kind      Kind
	Time      time.Time
	Scroll    bool // bring the main caret into view
	Attach    any  // carried through the history, such as the photos that were placed; such a step joins with no other
}

// State is a document with its selection.
type State struct {
	Doc       Doc
	Selection Selection
}

// NewState is the text with the caret at its beginning.
func NewState(s string) State {
	return State{Doc: New(s), Selection: Caret(0)}
}

// Apply gives the state after the transaction. The change must have been made for a document of this length.
func (s State) Apply(tr Transaction) State {
	doc := tr.Change.Apply(s.Doc)
	if tr.Selection != nil {
		return State{Doc: doc, Selection: tr.Selection.Clamp(doc.Len())}
	}
	return State{Doc: doc, Selection: s.Selection.Map(tr.Change)}
}
