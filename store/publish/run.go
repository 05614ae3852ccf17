package publish

import (
	"context"
	"errors"
	"fmt"
)

// A Step is what publishing is at.
type Step string

// The steps, in order; those that are not needed are left out.
const (
	Fetching Step = "fetching"
	Joining  Step = "taking over what the other side has"
	Keeping  Step = "keeping"
	Sending  Step = "sending"
)

// ErrStopped: something stands in the way; the plan says what.
var ErrStopped = errors.New("something stands in the way")

// A Result is what was done.
type Result struct {
	Commit string // the commit that has the posts; empty when nothing was kept anew
	Word   Word   // of the posts now
}

// Run keeps the posts under a message, and sends them where the plan says so. told, where given, hears of each step before it begins.
//
// The other side is asked first. Where it has more, that is taken over; where both sides have commits, they are merged, and a merge that comes to
// a conflict is taken back. A failure leaves the work tree as it was, other files and what is staged too; what was kept by then stays kept.
func (p *Plan) Run(ctx context.Context, message string, told func(Step)) (Result, error) {
	if told == nil {
		told = func(Step) {}
	}
	if len(p.Stops) > 0 {
		return p.result(ctx, ""), ErrStopped
	}
	s := p.Status
	if p.Send {
		told(Fetching)
		if err := p.Repo.Fetch(ctx, s); err != nil {
			return p.result(ctx, ""), fmt.Errorf("nothing was done: %w", err)
		}
		var err error
		if s, err = p.Repo.Status(ctx, p.Places...); err != nil {
			return p.result(ctx, ""), err
		}
		if s.Behind > 0 && s.Ahead == 0 {
			told(Joining)
			if _, err := p.Repo.FastForward(ctx, s); err != nil {
				return p.result(ctx, ""), fmt.Errorf("nothing was done: %w", err)
			}
		}
	}
	commit := ""
	if len(p.Files) > 0 {
		told(Keeping)
		if err := p.Repo.Commit(ctx, message, p.Places); err != nil {
			return p.result(ctx, ""), fmt.Errorf("nothing was kept: %w", err)
		}
	}
	s, err := p.Repo.Status(ctx, p.Places...)
	if err != nil {
		return p.result(ctx, ""), err
	}
	if len(p.Files) > 0 {
		commit = s.Head
	}
	if !p.Send {
		return p.result(ctx, commit), nil
	}
	if s.Behind > 0 {
		told(Joining)
		if err := p.Repo.Merge(ctx, s); err != nil {
			return p.result(ctx, commit), fmt.Errorf("kept on this computer, not sent: %w", err)
		}
	}
	told(Sending)
	if err := p.Repo.Push(ctx, s); err != nil {
		return p.result(ctx, commit), fmt.Errorf("kept on this computer, not sent: %w", err)
	}
	return p.result(ctx, commit), nil
}

// result says how far the posts are, whatever came of it: a run that was called off, too.
func (p *Plan) result(ctx context.Context, commit string) Result {
	ctx = context.WithoutCancel(ctx)
	r := Result{Commit: commit, Word: Sent}
	v := &View{Repo: p.Repo, names: p.Places}
	var err error
	if v.Status, err = p.Repo.Status(ctx, p.Places...); err != nil {
		return Result{Commit: commit}
	}
	v.loose = loose(v.Status)
	if v.unsent, err = p.Repo.Unsent(ctx, v.Status, p.Places...); err != nil {
		return Result{Commit: commit}
	}
	switch {
	case len(v.loose) > 0:
		r.Word = NotKept
	case len(v.unsent) > 0 || !v.Status.Known:
		r.Word = Kept
	}
	return r
}

// Diff gives the text of a file before and after; ok is false for what is no text, such as a photo. open opens a file of the work tree.
func (p *Plan) Diff(ctx context.Context, f File, open Open) (before, after string, ok bool, err error) {
	was, is, err := []byte(nil), []byte(nil), error(nil)
	if f.Kind != Added {
		if was, err = p.Repo.Content(ctx, p.Status.Head, f.Name); err != nil {
			return "", "", false, err
		}
	}
	if f.Kind != Deleted {
		if is, err = readText(p.Repo.Path(f.Name), open); err != nil {
			return "", "", false, err
		}
	}
	if !isText(was) || !isText(is) {
		return "", "", false, nil
	}
	return string(was), string(is), true, nil
}
