package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"

	"lanyard/store"
	"lanyard/store/git"
	"lanyard/store/merge"
	"lanyard/store/publish"

	"golang.org/x/term"
)

// statusOut is a line of status --json.
type statusOut struct {
	Path  string       `json:"path"`
	Title string       `json:"title"`
	Draft bool         `json:"draft"`
	Word  publish.Word `json:"word"`
}

// runStatus says of each post how far it has come.
func runStatus(c *call) error {
	dir := "."
	if len(c.args) == 1 {
		dir = c.args[0]
	}
	f, post, err := c.openStore(dir)
	if err != nil {
		return err
	}
	var posts []store.Summary
	place := f.Content
	if post != "" && len(c.args) == 1 {
		posts, place = []store.Summary{f.Summary(post)}, publish.Place(post)
	} else if err := f.List(c.ctx, func(s store.Summary) bool { posts = append(posts, s); return true }); err != nil {
		return err
	}
	repo, err := c.repository(place)
	if err != nil {
		return err
	}
	v, err := publish.Look(c.ctx, repo, place)
	if err != nil {
		return err
	}
	rows := []statusOut{}
	for _, s := range posts {
		word, err := v.Word(publish.Place(s.Path))
		if err == nil && word == publish.Sent {
			word, err = c.liveWord(v, publish.Place(s.Path))
		}
		if err != nil {
			return err
		}
		rows = append(rows, statusOut{Path: shown(s.Path), Title: s.Title, Draft: s.Draft, Word: word})
	}
	slices.SortStableFunc(rows, func(a, b statusOut) int { return strings.Compare(a.Path, b.Path) })
	if c.has("json") {
		return c.printJSON(rows)
	}
	for _, r := range rows {
		fmt.Fprintf(c.out, "%s\t%s\t%s\n", r.Word, printed(r.Path), store.PrintableText(oneLine(r.Title)))
	}
	return nil
}

// repository is that of a path. Questions of git and ssh are asked at the terminal, where there is one.
func (c *call) repository(path string) (*git.Repo, error) {
	repo, err := git.Find(c.ctx, path)
	switch {
	case errors.Is(err, git.ErrNoGit):
		return nil, store.Fail("run", "git", store.NotFound, errors.New("it is not installed; posts are kept and sent with Git"))
	case errors.Is(err, git.ErrNoRepo):
		return nil, store.Fail("look into", path, store.NotFound, errors.New("no Git repository is around it; git init makes one"))
	case err != nil:
		return nil, err
	}
	repo.Ask = func(_ context.Context, prompt string) (string, bool) { return askTerminal(prompt) }
	return repo, nil
}

func runKeep(c *call) error    { return c.publish(false) }
func runPublish(c *call) error { return c.publish(true) }

// publishOut is what keep and publish print with --json.
type publishOut struct {
	Message  string       `json:"message"`
	Files    []fileOut    `json:"files"`
	Stops    []string     `json:"stops"`
	Warnings []string     `json:"warnings"`
	Commit   string       `json:"commit,omitempty"`
	Word     publish.Word `json:"word,omitempty"` // of the posts afterwards
	Error    string       `json:"error,omitempty"`
}

type fileOut struct {
	Path  string       `json:"path"`
	Kind  publish.Kind `json:"kind"`
	Bytes int64        `json:"bytes"`
}

func (c *call) publish(send bool) error {
	plan, folder, err := c.prepare(send)
	if err != nil {
		return err
	}
	message := oneLine(c.text("message"))
	if message == "" {
		message = plan.Message
	}
	out := publishOut{Message: message, Files: []fileOut{}, Stops: list(plan.Stops), Warnings: list(plan.Warns)}
	for _, f := range plan.Files {
		out.Files = append(out.Files, fileOut{f.Name, f.Kind, f.Bytes})
	}
	if !c.has("json") {
		for _, w := range plan.Warns {
			fmt.Fprintln(c.env.Stderr, w)
		}
		for _, s := range plan.Stops {
			fmt.Fprintln(c.env.Stderr, s)
		}
		if err := c.showPlan(plan, folder, message); err != nil {
			return err
		}
	}
	if len(plan.Stops) > 0 {
		err = errFound
	}
	if err != nil || c.has("dry-run") || plan.Nothing() {
		if c.has("json") {
			return errors.Join(c.printJSON(out), err)
		}
		if err == nil && plan.Nothing() {
			fmt.Fprintln(c.out, "nothing to do: everything is there already")
		}
		return err
	}
	done, err := plan.Run(c.ctx, message, func(s publish.Step) {
		if !c.has("json") {
			fmt.Fprintf(c.out, "%s …\n", s)
		}
	})
	out.Commit, out.Word = done.Commit, done.Word
	if c.has("json") {
		if err != nil {
			out.Error = err.Error()
		}
		return errors.Join(c.printJSON(out), err)
	}
	if done.Word != "" {
		fmt.Fprintln(c.out, done.Word)
	}
	return err
}

