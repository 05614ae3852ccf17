package editor

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lanyard/assets"
	"lanyard/editor/text"
	"lanyard/store/check"
)

// recheck keeps the findings of the post that shows true to its text: their places move with it, and once the keys rest the text is
// checked again, without a look into the photos, which no key changes. It does nothing for a post that was not checked.
type recheck struct {
	w     *Workbench
	rest  *later
	run   *check.Run // what checks of one post share; nil before the first
	since time.Time  // that run was made
}

const (
	recheckDelay = time.Second     // the keys rest before it
	recheckRun   = 5 * time.Minute // what was read of other posts is taken for true
)

func newRecheck(w *Workbench) *recheck {
	r := &recheck{w: w}
	r.rest = &later{sched: w.env.Sched, wait: recheckDelay, do: r.now}
	return r
}

// moved follows a change of the text.
func (r *recheck) moved(c text.Change) {
	w := r.w
	if w.findings == nil || c.Empty() {
		return
	}
	for i := range w.findings {
		f := &w.findings[i]
		if f.Line > 0 {
			f.From, f.To = c.Map(f.From, 1), c.Map(f.To, -1)
		}
	}
	r.rest.ask()
}

// now checks again.
func (r *recheck) now() {
	w, p := r.w, r.w.active
	if p == nil || w.findings == nil {
		return
	}
	if now := w.now(); r.run == nil || now.Sub(r.since) > recheckRun {
		r.run, r.since = check.NewRun(w.session.Folder(), check.Options{NoPhotos: true, Hugo: w.installedHugo()}), now
	}
	run, post, version := r.run, *p.Copy.Post(), w.version
	doc, from := p.Copy.State().Doc, p.Copy.Now()
	w.env.Sched.Go("recheck", func(ctx context.Context) {
		post.Text = doc.String()
		list, err := run.Text(ctx, &post)
		w.env.Sched.Do(func() {
			if err != nil || p != w.active || version != w.version || w.findings == nil {
				return // another one follows
			}
			for _, f := range w.findings {
				if f.InsideFile() {
					list = append(list, f)
				}
			}
			check.Sort(list)
			p.checked = from
			r.show(p, list)
		})
	})
}

// show replaces the findings, and the rows of their sheet where that is open, without taking the keyboard from where it is.
func (r *recheck) show(p *openPost, list []check.Finding) {
	w := r.w
	same := slices.EqualFunc(list, w.findings, func(a, b check.Finding) bool { return a.String() == b.String() })
	heading := w.setFindings(list)
	if same || !w.listing {
		return
	}
	if len(list) == 0 {
		w.sheet.Close()
		w.keyboard.Ask()
		return
	}
	w.sheet.Replace(findingsHeading(heading), newScroll(w.findingRows(p, list), w.sheetHeight()))
}

// findingRows are the rows of a list of findings.
func (w *Workbench) findingRows(p *openPost, list []check.Finding) *fyne.Container {
	rows := container.New(&stackLayout{})
	for _, f := range list {
		row, _ := w.findingRow(p, f)
		rows.Add(row)
	}
	return rows
}

func findingsHeading(count string) string {
	if count == "" {
		return assets.T("window.check.notes")
	}
	return count
}
