package editor

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"lanyard/editor/ask"
	"lanyard/store/reach"
)

// webServer notes what it is asked.
type webServer struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string // path and Referer
}

func newWebServer(t *testing.T, answer func(w http.ResponseWriter, r *http.Request)) *webServer {
	s := &webServer{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.Path+" "+r.Header.Get("Referer"))
		s.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// A picture that was clicked may be on this computer, where its address says so; nothing that it leads to may.
func TestAFetchLeadsNowhereIntoTheLocalNetwork(t *testing.T) {
	data := photoOf(t, 30, 20)
	inner := newWebServer(t, func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(data) })
	port := inner.URL[strings.LastIndex(inner.URL, ":")+1:]
	targets := map[string]string{
		"/number": inner.URL + "/secret", "/name": "http://localhost:" + port + "/secret", "/zero": "http://0.0.0.0:" + port + "/secret",
		"/v6": "http://[::1]:" + port + "/secret", "/mapped": "http://[::ffff:127.0.0.1]:" + port + "/secret",
		"/router": "http://192.168.1.1/reboot", "/file": "file:///etc/passwd", "/endless": "/endless",
	}
	outer := newWebServer(t, func(w http.ResponseWriter, r *http.Request) {
		if to := targets[r.URL.Path]; to != "" {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		if r.URL.Path == "/moved.jpg" {
			http.Redirect(w, r, "/picture.jpg", http.StatusMovedPermanently)
			return
		}
		_, _ = w.Write(data)
	})
	for path := range targets {
		if m, err := fetchPicture(context.Background(), outer.URL+path); err == nil {
			t.Errorf("%s: a picture of %v", path, m.Bounds())
		}
	}
	if len(inner.asked) > 0 {
		t.Errorf("the inner server was asked: %q", inner.asked)
	}
	outer.asked = nil
	if _, err := fetchPicture(context.Background(), outer.URL+"/moved.jpg"); err != nil {
		t.Errorf("a redirect on the server that was clicked: %v", err)
	}
	for _, a := range outer.asked {
		if !strings.HasSuffix(a, " ") {
			t.Errorf("a referrer was sent: %q", a)
		}
	}
}

func TestARefusedAddressIsExplained(t *testing.T) {
	if text := ask.Explain(fmt.Errorf("dial tcp: %w", reach.ErrPrivate)); text == "" || strings.Contains(text, "dial tcp") {
		t.Errorf("it is explained as %q", text)
	}
}
