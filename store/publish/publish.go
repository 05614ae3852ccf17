// Package publish owns the way of posts from the content folder to the other side of a Git repository: which of four words a post has, what
// stands in the way of sending it, and the sending. It asks package git for everything, and touches nothing but the posts that were meant.
//
// Its functions block and may be called from any goroutine; they start none.
package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"lanyard/store"
	"lanyard/store/check"
	"lanyard/store/git"
)

// A Word says how far a post has come.
type Word string

// The words.
const (
	NotKept Word = "not kept" // something of it is in no commit
	Kept    Word = "kept"     // it is in a commit of this computer alone
	Sent    Word = "sent"     // the other side has it
	Live    Word = "live"     // readers were seen to get it; [View.Word] does not know that
)

// A View is what a repository knows of some folders at one moment.
type View struct {
	Repo   *git.Repo
	Status *git.Status
	names  []string // that were looked at, none for all
	loose  []string // names that are in no commit as they are
	unsent []string // names that commits of this side alone changed
}

// Look asks about some paths, or about the whole repository when there are none.
func Look(ctx context.Context, r *git.Repo, paths ...string) (*View, error) {
	v := &View{Repo: r}
	for _, p := range paths {
		name, err := r.Rel(p)
		if err != nil {
			return nil, err
		}
		v.names = append(v.names, name)
	}
	var err error
	if v.Status, err = r.Status(ctx, v.names...); err != nil {
		return nil, err
	}
	v.loose = loose(v.Status)
	v.unsent, err = r.Unsent(ctx, v.Status, v.names...)
	slices.Sort(v.unsent)
	return v, err
}

// loose names what is in no commit as it is, sorted. A file that a rule ignores counts when it is a page, or when the rule is about its folder.
func loose(s *git.Status) []string {
	var names []string
	for _, c := range s.Changes {
		if !c.Ignored || strings.HasSuffix(c.Name, "/") || store.IsMarkdown(c.Name) {
			names = append(names, c.Name)
		}
	}
	slices.Sort(names)
	return names
}

// Word gives a post's. place is the folder of a bundle, or the file of a post that is one.
func (v *View) Word(place string) (Word, error) {
	name, err := v.Repo.Rel(place)
	if err != nil {
		return "", err
	}
	switch {
	case touches(v.loose, name):
		return NotKept, nil
	case !v.Status.Known || touches(v.unsent, name):
		return Kept, nil
	}
	return Sent, nil
}

// Object is Git's name of what the last commit has of a post: as long as it is the same, so is the post.
func (v *View) Object(ctx context.Context, place string) (string, error) {
	name, err := v.Repo.Rel(place)
	if err != nil {
		return "", err
	}
	return v.Repo.Object(ctx, v.Status, name)
}

// touches reports whether a sorted list has name, something below it, or an ignored folder around it, which ends in a slash.
func touches(sorted []string, name string) bool {
	if _, ok := slices.BinarySearch(sorted, name); ok {
		return true
	}
	if i, _ := slices.BinarySearch(sorted, name+"/"); i < len(sorted) && strings.HasPrefix(sorted[i], name+"/") {
		return true
	}
	for up := path.Dir(name); up != "."; up = path.Dir(up) {
		if _, ok := slices.BinarySearch(sorted, up+"/"); ok {
			return true
		}
	}
	return false
}

// Place is what of a post is kept and sent as one: its folder, or its file.
func Place(postPath string) string {
	if store.IsIndex(filepath.Base(postPath)) {
		return filepath.Dir(postPath)
	}
	return postPath
}

// What a file may weigh: some hosts refuse more, and nobody waits for much less on a telephone.
const (
	maxBytes  = 100 << 20
	warnBytes = 10 << 20
)

// A Post is one that shall be published.
type Post struct {
	Path  string // of its file
	Title string
	Found []check.Finding // of its check
}

// A File is one that a commit would take.
type File struct {
	Name  string // with slashes, from the repository's top
	Kind  Kind
	Bytes int64 // in the work tree
}

// A Kind says what a commit does to a file.
type Kind string

// The kinds.
const (
	Added   Kind = "added"
	Changed Kind = "changed"
	Deleted Kind = "deleted"
)

// A Plan is what would be kept and sent. Nothing has been done yet.
type Plan struct {
	Repo    *git.Repo
	Status  *git.Status
	Message string   // proposed; one line
	Places  []string // names of the posts' folders and files
	Files   []File   // sorted
	Stops   []string // sentences: while there are any, nothing is done
	Warns   []string // sentences
	Send    bool
}

// Nothing reports whether everything is as it should be already.
func (p *Plan) Nothing() bool {
	return len(p.Files) == 0 && (!p.Send || p.Status.Known && p.Status.Ahead == 0)
}

