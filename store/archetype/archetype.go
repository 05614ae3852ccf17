// Package archetype owns the reading of Hugo's archetypes: the templates in a
// site's archetypes folder, of which a new post is made.
//
// It evaluates the functions that people use there. What it cannot evaluate, such
// as a partial of the site's theme, is left empty and named; nothing runs a
// program, reads a file or the environment. Everything is a function of its
// arguments and may be called from any goroutine.
package archetype

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"text/template"
	"text/template/parse"
	"time"
)

// Data is what a template can ask about the post that is being made.
type Data struct {
	Name    string         // .Name: the bundle's folder, or the file's name without its ending
	Section string         // .Type and .Section
	Dir     string         // .File.Dir: from the content folder, with slashes and one at the end
	File    string         // .File.LogicalName, such as index.md
	Date    time.Time      // .Date and now
	Title   string         // .Site.Title
	BaseURL string         // .Site.BaseURL
	Lang    string         // .File.Lang
	Params  map[string]any // .Site.Params, keys in lower case at every depth
}

// Left is a part of a template that could not be evaluated.
type Left struct {
	Line int    // of the template, from 1
	Col  int    // in bytes, from 1
	Text string // the action as it is written
	Err  error
}

// maxOutput bounds the text that a template may become, in bytes; maxTurns the
// turns of its loops.
const (
	maxOutput = 1 << 20
	maxTurns  = 10_000
)

// Execute evaluates a template. Each action that fails is left empty and named in
// left. The error is that of a template that cannot be read at all.
func Execute(src string, d Data) (text string, left []Left, err error) {
	src = protect(src)
	tree := parse.New("archetype")
	tree.Mode = parse.SkipFuncCheck
	defined := map[string]*parse.Tree{}
	if _, err := tree.Parse(src, "", "", defined); err != nil {
		return "", nil, errors.New(strings.TrimPrefix(err.Error(), "template: "))
	}
	e := &execution{src: src, data: d.values(), funcs: functions(d)}
	e.funcs[tickName] = e.tick
	for name, t := range defined {
		if t != tree {
			tame(t.Root)
			t.Root.Nodes = append([]parse.Node{tickNode(t)}, t.Root.Nodes...)
			e.defined = append(e.defined, named{name, t})
		}
	}
	tame(tree.Root)
	for _, n := range tree.Root.Nodes {
		e.node(n)
	}
	return restore(e.out.String()), e.left, nil
}

// named is a template that the archetype defines.
type named struct {
	name string
	tree *parse.Tree
}

type execution struct {
	src     string
	data    any
	funcs   template.FuncMap
	defined []named
	sets    []parse.Node // actions that set variables, for those behind them
	turns   int
	out     strings.Builder
	left    []Left
}

// node adds what one node of the top level gives.
func (e *execution) node(n parse.Node) {
	switch n := n.(type) {
	case *parse.TextNode:
		e.out.Write(n.Text)
		return
	case *parse.CommentNode:
		return
	case *parse.ActionNode:
		if len(n.Pipe.Decl) > 0 {
			if _, err := e.run(n); err != nil {
				e.leave(n, err)
				return
			}
			e.sets = append(e.sets, n)
			return
		}
	}
	text, err := e.run(n)
	if err == nil && strings.Contains(text, "<no value>") {
		err = errors.New("it has no value here")
	}
	if err != nil {
		e.leave(n, err)
		return
	}
	e.out.WriteString(text)
}

// run executes a node behind the variables that were set before it.
func (e *execution) run(n parse.Node) (string, error) {
	root := &parse.ListNode{NodeType: parse.NodeList}
	root.Nodes = append(append(root.Nodes, e.sets...), n)
	one := &parse.Tree{Name: "archetype", Root: root}
	t, err := template.New("archetype").Funcs(e.funcs).AddParseTree("archetype", one)
	if err != nil {
		return "", err
	}
	for _, d := range e.defined {
		if _, err := t.AddParseTree(d.name, d.tree); err != nil {
			return "", err
		}
	}
	var b limited
	b.rest = maxOutput - e.out.Len()
	if err := t.Execute(&b, e.data); err != nil {
		return "", plain(err)
	}
	return b.String(), nil
}

