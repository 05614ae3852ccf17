package dialog

import (
	"context"
	"slices"
)

// Fake is a chooser for tests: it answers with what was laid ready and remembers what it was asked. Make one with its
// answers; it belongs to one goroutine at a time.
type Fake struct {
	// Answers are the paths of each answer in turn, an empty one for a closed chooser; when they are used up every
	// answer is closed.
	Answers [][]string
	// Asked is what was asked so far.
	Asked []Asked
}

// Asked is one question to a [Fake]: Kind is "folder", "files" or "save".
type Asked struct {
	Kind, Title, Start, Name string
	Filters                  []Filter
}

var _ Chooser = (*Fake)(nil)

// Folder answers with the first path of the next answer.
func (f *Fake) Folder(ctx context.Context, title, start string) (string, error) {
	return single(f.answer(ctx, Asked{Kind: "folder", Title: title, Start: start}))
}

// Files answers with all paths of the next answer.
func (f *Fake) Files(ctx context.Context, title, start string, filters []Filter) ([]string, error) {
	return f.answer(ctx, Asked{Kind: "files", Title: title, Start: start, Filters: slices.Clone(filters)})
}

// Save answers with the first path of the next answer.
func (f *Fake) Save(ctx context.Context, title, start, name string) (string, error) {
	return single(f.answer(ctx, Asked{Kind: "save", Title: title, Start: start, Name: name}))
}

func (f *Fake) answer(ctx context.Context, a Asked) ([]string, error) {
	f.Asked = append(f.Asked, a)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(f.Answers) == 0 {
		return nil, ErrCancelled
	}
	next := f.Answers[0]
	f.Answers = f.Answers[1:]
	if len(next) == 0 {
		return nil, ErrCancelled
	}
	return next, nil
}

// single returns the first of an answer's paths.
func single(paths []string, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return paths[0], nil
}
