// Package live owns the look at a post's page on the web: whether readers see this version already. It asks only when the author wants it, waits
// longer from look to look, and takes no network for a state, not for an error.
//
// Everything blocks and may be called from any goroutine; it starts none.
package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"

	"lanyard/store/reach"
)

// A State is what a look found.
type State string

// The states.
const (
	Live    State = "live"    // the page holds this version
	Older   State = "older"   // there is a page, with another version
	Missing State = "not yet" // there is no page
	Failing State = "failing" // the host answers with an error of its own
	Offline State = "offline" // the host cannot be reached
	Private State = "refused" // the address leads into the local network, where it must not
)

// An Answer is the result of one look.
type Answer struct {
	State  State  `json:"state"`
	URL    string `json:"url"`
	Status int    `json:"status,omitempty"` // of HTTP; zero without an answer
	// Lacks is a piece of the post that the page does not hold; the title first.
	Lacks string `json:"lacks,omitempty"`
	Why   string `json:"why,omitempty"` // the system's words, of Offline
}

const (
	lookTime = 30 * time.Second
	pageSize = 16 << 20 // bytes
)

// Look asks for the page once. The error is that of ctx, or of an address that is none.
func Look(ctx context.Context, address string, v Version) (Answer, error) {
	a := Answer{URL: address}
	u, err := url.Parse(address)
	if err != nil {
		return a, err
	}
	within, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	req, err := http.NewRequestWithContext(within, http.MethodGet, address, nil)
	if err != nil {
		return a, err
	}
	req.Header.Set("User-Agent", "Lanyard")
	req.Header.Set("Accept", "text/html")
	req.Header.Set("Cache-Control", "no-cache")
	c := reach.New(u, lookTime)
	defer c.HTTP.CloseIdleConnections()
	res, err := c.HTTP.Do(req)
	if err != nil {
		return unreached(ctx, a, err)
	}
	defer res.Body.Close()
	a.Status = res.StatusCode
	switch {
	case res.StatusCode == http.StatusNotFound || res.StatusCode == http.StatusGone:
		a.State = Missing
		return a, nil
	case res.StatusCode != http.StatusOK:
		a.State = Failing
		return a, nil
	}
	text, err := pageText(io.LimitReader(res.Body, pageSize))
	if err != nil {
		return unreached(ctx, a, err)
	}
	a.State = Live
	if a.Lacks = v.lacks(text); a.Lacks != "" {
		a.State = Older
	}
	return a, nil
}

// unreached makes a state of what the network said.
func unreached(ctx context.Context, a Answer, err error) (Answer, error) {
	if ctx.Err() != nil {
		return a, ctx.Err()
	}
	a.State, a.Why = Offline, err.Error()
	var ue *url.Error
	if errors.As(err, &ue) {
		a.Why = ue.Err.Error()
	}
	if errors.Is(err, reach.ErrPrivate) {
		a.State = Private
	}
	return a, nil
}

// The pauses between looks: each is half as long again as the one before.
const (
	firstPause = 2 * time.Second
	lastPause  = time.Minute
)

// A Watch looks until the page holds the version.
type Watch struct {
	URL     string
	Version Version
	Limit   time.Duration                          // when it gives up; zero looks once
	Told    func(Answer)                           // hears of each look; may be nil
	After   func(d time.Duration) <-chan time.Time // the clock of a test; nil is time.After
}

// Run looks until the page is live, the address is refused, or the pauses come to the limit; the last answer is given.
func (w Watch) Run(ctx context.Context) (Answer, error) {
	after := w.After
	if after == nil {
		after = time.After
	}
	pause, waited := firstPause, time.Duration(0)
	for {
		a, err := Look(ctx, w.URL, w.Version)
		if err != nil {
			return a, fmt.Errorf("look at %q: %w", w.URL, err)
		}
		if w.Told != nil {
			w.Told(a)
		}
		if a.State == Live || a.State == Private || waited+pause > w.Limit {
			return a, nil
		}
		select {
		case <-after(pause):
		case <-ctx.Done():
			return a, ctx.Err()
		}
		waited += pause
		pause = min(pause*3/2, lastPause)
	}
}

// pageText is the text of a page as [fold] leaves it, without scripts and styles.
func pageText(r io.Reader) (string, error) {
	z := html.NewTokenizer(r)
	var b strings.Builder
	hidden := "" // the element whose text is not shown
	for {
		switch z.Next() {
		case html.ErrorToken:
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return "", err
			}
			return b.String(), nil
		case html.StartTagToken:
			if name, _ := z.TagName(); string(name) == "script" || string(name) == "style" {
				hidden = string(name)
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == hidden {
				hidden = ""
			}
		case html.TextToken:
			if hidden == "" {
				b.WriteString(fold(html.UnescapeString(string(z.Raw()))))
			}
		}
	}
}
