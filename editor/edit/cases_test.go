package edit_test

import (
	"strings"
	"testing"
	"time"

	"lanyard/editor/command"
	"lanyard/editor/edit"
	"lanyard/editor/text"
	"lanyard/editor/text/texttest"
)

var env = edit.Env{Now: time.Date(2019, 6, 28, 11, 5, 0, 0, time.UTC)}

// apply runs a command on marked text; what it has no use for stays as it is.
func apply(t *testing.T, f edit.Func, in string) string {
	t.Helper()
	s := texttest.Parse(in)
	tr, ok := f(s, env)
	if !ok && !tr.Change.Empty() {
		t.Errorf("%q: not done, but there is a change", in)
	}
	return texttest.Format(s.Apply(tr))
}

type testCase struct{ in, want string }

// cases are examples of every command of the table that acts on text.
var cases = map[string][]testCase{
	"edit.key.enter": {
		{"a|b", "a\n|b"},
		{"- 一|", "- 一\n- |"},
		{"- a|b", "- a\n- |b"},
		{"- a\n- |", "- a\n|"},
		{"- a\n  - |", "- a\n- |"},
		{"1. 一|\n2. 二\n3. 三", "1. 一\n2. |\n3. 二\n4. 三"},
		{"9) a|", "9) a\n10) |"},
		{"1. a|\n1. b", "1. a\n1. |\n1. b"},
		{"- [x] 做|", "- [x] 做\n- [ ] |"},
		{"- [ ] |", "|"},
		{"> 引|", "> 引\n> |"},
		{"> a\n> |", "> a\n\n|"},
		{"> - a|", "> - a\n> - |"},
		{"  a|", "  a\n  |"},
		{"　　段落|", "　　段落\n　　|"},
		{"    |", "\n|"},
		{"```go|", "```go\n|\n```"},
		{"```go|\nx\n```", "```go\n|\nx\n```"},
		{"```\n\tx|\n```", "```\n\tx\n\t|\n```"},
		{"```\n- x|\n```", "```\n- x\n|\n```"},
		{"a|\r\nb", "a\r\n|\r\nb"},
		{"|- a", "\n|- a"},
		{"a«bc»d", "a\n|d"},
		{"a|\nb|", "a\n|\nb\n|"},
		{"| a | b |\n|---|---|\n| ‸c | d |", "| a   | b   |\n| --- | --- |\n| c   | d   |\n| ‸    |     |"},
		{"| a | b |\n|---|---|\n| c | d |\n| ‸ | |", "| a | b |\n|---|---|\n| c | d |\n‸"},
	},
	"edit.key.break": {{"- a|b", "- a\n|b"}, {"a«b»\r\n", "a\r\n|\r\n"}},
	"edit.key.tab": {
		{"- a\n- |b\n  - c", "- a\n  - |b\n    - c"},
		{"1. a\n2. |b\n3. c", "1. a\n   1. |b\n2. c"},
		{"1. a\n   1. x\n2. |b", "1. a\n   1. x\n   2. |b"},
		{"- a|", "- a|"},
		{"a|b", "a    |b"},
		{"«a\nb»\nc", "«    a\n    b»\nc"},
		{"```\n\tx\n|\n```", "```\n\tx\n\t|\n```"},
		{"| a | b |\n|---|---|\n| ‸c | d |", "| a   | b   |\n| --- | --- |\n| c   | «d»   |"},
		{"| 中文 | b |\n|---|---|\n| c | ‸d |", "| 中文 | b   |\n| ---- | --- |\n| c    | d   |\n| ‸     |     |"},
	},
	"edit.key.backtab": {
		{"- a\n  - |b\n    - c\n- d", "- a\n- |b\n  - c\n- d"},
		{"1. a\n   1. |b\n2. c", "1. a\n2. |b\n3. c"},
		{"    a|", "a|"},
		{"| a | b |\n|---|---|\n| c | ‸d |", "| a   | b   |\n| --- | --- |\n| «c»   | d   |"},
		{"| a ‸| b |\n|---|---|", "| «a»   | b   |\n| --- | --- |"},
	},
	"edit.delete.left": {
		{"中文|", "中|"},
		{"a👨‍👩‍👧|b", "a|b"},
		{"é|", "|"},
		{"a\r\n|b", "a|b"},
		{"(|)", "|"},
		{"“|”", "|"},
		{"（|a）", "|a）"},
		{"- |a", "|a"},
		{"- [ ] |a", "- |a"},
		{"a«b»c", "a|c"},
		{"a|b|", "|"},
		{"|a", "|a"},
	},
	"edit.delete.right":     {{"|中文", "|文"}, {"a|\r\nb", "a|b"}, {"|👍🏽x", "|x"}, {"a|", "a|"}},
	"edit.delete.wordleft":  {{"foo bar|", "foo |"}, {"你好，世界|", "你好，|"}, {"a\n|b", "a|b"}},
	"edit.delete.wordright": {{"|foo bar", "| bar"}, {"a|\r\nb", "a|b"}},
	"edit.delete.linestart": {{"ab\n中文|x", "ab\n|x"}},
	"edit.delete.lineend":   {{"a|bc\r\nd", "a|\r\nd"}},
	"edit.line.up": {
		{"a\nb|\nc", "b|\na\nc"}, {"a\r\nb|", "b|\r\na"}, {"a|\nb", "a|\nb"}, {"a\n«b\nc»\nd", "«b\nc»\na\nd"}, {"1. a\n2. |b", "1. |b\n2. a"},
	},
	"edit.line.down":        {{"a|\nb\nc", "b\na|\nc"}, {"a|\r\nb", "b\r\na|"}, {"a\nb|", "a\nb|"}, {"a|\nb\nc|\nd", "b\na|\nd\nc|"}, {"1. |a\n2. b\n3. c", "1. b\n2. |a\n3. c"}},
	"edit.line.duplicate":   {{"中|\nb", "中\n中|\nb"}, {"a|\r\n", "a\r\na|\r\n"}, {"a|", "a\na|"}},
	"edit.line.duplicateup": {{"中|\nb", "中|\n中\nb"}},
	"edit.line.delete":      {{"a\n|b\nc", "a\n|c"}, {"a\nb|", "a|"}, {"a|", "|"}, {"«a\nb»\nc", "|c"}},
	"edit.line.join":        {{"a|\nb", "a| b"}, {"中|\n文", "中|文"}, {"- a|\n  b", "- a| b"}, {"> a|\n> b", "> a| b"}, {"a|", "a|"}, {"«a\n中\n文»", "«a 中文»"}},
	"edit.line.sort":        {{"«b\na\nc»", "«a\nb\nc»"}, {"«赵\n钱\n安»", "«安\n钱\n赵»"}, {"«10\n9»", "«9\n10»"}, {"«a\nb»", "«a\nb»"}},
	"edit.line.trim":        {{"a |\nb\t\n", "a|\nb\n"}, {"a  |\nb", "a  |\nb"}, {"a    |\nb", "a  |\nb"}, {"a  |\n\n", "a|\n\n"}, {"```\nx  |\n```", "```\nx  |\n```"}},
	"edit.line.below":       {{"a|b\nc", "ab\n|\nc"}, {"- a|b", "- ab\n- |"}},
	"edit.line.above":       {{"a\n  b|", "a\n  |\n  b"}},
	"edit.line.indent":      {{"a|", "    a|"}, {"- a\n- b|", "- a\n  - b|"}},
	"edit.line.outdent":     {{"  a|", "a|"}, {"\ta|", "a|"}, {"a|", "a|"}},
	"edit.section.up":       {{"# a\n\n## b\n\nx\n\n## c|\n\ny\n", "# a\n\n## c|\n\ny\n## b\n\nx\n\n"}},
	"edit.section.down":     {{"## a|\n\nx\n\n## b\n\ny\n\n## c\n", "## b\n\ny\n\n## a|\n\nx\n\n## c\n"}},
	"edit.carets.next":      {{"fo|o foo", "«foo» foo"}, {"«foo» foo a", "«foo» «foo» a"}, {"中文 «中文»", "«中文» «中文»"}, {"«a»b", "«a»b"}},
	"edit.carets.all":       {{"中|文，中文，中", "«中文»，«中文»，中"}, {"«a»ba", "«a»b«a»"}},
	"edit.carets.above":     {{"中文\nabcd|", "中文|\nabcd|"}, {"a|", "a|"}},
	"edit.carets.below":     {{"ab|c\n中文字", "ab|c\n中|文字"}, {"abc|\na", "abc|\na|"}},
	"edit.carets.lines":     {{"«a\n中»\nb", "a|\n中|\nb"}},
	"insert.link": {
		{"«文»", "[文](|)"},
		{"|", "[|]()"},
		{"«https://a.b»", "[|](https://a.b)"},
		{"a [文|字](b) c", "a «文字» c"},
		{"wo|rd", "[word](|)"},
		{"«a\nb»", "«a\nb»"},
		{"`a«b»c`", "`a«b»c`"},
	},
	"insert.image":              {{"«图»", "![图](|)"}, {"a ![文|](b.jpg)", "a «文»"}, {"|", "![|]()"}},
	"insert.footnote":           {{"文|字", "文[^1]字\n\n[^1]: |"}, {"a[^1] b|\n\n[^1]: x\n", "a[^1] b[^2]\n\n[^1]: x\n[^2]: |\n"}},
	"insert.footnote.jump":      {{"a[^1|] b\n\n[^1]: x", "a[^1] b\n\n[^1]: |x"}, {"a[^1] b\n\n[^1]: x|", "a[^1]| b\n\n[^1]: x"}, {"a|", "a|"}},
	"insert.more":               {{"a|\n\nb", "a\n\n<!--more-->\n|\n\nb"}, {"<!--more-->\n|", "<!--more-->\n|"}},
	"insert.rule":               {{"a|", "a\n\n---\n\n|"}},
	"insert.code":               {{"|", "```|\n\n```"}, {"«x\ny»", "```|\nx\ny\n```"}},
	"insert.date":               {{"a|", "a2019-06-28|"}},
	"insert.time":               {{"a«b»", "a11:05|"}},
	"insert.table":              {{"a|\n\nb", "a\n\n| ‸    |     |\n| --- | --- |\n|     |     |\n\nb"}, {"|", "| ‸    |     |\n| --- | --- |\n|     |     |\n"}, {"«姓名\t城市\na\t上海»", "| 姓名 | 城市 |\n| ---- | ---- |\n| a    | 上海 |\n‸"}},
	"insert.table.row":          {{"| a |\n|---|\n| ‸b |", "| a   |\n| --- |\n| b   |\n| ‸    |"}},
	"insert.table.deleterow":    {{"| a |\n|---|\n| ‸b |\n| c |", "| a   |\n| --- |\n| c‸   |"}, {"| ‸a |\n|---|", "| ‸a |\n|---|"}},
	"insert.table.column":       {{"| ‸a |\n|---|\n| b |", "| a   | ‸    |\n| --- | --- |\n| b   |     |"}},
	"insert.table.deletecolumn": {{"| a | ‸b |\n|---|:-:|", "| a‸   |\n| --- |"}, {"| ‸a |\n|---|", "| ‸a |\n|---|"}},
	"insert.table.align": {
		{"|姓名|a‸|\n|:-|-:|\n|x|赵化冰|", "| 姓名 |      a‸ |\n| :--- | -----: |\n| x    | 赵化冰 |"},
		{"> |a‸|\n> |-|", "> | a‸   |\n> | --- |"},
		{"a ‸| b", "a ‸| b"},
		{"| a\\|b ‸|\n|-|", "| a\\|b‸ |\n| ---- |"},
	},
	"format.bold": {
		{"«中文»", "**«中文»**"},
		{"**«中文»**", "«中文»"},
		{"«**中文**»", "«中文»"},
		{"wo|rd", "**wo|rd**"},
		{"**wo|rd**", "wo|rd"},
		{"un«believ»able", "un**«believ»**able"},
		{"«**a** b»", "«**a b»**"},
		{"**a «b» c**", "**a** «b» **c**"},
		{"«NOTE：»需要", "**«NOTE**：»需要"},
		{"**«NOTE**：»需要", "«NOTE：»需要"},
		{"«“加粗”»后文", "«“**加粗**”»后文"},
		{"«a » b", "**«a** » b"},
		{"|", "**|**"},
		{"**|**", "|"},
		{"*a «b» c*", "*a **«b»** c*"},
		{"«a\n\nb»", "**«a**\n\n**b»**"},
		{"- «一\n- 二»", "- **«一**\n- **二»**"},
		{"«a `b` c»", "**«a `b` c»**"},
		{"`a «b» c`", "**`a «b» c`**"},
		{"[«a» b](c)", "[**«a»** b](c)"},
		{"a «[b](c)»", "a **«[b](c)»**"},
		{"## «标题»", "## **«标题»**"},
		{"```\n«a»\n```", "```\n«a»\n```"},
		{"**中文«（注）»文**", "**中文**«（注）»**文**"},
		{"«前文»10％的", "**«前文»**10％的"},
		{"«a» «b»", "**«a»** **«b»**"},
	},
	"format.italic":        {{"«中文»", "*«中文»*"}, {"*«中文»*", "«中文»"}, {"**a «b» c**", "**a *«b»* c**"}, {"**«b»**", "***«b»***"}, {"***«b»***", "**«b»**"}, {"_«b»_", "«b»"}},
	"format.strike":        {{"«中文»。", "~~«中文»~~。"}, {"~~«旧»~~", "«旧»"}},
	"format.code":          {{"«x»", "`«x»`"}, {"`«x»`", "«x»"}, {"«a`b»", "``«a`b»``"}, {"``a«`»b``", "a«`»b"}, {"中|文", "`中|文`"}, {"«`a` b»", "«`a b»`"}},
	"format.heading.1":     {{"a|", "# a|"}, {"# a|", "a|"}, {"## 中|", "# 中|"}, {"- a|", "# a|"}},
	"format.heading.2":     {{"|", "## |"}, {"> a|", "> ## a|"}},
	"format.heading.3":     {{"«a\nb»", "«### a\n### b»"}},
	"format.heading.4":     {{"a|", "#### a|"}},
	"format.heading.5":     {{"a|", "##### a|"}},
	"format.heading.6":     {{"a|", "###### a|"}},
	"format.heading.0":     {{"## a|", "a|"}, {"a|", "a|"}},
	"format.heading.raise": {{"### a|", "## a|"}, {"# a|", "# a|"}},
	"format.heading.lower": {{"# a|", "## a|"}, {"###### a|", "###### a|"}},
	"format.quote":         {{"a|", "> a|"}, {"> a|", "a|"}, {"«a\n\nb»", "«> a\n>\n> b»"}, {"«> a\n>\n> b»", "«a\n\nb»"}},
	"format.list":          {{"一|", "- 一|"}, {"- 一|", "一|"}, {"«1. a\n2. b»", "«- a\n- b»"}, {"«a\n\nb»", "«- a\n\n- b»"}, {"|", "- |"}},
	"format.numbered":      {{"«a\nb»", "«1. a\n2. b»"}, {"«- a\n- b»", "«1. a\n2. b»"}, {"«1. a\n2. b»", "«a\nb»"}},
	"format.task":          {{"a|", "- [ ] a|"}, {"- a|", "- [ ] a|"}, {"- [x] a|", "a|"}},
	"format.task.done":     {{"- [ ] a|", "- [x] a|"}, {"- [x] a|", "- [ ] a|"}, {"«- [x] a\n- [ ] b»", "«- [x] a\n- [x] b»"}, {"a|", "a|"}},
	"format.emphasis.fix":  {{"**“加粗”**后|文", "“**加粗**”后|文"}, {"|**NOTE：**需要", "|**NOTE**：需要"}, {"**好** |a", "**好** |a"}},
}

