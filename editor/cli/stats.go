package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lanyard/store"
	"lanyard/store/stats"
)

// statsOut is what stats prints with --json.
type statsOut struct {
	tallyOut
	Undated int        `json:"undated"`
	Months  []namedOut `json:"months"`
	Days    []namedOut `json:"days"`
	Tags    []namedOut `json:"tags"`
}

type namedOut struct {
	Name string `json:"name"`
	tallyOut
}

type tallyOut struct {
	Posts  int `json:"posts"`
	Drafts int `json:"drafts"`
	Words  int `json:"words"`
	Photos int `json:"photos"`
}

func runStats(c *call) error {
	dir := "."
	if len(c.args) == 1 {
		dir = c.args[0]
	}
	year, err := c.whole("year", 1000, 9999)
	if err != nil {
		return err
	}
	f, _, err := c.openStore(dir)
	if err != nil {
		return err
	}
	s, err := stats.Read(c.ctx, f)
	if err != nil {
		return err
	}
	for _, err := range s.Unread {
		fmt.Fprintf(c.env.Stderr, "lanyard: not counted: %v\n", err)
	}
	if year != 0 {
		other := func(n stats.Named) bool { return !strings.HasPrefix(n.Name, strconv.Itoa(year)+"-") }
		s.Months, s.Days = slices.DeleteFunc(s.Months, other), slices.DeleteFunc(s.Days, other)
	} else if len(s.Days) > 0 {
		year = yearOf(s.Days[len(s.Days)-1])
	}
	if c.has("json") {
		return c.printJSON(statsOut{tallyOut(s.Tally), s.Undated, namesOut(s.Months), namesOut(s.Days), namesOut(s.Tags)})
	}
	fmt.Fprintf(c.out, "posts\t%d\ndrafts\t%d\nundated\t%d\nwords\t%d\nphotos\t%d\n", s.Posts, s.Drafts, s.Undated, s.Words, s.Photos)
	c.showTallies("month", s.Months)
	c.showTallies("tag", s.Tags)
	if year != 0 {
		fmt.Fprint(c.out, calendar(year, s.Days))
	}
	return nil
}

func namesOut(list []stats.Named) []namedOut {
	out := []namedOut{}
	for _, n := range list {
		out = append(out, namedOut{n.Name, tallyOut(n.Tally)})
	}
	return out
}

func (c *call) showTallies(what string, list []stats.Named) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(c.out, "\n%s\tposts\twords\tphotos\n", what)
	for _, n := range list {
		fmt.Fprintf(c.out, "%s\t%d\t%d\t%d\n", store.PrintableText(oneLine(n.Name)), n.Posts, n.Words, n.Photos)
	}
}

// yearOf is the year of a day such as 2019-06-25.
func yearOf(day stats.Named) int {
	name, _, _ := strings.Cut(day.Name, "-")
	year, _ := strconv.Atoi(name) // a name that time wrote
	return year
}

// calendar draws the days of a year as a row for each day of the week, Monday first, and a column for each week. A figure is the number of posts
// of a day, + more than nine, a point a day without any.
func calendar(year int, days []stats.Named) string {
	posts := map[string]int{}
	for _, d := range days {
		posts[d.Name] = d.Posts
	}
	var rows [7]strings.Builder
	first := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range int(first.Weekday()+6) % 7 {
		rows[i].WriteByte(' ')
	}
	for day := first; day.Year() == year; day = day.AddDate(0, 0, 1) {
		mark := "."
		switch n := posts[day.Format("2006-01-02")]; {
		case n > 9:
			mark = "+"
		case n > 0:
			mark = strconv.Itoa(n)
		}
		rows[int(day.Weekday()+6)%7].WriteString(mark)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n%d\n", year)
	for i := range rows {
		fmt.Fprintf(&b, "%s %s\n", [...]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}[i], rows[i].String())
	}
	return b.String()
}