// Prepare looks what keeping the posts, and with send sending them, would do, and what stands in the way.
func Prepare(ctx context.Context, r *git.Repo, posts []Post, send bool) (*Plan, error) {
	p := &Plan{Repo: r, Send: send}
	for _, x := range posts {
		name, err := r.Rel(Place(x.Path))
		if err != nil {
			return nil, err
		}
		p.Places = append(p.Places, name)
		p.judge(x)
	}
	var err error
	if p.Status, err = r.Status(ctx, p.Places...); err != nil {
		return nil, err
	}
	if err := p.files(); err != nil {
		return nil, err
	}
	p.repository()
	p.Message = p.message(posts)
	return p, nil
}

// judge collects what of a post's check stands in the way.
func (p *Plan) judge(x Post) {
	said := map[string]bool{}
	for _, f := range x.Found {
		text := f.String()
		switch {
		case said[text]:
		case f.Severity == check.Error || f.Code == check.CodeDraft || f.Code == check.CodeFuture:
			p.Stops = append(p.Stops, text)
		case f.Severity == check.Warning:
			p.Warns = append(p.Warns, text)
		}
		said[text] = true
	}
}

// files lists what a commit would take.
func (p *Plan) files() error {
	for _, c := range p.Status.Changes {
		shown := store.Printable(c.Name)
		switch {
		case c.Ignored:
			if own(p.Places, c.Name) {
				p.Stops = append(p.Stops, fmt.Sprintf("%s is left out by a rule of .gitignore", shown))
			} else {
				p.Warns = append(p.Warns, fmt.Sprintf("%s is left out by a rule of .gitignore", shown))
			}
			continue
		case c.Conflict:
			p.Stops = append(p.Stops, fmt.Sprintf("%s has two versions that a merge could not put together", shown))
			continue
		case c.Submodule:
			p.Stops = append(p.Stops, fmt.Sprintf("%s is a repository of its own, a submodule", shown))
			continue
		}
		f := File{Name: c.Name, Kind: Changed}
		if c.Untracked {
			f.Kind = Added
		}
		st, err := os.Lstat(p.Repo.Path(c.Name))
		switch {
		case errors.Is(err, os.ErrNotExist):
			f.Kind = Deleted
		case err != nil:
			return err
		default:
			f.Bytes = st.Size()
		}
		switch {
		case f.Bytes > maxBytes:
			p.Stops = append(p.Stops, fmt.Sprintf("%s has %d MB; hosts refuse more than 100", shown, f.Bytes>>20))
		case f.Bytes > warnBytes:
			p.Warns = append(p.Warns, fmt.Sprintf("%s has %d MB, and stays in the repository for ever", shown, f.Bytes>>20))
		}
		p.Files = append(p.Files, f)
	}
	slices.SortFunc(p.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// own reports whether an ignored name is a post itself: its file, its index, or a folder around it.
func own(places []string, name string) bool {
	for _, place := range places {
		if strings.TrimSuffix(name, "/") == place || strings.HasSuffix(name, "/") && strings.HasPrefix(place, name) ||
			path.Dir(name) == place && store.IsIndex(path.Base(name)) {
			return true
		}
	}
	return false
}

// repository says what of the repository's state stands in the way.
func (p *Plan) repository() {
	s := p.Status
	if doing := p.Repo.Doing(); doing != "" {
		p.Stops = append(p.Stops, fmt.Sprintf("a %s was begun in %q and not ended; end it with git first", doing, p.Repo.Top))
	}
	switch {
	case s.Branch == "":
		p.Stops = append(p.Stops, "no branch is checked out (detached HEAD): what is kept now would be found by nobody; git switch BRANCH")
	case p.Send && s.Upstream == "":
		p.Stops = append(p.Stops, fmt.Sprintf("the branch %s follows no other one, so there is nowhere to send it; git push -u REMOTE %s does it once", s.Branch, s.Branch))
	}
}

// message proposes what the commit says.
func (p *Plan) message(posts []Post) string {
	verb := "Update"
	var titles []string
	for i, x := range posts {
		added := slices.ContainsFunc(p.Files, func(f File) bool {
			return f.Kind == Added && (f.Name == p.Places[i] || f.Name == p.Places[i]+"/"+filepath.Base(x.Path))
		})
		if added {
			verb = "Add"
		}
		title := strings.Join(strings.Fields(x.Title), " ")
		if title == "" {
			title = path.Base(p.Places[i])
		}
		titles = append(titles, title)
	}
	const most = 3
	if len(titles) > most {
		titles = append(titles[:most], fmt.Sprintf("and %d more", len(titles)-most))
	}
	return verb + ": " + strings.Join(titles, ", ")
}
