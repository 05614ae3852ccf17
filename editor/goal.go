package editor

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/container"

	"lanyard/assets"
	"lanyard/editor/field"
	"lanyard/editor/text"
	"lanyard/store/atomicfile"
)

// dailyGoal counts what the author wrote today, over all posts, on this machine: what the texts have grown by, as the status bar counts
// it. What another program wrote does not count.
type dailyGoal struct {
	w     *Workbench
	file  string
	state goalState
	base  map[*openPost]int // what a post held when it was counted last
	stop  func()            // a save that is due
}

// goalState is what the file holds.
type goalState struct {
	Day     string
	Written int
}

const (
	maxGoal   = 100_000
	goalDelay = 3 * time.Second // between a count and its file
)

func newDailyGoal(w *Workbench) *dailyGoal {
	g := &dailyGoal{w: w, base: map[*openPost]int{}}
	if w.env.StateDir != "" {
		g.file = filepath.Join(w.env.StateDir, "goal.json")
		if data, err := os.ReadFile(g.file); err == nil {
			_ = json.Unmarshal(data, &g.state) // a damaged file begins at nothing
		}
	}
	g.state.Written = min(max(g.state.Written, 0), 100*maxGoal)
	return g
}

// changed forgets what a post held when its text came from elsewhere.
func (g *dailyGoal) changed(p *openPost, kind text.Kind) {
	if kind == text.Reload {
		delete(g.base, p)
	}
}

// count takes the newest count of a post.
func (g *dailyGoal) count(p *openPost, c counted) {
	if g.w.settings.Goal == 0 {
		return
	}
	for known := range g.base { // posts that were closed
		if !g.w.session.Has(known.Post) {
			delete(g.base, known)
		}
	}
	before, known := g.base[p]
	g.base[p] = c.Characters
	if !known || before == c.Characters {
		return
	}
	g.turn()
	g.state.Written = max(g.state.Written+c.Characters-before, 0)
	if g.stop == nil {
		g.stop = g.w.env.Sched.After(goalDelay, g.save)
	}
}

// turn begins a new day.
func (g *dailyGoal) turn() {
	if day := g.w.now().Format("2006-01-02"); day != g.state.Day {
		g.state = goalState{Day: day}
	}
}

func (g *dailyGoal) save() {
	g.stop = nil
	data, err := json.Marshal(g.state)
	if err != nil || g.file == "" {
		return
	}
	g.w.session.State.Go(func(context.Context) {
		err := os.MkdirAll(filepath.Dir(g.file), 0o700)
		if err == nil {
			err = atomicfile.Write(g.file, append(data, '\n'), 0o600)
		}
		if err != nil {
			g.w.log.Warn("goal", "error", err)
		}
	})
}

// String is what the status bar says; "" without a goal.
func (g *dailyGoal) String() string {
	if g == nil || g.w.settings.Goal == 0 {
		return ""
	}
	g.turn()
	if g.state.Written >= g.w.settings.Goal {
		return assets.T("writing.goal.done", group(g.state.Written))
	}
	return assets.T("writing.goal.today", group(g.state.Written), group(g.w.settings.Goal))
}

// AskGoal opens the sheet for the daily goal.
func (w *Workbench) AskGoal() {
	var entry *sheetEntry
	set := func() {
		n, err := strconv.Atoi(strings.NewReplacer(",", "", "，", "", " ", "").Replace(entry.Text))
		if strings.TrimSpace(entry.Text) == "" {
			n, err = 0, nil
		}
		if err != nil || n < 0 || n > maxGoal {
			w.status.Say(assets.T("writing.goal.bad"))
			return
		}
		w.settings.Goal = n
		w.settings.save()
		if p := w.active; p != nil && w.status.count.known {
			w.goal.base[p] = w.status.count.Characters
		}
		w.sheet.Close()
		w.focusSource()
		w.status.show()
	}
	entry = newSheetEntry(w, set)
	entry.SetPlaceHolder(assets.T("writing.goal.hint"))
	if w.settings.Goal > 0 {
		entry.Set(strconv.Itoa(w.settings.Goal))
	}
	button := w.button(assets.T("writing.goal.set"), "", field.Normal, set)
	w.sheet.Open(assets.T("writing.goal.label"), container.New(&flowLayout{gap: 6, stretch: entry, least: 150}, entry, button), entry)
}
