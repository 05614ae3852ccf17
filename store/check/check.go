// Package check owns the publishing rules: what of a finished post would break
// its page or embarrass its author. It reads and never writes.
//
// Its functions block on the disk and may be called from any goroutine; they
// start none.
package check

import (
	"cmp"
	"fmt"
	"slices"

	"lanyard/store"
	"lanyard/store/frontmatter"
)

// Severity ranks a finding.
type Severity uint8

// The severities: an Error breaks the page or gives away what is private, a
// Warning is probably not meant, an Info is good to know.
const (
	Info Severity = iota
	Warning
	Error
)

// String is "error", "warning" or "info".
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "info"
}

// MarshalText writes the severity as String does.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Finding is one place where a rule is broken. Line and Col count from 1 (Col in
// bytes), From and To are bytes of the whole file; all are zero for what concerns
// the post as a whole.
type Finding struct {
	Path     string   `json:"path"` // the Markdown file, or a photo
	Line     int      `json:"line,omitempty"`
	Col      int      `json:"col,omitempty"`
	From     int      `json:"-"`
	To       int      `json:"-"`
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`             // one of the Code constants
	Reason   string   `json:"reason,omitempty"` // which of several things it is that Code says; empty for the first
	Breaks   bool     `json:"breaks,omitempty"` // Hugo does not build the site: not one page of it
	Message  string   `json:"message"`          // an English sentence
	Args     []any    `json:"-"`                // what a translation of Code puts into its sentence, Name after them
	Name     string   `json:"name,omitempty"`   // the file, key or term that it is about
	Fix      *Fix     `json:"-"`
}

// Fix repairs a finding by edits of the whole file. Without Edits it is something
// that the caller does to files: make-bundle, clean-photo.
type Fix struct {
	Code  string // what the button says, for translation: its own word below
	Label string // the same in English
	Edits []frontmatter.Edit
}

// String is the line that the command line prints. It is one line, and does nothing to a terminal, whatever the name of the file.
func (f Finding) String() string {
	path, message := store.Printable(f.Path), store.PrintableText(f.Message)
	if f.Line == 0 {
		return fmt.Sprintf("%s: %s: %s: %s", path, f.Severity, f.Code, message)
	}
	return fmt.Sprintf("%s:%d:%d: %s: %s: %s", path, f.Line, f.Col, f.Severity, f.Code, message)
}

// The codes of findings.
const (
	CodeMissing     = "missing-file"   // a reference to a file that is not there
	CodeOutside     = "outside"        // a reference that leads out of the site
	CodeUnsafe      = "local-path"     // file:, C:\, \img\
	CodeNotFile     = "not-a-file"     // a reference to a folder, a FIFO
	CodeCase        = "case"           // a reference whose letters differ in case from the file's
	CodeUnused      = "unused-file"    // a photo of the bundle that nothing refers to
	CodeNoBundle    = "no-bundle"      // a single file whose neighbours Hugo publishes elsewhere
	CodeTitle       = "no-title"       //
	CodeDraft       = "draft"          //
	CodeFuture      = "future"         // a date in the future: Hugo leaves the page out
	CodeExpired     = "expired"        // an expiry date in the past
	CodeNoOffset    = "no-offset"      // a date without offset: read as UTC or in the site's zone
	CodeBadDate     = "bad-date"       // a date that Hugo rejects or, before 0.136, overlooks
	CodeNoDate      = "no-date"        //
	CodeNoSummary   = "no-summary"     //
	CodeAlt         = "no-alt"         // an image without alternative text
	CodeSlugTwice   = "duplicate-slug" //
	CodeHash        = "hash"           // # in a slug or a term
	CodeStars       = "literal-stars"  // ** that stays on the page
	CodeTodo        = "todo"           //
	CodeConflict    = "conflict"       // a merge left both versions in the text
	CodeCopy        = "conflict-copy"  // a sync program kept another version of a file
	CodeHTML        = "raw-html"       // HTML that the site leaves out
	CodePrivate     = "private-data"   // a file that tells where and by whom it was taken
	CodeSealed      = "sealed"         // a file whose private data cannot be taken out
	CodeActive      = "active-svg"     // a drawing that runs or fetches something
	CodeRenamed     = "renamed"        // of an export: a picture was converted, and this place still has its old name
	CodeBig         = "too-big"        // a photo of more bytes or pixels than a page wants
	CodeHEIC        = "heic"           // a picture that browsers do not show
	CodePhoto       = "bad-photo"      // a picture that cannot be read
	CodeName        = "unsafe-name"    // a file name that breaks addresses
	CodeFrontMatter = "front-matter"   // front matter that cannot be read
	CodeDuplicate   = "duplicate-key"  //
	CodeNoFront     = "no-front-matter"
	CodeKept        = "kept"      // of an export: a reference of the front matter to a file of the site
	CodeDelimiter   = "delimiter" // front matter that ends earlier than meant
	CodeUnreadable  = "unreadable"
	CodeShortcode   = "shortcode"         // one that Hugo cannot read; Reason says why
	CodeUnknown     = "unknown-shortcode" // one without a template
	CodeDropped     = "dropped-shortcode" // one that Hugo had
	CodeRef         = "dead-ref"          // a ref or relref to no page
	CodeTitleAgain  = "title-twice"       // the body begins with the title
	CodeMore        = "more"              // a divider of the summary that Hugo does not see
	CodeFence       = "open-fence"        // code that nothing closes
	CodeHeading     = "tight-heading"     // ##标题
	CodeTilde       = "tilde"             // 10~20, 30~40
	CodeLiquid      = "liquid"            // {% … %} of Jekyll or Hexo
	CodeBlank       = "blank-in-link"     // ![](my photo.png)
	CodeMarkdown    = "markdown-link"     // a link to a .md file
	CodeAddress     = "bad-address"       // one that new Hugo cannot read, or that Hugo does not take
	CodeSwallowed   = "swallowed-keys"    // keys that new Hugo takes for a list's
	CodePageFile    = "html-file"         // an HTML file in a bundle
)

// Sort puts findings into the order of the text, those of the post as a whole first.
func Sort(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(min(a.Line, 1), min(b.Line, 1)), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
}
