package schedule

import (
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// columns are the names that people give the columns of a table they typed.
var columns = map[string][]string{
	"id":       {"id", "code", "编号"},
	"title":    {"title", "session", "talk", "topic", "what", "标题", "题目", "主题", "议题", "議題", "演讲"},
	"speaker":  {"speaker", "speakers", "who", "name", "讲者", "講者", "讲师", "演讲者", "嘉宾"},
	"company":  {"company", "organisation", "organization", "公司", "单位"},
	"room":     {"room", "where", "location", "venue", "hall", "会场", "地点", "教室", "房间", "場地"},
	"track":    {"track", "stream", "专题", "分会场", "议程轨"},
	"date":     {"date", "day", "日期"},
	"start":    {"start", "from", "begin", "time", "when", "开始", "时间", "時間"},
	"end":      {"end", "to", "until", "结束"},
	"page":     {"url", "link", "page", "链接"},
	"slides":   {"slides", "slide", "幻灯片", "投影片"},
	"video":    {"video", "recording", "视频", "录像"},
	"abstract": {"abstract", "description", "about", "摘要", "简介"},
}

// readTable reads a table in CSV, with tabs, or in Markdown, whose first row names
// the columns.
func readTable(text string, zone *time.Location) (*Schedule, error) {
	rows, err := rowsOf(text)
	if err != nil {
		return nil, err
	}
	if len(rows) < 2 {
		return nil, ErrUnknown
	}
	at := map[string]int{}
	for i, cell := range rows[0].cells {
		cell = strings.ToLower(strings.TrimSpace(cell))
		for name, known := range columns {
			if _, have := at[name]; !have && slices.Contains(known, cell) {
				at[name] = i
			}
		}
	}
	if _, ok := at["title"]; !ok {
		return nil, ErrUnknown
	}
	s := &Schedule{Zone: zone}
	day := ""
	for _, r := range rows[1:] {
		day = s.row(r, at, day, zone)
	}
	return s, nil
}

type tableRow struct {
	line  int
	cells []string
}

func rowsOf(text string) ([]tableRow, error) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	trimmedText := strings.TrimSpace(text)
	if strings.HasPrefix(trimmedText, "|") {
		var out []tableRow
		for i, l := range strings.Split(text, "\n") {
			l = strings.TrimSpace(l)
			if !strings.HasPrefix(l, "|") {
				continue
			}
			cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(strings.ReplaceAll(l, `\|`, "\x00"), "|"), "|"), "|")
			rule := true
			for k := range cells {
				cells[k] = strings.TrimSpace(strings.ReplaceAll(cells[k], "\x00", "|"))
				rule = rule && cells[k] != "" && strings.Trim(cells[k], ":-") == ""
			}
			if !rule {
				out = append(out, tableRow{i + 1, cells})
			}
		}
		return out, nil
	}
	first, _, _ := strings.Cut(trimmedText, "\n")
	r := csv.NewReader(strings.NewReader(text))
	for _, c := range []rune{'\t', ';'} {
		if strings.ContainsRune(first, c) && (c == '\t' || !strings.Contains(first, ",")) {
			r.Comma = c
		}
	}
	r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = -1, true, true
	var out []tableRow
	for {
		cells, err := r.Read()
		var pe *csv.ParseError
		if errors.As(err, &pe) {
			return nil, fmt.Errorf("line %d: %w", pe.Line, pe.Err)
		}
		if err != nil {
			return out, nil
		}
		line, _ := r.FieldPos(0)
		out = append(out, tableRow{line, cells})
		if len(out) > MaxSessions {
			return nil, fmt.Errorf("more than %d rows", MaxSessions)
		}
	}
}

// row takes one session, and gives the day for the rows below that name none.
func (s *Schedule) row(r tableRow, at map[string]int, day string, zone *time.Location) string {
	get := func(name string) string {
		if i, ok := at[name]; ok && i < len(r.cells) {
			return strings.TrimSpace(r.cells[i])
		}
		return ""
	}
	if strings.TrimSpace(strings.Join(r.cells, "")) == "" {
		return day
	}
	x := Session{ID: get("id"), Title: Text{"": oneLine(get("title"))}, Room: oneLine(get("room")), Track: oneLine(get("track")), Line: r.line}
	if a := plain(get("abstract")); a != "" {
		x.Abstract = Text{"": a}
	}
	x.Links = Links{Page: get("page"), Slides: get("slides"), Video: get("video")}
	for _, n := range strings.FieldsFunc(get("speaker"), func(c rune) bool { return strings.ContainsRune(",;&、，；", c) }) {
		if n = oneLine(n); n != "" {
			x.Speakers = append(x.Speakers, s.speaks(Person{Name: Text{"": n}, Company: oneLine(get("company")), Confidence: 1}))
		}
	}
	if d := get("date"); d != "" {
		day = d
	}
	start, end := get("start"), get("end")
	if a, b, ok := cutRange(start); ok && end == "" {
		start, end = a, b
	}
	var naive, ok bool
	if x.Start, naive, ok = wall(joinDay(day, start), zone); !ok {
		x.Start = time.Time{}
		if start != "" {
			s.doubt(r.line, "", start, "a time that cannot be read; a date and a time such as 2026-03-22 09:30 are wanted")
		}
	} else if naive && zone == nil {
		s.askZone(&x)
	}
	if e, _, ok := wall(joinDay(day, end), zone); ok {
		if e.Before(x.Start) && len(end) <= 5 { // past midnight
			e = e.AddDate(0, 0, 1)
		}
		x.End = e
	}
	s.take(x)
	return day
}

// joinDay puts a day before a time of day; a time with a day of its own stays.
func joinDay(day, at string) string {
	at = strings.ReplaceAll(at, "：", ":")
	if at == "" || len(at) > 5 || day == "" {
		return at
	}
	if len(at) == 4 { // 9:30
		at = "0" + at
	}
	day = strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-", "日", "").Replace(day)
	if t, err := time.Parse("2006-1-2", day); err == nil {
		day = t.Format("2006-01-02")
	}
	return day + " " + at
}

// cutRange divides 9:30–10:00.
func cutRange(s string) (from, to string, ok bool) {
	for _, sep := range []string{"–", "—", "~", "～", " - ", "-", "至"} {
		a, b, found := strings.Cut(s, sep)
		a, b = strings.TrimSpace(a), strings.TrimSpace(b)
		if found && strings.Contains(a, ":") && strings.Contains(b, ":") && len(b) <= 5 && len(a) <= 5 {
			return a, b, true
		}
	}
	return s, "", false
}