// prepare checks the posts and looks what there is to be done.
func (c *call) prepare(send bool) (*publish.Plan, *store.Folder, error) {
	runs, found, err := c.checks()
	if err != nil {
		return nil, nil, err
	}
	folder, _, err := c.posts()
	if err != nil {
		return nil, nil, err
	}
	repo, err := c.repository(found[0].path)
	if err != nil {
		return nil, nil, err
	}
	posts := make([]publish.Post, len(found))
	for i, p := range found {
		list, err := runs[p.site].Post(c.ctx, p.path)
		if err != nil {
			return nil, nil, err
		}
		for j := range list {
			list[j].Path = shown(list[j].Path)
		}
		posts[i] = publish.Post{Path: p.path, Title: folder.Summary(p.path).Title, Found: list}
	}
	plan, err := publish.Prepare(c.ctx, repo, posts, send)
	return plan, folder, err
}

// diffContext is how many lines around a change are shown.
const diffContext = 2

// showPlan prints what a commit would take: texts line by line, photos by their names and sizes.
func (c *call) showPlan(plan *publish.Plan, folder *store.Folder, message string) error {
	if len(plan.Files) == 0 {
		return nil
	}
	fmt.Fprintf(c.out, "%s\n", store.PrintableText(message))
	for _, f := range plan.Files {
		fmt.Fprintf(c.out, "%s\t%s\t%d bytes\n", f.Kind, printed(f.Name), f.Bytes)
		if f.Kind == publish.Added || !c.has("dry-run") || !store.IsMarkdown(f.Name) {
			continue
		}
		before, after, ok, err := plan.Diff(c.ctx, f, folder.OpenFile)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		for _, l := range merge.Lines(before, after, diffContext) {
			fmt.Fprintf(c.out, "  %s\n", store.PrintableText(lineOf(l)))
		}
	}
	return nil
}

// lineOf is a line of a comparison as diff shows it.
func lineOf(l merge.Line) string {
	switch l.Op {
	case merge.Delete:
		return "- " + l.Text
	case merge.Insert:
		return "+ " + l.Text
	case merge.Skip:
		return "…"
	}
	return "  " + l.Text
}

// asksFor answers for git and ssh, which start this program with their question alone when they want to know something: it goes to the program
// that waits for it. done is false where this run is none of those.
func asksFor(args []string, env Env) (code int, done bool) {
	socket := os.Getenv(git.AskVariable)
	if socket == "" || len(args) != 1 {
		return 0, false
	}
	if cmd, _ := find(args[0], nil); cmd != nil { // a hook runs a command
		return 0, false
	}
	answer, err := git.HandOver(socket, args[0])
	if err != nil {
		fmt.Fprintf(env.Stderr, "lanyard: %v\n", err)
		return exitFound, true
	}
	fmt.Fprintln(env.Stdout, answer)
	return exitDone, true
}

// askTerminal asks at the terminal that the command was started in. What is secret is not shown while it is typed.
func askTerminal(prompt string) (string, bool) {
	name := "/dev/tty"
	if runtime.GOOS == "windows" {
		name = "CONIN$"
	}
	tty, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return "", false
	}
	defer tty.Close()
	fmt.Fprint(os.Stderr, store.PrintableText(prompt))
	if lower := strings.ToLower(prompt); strings.Contains(lower, "pass") {
		secret, err := term.ReadPassword(int(tty.Fd()))
		fmt.Fprintln(os.Stderr)
		return string(secret), err == nil
	}
	answer, err := bufio.NewReader(tty).ReadString('\n')
	return strings.TrimRight(answer, "\r\n"), err == nil
}
