package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"
)

// A ledger remembers every word that was typed and where it was seen, and says which one is lost.
//
// The law: a word is in a journal or in a file a second after it was typed, and stays in one of them. The one thing that may take it away
// is a step that edits the post it stands in. So the steps are of two kinds: the wild ones, which may edit the post that shows, and the
// calm ones, which may not; what stands in other posts is under the law all the time.
type ledger struct {
	words []*word
	made  int
	limit time.Duration        // how late a word may be: lateness, or more on a busy machine
	edits map[string]time.Time // when a wild step was last made while the post showed, by path
}

type word struct {
	text  string
	typed time.Time     // the program had taken the last key
	slack time.Duration // how long the machine kept the program waiting meanwhile
	where string        // path of the post it was seen in last; "" before
	seen  time.Time
	whole time.Time // the newest text of its post had it
	gone  bool      // edited away
}

// lateness is how long a typed word may be on its way to the disk: the second that a crash may cost, and the disk itself.
const lateness = 1250 * time.Millisecond

// lag is how long an edit may take to be seen in the journal.
const lag = 3 * time.Second

func newLedger() *ledger { return &ledger{edits: map[string]time.Time{}, limit: lateness} }

// word makes the next word that nobody has typed yet. It is of small letters alone, which no key of the editor changes, and none is part of
// another: they begin and end alike and are of one length.
func (l *ledger) next() string {
	n := l.made
	l.made++
	digits := make([]byte, 4)
	for i := range digits {
		digits[3-i] = byte('a' + n%20)
		n /= 20
	}
	return "zq" + string(digits) + "qz"
}

// typedAt notes that a word was typed.
func (l *ledger) typedAt(text string, at time.Time) {
	l.words = append(l.words, &word{text: text, typed: at})
}

// waiting reports whether a word has been typed and was not seen yet.
func (l *ledger) waiting() bool {
	return slices.ContainsFunc(l.words, func(w *word) bool { return w.where == "" && !w.gone })
}

// late notes that the machine kept the program waiting.
func (l *ledger) late(by time.Duration) {
	for _, w := range l.words {
		if w.where == "" {
			w.slack += by
		}
	}
}

// edited notes that a step was made that may edit the post.
func (l *ledger) edited(path string, at time.Time) {
	if post := postOf(path); at.After(l.edits[post]) {
		l.edits[post] = at
	}
}

// postOf names a post the same whether it is a file or was made a folder meanwhile.
func postOf(path string) string {
	if dir, name := filepath.Split(path); name == "index.md" {
		return filepath.Clean(dir)
	}
	return strings.TrimSuffix(path, ".md")
}

// forget lets go of words that were typed but not seen: the program was killed, or undo took them, before they had to be on the disk.
func (l *ledger) forget(may func(w *word) bool) {
	for _, w := range l.words {
		if !w.gone && may(w) {
			w.gone = true
		}
	}
}

// A text is what a file or a journal holds of a post.
type text struct {
	path string // of the post
	body string
	time time.Time // when it was written

	journal bool // unsaved text, not a file
}

// letters leaves the small letters of a text: formatting that a key puts inside a word does not hide it.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, s)
}

// look compares the words with all texts that there are, and names those that are missing. They are not noted as lost yet: between two
// readings a file may have moved.
func (l *ledger) look(texts []text, now time.Time) (missing []string) {
	stripped := make([]string, len(texts))
	for i, t := range texts {
		stripped[i] = letters(t.body)
	}
	for _, w := range l.words {
		if w.gone {
			continue
		}
		found := ""
		has := func(i int) bool { return strings.Contains(stripped[i], w.text) }
		for i := range stripped {
			if has(i) {
				found = texts[i].path
				if found == w.where {
					break
				}
			}
		}
		switch {
		case found != "":
			w.where, w.seen = found, now
			// A wild step may have taken the word out of the working copy, of which the journal tells. The file has it until a calm step saves, and
			// another program may have written it since.
			if i := newest(texts, found); (i < 0 || has(i)) && !slices.ContainsFunc(unsaved(texts, found), func(i int) bool { return !has(i) }) {
				w.whole = now
			}
		case w.where == "":
			if since := now.Sub(w.typed); since > l.limit+w.slack {
				missing = append(missing, fmt.Sprintf("%q, typed %v ago, never was in a journal or a file", w.text, since.Round(time.Millisecond)))
			}
		case l.edits[postOf(w.where)].After(w.whole.Add(-lag)):
			w.gone = true
		default:
			missing = append(missing, fmt.Sprintf("%q, seen in %s %v ago, is in no journal and no file, and nothing edited it", w.text, w.where, now.Sub(w.seen).Round(time.Millisecond)))
		}
	}
	sort.Strings(missing)
	return missing
}

// newest is the place of the text of a post that was written last.
func newest(texts []text, path string) int {
	out, post := -1, postOf(path)
	for i, t := range texts {
		if postOf(t.path) == post && (out < 0 || t.time.After(texts[out].time)) {
			out = i
		}
	}
	return out
}

// unsaved gives the journals of the post at path.
func unsaved(texts []text, path string) (out []int) {
	for i, t := range texts {
		if t.journal && postOf(t.path) == postOf(path) {
			out = append(out, i)
		}
	}
	return out
}

// kept counts the words that are under the law, and those that were edited away.
func (l *ledger) kept() (kept, gone int) {
	for _, w := range l.words {
		if w.gone {
			gone++
		} else {
			kept++
		}
	}
	return kept, gone
}