func TestCommandsDoWhatTheirNamesSay(t *testing.T) {
	for _, c := range command.NewTable("linux").All() {
		if c.Run == nil {
			continue
		}
		if len(cases[c.ID]) == 0 {
			t.Errorf("%q has no example", c.ID)
		}
		for _, k := range cases[c.ID] {
			if got := apply(t, c.Run, k.in); got != k.want {
				t.Errorf("%s\n in   %q\n got  %q\n want %q", c.ID, k.in, got, k.want)
			}
		}
	}
	for id := range cases {
		if _, ok := command.NewTable("linux").Get(id); !ok {
			t.Errorf("examples of %q, which is no command", id)
		}
	}
}

func TestInsert(t *testing.T) {
	for _, c := range []struct{ in, ins, want string }{
		{"|", "a", "a|"},
		{"|", "(", "(|)"},
		{"(|)", ")", "()|"},
		{"|a", "(", "(|a"},
		{"«中»", "（", "（«中»）"},
		{"|", "“", "“|”"},
		{"“好|”", "”", "“好”|"},
		{"|。", "《", "《|》。"},
		{"don|", "\"", "don\"|"},
		{"|", "\"", "\"|\""},
		{"\"a|\"", "\"", "\"a\"|"},
		{"«a»", "*", "*«a»*"},
		{"«a»", "`", "`«a»`"},
		{"((a|)", ")", "((a)|)"},
		{"a|b|", "中", "a中|b中|"},
		{"«ab»", "x", "x|"},
		{"|", "ab", "ab|"},
		{"a|\nb|", "[", "a[|]\nb[|]"},
		// in the rows of a table a pipe takes the place of the one that is there
		{"| a | b |\n|---|---|\n| ‸  |   |", "|", "| a | b |\n|---|---|\n|‸  |   |"},
		{"| a | b |\n|---|---|\n| 1 ‸  |   |", "|", "| a | b |\n|---|---|\n| 1   |‸   |"},
		{"| a | b |\n|---|---|\n| 1 | 2‸ |", "|", "| a | b |\n|---|---|\n| 1 | 2 |‸"},
		{"> | a | b |\n> |---|---|\n> | ‸ | |", "|", "> | a | b |\n> |---|---|\n> |‸ | |"},
		{"| a | b |\n|---|---|\n|‸ |   |", "|", "| a | b |\n|---|---|\n||‸ |   |"},
		{"| a ‸ | b |\n|---|---|\n| 1 | 2 |", "|", "| a |‸ | b |\n|---|---|\n| 1 | 2 |"},
		{"| a | b |\n|---|---|\n| 1‸2 | |", "|", "| a | b |\n|---|---|\n| 1|‸2 | |"},
		{"| a | b |\n|---|---|\n| 1 \\‸ | |", "|", "| a | b |\n|---|---|\n| 1 \\|‸ | |"},
		{"| a | b |\n|---|---|\n| 1 ‸ |", "|", "| a | b |\n|---|---|\n| 1 |‸ |"},
		{"no ‸ | table", "|", "no |‸ | table"},
	} {
		got := apply(t, func(s text.State, env edit.Env) (text.Transaction, bool) { return edit.Insert(s, env, c.ins) }, c.in)
		if got != c.want {
			t.Errorf("%q typed into %q: got %q, want %q", c.ins, c.in, got, c.want)
		}
	}
	s := texttest.Parse("|")
	tr, _ := edit.Insert(s, edit.Env{NoPair: true}, "(")
	if got := texttest.Format(s.Apply(tr)); got != "(|" {
		t.Errorf("got %q", got)
	}
}

