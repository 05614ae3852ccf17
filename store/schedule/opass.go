package schedule

import (
	"encoding/json"
	"fmt"
)

// opassName is what OPass writes for anything with a name, in each language.
type opassName struct {
	ID string            `json:"id"`
	Zh map[string]string `json:"zh"`
	En map[string]string `json:"en"`
}

func (n opassName) text(key string) Text {
	t := Text{}
	for lang, m := range map[string]map[string]string{"zh": n.Zh, "en": n.En} {
		if s := oneLine(m[key]); s != "" {
			t[lang] = s
		}
	}
	return t
}

type opassSession struct {
	opassName
	Type     string   `json:"type"`
	Room     string   `json:"room"`
	Start    string   `json:"start"`
	End      string   `json:"end"`
	Language string   `json:"language"`
	Speakers []string `json:"speakers"`
	CoWrite  string   `json:"co_write"`
	QA       string   `json:"qa"`
	Slide    string   `json:"slide"`
	Record   string   `json:"record"`
	URI      string   `json:"uri"`
}

// readOPass reads session.json of OPass: COSCUP, SITCON, HITCON, MOPCON.
func readOPass(data []byte) (*Schedule, error) {
	var f struct {
		Sessions []json.RawMessage `json:"sessions"`
		Speakers []opassName       `json:"speakers"`
		Types    []opassName       `json:"session_types"`
		Rooms    []opassName       `json:"rooms"`
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, newLines(data).explain(err)
	}
	s := &Schedule{}
	person, kind, room := map[string]string{}, map[string]string{}, map[string]string{}
	for _, p := range f.Speakers {
		if n := p.text("name"); n.In("") != "" {
			person[p.ID] = s.speaks(Person{ID: p.ID, Name: n, Confidence: 1})
		}
	}
	for _, t := range f.Types {
		kind[t.ID] = t.text("name").In("zh")
	}
	for _, r := range f.Rooms {
		room[r.ID] = r.text("name").In("zh")
	}
	for i, raw := range f.Sessions {
		var e opassSession
		if err := json.Unmarshal(raw, &e); err != nil {
			s.doubt(0, "", fmt.Sprintf("session %d", i+1), err.Error())
			continue
		}
		x := Session{ID: e.ID, Title: e.text("title"), Track: kind[e.Type], Room: room[e.Room], Language: language(e.Language), Abstract: Text{}}
		if x.Room == "" {
			x.Room = e.Room
		}
		for lang, m := range map[string]map[string]string{"zh": e.Zh, "en": e.En} {
			if d := plain(m["description"]); d != "" {
				x.Abstract[lang] = d
			}
		}
		x.Links = Links{Page: e.URI, Slides: e.Slide, Video: e.Record, Notes: e.CoWrite}
		if e.QA != "" {
			x.Links.Others = append(x.Links.Others, Link{"Q&A", e.QA})
		}
		for _, id := range e.Speakers {
			if n := person[id]; n != "" {
				x.Speakers = append(x.Speakers, n)
			}
		}
		s.opassTime(&x, e)
		s.take(x)
	}
	return s, nil
}

func (s *Schedule) opassTime(x *Session, e opassSession) {
	t, naive, ok := wall(e.Start, s.Zone)
	if !ok {
		s.doubt(0, x.ID, x.Title.In("zh"), "it has no time that can be read")
		return
	}
	x.Start = t
	x.End, _, _ = wall(e.End, s.Zone)
	if naive && s.Zone == nil {
		s.askZone(x)
	}
}
