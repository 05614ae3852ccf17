package markdown

import "strings"

// RefKind says how a reference is written.
type RefKind uint8

// The kinds of references.
const (
	RefLink       RefKind = iota // [text](dest), also an autolink
	RefImage                     // ![alt](dest)
	RefDefinition                // [label]: dest
	RefHTML                      // <img src=dest>, <a href=dest>
	RefShortcode                 // {{< figure src=dest >}}, {{< ref dest >}}
)

// Reference is a place in the post that names something else.
type Reference struct {
	Kind  RefKind
	Image bool   // an image is shown: an image, <img>, a figure; of a definition: some image uses it
	Name  string // tag or shortcode; label of a definition
	Dest  string // without escapes and entities
	Alt   string
	Title string
	// From and To are the bytes of the destination as written, in the file;
	// NodeFrom and NodeTo those of the whole construct.
	From, To         int
	NodeFrom, NodeTo int
	Line, Col        int // of From, counted from 1, the column in bytes
	Auto             bool
}

// References lists what the post names, in the order of the source.
func (d *Document) References() []Reference {
	var out []Reference
	line, start, at := 1, 0, 0 // of the text before at: its lines, and where the last of them starts
	for i, b := range d.Blocks {
		if b.top == nil {
			continue
		}
		for _, r := range b.top.refs {
			s := d.Starts[i]
			r.From, r.To, r.NodeFrom, r.NodeTo = r.From+s, r.To+s, r.NodeFrom+s, r.NodeTo+s
			between := d.Source[at:max(r.From, at)] // the references of a block are in order
			line += strings.Count(between, "\n")
			if n := strings.LastIndexByte(between, '\n'); n >= 0 {
				start = at + n + 1
			}
			at = max(r.From, at)
			r.Line, r.Col = line, r.From-start+1
			out = append(out, r)
		}
	}
	return out
}