func TestPaste(t *testing.T) {
	for _, c := range []struct{ in, clip, want string }{
		{"«文字»", "https://a.b/c", "[文字](https://a.b/c)|"},
		{"«文»", " https://a.b/(c\n", "[文](<https://a.b/(c>)|"},
		{"|", "https://a.b", "https://a.b|"},
		{"«https://c.d»", "https://a.b", "https://a.b|"},
		{"`a«b»`", "https://a.b", "`ahttps://a.b|`"},
		{"```\n«b»\n```", "https://a.b", "```\nhttps://a.b|\n```"},
		{"a|\nb|", "1\n2", "a1|\nb2|"},
		{"a|\nb|", "1", "a1|\nb1|"},
		{"a|\r\nb", "1\n2", "a1\r\n2|\r\nb"},
		{"a|", "**x** (y", "a**x** (y|"},
		{"x|", "a\tb\nc\td", "xa\tb\nc\td|"},
		{"| a | b |\n|---|---|\n| ‸ | |", "1\t2\n3\t4", "| a   | b   |\n| --- | --- |\n| 1   | 2   |\n| 3   | 4‸   |"},
	} {
		got := apply(t, func(s text.State, env edit.Env) (text.Transaction, bool) { return edit.Paste(s, env, c.clip) }, c.in)
		if got != c.want {
			t.Errorf("%q pasted into %q: got %q, want %q", c.clip, c.in, got, c.want)
		}
	}
}

