package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lanyard/store/markdown"
)

var (
	// todo is what authors write where something is missing. In a sentence it may be what the sentence is about.
	todo = regexp.MustCompile(`\b(?:TODO|FIXME|TBD|TBC)\b|待补充?|待完善|待填写?|待确认|待续写?`)

	// noun and article are around a TODO that is talked about: a TODO list, the TODO comments.
	noun    = regexp.MustCompile(`^[’'”"\s*_-]*(?i:lists?|apps?|applications?|items?|comments?|mvc|notes?|tasks?|s\b|应用|列表|清单|事项|程序|注释|标记|项目|软件|管理)`)
	article = regexp.MustCompile(`(?i:\b(?:an?|the|of|your|my|this|that|these|those|every|each|all|no|any)|个|条|些|的|context\.)[\s“"'‘]*$`)
	program = regexp.MustCompile(`(?://|/\*)+[\s!*]*$`) // code that stands in the text without a fence has the notes of its own author

	// A Chinese note is in brackets, or is all or the last that stands in its line, as a remark on the place.
	inBrackets = regexp.MustCompile(`[\[(（【<《][^\])）】>》]{0,12}$`)
	lineStart  = regexp.MustCompile(`^[\s>#*+_~\-–—=|\d.)]*$`)
	remark     = regexp.MustCompile(`(?:这里|此处|这部分|本节|本章|此节|内容|图片?|链接)[还仍尚]?$`)
	lineEnd    = regexp.MustCompile(`^[。.…!！*_~\s]*$`)
)

// marks looks for notes of the author to himself.
func (c *checker) marks(at int, list []markdown.Inline) {
	for i := range list {
		in := &list[i]
		c.marks(at, in.Children)
		if in.Kind != markdown.Text || c.tally.many(CodeTodo) {
			continue
		}
		for _, m := range todo.FindAllStringIndex(in.Text, -1) {
			from, to := at+in.From, at+in.To
			if len(in.Text) == in.To-in.From {
				from, to = from+m[0], from+m[1]
			}
			word := in.Text[m[0]:m[1]]
			f := Finding{
				Severity: Warning, Code: CodeTodo, Name: word, Args: []any{word}, Message: fmt.Sprintf("%q is still in the text", word),
			}
			if !c.isNote(from, to, word) {
				if !c.o.All {
					continue
				}
				f.Severity = Info
			}
			if c.tally.full(CodeTodo, f.Severity) {
				return
			}
			c.add(c.place(from, to, f))
		}
	}
}

// isNote tells a note from a word of a sentence, by the line around it.
func (c *checker) isNote(from, to int, word string) bool {
	const near = 400 // of a long line that much
	low, high := max(0, from-near), min(len(c.p.Text), to+near)
	start := low + strings.LastIndexByte(c.p.Text[low:from], '\n') + 1
	end := high
	if i := strings.IndexByte(c.p.Text[to:high], '\n'); i >= 0 {
		end = to + i
	}
	before, after := c.p.Text[start:from], strings.TrimRight(c.p.Text[to:end], "\r")
	switch {
	case inBrackets.MatchString(before) && strings.ContainsAny(after, "])）】>》"):
		return true
	case word[0] < 0x80: // TODO
		return !noun.MatchString(after) && !article.MatchString(before) && !program.MatchString(before)
	}
	return lineEnd.MatchString(after) && (lineStart.MatchString(before) || remark.MatchString(before))
}

// maxTodos is how many notes of a post are told one by one. A post with more of them is no draft with gaps but, for instance, an exported Org file:
// it gets one finding, at the first of them, that says how many there are.
const maxTodos = 5

// gatherTodos puts one finding in place of many notes.
func gatherTodos(found []Finding) []Finding {
	first, count, told := -1, 0, 0
	for i, f := range found {
		if f.Code != CodeTodo || f.Severity != Warning {
			continue
		}
		if f.Reason == Rest {
			count += f.Args[0].(int)
			continue
		}
		if first < 0 || f.From < found[first].From {
			first = i
		}
		count, told = count+1, told+1
	}
	if told <= maxTodos {
		return found
	}
	f := found[first]
	f.Reason, f.Args, f.Message = "many", []any{f.Name, count}, fmt.Sprintf("%q and other notes are still in the text, %d of them", f.Name, count)
	out := slices.DeleteFunc(found, func(x Finding) bool { return x.Code == CodeTodo && x.Severity == Warning })
	return append(out, f)
}
