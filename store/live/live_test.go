package live_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"lanyard/store/live"
	"lanyard/store/markdown"
)

const body = `
# 大会第一天

Two days -- "many" talks about 容器 and *service meshes*, see [the notes](https://example.org/n).

![the hall](hall.jpg) Lunch was good :smile: for all[^1].

{{< youtube abc >}}

[^1]: Nearly all.
`

func version(title, text string) live.Version {
	return live.VersionOf(title, markdown.Parse(text, 0, markdown.Default()))
}

// page is what a generator makes of the body with a typographer and a theme.
const page = `<!doctype html><title>KubeCon &amp; me | Site</title><script>var Later = "Nothing of this counts";</script>
<h1>KubeCon &amp; me</h1><h1 id="x">大会第一天<a href="#x">#</a></h1>
<p>Two days – &ldquo;many&rdquo; talks about 容器 and <em>service
meshes</em>, see <a href="https://example.org/n">the notes</a>.</p>
<figure><img src="hall.jpg" alt="the hall"></figure><p>Lunch was good 😄 for all<sup>1</sup>.</p><ol><li>Nearly all.&nbsp;↩</li></ol>`

// host plays a host whose page changes from look to look.
func host(t *testing.T, answers ...func(http.ResponseWriter)) *httptest.Server {
	n := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := min(n, len(answers)-1)
		n++
		answers[i](w)
	}))
	t.Cleanup(s.Close)
	return s
}

func status(code int) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { w.WriteHeader(code) }
}

func text(s string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { fmt.Fprint(w, s) }
}

func TestAWatchLooksUntilThePageHoldsThisVersion(t *testing.T) {
	s := host(t, status(404), status(502), text("<title>KubeCon &amp; me</title><p>An older text"), text(page))
	var states []live.State
	var pauses []time.Duration
	now := make(chan time.Time, 10)
	a, err := live.Watch{
		URL: s.URL + "/a/", Version: version("KubeCon & me", body), Limit: time.Hour,
		Told:  func(a live.Answer) { states = append(states, a.State) },
		After: func(d time.Duration) <-chan time.Time { pauses = append(pauses, d); now <- time.Time{}; return now },
	}.Run(context.Background())
	if err != nil || a.State != live.Live {
		t.Fatalf("the end is %+v, %v", a, err)
	}
	if got, want := fmt.Sprint(states), "[not yet failing older live]"; got != want {
		t.Errorf("the looks were %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(pauses), "[2s 3s 4.5s]"; got != want {
		t.Errorf("the pauses were %s, want %s", got, want)
	}
}

func TestAPageOfAnotherVersionIsOlder(t *testing.T) {
	s := host(t, text(page))
	for name, v := range map[string]live.Version{
		"title":     version("KubeCon and you", body),
		"paragraph": version("KubeCon & me", body+"\nA paragraph more.\n"),
		"one word":  version("KubeCon & me", "Two days -- \"few\" talks about 容器"),
	} {
		a, err := live.Look(context.Background(), s.URL, v)
		if err != nil || a.State != live.Older || a.Lacks == "" {
			t.Errorf("%s: %+v, %v, want older", name, a, err)
		}
	}
	if a, err := live.Look(context.Background(), s.URL, version("Nothing of this counts", "")); err != nil || a.State != live.Older {
		t.Errorf("what stands in a script counts: %+v, %v", a, err)
	}
}

func TestAWatchGivesUp(t *testing.T) {
	looks := 0
	now := make(chan time.Time, 1)
	a, err := live.Watch{
		URL: host(t, status(404)).URL, Version: version("A", ""), Limit: 10 * time.Second, Told: func(live.Answer) { looks++ },
		After: func(time.Duration) <-chan time.Time { now <- time.Time{}; return now },
	}.Run(context.Background())
	if err != nil || a.State != live.Missing || looks != 4 {
		t.Errorf("after %d looks: %+v, %v; want 4 looks (2 s, 3 s, 4.5 s between them)", looks, a, err)
	}
}

func TestOfflineIsAState(t *testing.T) {
	s := host(t, text(page))
	s.Close()
	a, err := live.Look(context.Background(), s.URL, version("A", ""))
	if err != nil || a.State != live.Offline || a.Why == "" {
		t.Errorf("got %+v, %v, want offline and why", a, err)
	}
}

// Only a site whose own baseURL says so is looked for on this computer.
func TestNothingLeadsIntoTheLocalNetwork(t *testing.T) {
	asked := false
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer inner.Close()
	outer := httptest.NewServer(http.RedirectHandler(inner.URL+"/secret", http.StatusFound))
	defer outer.Close()
	a, err := live.Look(context.Background(), outer.URL, version("A", ""))
	if err != nil || a.State != live.Private || asked {
		t.Errorf("got %+v, %v; the inner server was asked: %v", a, err, asked)
	}
}

func TestALookCanBeCalledOff(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() }))
	defer s.Close()
	if _, err := live.Look(ctx, s.URL, version("A", "")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's end", err)
	}
}

func TestWhatWasSeenIsRemembered(t *testing.T) {
	s := live.NewStore(t.TempDir())
	if _, ok, err := s.Seen("/a"); ok || err != nil {
		t.Fatal(ok, err)
	}
	want := live.Seen{Place: "/a", Object: "abc", URL: "https://example.org/a/", At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	if err := s.Keep(want); err != nil {
		t.Fatal(err)
	}
	if got, ok, err := s.Seen("/a"); !ok || err != nil || got != want {
		t.Errorf("got %+v %v %v, want %+v", got, ok, err, want)
	}
}