func TestNothingBeforeTheFloorIsEdited(t *testing.T) {
	front := "---\ntitle: a b\n---\n"
	for _, c := range command.NewTable("linux").All() {
		if c.Run == nil {
			continue
		}
		for _, body := range []string{"|", "a|", "«a b\n- c»", "| a ‸|\n|---|"} {
			s := texttest.Parse(front + body)
			tr, _ := c.Run(s, edit.Env{Floor: len(front)})
			if got := s.Apply(tr).Doc.String(); !strings.HasPrefix(got, front) {
				t.Errorf("%s on %q: %q", c.ID, body, got)
			}
		}
	}
}

func TestEveryCommandCanBeUndoneAndKeepsItsSelectionInside(t *testing.T) {
	r := texttest.Rand(t)
	table := command.NewTable("linux")
	for range 300 {
		s := text.NewState(texttest.Markdown(r, r.Intn(30), true))
		var ranges []text.Range
		for range 1 + r.Intn(3) {
			x := text.Range{Anchor: edit.Boundary(r, s.Doc), Head: edit.Boundary(r, s.Doc)}
			if r.Intn(2) == 0 {
				x.Anchor = x.Head
			}
			ranges = append(ranges, x)
		}
		s.Selection = text.Select(ranges, r.Intn(len(ranges)))
		for _, c := range table.All() {
			if c.Run == nil {
				continue
			}
			tr, ok := c.Run(s, env)
			if !ok {
				continue
			}
			after := s.Apply(tr)
			for _, x := range after.Selection.Ranges {
				if x.From() < 0 || x.To() > after.Doc.Len() {
					t.Fatalf("%s on %q leaves a range %v", c.ID, texttest.Format(s), x)
				}
			}
			if tr.Selection != nil && !tr.Selection.Equal(tr.Selection.Clamp(after.Doc.Len())) {
				t.Fatalf("%s on %q selects %v of %d bytes", c.ID, texttest.Format(s), tr.Selection, after.Doc.Len())
			}
			if got := tr.Change.Invert(s.Doc).Apply(after.Doc).String(); got != s.Doc.String() {
				t.Fatalf("%s on %q cannot be undone", c.ID, texttest.Format(s))
			}
		}
	}
}

func FuzzCommands(f *testing.F) {
	f.Add("- a\n| b |\n|---|\n**c**", 3, 9)
	rows := command.NewTable("linux").All()
	f.Fuzz(func(t *testing.T, doc string, a, b int) {
		s := text.NewState(doc)
		s.Selection = text.Single(min(max(a, 0), len(doc)), min(max(b, 0), len(doc)))
		for _, c := range rows {
			if c.Run == nil {
				continue
			}
			if tr, ok := c.Run(s, env); ok {
				s.Apply(tr)
			}
		}
	})
}