func (e *execution) leave(n parse.Node, err error) {
	at := min(int(n.Position()), len(e.src))
	from := strings.LastIndex(e.src[:at], "{{")
	if from < 0 {
		from = at
	}
	to := strings.Index(e.src[from:], "}}")
	text := n.String()
	if to >= 0 {
		text = e.src[from : from+to+2]
	}
	e.left = append(e.left, Left{Line: 1 + strings.Count(e.src[:from], "\n"), Col: from - strings.LastIndex(e.src[:from], "\n"), Text: restore(text), Err: err})
}

// plain is the last part of what text/template says, without its places, which
// are those of a template cut into pieces.
func plain(err error) error {
	msg := err.Error()
	if i := strings.LastIndex(msg, ">: "); i >= 0 {
		msg = msg[i+3:]
	}
	return errors.New(msg)
}

// limited is a buffer that refuses to grow without end.
type limited struct {
	bytes.Buffer
	rest int
}

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > l.rest {
		return 0, fmt.Errorf("it becomes longer than %d bytes", maxOutput)
	}
	return l.Buffer.Write(p)
}

// tickName is called at each turn of a loop and at the beginning of each defined
// template, so that none of them runs without end.
const tickName = "__tick"

func (e *execution) tick() (string, error) {
	if e.turns++; e.turns > maxTurns {
		return "", fmt.Errorf("it goes round more than %d times", maxTurns)
	}
	return "", nil
}

func tickNode(t *parse.Tree) parse.Node {
	id := parse.NewIdentifier(tickName).SetTree(t)
	return &parse.ActionNode{
		NodeType: parse.NodeAction,
		Pipe: &parse.PipeNode{NodeType: parse.NodePipe, Cmds: []*parse.CommandNode{
			{NodeType: parse.NodeCommand, Args: []parse.Node{id}},
		}},
	}
}

// tame makes loops count their turns, and parameters of the site be found whatever
// their case, as in Hugo.
func tame(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, c := range n.Nodes {
			tame(c)
		}
	case *parse.ActionNode:
		tame(n.Pipe)
	case *parse.IfNode:
		tameBranch(&n.BranchNode)
	case *parse.WithNode:
		tameBranch(&n.BranchNode)
	case *parse.RangeNode:
		tameBranch(&n.BranchNode)
		n.List.Nodes = append([]parse.Node{tickNode(nil)}, n.List.Nodes...)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			tame(n.Pipe)
		}
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			for _, a := range c.Args {
				tame(a)
			}
		}
	case *parse.ChainNode:
		tame(n.Node)
		lowerParams(n.Field)
	case *parse.FieldNode:
		lowerParams(n.Ident)
	case *parse.VariableNode:
		lowerParams(n.Ident)
	}
}

func tameBranch(b *parse.BranchNode) {
	tame(b.Pipe)
	tame(b.List)
	tame(b.ElseList)
}

// lowerParams makes what follows Params lower case.
func lowerParams(names []string) {
	found := false
	for i, name := range names {
		if found {
			names[i] = strings.ToLower(name)
		}
		found = found || name == "Params"
	}
}

// The marks that stand for a shortcode's delimiters while the template runs: they
// are no actions of it.
var shortcodeMarks = [...][2]string{
	{"{{<", "\uE000"},
	{"{{%", "\uE001"},
	{">}}", "\uE002"},
	{"%}}", "\uE003"},
}

func protect(s string) string {
	for _, m := range shortcodeMarks {
		s = strings.ReplaceAll(s, m[0], m[1])
	}
	return s
}

func restore(s string) string {
	for _, m := range shortcodeMarks {
		s = strings.ReplaceAll(s, m[1], m[0])
	}
	return s
}
