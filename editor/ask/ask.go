// Package ask owns what the program asks of the author, and how it words an error: values, without a window.
package ask

// Tone says how much a question asks for.
type Tone uint8

// The tones.
const (
	Info Tone = iota
	Warning
	Error
)

// An Answer is one that can be chosen. Unless it keeps the question, choosing it takes the question away first.
type Answer struct {
	Label string
	Run   func() // on the UI goroutine; may be nil
	Main  bool   // the one that is meant
	Keep  bool
}

// A Question is a sentence and at most three answers; without any it is told, and waits to be closed. A new one with the ID of an old one
// replaces it.
type Question struct {
	ID      string
	Tone    Tone
	Text    string
	Answers []Answer
	Closed  func() // the author closed it without an answer; may be nil
	Sticky  bool   // stays when another post is shown
}
